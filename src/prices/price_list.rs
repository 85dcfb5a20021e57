//! What AWS's Price List API answers, understood: which questions make a service's table
//! of a region, and which product of ours each answer is. It must not know how it is
//! asked.
//!
//! An answer is a list of texts, each a JSON document: a product's attributes, and terms
//! whose price dimensions are the tiers.

mod usage;

use super::{
    AsOf, Deployment, Engine, Fact, Facts, NodeService, Source, System, Unit, UnitPrice,
    database_key, system_key,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a refreshed price's source is called.
pub const SOURCE: &str = "price-list-api";

/// A service as the price list calls it, and what is asked so that all its products come
/// which have a price here, and few others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    pub code: &'static str,
    /// Each one a list of filters on attributes; the region's is added.
    pub questions: &'static [&'static [(&'static str, &'static str)]],
}

const SHARED: [(&str, &str); 5] = [
    ("tenancy", "Shared"),
    ("preInstalledSw", "NA"),
    ("capacitystatus", "Used"),
    ("marketoption", "OnDemand"),
    ("licenseModel", "No License required"),
];

/// The instances of one system.
macro_rules! instances {
    ($system:literal) => {
        &[
            ("operatingSystem", $system),
            SHARED[0],
            SHARED[1],
            SHARED[2],
            SHARED[3],
            SHARED[4],
        ]
    };
}

/// The services whose tables can be refreshed.
pub const SERVICES: &[Service] = &[
    Service {
        code: "AmazonEC2",
        questions: &[
            instances!("Linux"),
            instances!("Windows"),
            instances!("RHEL"),
            instances!("SUSE"),
            &[("productFamily", "Storage")],
            &[("productFamily", "Storage Snapshot")],
            &[("productFamily", "System Operation")],
            &[("productFamily", "Provisioned Throughput")],
            &[("productFamily", "NAT Gateway")],
        ],
    },
    Service {
        code: "AWSELB",
        questions: &[&[]],
    },
    Service {
        code: "AmazonVPC",
        questions: &[&[]],
    },
    Service {
        code: "AmazonRDS",
        questions: &[
            &[("productFamily", "Database Instance")],
            &[("productFamily", "Database Storage")],
            &[("productFamily", "Provisioned IOPS")],
            &[("productFamily", "ServerlessV2")],
        ],
    },
    Service {
        code: "AmazonElastiCache",
        questions: &[&[("productFamily", "Cache Instance")]],
    },
    Service {
        code: "AmazonES",
        questions: &[&[("productFamily", "Amazon OpenSearch Service Instance")]],
    },
    Service {
        code: "AmazonEKS",
        questions: &[&[]],
    },
    Service {
        code: "AmazonECS",
        questions: &[&[]],
    },
    Service {
        code: "AWSLambda",
        questions: &[&[]],
    },
    Service {
        code: "AmazonS3",
        questions: &[
            &[("productFamily", "Storage")],
            &[("productFamily", "API Request")],
        ],
    },
];

