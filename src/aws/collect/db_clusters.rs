//! Database clusters: Aurora, Multi-AZ RDS, Neptune and DocumentDB. Which of them copies
//! which across regions is in the global clusters; their members say so themselves.

use super::db_instances::subnets;
use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_rds::types::{
    DbCluster, DbSubnetGroup, GlobalCluster, ServerlessV2ScalingConfigurationInfo,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const CALL: &str = "rds:DescribeDBClusters";
const GROUPS: &str = "rds:DescribeDBSubnetGroups";
const GLOBAL: &str = "rds:DescribeGlobalClusters";

pub const COLLECTOR: Collector = Collector {
    name: "db-clusters",
    title: "Database clusters",
    service: Service::Rds,
    scope: Scope::Regional,
    actions: &[CALL, GROUPS, GLOBAL],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// What other calls say of clusters.
#[derive(Default)]
struct Around {
    /// Subnet groups by name.
    groups: BTreeMap<String, SubnetGroup>,
    /// The writing cluster's ARN by that of each that copies it in another region.
    writers: BTreeMap<String, String>,
}

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let clusters = fetch(reader).await?;
        let mut around = Around::default();
        let mut gaps = Vec::new();
        // An account without clusters is asked for nothing more.
        if !clusters.is_empty() || reader.is_probing() {
            match subnet_groups(reader).await {
                Ok(groups) => around.groups = groups,
                Err(failure) => gaps.push(("the subnet groups", failure)),
            }
            match global_clusters(reader).await {
                Ok(rows) => around.writers = writers(&rows),
                Err(failure) => gaps.push(("the global clusters", failure)),
            }
        }
        let mut read = Read::resources((reader, CALL), &clusters, |row| {
            convert(&reader.place, row, &around)
        });
        for (what, failure) in gaps {
            read.lacks(what, failure);
        }
        Ok(read)
    })
}

/// Every cluster; the roles of their members are asked for with the instances.
pub(super) async fn fetch(reader: &Reader) -> Result<Vec<DbCluster>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.rds().describe_db_clusters();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.db_clusters.unwrap_or_default(), answer.marker))
            })
        })
        .await
}

async fn subnet_groups(reader: &Reader) -> Result<BTreeMap<String, SubnetGroup>, Failure> {
    let rows: Vec<DbSubnetGroup> = reader
        .pages(GROUPS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.rds().describe_db_subnet_groups();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(GROUPS, &error))?;
                Ok((answer.db_subnet_groups.unwrap_or_default(), answer.marker))
            })
        })
        .await?;
    let named = rows.iter().filter_map(|group| {
        let name = group.db_subnet_group_name()?.to_owned();
        Some((name, subnets(&reader.place, group)))
    });
    Ok(named.collect())
}

async fn global_clusters(reader: &Reader) -> Result<Vec<GlobalCluster>, Failure> {
    reader
        .pages(GLOBAL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.rds().describe_global_clusters();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(GLOBAL, &error))?;
                Ok((answer.global_clusters.unwrap_or_default(), answer.marker))
            })
        })
        .await
}

/// The writer of each reading cluster, by ARN.
fn writers(rows: &[GlobalCluster]) -> BTreeMap<String, String> {
    let mut writers = BTreeMap::new();
    for row in rows {
        let (writing, reading): (Vec<_>, Vec<_>) = row
            .global_cluster_members()
            .iter()
            .partition(|member| member.is_writer() == Some(true));
        let writer = writing.iter().find_map(|member| member.db_cluster_arn());
        let Some(writer) = writer else { continue };
        for reader in reading.iter().filter_map(|member| member.db_cluster_arn()) {
            writers.insert(reader.to_owned(), writer.to_owned());
        }
    }
    writers
}

fn convert(place: &Place, cluster: &DbCluster, around: &Around) -> Option<Resource> {
    let name = cluster.db_cluster_identifier();
    let id = match cluster.db_cluster_arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.rds("cluster", name?),
    };
    let writer = around.writers.get(id.as_str());
    let entry = Entry::new(place, Kind::DbCluster, id, CALL)
        .named(name)
        .tags(
            cluster
                .tag_list()
                .iter()
                .map(|tag| (tag.key(), tag.value())),
        )
        .state(cluster.status(), health_of(cluster.status()));
    let group = cluster
        .db_subnet_group()
        .and_then(|name| around.groups.get(name));
    let entry = with_relations(entry, place, cluster);
    let entry = match group {
        Some(group) => group.place_all(
            entry.told_by(GROUPS),
            Fields {
                subnet: "DBSubnetGroups[].Subnets[].SubnetIdentifier",
                vpc: "DBSubnetGroups[].VpcId",
            },
        ),
        None => entry,
    };
    let entry = entry.told_by(GLOBAL).relates(
        RelationshipKind::IsReplicaOf,
        writer.map(|arn| place.given(arn)),
        "GlobalClusters[].GlobalClusterMembers[].DBClusterArn",
    );
    Some(with_facts(entry, cluster).finish())
}

fn with_relations(entry: Entry, place: &Place, cluster: &DbCluster) -> Entry {
    let groups = cluster.vpc_security_groups().iter();
    let groups = groups.filter_map(|group| group.vpc_security_group_id());
    entry
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            groups.map(|id| place.ec2(id)),
            "DBClusters[].VpcSecurityGroups[].VpcSecurityGroupId",
        )
        .relates(
            RelationshipKind::IsReplicaOf,
            cluster
                .replication_source_identifier()
                .map(|name| place.rds("cluster", name)),
            "DBClusters[].ReplicationSourceIdentifier",
        )
}

