//! Step Functions state machines: what their steps call. A definition is code; only the
//! resources that it names are kept of it.

use super::{Collecting, Collector, Pace, Scope, event_buses, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
use aws_sdk_sfn::types::{LogLevel, StateMachineStatus};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const LIST: &str = "states:ListStateMachines";
const CALL: &str = "states:DescribeStateMachine";

pub const COLLECTOR: Collector = Collector {
    name: "state-machines",
    title: "State machines",
    service: Service::StepFunctions,
    scope: Scope::Regional,
    actions: &[LIST, CALL],
    pace: Pace::Detail,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let arns = reader
            .pages(LIST, &|token| {
                Box::pin(async move {
                    let request = reader.clients.sfn().list_state_machines();
                    let request = request.max_results(reader.page_size(1, 1000));
                    let answer = request.set_next_token(token).send().await;
                    let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                    let rows = answer.state_machines.into_iter();
                    let arns = rows.map(|row| row.state_machine_arn);
                    Ok((arns.collect(), answer.next_token))
                })
            })
            .await?;
        let gone = "StateMachineDoesNotExist";
        reader
            .parts(&arns, gone, |arn: &String| of_machine(reader, arn))
            .await
    })
}

async fn of_machine(reader: &Reader, arn: &str) -> Result<Read, Failure> {
    let row = reader.call(CALL, async {
        let request = reader.clients.sfn().describe_state_machine();
        let answer = request.state_machine_arn(arn).send().await;
        answer.map_err(|error| Failure::of(CALL, &error))
    });
    let row = row.await?;
    Ok(Read::resources((reader, CALL), &[row], |row| {
        Some(convert(&reader.place, row))
    }))
}

fn convert(place: &Place, row: &DescribeStateMachineOutput) -> Resource {
    let id = place.given(row.state_machine_arn());
    let health = match row.status() {
        Some(StateMachineStatus::Active) => Health::Healthy,
        Some(StateMachineStatus::Deleting) => Health::Pending,
        _ => Health::Unknown,
    };
    let mut named = Named::default();
    if let Ok(definition) = serde_json::from_str(row.definition()) {
        named.read(place, &definition);
    }
    let logging = row.logging_configuration().and_then(|one| one.level());
    let steps = Some(named.steps).filter(|steps| *steps > 0);
    Entry::new(place, Kind::StateMachine, id, CALL)
        .named(Some(row.name()))
        .state(row.status().map(StateMachineStatus::as_str), health)
        .relates_to_all(RelationshipKind::SendsEventsTo, named.started, "definition")
        .relates_to_all(RelationshipKind::RefersTo, named.used, "definition")
        .fact("type", Some(row.r#type().as_str()))
        .fact("steps", steps)
        .fact("logging", logging.map(LogLevel::as_str))
        .fact("created", time(Some(row.creation_date())))
        .finish()
}

/// The resources that a definition names.
#[derive(Default)]
struct Named {
    /// Something happens there when a step is taken.
    started: BTreeSet<ResourceId>,
    /// It is read or written.
    used: BTreeSet<ResourceId>,
    steps: usize,
}

impl Named {
    fn read(&mut self, place: &Place, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.read(place, one)),
            Value::Object(fields) => {
                if let Some(Value::Object(steps)) = fields.get("States") {
                    self.steps += steps.len();
                }
                for (name, value) in fields {
                    match value {
                        Value::String(text) => self.read_text(place, name, text),
                        other => self.read(place, other),
                    }
                }
            }
            Value::String(text) => self.read_text(place, "", text),
            _ => {}
        }
    }

    /// A name says what it is the name of by the field that it stands in. Integrations are
    /// named like resources without an account: `arn:aws:states:::lambda:invoke`.
    fn read_text(&mut self, place: &Place, field: &str, text: &str) {
        if text.starts_with("arn:") {
            let mut parts = text.split(':').skip(2);
            let (service, account) = (parts.next().unwrap_or_default(), parts.nth(1));
            let is_named = service == "s3" || account.is_some_and(|account| !account.is_empty());
            if !is_named || text.contains(['{', '*']) {
                return;
            }
            let starts = ["lambda", "sns", "sqs", "states", "events", "ecs", "batch"];
            let to = if starts.contains(&service) {
                &mut self.started
            } else {
                &mut self.used
            };
            to.insert(place.given(text));
            return;
        }
        match field {
            "FunctionName" => {
                self.started.insert(place.function(text));
            }
            "QueueUrl" => self.started.extend(place.queue(text)),
            "EventBusName" => {
                self.started.insert(event_buses::id(place, text));
            }
            "TableName" => {
                self.used
                    .insert(place.arn("dynamodb", &format!("table/{text}")));
            }
            "Bucket" => {
                self.used.insert(place.bucket(text));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
    use aws_sdk_sfn::types::{StateMachineStatus, StateMachineType};
    use aws_smithy_types::DateTime;

    #[test]
    fn a_machine_names_what_its_steps_call_and_no_more() {
        let definition = r#"{"StartAt": "a", "States": {
            "a": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters":
                {"FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:charge",
                 "Payload": {"password": "s3cret"}}},
            "b": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:ship"},
            "c": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters":
                {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/mail",
                 "MessageBody.$": "$"}},
            "d": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "Parameters":
                {"TableName": "orders", "Item": {"id": {"S.$": "$.id"}}}}}}"#;
        let row = DescribeStateMachineOutput::builder()
            .state_machine_arn("arn:aws:states:eu-west-1:111122223333:stateMachine:checkout")
            .name("checkout")
            .status(StateMachineStatus::Active)
            .definition(definition)
            .role_arn("arn:aws:iam::111122223333:role/checkout")
            .r#type(StateMachineType::Standard)
            .creation_date(DateTime::from_secs(0))
            .build()
            .unwrap();
        let machine = convert(&place(), &row);
        assert_eq!(
            (machine.name.as_str(), machine.health),
            ("checkout", Health::Healthy)
        );
        assert_eq!(
            related(&machine),
            [
                "sends-events-to charge",
                "sends-events-to ship",
                "sends-events-to mail",
                "refers-to orders",
            ]
        );
        assert_eq!(facts(&machine)[..2], ["type=STANDARD", "steps=4"]);
        assert!(!format!("{machine:?}").contains("s3cret"));
    }
}
