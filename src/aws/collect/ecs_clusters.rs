//! ECS clusters: what runs in them is told by their services and tasks.

use super::{Collecting, Collector, Pace, Scope, joined};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Resource};
use aws_sdk_ecs::types::{Cluster, ClusterField};
use std::sync::Arc;

pub(super) const LIST: &str = "ecs:ListClusters";
const CALL: &str = "ecs:DescribeClusters";

pub const COLLECTOR: Collector = Collector {
    name: "ecs-clusters",
    title: "ECS clusters",
    service: Service::Ecs,
    scope: Scope::Regional,
    actions: &[LIST, CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// `DescribeClusters` takes this many ARNs.
const DESCRIBED_AT_ONCE: usize = 100;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let arns = arns(reader).await?;
        let mut read = Read::nothing();
        for chunk in arns.chunks(DESCRIBED_AT_ONCE) {
            let rows = reader.call(CALL, async {
                let request = reader.clients.ecs().describe_clusters();
                let request = request.include(ClusterField::Tags);
                let answer = request.set_clusters(Some(chunk.to_vec())).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok(answer.clusters.unwrap_or_default())
            });
            let mut rows = rows.await?;
            rows.retain(|row| row.status() != Some("INACTIVE"));
            read.append(Read::resources((reader, CALL), &rows, |row| {
                convert(&reader.place, row)
            }));
        }
        Ok(read)
    })
}

/// The ARNs of all clusters, which services and tasks are asked for by.
pub(super) async fn arns(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.ecs().list_clusters();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.cluster_arns.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

fn convert(place: &Place, cluster: &Cluster) -> Option<Resource> {
    let arn = cluster.cluster_arn()?;
    let health = match cluster.status() {
        Some("DEPROVISIONING") => Health::Pending,
        other => lifecycle(other),
    };
    let providers = cluster.capacity_providers().iter().map(String::as_str);
    Some(
        Entry::new(place, Kind::EcsCluster, place.given(arn), CALL)
            .named(cluster.cluster_name())
            .tags(cluster.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(cluster.status(), health)
            .fact("services", Some(cluster.active_services_count()))
            .fact("running tasks", Some(cluster.running_tasks_count()))
            .fact("pending tasks", Some(cluster.pending_tasks_count()))
            .fact(
                "container instances",
                Some(cluster.registered_container_instances_count()),
            )
            .fact("capacity providers", joined(providers))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ecs::types::Cluster;

    #[test]
    fn a_cluster_says_what_runs_in_it() {
        for (status, health) in [
            ("ACTIVE", Health::Healthy),
            ("PROVISIONING", Health::Pending),
            ("DEPROVISIONING", Health::Pending),
            ("FAILED", Health::Unhealthy),
            ("NOVEL", Health::Unknown),
        ] {
            let row = Cluster::builder()
                .cluster_arn("arn:aws:ecs:eu-west-1:111122223333:cluster/shop")
                .status(status)
                .running_tasks_count(3)
                .capacity_providers("FARGATE")
                .build();
            let cluster = convert(&place(), &row).unwrap();
            assert_eq!((cluster.name.as_str(), cluster.health), ("shop", health));
            assert_eq!(
                facts(&cluster),
                [
                    "services=0",
                    "running tasks=3",
                    "pending tasks=0",
                    "container instances=0",
                    "capacity providers=FARGATE"
                ]
            );
        }
        assert_eq!(convert(&place(), &Cluster::builder().build()), None);
    }
}
