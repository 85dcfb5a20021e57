//! ECS tasks that run or are about to: on Fargate in their subnet, else on their
//! instance.

use super::ecs_services::short_definition;
use super::{Collecting, Collector, Pace, Scope, ecs_clusters, images, joined, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_ecs::types::{
    Attachment, Attribute, Container, EphemeralStorage, HealthStatus, LaunchType, Task, TaskField,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const LIST: &str = "ecs:ListTasks";
const CALL: &str = "ecs:DescribeTasks";
const HOSTS: &str = "ecs:DescribeContainerInstances";

pub const COLLECTOR: Collector = Collector {
    name: "ecs-tasks",
    title: "ECS tasks",
    service: Service::Ecs,
    scope: Scope::Regional,
    actions: &[ecs_clusters::LIST, LIST, CALL, HOSTS],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// Both describing calls take this many ARNs.
const DESCRIBED_AT_ONCE: usize = 100;

/// The instance behind each container instance's ARN.
type Hosts = BTreeMap<String, String>;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let clusters = ecs_clusters::arns(reader).await?;
        let gone = "ClusterNotFound";
        reader
            .parts(&clusters, gone, |cluster| of_cluster(reader, cluster))
            .await
    })
}

async fn of_cluster(reader: &Reader, cluster: &str) -> Result<Read, Failure> {
    let arns = reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.ecs().list_tasks().cluster(cluster);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.task_arns.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    let mut rows = Vec::new();
    for chunk in arns.chunks(DESCRIBED_AT_ONCE) {
        let described = reader.call(CALL, async {
            let request = reader.clients.ecs().describe_tasks().cluster(cluster);
            let request = request.include(TaskField::Tags);
            let answer = request.set_tasks(Some(chunk.to_vec())).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            Ok(answer.tasks.unwrap_or_default())
        });
        rows.extend(described.await?);
    }
    let (hosts, unknown) = match hosts(reader, cluster, &rows).await {
        Ok(hosts) => (hosts, None),
        Err(failure) => (Hosts::new(), Some(failure)),
    };
    let mut read = Read::resources((reader, CALL), &rows, |row| {
        convert(&reader.place, row, &hosts)
    });
    if let Some(failure) = unknown {
        read.lacks("the instances behind tasks", failure);
    }
    Ok(read)
}

async fn hosts(reader: &Reader, cluster: &str, tasks: &[Task]) -> Result<Hosts, Failure> {
    let arns: BTreeSet<&str> = tasks
        .iter()
        .filter_map(Task::container_instance_arn)
        .collect();
    let arns: Vec<String> = arns.into_iter().map(str::to_owned).collect();
    let mut hosts = Hosts::new();
    for chunk in arns.chunks(DESCRIBED_AT_ONCE) {
        let described = reader.call(HOSTS, async {
            let request = reader.clients.ecs().describe_container_instances();
            let request = request.cluster(cluster);
            let request = request.set_container_instances(Some(chunk.to_vec()));
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(HOSTS, &error))?;
            Ok(answer.container_instances.unwrap_or_default())
        });
        let described = described.await?.into_iter();
        hosts.extend(
            described.filter_map(|one| Some((one.container_instance_arn?, one.ec2_instance_id?))),
        );
    }
    Ok(hosts)
}

