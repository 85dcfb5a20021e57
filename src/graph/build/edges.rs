//! Which lines the graph has: traffic, the routes that matter, peerings. Several links
//! between the same two nodes are one edge with all of them as its reasons.

use super::place::{Placed, is_internet_gateway};
use super::tied::subnet_of;
use super::{Edge, Node, WireKind, ancestry, ports};
use crate::graph::Role;
use crate::inventory::{Kind, Link, Ordinal, RelationshipKind, ResourceId, Survey};
use crate::text::natural;
use compact_str::CompactString;
use std::collections::{HashMap, HashSet};

/// The reasons for edges while they are gathered.
pub(super) struct Reasons(Vec<Reason>);

/// A link that is a reason for a line between two resources.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Reason {
    from: Ordinal,
    to: Ordinal,
    kind: WireKind,
    link: usize,
}

impl Reasons {
    pub(super) fn of(survey: &Survey, placed: &Placed) -> Self {
        let mut reasons = Self(Vec::new());
        reasons.add_traffic(survey, placed);
        reasons.add_routes(survey, placed);
        reasons.add_stated(survey, placed);
        reasons
    }

    /// A line between two resources because of a link, by its index.
    pub(super) fn add(&mut self, (from, to): (Ordinal, Ordinal), kind: WireKind, link: usize) {
        self.0.push(Reason {
            from,
            to,
            kind,
            link,
        });
    }

    /// Gateway to balancer to target group to target.
    fn add_traffic(&mut self, survey: &Survey, placed: &Placed) {
        let read = RegionsOfInstances::of(survey);
        for (index, link) in survey.links.iter().enumerate() {
            if link.kind == RelationshipKind::ForwardsTo
                && !read.is_between_readings(survey, link)
                && is_line(survey, placed, (link.from, link.to))
            {
                self.add((link.from, link.to), WireKind::Traffic, index);
            }
        }
    }

    /// From each subnet to where its default route leads, and from a NAT gateway on to
    /// the internet. A public subnet is joined to its gateway only where nothing else
    /// in it is: the row that it stands in says the rest.
    fn add_routes(&mut self, survey: &Survey, placed: &Placed) {
        let occupants = Occupants::of(survey, placed);
        for (subnet, known) in survey.iter() {
            if known.resource.kind != Kind::Subnet {
                continue;
            }
            let nats = occupants.nats(subnet);
            let is_joined = !nats.is_empty() || !occupants.has_instance(subnet);
            // Where there are no subnets on the map, what is in them has its routes still.
            let role = placed.node(subnet).map(|node| node.role);
            let has_line = role.is_some_and(|role| role != Role::PublicSubnet || !is_joined);
            for (index, route) in survey.links_from(subnet) {
                if !is_default_route(route) {
                    continue;
                }
                if is_internet_gateway(survey.id(route.to)) {
                    for &nat in nats {
                        if is_line(survey, placed, (nat, route.to)) {
                            self.add((nat, route.to), WireKind::Route, index);
                        }
                    }
                }
                if has_line && is_line(survey, placed, (subnet, route.to)) {
                    self.add((subnet, route.to), WireKind::Route, index);
                }
            }
        }
    }

    /// What resources state of each other beside traffic and routes, in the direction in
    /// which it works: from what starts something to what is started.
    fn add_stated(&mut self, survey: &Survey, placed: &Placed) {
        for (index, link) in survey.links.iter().enumerate() {
            let Some((kind, is_backward)) = stated(survey, link) else {
                continue;
            };
            if is_line(survey, placed, (link.from, link.to)) {
                let ends = if is_backward {
                    (link.to, link.from)
                } else {
                    (link.from, link.to)
                };
                self.add(ends, kind, index);
            }
        }
    }

    /// One edge for all reasons between the same two. An external resource is placed
    /// where the first thing that leads to it stands.
    pub(super) fn into_edges(mut self, survey: &Survey, placed: &mut Placed) -> Vec<Edge> {
        self.0.sort_unstable();
        self.0.dedup();
        let same = |one: &Reason, other: &Reason| {
            (one.from, one.to, one.kind) == (other.from, other.to, other.kind)
        };
        let mut edges = Vec::new();
        for reasons in self.0.chunk_by(same) {
            let Reason { from, to, kind, .. } = reasons[0];
            let near = placed.index(from).or_else(|| placed.index(to));
            let Some(near) = near else {
                continue;
            };
            let mut end = |ordinal: Ordinal| {
                let known = placed.index(ordinal);
                known.unwrap_or_else(|| placed.add_external((ordinal, &survey[ordinal]), near))
            };
            let (from, to) = (end(from), end(to));
            let links: Vec<usize> = reasons.iter().map(|reason| reason.link).collect();
            edges.push(Edge {
                from,
                to,
                kind,
                labels: labels(survey, &links),
                links,
            });
        }
        edges
    }
}

