//! The table of collectors: what is read, with which permissions, how often. It drives
//! the scan, the check of an account, the policies and the coverage; none of them is
//! written twice. Each collector is one file: I/O in `collect`, a pure `convert`.

mod addresses;
mod auto_scaling_groups;
mod instance_status;
mod instances;
mod internet_gateways;
mod listeners;
mod load_balancers;
mod nat_gateways;
mod network_interfaces;
mod peering;
mod route_tables;
mod security_group_rules;
mod security_groups;
mod subnets;
mod target_groups;
mod target_health;
mod transit_gateway_attachments;
mod transit_gateways;
mod volumes;
mod vpc_endpoints;
mod vpcs;
mod zones;

mod alarms;
mod api_domains;
mod buckets;
mod caches;
mod classic_load_balancers;
mod customer_gateways;
mod db_clusters;
mod db_instances;
mod direct_connect_connections;
mod direct_connect_gateways;
mod distributions;
mod ecr_repositories;
mod ecs_clusters;
mod ecs_services;
mod ecs_tasks;
mod efs;
mod egress_only_internet_gateways;
mod eks_clusters;
mod event_buses;
mod event_rules;
mod fargate_profiles;
mod fsx;
mod function_details;
mod functions;
mod gaps;
mod hosted_zones;
mod http_apis;
mod images;
mod integrations;
mod kafka_clusters;
mod network_acls;
mod node_groups;
mod queues;
mod redshift_clusters;
mod rest_apis;
mod search_domains;
mod state_machines;
mod status_words;
mod streams;
mod subnet_groups;
mod tables;
mod task_definitions;
mod topics;
mod virtual_interfaces;
mod vpc_links;
mod vpn_connections;
mod vpn_gateways;
mod web_acls;

use super::error::Failure;
use super::reader::{Read, Reader};
use crate::account::Service;
use aws_smithy_types::date_time::Format;
use futures::future::BoxFuture;
use std::collections::HashMap;
use std::sync::Arc;

/// One row of the table.
pub struct Collector {
    /// As slices are named: `instances`.
    pub name: &'static str,
    /// As a person reads it: `Instances`.
    pub title: &'static str,
    pub service: Service,
    pub scope: Scope,
    /// The IAM actions that it takes.
    pub actions: &'static [&'static str],
    pub pace: Pace,
    /// The collector that must have been read once before this one.
    pub after: Option<&'static str>,
    pub collect: fn(Arc<Reader>) -> Collecting,
}

/// A collector at work.
pub type Collecting = BoxFuture<'static, Result<Read, Failure>>;

/// Where it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In every region that is watched.
    Regional,
    /// Once for the account; its slice's region is [`crate::account::Region::global`].
    Global,
}

/// How soon what it reads grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// What takes a call for each resource: five times as seldom as structure.
    Detail,
    /// What there is.
    Structure,
    /// How it is.
    Status,
}

/// In the order in which a first read asks for them: what the map stands on comes first.
pub const COLLECTORS: &[Collector] = &[
    vpcs::COLLECTOR,
    subnets::COLLECTOR,
    instances::COLLECTOR,
    load_balancers::COLLECTOR,
    target_groups::COLLECTOR,
    target_health::COLLECTOR,
    instance_status::COLLECTOR,
    listeners::COLLECTOR,
    auto_scaling_groups::COLLECTOR,
    internet_gateways::COLLECTOR,
    nat_gateways::COLLECTOR,
    route_tables::COLLECTOR,
    peering::COLLECTOR,
    transit_gateways::COLLECTOR,
    transit_gateway_attachments::COLLECTOR,
    vpc_endpoints::COLLECTOR,
    security_groups::COLLECTOR,
    security_group_rules::COLLECTOR,
    network_interfaces::COLLECTOR,
    addresses::COLLECTOR,
    volumes::COLLECTOR,
    zones::COLLECTOR,
    db_clusters::COLLECTOR,
    db_instances::COLLECTOR,
    buckets::COLLECTOR,
    tables::COLLECTOR,
    caches::COLLECTOR,
    efs::COLLECTOR,
    streams::COLLECTOR,
    search_domains::COLLECTOR,
    redshift_clusters::COLLECTOR,
    fsx::COLLECTOR,
    kafka_clusters::COLLECTOR,
    ecs_clusters::COLLECTOR,
    ecs_services::COLLECTOR,
    ecs_tasks::COLLECTOR,
    task_definitions::COLLECTOR,
    functions::COLLECTOR,
    function_details::COLLECTOR,
    queues::COLLECTOR,
    topics::COLLECTOR,
    eks_clusters::COLLECTOR,
    node_groups::COLLECTOR,
    fargate_profiles::COLLECTOR,
    rest_apis::COLLECTOR,
    http_apis::COLLECTOR,
    vpc_links::COLLECTOR,
    event_buses::COLLECTOR,
    event_rules::COLLECTOR,
    state_machines::COLLECTOR,
    ecr_repositories::COLLECTOR,
    alarms::COLLECTOR,
    // The edge and the ways into a network.
    classic_load_balancers::COLLECTOR,
    classic_load_balancers::INSTANCES,
    network_acls::COLLECTOR,
    egress_only_internet_gateways::COLLECTOR,
    vpn_gateways::COLLECTOR,
    customer_gateways::COLLECTOR,
    vpn_connections::COLLECTOR,
    direct_connect_connections::COLLECTOR,
    direct_connect_gateways::COLLECTOR,
    virtual_interfaces::COLLECTOR,
    distributions::COLLECTOR,
    hosted_zones::COLLECTOR,
    web_acls::COLLECTOR,
    web_acls::OF_CLOUDFRONT,
];

