//! ECS services: how many tasks there should be, how many run, and how the last
//! deployment went.

use super::ecs_clusters;
use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ecs::types::{
    AssignPublicIp, AwsVpcConfiguration, CapacityProviderStrategyItem, Deployment,
    DeploymentRolloutState, LaunchType, LoadBalancer, NetworkConfiguration, Service as EcsService,
    ServiceField,
};
use std::sync::Arc;

pub(super) const LIST: &str = "ecs:ListServices";
pub(super) const CALL: &str = "ecs:DescribeServices";

pub const COLLECTOR: Collector = Collector {
    name: "ecs-services",
    title: "ECS services",
    service: Service::Ecs,
    scope: Scope::Regional,
    actions: &[ecs_clusters::LIST, LIST, CALL],
    pace: Pace::Status,
    after: None,
    collect,
};

/// `DescribeServices` takes this many ARNs.
const DESCRIBED_AT_ONCE: usize = 10;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let clusters = ecs_clusters::arns(reader).await?;
        reader
            .parts(&clusters, "ClusterNotFound", |cluster| {
                of_cluster(reader, cluster)
            })
            .await
    })
}

async fn of_cluster(reader: &Reader, cluster: &str) -> Result<Read, Failure> {
    let rows = fetch(reader, cluster).await?;
    let place = &reader.place;
    Ok(Read::resources((reader, CALL), &rows, |row| {
        convert(place, row)
    }))
}

/// The services of a cluster, but for those that are no more.
pub(super) async fn fetch(reader: &Reader, cluster: &str) -> Result<Vec<EcsService>, Failure> {
    let arns = reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.ecs().list_services().cluster(cluster);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.service_arns.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    let chunks: Vec<&[String]> = arns.chunks(DESCRIBED_AT_ONCE).collect();
    let described = reader.each(&chunks, |chunk| {
        reader.call(CALL, async move {
            let request = reader.clients.ecs().describe_services().cluster(cluster);
            let request = request.include(ServiceField::Tags);
            let answer = request.set_services(Some(chunk.to_vec())).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            Ok(answer.services.unwrap_or_default())
        })
    });
    let mut rows = Vec::new();
    for (_, chunk) in described.await {
        rows.extend(chunk?);
    }
    rows.retain(|row| row.status() != Some("INACTIVE"));
    Ok(rows)
}

fn convert(place: &Place, service: &EcsService) -> Option<Resource> {
    let arn = service.service_arn()?;
    let how = How::of(service);
    let network = network(service);
    let subnets = network.map(AwsVpcConfiguration::subnets);
    let groups = network.map(AwsVpcConfiguration::security_groups);
    let balancers = service.load_balancers().iter();
    let target_groups = balancers.clone().filter_map(LoadBalancer::target_group_arn);
    let classic = balancers.filter_map(LoadBalancer::load_balancer_name);
    let is_public = network.and_then(AwsVpcConfiguration::assign_public_ip);
    Some(
        Entry::new(place, Kind::EcsService, place.given(arn), CALL)
            .named(service.service_name())
            .tags(service.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(Some(&how.state), how.health)
            .reason(how.reason.as_deref())
            .relates(
                RelationshipKind::IsMemberOf,
                service.cluster_arn().map(|arn| place.given(arn)),
                "services[].clusterArn",
            )
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                subnets.into_iter().flatten().map(|id| place.ec2(id)),
                "services[].networkConfiguration.awsvpcConfiguration.subnets",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.into_iter().flatten().map(|id| place.ec2(id)),
                "services[].networkConfiguration.awsvpcConfiguration.securityGroups",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                target_groups.map(|arn| place.given(arn)),
                "services[].loadBalancers[].targetGroupArn",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                classic.map(|name| place.load_balancer(name)),
                "services[].loadBalancers[].loadBalancerName",
            )
            .fact("desired", Some(service.desired_count()))
            .fact("running", Some(service.running_count()))
            .fact("pending", Some(service.pending_count()))
            .fact("launch type", launch_type(service))
            .fact(
                "task definition",
                service.task_definition().map(short_definition),
            )
            .fact("rollout", how.rollout)
            .fact(
                "assigns public addresses",
                yes_or_no(is_public.map(|is| *is == AssignPublicIp::Enabled)),
            )
            .fact("created", time(service.created_at()))
            .finish(),
    )
}

