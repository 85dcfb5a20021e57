//! What is priced: instances, databases and nodes by their class, all else by its rate.
//! It must not know what anything costs.

use super::Rate;
use compact_str::{CompactString, format_compact};
use std::fmt;

/// What is priced.
///
/// Classes are as AWS's Describe calls answer them: `m7g.large`, `db.r6g.large`,
/// `cache.t4g.small`, `r6g.large.search`, `ra3.4xlarge`, `kafka.m5.large`, `mq.m5.large`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// An hour of an EC2 instance, on demand.
    Instance {
        class: CompactString,
        system: System,
        tenancy: Tenancy,
    },
    /// An hour of an RDS or Aurora instance, on demand, without its storage.
    Database {
        class: CompactString,
        engine: Engine,
        deployment: Deployment,
    },
    /// An hour of one node of a managed service, on demand, without its storage.
    Node {
        service: NodeService,
        class: CompactString,
    },
    /// What has one price in a region.
    Rate(Rate),
}

impl Product {
    /// An hour of an EC2 instance of shared tenancy.
    pub fn instance(class: &str, system: System) -> Self {
        Self::Instance {
            class: class.into(),
            system,
            tenancy: Tenancy::Shared,
        }
    }

    pub fn database(class: &str, engine: Engine, deployment: Deployment) -> Self {
        Self::Database {
            class: class.into(),
            engine,
            deployment,
        }
    }

    pub fn node(service: NodeService, class: &str) -> Self {
        Self::Node {
            service,
            class: class.into(),
        }
    }
}

impl From<Rate> for Product {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}

/// As `skymap prices show` and the price lines name it.
impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instance {
                class,
                system,
                tenancy,
            } => {
                write!(f, "EC2 {class}, {system}")?;
                match tenancy {
                    Tenancy::Shared => Ok(()),
                    Tenancy::Dedicated => f.write_str(", dedicated"),
                    Tenancy::Host => f.write_str(", on a dedicated host"),
                }
            }
            Self::Database {
                class,
                engine,
                deployment,
            } => write!(f, "RDS {class}, {engine}, {deployment}"),
            Self::Node { service, class } => write!(f, "{service} {class}"),
            Self::Rate(rate) => f.write_str(rate.key()),
        }
    }
}

/// Makes an enum whose values have a name in the table and one for people.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $key:literal, $words:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_doc])* $value,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$value,)*];

            /// Its name in the table and on the command line.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$value => $key,)*
                }
            }

            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self {
                    $(Self::$value => $words,)*
                })
            }
        }
    };
}

named! {
    /// The operating system, whose licence is in the price of an hour.
    System {
        Linux = "linux", "Linux";
        Windows = "windows", "Windows";
        Rhel = "rhel", "RHEL";
        Suse = "suse", "SUSE";
    }
}

impl System {
    /// Of what `DescribeInstances` calls platform details; nothing for a system that has a
    /// price of its own which is not known here: `Windows with SQL Server Standard`.
    pub fn of_platform_details(details: &str) -> Option<Self> {
        match details {
            // With a licence of one's own, AWS charges for the machine.
            "Linux/UNIX" | "Windows BYOL" | "Red Hat BYOL Linux" => Some(Self::Linux),
            "Windows" => Some(Self::Windows),
            "Red Hat Enterprise Linux" => Some(Self::Rhel),
            "SUSE Linux" => Some(Self::Suse),
            _ => None,
        }
    }
}

named! {
    /// What the hardware is shared with.
    Tenancy {
        Shared = "default", "shared";
        Dedicated = "dedicated", "dedicated";
        Host = "host", "dedicated host";
    }
}

