//! CloudWatch alarms, and what each of them watches.

mod watched;

use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_cloudwatch::types::{
    ActionsSuppressedBy, AlarmType, ComparisonOperator, CompositeAlarm, MetricAlarm, StateValue,
    Statistic,
};
use std::collections::BTreeSet;
use std::sync::Arc;

const CALL: &str = "cloudwatch:DescribeAlarms";

pub const COLLECTOR: Collector = Collector {
    name: "alarms",
    title: "CloudWatch alarms",
    service: Service::CloudWatch,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.cloudwatch().describe_alarms();
                let request = request.max_records(reader.page_size(1, 100));
                let request = request.alarm_types(AlarmType::MetricAlarm);
                let request = request.alarm_types(AlarmType::CompositeAlarm);
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let place = &reader.place;
                let metric = answer.metric_alarms.unwrap_or_default().into_iter();
                let metric = metric.map(|row| of_metric(place, &row));
                let composite = answer.composite_alarms.unwrap_or_default().into_iter();
                let composite = composite.map(|row| of_alarms(place, &row));
                Ok((metric.chain(composite).collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn of_metric(place: &Place, alarm: &MetricAlarm) -> Option<Resource> {
    let arn = alarm.alarm_arn()?;
    let actions = alarm.alarm_actions();
    let health = health(alarm.state_value(), actions);
    let entry = Entry::new(place, Kind::Alarm, place.given(arn), CALL)
        .named(alarm.alarm_name())
        .state(alarm.state_value().map(StateValue::as_str), health)
        .reason(alarm.state_reason().filter(|_| health != Health::Healthy))
        .relates_to_all(
            RelationshipKind::Watches,
            watched::by_metrics(place, alarm),
            "MetricAlarms[].Dimensions",
        )
        .relates_to_all(
            RelationshipKind::SendsEventsTo,
            notified(place, actions),
            "MetricAlarms[].AlarmActions",
        )
        .fact("metric", metric(alarm))
        .measure(Measure::PeriodSeconds, shortest_period(alarm))
        .measure(Measure::Metrics, Some(metrics(alarm)))
        .fact("threshold", threshold(alarm))
        .fact("actions enabled", yes_or_no(alarm.actions_enabled()))
        .fact("scales", scaling(actions).then_some("yes"))
        .fact("missing data", alarm.treat_missing_data())
        .fact("since", time(alarm.state_transitioned_timestamp()))
        .fact("description", alarm.alarm_description());
    Some(entry.finish())
}

fn of_alarms(place: &Place, alarm: &CompositeAlarm) -> Option<Resource> {
    let arn = alarm.alarm_arn()?;
    let rule = alarm.alarm_rule().unwrap_or_default();
    let actions = alarm.alarm_actions();
    let health = health(alarm.state_value(), actions);
    let suppressed = alarm
        .actions_suppressed_by()
        .map(ActionsSuppressedBy::as_str);
    let entry = Entry::new(place, Kind::Alarm, place.given(arn), CALL)
        .named(alarm.alarm_name())
        .state(alarm.state_value().map(StateValue::as_str), health)
        .reason(alarm.state_reason().filter(|_| health != Health::Healthy))
        .relates_to_all(
            RelationshipKind::Watches,
            watched::by_rule(place, rule),
            "CompositeAlarms[].AlarmRule",
        )
        .relates_to_all(
            RelationshipKind::SendsEventsTo,
            notified(place, actions),
            "CompositeAlarms[].AlarmActions",
        )
        .fact("rule", Some(rule))
        .fact("type", Some("composite"))
        .fact("actions enabled", yes_or_no(alarm.actions_enabled()))
        .fact("suppressed by", suppressed)
        .fact("since", time(alarm.state_transitioned_timestamp()))
        .fact("description", alarm.alarm_description());
    Some(entry.finish())
}

/// An alarm that does nothing but scale is no trouble when it rings: low load rings it
/// for as long as it lasts.
fn health(state: Option<&StateValue>, actions: &[String]) -> Health {
    match state {
        Some(StateValue::Ok) => Health::Healthy,
        Some(StateValue::Alarm) if scaling(actions) => Health::Neutral,
        Some(StateValue::Alarm) => Health::Degraded,
        _ => Health::Unknown,
    }
}

fn scaling(actions: &[String]) -> bool {
    let scales = |action: &String| action.contains(":scalingPolicy:");
    !actions.is_empty() && actions.iter().all(scales)
}

/// Topics and functions; what else an alarm can do is done to what it watches.
fn notified(place: &Place, actions: &[String]) -> BTreeSet<ResourceId> {
    let is_notified = |arn: &&String| {
        let service = arn.split(':').nth(2).unwrap_or_default();
        matches!(service, "sns" | "lambda")
    };
    let notified = actions.iter().filter(is_notified);
    notified.map(|arn| place.given(arn)).collect()
}

/// `AWS/EC2 CPUUtilization`, or how the metrics are called that a formula is made of.
fn metric(alarm: &MetricAlarm) -> Option<String> {
    if let Some(name) = alarm.metric_name() {
        let space = alarm.namespace().unwrap_or_default();
        return Some(format!("{space} {name}").trim().to_owned());
    }
    let metrics = alarm.metrics().iter();
    let names = metrics.filter_map(|query| query.metric_stat()?.metric()?.metric_name());
    let names: BTreeSet<&str> = names.collect();
    joined(names)
}

/// `Average > 90 in 2 of 3 periods of 60 s`.
fn threshold(alarm: &MetricAlarm) -> Option<String> {
    use ComparisonOperator as Compares;
    let sign = match alarm.comparison_operator()? {
        Compares::GreaterThanThreshold => ">",
        Compares::GreaterThanOrEqualToThreshold => "≥",
        Compares::LessThanThreshold => "<",
        Compares::LessThanOrEqualToThreshold => "≤",
        _ => return None,
    };
    let statistic = alarm.statistic().map(Statistic::as_str);
    let statistic = statistic.or(alarm.extended_statistic()).unwrap_or("value");
    let periods = alarm.evaluation_periods().unwrap_or(1);
    let of = match alarm.datapoints_to_alarm() {
        Some(some) if some != periods => format!("{some} of {periods}"),
        _ => periods.to_string(),
    };
    let length = alarm.period().map(|length| format!(" of {length} s"));
    let length = length.unwrap_or_default();
    let limit = alarm.threshold()?;
    let noun = if periods == 1 { "period" } else { "periods" };
    Some(format!("{statistic} {sign} {limit} in {of} {noun}{length}"))
}

/// Alarms on shorter periods than a minute cost more.
fn shortest_period(alarm: &MetricAlarm) -> Option<i32> {
    let queries = alarm.metrics().iter();
    let periods = queries.filter_map(|query| query.metric_stat()?.period());
    alarm.period().into_iter().chain(periods).min()
}

/// An alarm on a formula is billed by the metrics in it.
fn metrics(alarm: &MetricAlarm) -> usize {
    let queries = alarm.metrics().iter();
    queries
        .filter(|query| query.metric_stat().is_some())
        .count()
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{of_alarms, of_metric};
    use crate::inventory::Health;
    use aws_sdk_cloudwatch::types::{
        ComparisonOperator, CompositeAlarm, Dimension, MetricAlarm, StateValue, Statistic,
    };

    const PREFIX: &str = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm";
    const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:pager";
    const POLICY: &str =
        "arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:0a1b:policyName/target";

    #[test]
    fn an_alarm_is_as_its_state_says() {
        for (state, action, health) in [
            (StateValue::Ok, TOPIC, Health::Healthy),
            (StateValue::Alarm, TOPIC, Health::Degraded),
            (StateValue::Alarm, POLICY, Health::Neutral),
            (StateValue::InsufficientData, TOPIC, Health::Unknown),
        ] {
            let row = MetricAlarm::builder()
                .alarm_arn(format!("{PREFIX}:busy"))
                .state_value(state)
                .state_reason("Threshold Crossed")
                .alarm_actions(action)
                .build();
            let alarm = of_metric(&place(), &row).unwrap();
            assert_eq!(alarm.health, health);
            let reason = (health != Health::Healthy).then_some("Threshold Crossed");
            assert_eq!(alarm.reason.as_deref(), reason);
        }
        assert_eq!(of_metric(&place(), &MetricAlarm::builder().build()), None);
    }

    #[test]
    fn an_alarm_watches_one_and_tells_another() {
        let instance = Dimension::builder().name("InstanceId").value("i-1");
        let row = MetricAlarm::builder()
            .alarm_arn(format!("{PREFIX}:busy"))
            .alarm_name("busy")
            .namespace("AWS/EC2")
            .metric_name("CPUUtilization")
            .dimensions(instance.build())
            .statistic(Statistic::Average)
            .comparison_operator(ComparisonOperator::GreaterThanThreshold)
            .threshold(90.0)
            .evaluation_periods(3)
            .datapoints_to_alarm(2)
            .period(60)
            .alarm_actions(TOPIC)
            .alarm_actions("arn:aws:automate:eu-west-1:ec2:reboot")
            .build();
        let alarm = of_metric(&place(), &row).unwrap();
        assert_eq!(related(&alarm), ["watches i-1", "sends-events-to pager"]);
        assert_eq!(
            facts(&alarm),
            [
                "metric=AWS/EC2 CPUUtilization",
                "threshold=Average > 90 in 2 of 3 periods of 60 s",
            ]
        );
    }

    #[test]
    fn an_alarm_of_alarms_watches_those() {
        let row = CompositeAlarm::builder()
            .alarm_arn(format!("{PREFIX}:shop"))
            .alarm_rule(r#"ALARM("busy") AND NOT OK(slow)"#)
            .state_value(StateValue::Alarm)
            .build();
        let alarm = of_alarms(&place(), &row).unwrap();
        assert_eq!(alarm.health, Health::Degraded);
        assert_eq!(related(&alarm), ["watches busy", "watches slow"]);
        assert_eq!(
            of_alarms(&place(), &CompositeAlarm::builder().build()),
            None
        );
    }
}