/// The collector of that name.
#[cfg(test)]
pub(super) fn named(name: &str) -> Option<&'static Collector> {
    COLLECTORS.iter().find(|collector| collector.name == name)
}

/// As AWS writes it: `2026-01-31T09:00:00Z`.
fn time(moment: Option<&aws_smithy_types::DateTime>) -> Option<String> {
    moment.and_then(|moment| moment.fmt(Format::DateTime).ok())
}

/// `512 B`, `1.5 GiB`.
fn size(bytes: i64) -> String {
    const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let mut unit = 0;
    let mut tenths = u128::from(bytes.unsigned_abs()) * 10;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths = (tenths + 512) / 1024;
        unit += 1;
    }
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} {}", UNITS[unit]),
        (whole, tenth) => format!("{whole}.{tenth} {}", UNITS[unit]),
    }
}

/// `yes` or `no`, as facts say it.
fn yes_or_no(value: Option<bool>) -> Option<&'static str> {
    value.map(|value| if value { "yes" } else { "no" })
}

/// Tags that came as a map.
fn pairs(
    tags: Option<&HashMap<String, String>>,
) -> impl Iterator<Item = (Option<&str>, Option<&str>)> {
    let tags = tags.into_iter().flatten();
    tags.map(|(key, value)| (Some(key.as_str()), Some(value.as_str())))
}

/// Whether a queue or a topic keeps its order: its name says so.
fn is_fifo(arn: &str) -> bool {
    arn.rsplit_once('.').is_some_and(|(_, end)| end == "fifo")
}

/// A list in one line; `None` when there is nothing in it.
fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{COLLECTORS, named, size};
    use std::collections::BTreeSet;

    #[test]
    fn sizes_are_written_in_the_unit_that_fits() {
        for (bytes, written) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1536, "1.5 KiB"),
            (5 * 1024 * 1024, "5 MiB"),
            (1_610_612_736, "1.5 GiB"),
        ] {
            assert_eq!(size(bytes), written);
        }
    }

    #[test]
    fn the_table_is_consistent() {
        let names: BTreeSet<&str> = COLLECTORS.iter().map(|collector| collector.name).collect();
        assert_eq!(names.len(), COLLECTORS.len(), "a name stands twice");
        for collector in COLLECTORS {
            let prefix = format!("{}:", collector.service.iam_prefix());
            for action in collector.actions {
                assert!(
                    action.starts_with(&prefix),
                    "{action} in {}",
                    collector.name
                );
                let operation = &action[prefix.len()..];
                let verbs = ["Describe", "List", "Get", "GET"];
                let is_read = verbs.iter().any(|verb| operation.starts_with(verb));
                assert!(is_read, "{action} is no read");
            }
            if let Some(first) = collector.after {
                assert_eq!(named(first).unwrap().service, collector.service);
            }
        }
    }
}

/// Where the examples of the collectors' tests stand.
#[cfg(test)]
pub(crate) mod example {
    use crate::account::{Partition, Region};
    use crate::aws::arns::Place;
    use crate::inventory::{Reference, Resource};
    use std::sync::Arc;

    pub(crate) fn place() -> Place {
        Place {
            partition: Partition::Aws,
            account: "111122223333".parse().unwrap(),
            region: Region::new("eu-west-1"),
            ids: Arc::default(),
        }
    }

    /// Its relationships in short: `is-contained-in vpc-1`.
    pub(crate) fn related(resource: &Resource) -> Vec<String> {
        let mut lines = Vec::new();
        for relationship in &resource.relationships {
            let to = called(&relationship.to);
            let label = relationship.label.as_ref();
            let label = label.map(|label| format!(" [{label}]")).unwrap_or_default();
            lines.push(format!("{} {to}{label}", relationship.kind.name()));
        }
        lines
    }

    fn called(reference: &Reference) -> String {
        match reference {
            Reference::Id(id) => id.short().to_owned(),
            Reference::DnsName(name) => name.clone(),
            Reference::Address(address) => address.to_string(),
            Reference::Sealed(_) => "(sealed)".to_owned(),
            Reference::IfKnown(to) => format!("{} if known", called(to)),
        }
    }

    /// Its facts in short: `type=t3.micro`.
    pub(crate) fn facts(resource: &Resource) -> Vec<String> {
        resource
            .facts
            .iter()
            .map(|fact| format!("{}={}", fact.name, fact.value))
            .collect()
    }
}
