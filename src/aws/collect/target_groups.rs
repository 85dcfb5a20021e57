//! Target groups. Who is in them and how they are is another call: `target-health`.

use super::load_balancers::{TAGS, Tags, pairs, tags_of};
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_elasticloadbalancingv2::types::{ProtocolEnum, TargetGroup, TargetTypeEnum};
use std::sync::Arc;

pub(super) const CALL: &str = "elasticloadbalancing:DescribeTargetGroups";

pub const COLLECTOR: Collector = Collector {
    name: "target-groups",
    title: "Target groups",
    service: Service::LoadBalancing,
    scope: Scope::Regional,
    actions: &[CALL, TAGS],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let rows = fetch(&reader).await?;
        let arns = rows.iter().filter_map(TargetGroup::target_group_arn);
        let (tags, untagged) = tags_of(&reader, arns.map(str::to_owned).collect()).await?;
        let mut read = Read::resources((&reader, CALL), &rows, |row| {
            convert(&reader.place, row, &tags)
        });
        if let Some(failure) = untagged {
            read.lacks("tags", failure);
        }
        Ok(read)
    })
}

pub(super) async fn fetch(reader: &Reader) -> Result<Vec<TargetGroup>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elb().describe_target_groups();
                let request = request.page_size(reader.page_size(1, 400));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.target_groups.unwrap_or_default(), answer.next_marker))
            })
        })
        .await
}

fn convert(place: &Place, group: &TargetGroup, tags: &Tags) -> Option<Resource> {
    let arn = group.target_group_arn()?;
    let protocol = group.protocol().map(ProtocolEnum::as_str);
    Some(
        Entry::new(place, Kind::TargetGroup, ResourceId::new(arn), CALL)
            .named(group.target_group_name())
            .tags(pairs(tags, arn))
            .within([(
                group.vpc_id().map(|id| place.ec2(id)),
                "TargetGroups[].VpcId",
            )])
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                group
                    .load_balancer_arns()
                    .iter()
                    .map(|arn| ResourceId::new(arn.as_str())),
                "TargetGroups[].LoadBalancerArns",
            )
            .fact("protocol", protocol)
            .fact("protocol version", group.protocol_version())
            .fact("port", group.port())
            .fact(
                "target type",
                group.target_type().map(TargetTypeEnum::as_str),
            )
            .fact("health check", health_check(group))
            .fact(
                "health check interval",
                seconds(group.health_check_interval_seconds()),
            )
            .fact(
                "health check timeout",
                seconds(group.health_check_timeout_seconds()),
            )
            .fact("healthy after", group.healthy_threshold_count())
            .fact("unhealthy after", group.unhealthy_threshold_count())
            .finish(),
    )
}

/// `HTTP traffic-port /healthz`, or `off`.
fn health_check(group: &TargetGroup) -> Option<String> {
    if group.health_check_enabled() == Some(false) {
        return Some("off".to_owned());
    }
    let protocol = group.health_check_protocol().map(ProtocolEnum::as_str);
    let parts = [
        protocol,
        group.health_check_port(),
        group.health_check_path(),
    ];
    super::joined(parts.into_iter().flatten()).map(|parts| parts.replace(", ", " "))
}

fn seconds(value: Option<i32>) -> Option<String> {
    value.map(|value| format!("{value} s"))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Tags, convert};
    use aws_sdk_elasticloadbalancingv2::types::{ProtocolEnum, TargetGroup, TargetTypeEnum};

    const ARN: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/1";

    #[test]
    fn a_target_group_says_how_it_asks() {
        let group = TargetGroup::builder()
            .target_group_arn(ARN)
            .target_group_name("api")
            .protocol(ProtocolEnum::Http)
            .port(8080)
            .vpc_id("vpc-1")
            .target_type(TargetTypeEnum::Ip)
            .health_check_protocol(ProtocolEnum::Http)
            .health_check_port("traffic-port")
            .health_check_path("/healthz")
            .health_check_interval_seconds(30)
            .build();
        let group = convert(&place(), &group, &Tags::new()).unwrap();
        assert_eq!(group.name, "api");
        assert_eq!(related(&group), ["is-contained-in vpc-1"]);
        assert_eq!(
            facts(&group),
            [
                "protocol=HTTP",
                "port=8080",
                "target type=ip",
                "health check=HTTP traffic-port /healthz",
                "health check interval=30 s",
            ]
        );
    }

    #[test]
    fn a_group_of_functions_has_no_vpc_and_may_have_no_check() {
        let group = TargetGroup::builder()
            .target_group_arn(ARN)
            .target_type(TargetTypeEnum::Lambda)
            .health_check_enabled(false)
            .build();
        let group = convert(&place(), &group, &Tags::new()).unwrap();
        assert_eq!(group.name, "api");
        assert_eq!(group.parent, None);
        assert_eq!(facts(&group), ["target type=lambda", "health check=off"]);
        assert_eq!(
            convert(&place(), &TargetGroup::builder().build(), &Tags::new()),
            None
        );
    }
}
