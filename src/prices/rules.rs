//! Rules that fill the gaps of the tables. Each was measured on the prices that are
//! known; the tests hold known prices out and guess them again.
//!
//! 1. A class that a region's table has not: its price in us-east-1 × what the nearest
//!    sibling family costs in the region of what it costs there.
//! 2. A region that a table has not: the price of its sibling region.
//! 3. Windows, RHEL and SUSE: Linux and what the system adds for each vCPU.
//! 4. RDS: Multi-AZ is two instances; `mariadb` costs what `mysql` costs; `aurora-postgresql`
//!    what `aurora-mysql` costs; I/O-Optimized 1.30 of an instance.
//! 5. Load balancers: by what they cost of an Application Load Balancer in us-east-1.

mod family;

use super::embedded::{Name, fixed_surcharge};
use super::{
    Class, Deployment, Engine, NodeService, Price, Prices, Product, Rate, System, Tenancy,
    UnitPrice, database_key, shape_of,
};
use compact_str::CompactString;
use family::Family;

/// The region whose table has the most.
const REFERENCE: &str = "us-east-1";

/// Rule 2: a region, its sibling, and the sibling's prices' part in thousandths.
const SIBLINGS: [(&str, &str, u64); 11] = [
    ("ap-northeast-3", "ap-northeast-1", 1000),
    ("ap-south-2", "ap-south-1", 1000),
    ("ap-southeast-3", "ap-southeast-1", 1000),
    ("ap-southeast-4", "ap-southeast-2", 1000),
    ("ap-southeast-7", "ap-southeast-5", 1000),
    ("ca-west-1", "ca-central-1", 1000),
    ("eu-central-2", "eu-central-1", 1100),
    ("eu-south-2", "eu-west-1", 1000),
    ("me-central-1", "me-south-1", 1000),
    ("mx-central-1", "us-east-1", 1050),
    ("us-gov-east-1", "us-gov-west-1", 1000),
];

/// Rule 5: what a load balancer costs of an Application Load Balancer, in ten-thousandths
/// of USD in us-east-1, where that one costs 225.
const LOAD_BALANCERS: [(Rate, u64); 3] = [
    (Rate::NlbHour, 225),
    (Rate::GwlbHour, 125),
    (Rate::ClbHour, 250),
];

/// Whose prices in the United States are taken for services that are everywhere.
const NORTH_AMERICA: [&str; 2] = ["geo:United States, Mexico, Canada", "geo:United States"];

/// What the rules make of a product that no table has in a region.
pub(super) fn estimate(prices: &Prices, region: &str, product: &Product) -> Option<Price> {
    if let Product::Rate(rate) = product {
        return everywhere(prices, region, *rate)
            .or_else(|| in_region(prices, region, product))
            .or_else(|| in_sibling_region(prices, region, product));
    }
    in_region(prices, region, product).or_else(|| in_sibling_region(prices, region, product))
}

/// What the region's own prices give: listed, or by every rule but the second.
fn in_region(prices: &Prices, region: &str, product: &Product) -> Option<Price> {
    if let Some(listed) = prices.listed(region, product) {
        return Some(listed);
    }
    match product {
        Product::Instance {
            class,
            system: System::Linux,
            tenancy: Tenancy::Shared,
        } => by_family(prices, region, &Row::instance(class)),
        Product::Instance {
            class,
            system,
            tenancy: Tenancy::Shared,
        } => with_system(prices, region, class, *system),
        Product::Instance { .. } => None,
        Product::Database {
            class,
            engine,
            deployment,
        } => database(prices, region, class, (*engine, *deployment)),
        Product::Node { service, class } => by_family(prices, region, &Row::node(*service, class)),
        Product::Rate(rate) => load_balancer(prices, region, *rate),
    }
}

/// Rule 2.
fn in_sibling_region(prices: &Prices, region: &str, product: &Product) -> Option<Price> {
    let (_, sibling, thousandths) = SIBLINGS.iter().find(|(of, ..)| *of == region)?;
    let price = in_region(prices, sibling, product)?;
    let amount = price.amount.scaled(*thousandths, 1000)?;
    let rule = match thousandths {
        1000 => format!("the price in {sibling}, its sibling region"),
        _ => format!(
            "{} × the price in {sibling}, its sibling region",
            part_of_thousand(*thousandths)
        ),
    };
    Some(price.estimated(amount, rule))
}