named! {
    /// A database engine, with its licence where that is in the price.
    Engine {
        AuroraMysql = "aurora-mysql", "Aurora MySQL";
        AuroraPostgresql = "aurora-postgresql", "Aurora PostgreSQL";
        Mysql = "mysql", "MySQL";
        Mariadb = "mariadb", "MariaDB";
        Postgresql = "postgresql", "PostgreSQL";
        OracleSe2 = "oracle-se2", "Oracle SE2";
        OracleSe2Byol = "oracle-se2-byol", "Oracle SE2, own licence";
        OracleEeByol = "oracle-ee-byol", "Oracle EE, own licence";
        SqlServerExpress = "sqlserver-ex", "SQL Server Express";
        SqlServerWeb = "sqlserver-web", "SQL Server Web";
        SqlServerStandard = "sqlserver-se", "SQL Server Standard";
        SqlServerEnterprise = "sqlserver-ee", "SQL Server Enterprise";
    }
}

impl Engine {
    /// Of what `DescribeDBInstances` answers as engine and licence model; nothing for an
    /// engine whose price is not known here: Db2, SQL Server of one's own media.
    pub fn of_rds(engine: &str, licence_model: &str) -> Option<Self> {
        let is_own = licence_model == "bring-your-own-license";
        match engine {
            "postgres" => Some(Self::Postgresql),
            // Aurora MySQL of the first version.
            "aurora" => Some(Self::AuroraMysql),
            "oracle-se2" | "oracle-se2-cdb" if is_own => Some(Self::OracleSe2Byol),
            "oracle-se2" | "oracle-se2-cdb" => Some(Self::OracleSe2),
            // AWS sells no licence of it.
            "oracle-ee" | "oracle-ee-cdb" => Some(Self::OracleEeByol),
            engine if engine.starts_with("sqlserver-") && is_own => None,
            engine => Self::parse(engine),
        }
    }

    pub fn is_aurora(self) -> bool {
        matches!(self, Self::AuroraMysql | Self::AuroraPostgresql)
    }
}

named! {
    /// How a database instance is kept available, or how Aurora's storage is paid for.
    Deployment {
        Single = "single", "Single-AZ";
        /// One standby.
        Multi = "multi", "Multi-AZ";
        /// Two standbys that may be read: a Multi-AZ DB cluster, its three instances together.
        MultiReadable = "multi_readable", "Multi-AZ cluster";
        /// One instance of an Aurora cluster whose storage is I/O-Optimized.
        IoOptimized = "io_optimized", "I/O-Optimized";
    }
}

named! {
    /// A managed service that runs on nodes of a class.
    NodeService {
        ElastiCacheRedis = "elasticache-redis", "ElastiCache Redis";
        ElastiCacheValkey = "elasticache-valkey", "ElastiCache Valkey";
        ElastiCacheMemcached = "elasticache-memcached", "ElastiCache Memcached";
        OpenSearch = "opensearch", "OpenSearch";
        Redshift = "redshift", "Redshift";
        MskBroker = "msk", "MSK broker";
        MskExpressBroker = "msk-express", "MSK Express broker";
        ActiveMqSingle = "activemq", "MQ ActiveMQ";
        /// The active broker and its standby together.
        ActiveMqActiveStandby = "activemq-ha", "MQ ActiveMQ active/standby";
        RabbitMqSingle = "rabbitmq", "MQ RabbitMQ";
        /// The cluster's three brokers together.
        RabbitMqCluster = "rabbitmq-ha", "MQ RabbitMQ cluster";
        Neptune = "neptune", "Neptune";
        NeptuneIoOptimized = "neptune-io-optimized", "Neptune I/O-Optimized";
        DocumentDb = "docdb", "DocumentDB";
    }
}

impl NodeService {
    /// What stands before and behind the class in the table's key.
    const fn around(self) -> (&'static str, &'static str) {
        match self {
            Self::ElastiCacheRedis => ("elasticache/redis_", "_hour"),
            Self::ElastiCacheValkey => ("elasticache/valkey_", "_hour"),
            Self::ElastiCacheMemcached => ("elasticache/memcached_", "_hour"),
            Self::OpenSearch => ("opensearch/instance_", "_hour"),
            Self::Redshift => ("redshift/node_", "_hour"),
            Self::MskBroker => ("msk/broker_", "_hour"),
            Self::MskExpressBroker => ("msk/express_broker_", "_hour"),
            Self::ActiveMqSingle => ("mq/activemq_single_", "_hour"),
            Self::ActiveMqActiveStandby => ("mq/activemq_ha_", "_hour"),
            Self::RabbitMqSingle => ("mq/rabbitmq_single_", "_hour"),
            Self::RabbitMqCluster => ("mq/rabbitmq_ha_", "_hour"),
            Self::Neptune => ("neptune/instance_", "_hour"),
            Self::NeptuneIoOptimized => ("neptune/io_optimized_", "_hour"),
            Self::DocumentDb => ("docdb/instance_", "_hour"),
        }
    }

