//! Lambda functions and what starts them. AWS's list leaves out how they are: that is
//! read by `function_details`.

use super::{Collecting, Collector, Pace, Scope, joined};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_lambda::types::{
    Architecture, EventSourceMappingConfiguration, FunctionConfiguration, LastUpdateStatus,
    PackageType, Runtime, State, TracingConfigResponse, TracingMode, VpcConfigResponse,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const CALL: &str = "lambda:ListFunctions";
const MAPPINGS: &str = "lambda:ListEventSourceMappings";

pub const COLLECTOR: Collector = Collector {
    name: "functions",
    title: "Lambda functions",
    service: Service::Lambda,
    scope: Scope::Regional,
    actions: &[CALL, MAPPINGS],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// What starts each function.
type Sources = BTreeMap<ResourceId, Vec<EventSourceMappingConfiguration>>;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let (rows, mappings) = futures::join!(fetch(reader), mappings(reader));
        let rows = rows?;
        let (mappings, missing) = match mappings {
            Ok(mappings) => (mappings, None),
            Err(failure) => (Vec::new(), Some(failure)),
        };
        let sources = by_function(&reader.place, mappings);
        let mut read = Read::resources((reader, CALL), &rows, |row| {
            convert(&reader.place, row, &sources)
        });
        if let Some(failure) = missing {
            read.lacks("event sources", failure);
        }
        Ok(read)
    })
}

/// Every function, in its latest version.
pub(super) async fn fetch(reader: &Reader) -> Result<Vec<FunctionConfiguration>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.lambda().list_functions();
                let request = request.max_items(reader.page_size(1, 50));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.functions.unwrap_or_default(), answer.next_marker))
            })
        })
        .await
}

async fn mappings(reader: &Reader) -> Result<Vec<EventSourceMappingConfiguration>, Failure> {
    reader
        .pages(MAPPINGS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.lambda().list_event_source_mappings();
                let request = request.max_items(reader.page_size(1, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(MAPPINGS, &error))?;
                let rows = answer.event_source_mappings.unwrap_or_default();
                Ok((rows, answer.next_marker))
            })
        })
        .await
}

fn by_function(place: &Place, mappings: Vec<EventSourceMappingConfiguration>) -> Sources {
    let mut sources = Sources::new();
    for mapping in mappings {
        if let Some(arn) = mapping.function_arn() {
            let function = place.given(&unqualified(arn));
            sources.entry(function).or_default().push(mapping);
        }
    }
    sources
}

/// A mapping may name a version or an alias: `…:function:orders:live`.
fn unqualified(arn: &str) -> String {
    arn.split(':').take(7).collect::<Vec<_>>().join(":")
}

fn convert(place: &Place, row: &FunctionConfiguration, sources: &Sources) -> Option<Resource> {
    let id = place.given(row.function_arn()?);
    let variables = row.environment().and_then(|all| all.variables());
    let variables = variables.into_iter().flatten();
    let mounts = row.file_system_configs().iter();
    let dead_letters = row.dead_letter_config().and_then(|one| one.target_arn());
    let entry = Entry::new(place, Kind::Function, id.clone(), CALL).named(row.function_name());
    let mut entry = with_state(entry, row);
    entry = in_network(place, entry, row.vpc_config())
        .relates_to_all(
            RelationshipKind::RefersTo,
            mounts.map(|mount| place.given(mount.arn())),
            "Functions[].FileSystemConfigs[].Arn",
        )
        .environment(
            variables.map(|(name, value)| (name.as_str(), value.as_str())),
            "Functions[].Environment.Variables",
        );
    if let Some(arn) = dead_letters {
        entry = entry.labelled(
            RelationshipKind::SendsEventsTo,
            Reference::Id(place.given(arn)),
            Some("dead letters".to_owned()),
            "Functions[].DeadLetterConfig.TargetArn",
        );
    }
    for mapping in sources.get(&id).into_iter().flatten() {
        entry = triggered(place, entry, mapping);
    }
    Some(with_facts(entry, row).finish())
}

