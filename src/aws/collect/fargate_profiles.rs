//! EKS Fargate profiles: which pods of a cluster run without nodes, and where.

use super::eks_clusters::{self, GONE, health, with_issues};
use super::{Collecting, Collector, Pace, Scope, joined, pairs, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource};
use aws_sdk_eks::types::{
    FargateProfile, FargateProfileHealth, FargateProfileIssue, FargateProfileStatus,
};
use std::sync::Arc;

const LIST: &str = "eks:ListFargateProfiles";
const CALL: &str = "eks:DescribeFargateProfile";

pub const COLLECTOR: Collector = Collector {
    name: "eks-fargate-profiles",
    title: "EKS Fargate profiles",
    service: Service::Eks,
    scope: Scope::Regional,
    actions: &[eks_clusters::LIST, LIST, CALL],
    pace: Pace::Detail,
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
                let request = reader.clients.eks().list_fargate_profiles();
                let request = request.cluster_name(cluster);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                let names = answer.fargate_profile_names.unwrap_or_default();
                Ok((names, answer.next_token))
            })
        })
        .await?;
    reader
        .parts(&names, GONE, |name| of_profile(reader, cluster, name))
        .await
}

async fn of_profile(reader: &Reader, cluster: &str, name: &str) -> Result<Read, Failure> {
    let row = reader.call(CALL, async {
        let request = reader.clients.eks().describe_fargate_profile();
        let request = request.cluster_name(cluster).fargate_profile_name(name);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.fargate_profile)
    });
    let rows: Vec<FargateProfile> = row.await?.into_iter().collect();
    Ok(Read::resources((reader, CALL), &rows, |row| {
        convert(&reader.place, row)
    }))
}

fn convert(place: &Place, profile: &FargateProfile) -> Option<Resource> {
    let arn = profile.fargate_profile_arn()?;
    let status = profile.status().map(FargateProfileStatus::as_str);
    let issues = profile.health().map(FargateProfileHealth::issues);
    let issue = issues.unwrap_or_default().first();
    let issue = issue.and_then(FargateProfileIssue::message);
    let selectors = profile.selectors().iter();
    let namespaces = selectors.filter_map(|selector| selector.namespace());
    Some(
        Entry::new(place, Kind::FargateProfile, place.given(arn), CALL)
            .named(profile.fargate_profile_name())
            .tags(pairs(profile.tags()))
            .state(status, with_issues(health(status), issue))
            .reason(issue)
            .relates(
                RelationshipKind::IsMemberOf,
                profile
                    .cluster_name()
                    .map(|name| eks_clusters::id(place, name)),
                "fargateProfile.clusterName",
            )
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                profile.subnets().iter().map(|id| place.ec2(id)),
                "fargateProfile.subnets",
            )
            .fact("namespaces", joined(namespaces))
            .fact("created", time(profile.created_at()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_eks::types::{FargateProfile, FargateProfileSelector, FargateProfileStatus};

    #[test]
    fn a_profile_belongs_to_its_cluster() {
        let selector = FargateProfileSelector::builder().namespace("batch");
        let row = FargateProfile::builder()
            .fargate_profile_arn(
                "arn:aws:eks:eu-west-1:111122223333:fargateprofile/shop/batch/0a1b",
            )
            .fargate_profile_name("batch")
            .cluster_name("shop")
            .status(FargateProfileStatus::Active)
            .subnets("subnet-1")
            .selectors(selector.build())
            .build();
        let profile = convert(&place(), &row).unwrap();
        assert_eq!(
            (profile.name.as_str(), profile.health),
            ("batch", Health::Healthy)
        );
        assert_eq!(
            related(&profile),
            ["is-member-of shop", "is-attached-to subnet-1"]
        );
        assert_eq!(facts(&profile), ["namespaces=batch"]);
        assert_eq!(convert(&place(), &FargateProfile::builder().build()), None);
    }
}
