//! Redshift clusters, each in one zone of its subnet group, or in two.

use super::gaps::Gaps;
use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Page, Read, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource};
use aws_sdk_redshift::types::{Cluster, ClusterNode, ClusterSubnetGroup, Endpoint};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "redshift:DescribeClusters";
const GROUPS: &str = "redshift:DescribeClusterSubnetGroups";

pub const COLLECTOR: Collector = Collector {
    name: "redshift-clusters",
    title: "Redshift clusters",
    service: Service::Redshift,
    scope: Scope::Regional,
    actions: &[CALL, GROUPS],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// Subnet groups by name.
type Groups = BTreeMap<String, SubnetGroup>;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let rows = reader
            .pages(CALL, &|marker| Box::pin(clusters(reader, marker)))
            .await?;
        let mut gaps = Gaps::default();
        let mut groups = Groups::new();
        if !rows.is_empty() || reader.is_probing() {
            let whole = ("the subnet groups", "the region");
            groups = gaps.keep(whole, subnet_groups(reader).await);
        }
        let mut read = Read::resources((reader, CALL), &rows, |row| {
            convert(&reader.place, row, &groups)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn clusters(reader: &Reader, marker: Option<String>) -> Result<Page<Cluster>, Failure> {
    let request = reader.clients.redshift().describe_clusters();
    let request = request.max_records(reader.page_size(20, 100));
    let answer = request.set_marker(marker).send().await;
    let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
    Ok((answer.clusters.unwrap_or_default(), answer.marker))
}

async fn subnet_groups(reader: &Reader) -> Result<Groups, Failure> {
    let rows: Vec<ClusterSubnetGroup> = reader
        .pages(GROUPS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.redshift().describe_cluster_subnet_groups();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(GROUPS, &error))?;
                let rows = answer.cluster_subnet_groups.unwrap_or_default();
                Ok((rows, answer.marker))
            })
        })
        .await?;
    let named = rows.iter().filter_map(|row| {
        let name = row.cluster_subnet_group_name()?.to_owned();
        Some((name, subnets(&reader.place, row)))
    });
    Ok(named.collect())
}

fn subnets(place: &Place, group: &ClusterSubnetGroup) -> SubnetGroup {
    let subnets = group.subnets().iter().map(|subnet| {
        let zone = subnet.subnet_availability_zone();
        (
            subnet.subnet_identifier(),
            zone.and_then(|zone| zone.name()),
        )
    });
    SubnetGroup::of(place, group.vpc_id(), subnets)
}

fn convert(place: &Place, cluster: &Cluster, groups: &Groups) -> Option<Resource> {
    let name = cluster.cluster_identifier()?;
    let id = place.arn("redshift", &format!("cluster:{name}"));
    let carried = cluster.vpc_security_groups().iter();
    let carried = carried.filter_map(|group| group.vpc_security_group_id());
    let entry = Entry::new(place, Kind::RedshiftCluster, id, CALL)
        .named(Some(name))
        .tags(cluster.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state(cluster.cluster_status(), health(cluster))
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            carried.map(|id| place.ec2(id)),
            "Clusters[].VpcSecurityGroups[].VpcSecurityGroupId",
        );
    Some(with_facts(placed(entry, place, (cluster, groups)), cluster).finish())
}

fn placed(entry: Entry, place: &Place, (cluster, groups): (&Cluster, &Groups)) -> Entry {
    let group = cluster.cluster_subnet_group_name();
    let Some(group) = group.and_then(|name| groups.get(name)) else {
        let vpc = cluster.vpc_id().map(|id| place.ec2(id));
        let entry = entry.zone(cluster.availability_zone());
        return entry.within([(vpc, "Clusters[].VpcId")]);
    };
    let fields = Fields {
        subnet: "ClusterSubnetGroups[].Subnets[].SubnetIdentifier",
        vpc: "ClusterSubnetGroups[].VpcId",
    };
    // Of one in two zones the second is named apart.
    let zone = cluster.availability_zone();
    let zone = zone.filter(|_| cluster.multi_az_secondary().is_none());
    group.place(entry.told_by(GROUPS), zone, fields)
}

