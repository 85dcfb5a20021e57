//! Status checks and scheduled events of instances: observations of what `instances` owns.

use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Evidence, Health, Observation, Reference};
use crate::text;
use aws_sdk_ec2::types::{
    EventCode, InstanceStateName, InstanceStatus, InstanceStatusEvent, SummaryStatus,
};
use compact_str::CompactString;
use std::sync::Arc;

const CALL: &str = "ec2:DescribeInstanceStatus";

pub const COLLECTOR: Collector = Collector {
    name: "instance-status",
    title: "Instance status checks",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Status,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.ec2().describe_instance_status();
                let request = request.include_all_instances(true);
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.instance_statuses.unwrap_or_default().into_iter();
                let is_there = |row: &InstanceStatus| word(row) != Some("terminated");
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.observations(CALL, fetch).await
    })
}

fn convert(place: &Place, status: &InstanceStatus) -> Option<Observation> {
    let id = status.instance_id()?;
    let seen = checks(status);
    let (health, state, reason) = match word(status) {
        Some("running") => running(&seen, status.events()),
        Some(state @ ("stopped" | "terminated")) => (Health::Stopped, state.to_owned(), None),
        Some(state @ ("pending" | "stopping" | "shutting-down")) => {
            (Health::Pending, state.to_owned(), None)
        }
        other => (Health::Unknown, other.unwrap_or_default().to_owned(), None),
    };
    Some(Observation {
        of: Reference::Id(place.ec2(id)),
        through: None,
        label: Some(CompactString::const_new("status checks")),
        health,
        state: text::clean(&state).into(),
        reason: reason.map(|reason| text::clean(&reason).into()),
        evidence: Evidence {
            call: CALL,
            field: "InstanceStatuses[].{SystemStatus,InstanceStatus,AttachedEbsStatus,Events}",
        },
    })
}

type Seen = (Health, String, Option<String>);

