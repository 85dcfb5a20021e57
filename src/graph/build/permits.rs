//! Lines of what security groups permit. A rule joins two groups, not each pair of
//! their members: drawn pair by pair, a thousand instances would make a million lines.
//! Every member has a line, to the nearest on the other side.

use super::edges::Edges;
use super::{Graph, Node, NodeKey, WireKind};
use crate::inventory::{Kind, Link, RelationshipKind, ResourceId, Survey};
use std::collections::{BTreeMap, BTreeSet};

/// Above so many pairs of services a rule is drawn between the groups as wholes.
const MOST_PAIRS: usize = 16;

/// Adds a line for each rule that lets the members of one group reach those of another.
pub(super) fn add(edges: &mut Edges, survey: &Survey, graph: &Graph) {
    let members = members_by_group(survey, graph);
    for (index, link) in survey.links.iter().enumerate() {
        if link.kind != RelationshipKind::Permits {
            continue;
        }
        // The group that has the rule permits the other one: traffic runs towards it.
        let (source, target) = (&link.to, rule_owner(survey, &link.from));
        if let (Some(sources), Some(targets)) = (members.get(source), members.get(target)) {
            join(edges, (sources, targets), (index, link));
        }
    }
}

/// A rule that is a resource of its own belongs to the group that it is in.
fn rule_owner<'a>(survey: &'a Survey, id: &'a ResourceId) -> &'a ResourceId {
    survey
        .get(id)
        .filter(|known| known.resource.kind == Kind::SecurityGroupRule)
        .and_then(|known| known.resource.parent.as_ref())
        .unwrap_or(id)
}

/// The drawn resources that carry a group, by their service.
type Services<'a> = BTreeMap<&'a str, Vec<&'a Node>>;

fn members_by_group<'a>(
    survey: &'a Survey,
    graph: &'a Graph,
) -> BTreeMap<&'a ResourceId, Services<'a>> {
    let mut members: BTreeMap<_, Services> = BTreeMap::new();
    for link in &survey.links {
        let is_group = || {
            survey
                .get(&link.to)
                .is_some_and(|known| known.resource.kind == Kind::SecurityGroup)
        };
        if link.kind != RelationshipKind::IsAssociatedWith || !is_group() {
            continue;
        }
        if let Some(node) = graph.nodes.get(&NodeKey::from(&link.from)) {
            let service = node.service.as_deref().unwrap_or(&node.label);
            let services = members.entry(&link.to).or_default();
            services.entry(service).or_default().push(node);
        }
    }
    members
}

fn join(edges: &mut Edges, (sources, targets): (&Services, &Services), reason: (usize, &Link)) {
    if sources.len() * targets.len() > MOST_PAIRS {
        join_members(edges, (&everyone(sources), &everyone(targets)), reason);
        return;
    }
    for (source, source_members) in sources {
        for (target, target_members) in targets {
            // Members of one service that may reach each other would be a line from a
            // box to itself.
            if source != target {
                join_members(edges, (source_members, target_members), reason);
            }
        }
    }
}

fn everyone<'a>(services: &Services<'a>) -> Vec<&'a Node> {
    let mut nodes: Vec<_> = services.values().flatten().copied().collect();
    nodes.sort_by(|a, b| a.key.cmp(&b.key));
    nodes
}

/// One line for each member of the larger side, none left out on the smaller one.
fn join_members(
    edges: &mut Edges,
    (sources, targets): (&[&Node], &[&Node]),
    reason: (usize, &Link),
) {
    let mut reached = BTreeSet::new();
    let by_subnet = |nodes: &[&Node]| {
        let places = nodes.iter().enumerate().rev();
        places
            .map(|(index, node)| (node.parent.clone(), index))
            .collect::<BTreeMap<_, _>>()
    };
    let (source_places, target_places) = (by_subnet(sources), by_subnet(targets));
    let mut add = |from: &Node, to: &Node| {
        if from.key != to.key {
            let ends = (from.key.clone(), to.key.clone());
            edges.add(ends, WireKind::SecurityGroup, reason);
        }
    };
    for (index, source) in sources.iter().enumerate() {
        let nearest = target_places.get(&source.parent).copied();
        let target = nearest.unwrap_or(index % targets.len());
        reached.insert(target);
        add(source, targets[target]);
    }
    for (index, target) in targets.iter().enumerate() {
        if !reached.contains(&index) {
            let nearest = source_places.get(&target.parent).copied();
            add(sources[nearest.unwrap_or(index % sources.len())], target);
        }
    }
}
