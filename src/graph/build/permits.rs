//! Lines of what security groups permit. A rule joins two groups, not each pair of
//! their members: drawn pair by pair, a thousand instances would make a million lines.
//! Every member has a line, to the nearest on the other side.

use super::edges::Reasons;
use super::place::Placed;
use super::{Node, WireKind};
use crate::inventory::{Kind, Ordinal, RelationshipKind, Survey};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Above so many pairs of services a rule is drawn between the groups as wholes.
const MOST_PAIRS: usize = 16;

/// Adds a line for each rule that lets the members of one group reach those of another.
pub(super) fn add(reasons: &mut Reasons, survey: &Survey, placed: &Placed) {
    let members = members_by_group(survey, placed);
    for (index, link) in survey.links.iter().enumerate() {
        if link.kind != RelationshipKind::Permits {
            continue;
        }
        if let (Some(sources), Some(targets)) = (members.get(&link.from), members.get(&link.to)) {
            join(reasons, (sources, targets), index);
        }
    }
}

/// A drawn resource that carries a group.
type Member<'a> = (Ordinal, &'a Node);

/// The drawn resources that carry a group, by their service.
type Services<'a> = BTreeMap<&'a str, Vec<Member<'a>>>;

fn members_by_group<'a>(survey: &Survey, placed: &'a Placed) -> HashMap<Ordinal, Services<'a>> {
    let mut members: HashMap<_, Services> = HashMap::new();
    for link in &survey.links {
        let is_carried = link.kind == RelationshipKind::IsAssociatedWith
            && survey.kind(link.to) == Kind::SecurityGroup;
        if !is_carried {
            continue;
        }
        if let Some(node) = placed.node(link.from) {
            let service = node.service.as_deref().unwrap_or(&node.label);
            let services = members.entry(link.to).or_default();
            services.entry(service).or_default().push((link.from, node));
        }
    }
    members
}

fn join(reasons: &mut Reasons, (sources, targets): (&Services, &Services), link: usize) {
    if sources.len() * targets.len() > MOST_PAIRS {
        join_members(reasons, (&everyone(sources), &everyone(targets)), link);
        return;
    }
    for (source, source_members) in sources {
        for (target, target_members) in targets {
            // Members of one service that may reach each other would be a line from a
            // box to itself.
            if source != target {
                join_members(reasons, (source_members, target_members), link);
            }
        }
    }
}

fn everyone<'a>(services: &Services<'a>) -> Vec<Member<'a>> {
    let mut members: Vec<_> = services.values().flatten().copied().collect();
    members.sort_by_key(|(ordinal, _)| *ordinal);
    members
}

/// One line for each member of the larger side, none left out on the smaller one.
fn join_members(reasons: &mut Reasons, (sources, targets): (&[Member], &[Member]), link: usize) {
    let mut reached = BTreeSet::new();
    let by_subnet = |members: &[Member]| {
        let places = members.iter().enumerate().rev();
        places
            .map(|(index, (_, node))| (node.parent.clone(), index))
            .collect::<BTreeMap<_, _>>()
    };
    let (source_places, target_places) = (by_subnet(sources), by_subnet(targets));
    let mut add = |(from, _): Member, (to, _): Member| {
        if from != to {
            reasons.add((from, to), WireKind::SecurityGroup, link);
        }
    };
    for (index, &source) in sources.iter().enumerate() {
        let nearest = target_places.get(&source.1.parent).copied();
        let target = nearest.unwrap_or(index % targets.len());
        reached.insert(target);
        add(source, targets[target]);
    }
    for (index, &target) in targets.iter().enumerate() {
        if !reached.contains(&index) {
            let nearest = source_places.get(&target.1.parent).copied();
            add(sources[nearest.unwrap_or(index % sources.len())], target);
        }
    }
}
