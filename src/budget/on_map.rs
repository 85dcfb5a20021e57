//! Amounts where the map draws them: every cost is one node's, or a container's, so that
//! what is on the map adds up to the total.

use super::{Amount, Budget};
use crate::graph::{Graph, NodeKey};
use crate::inventory::{Ordinal, RelationshipKind, Survey};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How far a cost is carried to something that is drawn.
const FARTHEST: usize = 8;

/// What each node costs with what is not drawn beside it, and each container with what
/// is inside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OnMap {
    amounts: HashMap<NodeKey, Amount, RandomState>,
    /// What has no place on the map.
    pub elsewhere: Amount,
    /// The most that one node, which is no container, costs.
    pub most: Amount,
}

impl OnMap {
    pub fn of(budget: &Budget, survey: &Survey, graph: &Graph) -> Self {
        let mut on_map = Self::default();
        for (id, cost) in &budget.costs {
            let amount = cost.amount();
            let payer = survey
                .ordinal(id)
                .and_then(|ordinal| payer(survey, graph, ordinal));
            match payer {
                Some(key) => on_map.add(graph, &key, amount),
                None => on_map.elsewhere += amount,
            }
        }
        let nodes = graph.nodes.values().filter(|node| !node.is_container());
        let most = nodes
            .filter_map(|node| on_map.amounts.get(&node.key))
            .max_by_key(|amount| amount.known);
        on_map.most = most.copied().unwrap_or_default();
        on_map
    }

    pub fn amount(&self, key: &NodeKey) -> Option<Amount> {
        self.amounts.get(key).copied()
    }

    fn add(&mut self, graph: &Graph, key: &NodeKey, amount: Amount) {
        for node in graph.ancestry(key) {
            *self.amounts.entry(node.key.clone()).or_default() += amount;
        }
    }
}

/// The node that a resource's cost is told at: its own; that of what it is attached to or
/// part of; the nearest thing round it.
fn payer(survey: &Survey, graph: &Graph, ordinal: Ordinal) -> Option<NodeKey> {
    let drawn = |ordinal: Ordinal| {
        let key = NodeKey::from(survey.id(ordinal));
        graph.nodes.contains_key(&key).then_some(key)
    };
    let carrier = |ordinal: Ordinal| {
        let mut links = survey.links_from(ordinal);
        let link = links.find(|(_, link)| {
            matches!(
                link.kind,
                RelationshipKind::IsAttachedTo | RelationshipKind::IsMemberOf
            )
        });
        link.map(|(_, link)| link.to)
    };
    let mut carriers = std::iter::successors(Some(ordinal), |one| carrier(*one)).take(FARTHEST);
    carriers
        .find_map(drawn)
        .or_else(|| survey.ancestry(ordinal).find_map(drawn))
        .or_else(|| region_of(survey, graph, ordinal))
}

fn region_of(survey: &Survey, graph: &Graph, ordinal: Ordinal) -> Option<NodeKey> {
    let resource = &survey[ordinal].resource;
    let key = NodeKey::region(resource.account, &resource.region);
    graph.nodes.contains_key(&key).then_some(key)
}
