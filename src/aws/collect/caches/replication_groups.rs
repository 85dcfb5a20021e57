//! One replication group: a primary and its replicas, or several such shards. Where it
//! stands is where its members are.

use super::{Around, CLUSTERS, FIELDS, REPLICATION, SUBNETS};
use crate::aws::arns::Place;
use crate::aws::collect::status_words::health_of;
use crate::aws::collect::{joined, time, yes_or_no};
use crate::aws::entry::Entry;
use crate::inventory::{Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_elasticache::types::{
    AutomaticFailoverStatus, CacheCluster, Endpoint, MultiAzStatus, ReplicationGroup,
};

pub(super) fn convert(
    place: &Place,
    group: &ReplicationGroup,
    (clusters, around): (&[CacheCluster], &Around),
) -> Option<Resource> {
    let name = group.replication_group_id();
    let id = match group.arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.arn("elasticache", &format!("replicationgroup:{}", name?)),
    };
    let member = clusters.iter().find(|cluster| {
        let id = cluster.cache_cluster_id().unwrap_or_default();
        group.member_clusters().iter().any(|member| member == id)
    });
    let entry = Entry::new(place, Kind::ReplicationGroup, id, REPLICATION)
        .named(name)
        .state(group.status(), health_of(group.status()));
    let entry = around.tagged(entry, group.arn());
    let entry = match member {
        Some(member) => placed_like(entry, place, (member, around)),
        None => entry,
    };
    Some(with_facts(entry, group, member).finish())
}

/// `primary`, `replica`; where shards do not tell, the shard.
pub(super) fn role_of(group: &ReplicationGroup, cluster: &str) -> Option<String> {
    group.node_groups().iter().find_map(|shard| {
        let mut members = shard.node_group_members().iter();
        let member = members.find(|member| member.cache_cluster_id() == Some(cluster))?;
        match (member.current_role(), shard.node_group_id()) {
            (Some(role), _) => Some(role.to_owned()),
            (None, Some(id)) => Some(format!("shard {id}")),
            (None, None) => None,
        }
    })
}

fn placed_like(entry: Entry, place: &Place, (member, around): (&CacheCluster, &Around)) -> Entry {
    let groups = member.security_groups().iter();
    let groups = groups.filter_map(|group| group.security_group_id());
    let entry = entry.told_by(CLUSTERS).relates_to_all(
        RelationshipKind::IsAssociatedWith,
        groups.map(|id| place.ec2(id)),
        "CacheClusters[].SecurityGroups[].SecurityGroupId",
    );
    match around.subnets_of(member) {
        Some(group) => group.place_all(entry.told_by(SUBNETS), FIELDS),
        None => entry,
    }
}

fn with_facts(entry: Entry, group: &ReplicationGroup, member: Option<&CacheCluster>) -> Entry {
    let shards = group.node_groups();
    let of_shards = shards
        .iter()
        .flat_map(|shard| [shard.primary_endpoint(), shard.reader_endpoint()]);
    let endpoints: Vec<&Endpoint> = std::iter::once(group.configuration_endpoint())
        .chain(of_shards)
        .flatten()
        .collect();
    let hosts = endpoints.iter().filter_map(|endpoint| endpoint.address());
    let failover = group.automatic_failover();
    let global = group.global_replication_group_info().and_then(|info| {
        let role = info.global_replication_group_member_role()?;
        Some(format!("{} ({role})", info.global_replication_group_id()?))
    });
    let engine = group
        .engine()
        .or_else(|| member.and_then(CacheCluster::engine));
    let version = member.and_then(CacheCluster::engine_version);
    entry
        .fact("engine", engine)
        .fact("version", version)
        .fact("class", group.cache_node_type())
        .fact("shards", Some(shards.len()))
        .fact("nodes", Some(group.member_clusters().len()))
        .measure(Measure::Nodes, Some(group.member_clusters().len()))
        .fact("dns name", joined(hosts))
        .fact(
            "port",
            endpoints.iter().find_map(|endpoint| endpoint.port()),
        )
        .fact("multi-az", group.multi_az().map(MultiAzStatus::as_str))
        .fact("failover", failover.map(AutomaticFailoverStatus::as_str))
        .fact("encrypted", yes_or_no(group.at_rest_encryption_enabled()))
        .fact("global datastore", global)
        .fact("created", time(group.replication_group_create_time()))
}
