//! What a resource is tied to, as far as that decides where it stands: its subnet, its
//! VPC, its security groups, the network ACL of its subnets.

use crate::graph::Role;
use crate::inventory::{Kind, Ordinal, RelationshipKind, Survey};
use std::collections::BTreeSet;

/// The subnet that it is in. A database may be attached to several and be in none.
pub(super) fn subnet_of(survey: &Survey, ordinal: Ordinal, role: Role) -> Option<Ordinal> {
    if role.is_subnet() {
        return Some(ordinal);
    }
    if !matches!(role, Role::Instance | Role::Nat | Role::Database) {
        return None;
    }
    let is_subnet = |other: &Ordinal| survey.kind(*other) == Kind::Subnet;
    let own = survey.ancestry(ordinal).skip(1).find(is_subnet);
    let mut joined = joined(survey, ordinal).filter(|_| role != Role::Database);
    own.or_else(|| joined.find(is_subnet))
}

/// The VPC that it is in or attached to, else that of its members: AWS does not say
/// where a service runs whose tasks have no interface of their own.
pub(super) fn vpc_of(survey: &Survey, ordinal: Ordinal) -> Option<Ordinal> {
    let stated = std::iter::once(ordinal).chain(joined(survey, ordinal));
    let heard = survey.links_to(ordinal).map(|(_, link)| link);
    let members = heard.filter(|link| link.kind == RelationshipKind::IsMemberOf);
    let mut around = stated.chain(members.map(|link| link.from));
    around.find_map(|other| survey.vpc_of(other))
}

/// Its security groups, or else those of the interfaces that it has.
pub(super) fn security_groups(survey: &Survey, ordinal: Ordinal) -> BTreeSet<Ordinal> {
    let own = carried(survey, ordinal);
    if !own.is_empty() {
        return own;
    }
    let attached = |kind: RelationshipKind| kind == RelationshipKind::IsAttachedTo;
    let stated = survey.links_from(ordinal).map(|(_, link)| (link, link.to));
    let heard = survey.links_to(ordinal).map(|(_, link)| (link, link.from));
    let interfaces = stated.chain(heard).filter(|(link, other)| {
        attached(link.kind) && survey.kind(*other) == Kind::NetworkInterface
    });
    interfaces
        .flat_map(|(_, interface)| carried(survey, interface))
        .collect()
}

/// By their ARNs, so that groups that could not be read still hold together what has them.
fn carried(survey: &Survey, ordinal: Ordinal) -> BTreeSet<Ordinal> {
    survey
        .links_from(ordinal)
        .filter(|(_, link)| link.kind == RelationshipKind::IsAssociatedWith)
        .map(|(_, link)| link.to)
        .filter(|other| survey.id(*other).as_str().contains(":security-group/"))
        .collect()
}

/// The network ACL of all of its subnets, where that is one.
pub(super) fn network_acl(survey: &Survey, ordinal: Ordinal, role: Role) -> Option<Ordinal> {
    let near = match subnet_of(survey, ordinal, role) {
        Some(subnet) => vec![subnet],
        None => std::iter::once(ordinal)
            .chain(joined(survey, ordinal))
            .flat_map(|other| survey.ancestry(other))
            .collect(),
    };
    let subnets = near
        .into_iter()
        .filter(|&other| survey.kind(other) == Kind::Subnet);
    let acls = subnets.flat_map(|subnet| {
        let heard = survey.links_to(subnet).map(|(_, link)| link);
        let heard = heard.filter(|link| link.kind == RelationshipKind::IsAssociatedWith);
        heard.map(|link| link.from)
    });
    let acls: BTreeSet<Ordinal> = acls
        .filter(|&other| survey.kind(other) == Kind::NetworkAcl)
        .collect();
    let mut acls = acls.into_iter();
    acls.next().filter(|_| acls.next().is_none())
}

fn joined(survey: &Survey, ordinal: Ordinal) -> impl Iterator<Item = Ordinal> {
    survey
        .links_from(ordinal)
        .filter(|(_, link)| {
            matches!(
                link.kind,
                RelationshipKind::IsContainedIn
                    | RelationshipKind::IsAttachedTo
                    | RelationshipKind::PeersWith
            )
        })
        .map(|(_, link)| link.to)
}