/// How it is, where the answer says so: a list's does not.
pub(super) fn with_state(entry: Entry, row: &FunctionConfiguration) -> Entry {
    let is_updating = row.last_update_status() == Some(&LastUpdateStatus::InProgress);
    let has_failed = row.last_update_status() == Some(&LastUpdateStatus::Failed);
    let health = match row.state() {
        Some(State::Active) if has_failed => Health::Degraded,
        Some(State::Active) if is_updating => Health::Pending,
        Some(State::Active) => Health::Healthy,
        Some(State::Pending | State::Deleting) => Health::Pending,
        // It has not been called for so long that its resources were taken back.
        Some(State::Inactive | State::Deactivated | State::Deactivating) => Health::Stopped,
        Some(State::Failed) => Health::Unhealthy,
        Some(State::ActiveNonInvocable) => Health::Degraded,
        _ => Health::Unknown,
    };
    let reason = row.last_update_status_reason().filter(|_| has_failed);
    entry
        .state(row.state().map(State::as_str), health)
        .reason(row.state_reason().or(reason))
}

fn in_network(place: &Place, entry: Entry, vpc: Option<&VpcConfigResponse>) -> Entry {
    let Some(vpc) = vpc else { return entry };
    let (only, several) = match vpc.subnet_ids() {
        [only] => (Some(place.ec2(only)), &[][..]),
        several => (None, several),
    };
    let id = vpc.vpc_id().filter(|id| !id.is_empty());
    entry
        .within([
            (only, "Functions[].VpcConfig.SubnetIds"),
            (id.map(|id| place.ec2(id)), "Functions[].VpcConfig.VpcId"),
        ])
        .relates_to_all(
            RelationshipKind::IsAttachedTo,
            several.iter().map(|id| place.ec2(id)),
            "Functions[].VpcConfig.SubnetIds",
        )
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            vpc.security_group_ids().iter().map(|id| place.ec2(id)),
            "Functions[].VpcConfig.SecurityGroupIds",
        )
}

/// A queue, a stream, a table's stream, a cluster; brokers of one's own by host name.
fn triggered(place: &Place, entry: Entry, mapping: &EventSourceMappingConfiguration) -> Entry {
    let label = match mapping.state() {
        Some("Disabled" | "Disabling") => Some("disabled".to_owned()),
        _ => None,
    };
    let kind = RelationshipKind::IsTriggeredBy;
    let mut entry = entry;
    if let Some(arn) = mapping.event_source_arn() {
        let field = "EventSourceMappings[].EventSourceArn";
        let source = Reference::Id(place.given(arn));
        entry = entry.labelled(kind, source, label.clone(), field);
    }
    let own = mapping.self_managed_event_source();
    let brokers = own.and_then(|own| own.endpoints()).into_iter().flatten();
    for broker in brokers.flat_map(|(_, hosts)| hosts) {
        let field = "EventSourceMappings[].SelfManagedEventSource.Endpoints";
        let host = broker.split(':').next().unwrap_or(broker);
        let source = Reference::DnsName(crate::text::clean(host));
        entry = entry.labelled(kind, source, label.clone(), field);
    }
    let failures = mapping.destination_config();
    let failures = failures.and_then(|config| config.on_failure()?.destination());
    match failures.filter(|arn| arn.starts_with("arn:")) {
        Some(arn) => entry.labelled(
            RelationshipKind::SendsEventsTo,
            Reference::Id(place.given(arn)),
            Some("failures".to_owned()),
            "EventSourceMappings[].DestinationConfig.OnFailure.Destination",
        ),
        None => entry,
    }
}