/// A product's document that makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("a product of the price list makes no sense: {0}")]
pub struct DocumentError(#[from] serde_json::Error);

#[derive(Debug, Deserialize)]
struct Document {
    product: Described,
    #[serde(default)]
    terms: Terms,
}

#[derive(Debug, Deserialize)]
struct Described {
    #[serde(default, rename = "productFamily")]
    family: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
struct Terms {
    #[serde(default, rename = "OnDemand")]
    on_demand: BTreeMap<String, Term>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Term {
    #[serde(default)]
    effective_date: String,
    #[serde(default)]
    price_dimensions: BTreeMap<String, Dimension>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dimension {
    #[serde(default)]
    begin_range: String,
    #[serde(default)]
    price_per_unit: BTreeMap<String, String>,
}

impl Service {
    pub fn parse(code: &str) -> Option<Self> {
        let mut services = SERVICES.iter().copied();
        services.find(|service| service.code.eq_ignore_ascii_case(code))
    }

    /// Adds what a document prices; one that is not priced here adds nothing.
    pub fn read(
        &self,
        facts: &mut Facts,
        region: &str,
        (document, as_of): (&str, &AsOf),
    ) -> Result<(), DocumentError> {
        let document: Document = serde_json::from_str(document)?;
        let attribute = |name: &str| document.product.attribute(name);
        if attribute("regionCode") != region {
            return Ok(());
        }
        let tiers = document.terms.tiers();
        for (key, unit, amount) in self.priced(&document.product, &tiers) {
            let source = Source {
                id: SOURCE.into(),
                as_of: as_of.clone(),
            };
            let fact = Fact {
                amount,
                source,
                rule: None,
            };
            facts.add(&key, unit, region, fact);
        }
        Ok(())
    }

    /// The keys that a product is priced under: one for each tier.
    fn priced(&self, product: &Described, tiers: &[UnitPrice]) -> Vec<(String, Unit, UnitPrice)> {
        let by_class = match (self.code, product.family.as_str()) {
            ("AmazonEC2", family) if family.starts_with("Compute Instance") => instance(product),
            ("AmazonRDS", "Database Instance") => database(product),
            ("AmazonElastiCache", "Cache Instance") => cache_node(product),
            ("AmazonES", _) => search_node(product),
            _ => return usage::priced(self.code, product, tiers),
        };
        match (by_class, tiers) {
            (Some(key), [amount, ..]) => vec![(key, Unit::HOUR, *amount)],
            _ => Vec::new(),
        }
    }
}

impl Described {
    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

impl Terms {
    /// The prices in USD of the term that is in force last, by what they begin at. A tier
    /// that is free is none: what costs nothing is not priced here.
    fn tiers(&self) -> Vec<UnitPrice> {
        let terms = self.on_demand.values();
        let Some(term) = terms.max_by(|a, b| a.effective_date.cmp(&b.effective_date)) else {
            return Vec::new();
        };
        let mut tiers: Vec<(f64, UnitPrice)> = term
            .price_dimensions
            .values()
            .filter_map(|dimension| {
                let amount = UnitPrice::parse(dimension.price_per_unit.get("USD")?)?;
                let begin = dimension.begin_range.parse().unwrap_or_default();
                (amount.steps() > 0).then_some((begin, amount))
            })
            .collect();
        tiers.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        tiers.into_iter().map(|(_, amount)| amount).collect()
    }
}

fn instance(product: &Described) -> Option<String> {
    let system = match product.attribute("operatingSystem") {
        "Linux" => System::Linux,
        "Windows" => System::Windows,
        "RHEL" => System::Rhel,
        "SUSE" => System::Suse,
        _ => return None,
    };
    let is_plain = SHARED
        .iter()
        .all(|(name, value)| ["", *value].contains(&product.attribute(name)));
    let class = product.attribute("instanceType");
    // Without a size it is a dedicated host.
    (is_plain && class.contains('.')).then(|| system_key(class, system).into())
}

fn database(product: &Described) -> Option<String> {
    let is_own = product.attribute("licenseModel") == "Bring your own license";
    let edition = product.attribute("databaseEdition");
    let engine = match (product.attribute("databaseEngine"), edition) {
        ("MySQL", _) => Engine::Mysql,
        ("MariaDB", _) => Engine::Mariadb,
        ("PostgreSQL", _) => Engine::Postgresql,
        ("Aurora MySQL", _) => Engine::AuroraMysql,
        ("Aurora PostgreSQL", _) => Engine::AuroraPostgresql,
        ("Oracle", "Standard Two") if is_own => Engine::OracleSe2Byol,
        ("Oracle", "Standard Two") => Engine::OracleSe2,
        ("Oracle", "Enterprise") if is_own => Engine::OracleEeByol,
        ("SQL Server", _) if is_own => return None,
        ("SQL Server", "Express") => Engine::SqlServerExpress,
        ("SQL Server", "Web") => Engine::SqlServerWeb,
        ("SQL Server", "Standard") => Engine::SqlServerStandard,
        ("SQL Server", "Enterprise") => Engine::SqlServerEnterprise,
        _ => return None,
    };
    let is_io_optimized = product.attribute("usagetype").contains("IOOptimized");
    let deployment = match product.attribute("deploymentOption") {
        "Single-AZ" if is_io_optimized => Deployment::IoOptimized,
        "Single-AZ" => Deployment::Single,
        "Multi-AZ" => Deployment::Multi,
        "Multi-AZ (readable standbys)" => Deployment::MultiReadable,
        _ => return None,
    };
    let class = product.attribute("instanceType");
    let is_class = class.starts_with("db.");
    is_class.then(|| database_key(engine, deployment, class).into())
}

fn cache_node(product: &Described) -> Option<String> {
    let service = match product.attribute("cacheEngine") {
        "Redis" => NodeService::ElastiCacheRedis,
        "Valkey" => NodeService::ElastiCacheValkey,
        "Memcached" => NodeService::ElastiCacheMemcached,
        _ => return None,
    };
    let class = product.attribute("instanceType");
    // Extended support and reserved memory are usages of their own.
    let is_node = product.attribute("usagetype").contains("NodeUsage:");
    is_node.then(|| service.table_key(class).into())
}

fn search_node(product: &Described) -> Option<String> {
    let class = product.attribute("instanceType");
    let is_node = product.attribute("usagetype").contains("ESInstance:");
    is_node.then(|| NodeService::OpenSearch.table_key(class).into())
}

#[cfg(test)]
mod tests;
