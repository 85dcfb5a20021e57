//! # List prices
//!
//! What AWS lists for a product in a region: [`Prices::lookup`] of a [`Product`] answers a
//! [`Price`], or `None` for what is unknown; never a zero. Every price is in USD and says
//! how sure it is ([`Class`]), who says so, and of when it is.
//!
//! ```
//! use skymap::account::Region;
//! use skymap::prices::{Prices, Product, Quantity, Rate, System};
//!
//! let prices = Prices::embedded();
//! let ireland = Region::new("eu-west-1");
//! let server = prices.lookup(&ireland, &Product::instance("m5.large", System::Linux));
//! let server = server.expect("a list price");
//! assert_eq!(server.amount.to_string(), "0.107");
//! let disk = prices.lookup(&ireland, &Rate::EbsGp3GbMonth.into()).expect("a list price");
//! // Sums are exact; only what is shown is rounded.
//! let month = server.month_of(Quantity::of(2)).unwrap() + disk.month_of(Quantity::of(500)).unwrap();
//! assert_eq!(month.to_string(), "200.22");
//! ```
//!
//! The tables come with the program ([`embedded`]) and may be refreshed into a cache
//! ([`cache`]); of both, the newer price holds. Nothing is read before the first lookup.
//! Gaps are filled by rules (`rules`), whose results are [`Class::Estimate`] with the
//! rule in words.
//!
//! Prices of China's regions are in CNY and those of the European Sovereign Cloud in EUR;
//! none of them are known here, and a lookup there answers `None`: they are never mixed
//! into USD.

pub mod cache;
mod difference;
pub mod embedded;
mod money;
mod price;
pub mod price_list;
mod product;
mod rate;
mod rules;
mod table;
mod unit;

pub use difference::{Change, Difference};
pub use embedded::{Origin, Reservation, Shape, reserved_thousandths, shape_of};
pub use money::{Currency, CurrencyError, Money, Quantity, UnitPrice};
pub use price::{AsOf, Class, Price, Source};
pub use product::{Deployment, Engine, NodeService, Product, System, Tenancy};
pub use rate::Rate;
pub use table::{Fact, Facts, Table, TableError};
pub use unit::{Period, Unit};

use crate::account::{Partition, Region};
use cache::Cache;
use embedded::Name;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

/// The prices that are known: those that came with the program and those that were
/// refreshed. Copies share what was read.
#[derive(Debug, Clone)]
pub struct Prices(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    cache: Cache,
    estimates: RwLock<HashMap<Region, Estimates, FixedState>>,
}

/// Rules take longer than a look at the table, and ask for the same again and again.
type Estimates = HashMap<Product, Option<Price>, FixedState>;

impl Default for Prices {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Prices {
    /// Those that came with the program.
    pub fn embedded() -> Self {
        Self::over(Cache::empty())
    }

    /// With those that were refreshed into a data directory, which is read at the first
    /// lookup.
    pub fn with_cache(data_directory: impl Into<PathBuf>) -> Self {
        Self::over(Cache::in_directory(data_directory))
    }

    fn over(cache: Cache) -> Self {
        Self(Arc::new(Inner {
            cache,
            estimates: RwLock::default(),
        }))
    }

    /// What one unit of a product costs in a region; `None` for what is unknown. For
    /// services that AWS has once, the region is [`Region::global`].
    pub fn lookup(&self, region: &Region, product: &Product) -> Option<Price> {
        if !is_priced_in_usd(region) {
            return None;
        }
        let listed = self.listed(region.as_str(), product);
        if listed.as_ref().is_some_and(|price| price.class.is_exact()) {
            return listed;
        }
        if let Ok(estimates) = self.0.estimates.read()
            && let Some(held) = estimates.get(region).and_then(|held| held.get(product))
        {
            return held.clone();
        }
        let price = listed.or_else(|| rules::estimate(self, region.as_str(), product));
        if let Ok(mut estimates) = self.0.estimates.write() {
            let of_region = estimates.entry(region.clone()).or_default();
            of_region.insert(product.clone(), price.clone());
        }
        price
    }

    /// The tables that were refreshed, and files of theirs that cannot be read.
    pub fn cache(&self) -> &Cache {
        &self.0.cache
    }

    /// What the tables say of a product, without any rule.
    fn listed(&self, region: &str, product: &Product) -> Option<Price> {
        match product {
            Product::Instance {
                class,
                system: System::Linux,
                tenancy: Tenancy::Shared,
            } => self.row(Name::Ec2, region, class),
            Product::Instance {
                class,
                system,
                tenancy: Tenancy::Shared,
            } => self.row(Name::Ec2, region, &system_key(class, *system)),
            Product::Instance { .. } => None,
            Product::Database {
                class,
                engine,
                deployment,
            } => self.row(
                Name::Rds,
                region,
                &database_key(*engine, *deployment, class),
            ),
            Product::Node { service, class } => {
                self.row(Name::Other, region, &service.table_key(class))
            }
            Product::Rate(rate) => self.row(Name::Other, region, rate.key()),
        }
    }

    /// What a region's table has under a key: see [`Facts`].
    pub fn by_key(&self, region: &str, key: &str) -> Option<Price> {
        let mut names = Name::ALL.into_iter();
        names.find_map(|name| self.row(name, region, key))
    }

    /// The newer of what came along and what was refreshed.
    fn row(&self, name: Name, region: &str, key: &str) -> Option<Price> {
        let embedded = name.embedded().price(region, key);
        let cached = self.0.cache.price(region, key);
        match (embedded, cached) {
            (Some(embedded), Some(cached)) => {
                let is_newer = cached.source.as_of >= embedded.source.as_of;
                Some(if is_newer { cached } else { embedded })
            }
            (embedded, cached) => cached.or(embedded),
        }
    }
}

/// Where AWS's prices are in USD. Of the other partitions nothing is known: China's are in
/// CNY, the European Sovereign Cloud's in EUR.
pub fn is_priced_in_usd(region: &Region) -> bool {
    matches!(region.partition(), Partition::Aws | Partition::GovCloud)
}

/// The key of an instance type under a system other than Linux; the table that comes along
/// has none, a refreshed one does.
pub fn system_key(class: &str, system: System) -> compact_str::CompactString {
    match system {
        System::Linux => class.into(),
        system => compact_str::format_compact!("{class}/{}", system.key()),
    }
}

/// The key of a database instance in its table.
pub fn database_key(
    engine: Engine,
    deployment: Deployment,
    class: &str,
) -> compact_str::CompactString {
    let (engine, deployment) = (engine.key(), deployment.key());
    compact_str::format_compact!("{engine}/{deployment}/{class}")
}

#[cfg(test)]
mod tests;
