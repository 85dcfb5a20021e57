//! Database instances: RDS's own, and those of Aurora, Neptune and DocumentDB, which
//! the same call lists. Which of a cluster's instances writes is in the cluster.

use super::db_clusters;
use super::gaps::Gaps;
use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Page, Read, Reader};
use crate::inventory::{Health, Kind, Measure, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_rds::types::{DbCluster, DbInstance, DbInstanceStatusInfo, DbSubnetGroup, Endpoint};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "rds:DescribeDBInstances";

pub const COLLECTOR: Collector = Collector {
    name: "db-instances",
    title: "Database instances",
    service: Service::Rds,
    scope: Scope::Regional,
    actions: &[CALL, db_clusters::CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// `writer` or `reader`, by the name of the instance.
type Roles = BTreeMap<String, &'static str>;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let rows = reader
            .pages(CALL, &|marker| Box::pin(instances(reader, marker)))
            .await?;
        let mut gaps = Gaps::default();
        let mut roles = Roles::new();
        let is_any_member = rows.iter().any(|row| row.db_cluster_identifier().is_some());
        if is_any_member || reader.is_probing() {
            let clusters = db_clusters::fetch(reader).await;
            let whose = ("the roles", "cluster members");
            roles = roles_of(&gaps.keep(whose, clusters));
        }
        let mut read = Read::resources((reader, CALL), &rows, |row| {
            convert(&reader.place, row, &roles)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn instances(reader: &Reader, marker: Option<String>) -> Result<Page<DbInstance>, Failure> {
    let request = reader.clients.rds().describe_db_instances();
    let request = request.max_records(reader.page_size(20, 100));
    let answer = request.set_marker(marker).send().await;
    let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
    Ok((answer.db_instances.unwrap_or_default(), answer.marker))
}

fn roles_of(clusters: &[DbCluster]) -> Roles {
    let members = clusters.iter().flat_map(DbCluster::db_cluster_members);
    let roles = members.filter_map(|member| {
        let name = member.db_instance_identifier()?.to_owned();
        let role = if member.is_cluster_writer()? {
            "writer"
        } else {
            "reader"
        };
        Some((name, role))
    });
    roles.collect()
}

fn convert(place: &Place, instance: &DbInstance, roles: &Roles) -> Option<Resource> {
    let name = instance.db_instance_identifier();
    let id = match instance.db_instance_arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.rds("db", name?),
    };
    let (health, reason) = health(instance);
    let entry = Entry::new(place, Kind::DbInstance, id, CALL)
        .named(name)
        .tags(
            instance
                .tag_list()
                .iter()
                .map(|tag| (tag.key(), tag.value())),
        )
        .state(instance.db_instance_status(), health)
        .reason(reason);
    let group = instance
        .db_subnet_group()
        .map(|group| subnets(place, group));
    let entry = group.unwrap_or_default().place(
        entry,
        instance.availability_zone(),
        Fields {
            subnet: "DBInstances[].DBSubnetGroup.Subnets[].SubnetIdentifier",
            vpc: "DBInstances[].DBSubnetGroup.VpcId",
        },
    );
    let entry = with_relations(entry, place, instance);
    let entry = member_of(entry, place, (instance, roles));
    Some(with_facts(entry, instance).finish())
}

fn with_relations(entry: Entry, place: &Place, instance: &DbInstance) -> Entry {
    let groups = instance.vpc_security_groups().iter();
    let groups = groups.filter_map(|group| group.vpc_security_group_id());
    let source = instance.read_replica_source_db_instance_identifier();
    let source_cluster = instance.read_replica_source_db_cluster_identifier();
    entry
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            groups.map(|id| place.ec2(id)),
            "DBInstances[].VpcSecurityGroups[].VpcSecurityGroupId",
        )
        .relates(
            RelationshipKind::IsReplicaOf,
            source.map(|name| place.rds("db", name)),
            "DBInstances[].ReadReplicaSourceDBInstanceIdentifier",
        )
        .relates(
            RelationshipKind::IsReplicaOf,
            source_cluster.map(|name| place.rds("cluster", name)),
            "DBInstances[].ReadReplicaSourceDBClusterIdentifier",
        )
}

/// Which of a cluster's instances writes is known to the cluster alone.
fn member_of(entry: Entry, place: &Place, (instance, roles): (&DbInstance, &Roles)) -> Entry {
    let Some(cluster) = instance.db_cluster_identifier() else {
        return entry;
    };
    let role = instance.db_instance_identifier();
    let role = role.and_then(|name| roles.get(name));
    entry.labelled(
        RelationshipKind::IsMemberOf,
        Reference::Id(place.rds("cluster", cluster)),
        role.map(|role| (*role).to_owned()),
        "DBInstances[].DBClusterIdentifier",
    )
}

fn with_facts(entry: Entry, instance: &DbInstance) -> Entry {
    let endpoint = instance.endpoint();
    let storage = instance.allocated_storage().filter(|size| *size > 1);
    let storage = storage.map(|size| format!("{size} GiB"));
    let retention = instance.backup_retention_period();
    entry
        .fact("engine", instance.engine())
        .fact("version", instance.engine_version())
        .fact("class", instance.db_instance_class())
        .fact("dns name", endpoint.and_then(|endpoint| endpoint.address()))
        .fact("port", endpoint.and_then(Endpoint::port))
        .fact("storage", storage)
        .fact("storage type", instance.storage_type())
        .fact("license", instance.license_model())
        .measure(
            Measure::StorageGib,
            instance.allocated_storage().filter(|size| *size > 1),
        )
        .measure(Measure::Iops, instance.iops())
        .measure(Measure::ThroughputMibps, instance.storage_throughput())
        .fact("multi-az", yes_or_no(instance.multi_az()))
        .fact("standby zone", instance.secondary_availability_zone())
        .fact("encrypted", yes_or_no(instance.storage_encrypted()))
        .fact("public", yes_or_no(instance.publicly_accessible()))
        .fact(
            "backup retention",
            retention.map(|days| format!("{days} d")),
        )
        .fact("created", time(instance.instance_create_time()))
}

pub(super) fn subnets(place: &Place, group: &DbSubnetGroup) -> SubnetGroup {
    let subnets = group.subnets().iter().map(|subnet| {
        let zone = subnet.subnet_availability_zone();
        (
            subnet.subnet_identifier(),
            zone.and_then(|zone| zone.name()),
        )
    });
    SubnetGroup::of(place, group.vpc_id(), subnets)
}

/// A replica that no longer copies is available all the same.
fn health(instance: &DbInstance) -> (Health, Option<&str>) {
    let health = health_of(instance.db_instance_status());
    let broken = instance
        .status_infos()
        .iter()
        .find(|info| info.normal() == Some(false));
    match (health, broken) {
        (Health::Healthy, Some(info)) => (Health::Degraded, said(info)),
        (health, info) => (health, info.and_then(said)),
    }
}

fn said(info: &DbInstanceStatusInfo) -> Option<&str> {
    info.message().or_else(|| info.status())
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Roles, convert, roles_of};
    use crate::inventory::Health;
    use aws_sdk_rds::types::{
        AvailabilityZone, DbCluster, DbClusterMember, DbInstance, DbInstanceStatusInfo,
        DbSubnetGroup, Endpoint, Subnet, VpcSecurityGroupMembership,
    };

    fn subnet(id: &str, zone: &str) -> Subnet {
        Subnet::builder()
            .subnet_identifier(id)
            .subnet_availability_zone(AvailabilityZone::builder().name(zone).build())
            .build()
    }

    #[test]
    fn a_replica_stands_in_its_zones_subnet_and_names_its_source() {
        let group = DbSubnetGroup::builder()
            .vpc_id("vpc-1")
            .subnets(subnet("subnet-a", "eu-west-1a"))
            .subnets(subnet("subnet-b", "eu-west-1b"));
        let member = VpcSecurityGroupMembership::builder().vpc_security_group_id("sg-1");
        let endpoint = Endpoint::builder()
            .address("orders-2.abc.eu-west-1.rds.amazonaws.com")
            .port(5432);
        let source = "arn:aws:rds:us-east-1:111122223333:db:orders";
        let row = DbInstance::builder()
            .db_instance_identifier("orders-2")
            .db_instance_arn("arn:aws:rds:eu-west-1:111122223333:db:orders-2")
            .db_instance_status("available")
            .availability_zone("eu-west-1b")
            .db_subnet_group(group.build())
            .vpc_security_groups(member.build())
            .read_replica_source_db_instance_identifier(source)
            .engine("postgres")
            .engine_version("16.3")
            .endpoint(endpoint.build())
            .allocated_storage(100)
            .storage_type("gp3")
            .backup_retention_period(7)
            .build();
        let replica = convert(&place(), &row, &Roles::new()).unwrap();
        assert_eq!(replica.name, "orders-2");
        assert_eq!(replica.health, Health::Healthy);
        assert_eq!(replica.zone.as_deref(), Some("eu-west-1b"));
        assert_eq!(
            related(&replica),
            [
                "is-contained-in subnet-b",
                "is-contained-in vpc-1",
                "is-associated-with sg-1",
                "is-replica-of orders",
            ]
        );
        let last = replica.relationships.last().unwrap();
        assert!(format!("{:?}", last.to).contains(source));
        assert_eq!(
            facts(&replica),
            [
                "engine=postgres",
                "version=16.3",
                "dns name=orders-2.abc.eu-west-1.rds.amazonaws.com",
                "port=5432",
                "storage=100 GiB",
                "storage type=gp3",
                "backup retention=7 d",
            ]
        );
    }

    #[test]
    fn a_member_has_its_role_in_its_cluster() {
        let member = |name: &str, writes| {
            let member = DbClusterMember::builder().db_instance_identifier(name);
            member.is_cluster_writer(writes).build()
        };
        let cluster = DbCluster::builder()
            .db_cluster_members(member("orders-1", true))
            .db_cluster_members(member("orders-2", false));
        let roles = roles_of(&[cluster.build()]);
        for (name, expected) in [
            ("orders-1", "is-member-of orders [writer]"),
            ("orders-2", "is-member-of orders [reader]"),
            ("orders-3", "is-member-of orders"),
        ] {
            let row = DbInstance::builder().db_instance_identifier(name);
            let row = row.db_cluster_identifier("orders").build();
            let found = convert(&place(), &row, &roles).unwrap();
            assert_eq!(related(&found), [expected]);
        }
    }

    #[test]
    fn a_replica_that_does_not_copy_is_degraded() {
        let info = DbInstanceStatusInfo::builder()
            .normal(false)
            .status("error")
            .message("the source is not reachable");
        let row = DbInstance::builder()
            .db_instance_identifier("orders-2")
            .db_instance_status("available")
            .status_infos(info.build())
            .build();
        let replica = convert(&place(), &row, &Roles::new()).unwrap();
        assert_eq!(
            replica.id.as_str(),
            "arn:aws:rds:eu-west-1:111122223333:db:orders-2"
        );
        assert_eq!(replica.health, Health::Degraded);
        assert_eq!(
            replica.reason.as_deref(),
            Some("the source is not reachable")
        );
        let nameless = DbInstance::builder().build();
        assert_eq!(convert(&place(), &nameless, &Roles::new()), None);
    }
}