/// A check that fails outweighs an event that is planned.
fn running(checks: &[(&'static str, &str)], events: &[InstanceStatusEvent]) -> Seen {
    let failing = |(_, word): &&(&str, &str)| *word == "impaired";
    let failed: Vec<&str> = checks
        .iter()
        .filter(failing)
        .map(|(name, _)| *name)
        .collect();
    if !failed.is_empty() {
        let reason = format!("{} check impaired", failed.join(" and "));
        return (Health::Unhealthy, "impaired".to_owned(), Some(reason));
    }
    if let Some(event) = events.iter().find(|event| is_ahead(event)) {
        return (
            Health::Degraded,
            "event scheduled".to_owned(),
            Some(scheduled(event)),
        );
    }
    let worst = [
        ("initializing", Health::Pending),
        ("insufficient-data", Health::Unknown),
        ("not-applicable", Health::Unknown),
    ];
    for (word, health) in worst {
        if checks.iter().any(|(_, found)| *found == word) {
            return (health, word.to_owned(), None);
        }
    }
    let all_passed = !checks.is_empty() && checks.iter().all(|(_, word)| *word == "ok");
    if all_passed {
        (Health::Healthy, "ok".to_owned(), None)
    } else {
        (Health::Unknown, "no checks known".to_owned(), None)
    }
}

fn checks(status: &InstanceStatus) -> Vec<(&'static str, &str)> {
    let system = status.system_status().and_then(|check| check.status());
    let instance = status.instance_status().and_then(|check| check.status());
    let volumes = status
        .attached_ebs_status()
        .and_then(|check| check.status());
    // An instance on hardware without the volume check says so, and is none the worse.
    let volumes = volumes.filter(|check| **check != SummaryStatus::NotApplicable);
    [
        ("system", system),
        ("instance", instance),
        ("attached volumes", volumes),
    ]
    .into_iter()
    .filter_map(|(name, check)| Some((name, check?.as_str())))
    .collect()
}

/// Events that are over or cancelled stay listed with a mark in their description.
fn is_ahead(event: &InstanceStatusEvent) -> bool {
    let text = event.description().unwrap_or_default();
    !text.starts_with("[Completed]") && !text.starts_with("[Canceled]")
}

fn scheduled(event: &InstanceStatusEvent) -> String {
    let code = event.code().map_or("event", EventCode::as_str);
    let text = event.description().unwrap_or_default();
    match time(event.not_before()) {
        Some(date) => format!("{code} on {date}: {text}"),
        None => format!("{code}: {text}"),
    }
}

fn word(status: &InstanceStatus) -> Option<&str> {
    status
        .instance_state()
        .and_then(|state| state.name())
        .map(InstanceStateName::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{
        EbsStatusSummary, EventCode, InstanceState, InstanceStateName, InstanceStatus,
        InstanceStatusEvent, InstanceStatusSummary, SummaryStatus,
    };
    use aws_smithy_types::DateTime;

    fn status(
        state: InstanceStateName,
        [system, instance, volumes]: [&str; 3],
    ) -> aws_sdk_ec2::types::builders::InstanceStatusBuilder {
        let check = |word: &str| InstanceStatusSummary::builder().status(word.into()).build();
        let volumes = EbsStatusSummary::builder()
            .status(SummaryStatus::from(volumes))
            .build();
        InstanceStatus::builder()
            .instance_id("i-1")
            .instance_state(InstanceState::builder().name(state).build())
            .system_status(check(system))
            .instance_status(check(instance))
            .attached_ebs_status(volumes)
    }

    #[test]
    fn every_check_counts() {
        use InstanceStateName::{Pending, Running, Stopped};
        for (state, words, health, reason) in [
            (Running, ["ok", "ok", "ok"], Health::Healthy, None),
            (
                Running,
                ["ok", "ok", "not-applicable"],
                Health::Healthy,
                None,
            ),
            (
                Running,
                ["impaired", "ok", "ok"],
                Health::Unhealthy,
                Some("system check impaired"),
            ),
            (
                Running,
                ["ok", "impaired", "impaired"],
                Health::Unhealthy,
                Some("instance and attached volumes check impaired"),
            ),
            (Running, ["ok", "initializing", "ok"], Health::Pending, None),
            (
                Running,
                ["insufficient-data", "ok", "ok"],
                Health::Unknown,
                None,
            ),
            (
                Running,
                ["not-applicable", "ok", "ok"],
                Health::Unknown,
                None,
            ),
            (Stopped, ["not-applicable"; 3], Health::Stopped, None),
            (Pending, ["initializing"; 3], Health::Pending, None),
        ] {
            let seen = convert(&place(), &status(state, words).build()).unwrap();
            assert_eq!(seen.health, health, "{words:?}");
            assert_eq!(seen.reason.as_deref(), reason, "{words:?}");
        }
    }

    #[test]
    fn an_event_ahead_degrades_and_a_past_one_does_not() {
        let event = |text: &str| {
            InstanceStatusEvent::builder()
                .code(EventCode::InstanceRetirement)
                .description(text)
                .not_before(DateTime::from_secs(1_800_000_000))
                .build()
        };
        for (text, health) in [
            ("hardware", Health::Degraded),
            ("[Completed] hardware", Health::Healthy),
        ] {
            let row = status(InstanceStateName::Running, ["ok"; 3]).events(event(text));
            let seen = convert(&place(), &row.build()).unwrap();
            assert_eq!(seen.health, health, "{text}");
            if health == Health::Degraded {
                let reason = seen.reason.unwrap();
                assert_eq!(
                    reason,
                    "instance-retirement on 2027-01-15T08:00:00Z: hardware"
                );
            }
        }
    }

    #[test]
    fn without_checks_it_is_unknown_and_never_healthy() {
        let running = InstanceState::builder()
            .name(InstanceStateName::Running)
            .build();
        let row = InstanceStatus::builder()
            .instance_id("i-1")
            .instance_state(running);
        let seen = convert(&place(), &row.build()).unwrap();
        assert_eq!(seen.health, Health::Unknown);
        assert_eq!(convert(&place(), &InstanceStatus::builder().build()), None);
    }
}
