//! Who is in each target group and how each is, as seen through that group.

use super::listeners::without_the_gone;
use super::target_groups;
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Evidence, Health, Observation, Reference, ResourceId, Slice};
use crate::text;
use aws_sdk_elasticloadbalancingv2::types::{
    TargetHealth, TargetHealthDescription, TargetHealthReasonEnum, TargetHealthStateEnum,
};
use compact_str::ToCompactString;
use futures::future::try_join_all;
use std::collections::BTreeSet;
use std::sync::Arc;

const CALL: &str = "elasticloadbalancing:DescribeTargetHealth";

pub const COLLECTOR: Collector = Collector {
    name: "target-health",
    title: "Target health",
    service: Service::LoadBalancing,
    scope: Scope::Regional,
    actions: &[CALL, target_groups::CALL],
    pace: Pace::Status,
    after: Some(target_groups::COLLECTOR.name),
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let groups = if let Some(known) = reader.target_groups.clone() {
            known
        } else {
            let rows = target_groups::fetch(&reader).await?;
            let arns = rows.into_iter().filter_map(|row| row.target_group_arn);
            arns.collect()
        };
        let round = reader.observed.is_some().then_some(reader.round);
        let (asked, others) = in_turn(&groups, round);
        let asked = asked.into_iter().take(reader.at_most(1));
        let asked: Vec<&String> = asked.collect();
        let answers = try_join_all(asked.iter().map(|group| targets(&reader, group))).await?;
        let mut read = Read::whole(Slice::observed(remembered(&reader, &others)));
        for (group, targets) in asked.into_iter().zip(&answers) {
            let group = ResourceId::new(group.as_str());
            read.append(Read::observations(CALL, targets, |row| {
                convert(&reader.place, &group, row)
            }));
        }
        Ok(read)
    })
}

/// So many groups are asked for in a round, of a burst that other calls share; the others
/// take their turn, each at least in every sixth.
const IN_A_ROUND: usize = 40;
const MOST_ROUNDS: usize = 6;

/// Whose turn it is, and who is as it was. Before the first round nobody is known.
fn in_turn(groups: &[String], round: Option<u32>) -> (Vec<&String>, BTreeSet<&str>) {
    let rounds = groups.len().div_ceil(IN_A_ROUND).clamp(1, MOST_ROUNDS);
    let turn = round.map(|round| round as usize % rounds);
    let (mut asked, mut others) = (Vec::new(), BTreeSet::new());
    for (place, group) in groups.iter().enumerate() {
        if turn.is_none_or(|turn| place % rounds == turn) {
            asked.push(group);
        } else {
            others.insert(group.as_str());
        }
    }
    (asked, others)
}

/// What was observed of groups whose turn it is not.
fn remembered(reader: &Reader, groups: &BTreeSet<&str>) -> Vec<Observation> {
    let observed = reader.observed.iter().flat_map(|observed| observed.iter());
    let is_kept = |one: &&Observation| {
        let through = one.through.as_ref();
        through.is_some_and(|group| groups.contains(group.as_str()))
    };
    observed.filter(is_kept).cloned().collect()
}

async fn targets(reader: &Reader, group: &str) -> Result<Vec<TargetHealthDescription>, Failure> {
    let fetched = reader
        .call(CALL, async {
            let request = reader.clients.elb().describe_target_health();
            let answer = request.target_group_arn(group).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            Ok(answer.target_health_descriptions.unwrap_or_default())
        })
        .await;
    without_the_gone(fetched, "TargetGroupNotFound")
}

fn convert(
    place: &Place,
    group: &ResourceId,
    row: &TargetHealthDescription,
) -> Option<Observation> {
    let target = row.target()?;
    let id = target.id()?;
    let seen = row.target_health();
    let word = seen
        .and_then(TargetHealth::state)
        .map_or("unknown", TargetHealthStateEnum::as_str);
    Some(Observation {
        of: reference(place, id),
        through: Some(group.clone()),
        label: target.port().map(|port| port.to_compact_string()),
        health: health(word),
        state: text::clean(word).into(),
        reason: seen
            .and_then(reason)
            .map(|reason| text::clean(&reason).into()),
        evidence: Evidence {
            call: CALL,
            field: "TargetHealthDescriptions[].Target.Id",
        },
    })
}

/// An instance's id, an address, or the ARN of a function or of a load balancer.
fn reference(place: &Place, id: &str) -> Reference {
    if id.starts_with("arn:") {
        Reference::Id(ResourceId::new(text::clean(id)))
    } else if let Ok(address) = id.parse() {
        Reference::Address(address)
    } else {
        Reference::Id(place.ec2(&text::clean(id)))
    }
}