fn with_facts(entry: Entry, cluster: &DbCluster) -> Entry {
    let endpoints = [cluster.endpoint(), cluster.reader_endpoint()];
    let custom = cluster.custom_endpoints().iter().map(String::as_str);
    let capacity = cluster.serverless_v2_scaling_configuration();
    let least = capacity.and_then(ServerlessV2ScalingConfigurationInfo::min_capacity);
    let capacity = capacity.and_then(|range| {
        let (least, most) = (range.min_capacity()?, range.max_capacity()?);
        Some(format!("{least} to {most} ACU"))
    });
    let retention = cluster.backup_retention_period();
    entry
        .fact("engine", cluster.engine())
        .fact("version", cluster.engine_version())
        .fact("mode", cluster.engine_mode())
        .fact("class", cluster.db_cluster_instance_class())
        .fact("capacity", capacity)
        .measure(Measure::MinimumMilliAcu, least.map(thousandths))
        .fact("storage type", cluster.storage_type())
        .measure(
            Measure::StorageGib,
            cluster.allocated_storage().filter(|size| *size > 1),
        )
        .measure(Measure::Iops, cluster.iops())
        .fact(
            "dns name",
            joined(endpoints.into_iter().flatten().chain(custom)),
        )
        .fact("port", cluster.port())
        .fact("multi-az", yes_or_no(cluster.multi_az()))
        .fact("encrypted", yes_or_no(cluster.storage_encrypted()))
        .fact("global cluster", cluster.global_cluster_identifier())
        .fact(
            "backup retention",
            retention.map(|days| format!("{days} d")),
        )
        .fact("created", time(cluster.cluster_create_time()))
}

/// Capacity comes in halves of a unit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a capacity is between 0 and 256"
)]
fn thousandths(units: f64) -> u64 {
    (units * 1000.0).round().clamp(0.0, 1e9) as u64
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Around, convert, subnets, writers};
    use crate::inventory::{Health, Reference, ResourceId};
    use aws_sdk_rds::types::{
        AvailabilityZone, DbCluster, DbSubnetGroup, GlobalCluster, GlobalClusterMember, Subnet,
    };
    use std::collections::BTreeMap;

    const ARN: &str = "arn:aws:rds:eu-west-1:111122223333:cluster:orders";
    const WRITER: &str = "arn:aws:rds:us-east-1:111122223333:cluster:orders-us";

    fn around() -> Around {
        let subnet = |id: &str, zone: &str| {
            let zone = AvailabilityZone::builder().name(zone).build();
            let subnet = Subnet::builder().subnet_identifier(id);
            subnet.subnet_availability_zone(zone).build()
        };
        let group = DbSubnetGroup::builder()
            .vpc_id("vpc-1")
            .subnets(subnet("subnet-a", "eu-west-1a"))
            .subnets(subnet("subnet-b", "eu-west-1b"))
            .build();
        let member = |arn: &str, writes| {
            let member = GlobalClusterMember::builder().db_cluster_arn(arn);
            member.is_writer(writes).build()
        };
        let global = GlobalCluster::builder()
            .global_cluster_members(member(WRITER, true))
            .global_cluster_members(member(ARN, false))
            .build();
        Around {
            groups: BTreeMap::from([("data".to_owned(), subnets(&place(), &group))]),
            writers: writers(&[global]),
        }
    }

    #[test]
    fn a_cluster_spans_its_subnets_and_copies_its_writer() {
        let row = DbCluster::builder()
            .db_cluster_identifier("orders")
            .db_cluster_arn(ARN)
            .status("available")
            .db_subnet_group("data")
            .engine("aurora-postgresql")
            .endpoint("orders.cluster-abc.eu-west-1.rds.amazonaws.com")
            .reader_endpoint("orders.cluster-ro-abc.eu-west-1.rds.amazonaws.com")
            .build();
        let cluster = convert(&place(), &row, &around()).unwrap();
        assert_eq!(cluster.name, "orders");
        assert_eq!(cluster.health, Health::Healthy);
        assert_eq!(
            related(&cluster),
            [
                "is-contained-in vpc-1",
                "is-attached-to subnet-a",
                "is-attached-to subnet-b",
                "is-replica-of orders-us",
            ]
        );
        assert_eq!(
            facts(&cluster)[1],
            "dns name=orders.cluster-abc.eu-west-1.rds.amazonaws.com, \
             orders.cluster-ro-abc.eu-west-1.rds.amazonaws.com"
        );
    }

    #[test]
    fn a_cluster_names_what_it_copies() {
        for (source, expected) in [
            (WRITER, WRITER.to_owned()),
            (
                "arn:aws:rds:us-east-1:111122223333:db:orders",
                "arn:aws:rds:us-east-1:111122223333:db:orders".to_owned(),
            ),
            ("orders-2", format!("{ARN}-2")),
        ] {
            let row = DbCluster::builder()
                .db_cluster_identifier("copy")
                .replication_source_identifier(source)
                .build();
            let copy = convert(&place(), &row, &Around::default()).unwrap();
            assert_eq!(copy.parent, None);
            assert_eq!(
                copy.relationships[0].to,
                Reference::Id(ResourceId::new(expected))
            );
        }
        let nameless = DbCluster::builder().build();
        assert_eq!(convert(&place(), &nameless, &around()), None);
    }
}
