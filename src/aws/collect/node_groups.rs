//! EKS managed node groups: which Auto Scaling groups carry a cluster.

use super::eks_clusters::{self, GONE, health, with_issues};
use super::{Collecting, Collector, Pace, Scope, joined, pairs, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_eks::types::{
    AmiTypes, CapacityTypes, Issue, Nodegroup, NodegroupHealth, NodegroupResources,
    NodegroupScalingConfig, NodegroupStatus,
};
use std::sync::Arc;

const LIST: &str = "eks:ListNodegroups";
const CALL: &str = "eks:DescribeNodegroup";

pub const COLLECTOR: Collector = Collector {
    name: "eks-node-groups",
    title: "EKS node groups",
    service: Service::Eks,
    scope: Scope::Regional,
    actions: &[eks_clusters::LIST, LIST, CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let clusters = eks_clusters::names(reader).await?;
        reader
            .parts(&clusters, GONE, |name| of_cluster(reader, name))
            .await
    })
}

async fn of_cluster(reader: &Reader, cluster: &str) -> Result<Read, Failure> {
    let names = reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.eks().list_nodegroups();
                let request = request.cluster_name(cluster);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.nodegroups.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    reader
        .parts(&names, GONE, |name| of_group(reader, cluster, name))
        .await
}

async fn of_group(reader: &Reader, cluster: &str, name: &str) -> Result<Read, Failure> {
    let row = reader.call(CALL, async {
        let request = reader.clients.eks().describe_nodegroup();
        let request = request.cluster_name(cluster).nodegroup_name(name);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.nodegroup)
    });
    let rows: Vec<Nodegroup> = row.await?.into_iter().collect();
    Ok(Read::resources((reader, CALL), &rows, |row| {
        convert(&reader.place, row)
    }))
}

fn convert(place: &Place, group: &Nodegroup) -> Option<Resource> {
    let arn = group.nodegroup_arn()?;
    let status = group.status().map(NodegroupStatus::as_str);
    let issues = group.health().map(NodegroupHealth::issues);
    let issue = issues.unwrap_or_default().first().map(said);
    let resources = group.resources();
    let scaling_groups = resources.map(NodegroupResources::auto_scaling_groups);
    let scaling_groups = scaling_groups.into_iter().flatten();
    let scaling = group.scaling_config();
    Some(
        Entry::new(place, Kind::NodeGroup, place.given(arn), CALL)
            .named(group.nodegroup_name())
            .tags(pairs(group.tags()))
            .state(status, with_issues(health(status), issue.as_deref()))
            .reason(issue.as_deref())
            .relates(
                RelationshipKind::IsMemberOf,
                group
                    .cluster_name()
                    .map(|name| eks_clusters::id(place, name)),
                "nodegroup.clusterName",
            )
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                group.subnets().iter().map(|id| place.ec2(id)),
                "nodegroup.subnets",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                scaling_groups
                    .filter_map(|one| one.name())
                    .map(|name| scaling_group(place, name)),
                "nodegroup.resources.autoScalingGroups[].name",
            )
            .fact("version", group.version())
            .fact("release", group.release_version())
            .fact(
                "desired",
                scaling.and_then(NodegroupScalingConfig::desired_size),
            )
            .fact(
                "minimum",
                scaling.and_then(NodegroupScalingConfig::min_size),
            )
            .fact(
                "maximum",
                scaling.and_then(NodegroupScalingConfig::max_size),
            )
            .fact(
                "types",
                joined(group.instance_types().iter().map(String::as_str)),
            )
            .fact("capacity", group.capacity_type().map(CapacityTypes::as_str))
            .fact("image", group.ami_type().map(AmiTypes::as_str))
            .fact("disk", group.disk_size().map(|size| format!("{size} GiB")))
            .fact("created", time(group.created_at()))
            .finish(),
    )
}

/// EKS knows an Auto Scaling group by its name; in its ARN stands an id before it that
/// only Auto Scaling tells.
pub(super) fn scaling_group(place: &Place, name: &str) -> ResourceId {
    let path = format!("autoScalingGroup:*:autoScalingGroupName/{name}");
    place.arn("autoscaling", &path)
}

fn said(issue: &Issue) -> String {
    let code = issue.code().map_or("an issue", |code| code.as_str());
    match issue.message() {
        Some(message) => format!("{code}: {message}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_eks::types::{
        AutoScalingGroup, Issue, Nodegroup, NodegroupHealth, NodegroupIssueCode,
        NodegroupResources, NodegroupScalingConfig, NodegroupStatus,
    };

    #[test]
    fn a_node_group_is_carried_by_auto_scaling_groups() {
        let group = AutoScalingGroup::builder().name("eks-workers-0a1b");
        let issue = Issue::builder()
            .code(NodegroupIssueCode::AsgInstanceLaunchFailures)
            .message("no capacity")
            .build();
        let scaling = NodegroupScalingConfig::builder()
            .desired_size(3)
            .min_size(1)
            .max_size(5);
        let row = Nodegroup::builder()
            .nodegroup_arn("arn:aws:eks:eu-west-1:111122223333:nodegroup/shop/workers/0a1b")
            .nodegroup_name("workers")
            .cluster_name("shop")
            .status(NodegroupStatus::Degraded)
            .subnets("subnet-1")
            .resources(
                NodegroupResources::builder()
                    .auto_scaling_groups(group.build())
                    .build(),
            )
            .scaling_config(scaling.build())
            .health(NodegroupHealth::builder().issues(issue).build())
            .build();
        let group = convert(&place(), &row).unwrap();
        assert_eq!(
            (group.name.as_str(), group.health),
            ("workers", Health::Degraded)
        );
        assert_eq!(
            group.reason.as_deref(),
            Some("AsgInstanceLaunchFailures: no capacity")
        );
        assert_eq!(
            related(&group),
            [
                "is-member-of shop",
                "is-attached-to subnet-1",
                "is-associated-with eks-workers-0a1b",
            ]
        );
        assert_eq!(facts(&group), ["desired=3", "minimum=1", "maximum=5"]);
        assert_eq!(convert(&place(), &Nodegroup::builder().build()), None);
    }
}
