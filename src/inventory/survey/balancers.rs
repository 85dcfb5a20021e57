//! The way into a load balancer and out of it. AWS states it in pieces (a scheme, a
//! listener, a rule); here the pieces become lines from gateway to balancer and from
//! balancer to target group.

use super::{Link, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind, ResourceId};
use std::collections::{BTreeMap, BTreeSet};

/// What makes a balancer reachable through its VPC's internet gateway.
const SCHEME: Evidence = Evidence {
    call: "elasticloadbalancing:DescribeLoadBalancers",
    field: "LoadBalancers[].Scheme",
};

/// A link from each balancer to each target group that one of its listeners or rules
/// forwards to, where AWS does not state that link itself.
pub(super) fn to_target_groups(survey: &Survey) -> Vec<Link> {
    let owners = Owners::of(survey);
    let mut links = Vec::new();
    for balancer in of_kind(survey, Kind::LoadBalancer) {
        let stated: BTreeSet<_> = survey
            .links_from(balancer)
            .filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo)
            .map(|(_, link)| &link.to)
            .collect();
        for part in owners.parts(balancer) {
            let lifted = survey
                .links_from(part)
                .filter(|(_, link)| is_forward_to_group(survey, link))
                .filter(|(_, link)| !stated.contains(&link.to));
            links.extend(lifted.map(|(_, link)| Link {
                from: balancer.clone(),
                ..link.clone()
            }));
        }
        links.extend(attached_groups(survey, balancer, &stated));
    }
    links
}

/// A link from a VPC's internet gateway to each internet-facing balancer in that VPC.
pub(super) fn from_gateways(survey: &Survey) -> Vec<Link> {
    let mut gateways: BTreeMap<&ResourceId, &ResourceId> = BTreeMap::new();
    for gateway in of_kind(survey, Kind::InternetGateway) {
        let attached = survey
            .links_from(gateway)
            .filter(|(_, link)| link.kind == RelationshipKind::IsAttachedTo)
            .map(|(_, link)| &link.to);
        let parent = survey.vpc_of(gateway).map(|vpc| &vpc.id);
        for vpc in attached.chain(parent) {
            gateways.insert(vpc, gateway);
        }
    }
    let mut links = Vec::new();
    for balancer in of_kind(survey, Kind::LoadBalancer) {
        let is_public = survey
            .get(balancer)
            .is_some_and(|known| known.resource.fact("scheme") == Some("internet-facing"));
        let gateway = survey
            .vpc_of(balancer)
            .and_then(|vpc| gateways.get(&vpc.id));
        let is_stated = || {
            survey
                .links_to(balancer)
                .any(|(_, link)| Some(&&link.from) == gateway)
        };
        if let Some(gateway) = gateway.filter(|_| is_public && !is_stated()) {
            links.push(Link {
                from: (*gateway).clone(),
                to: balancer.clone(),
                kind: RelationshipKind::ForwardsTo,
                label: None,
                evidence: SCHEME,
                seen: None,
            });
        }
    }
    links
}

/// Groups that name the balancer which uses them.
fn attached_groups(
    survey: &Survey,
    balancer: &ResourceId,
    stated: &BTreeSet<&ResourceId>,
) -> Vec<Link> {
    survey
        .links_to(balancer)
        .filter(|(_, link)| link.kind == RelationshipKind::IsAttachedTo)
        .filter(|(_, link)| is_kind(survey, &link.from, Kind::TargetGroup))
        .filter(|(_, link)| !stated.contains(&link.from))
        .map(|(_, link)| Link {
            from: balancer.clone(),
            to: link.from.clone(),
            kind: RelationshipKind::ForwardsTo,
            label: None,
            evidence: link.evidence.clone(),
            seen: None,
        })
        .collect()
}

/// Listeners and rules by what holds them.
struct Owners<'a> {
    held: BTreeMap<&'a ResourceId, BTreeSet<&'a ResourceId>>,
}

impl<'a> Owners<'a> {
    fn of(survey: &'a Survey) -> Self {
        let mut held: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (id, assessed) in &survey.resources {
            if !is_part(assessed.resource.kind) {
                continue;
            }
            let upward = survey.links_from(id).filter(|(_, link)| {
                matches!(
                    link.kind,
                    RelationshipKind::IsAttachedTo
                        | RelationshipKind::IsContainedIn
                        | RelationshipKind::IsAssociatedWith
                )
            });
            let owners = upward.map(|(_, link)| &link.to);
            for owner in owners.chain(&assessed.resource.parent) {
                held.entry(owner).or_default().insert(id);
            }
            let forwarders = survey
                .links_to(id)
                .filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo);
            for (_, link) in forwarders {
                held.entry(&link.from).or_default().insert(id);
            }
        }
        Self { held }
    }

    /// The listeners of a balancer and their rules.
    fn parts(&self, balancer: &'a ResourceId) -> BTreeSet<&'a ResourceId> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![balancer];
        while let Some(owner) = waiting.pop() {
            for part in self.held.get(owner).into_iter().flatten() {
                if found.insert(*part) {
                    waiting.push(part);
                }
            }
        }
        found
    }
}

fn is_part(kind: Kind) -> bool {
    matches!(kind, Kind::Listener | Kind::ListenerRule)
}

fn is_forward_to_group(survey: &Survey, link: &Link) -> bool {
    link.kind == RelationshipKind::ForwardsTo
        && survey
            .get(&link.to)
            .is_some_and(|known| !is_part(known.resource.kind))
}

fn is_kind(survey: &Survey, id: &ResourceId, kind: Kind) -> bool {
    survey
        .get(id)
        .is_some_and(|known| known.resource.kind == kind)
}

fn of_kind(survey: &Survey, kind: Kind) -> impl Iterator<Item = &ResourceId> {
    survey
        .resources
        .iter()
        .filter(move |(_, known)| known.resource.kind == kind)
        .map(|(id, _)| id)
}
