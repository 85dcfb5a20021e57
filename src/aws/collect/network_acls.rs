//! Network ACLs: what may pass a subnet's edge, in either direction and without memory.

use super::{Collecting, Collector, Pace, Scope, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{NetworkAcl, NetworkAclAssociation, NetworkAclEntry, RuleAction};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeNetworkAcls";

pub const COLLECTOR: Collector = Collector {
    name: "network-acls",
    title: "Network ACLs",
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
                let request = reader.clients.ec2().describe_network_acls();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.network_acls.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, acl: &NetworkAcl) -> Option<Resource> {
    let id = acl.network_acl_id()?;
    let subnets = acl.associations().iter();
    let subnets = subnets.filter_map(NetworkAclAssociation::subnet_id);
    let mut entry = Entry::new(place, Kind::NetworkAcl, place.ec2(id), CALL)
        .tags(acl.tags().iter().map(|tag| (tag.key(), tag.value())))
        .within([(acl.vpc_id().map(|id| place.ec2(id)), "NetworkAcls[].VpcId")])
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            subnets.map(|id| place.ec2(id)),
            "NetworkAcls[].Associations[].SubnetId",
        )
        .fact("default", yes_or_no(acl.is_default()));
    // As AWS tries them.
    let mut rules: Vec<&NetworkAclEntry> = acl.entries().iter().collect();
    rules.sort_by_key(|rule| (rule.egress(), rule.rule_number()));
    for rule in rules {
        let name = match rule.egress() {
            Some(true) => "outbound",
            _ => "inbound",
        };
        entry = entry.fact(name, Some(said(rule)));
    }
    Some(entry.finish())
}

/// `100 allow tcp 443 0.0.0.0/0`; the last rule has no number that counts.
fn said(rule: &NetworkAclEntry) -> String {
    let number = match rule.rule_number() {
        Some(32_767) | None => "*".to_owned(),
        Some(number) => number.to_string(),
    };
    let action = rule.rule_action().map_or("?", RuleAction::as_str);
    let protocol = match rule.protocol() {
        Some("-1") | None => "all",
        Some("1") => "icmp",
        Some("6") => "tcp",
        Some("17") => "udp",
        Some("58") => "icmpv6",
        Some(other) => other,
    };
    let ports = rule
        .port_range()
        .map(|range| match (range.from(), range.to()) {
            (Some(from), Some(to)) if from == to => format!(" {from}"),
            (Some(0), Some(65_535)) | (None, _) | (_, None) => String::new(),
            (Some(from), Some(to)) => format!(" {from}-{to}"),
        });
    let ports = ports.unwrap_or_default();
    let addresses = rule.cidr_block().or(rule.ipv6_cidr_block()).unwrap_or("?");
    format!("{number} {action} {protocol}{ports} {addresses}")
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use aws_sdk_ec2::types::{
        NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange, RuleAction,
    };

    #[test]
    fn an_acl_lies_on_its_subnets_and_its_rules_are_in_order() {
        let rule = |number, egress, action: RuleAction| {
            NetworkAclEntry::builder()
                .rule_number(number)
                .egress(egress)
                .rule_action(action)
                .cidr_block("0.0.0.0/0")
        };
        let web = rule(100, false, RuleAction::Allow)
            .protocol("6")
            .port_range(PortRange::builder().from(443).to(443).build());
        let association = NetworkAclAssociation::builder().subnet_id("subnet-1");
        let acl = NetworkAcl::builder()
            .network_acl_id("acl-1")
            .vpc_id("vpc-1")
            .is_default(false)
            .associations(association.build())
            .entries(rule(32_767, true, RuleAction::Deny).protocol("-1").build())
            .entries(rule(32_767, false, RuleAction::Deny).protocol("-1").build())
            .entries(web.build());
        let acl = convert(&place(), &acl.build()).unwrap();
        assert_eq!(
            acl.id.as_str().rsplit(':').next(),
            Some("network-acl/acl-1")
        );
        assert_eq!(
            related(&acl),
            ["is-contained-in vpc-1", "is-associated-with subnet-1"]
        );
        assert_eq!(
            facts(&acl),
            [
                "default=no",
                "inbound=100 allow tcp 443 0.0.0.0/0",
                "inbound=* deny all 0.0.0.0/0",
                "outbound=* deny all 0.0.0.0/0",
            ]
        );
    }
}