fn with_facts(entry: Entry, row: &FunctionConfiguration) -> Entry {
    let is_traced = row.tracing_config().and_then(TracingConfigResponse::mode);
    let layers = row.layers().iter().filter_map(|layer| layer.arn());
    let layers = layers.map(|arn| arn.split(':').skip(6).collect::<Vec<_>>().join(":"));
    let layers: Vec<String> = layers.collect();
    entry
        .fact("runtime", row.runtime().map(Runtime::as_str))
        .fact("package", row.package_type().map(PackageType::as_str))
        .fact("memory", row.memory_size().map(|mib| format!("{mib} MiB")))
        .fact("timeout", row.timeout().map(|time| format!("{time} s")))
        .fact("handler", row.handler())
        .fact(
            "architecture",
            joined(row.architectures().iter().map(Architecture::as_str)),
        )
        .fact(
            "ephemeral storage",
            row.ephemeral_storage()
                .map(|storage| format!("{} MiB", storage.size())),
        )
        .fact("layers", joined(layers.iter().map(String::as_str)))
        .fact("tracing", is_traced.map(TracingMode::as_str))
        .fact(
            "log group",
            row.logging_config().and_then(|config| config.log_group()),
        )
        .fact("kms key", row.kms_key_arn())
        .fact("modified", row.last_modified())
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Sources, by_function, convert};
    use crate::inventory::Health;
    use aws_sdk_lambda::types::{
        DeadLetterConfig, EnvironmentResponse, EventSourceMappingConfiguration,
        FunctionConfiguration, LastUpdateStatus, Runtime, State, VpcConfigResponse,
    };

    const ARN: &str = "arn:aws:lambda:eu-west-1:111122223333:function:orders";

    fn mapping(source: &str, state: &str) -> EventSourceMappingConfiguration {
        EventSourceMappingConfiguration::builder()
            .function_arn(format!("{ARN}:live"))
            .event_source_arn(format!("arn:aws:sqs:eu-west-1:111122223333:{source}"))
            .state(state)
            .build()
    }

    #[test]
    fn a_function_knows_what_starts_it_and_what_it_uses() {
        let network = VpcConfigResponse::builder()
            .vpc_id("vpc-1")
            .subnet_ids("subnet-1")
            .subnet_ids("subnet-2")
            .security_group_ids("sg-1");
        let dead = "arn:aws:sqs:eu-west-1:111122223333:orders-dead";
        let row = FunctionConfiguration::builder()
            .function_arn(ARN)
            .function_name("orders")
            .runtime(Runtime::from("python3.13"))
            .memory_size(256)
            .timeout(30)
            .vpc_config(network.build())
            .dead_letter_config(DeadLetterConfig::builder().target_arn(dead).build())
            .environment(
                EnvironmentResponse::builder()
                    .variables("TABLE", "orders-table")
                    .build(),
            )
            .build();
        let mappings = vec![mapping("new", "Enabled"), mapping("old", "Disabled")];
        let function = convert(&place(), &row, &by_function(&place(), mappings)).unwrap();
        assert_eq!(function.parent.as_ref().unwrap().short(), "vpc-1");
        assert_eq!(
            related(&function),
            [
                "is-contained-in vpc-1",
                "is-attached-to subnet-1",
                "is-attached-to subnet-2",
                "is-associated-with sg-1",
                "refers-to (sealed) [TABLE]",
                "sends-events-to orders-dead [dead letters]",
                "is-triggered-by new",
                "is-triggered-by old [disabled]",
            ]
        );
        assert_eq!(
            facts(&function),
            ["runtime=python3.13", "memory=256 MiB", "timeout=30 s"]
        );
        assert!(!format!("{function:?}").contains("orders-table"));
        let empty = FunctionConfiguration::builder().build();
        assert_eq!(convert(&place(), &empty, &Sources::new()), None);
    }

    #[test]
    fn a_function_is_as_its_state_and_its_last_update() {
        use LastUpdateStatus::{Failed, InProgress, Successful};
        for (state, update, health) in [
            (Some(State::Active), Successful, Health::Healthy),
            (Some(State::Active), InProgress, Health::Pending),
            (Some(State::Active), Failed, Health::Degraded),
            (Some(State::Failed), Successful, Health::Unhealthy),
            (Some(State::Pending), InProgress, Health::Pending),
            (Some(State::Inactive), Successful, Health::Stopped),
            (None, Successful, Health::Unknown),
        ] {
            let row = FunctionConfiguration::builder()
                .function_arn(ARN)
                .set_state(state)
                .last_update_status(update)
                .last_update_status_reason("the image is gone")
                .build();
            let function = convert(&place(), &row, &Sources::new()).unwrap();
            assert_eq!(function.health, health);
            let reason = (health == Health::Degraded).then_some("the image is gone");
            assert_eq!(function.reason.as_deref(), reason);
        }
    }
}
