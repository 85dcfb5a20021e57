//! The tables that come with the program: list prices of every region, with their
//! sources. They are unpacked when something is first looked up in them.
//!
//! `assets/prices/` is made from gathered facts by
//! `SKYMAP_PRICE_FACTS=DIR UPDATE_ASSETS=1 cargo test --lib prices::embedded`, and checked
//! against `SUMS` by each run of the tests.

use super::{Table, UnitPrice};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

/// Which table a key is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// EC2 on demand, Linux, by instance type.
    Ec2,
    /// RDS and Aurora on demand, by engine, deployment and class.
    Rds,
    /// Everything else, by service and SKU.
    Other,
}

impl Name {
    pub const ALL: [Self; 3] = [Self::Ec2, Self::Rds, Self::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Rds => "rds",
            Self::Other => "other",
        }
    }

    pub fn embedded(self) -> &'static Table {
        match self {
            Self::Ec2 => &EC2,
            Self::Rds => &RDS,
            Self::Other => &OTHER,
        }
    }
}

/// What an instance type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub vcpus: u32,
    /// In MiB.
    pub memory: u64,
    pub is_arm: bool,
}

/// What an instance type of EC2 has, when it is known.
pub fn shape_of(instance_type: &str) -> Option<Shape> {
    SHAPES.get(instance_type).copied()
}

/// What a reservation of EC2 costs of the price on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reservation {
    OneYear,
    ThreeYears,
    ConvertibleOneYear,
    ConvertibleThreeYears,
}

impl Reservation {
    pub const ALL: [Self; 4] = [
        Self::OneYear,
        Self::ThreeYears,
        Self::ConvertibleOneYear,
        Self::ConvertibleThreeYears,
    ];
}

/// The part of the price on demand that a reservation without upfront payment costs, in
/// thousandths: 630 for one year of `c5`. A median over four regions.
pub fn reserved_thousandths(family: &str, reservation: Reservation) -> Option<u64> {
    let ratios = RESERVED.get(family)?;
    ratios[reservation as usize]
}

/// What Windows adds to an hour of a type whose addition is its own.
pub(super) fn fixed_surcharge(system: &str, instance_type: &str) -> Option<UnitPrice> {
    SURCHARGES
        .iter()
        .find(|(of, which, _)| *of == system && *which == instance_type)
        .map(|(.., amount)| *amount)
}

/// A source as it is told to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    pub what: &'static str,
    pub address: &'static str,
    pub version: &'static str,
    pub licence: &'static str,
}

impl Origin {
    pub fn of(id: &str) -> Option<Self> {
        let rows = fields(include_str!("../../assets/prices/sources.csv"));
        let is_it = |pattern: &str| match pattern.strip_suffix('*') {
            Some(beginning) => id.starts_with(beginning),
            None => id == pattern || id.starts_with(&format!("{pattern} ")),
        };
        rows.into_iter().find_map(|row| match row[..] {
            [pattern, what, address, version, licence] if is_it(pattern) => Some(Self {
                what,
                address,
                version,
                licence,
            }),
            _ => None,
        })
    }
}

static EC2: LazyLock<Table> =
    LazyLock::new(|| table(include_bytes!("../../assets/prices/ec2.prices.gz")));
static RDS: LazyLock<Table> =
    LazyLock::new(|| table(include_bytes!("../../assets/prices/rds.prices.gz")));
static OTHER: LazyLock<Table> =
    LazyLock::new(|| table(include_bytes!("../../assets/prices/other.prices.gz")));

static SHAPES: LazyLock<HashMap<Box<str>, Shape, FixedState>> = LazyLock::new(|| {
    let text = unpacked(include_bytes!("../../assets/prices/types.csv.gz"));
    fields(&text)
        .into_iter()
        .filter_map(|row| match row[..] {
            [name, vcpus, memory, architecture] => Some((
                name.into(),
                Shape {
                    vcpus: vcpus.parse().ok()?,
                    memory: (memory.parse::<f64>().ok()? * 1024.0) as u64,
                    is_arm: architecture == "arm64",
                },
            )),
            _ => None,
        })
        .collect()
});

type Ratios = HashMap<&'static str, [Option<u64>; 4]>;

static RESERVED: LazyLock<Ratios> = LazyLock::new(|| {
    let rows = fields(include_str!("../../assets/prices/reserved.csv"));
    let thousandths = |ratio: &str| {
        let ratio: f64 = ratio.parse().ok()?;
        Some((ratio * 1000.0).round() as u64)
    };
    rows.into_iter()
        .filter_map(|row| match row[..] {
            [family, a, b, c, d, ..] => Some((family, [a, b, c, d].map(thousandths))),
            _ => None,
        })
        .collect()
});

static SURCHARGES: LazyLock<Vec<(&str, &str, UnitPrice)>> = LazyLock::new(|| {
    let rows = fields(include_str!("../../assets/prices/surcharges.csv"));
    rows.into_iter()
        .filter_map(|row| match row[..] {
            [system, which, amount, "instance", ..] => {
                Some((system, which, UnitPrice::parse(amount)?))
            }
            _ => None,
        })
        .collect()
});

/// A table that cannot be read would be a defect of the build, which the tests find; a
/// program in use knows no price then.
fn table(packed: &[u8]) -> Table {
    Table::parse(&unpacked(packed)).unwrap_or_else(|error| {
        tracing::error!(%error, "a table of prices that comes with the program is broken");
        Table::default()
    })
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    if let Err(error) = flate2::read::GzDecoder::new(packed).read_to_string(&mut text) {
        tracing::error!(%error, "prices that come with the program cannot be unpacked");
        text.clear();
    }
    text
}

/// The rows of a small table below its head; no field has a comma.
fn fields(text: &str) -> Vec<Vec<&str>> {
    let rows = text.lines().skip(1);
    rows.map(|row| row.split(',').collect()).collect()
}

#[cfg(test)]
mod facts;
