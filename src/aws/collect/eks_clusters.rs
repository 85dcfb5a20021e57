//! EKS clusters: their control plane, and where it reaches into a VPC.

use super::{Collecting, Collector, Pace, Scope, joined, pairs, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_eks::types::{Cluster, ClusterHealth, ClusterIssue, ClusterStatus, VpcConfigResponse};
use std::sync::Arc;

pub(super) const LIST: &str = "eks:ListClusters";
const CALL: &str = "eks:DescribeCluster";

pub const COLLECTOR: Collector = Collector {
    name: "eks-clusters",
    title: "EKS clusters",
    service: Service::Eks,
    scope: Scope::Regional,
    actions: &[LIST, CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// What a cluster that is no more is called.
pub(super) const GONE: &str = "ResourceNotFound";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let names = names(reader).await?;
        reader
            .parts(&names, GONE, |name| of_cluster(reader, name))
            .await
    })
}

/// The names of all clusters, which everything in them is asked for by.
pub(super) async fn names(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.eks().list_clusters();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.clusters.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

async fn of_cluster(reader: &Reader, name: &str) -> Result<Read, Failure> {
    let row = reader.call(CALL, async {
        let request = reader.clients.eks().describe_cluster().name(name);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.cluster)
    });
    let rows: Vec<Cluster> = row.await?.into_iter().collect();
    Ok(Read::resources((reader, CALL), &rows, |row| {
        convert(&reader.place, row)
    }))
}

/// The ARN of a cluster that is known by its name.
pub(super) fn id(place: &Place, name: &str) -> ResourceId {
    place.arn("eks", &format!("cluster/{name}"))
}

/// The words that clusters, node groups and profiles share.
pub(super) fn health(status: Option<&str>) -> Health {
    match status {
        Some("UPDATING") => Health::Pending,
        Some("DEGRADED") => Health::Degraded,
        Some("CREATE_FAILED" | "DELETE_FAILED") => Health::Unhealthy,
        other => lifecycle(other),
    }
}

/// What AWS names as wrong counts even where the status is good.
pub(super) fn with_issues(health: Health, issue: Option<&str>) -> Health {
    match issue {
        Some(_) => health.max(Health::Degraded),
        None => health,
    }
}

fn convert(place: &Place, cluster: &Cluster) -> Option<Resource> {
    let arn = cluster.arn()?;
    let status = cluster.status().map(ClusterStatus::as_str);
    let issues = cluster.health().map(ClusterHealth::issues);
    let issue = issues.unwrap_or_default().first().map(said);
    let network = cluster.resources_vpc_config();
    let subnets = network.map(VpcConfigResponse::subnet_ids);
    let groups = network.map(VpcConfigResponse::security_group_ids);
    let groups = groups.into_iter().flatten().map(String::as_str);
    let own = network.and_then(VpcConfigResponse::cluster_security_group_id);
    let vpc = network.and_then(VpcConfigResponse::vpc_id);
    let host = cluster.endpoint().map(|url| {
        let host = url.split_once("://").map_or(url, |(_, host)| host);
        host.trim_end_matches('/')
    });
    let open_to = network.map(VpcConfigResponse::public_access_cidrs);
    let open_to = open_to.into_iter().flatten().map(String::as_str);
    let support = cluster.upgrade_policy();
    let support = support.and_then(|policy| Some(policy.support_type()?.as_str()));
    let is_public = network.map(VpcConfigResponse::endpoint_public_access);
    Some(
        Entry::new(place, Kind::EksCluster, place.given(arn), CALL)
            .named(cluster.name())
            .tags(pairs(cluster.tags()))
            .state(status, with_issues(health(status), issue.as_deref()))
            .reason(issue.as_deref())
            .within([(
                vpc.map(|id| place.ec2(id)),
                "cluster.resourcesVpcConfig.vpcId",
            )])
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                subnets.into_iter().flatten().map(|id| place.ec2(id)),
                "cluster.resourcesVpcConfig.subnetIds",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.chain(own).map(|id| place.ec2(id)),
                "cluster.resourcesVpcConfig.securityGroupIds",
            )
            .fact("version", cluster.version())
            .fact("support", support)
            .fact("platform", cluster.platform_version())
            .fact("dns name", host)
            .fact("public endpoint", yes_or_no(is_public))
            .fact(
                "open to",
                joined(open_to).filter(|_| is_public == Some(true)),
            )
            .fact(
                "deletion protection",
                yes_or_no(cluster.deletion_protection()),
            )
            .fact("created", time(cluster.created_at()))
            .finish(),
    )
}

fn said(issue: &ClusterIssue) -> String {
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
        Cluster, ClusterHealth, ClusterIssue, ClusterIssueCode, ClusterStatus, VpcConfigResponse,
    };

    const ARN: &str = "arn:aws:eks:eu-west-1:111122223333:cluster/shop";

    #[test]
    fn a_cluster_stands_in_its_vpc_and_answers_at_its_endpoint() {
        let network = VpcConfigResponse::builder()
            .vpc_id("vpc-1")
            .subnet_ids("subnet-1")
            .subnet_ids("subnet-2")
            .security_group_ids("sg-1")
            .cluster_security_group_id("sg-2")
            .endpoint_public_access(true)
            .public_access_cidrs("198.51.100.0/24");
        let row = Cluster::builder()
            .arn(ARN)
            .name("shop")
            .version("1.33")
            .endpoint("https://0A1B.gr7.eu-west-1.eks.amazonaws.com")
            .resources_vpc_config(network.build())
            .build();
        let cluster = convert(&place(), &row).unwrap();
        assert_eq!(
            related(&cluster),
            [
                "is-contained-in vpc-1",
                "is-attached-to subnet-1",
                "is-attached-to subnet-2",
                "is-associated-with sg-1",
                "is-associated-with sg-2",
            ]
        );
        assert_eq!(
            facts(&cluster),
            [
                "version=1.33",
                "dns name=0A1B.gr7.eu-west-1.eks.amazonaws.com",
                "public endpoint=yes",
                "open to=198.51.100.0/24",
            ]
        );
        assert_eq!(convert(&place(), &Cluster::builder().build()), None);
    }

    #[test]
    fn a_cluster_is_as_its_status_and_its_issues() {
        for (status, has_issue, health) in [
            (ClusterStatus::Active, false, Health::Healthy),
            (ClusterStatus::Active, true, Health::Degraded),
            (ClusterStatus::Updating, false, Health::Pending),
            (ClusterStatus::Failed, true, Health::Unhealthy),
            (ClusterStatus::from("NOVEL"), false, Health::Unknown),
        ] {
            let issue = ClusterIssue::builder()
                .code(ClusterIssueCode::from("Ec2SubnetNotFound"))
                .message("subnet-1 is gone")
                .build();
            let issues = has_issue.then(|| vec![issue]);
            let row = Cluster::builder()
                .arn(ARN)
                .status(status)
                .health(ClusterHealth::builder().set_issues(issues).build())
                .build();
            let cluster = convert(&place(), &row).unwrap();
            let reason = has_issue.then_some("Ec2SubnetNotFound: subnet-1 is gone");
            assert_eq!(
                (cluster.health, cluster.reason.as_deref()),
                (health, reason)
            );
        }
    }
}
