//! Security groups, and which group's members may reach which: *permitted*, not *seen*.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_ec2::types::{IpPermission, SecurityGroup};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "ec2:DescribeSecurityGroups";

pub const COLLECTOR: Collector = Collector {
    name: "security-groups",
    title: "Security groups",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let rows = reader
            .pages(CALL, &|token| {
                Box::pin(async move {
                    let request = reader.clients.ec2().describe_security_groups();
                    let request = request.max_results(reader.page_size(5, 1000));
                    let answer = request.set_next_token(token).send().await;
                    let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                    Ok((
                        answer.security_groups.unwrap_or_default(),
                        answer.next_token,
                    ))
                })
            })
            .await?;
        let permitted = permitted(&reader.place, &rows);
        Ok(Read::resources((reader, CALL), &rows, |row| {
            convert(&reader.place, row, &permitted)
        }))
    })
}

/// One that is shared is its owner's.
fn arn(place: &Place, group: &SecurityGroup) -> Option<ResourceId> {
    Some(place.of(group.owner_id()).ec2(group.group_id()?))
}

/// By source group: whom its members may reach, and how.
type Permitted = BTreeMap<String, Vec<(ResourceId, String)>>;

/// The rules of a group name who may come in; traffic flows the other way round.
fn permitted(place: &Place, groups: &[SecurityGroup]) -> Permitted {
    let mut permitted = Permitted::new();
    for group in groups {
        let Some(target) = arn(place, group) else {
            continue;
        };
        for rule in group.ip_permissions() {
            for pair in rule.user_id_group_pairs() {
                let Some(source) = pair.group_id() else {
                    continue;
                };
                let flow = (target.clone(), ports(rule));
                permitted.entry(source.to_owned()).or_default().push(flow);
            }
        }
    }
    permitted
}

fn convert(place: &Place, group: &SecurityGroup, permitted: &Permitted) -> Option<Resource> {
    let id = group.group_id()?;
    let mut entry = Entry::new(place, Kind::SecurityGroup, arn(place, group)?, CALL)
        .named(group.group_name())
        .tags(group.tags().iter().map(|tag| (tag.key(), tag.value())))
        .within([(
            group.vpc_id().map(|id| place.ec2(id)),
            "SecurityGroups[].VpcId",
        )])
        .fact("group name", group.group_name())
        .fact("description", group.description())
        .fact("inbound rules", Some(group.ip_permissions().len()))
        .fact("outbound rules", Some(group.ip_permissions_egress().len()));
    for (target, ports) in permitted.get(id).into_iter().flatten() {
        entry = entry.labelled(
            RelationshipKind::Permits,
            Reference::Id(target.clone()),
            Some(ports.clone()),
            "SecurityGroups[].IpPermissions[].UserIdGroupPairs[].GroupId",
        );
    }
    Some(entry.finish())
}

fn ports(rule: &IpPermission) -> String {
    label(
        rule.ip_protocol().unwrap_or("-1"),
        rule.from_port(),
        rule.to_port(),
    )
}

/// `443/tcp`, `8000-8100/udp`, `icmp`, `all`.
pub(super) fn label(protocol: &str, from: Option<i32>, to: Option<i32>) -> String {
    let name = match protocol {
        "-1" => return "all".to_owned(),
        "1" => "icmp",
        "6" => "tcp",
        "17" => "udp",
        "47" => "gre",
        "50" => "esp",
        "51" => "ah",
        "58" => "icmpv6",
        other => other,
    };
    // For ICMP the ports are a type and a code.
    let has_ports = matches!(name, "tcp" | "udp");
    match (from, to) {
        _ if !has_ports => name.to_owned(),
        (Some(0), Some(65535)) => format!("all/{name}"),
        (Some(from), Some(to)) if from == to => format!("{from}/{name}"),
        (Some(from), Some(to)) => format!("{from}-{to}/{name}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{convert, label, permitted};
    use aws_sdk_ec2::types::{IpPermission, SecurityGroup, UserIdGroupPair};

    #[test]
    fn the_source_group_holds_the_permission() {
        let pair = UserIdGroupPair::builder().group_id("sg-web").build();
        let rule = IpPermission::builder()
            .ip_protocol("tcp")
            .from_port(5432)
            .to_port(5432)
            .user_id_group_pairs(pair)
            .build();
        let web = SecurityGroup::builder()
            .group_id("sg-web")
            .group_name("web")
            .build();
        let data = SecurityGroup::builder()
            .group_id("sg-data")
            .ip_permissions(rule)
            .build();
        let flows = permitted(&place(), &[web.clone(), data.clone()]);
        let web = convert(&place(), &web, &flows).unwrap();
        assert_eq!(web.name, "web");
        assert_eq!(related(&web), ["permits sg-data [5432/tcp]"]);
        let data = convert(&place(), &data, &flows).unwrap();
        assert!(related(&data).is_empty());
    }

    #[test]
    fn ports_read_as_people_say_them() {
        for (protocol, from, to, expected) in [
            ("tcp", Some(443), Some(443), "443/tcp"),
            ("17", Some(8000), Some(8100), "8000-8100/udp"),
            ("tcp", Some(0), Some(65535), "all/tcp"),
            ("-1", None, None, "all"),
            ("icmp", Some(-1), Some(-1), "icmp"),
            ("50", None, None, "esp"),
            ("tcp", None, None, "tcp"),
        ] {
            assert_eq!(label(protocol, from, to), expected);
        }
    }
}
