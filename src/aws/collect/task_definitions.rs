//! What the task definitions of ECS services say of them: images, volumes, logs, and what
//! their environment names. Each definition is read once, and told of every service.

use super::{Collecting, Collector, Pace, Scope, ecs_clusters, ecs_services, images, joined};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_ecs::types::{
    ContainerDefinition, LogConfiguration, NetworkMode, Secret, Service as EcsService,
    TaskDefinition,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CALL: &str = "ecs:DescribeTaskDefinition";

pub const COLLECTOR: Collector = Collector {
    name: "ecs-task-definitions",
    title: "ECS task definitions",
    service: Service::Ecs,
    scope: Scope::Regional,
    actions: &[
        ecs_clusters::LIST,
        ecs_services::LIST,
        ecs_services::CALL,
        CALL,
    ],
    pace: Pace::Detail,
    after: Some("ecs-services"),
    collect,
};

/// How ECS says that there is no such definition.
const GONE: &str = "ClientException";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let clusters = ecs_clusters::arns(reader).await?;
        let mut read = Read::nothing();
        let mut services: BTreeMap<String, Vec<EcsService>> = BTreeMap::new();
        for (cluster, answer) in reader
            .each(&clusters, |cluster| ecs_services::fetch(reader, cluster))
            .await
        {
            match answer {
                Ok(rows) => {
                    for row in rows {
                        let Some(definition) = row.task_definition() else {
                            continue;
                        };
                        let of = services.entry(definition.to_owned()).or_default();
                        of.push(row);
                    }
                }
                Err(failure) if failure.has_code("ClusterNotFound") => {}
                Err(failure) => read.lacks(&format!("the services of {cluster}"), failure),
            }
        }
        let definitions: Vec<String> = services.keys().cloned().collect();
        read.append(
            reader
                .parts(&definitions, GONE, |arn| {
                    of_definition(reader, arn, &services)
                })
                .await?,
        );
        Ok(read)
    })
}

async fn of_definition(
    reader: &Reader,
    arn: &String,
    services: &BTreeMap<String, Vec<EcsService>>,
) -> Result<Read, Failure> {
    let definition = reader.call(CALL, async {
        let request = reader.clients.ecs().describe_task_definition();
        let answer = request.task_definition(arn).send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.task_definition)
    });
    let Some(definition) = definition.await? else {
        return Err(Failure::bad_answer(CALL, "there is no definition in it"));
    };
    let services = services.get(arn).map_or(&[][..], Vec::as_slice);
    Ok(Read::resources((reader, CALL), services, |service| {
        convert(&reader.place, service, &definition)
    }))
}

/// What the definition adds to what is known of the service.
fn convert(place: &Place, service: &EcsService, definition: &TaskDefinition) -> Option<Resource> {
    let arn = service.service_arn()?;
    let containers = definition.container_definitions().iter();
    let images = containers.clone().filter_map(ContainerDefinition::image);
    let repositories: BTreeSet<ResourceId> = images
        .clone()
        .filter_map(|image| images::repository(place, image))
        .collect();
    let volumes = definition.volumes().iter();
    let file_systems = volumes.filter_map(|one| one.efs_volume_configuration());
    let logs: BTreeSet<&str> = containers.clone().filter_map(log_group).collect();
    let variables = containers
        .clone()
        .flat_map(ContainerDefinition::environment);
    let variables = variables.filter_map(|one| Some((one.name()?, one.value()?)));
    let mut entry = Entry::new(place, Kind::EcsService, place.given(arn), CALL)
        .named(service.service_name())
        .relates_to_all(
            RelationshipKind::RefersTo,
            repositories,
            "taskDefinition.containerDefinitions[].image",
        )
        .relates_to_all(
            RelationshipKind::RefersTo,
            file_systems.map(|one| place.file_system(one.file_system_id())),
            "taskDefinition.volumes[].efsVolumeConfiguration.fileSystemId",
        )
        .environment(
            variables,
            "taskDefinition.containerDefinitions[].environment",
        )
        .fact("images", joined(images.map(images::short)))
        .fact("cpu units", definition.cpu())
        .fact(
            "memory",
            definition.memory().map(|mib| format!("{mib} MiB")),
        )
        .fact(
            "network mode",
            definition.network_mode().map(NetworkMode::as_str),
        )
        .fact("log groups", joined(logs));
    for secret in containers.flat_map(ContainerDefinition::secrets) {
        entry = entry.labelled(
            RelationshipKind::RefersTo,
            Reference::Id(keeper(place, secret)),
            Some(secret.name().to_owned()),
            "taskDefinition.containerDefinitions[].secrets[].valueFrom",
        );
    }
    Some(entry.finish())
}

fn log_group(container: &ContainerDefinition) -> Option<&str> {
    let options = container
        .log_configuration()
        .and_then(LogConfiguration::options)?;
    options.get("awslogs-group").map(String::as_str)
}

/// What keeps a secret: a secret's ARN may go on with which part of it is meant; what is
/// no ARN is a parameter's name.
fn keeper(place: &Place, secret: &Secret) -> ResourceId {
    let from = secret.value_from();
    if from.starts_with("arn:") {
        let whole: Vec<&str> = from.split(':').take(7).collect();
        return place.given(&whole.join(":"));
    }
    place.arn(
        "ssm",
        &format!("parameter/{}", from.trim_start_matches('/')),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use aws_sdk_ecs::types::{
        ContainerDefinition, EfsVolumeConfiguration, KeyValuePair, LogConfiguration, LogDriver,
        Secret, Service, TaskDefinition, Volume,
    };

    #[test]
    fn a_definition_tells_what_a_service_uses_and_no_value() {
        let secret = |name: &str, from: &str| {
            let secret = Secret::builder().name(name).value_from(from);
            secret.build().unwrap()
        };
        let variable = KeyValuePair::builder().name("TABLE").value("orders-table");
        let logs = LogConfiguration::builder()
            .log_driver(LogDriver::Awslogs)
            .options("awslogs-group", "/ecs/orders")
            .build()
            .unwrap();
        let kept = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-0a1b2c";
        let container = ContainerDefinition::builder()
            .image("111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:7")
            .environment(variable.build())
            .secrets(secret("DB", &format!("{kept}:password::")))
            .secrets(secret("KEY", "/shop/key"))
            .log_configuration(logs)
            .build();
        let efs = EfsVolumeConfiguration::builder().file_system_id("fs-1");
        let volume = Volume::builder().efs_volume_configuration(efs.build().unwrap());
        let definition = TaskDefinition::builder()
            .container_definitions(container)
            .volumes(volume.build())
            .cpu("256")
            .memory("512")
            .build();
        let row = Service::builder()
            .service_arn("arn:aws:ecs:eu-west-1:111122223333:service/shop/orders")
            .service_name("orders")
            .build();
        let service = convert(&place(), &row, &definition).unwrap();
        assert_eq!(
            related(&service),
            [
                "refers-to orders",
                "refers-to fs-1",
                "refers-to (sealed) [TABLE]",
                "refers-to db-0a1b2c [DB]",
                "refers-to key [KEY]",
            ]
        );
        assert_eq!(
            facts(&service),
            [
                "images=orders:7",
                "cpu units=256",
                "memory=512 MiB",
                "log groups=/ecs/orders"
            ]
        );
        assert!(!format!("{service:?}").contains("orders-table"));
    }
}
