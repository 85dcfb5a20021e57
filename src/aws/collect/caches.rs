//! ElastiCache: replication groups, the clusters in them, and clusters by themselves.
//! Neither says its subnets: those are in the subnet groups.

mod clusters;
mod replication_groups;

use super::gaps::Gaps;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use aws_sdk_elasticache::types::{CacheCluster, CacheSubnetGroup, ReplicationGroup, Tag};
use std::collections::BTreeMap;
use std::sync::Arc;

const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const REPLICATION: &str = "elasticache:DescribeReplicationGroups";
const SUBNETS: &str = "elasticache:DescribeCacheSubnetGroups";
const TAGS: &str = "elasticache:ListTagsForResource";

pub const COLLECTOR: Collector = Collector {
    name: "caches",
    title: "ElastiCache clusters",
    service: Service::ElastiCache,
    scope: Scope::Regional,
    actions: &[CLUSTERS, REPLICATION, SUBNETS, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// What other calls say of clusters and replication groups.
#[derive(Default)]
struct Around {
    /// By name.
    subnet_groups: BTreeMap<String, SubnetGroup>,
    /// By ARN.
    tags: BTreeMap<String, Vec<Tag>>,
}

impl Around {
    /// The subnets of a cluster by its subnet group's name.
    fn subnets_of(&self, cluster: &CacheCluster) -> Option<&SubnetGroup> {
        self.subnet_groups.get(cluster.cache_subnet_group_name()?)
    }

    fn tagged(&self, entry: Entry, arn: Option<&str>) -> Entry {
        let tags = arn.and_then(|arn| self.tags.get(arn)).into_iter().flatten();
        entry.tags(tags.map(|tag| (tag.key(), tag.value())))
    }
}

const FIELDS: Fields = Fields {
    subnet: "CacheSubnetGroups[].Subnets[].SubnetIdentifier",
    vpc: "CacheSubnetGroups[].VpcId",
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let mut gaps = Gaps::default();
        let clusters = clusters(reader).await?;
        let groups = replication_groups(reader).await;
        let whole = ("the replication groups", "the region");
        let groups = gaps.keep(whole, groups);
        let around = around(reader, (&clusters, &groups), &mut gaps).await?;
        let mut read = Read::resources((reader, REPLICATION), &groups, |row| {
            replication_groups::convert(&reader.place, row, (&clusters, &around))
        });
        read.append(Read::resources((reader, CLUSTERS), &clusters, |row| {
            clusters::convert(&reader.place, row, (&groups, &around))
        }));
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn clusters(reader: &Reader) -> Result<Vec<CacheCluster>, Failure> {
    reader
        .pages(CLUSTERS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elasticache().describe_cache_clusters();
                let request = request.max_records(reader.page_size(20, 100));
                let request = request.show_cache_node_info(true).set_marker(marker);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(CLUSTERS, &error))?;
                Ok((answer.cache_clusters.unwrap_or_default(), answer.marker))
            })
        })
        .await
}

async fn replication_groups(reader: &Reader) -> Result<Vec<ReplicationGroup>, Failure> {
    reader
        .pages(REPLICATION, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elasticache().describe_replication_groups();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(REPLICATION, &error))?;
                Ok((answer.replication_groups.unwrap_or_default(), answer.marker))
            })
        })
        .await
}

/// An account without caches is asked for nothing more.
async fn around(
    reader: &Reader,
    (clusters, groups): (&[CacheCluster], &[ReplicationGroup]),
    gaps: &mut Gaps,
) -> Result<Around, Failure> {
    let mut around = Around::default();
    if clusters.is_empty() && groups.is_empty() && !reader.is_probing() {
        return Ok(around);
    }
    let rows = subnet_groups(reader).await;
    let rows = gaps.keep(("the subnet groups", "the region"), rows);
    let named = rows.iter().filter_map(|row| {
        let name = row.cache_subnet_group_name()?.to_owned();
        Some((name, subnets(&reader.place, row)))
    });
    around.subnet_groups = named.collect();
    let of_clusters = clusters.iter().filter_map(CacheCluster::arn);
    let of_groups = groups.iter().filter_map(ReplicationGroup::arn);
    let arns: Vec<String> = of_groups.chain(of_clusters).map(str::to_owned).collect();
    for (arn, tags) in reader.each(&arns, |arn| tags(reader, arn)).await {
        let tags = gaps.keep(("the tags", arn), tags);
        around.tags.insert(arn.clone(), tags);
    }
    Ok(around)
}

async fn subnet_groups(reader: &Reader) -> Result<Vec<CacheSubnetGroup>, Failure> {
    reader
        .pages(SUBNETS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elasticache().describe_cache_subnet_groups();
                let request = request.max_records(reader.page_size(20, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(SUBNETS, &error))?;
                Ok((
                    answer.cache_subnet_groups.unwrap_or_default(),
                    answer.marker,
                ))
            })
        })
        .await
}

/// Those of one that was deleted meanwhile are none.
async fn tags(reader: &Reader, arn: &str) -> Result<Vec<Tag>, Failure> {
    let answer = reader.call(TAGS, async {
        let request = reader.clients.elasticache().list_tags_for_resource();
        let answer = request.resource_name(arn).send().await;
        answer.map_err(|error| Failure::of(TAGS, &error))
    });
    let gone = ["CacheClusterNotFound", "ReplicationGroupNotFound"];
    match answer.await {
        Ok(answer) => Ok(answer.tag_list.unwrap_or_default()),
        Err(failure) if gone.iter().any(|code| failure.has_code(code)) => Ok(Vec::new()),
        Err(failure) => Err(failure),
    }
}