/// What AWS has once, or at one price: the table's `*`, us-east-1 for the global region,
/// and CloudFront's price in North America.
fn everywhere(prices: &Prices, region: &str, rate: Rate) -> Option<Price> {
    if let Some(price) = prices.row(Name::Other, "*", rate.key()) {
        return Some(price);
    }
    if rate.service() == "cloudfront" {
        let geography = |geography: &&str| prices.row(Name::Other, geography, rate.key());
        let price = NORTH_AMERICA.iter().find_map(geography)?;
        let amount = price.amount;
        let rule = "the price in North America; other places have their own";
        return Some(price.estimated(amount, rule));
    }
    let is_global = region == "global";
    is_global.then(|| prices.row(Name::Other, REFERENCE, rate.key()))?
}

/// A class's row in a table: what stands around the class in the key.
struct Row {
    table: Name,
    before: CompactString,
    class: CompactString,
    after: &'static str,
}

impl Row {
    fn instance(class: &str) -> Self {
        Self {
            table: Name::Ec2,
            before: CompactString::default(),
            class: class.into(),
            after: "",
        }
    }

    fn node(service: NodeService, class: &str) -> Self {
        let (before, class, after) = service.around_class(class);
        Self {
            table: Name::Other,
            before,
            class,
            after,
        }
    }

    fn database(class: &str, engine: Engine, deployment: Deployment) -> Option<Self> {
        let class = class.strip_prefix("db.")?;
        Some(Self {
            table: Name::Rds,
            before: database_key(engine, deployment, "db."),
            class: class.into(),
            after: "",
        })
    }

    fn key(&self, class: &str) -> CompactString {
        compact_str::format_compact!("{}{class}{}", self.before, self.after)
    }

    /// The class of another row of the same product.
    fn class_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        let class = key.strip_prefix(self.before.as_str())?;
        class.strip_suffix(self.after)
    }
}

/// Rule 1.
fn by_family(prices: &Prices, region: &str, row: &Row) -> Option<Price> {
    let guess = guess(prices, region, row, |_| true)?;
    let rule = format!(
        "the price in {REFERENCE} × the part of it that {} costs in {region}",
        guess.sibling
    );
    Some(Price {
        amount: guess.amount,
        unit: guess.reference.unit,
        class: Class::Estimate(rule.into()),
        source: guess.reference.source,
    })
}

/// A price of the reference region, carried to another.
struct Guess {
    amount: UnitPrice,
    reference: Price,
    sibling: CompactString,
}