fn convert(place: &Place, task: &Task, hosts: &Hosts) -> Option<Resource> {
    let arn = task.task_arn()?;
    let subnet = detail(task, "subnetId").map(|id| place.ec2(id));
    let host = task.container_instance_arn().and_then(|arn| hosts.get(arn));
    let host = host.map(|id| place.ec2(id));
    let (around, beside) = match subnet {
        Some(_) => (None, host),
        None => (host, None),
    };
    let images = task.containers().iter().filter_map(Container::image);
    let repositories = images
        .clone()
        .filter_map(|image| images::repository(place, image));
    let family = task.task_definition_arn().map(short_definition);
    let family = family.map(|name| name.split(':').next().unwrap_or(name));
    let (of, group) = task.group().unwrap_or_default().split_once(':').unzip();
    let is_of_service = of == Some("service");
    let addresses = ["privateIPv4Address", "privateIPv6Address"];
    let addresses = addresses.into_iter().filter_map(|name| detail(task, name));
    Some(
        Entry::new(place, Kind::EcsTask, place.given(arn), CALL)
            .named(group.filter(|_| is_of_service).or(family))
            .tags(task.tags().iter().map(|tag| (tag.key(), tag.value())))
            .zone(task.availability_zone())
            .state(task.last_status(), health(task))
            .reason(reason(task))
            .within([
                (subnet, "tasks[].attachments[].details[subnetId]"),
                (around, "containerInstances[].ec2InstanceId"),
            ])
            .relates(
                RelationshipKind::IsAttachedTo,
                beside,
                "containerInstances[].ec2InstanceId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                detail(task, "networkInterfaceId").map(|id| place.ec2(id)),
                "tasks[].attachments[].details[networkInterfaceId]",
            )
            .relates(
                RelationshipKind::IsMemberOf,
                group
                    .filter(|_| is_of_service)
                    .map(|name| service(place, arn, name)),
                "tasks[].group",
            )
            .relates(
                RelationshipKind::IsMemberOf,
                task.cluster_arn()
                    .filter(|_| !is_of_service)
                    .map(|arn| place.given(arn)),
                "tasks[].clusterArn",
            )
            .relates_to_all(
                RelationshipKind::RefersTo,
                repositories,
                "tasks[].containers[].image",
            )
            .fact("private address", joined(addresses))
            .fact("launch type", task.launch_type().map(LaunchType::as_str))
            .fact(
                "task definition",
                task.task_definition_arn().map(short_definition),
            )
            .fact("images", joined(images.map(images::short)))
            .fact(
                "health check",
                task.health_status().map(HealthStatus::as_str),
            )
            .fact("cpu units", task.cpu())
            .fact("memory", task.memory().map(|mib| format!("{mib} MiB")))
            .measure(Measure::CpuUnits, number(task.cpu()))
            .measure(Measure::MemoryMib, number(task.memory()))
            .measure(
                Measure::EphemeralGib,
                task.ephemeral_storage().map(EphemeralStorage::size_in_gib),
            )
            .fact("architecture", architecture(task))
            .fact("platform family", task.platform_family())
            .fact("capacity provider", task.capacity_provider_name())
            .fact("platform", task.platform_version())
            .fact("started", time(task.started_at()))
            .finish(),
    )
}

/// What its network interface's attachment says of it.
fn detail<'a>(task: &'a Task, name: &str) -> Option<&'a str> {
    let details = task.attachments().iter().flat_map(Attachment::details);
    let mut named = details.filter(|detail| detail.name() == Some(name));
    named.next().and_then(|detail| detail.value())
}

/// Its ARN has the cluster's name in it where the task's own has.
fn service(place: &Place, task: &str, name: &str) -> ResourceId {
    let path = task.split_once(":task/").map_or("", |(_, path)| path);
    match path.split_once('/') {
        Some((cluster, _)) => place.arn("ecs", &format!("service/{cluster}/{name}")),
        None => place.arn("ecs", &format!("service/{name}")),
    }
}

/// A container's health check counts while the task runs; one without any has only
/// the task's own word.
fn health(task: &Task) -> Health {
    match (task.last_status().unwrap_or_default(), task.health_status()) {
        ("RUNNING", Some(HealthStatus::Unhealthy)) => Health::Unhealthy,
        ("RUNNING", _) => Health::Healthy,
        ("STOPPED" | "DELETED", _) => Health::Stopped,
        (
            "PROVISIONING" | "PENDING" | "ACTIVATING" | "DEACTIVATING" | "STOPPING"
            | "DEPROVISIONING",
            _,
        ) => Health::Pending,
        _ => Health::Unknown,
    }
}

fn reason(task: &Task) -> Option<&str> {
    let of_containers = task.containers().iter().find_map(Container::reason);
    let is_unhealthy = task.health_status() == Some(&HealthStatus::Unhealthy);
    let check = is_unhealthy.then_some("its health check fails");
    task.stopped_reason().or(of_containers).or(check)
}

/// A number that AWS writes as text.
fn number(text: Option<&str>) -> Option<u64> {
    text?.parse().ok()
}

