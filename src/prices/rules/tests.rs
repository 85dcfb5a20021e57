//! The rules, and how well they guess what is known.

use super::family::Family;
use super::{REFERENCE, Row, SIBLINGS, guess};
use crate::account::Region;
use crate::prices::embedded::Name;
use crate::prices::{
    Deployment, Engine, NodeService, Price, Prices, Product, Rate, System, Tenancy,
};

/// The first rule guesses classes that are known, of families that the region is taken
/// not to have.
#[test]
fn what_is_known_is_guessed_again() {
    const MEDIAN: f64 = 0.005;
    const NINTH_DECILE: f64 = 0.04;
    let prices = Prices::embedded();
    let table = Name::Ec2.embedded();
    let mut errors = Vec::new();
    for region in table.regions().filter(|region| *region != REFERENCE) {
        // One class of a few, so that the tests stay fast.
        for class in table.keys().step_by(5) {
            let known = table.price(region, class);
            let Some(known) = known.filter(|price| price.class.is_exact()) else {
                continue;
            };
            let row = Row::instance(class);
            let own = Family::of_class(class).map(|(family, _)| family);
            let is_other = |other: &Family<'_>| own.as_ref() != Some(other);
            if let Some(guess) = guess(&prices, region, &row, is_other) {
                let known = known.amount.steps() as f64;
                errors.push((guess.amount.steps() as f64 / known - 1.0).abs());
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    let (median, ninth) = (errors[errors.len() / 2], errors[errors.len() * 9 / 10]);
    assert!(errors.len() > 2_000, "{} were guessed", errors.len());
    assert!(
        median <= MEDIAN && ninth <= NINTH_DECILE,
        "of {}: median {median:.4}, ninth decile {ninth:.4}",
        errors.len()
    );
}

#[test]
fn a_gap_is_filled_by_a_rule_that_says_so() {
    let windows = |class: &str| Product::instance(class, System::Windows);
    let rds = Product::database;
    for (region, product, amount, rule) in [
        // 2 vCPUs at 0.046.
        (
            "us-east-1",
            windows("m5.large"),
            "0.188",
            "Linux + 0.046 an hour for Windows for each of 2 vCPUs",
        ),
        (
            "us-east-1",
            windows("t3.micro"),
            "0.0196",
            "Linux + 0.0092 an hour for Windows",
        ),
        (
            "us-east-1",
            Product::instance("m5.large", System::Rhel),
            "0.1248",
            "Linux + 0.0144",
        ),
        (
            "us-east-1",
            Product::instance("m5.4xlarge", System::Rhel),
            "0.9408",
            "Linux + 0.0108",
        ),
        (
            "us-east-1",
            Product::instance("m5.large", System::Suse),
            "0.1523",
            "Linux + 0.0563",
        ),
        (
            "us-east-1",
            Product::instance("m5.2xlarge", System::Suse),
            "0.509",
            "Linux + 0.125",
        ),
        ("us-east-1", Rate::NlbHour.into(), "0.0225", ""),
        (
            "eu-west-2",
            Rate::GwlbHour.into(),
            "0.0147",
            "125/225 of the price of an Application Load Balancer",
        ),
        ("eu-west-2", Rate::ClbHour.into(), "0.0294", "250/225"),
        (
            "mx-central-1",
            Rate::EbsGp3GbMonth.into(),
            "0.084",
            "1.05 × the price in us-east-1",
        ),
        (
            "eu-central-1",
            rds("db.r6g.large", Engine::AuroraMysql, Deployment::IoOptimized),
            "0.4069",
            "1.30 × the instance",
        ),
        (
            "us-east-1",
            rds("db.m5.large", Engine::SqlServerStandard, Deployment::Multi),
            "1.954",
            "2 × Single-AZ",
        ),
    ] {
        let price = lookup(region, &product);
        let price = price.unwrap_or_else(|| unreachable!("{product} has no price in {region}"));
        let said = price.class.rule().unwrap_or_default();
        assert!(said.starts_with(rule), "{product} in {region}: {said}");
        assert_eq!(
            (price.amount.to_string().as_str(), rule.is_empty()),
            (amount, said.is_empty()),
            "{product} in {region}"
        );
    }
}

#[test]
fn what_no_rule_gives_is_unknown() {
    let dedicated = Product::Instance {
        class: "m5.large".into(),
        system: System::Linux,
        tenancy: Tenancy::Dedicated,
    };
    for (region, product) in [
        ("us-east-1", dedicated),
        ("us-east-1", Product::instance("m99.large", System::Linux)),
        ("us-east-1", Product::instance("", System::Windows)),
        ("us-east-1", Product::instance(".", System::Linux)),
        ("us-east-1", Product::instance("m5", System::Linux)),
        (
            "us-east-1",
            Product::node(NodeService::Redshift, "ds9.large"),
        ),
        (
            "us-east-1",
            Product::database("db.m5.large", Engine::AuroraMysql, Deployment::Multi),
        ),
        (
            "us-east-1",
            Product::database("db.m5.large", Engine::Mysql, Deployment::IoOptimized),
        ),
        (
            "us-east-1",
            Product::database("m5.large", Engine::Mysql, Deployment::Single),
        ),
        ("eu-north-7", Product::instance("m5.large", System::Linux)),
        ("cn-north-1", Product::instance("m5.large", System::Linux)),
        ("cn-northwest-1", Rate::Route53HostedZoneMonthFirst25.into()),
        ("eusc-de-east-1", Rate::NatHour.into()),
        ("us-iso-east-1", Rate::NatHour.into()),
    ] {
        assert_eq!(lookup(region, &product), None, "{product} in {region}");
    }
}

#[test]
fn a_price_is_never_nothing() {
    for name in Name::ALL {
        let table = name.embedded();
        for region in table.regions() {
            for key in table.keys() {
                if let Some(price) = table.price(region, key) {
                    assert!(price.amount.steps() > 0, "{key} in {region}");
                }
            }
        }
    }
}

#[test]
fn siblings_are_regions_of_the_tables() {
    let regions: Vec<_> = Name::Ec2.embedded().regions().collect();
    for (region, sibling, _) in SIBLINGS {
        assert!(regions.contains(&region) && regions.contains(&sibling));
    }
}

#[test]
fn families_are_read_from_classes() {
    let nearest = |class: &str, others: &[&'static str]| {
        let (family, _) = Family::of_class(class).expect("a class");
        let distance = |other: &&&str| {
            let (other, _) = Family::of_class(other).expect("a class");
            family.distance(&other)
        };
        let siblings = others.iter().filter(|other| distance(other).is_some());
        siblings.min_by_key(distance).copied()
    };
    let others = [
        "m5.large",
        "m6g.large",
        "m6gd.large",
        "m7i.large",
        "m7a.large",
        "r7g.large",
    ];
    for (class, sibling) in [
        ("m8g.large", Some("m6g.large")),
        ("m7gd.large", Some("m6gd.large")),
        ("m6i.large", Some("m7i.large")),
        ("m7i-flex.large", Some("m7i.large")),
        ("m8a.large", Some("m7a.large")),
        ("r8g.large", Some("r7g.large")),
        ("c7g.large", None),
    ] {
        assert_eq!(nearest(class, &others), sibling, "{class}");
    }
    for class in ["large", "mac.metal", "mcu.general", ".", ""] {
        assert_eq!(Family::of_class(class), None, "{class}");
    }
}

fn lookup(region: &str, product: &Product) -> Option<Price> {
    Prices::embedded().lookup(&Region::new(region), product)
}