fn subnets(place: &Place, group: &CacheSubnetGroup) -> SubnetGroup {
    let subnets = group.subnets().iter().map(|subnet| {
        let zone = subnet.subnet_availability_zone();
        (
            subnet.subnet_identifier(),
            zone.and_then(|zone| zone.name()),
        )
    });
    SubnetGroup::of(place, group.vpc_id(), subnets)
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Around, clusters, replication_groups, subnets};
    use crate::inventory::Health;
    use aws_sdk_elasticache::types::{
        AvailabilityZone, CacheCluster, CacheNode, CacheSubnetGroup, Endpoint, NodeGroup,
        NodeGroupMember, ReplicationGroup, SecurityGroupMembership, Subnet, Tag,
    };
    use std::collections::BTreeMap;

    const CLUSTER: &str = "arn:aws:elasticache:eu-west-1:111122223333:cluster:sessions-001";
    const GROUP: &str = "arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:sessions";

    fn around() -> Around {
        let subnet = |id: &str, zone: &str| {
            let zone = AvailabilityZone::builder().name(zone).build();
            let subnet = Subnet::builder().subnet_identifier(id);
            subnet.subnet_availability_zone(zone).build()
        };
        let group = CacheSubnetGroup::builder()
            .vpc_id("vpc-1")
            .subnets(subnet("subnet-a", "eu-west-1a"))
            .subnets(subnet("subnet-b", "eu-west-1b"))
            .build();
        let tag = Tag::builder().key("team").value("shop").build();
        Around {
            subnet_groups: BTreeMap::from([("data".to_owned(), subnets(&place(), &group))]),
            tags: BTreeMap::from([(CLUSTER.to_owned(), vec![tag])]),
        }
    }

    fn endpoint(host: &str) -> Endpoint {
        Endpoint::builder().address(host).port(6379).build()
    }

    fn cluster(zones: &[&str]) -> CacheCluster {
        let group = SecurityGroupMembership::builder().security_group_id("sg-1");
        let nodes = zones.iter().map(|zone| {
            let node = CacheNode::builder().customer_availability_zone(*zone);
            node.endpoint(endpoint(&format!("{zone}.cache.example")))
                .build()
        });
        CacheCluster::builder()
            .cache_cluster_id("sessions-001")
            .arn(CLUSTER)
            .cache_cluster_status("available")
            .engine("redis")
            .num_cache_nodes(i32::try_from(zones.len()).unwrap())
            .cache_subnet_group_name("data")
            .replication_group_id("sessions")
            .security_groups(group.build())
            .set_cache_nodes(Some(nodes.collect()))
            .build()
    }

    #[test]
    fn a_cluster_stands_in_the_subnet_of_its_zone_or_in_its_vpc() {
        for (zones, parent, zone) in [
            (&["eu-west-1b"][..], "subnet-b", Some("eu-west-1b")),
            (&["eu-west-1a", "eu-west-1b"], "vpc-1", None),
        ] {
            let cluster = clusters::convert(&place(), &cluster(zones), (&[], &around())).unwrap();
            assert_eq!(cluster.health, Health::Healthy);
            assert_eq!(cluster.tags.get("team"), Some("shop"));
            assert_eq!(cluster.parent.as_ref().unwrap().short(), parent);
            assert_eq!(cluster.zone.as_deref(), zone);
            assert_eq!(related(&cluster)[0], "is-associated-with sg-1");
            let hosts: Vec<_> = zones
                .iter()
                .map(|zone| format!("{zone}.cache.example"))
                .collect();
            assert_eq!(cluster.fact("dns name"), Some(&*hosts.join(", ")));
        }
        let nameless = CacheCluster::builder().build();
        assert_eq!(
            clusters::convert(&place(), &nameless, (&[], &around())),
            None
        );
    }

    #[test]
    fn a_replication_group_stands_where_its_members_do() {
        let member = |role: Option<&str>| {
            let member = NodeGroupMember::builder().cache_cluster_id("sessions-001");
            member.set_current_role(role.map(str::to_owned)).build()
        };
        for (role, label) in [(Some("primary"), "primary"), (None, "shard 0001")] {
            let shard = NodeGroup::builder()
                .node_group_id("0001")
                .primary_endpoint(endpoint("primary.cache.example"))
                .reader_endpoint(endpoint("reader.cache.example"))
                .node_group_members(member(role));
            let row = ReplicationGroup::builder()
                .replication_group_id("sessions")
                .arn(GROUP)
                .status("modifying")
                .member_clusters("sessions-001")
                .node_groups(shard.build())
                .build();
            let clusters = [cluster(&["eu-west-1a"])];
            let group = replication_groups::convert(&place(), &row, (&clusters, &around()));
            let group = group.unwrap();
            assert_eq!(
                (group.name.as_str(), group.health),
                ("sessions", Health::Pending)
            );
            assert_eq!(
                related(&group),
                [
                    "is-associated-with sg-1",
                    "is-contained-in vpc-1",
                    "is-attached-to subnet-a",
                    "is-attached-to subnet-b",
                ]
            );
            let member = clusters::convert(&place(), &clusters[0], (&[row], &around())).unwrap();
            let expected = format!("is-member-of sessions [{label}]");
            assert_eq!(related(&member)[1], expected);
            assert_eq!(
                facts(&group),
                [
                    "engine=redis",
                    "shards=1",
                    "nodes=1",
                    "dns name=primary.cache.example, reader.cache.example",
                    "port=6379"
                ]
            );
        }
    }
}