/// The nearest sibling of those that may be used decides what the region's part is: the
/// nearest family's, and of its classes one of the same size.
fn guess(
    prices: &Prices,
    region: &str,
    row: &Row,
    is_usable: impl Fn(&Family<'_>) -> bool,
) -> Option<Guess> {
    let reference = prices.row(row.table, REFERENCE, &row.key(&row.class))?;
    let (family, size) = Family::of_class(&row.class)?;
    let beginning = compact_str::format_compact!("{}{}", row.before, family.series);
    let mut nearest = None;
    let mut least = None;
    for key in row.table.embedded().keys_from(&beginning) {
        let Some(class) = row.class_of(key) else {
            continue;
        };
        let Some((other, other_size)) = Family::of_class(class) else {
            continue;
        };
        let Some(distance) = family.distance(&other).filter(|_| is_usable(&other)) else {
            continue;
        };
        let distance = (distance, other_size != size);
        if least.is_some_and(|least| least <= distance) {
            continue;
        }
        let here = prices.row(row.table, region, key);
        let there = prices.row(row.table, REFERENCE, key);
        if let (Some(here), Some(there)) = (here, there) {
            nearest = Some((class, here.amount, there.amount));
            least = Some(distance);
        }
    }
    let (sibling, here, there) = nearest?;
    Some(Guess {
        amount: reference.amount.scaled(here.steps(), there.steps())?,
        reference,
        sibling: sibling.into(),
    })
}

/// Rule 3.
fn with_system(prices: &Prices, region: &str, class: &str, system: System) -> Option<Price> {
    let linux = Product::instance(class, System::Linux);
    let linux = in_region(prices, region, &linux)?;
    let vcpus = shape_of(class)?.vcpus;
    let (added, rule) = surcharge(system, class, vcpus)?;
    let amount = linux.amount.plus(added)?;
    Some(linux.estimated(amount, rule))
}

/// What a system adds to an hour, and in words.
fn surcharge(system: System, class: &str, vcpus: u32) -> Option<(UnitPrice, String)> {
    if let Some(fixed) = fixed_surcharge(system.key(), class) {
        return Some((fixed, format!("Linux + {fixed} an hour for {system}")));
    }
    let of_vcpus = |steps: u64| {
        let each = UnitPrice::of_steps(steps);
        let rule = format!("Linux + {each} an hour for {system} for each of {vcpus} vCPUs");
        Some((each.scaled(u64::from(vcpus), 1)?, rule))
    };
    let of_instance = |steps: u64| {
        let amount = UnitPrice::of_steps(steps);
        Some((amount, format!("Linux + {amount} an hour for {system}")))
    };
    let is_flex = class.split('.').next()?.ends_with("-flex");
    match (system, vcpus) {
        (System::Linux, _) | (_, 0) => None,
        (System::Windows, _) if is_flex => of_vcpus(437_000_000),
        (System::Windows, _) => of_vcpus(460_000_000),
        (System::Rhel, 1..=8) => of_vcpus(144_000_000),
        (System::Rhel, 9..=127) => of_vcpus(108_000_000),
        (System::Rhel, _) => of_vcpus(96_000_000),
        (System::Suse, 1..=4) => of_instance(563_000_000),
        (System::Suse, _) => of_instance(1_250_000_000),
    }
}

/// Rules 4 and 1 of a database instance.
fn database(
    prices: &Prices,
    region: &str,
    class: &str,
    (engine, deployment): (Engine, Deployment),
) -> Option<Price> {
    let by_engine = || by_engine(prices, region, class, (engine, deployment));
    let by_family = || by_family(prices, region, &Row::database(class, engine, deployment)?);
    if (engine, deployment) == (Engine::AuroraPostgresql, Deployment::Single) {
        by_family().or_else(by_engine)
    } else {
        by_engine().or_else(by_family)
    }
}

/// Rule 4.
fn by_engine(
    prices: &Prices,
    region: &str,
    class: &str,
    (engine, deployment): (Engine, Deployment),
) -> Option<Price> {
    let of = |engine, deployment| {
        let product = Product::database(class, engine, deployment);
        in_region(prices, region, &product)
    };
    let (price, thousandths, rule) = match (engine, deployment) {
        (Engine::Mariadb, _) => (of(Engine::Mysql, deployment)?, 1000, "the price of MySQL"),
        (_, Deployment::IoOptimized) if engine.is_aurora() => (
            of(engine, Deployment::Single)?,
            1300,
            "1.30 × the instance, for I/O-Optimized",
        ),
        (_, Deployment::Multi) if !engine.is_aurora() => (
            of(engine, Deployment::Single)?,
            2000,
            "2 × Single-AZ, for Multi-AZ",
        ),
        (Engine::AuroraPostgresql, Deployment::Single) => (
            of(Engine::AuroraMysql, deployment)?,
            1000,
            "the price of Aurora MySQL",
        ),
        _ => return None,
    };
    let amount = price.amount.scaled(thousandths, 1000)?;
    Some(price.estimated(amount, rule))
}

/// Rule 5.
fn load_balancer(prices: &Prices, region: &str, rate: Rate) -> Option<Price> {
    let (_, part) = LOAD_BALANCERS.iter().find(|(of, _)| *of == rate)?;
    let price = prices.row(Name::Other, region, Rate::AlbHour.key())?;
    let amount = price.amount.scaled(*part, 225)?;
    let rule = match part {
        225 => "the price of an Application Load Balancer".to_owned(),
        _ => format!("{part}/225 of the price of an Application Load Balancer"),
    };
    Some(price.estimated(amount, rule))
}

/// 1.05 of 1050.
fn part_of_thousand(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests;
