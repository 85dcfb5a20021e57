//! Which lines the graph has: traffic, the routes that matter, peerings. Several links
//! between the same two nodes are one edge with all of them as its reasons.

use super::place::is_internet_gateway;
use super::{Edge, Graph, Node, NodeKey, WireKind};
use crate::graph::Role;
use crate::inventory::{Kind, Link, RelationshipKind, ResourceId, Survey};
use crate::text::natural;
use std::collections::{BTreeMap, BTreeSet};

/// The widest label that a wire carries.
const LABEL_WIDTH: usize = 24;

/// Edges while they are gathered.
#[derive(Default)]
pub(super) struct Edges(BTreeMap<(NodeKey, NodeKey, WireKind), Reasons>);

#[derive(Default)]
struct Reasons {
    labels: BTreeSet<String>,
    links: BTreeSet<usize>,
}

impl Edges {
    pub(super) fn add(
        &mut self,
        ends: (NodeKey, NodeKey),
        kind: WireKind,
        (index, link): (usize, &Link),
    ) {
        let (from, to) = ends;
        let reasons = self.0.entry((from, to, kind)).or_default();
        reasons.links.insert(index);
        reasons.labels.extend(link.label.clone());
    }

    /// Gateway to balancer to target group to target.
    pub(super) fn add_traffic(&mut self, survey: &Survey, graph: &Graph) {
        for (index, link) in survey.links.iter().enumerate() {
            if link.kind == RelationshipKind::ForwardsTo
                && !is_between_readings(survey, link)
                && let Some(ends) = drawn_ends(survey, graph, (&link.from, &link.to))
            {
                self.add(ends, WireKind::Traffic, (index, link));
            }
        }
    }

    /// From each subnet to where its default route leads, and from a NAT gateway on to
    /// the internet. A public subnet is joined to its gateway only where nothing else
    /// in it is: the row that it stands in says the rest.
    pub(super) fn add_routes(&mut self, survey: &Survey, graph: &Graph) {
        let occupants = Occupants::of(graph);
        for node in graph.nodes.values() {
            let Some(subnet) = node.resource.as_ref().filter(|_| node.role.is_subnet()) else {
                continue;
            };
            for (index, route) in survey.links_from(subnet) {
                if !is_default_route(route) {
                    continue;
                }
                let nats = occupants.nats(&node.key);
                if is_internet_gateway(&route.to) {
                    for nat in nats {
                        if let Some((_, to)) = drawn_ends(survey, graph, (subnet, &route.to)) {
                            self.add((nat.clone(), to), WireKind::Route, (index, route));
                        }
                    }
                }
                let is_joined = !nats.is_empty() || !occupants.has_instance(&node.key);
                if node.role == Role::PublicSubnet && is_joined {
                    continue;
                }
                if let Some(ends) = drawn_ends(survey, graph, (subnet, &route.to)) {
                    self.add(ends, WireKind::Route, (index, route));
                }
            }
        }
    }

    /// From a peering connection to the VPCs that it joins.
    pub(super) fn add_peerings(&mut self, survey: &Survey, graph: &Graph) {
        for (index, link) in survey.links.iter().enumerate() {
            if link.kind == RelationshipKind::PeersWith
                && let Some(ends) = drawn_ends(survey, graph, (&link.from, &link.to))
            {
                self.add(ends, WireKind::Peering, (index, link));
            }
        }
    }

    pub(super) fn into_sorted(self) -> Vec<Edge> {
        let edges = self.0.into_iter().map(|((from, to, kind), reasons)| Edge {
            from,
            to,
            kind,
            label: shown(&reasons.labels),
            links: reasons.links.into_iter().collect(),
        });
        edges.collect()
    }
}

/// Both ends as keys, if the near end is drawn and the far end is or may be (an
/// external one is drawn because of this line), and neither holds the other.
fn drawn_ends(
    survey: &Survey,
    graph: &Graph,
    (from, to): (&ResourceId, &ResourceId),
) -> Option<(NodeKey, NodeKey)> {
    let is_external = survey.get(to)?.resource.kind == Kind::External;
    let (from, to) = (NodeKey::from(from), NodeKey::from(to));
    let (near, far) = (graph.nodes.get(&from)?, graph.nodes.get(&to));
    let is_inside = |inner: &NodeKey, outer: &Node| {
        outer.is_container() && graph.ancestry(inner).any(|node| node.key == outer.key)
    };
    let is_line = match far {
        Some(far) => !is_inside(&from, far) && !is_inside(&to, near),
        None => is_external,
    };
    is_line.then_some((from, to))
}

/// A target instance that is not among its region's instances: it came after they were
/// read, or is gone while its group still drains it. The next reading says which; a box
/// for it would come and go, and move the rest. Its line is in the details.
fn is_between_readings(survey: &Survey, link: &Link) -> bool {
    let is_read = |id: &ResourceId| {
        let known = survey.get(id);
        known.is_some_and(|known| known.resource.kind == Kind::Instance)
    };
    let Some((region, _)) = link.to.as_str().split_once(":instance/") else {
        return false;
    };
    let is_of_region = |id: &ResourceId| {
        let of = id.as_str().split_once(":instance/");
        of.is_some_and(|(other, _)| other == region)
    };
    !is_read(&link.to)
        && survey
            .resources
            .iter()
            .any(|(id, known)| known.resource.kind == Kind::Instance && is_of_region(id))
}

fn is_default_route(link: &Link) -> bool {
    link.kind == RelationshipKind::RoutesTo
        && matches!(link.label.as_deref(), Some("0.0.0.0/0" | "::/0"))
}

/// All labels if they fit, else the first and how many more there are.
fn shown(labels: &BTreeSet<String>) -> Option<String> {
    let mut labels: Vec<_> = labels.iter().map(String::as_str).collect();
    labels.sort_by(|a, b| natural(a, b));
    let all = labels.join(", ");
    match labels.as_slice() {
        [] => None,
        [first, rest @ ..] if !rest.is_empty() && all.chars().count() > LABEL_WIDTH => {
            Some(format!("{first} +{}", rest.len()))
        }
        _ => Some(all),
    }
}

/// What of interest to routes stands in which subnet.
#[derive(Default)]
struct Occupants {
    nats: BTreeMap<NodeKey, Vec<NodeKey>>,
    with_instances: BTreeSet<NodeKey>,
}

impl Occupants {
    fn of(graph: &Graph) -> Self {
        let mut occupants = Self::default();
        for node in graph.nodes.values() {
            let Some(subnet) = node.parent.clone() else {
                continue;
            };
            match node.role {
                Role::Nat => occupants
                    .nats
                    .entry(subnet)
                    .or_default()
                    .push(node.key.clone()),
                Role::Instance => {
                    occupants.with_instances.insert(subnet);
                }
                _ => {}
            }
        }
        occupants
    }

    fn nats(&self, subnet: &NodeKey) -> &[NodeKey] {
        self.nats.get(subnet).map_or(&[], Vec::as_slice)
    }

    fn has_instance(&self, subnet: &NodeKey) -> bool {
        self.with_instances.contains(subnet)
    }
}
