//! One cache cluster: a node of a replication group, or Memcached's several.

use super::replication_groups::role_of;
use super::{Around, CLUSTERS, FIELDS};
use crate::aws::arns::Place;
use crate::aws::collect::status_words::health_of;
use crate::aws::collect::{joined, time, yes_or_no};
use crate::aws::entry::Entry;
use crate::inventory::{Kind, Measure, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_elasticache::types::{CacheCluster, Endpoint, ReplicationGroup};
use std::collections::BTreeSet;

pub(super) fn convert(
    place: &Place,
    cluster: &CacheCluster,
    (groups, around): (&[ReplicationGroup], &Around),
) -> Option<Resource> {
    let name = cluster.cache_cluster_id();
    let id = match cluster.arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.arn("elasticache", &format!("cluster:{}", name?)),
    };
    let state = cluster.cache_cluster_status();
    let carried = cluster.security_groups().iter();
    let carried = carried.filter_map(|group| group.security_group_id());
    let entry = Entry::new(place, Kind::CacheCluster, id, CLUSTERS)
        .named(name)
        .state(state, health_of(state))
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            carried.map(|id| place.ec2(id)),
            "CacheClusters[].SecurityGroups[].SecurityGroupId",
        );
    let entry = member_of(entry, place, (cluster, groups));
    let entry = around.tagged(entry, cluster.arn());
    let zones = zones(cluster);
    let zone = match zones.first() {
        Some(only) if zones.len() == 1 => Some(*only),
        _ => None,
    };
    let entry = match around.subnets_of(cluster) {
        Some(group) => {
            let entry = entry.told_by(super::SUBNETS);
            group.place(entry, zone, FIELDS)
        }
        None => entry.zone(zone),
    };
    Some(with_facts(entry, cluster, zones).finish())
}

/// Its role is known to the replication group alone.
fn member_of(
    entry: Entry,
    place: &Place,
    (cluster, groups): (&CacheCluster, &[ReplicationGroup]),
) -> Entry {
    let Some(name) = cluster.replication_group_id() else {
        return entry;
    };
    let mut groups = groups.iter();
    let group = groups.find(|group| group.replication_group_id() == Some(name));
    let id = match group.and_then(ReplicationGroup::arn) {
        Some(arn) => ResourceId::new(arn),
        None => place.arn("elasticache", &format!("replicationgroup:{name}")),
    };
    let role = group.and_then(|group| role_of(group, cluster.cache_cluster_id()?));
    entry.labelled(
        RelationshipKind::IsMemberOf,
        Reference::Id(id),
        role,
        "CacheClusters[].ReplicationGroupId",
    )
}

/// Where its nodes are; else where it was wanted, unless that is several.
fn zones(cluster: &CacheCluster) -> BTreeSet<&str> {
    let nodes = cluster.cache_nodes().iter();
    let zones: BTreeSet<&str> = nodes
        .filter_map(|node| node.customer_availability_zone())
        .collect();
    if !zones.is_empty() {
        return zones;
    }
    let wanted = cluster.preferred_availability_zone();
    wanted
        .filter(|zone| *zone != "Multiple")
        .into_iter()
        .collect()
}

fn with_facts(entry: Entry, cluster: &CacheCluster, zones: BTreeSet<&str>) -> Entry {
    let nodes = cluster.cache_nodes().iter();
    let nodes = nodes.filter_map(|node| node.endpoint());
    let endpoints: Vec<&Endpoint> = cluster
        .configuration_endpoint()
        .into_iter()
        .chain(nodes)
        .collect();
    let hosts = endpoints.iter().filter_map(|endpoint| endpoint.address());
    entry
        .fact("engine", cluster.engine())
        .fact("version", cluster.engine_version())
        .fact("class", cluster.cache_node_type())
        .fact("nodes", cluster.num_cache_nodes())
        .measure(Measure::Nodes, cluster.num_cache_nodes())
        .fact("zones", joined(zones))
        .fact("dns name", joined(hosts))
        .fact(
            "port",
            endpoints.iter().find_map(|endpoint| endpoint.port()),
        )
        .fact("encrypted", yes_or_no(cluster.at_rest_encryption_enabled()))
        .fact("tls", yes_or_no(cluster.transit_encryption_enabled()))
        .fact("created", time(cluster.cache_cluster_create_time()))
}