/// The kind of line that a link is, and whether it is stated by the end that the line
/// leads to.
fn stated(survey: &Survey, link: &Link) -> Option<(WireKind, bool)> {
    let (from, to) = (survey.kind(link.from), survey.kind(link.to));
    Some(match link.kind {
        RelationshipKind::PeersWith => (WireKind::Peering, false),
        RelationshipKind::SendsEventsTo => (WireKind::Event, false),
        RelationshipKind::IsTriggeredBy => (WireKind::Event, true),
        RelationshipKind::ReplicatesTo => (WireKind::Replication, false),
        RelationshipKind::IsReplicaOf => (WireKind::Replication, true),
        RelationshipKind::RefersTo | RelationshipKind::Protects => (WireKind::Reference, false),
        // Who asks a cluster is led on to one of its members.
        RelationshipKind::IsMemberOf if is_cluster(to) => (WireKind::Traffic, true),
        RelationshipKind::IsMemberOf if to == Kind::EksCluster => (WireKind::Reference, true),
        // A service runs its tasks.
        RelationshipKind::IsMemberOf if to == Kind::EcsService => (WireKind::Reference, true),
        RelationshipKind::IsAttachedTo if is_way_out(from) => (WireKind::Peering, false),
        _ => return None,
    })
}

fn is_cluster(kind: Kind) -> bool {
    matches!(kind, Kind::DbCluster | Kind::ReplicationGroup)
}

fn is_way_out(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::VpnConnection | Kind::DirectConnectGateway | Kind::DirectConnectConnection
    )
}

/// Whether the near end is drawn and the far end is or may be (an external one is drawn
/// because of this line), and neither holds the other.
fn is_line(survey: &Survey, placed: &Placed, (from, to): (Ordinal, Ordinal)) -> bool {
    let Some(near) = placed.node(from) else {
        return false;
    };
    let is_inside = |inner: &Node, outer: &Node| {
        let mut round = ancestry(&placed.nodes, &inner.key);
        outer.is_container() && round.any(|node| node.key == outer.key)
    };
    match placed.node(to) {
        Some(far) => !is_inside(near, far) && !is_inside(far, near),
        None => survey.kind(to) == Kind::External,
    }
}

/// The regions in which instances were read, as the beginnings of their ARNs.
struct RegionsOfInstances<'a>(HashSet<&'a str>);

impl<'a> RegionsOfInstances<'a> {
    fn of(survey: &'a Survey) -> Self {
        let instances = survey
            .iter()
            .filter(|(_, known)| known.resource.kind == Kind::Instance);
        Self(
            instances
                .filter_map(|(_, known)| region(&known.resource.id))
                .collect(),
        )
    }

    /// A target instance that is not among its region's instances: it came after they
    /// were read, or is gone while its group still drains it. The next reading says
    /// which; a box for it would come and go, and move the rest. Its line is in the
    /// details.
    fn is_between_readings(&self, survey: &Survey, link: &Link) -> bool {
        survey.kind(link.to) != Kind::Instance
            && region(survey.id(link.to)).is_some_and(|region| self.0.contains(region))
    }
}

fn region(instance: &ResourceId) -> Option<&str> {
    let (region, _) = instance.as_str().split_once(":instance/")?;
    Some(region)
}

fn is_default_route(link: &Link) -> bool {
    link.kind == RelationshipKind::RoutesTo
        && matches!(link.label.as_deref(), Some("0.0.0.0/0" | "::/0"))
}

/// What goes along a line, each thing once.
fn labels(survey: &Survey, links: &[usize]) -> Vec<CompactString> {
    let links = links.iter().map(|&link| &survey.links[link]);
    let mut labels: Vec<_> = links
        .filter_map(|link| ports::label(survey, link))
        .collect();
    labels.sort_by(|a, b| natural(a, b));
    labels.dedup();
    labels
}

/// What of interest to routes stands in which subnet.
#[derive(Default)]
struct Occupants {
    nats: HashMap<Ordinal, Vec<Ordinal>>,
    with_instances: HashSet<Ordinal>,
}

impl Occupants {
    fn of(survey: &Survey, placed: &Placed) -> Self {
        let mut occupants = Self::default();
        for (ordinal, _) in survey.iter() {
            let Some(node) = placed.node(ordinal) else {
                continue;
            };
            let subnet = || subnet_of(survey, ordinal, node.role);
            match node.role {
                Role::Nat => {
                    if let Some(subnet) = subnet() {
                        occupants.nats.entry(subnet).or_default().push(ordinal);
                    }
                }
                Role::Instance => occupants.with_instances.extend(subnet()),
                _ => {}
            }
        }
        occupants
    }

    fn nats(&self, subnet: Ordinal) -> &[Ordinal] {
        self.nats.get(&subnet).map_or(&[], Vec::as_slice)
    }

    fn has_instance(&self, subnet: Ordinal) -> bool {
        self.with_instances.contains(&subnet)
    }
}
