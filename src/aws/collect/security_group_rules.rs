//! Security group rules, each by its own id, with what it lets in or out.

use super::security_groups::label;
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_ec2::types::{ReferencedSecurityGroup, SecurityGroupRule};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeSecurityGroupRules";

pub const COLLECTOR: Collector = Collector {
    name: "security-group-rules",
    title: "Security group rules",
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
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.ec2().describe_security_group_rules();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.security_group_rules.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, rule: &SecurityGroupRule) -> Option<Resource> {
    let id = rule.security_group_rule_id()?;
    let ports = label(
        rule.ip_protocol().unwrap_or("-1"),
        rule.from_port(),
        rule.to_port(),
    );
    let referenced = rule.referenced_group_info();
    let peer = rule
        .cidr_ipv4()
        .or(rule.cidr_ipv6())
        .or(rule.prefix_list_id())
        .or(referenced.and_then(ReferencedSecurityGroup::group_id))
        .unwrap_or("?");
    let (direction, preposition) = if rule.is_egress() == Some(true) {
        ("outbound", "to")
    } else {
        ("inbound", "from")
    };
    let name = format!("{ports} {preposition} {peer}");
    Some(
        Entry::new(place, Kind::SecurityGroupRule, place.ec2(id), CALL)
            .named(Some(&name))
            .tags(rule.tags().iter().map(|tag| (tag.key(), tag.value())))
            .within([(
                rule.group_id().map(|id| place.ec2(id)),
                "SecurityGroupRules[].GroupId",
            )])
            .relates(
                RelationshipKind::IsAssociatedWith,
                referenced.and_then(|group| group_of(place, group)),
                "SecurityGroupRules[].ReferencedGroupInfo.GroupId",
            )
            .fact("direction", Some(direction))
            .fact("ports", Some(ports))
            .fact("peer", Some(peer))
            .fact(
                "peering",
                referenced.and_then(ReferencedSecurityGroup::peering_status),
            )
            .fact("description", rule.description())
            .finish(),
    )
}

/// The referenced group may be of a peer's account.
fn group_of(place: &Place, group: &ReferencedSecurityGroup) -> Option<ResourceId> {
    let owner = group.user_id().and_then(|owner| owner.parse().ok());
    Some(place.elsewhere(owner, None).ec2(group.group_id()?))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use aws_sdk_ec2::types::{ReferencedSecurityGroup, SecurityGroupRule};

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let open = SecurityGroupRule::builder()
            .security_group_rule_id("sgr-1")
            .group_id("sg-1")
            .is_egress(false)
            .ip_protocol("tcp")
            .from_port(443)
            .to_port(443)
            .cidr_ipv4("0.0.0.0/0")
            .build();
        let open = convert(&place(), &open).unwrap();
        assert_eq!(open.name, "443/tcp from 0.0.0.0/0");
        assert_eq!(related(&open), ["is-contained-in sg-1"]);
        assert_eq!(
            facts(&open),
            ["direction=inbound", "ports=443/tcp", "peer=0.0.0.0/0"]
        );
    }

    #[test]
    fn a_group_of_another_account_is_named_there() {
        let peer = ReferencedSecurityGroup::builder()
            .group_id("sg-9")
            .user_id("444455556666")
            .build();
        let rule = SecurityGroupRule::builder()
            .security_group_rule_id("sgr-2")
            .referenced_group_info(peer)
            .build();
        let rule = convert(&place(), &rule).unwrap();
        assert_eq!(rule.name, "all from sg-9");
        let evidence = format!("{:?}", rule.relationships[0].to);
        assert!(evidence.contains("444455556666:security-group/sg-9"));
    }
}
