//! Security groups and their rules.

use super::network::{Standing, standing};
use super::{Listing, Row, borrowed, numbered, one, write_tags};
use crate::sim::estate::{Region, SecurityGroup, SecurityPeer, SecurityRule};
use crate::sim::filter::Filtered;
use crate::sim::view::View;
use crate::sim::xml::Xml;
use std::borrow::Cow;

pub(super) const GROUPS: Listing = Listing {
    set: "securityGroupInfo",
    ids: "GroupId",
    most: 1000,
    missing: ("InvalidGroup.NotFound", "security group"),
};
pub(super) const RULES: Listing = Listing {
    set: "securityGroupRuleSet",
    ids: "SecurityGroupRuleId",
    most: 1000,
    missing: (
        "InvalidSecurityGroupRuleId.NotFound",
        "security group rule ID",
    ),
};

pub(super) fn groups<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, SecurityGroup>)> + use<'a> {
    standing(view, &view.region.security_groups)
}

/// One rule and the group that it belongs to.
pub(super) struct RuleRow<'a> {
    region: &'a Region,
    group: &'a SecurityGroup,
    rule: &'a SecurityRule,
}

pub(super) fn rules<'a>(view: &View<'a>) -> impl Iterator<Item = (u64, RuleRow<'a>)> + use<'a> {
    let region = view.region;
    numbered(region.security_groups.iter().flat_map(move |group| {
        let rules = group.rules.iter();
        rules.map(move |rule| RuleRow {
            region,
            group,
            rule,
        })
    }))
}

impl Filtered for Standing<'_, SecurityGroup> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "group-id" => one(&self.thing.id),
            "group-name" => one(&self.thing.name),
            "description" => one(&self.thing.description),
            "vpc-id" => one(&self.region.vpcs[self.thing.vpc].id),
            "owner-id" => one(&self.region.account),
            _ => None,
        }
    }
}

impl Row for Standing<'_, SecurityGroup> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let (group, region) = (self.thing, self.region);
        let (name, account, id) = (&region.name, &region.account, &group.id);
        xml.text("ownerId", account);
        xml.text("groupId", id);
        xml.text("groupName", &group.name);
        xml.text("groupDescription", &group.description);
        xml.text("vpcId", &region.vpcs[group.vpc].id);
        let arn = format!("arn:aws:ec2:{name}:{account}:security-group/{id}");
        xml.text("securityGroupArn", &arn);
        self.permissions(xml, ("ipPermissions", false));
        self.permissions(xml, ("ipPermissionsEgress", true));
        write_tags(xml, self.tags());
    }
}

impl Standing<'_, SecurityGroup> {
    /// AWS gathers the peers of one protocol and port range into one permission.
    fn permissions(&self, xml: &mut Xml, (name, egress): (&str, bool)) {
        let mut gathered: Vec<(&str, Option<(u16, u16)>)> = Vec::new();
        let rules = || self.thing.rules.iter().filter(|rule| rule.egress == egress);
        for rule in rules() {
            let key = (rule.protocol.as_str(), rule.ports);
            if !gathered.contains(&key) {
                gathered.push(key);
            }
        }
        xml.items(name, gathered, |xml, (protocol, ports)| {
            let peers: Vec<&SecurityPeer> = rules()
                .filter(|rule| rule.protocol == protocol && rule.ports == ports)
                .map(|rule| &rule.peer)
                .collect();
            xml.text("ipProtocol", protocol);
            if let Some((first, last)) = ports {
                xml.value("fromPort", first);
                xml.value("toPort", last);
            }
            let groups = peers.iter().filter_map(|peer| match peer {
                SecurityPeer::Group(id) => Some(id),
                _ => None,
            });
            xml.items("groups", groups, |xml, id| {
                xml.text("userId", &self.region.account);
                xml.text("groupId", id);
            });
            let blocks = peers.iter().filter_map(|peer| match peer {
                SecurityPeer::Cidr4(cidr) => Some(cidr),
                _ => None,
            });
            xml.items("ipRanges", blocks, |xml, cidr| xml.text("cidrIp", cidr));
            let blocks = peers.iter().filter_map(|peer| match peer {
                SecurityPeer::Cidr6(cidr) => Some(cidr),
                _ => None,
            });
            xml.items("ipv6Ranges", blocks, |xml, cidr| xml.text("cidrIpv6", cidr));
            xml.items("prefixListIds", std::iter::empty::<()>(), |_, ()| {});
        });
    }
}

impl Filtered for RuleRow<'_> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        Vec::new()
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "group-id" => one(&self.group.id),
            "security-group-rule-id" => one(&self.rule.id),
            _ => None,
        }
    }
}

impl Row for RuleRow<'_> {
    fn id(&self) -> Cow<'_, str> {
        (&self.rule.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let (rule, account) = (self.rule, &self.region.account);
        // AWS writes -1 for both ports of a rule that has none.
        let (first, last) = match rule.ports {
            Some((first, last)) => (i32::from(first), i32::from(last)),
            None => (-1, -1),
        };
        xml.text("securityGroupRuleId", &rule.id);
        xml.text("groupId", &self.group.id);
        xml.text("groupOwnerId", account);
        xml.value("isEgress", rule.egress);
        xml.text("ipProtocol", &rule.protocol);
        xml.value("fromPort", first);
        xml.value("toPort", last);
        match &rule.peer {
            SecurityPeer::Cidr4(cidr) => xml.text("cidrIpv4", cidr),
            SecurityPeer::Cidr6(cidr) => xml.text("cidrIpv6", cidr),
            SecurityPeer::Group(id) => xml.element("referencedGroupInfo", |xml| {
                xml.text("groupId", id);
                xml.text("userId", account);
            }),
        }
        let (region, id) = (&self.region.name, &rule.id);
        let arn = format!("arn:aws:ec2:{region}:{account}:security-group-rule/{id}");
        xml.text("securityGroupRuleArn", &arn);
        let tags: [(&str, &str); 0] = [];
        write_tags(xml, tags);
    }
}