fn architecture(task: &Task) -> Option<&str> {
    let mut attributes = task.attributes().iter();
    let named = attributes.find(|attribute| attribute.name() == "ecs.cpu-architecture");
    named.and_then(Attribute::value)
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Hosts, convert};
    use crate::inventory::Health;
    use aws_sdk_ecs::types::{Attachment, Container, HealthStatus, KeyValuePair, LaunchType, Task};

    const PREFIX: &str = "arn:aws:ecs:eu-west-1:111122223333";

    fn attachment() -> Attachment {
        let pairs = [
            ("subnetId", "subnet-1"),
            ("networkInterfaceId", "eni-1"),
            ("privateIPv4Address", "10.0.1.7"),
        ];
        let pairs = pairs.map(|(name, value)| {
            let pair = KeyValuePair::builder().name(name).value(value);
            pair.build()
        });
        Attachment::builder()
            .set_details(Some(pairs.to_vec()))
            .build()
    }

    fn hosts() -> Hosts {
        let arn = format!("{PREFIX}:container-instance/shop/1");
        [(arn, "i-1".to_owned())].into()
    }

    #[test]
    fn a_task_on_fargate_stands_in_its_subnet() {
        let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:7";
        let row = Task::builder()
            .task_arn(format!("{PREFIX}:task/shop/0a1b"))
            .group("service:orders")
            .task_definition_arn(format!("{PREFIX}:task-definition/orders-api:7"))
            .last_status("RUNNING")
            .launch_type(LaunchType::Fargate)
            .attachments(attachment())
            .containers(Container::builder().image(image).build())
            .build();
        let task = convert(&place(), &row, &hosts()).unwrap();
        assert_eq!(task.name, "orders");
        assert_eq!(task.parent.as_ref().unwrap().short(), "subnet-1");
        assert_eq!(
            related(&task),
            [
                "is-contained-in subnet-1",
                "is-attached-to eni-1",
                "is-member-of orders",
                "refers-to orders",
            ]
        );
        assert_eq!(
            facts(&task),
            [
                "private address=10.0.1.7",
                "launch type=FARGATE",
                "task definition=orders-api:7",
                "images=orders:7"
            ]
        );
        assert_eq!(convert(&place(), &Task::builder().build(), &hosts()), None);
    }

    #[test]
    fn a_task_on_an_instance_stands_there() {
        let row = Task::builder()
            .task_arn(format!("{PREFIX}:task/shop/0a1b"))
            .cluster_arn(format!("{PREFIX}:cluster/shop"))
            .group("family:nightly")
            .task_definition_arn(format!("{PREFIX}:task-definition/nightly:1"))
            .container_instance_arn(format!("{PREFIX}:container-instance/shop/1"));
        let task = convert(&place(), &row.clone().build(), &hosts()).unwrap();
        assert_eq!(task.name, "nightly");
        assert_eq!(related(&task), ["is-contained-in i-1", "is-member-of shop"]);
        let row = row.attachments(attachment()).build();
        let task = convert(&place(), &row, &hosts()).unwrap();
        assert_eq!(
            related(&task)[..2],
            ["is-contained-in subnet-1", "is-attached-to i-1"]
        );
    }

    #[test]
    fn a_task_is_as_well_as_its_status_and_its_health_check() {
        for (status, check, health) in [
            ("RUNNING", HealthStatus::Healthy, Health::Healthy),
            ("RUNNING", HealthStatus::UnknownValue, Health::Healthy),
            ("RUNNING", HealthStatus::Unhealthy, Health::Unhealthy),
            ("PENDING", HealthStatus::UnknownValue, Health::Pending),
            ("DEPROVISIONING", HealthStatus::Unhealthy, Health::Pending),
            ("NOVEL", HealthStatus::Healthy, Health::Unknown),
        ] {
            let row = Task::builder()
                .task_arn(format!("{PREFIX}:task/shop/0a1b"))
                .last_status(status)
                .health_status(check)
                .build();
            let task = convert(&place(), &row, &hosts()).unwrap();
            assert_eq!(task.health, health, "{status}");
        }
    }
}