fn health(word: &str) -> Health {
    match word {
        "healthy" => Health::Healthy,
        "unhealthy" | "unavailable" => Health::Unhealthy,
        "initial" => Health::Pending,
        "draining" | "unused" => Health::Stopped,
        "unhealthy.draining" => Health::Degraded,
        _ => Health::Unknown,
    }
}

/// AWS's sentence with its code: `Health checks failed (Target.ResponseCodeMismatch)`.
fn reason(seen: &TargetHealth) -> Option<String> {
    let code = seen.reason().map(TargetHealthReasonEnum::as_str);
    match (seen.description().filter(|text| !text.is_empty()), code) {
        (Some(sentence), Some(code)) => Some(format!("{sentence} ({code})")),
        (Some(sentence), None) => Some(sentence.to_owned()),
        (None, code) => code.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::convert;
    use super::{MOST_ROUNDS, in_turn};
    use crate::inventory::{Health, Reference, ResourceId};
    use aws_sdk_elasticloadbalancingv2::types::{
        TargetDescription, TargetHealth, TargetHealthDescription, TargetHealthReasonEnum,
        TargetHealthStateEnum,
    };
    use std::collections::BTreeSet;

    #[test]
    fn many_groups_take_turns_and_each_is_asked_within_a_minute() {
        for (count, most) in [(0, 0), (1, 1), (40, 40), (41, 21), (200, 40), (1000, 167)] {
            let groups: Vec<String> = (0..count).map(|number| format!("tg-{number}")).collect();
            assert_eq!(in_turn(&groups, None).0.len(), count, "at first all");
            let mut asked = BTreeSet::new();
            for round in 7..7 + MOST_ROUNDS as u32 {
                let (turn, others) = in_turn(&groups, Some(round));
                assert!(turn.len() <= most, "{count}: {} at once", turn.len());
                assert_eq!(turn.len() + others.len(), count);
                asked.extend(turn);
            }
            assert_eq!(asked.len(), count);
        }
    }

    fn group() -> ResourceId {
        ResourceId::new("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/1")
    }

    fn row(id: &str, health: TargetHealth) -> TargetHealthDescription {
        TargetHealthDescription::builder()
            .target(TargetDescription::builder().id(id).port(8080).build())
            .target_health(health)
            .build()
    }

    #[test]
    fn every_state_has_its_health() {
        use TargetHealthStateEnum as State;
        for (state, health) in [
            (State::Healthy, Health::Healthy),
            (State::Unhealthy, Health::Unhealthy),
            (State::Unavailable, Health::Unhealthy),
            (State::Initial, Health::Pending),
            (State::Draining, Health::Stopped),
            (State::Unused, Health::Stopped),
            (State::from("novel"), Health::Unknown),
        ] {
            let seen = TargetHealth::builder().state(state).build();
            let seen = convert(&place(), &group(), &row("i-1", seen)).unwrap();
            assert_eq!(seen.health, health, "{}", seen.state);
            assert_eq!(seen.through, Some(group()));
            assert_eq!(seen.label.as_deref(), Some("8080"));
        }
    }

    #[test]
    fn a_target_is_an_instance_an_address_or_an_arn() {
        let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1";
        for (id, expected) in [
            (
                "i-1",
                Reference::Id(ResourceId::new(
                    "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                )),
            ),
            ("10.0.0.5", Reference::Address("10.0.0.5".parse().unwrap())),
            ("fd00::5", Reference::Address("fd00::5".parse().unwrap())),
            (balancer, Reference::Id(ResourceId::new(balancer))),
        ] {
            let seen = TargetHealth::builder().build();
            let seen = convert(&place(), &group(), &row(id, seen)).unwrap();
            assert_eq!(seen.of, expected);
        }
        let nobody = TargetHealthDescription::builder().build();
        assert_eq!(convert(&place(), &group(), &nobody), None);
    }

    #[test]
    fn the_reason_is_told_with_its_code() {
        let seen = TargetHealth::builder()
            .state(TargetHealthStateEnum::Unhealthy)
            .reason(TargetHealthReasonEnum::ResponseCodeMismatch)
            .description("Health checks failed with these codes: [503]")
            .build();
        let seen = convert(&place(), &group(), &row("i-1", seen)).unwrap();
        assert_eq!(
            seen.reason.as_deref(),
            Some("Health checks failed with these codes: [503] (Target.ResponseCodeMismatch)")
        );
    }
}