    /// The key in the table.
    pub(super) fn table_key(self, class: &str) -> CompactString {
        let (before, class, after) = self.around_class(class);
        format_compact!("{before}{class}{after}")
    }

    /// The key in the table in three parts: the middle is the class as EC2 would call it.
    /// MSK's classes come as `kafka.m5.large` and `express.m7g.large`, Elasticsearch's as
    /// `r5.large.elasticsearch`.
    pub(super) fn around_class(self, class: &str) -> (CompactString, CompactString, &'static str) {
        let (before, after) = self.around();
        let (word, class) = ["kafka.", "express.", "cache.", "mq.", "db."]
            .into_iter()
            .find_map(|word| Some((word, class.strip_prefix(word)?)))
            .unwrap_or(("", class));
        let before = match word {
            "kafka." | "express." => before.into(),
            word => format_compact!("{before}{word}"),
        };
        let bare = class
            .strip_suffix(".search")
            .or_else(|| class.strip_suffix(".elasticsearch"));
        match bare {
            Some(class) => (before, class.into(), ".search_hour"),
            None => (before, class.into(), after),
        }
    }

    /// The service and the class that a key of the table is of.
    #[cfg(test)]
    pub(super) fn of_table_key(key: &str) -> Option<(Self, &str)> {
        Self::ALL.iter().find_map(|service| {
            let (before, after) = service.around();
            let class = key.strip_prefix(before)?.strip_suffix(after)?;
            class.contains('.').then_some((*service, class))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, NodeService, System};

    #[test]
    fn what_the_describe_calls_answer_is_understood() {
        for (details, system) in [
            ("Linux/UNIX", Some(System::Linux)),
            ("Windows", Some(System::Windows)),
            ("Windows BYOL", Some(System::Linux)),
            ("Windows with SQL Server Standard", None),
            ("Red Hat Enterprise Linux", Some(System::Rhel)),
            ("Red Hat Enterprise Linux with HA", None),
            ("", None),
        ] {
            assert_eq!(System::of_platform_details(details), system, "{details}");
        }
        for (engine, licence, known) in [
            ("postgres", "postgresql-license", Some(Engine::Postgresql)),
            (
                "aurora-mysql",
                "general-public-license",
                Some(Engine::AuroraMysql),
            ),
            ("oracle-se2", "license-included", Some(Engine::OracleSe2)),
            (
                "oracle-se2-cdb",
                "bring-your-own-license",
                Some(Engine::OracleSe2Byol),
            ),
            (
                "sqlserver-ee",
                "license-included",
                Some(Engine::SqlServerEnterprise),
            ),
            ("sqlserver-ee", "bring-your-own-license", None),
            ("db2-se", "bring-your-own-license", None),
        ] {
            assert_eq!(Engine::of_rds(engine, licence), known, "{engine}");
        }
    }

    #[test]
    fn a_node_is_found_by_the_class_that_its_service_answers() {
        for (service, class, key) in [
            (
                NodeService::MskBroker,
                "kafka.m5.large",
                "msk/broker_m5.large_hour",
            ),
            (
                NodeService::OpenSearch,
                "r5.large.elasticsearch",
                "opensearch/instance_r5.large.search_hour",
            ),
            (
                NodeService::RabbitMqCluster,
                "mq.m5.large",
                "mq/rabbitmq_ha_mq.m5.large_hour",
            ),
        ] {
            assert_eq!(service.table_key(class), key);
            assert_eq!(
                NodeService::of_table_key(key).map(|(service, _)| service),
                Some(service)
            );
        }
    }
}