/// Whether queries run comes before what is being done to it.
fn health(cluster: &Cluster) -> Health {
    match cluster.cluster_availability_status() {
        Some("Unavailable" | "Failed") => Health::Unhealthy,
        _ => health_of(cluster.cluster_status()),
    }
}

fn with_facts(entry: Entry, cluster: &Cluster) -> Entry {
    let endpoint = cluster.endpoint();
    let host = endpoint.and_then(|endpoint| endpoint.address());
    let hosts = [host, cluster.custom_domain_name()];
    let nodes = cluster.cluster_nodes().iter();
    let private = nodes.filter_map(ClusterNode::private_ip_address);
    entry
        .fact("version", cluster.cluster_version())
        .fact("class", cluster.node_type())
        .fact("nodes", cluster.number_of_nodes())
        .measure(Measure::Nodes, cluster.number_of_nodes())
        .fact("dns name", joined(hosts.into_iter().flatten()))
        .fact("port", endpoint.and_then(Endpoint::port))
        .fact("multi-az", cluster.multi_az())
        .fact("encrypted", yes_or_no(cluster.encrypted()))
        .fact("public", yes_or_no(cluster.publicly_accessible()))
        .fact("private address", joined(private))
        .fact("created", time(cluster.cluster_create_time()))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Groups, convert, subnets};
    use crate::inventory::Health;
    use aws_sdk_redshift::types::{
        AvailabilityZone, Cluster, ClusterSubnetGroup, Endpoint, SecondaryClusterInfo, Subnet,
        VpcSecurityGroupMembership, builders::ClusterBuilder,
    };

    fn groups() -> Groups {
        let subnet = |id: &str, zone: &str| {
            let zone = AvailabilityZone::builder().name(zone).build();
            let subnet = Subnet::builder().subnet_identifier(id);
            subnet.subnet_availability_zone(zone).build()
        };
        let group = ClusterSubnetGroup::builder()
            .vpc_id("vpc-1")
            .subnets(subnet("subnet-a", "eu-west-1a"))
            .subnets(subnet("subnet-b", "eu-west-1b"));
        Groups::from([("data".to_owned(), subnets(&place(), &group.build()))])
    }

    fn cluster() -> ClusterBuilder {
        let group = VpcSecurityGroupMembership::builder().vpc_security_group_id("sg-1");
        let endpoint = Endpoint::builder()
            .address("sales.redshift.example")
            .port(5439);
        Cluster::builder()
            .cluster_identifier("sales")
            .cluster_status("available")
            .cluster_subnet_group_name("data")
            .vpc_id("vpc-1")
            .availability_zone("eu-west-1a")
            .vpc_security_groups(group.build())
            .endpoint(endpoint.build())
    }

    #[test]
    fn a_cluster_stands_in_its_zones_subnet_unless_it_is_in_two() {
        let second = SecondaryClusterInfo::builder().availability_zone("eu-west-1b");
        for (row, parent) in [
            (cluster(), "subnet-a"),
            (cluster().multi_az_secondary(second.build()), "vpc-1"),
            (cluster().cluster_subnet_group_name("unknown"), "vpc-1"),
        ] {
            let found = convert(&place(), &row.build(), &groups()).unwrap();
            assert_eq!(found.id.short(), "sales");
            assert_eq!(found.parent.as_ref().unwrap().short(), parent);
            assert_eq!(related(&found)[0], "is-associated-with sg-1");
            assert_eq!(
                facts(&found),
                ["dns name=sales.redshift.example", "port=5439"]
            );
        }
        assert_eq!(
            convert(&place(), &Cluster::builder().build(), &groups()),
            None
        );
    }

    #[test]
    fn a_cluster_that_answers_no_query_is_unhealthy() {
        for (row, health) in [
            (cluster(), Health::Healthy),
            (cluster().cluster_status("paused"), Health::Stopped),
            (cluster().cluster_status("resizing"), Health::Pending),
            (
                cluster().cluster_availability_status("Unavailable"),
                Health::Unhealthy,
            ),
        ] {
            let found = convert(&place(), &row.build(), &groups()).unwrap();
            assert_eq!(found.health, health);
        }
    }
}
