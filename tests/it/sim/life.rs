//! What happens in the fleet as its time goes on.

use super::World;
use aws_sdk_autoscaling::Client as AutoScaling;
use aws_sdk_ec2::Client as Ec2;
use aws_sdk_elasticloadbalancingv2::Client as Elb;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader sees at one moment, in words.
async fn seen(world: &World, config: &aws_config::SdkConfig, second: u64) -> BTreeSet<String> {
    world.at(second);
    let (ec2, elb) = (Ec2::new(config), Elb::new(config));
    let mut words = BTreeSet::new();
    let instances = ec2.describe_instances().send().await.expect("instances");
    for one in instances
        .reservations()
        .iter()
        .flat_map(aws_sdk_ec2::types::Reservation::instances)
    {
        let state = one.state().and_then(|state| state.name()).expect("a state");
        words.insert(format!("instance {state}"));
        let version = one.tags().iter().find(|tag| tag.key() == Some("version"));
        let version = version.and_then(|tag| tag.value()).unwrap_or("-");
        words.insert(format!("version {version}"));
    }
    let statuses = ec2
        .describe_instance_status()
        .send()
        .await
        .expect("statuses");
    for one in statuses.instance_statuses() {
        let status = one
            .instance_status()
            .and_then(|summary| summary.status())
            .expect("a status");
        words.insert(format!("check {status}"));
        let events = one.events().iter().filter_map(|event| event.code());
        words.extend(events.map(|code| format!("event {code}")));
    }
    let groups = elb
        .describe_target_groups()
        .send()
        .await
        .expect("target groups");
    for group in groups.target_groups() {
        let arn = group.target_group_arn().expect("an ARN");
        let health = elb
            .describe_target_health()
            .target_group_arn(arn)
            .send()
            .await;
        for one in health.expect("health").target_health_descriptions() {
            let health = one.target_health().expect("health");
            let state = health.state().expect("a state");
            let reason = health.reason().map_or("-", |reason| reason.as_str());
            words.insert(format!("target {state} {reason}"));
        }
    }
    let groups = AutoScaling::new(config)
        .describe_auto_scaling_groups()
        .send()
        .await;
    for one in groups
        .expect("groups")
        .auto_scaling_groups()
        .iter()
        .flat_map(aws_sdk_autoscaling::types::AutoScalingGroup::instances)
    {
        let state = one.lifecycle_state().expect("a state");
        words.insert(format!("member {state}"));
    }
    words
}

#[tokio::test]
async fn the_first_minutes_bring_every_kind_of_trouble_and_the_next_period_brings_it_again() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    let mut when: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for second in [0, 10, 20, 30, 35, 45, 60, 120, 200, 310] {
        for word in seen(&world, &config, second).await {
            when.entry(word).or_default().push(second);
        }
    }
    let cases: &[(&str, &[u64])] = &[
        (
            "target unhealthy Target.ResponseCodeMismatch",
            &[0, 10, 20, 30, 35, 45, 60, 310],
        ),
        ("target unhealthy Target.Timeout", &[10, 20, 310]),
        (
            "target draining Target.DeregistrationInProgress",
            &[20, 200],
        ),
        ("instance pending", &[20, 60, 120, 200]),
        ("check impaired", &[30, 35, 45]),
        ("event system-maintenance", &[45, 60, 120, 200]),
        ("version v78", &[60, 120, 200, 310]),
        ("version v119", &[200, 310]),
    ];
    for (word, expected) in cases {
        assert_eq!(
            when.get(*word).map(Vec::as_slice),
            Some(*expected),
            "{word}: {when:#?}"
        );
    }
    for word in [
        "instance terminated",
        "instance shutting-down",
        "target initial Elb.RegistrationInProgress",
        "check initializing",
        "member Pending",
        "member Terminating",
    ] {
        assert!(when.contains_key(word), "{word}: {when:#?}");
    }
}

#[tokio::test]
async fn two_fleets_at_the_same_time_are_the_same() {
    let mut answers = Vec::new();
    for _ in 0..2 {
        let world = World::new(None);
        let config = world.session("data", "eu-west-1").await;
        world.at(1000);
        let instances = Ec2::new(&config)
            .describe_instances()
            .send()
            .await
            .expect("instances");
        let ids: Vec<_> = instances
            .reservations()
            .iter()
            .flat_map(aws_sdk_ec2::types::Reservation::instances)
            .map(|one| {
                (
                    one.instance_id().map(str::to_owned),
                    one.private_ip_address().map(str::to_owned),
                )
            })
            .collect();
        answers.push(ids);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].len(), 5);
}