/// `orders:7` of a task definition's ARN.
pub(super) fn short_definition(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The service's own, or that of its deployment where another controller deploys it.
fn network(service: &EcsService) -> Option<&AwsVpcConfiguration> {
    let deployments = service.deployments().iter();
    service
        .network_configuration()
        .or_else(|| deployments.map(Deployment::network_configuration).next()?)
        .and_then(NetworkConfiguration::awsvpc_configuration)
}

fn launch_type(service: &EcsService) -> Option<String> {
    let strategy = service.capacity_provider_strategy().iter();
    let providers = joined(strategy.map(CapacityProviderStrategyItem::capacity_provider));
    let launched = service.launch_type().map(LaunchType::as_str);
    providers.or_else(|| launched.map(str::to_owned))
}

/// How it does: as an Auto Scaling group by its numbers, and as its deployment says.
struct How {
    health: Health,
    state: String,
    reason: Option<String>,
    rollout: Option<&'static str>,
}

impl How {
    fn of(service: &EcsService) -> Self {
        let (running, desired) = (service.running_count(), service.desired_count());
        let mut deployments = service.deployments().iter();
        let primary = deployments.find(|one| one.status() == Some("PRIMARY"));
        let rollout = primary.and_then(Deployment::rollout_state);
        let has_failed = rollout == Some(&DeploymentRolloutState::Failed);
        let is_starting = rollout == Some(&DeploymentRolloutState::InProgress)
            && primary.is_some_and(|one| one.failed_tasks() == 0);
        let by_number = match (running, desired) {
            _ if service.status() == Some("DRAINING") => Health::Pending,
            (0, 0) => Health::Stopped,
            (0, _) if is_starting => Health::Pending,
            (0, _) => Health::Unhealthy,
            _ if running < desired => Health::Degraded,
            _ => Health::Healthy,
        };
        let health = match by_number {
            _ if has_failed => by_number.max(Health::Degraded),
            health => health,
        };
        let said = primary.and_then(Deployment::rollout_state_reason);
        let event = service.events().first().and_then(|event| event.message());
        let reason = match health {
            _ if has_failed => said.or(event),
            Health::Healthy | Health::Stopped => None,
            _ => event.or(said),
        };
        Self {
            health,
            state: format!("{running} of {desired} running"),
            reason: reason.map(str::to_owned),
            rollout: rollout.and_then(word),
        }
    }
}

fn word(rollout: &DeploymentRolloutState) -> Option<&'static str> {
    match rollout {
        DeploymentRolloutState::Completed => Some("completed"),
        DeploymentRolloutState::Failed => Some("failed"),
        DeploymentRolloutState::InProgress => Some("in progress"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ecs::types::{
        AssignPublicIp, AwsVpcConfiguration, Deployment, DeploymentRolloutState, LaunchType,
        LoadBalancer, NetworkConfiguration, Service, ServiceEvent,
    };

    const ARN: &str = "arn:aws:ecs:eu-west-1:111122223333:service/shop/orders";

    fn deployed(state: DeploymentRolloutState, failed: i32) -> Deployment {
        Deployment::builder()
            .status("PRIMARY")
            .rollout_state(state)
            .rollout_state_reason("ECS deployment said so")
            .failed_tasks(failed)
            .build()
    }

    #[test]
    fn a_service_is_as_well_as_its_numbers_and_its_deployment() {
        use DeploymentRolloutState::{Completed, Failed, InProgress};
        let said = Some("ECS deployment said so");
        let event = Some("was unable to place a task");
        for (running, desired, deployment, health, reason) in [
            (2, 2, deployed(Completed, 0), Health::Healthy, None),
            (1, 2, deployed(Completed, 0), Health::Degraded, event),
            (0, 2, deployed(Completed, 0), Health::Unhealthy, event),
            (0, 0, deployed(Completed, 0), Health::Stopped, None),
            (0, 2, deployed(InProgress, 0), Health::Pending, event),
            (0, 2, deployed(InProgress, 4), Health::Unhealthy, event),
            (2, 2, deployed(Failed, 9), Health::Degraded, said),
            (0, 2, deployed(Failed, 9), Health::Unhealthy, said),
        ] {
            let event = ServiceEvent::builder().message("was unable to place a task");
            let row = Service::builder()
                .service_arn(ARN)
                .status("ACTIVE")
                .running_count(running)
                .desired_count(desired)
                .deployments(deployment)
                .events(event.build())
                .build();
            let service = convert(&place(), &row).unwrap();
            assert_eq!(service.state, format!("{running} of {desired} running"));
            assert_eq!(
                (service.health, service.reason.as_deref()),
                (health, reason)
            );
        }
    }

    #[test]
    fn a_service_knows_its_cluster_its_subnets_and_its_target_group() {
        let network = AwsVpcConfiguration::builder()
            .subnets("subnet-1")
            .subnets("subnet-2")
            .security_groups("sg-1")
            .assign_public_ip(AssignPublicIp::Disabled)
            .build()
            .unwrap();
        let group = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/1";
        let row = Service::builder()
            .service_arn(ARN)
            .service_name("orders")
            .cluster_arn("arn:aws:ecs:eu-west-1:111122223333:cluster/shop")
            .launch_type(LaunchType::Fargate)
            .task_definition("arn:aws:ecs:eu-west-1:111122223333:task-definition/orders:7")
            .load_balancers(LoadBalancer::builder().target_group_arn(group).build())
            .load_balancers(LoadBalancer::builder().load_balancer_name("old").build())
            .network_configuration(
                NetworkConfiguration::builder()
                    .awsvpc_configuration(network)
                    .build(),
            )
            .build();
        let service = convert(&place(), &row).unwrap();
        assert_eq!(
            related(&service),
            [
                "is-member-of shop",
                "is-attached-to subnet-1",
                "is-attached-to subnet-2",
                "is-associated-with sg-1",
                "is-associated-with api",
                "is-associated-with old",
            ]
        );
        assert_eq!(
            facts(&service)[3..],
            [
                "launch type=FARGATE",
                "task definition=orders:7",
                "assigns public addresses=no"
            ]
        );
        assert_eq!(convert(&place(), &Service::builder().build()), None);
    }
}
