//! The way into a load balancer and out of it. AWS states it in pieces (a scheme, a
//! listener, a rule); here the pieces become lines from gateway to balancer and from
//! balancer to target group.

use super::{Link, Ordinal, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind};
use compact_str::{CompactString, format_compact};
use std::collections::{BTreeSet, HashMap};

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
        let mut stated: BTreeSet<_> = survey
            .links_from(balancer)
            .filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo)
            .map(|(_, link)| link.to)
            .collect();
        let parts = owners.parts(balancer);
        let forwards = parts.into_iter().flat_map(|part| survey.links_from(part));
        let lifted: Vec<_> = forwards
            .map(|(_, link)| link)
            .filter(|link| is_forward_to_group(survey, link) && !stated.contains(&link.to))
            .collect();
        links.extend(lifted.iter().map(|link| Link {
            from: balancer,
            label: lifted_label(survey, link),
            ..(*link).clone()
        }));
        stated.extend(lifted.iter().map(|link| link.to));
        links.extend(attached_groups(survey, balancer, &stated));
    }
    links
}

/// What a rule asks for, behind the port that its listener answers at.
fn lifted_label(survey: &Survey, link: &Link) -> Option<CompactString> {
    let listener = survey[link.from].parent.filter(|&holder| {
        survey.kind(link.from) == Kind::ListenerRule && survey.kind(holder) == Kind::Listener
    });
    let listener = listener.map(|listener| &survey[listener].resource);
    let port = listener.filter(|listener| listener.fact("port").is_some());
    let port = port.map(|listener| &listener.name);
    match (port, &link.label) {
        (Some(port), Some(asked)) => Some(format_compact!("{port} {asked}")),
        (port, asked) => port.or(asked.as_ref()).cloned(),
    }
}

/// A link from a VPC's internet gateway to each internet-facing balancer in that VPC.
pub(super) fn from_gateways(survey: &Survey) -> Vec<Link> {
    let mut gateways: HashMap<Ordinal, Ordinal> = HashMap::new();
    for gateway in of_kind(survey, Kind::InternetGateway) {
        let attached = survey
            .links_from(gateway)
            .filter(|(_, link)| link.kind == RelationshipKind::IsAttachedTo)
            .map(|(_, link)| link.to);
        for vpc in attached.chain(survey.vpc_of(gateway)) {
            gateways.insert(vpc, gateway);
        }
    }
    let mut links = Vec::new();
    for balancer in of_kind(survey, Kind::LoadBalancer) {
        let is_public = survey[balancer].resource.fact("scheme") == Some("internet-facing");
        let vpc = survey.vpc_of(balancer).filter(|_| is_public);
        let gateway = vpc.and_then(|vpc| gateways.get(&vpc).copied());
        let is_stated = |gateway| {
            let mut heard = survey.links_to(balancer);
            heard.any(|(_, link)| link.from == gateway)
        };
        if let Some(gateway) = gateway.filter(|gateway| !is_stated(*gateway)) {
            links.push(Link {
                from: gateway,
                to: balancer,
                kind: RelationshipKind::ForwardsTo,
                label: None,
                evidence: SCHEME,
                seen: None,
            });
        }
    }
    links
}

/// Groups that name the balancer which uses them, where its listeners are not known.
fn attached_groups(survey: &Survey, balancer: Ordinal, stated: &BTreeSet<Ordinal>) -> Vec<Link> {
    survey
        .links_to(balancer)
        .filter(|(_, link)| link.kind == RelationshipKind::IsAttachedTo)
        .filter(|(_, link)| survey.kind(link.from) == Kind::TargetGroup)
        .filter(|(_, link)| !stated.contains(&link.from))
        .map(|(_, link)| Link {
            from: balancer,
            to: link.from,
            kind: RelationshipKind::ForwardsTo,
            label: None,
            evidence: link.evidence.clone(),
            seen: None,
        })
        .collect()
}

/// Listeners and rules by what holds them.
#[derive(Default)]
struct Owners {
    held: HashMap<Ordinal, BTreeSet<Ordinal>>,
}

impl Owners {
    fn of(survey: &Survey) -> Self {
        let mut owners = Self::default();
        for (part, assessed) in survey.iter() {
            if !is_part(assessed.resource.kind) {
                continue;
            }
            let upward = survey.links_from(part).filter(|(_, link)| {
                matches!(
                    link.kind,
                    RelationshipKind::IsAttachedTo
                        | RelationshipKind::IsContainedIn
                        | RelationshipKind::IsAssociatedWith
                )
            });
            let forwarders = survey
                .links_to(part)
                .filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo);
            let holders = upward
                .map(|(_, link)| link.to)
                .chain(assessed.parent)
                .chain(forwarders.map(|(_, link)| link.from));
            for holder in holders {
                owners.held.entry(holder).or_default().insert(part);
            }
        }
        owners
    }

    /// The listeners of a balancer and their rules.
    fn parts(&self, balancer: Ordinal) -> BTreeSet<Ordinal> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![balancer];
        while let Some(owner) = waiting.pop() {
            for part in self.held.get(&owner).into_iter().flatten() {
                if found.insert(*part) {
                    waiting.push(*part);
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
    link.kind == RelationshipKind::ForwardsTo && !is_part(survey.kind(link.to))
}

fn of_kind(survey: &Survey, kind: Kind) -> impl Iterator<Item = Ordinal> {
    let all = survey.iter();
    all.filter(move |(_, known)| known.resource.kind == kind)
        .map(|(ordinal, _)| ordinal)
}
