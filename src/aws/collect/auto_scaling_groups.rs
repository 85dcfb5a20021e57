//! Auto Scaling groups: how many there should be, and how many there are.

use super::{Collecting, Collector, Pace, Scope, joined, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_autoscaling::types::{AutoScalingGroup, Instance, LifecycleState};
use std::sync::Arc;

const CALL: &str = "autoscaling:DescribeAutoScalingGroups";

pub const COLLECTOR: Collector = Collector {
    name: "auto-scaling-groups",
    title: "Auto Scaling groups",
    service: Service::AutoScaling,
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
                let request = reader.clients.autoscaling().describe_auto_scaling_groups();
                let request = request.max_records(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.auto_scaling_groups.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, group: &AutoScalingGroup) -> Option<Resource> {
    let arn = group.auto_scaling_group_arn()?;
    let (health, state) = health(group);
    let subnets = group.vpc_zone_identifier().unwrap_or_default().split(',');
    let subnets = subnets.map(str::trim).filter(|id| !id.is_empty());
    let members = group.instances().iter().filter_map(Instance::instance_id);
    let template = group.launch_template();
    let template = template.and_then(|template| template.launch_template_name());
    Some(
        Entry::new(place, Kind::AutoScalingGroup, ResourceId::new(arn), CALL)
            .named(group.auto_scaling_group_name())
            .tags(group.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(Some(&state), health)
            .reason(group.status())
            .relates_to_all(
                RelationshipKind::IsContainedIn,
                subnets.map(|id| place.ec2(id)),
                "AutoScalingGroups[].VPCZoneIdentifier",
            )
            .relates_to_all(
                RelationshipKind::IsMemberOf,
                members.map(|id| place.ec2(id)),
                "AutoScalingGroups[].Instances[].InstanceId",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                group
                    .target_group_arns()
                    .iter()
                    .map(|arn| ResourceId::new(arn.as_str())),
                "AutoScalingGroups[].TargetGroupARNs",
            )
            .fact("desired", group.desired_capacity())
            .fact("minimum", group.min_size())
            .fact("maximum", group.max_size())
            .fact("in service", Some(in_service(group)))
            .fact(
                "zones",
                joined(group.availability_zones().iter().map(String::as_str)),
            )
            .fact("health check", group.health_check_type())
            .fact("launch template", template)
            .fact("launch configuration", group.launch_configuration_name())
            .fact("suspended", suspended(group))
            .fact("created", time(group.created_time()))
            .finish(),
    )
}

fn in_service(group: &AutoScalingGroup) -> usize {
    let members = group.instances().iter();
    members
        .filter(|member| member.lifecycle_state() == Some(&LifecycleState::InService))
        .count()
}

fn health(group: &AutoScalingGroup) -> (Health, String) {
    let desired = usize::try_from(group.desired_capacity().unwrap_or_default()).unwrap_or_default();
    let serving = in_service(group);
    let health = match (serving, desired) {
        (0, 0) => Health::Stopped,
        (0, _) => Health::Unhealthy,
        _ if serving < desired => Health::Degraded,
        _ => Health::Healthy,
    };
    (health, format!("{serving} of {desired} in service"))
}

fn suspended(group: &AutoScalingGroup) -> Option<String> {
    let processes = group.suspended_processes().iter();
    joined(processes.filter_map(|process| process.process_name()))
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_autoscaling::types::{AutoScalingGroup, Instance, LifecycleState};

    const ARN: &str =
        "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:0a1b:autoScalingGroupName/web";

    fn member(id: &str, state: LifecycleState) -> Instance {
        Instance::builder()
            .instance_id(id)
            .lifecycle_state(state)
            .build()
    }

    #[test]
    fn a_group_is_as_well_as_it_is_full() {
        use LifecycleState::{InService, Pending};
        for (desired, members, health, state) in [
            (
                2,
                vec![InService, InService],
                Health::Healthy,
                "2 of 2 in service",
            ),
            (
                2,
                vec![InService, Pending],
                Health::Degraded,
                "1 of 2 in service",
            ),
            (2, vec![Pending], Health::Unhealthy, "0 of 2 in service"),
            (0, vec![], Health::Stopped, "0 of 0 in service"),
        ] {
            let members = members
                .into_iter()
                .map(|state| member("i-1", state))
                .collect();
            let row = AutoScalingGroup::builder()
                .auto_scaling_group_arn(ARN)
                .desired_capacity(desired)
                .set_instances(Some(members))
                .build();
            let group = convert(&place(), &row).unwrap();
            assert_eq!((group.health, group.state.as_str()), (health, state));
        }
    }

    #[test]
    fn a_group_knows_its_members_subnets_and_target_groups() {
        let row = AutoScalingGroup::builder()
            .auto_scaling_group_arn(ARN)
            .auto_scaling_group_name("web")
            .vpc_zone_identifier("subnet-1, subnet-2")
            .instances(member("i-1", LifecycleState::InService))
            .target_group_arns(
                "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/1",
            )
            .build();
        let group = convert(&place(), &row).unwrap();
        assert_eq!(group.name, "web");
        assert_eq!(
            related(&group),
            [
                "is-contained-in subnet-1",
                "is-contained-in subnet-2",
                "is-member-of i-1",
                "is-associated-with api",
            ]
        );
        assert_eq!(
            convert(&place(), &AutoScalingGroup::builder().build()),
            None
        );
    }
}
