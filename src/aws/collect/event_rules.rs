//! EventBridge's rules: when they act, and what they start.

use super::{Collecting, Collector, Pace, Scope, event_buses};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource};
use aws_sdk_eventbridge::types::{DeadLetterConfig, Rule, RuleState, Target};
use std::sync::Arc;

const CALL: &str = "events:ListRules";
const TARGETS: &str = "events:ListTargetsByRule";

pub const COLLECTOR: Collector = Collector {
    name: "event-rules",
    title: "EventBridge rules",
    service: Service::EventBridge,
    scope: Scope::Regional,
    actions: &[event_buses::CALL, CALL, TARGETS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// What a rule or a bus that is no more is called.
const GONE: &str = "ResourceNotFound";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let buses = event_buses::fetch(reader).await?.into_iter();
        let buses: Vec<String> = buses.filter_map(|bus| bus.name).collect();
        reader.parts(&buses, GONE, |bus| of_bus(reader, bus)).await
    })
}

async fn of_bus(reader: &Reader, bus: &str) -> Result<Read, Failure> {
    let rules = reader
        .pages(CALL, &|token| {
            Box::pin(async move {
                let request = reader.clients.eventbridge().list_rules();
                let request = request.event_bus_name(bus);
                let request = request.limit(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.rules.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    let mut read = Read::nothing();
    let asked = reader.each(&rules, |rule| targets(reader, bus, rule)).await;
    for (rule, targets) in asked {
        let (targets, failure) = match targets {
            Ok(targets) => (targets, None),
            Err(failure) if failure.has_code(GONE) => continue,
            Err(failure) => (Vec::new(), Some(failure)),
        };
        read.append(Read::resources((reader, CALL), &[rule], |rule| {
            convert(&reader.place, rule, &targets)
        }));
        if let Some(failure) = failure {
            let name = rule.name().unwrap_or_default();
            read.lacks(&format!("the targets of {name}"), failure);
        }
    }
    Ok(read)
}

async fn targets(reader: &Reader, bus: &str, rule: &Rule) -> Result<Vec<Target>, Failure> {
    let name = rule.name().unwrap_or_default();
    reader
        .pages(TARGETS, &|token| {
            Box::pin(async move {
                let request = reader.clients.eventbridge().list_targets_by_rule();
                let request = request.event_bus_name(bus).rule(name);
                let request = request.limit(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(TARGETS, &error))?;
                Ok((answer.targets.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

fn convert(place: &Place, rule: &Rule, targets: &[Target]) -> Option<Resource> {
    let arn = rule.arn()?;
    let health = match rule.state() {
        Some(RuleState::Disabled) => Health::Stopped,
        _ => Health::Neutral,
    };
    let bus = rule
        .event_bus_name()
        .map(|name| event_buses::id(place, name));
    // A schedule is the rule's own; events come from the bus.
    let from_bus = match rule.event_pattern() {
        Some(_) => RelationshipKind::IsTriggeredBy,
        None => RelationshipKind::IsMemberOf,
    };
    let mut entry = Entry::new(place, Kind::EventRule, place.given(arn), TARGETS)
        .named(rule.name())
        .state(rule.state().map(RuleState::as_str), health)
        .relates(from_bus, bus, "Rules[].EventBusName")
        .fact("description", rule.description())
        .fact("schedule", rule.schedule_expression())
        .fact("events from", rule.event_pattern().map(sources))
        .fact("targets", Some(targets.len()))
        .fact("managed by", rule.managed_by());
    for target in targets {
        entry = sending(place, entry, target);
    }
    Some(entry.finish())
}

fn sending(place: &Place, entry: Entry, target: &Target) -> Entry {
    let dead_letters = target.dead_letter_config().and_then(DeadLetterConfig::arn);
    let task = target.ecs_parameters().map(|task| {
        let definition = task.task_definition_arn();
        definition
            .rsplit('/')
            .next()
            .unwrap_or(definition)
            .to_owned()
    });
    let kind = RelationshipKind::SendsEventsTo;
    let to = Reference::Id(place.given(target.arn()));
    let entry = entry.labelled(kind, to, task, "Targets[].Arn");
    match dead_letters {
        Some(arn) => entry.labelled(
            kind,
            Reference::Id(place.given(arn)),
            Some("dead letters".to_owned()),
            "Targets[].DeadLetterConfig.Arn",
        ),
        None => entry,
    }
}

/// The sources that a pattern names: `aws.ec2, shop.orders`. What else it asks for stays
/// with AWS.
fn sources(pattern: &str) -> String {
    let pattern: serde_json::Value = serde_json::from_str(pattern).unwrap_or_default();
    let sources = pattern.get("source").and_then(|all| all.as_array());
    let sources = sources.into_iter().flatten().filter_map(|one| one.as_str());
    super::joined(sources).unwrap_or_else(|| "any source".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_eventbridge::types::{DeadLetterConfig, EcsParameters, Rule, RuleState, Target};

    const PREFIX: &str = "arn:aws:events:eu-west-1:111122223333:rule";

    #[test]
    fn a_rule_sends_what_its_bus_brings_to_its_targets() {
        let dead = DeadLetterConfig::builder().arn("arn:aws:sqs:eu-west-1:111122223333:dead");
        let function = Target::builder()
            .id("1")
            .arn("arn:aws:lambda:eu-west-1:111122223333:function:orders")
            .dead_letter_config(dead.build())
            .input("{\"key\":\"value\"}")
            .build()
            .unwrap();
        let rule = Rule::builder()
            .arn(format!("{PREFIX}/shop/paid"))
            .name("paid")
            .event_bus_name("shop")
            .state(RuleState::Enabled)
            .event_pattern(r#"{"source":["shop.orders"],"detail":{"total":[{"exists":true}]}}"#)
            .build();
        let rule = convert(&place(), &rule, &[function]).unwrap();
        assert_eq!(
            (rule.health, rule.state.as_str()),
            (Health::Neutral, "ENABLED")
        );
        assert_eq!(
            related(&rule),
            [
                "is-triggered-by shop",
                "sends-events-to orders",
                "sends-events-to dead [dead letters]",
            ]
        );
        assert_eq!(facts(&rule), ["events from=shop.orders", "targets=1"]);
        assert_eq!(convert(&place(), &Rule::builder().build(), &[]), None);
    }

    #[test]
    fn a_schedule_starts_a_task() {
        let task = EcsParameters::builder()
            .task_definition_arn("arn:aws:ecs:eu-west-1:111122223333:task-definition/nightly:3");
        let cluster = Target::builder()
            .id("1")
            .arn("arn:aws:ecs:eu-west-1:111122223333:cluster/shop")
            .ecs_parameters(task.build().unwrap())
            .build()
            .unwrap();
        let rule = Rule::builder()
            .arn(format!("{PREFIX}/nightly"))
            .event_bus_name("default")
            .state(RuleState::Disabled)
            .schedule_expression("rate(1 day)")
            .build();
        let rule = convert(&place(), &rule, &[cluster]).unwrap();
        assert_eq!(rule.health, Health::Stopped);
        assert_eq!(
            related(&rule),
            ["is-member-of default", "sends-events-to shop [nightly:3]"]
        );
        assert_eq!(facts(&rule), ["schedule=rate(1 day)", "targets=1"]);
    }
}
