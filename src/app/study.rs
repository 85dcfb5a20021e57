//! Making sense of what was read takes longer than a frame in a large account. So it is
//! a piece of work of its own, a value that anybody may carry out, beside the loop.

use super::costs::Assumed;
use super::{Costs, Topology};
use crate::account::{AccountId, Region};
use crate::blueprint::{Blueprint, Content, Diff, past};
use crate::budget::Assumptions;
use crate::graph::{Graph, Grouping, Role};
use crate::inventory::{Health, Inventory, Presence, ResourceId, SliceId, Survey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

/// An inventory to be understood.
#[derive(Debug)]
pub struct Study {
    /// The generation of the topology.
    pub generation: u64,
    inventory: Inventory,
    assumptions: Assumptions,
    grouping: Grouping,
    held: Option<Held>,
    news: News,
}

/// A blueprint that what was read is held against.
#[derive(Debug)]
struct Held {
    blueprint: Arc<Blueprint>,
    complete: BTreeSet<SliceId>,
    watched: Vec<(AccountId, Region)>,
}

/// What an inventory means.
#[derive(Debug)]
pub struct Understanding {
    survey: Survey,
    graph: Graph,
    costs: Costs,
    /// What the graph is grouped by.
    grouping: Grouping,
    /// Against which blueprint, and what differs.
    diff: Option<(Arc<Blueprint>, Diff)>,
    news: News,
}

/// What of a study's inventory is news.
#[derive(Debug)]
struct News {
    /// What a slice that was read before has gained and lost.
    expected: BTreeSet<ResourceId>,
    /// Everything planned was read once.
    is_whole: bool,
    /// … of these accounts.
    whole: BTreeSet<AccountId>,
}

impl Study {
    /// Takes as long as the account is large; may run on any thread.
    pub fn conclude(self) -> Understanding {
        let mut survey = Survey::of(&self.inventory);
        // What is in a blueprint alone costs nothing.
        let costs = Costs::of(&survey, &self.assumptions);
        let diff = self.held.map(|held| {
            let now = Content::of((&survey, &self.inventory), &held.complete, held.watched);
            let diff = Diff::between(&held.blueprint.content, &now);
            let past = past(&held.blueprint.content, &diff);
            survey = std::mem::take(&mut survey).beside(past);
            (held.blueprint, diff)
        });
        let graph = Graph::grouped(&survey, &self.grouping);
        Understanding {
            costs: costs.placed((&survey, &graph)),
            graph,
            survey,
            grouping: self.grouping,
            diff,
            news: self.news,
        }
    }
}

/// As a person would count them on the map.
fn counts(graph: &Graph) -> BTreeMap<Health, usize> {
    let mut counts = BTreeMap::new();
    for node in graph.nodes.values() {
        let is_there = node.presence != Presence::Ghost;
        if is_there && !node.is_container() && node.role != Role::External {
            *counts.entry(node.health).or_default() += 1;
        }
    }
    counts
}

impl Topology {
    /// What is to be understood now: one thing at a time, so that what comes meanwhile
    /// is understood together.
    pub(super) fn study(&mut self, assumptions: &Assumptions) -> Option<Study> {
        let assumed = Assumed::of(assumptions, self.blueprint.as_ref());
        let is_understood = self.derived.survey.revision == self.inventory.revision()
            && self.derived.grouping == self.look.preset.group
            && self.derived.costs.rest_on(&assumed);
        if is_understood || self.derived.is_studied {
            return None;
        }
        self.derived.is_studied = true;
        Some(Study {
            generation: self.generation,
            inventory: self.inventory.clone(),
            assumptions: assumed.with(&assumptions.prices),
            grouping: self.look.preset.group.clone(),
            held: self.blueprint.as_ref().map(|open| Held {
                blueprint: Arc::clone(&open.kept),
                complete: self.complete_slices(),
                watched: self.watched_places().collect(),
            }),
            news: News {
                expected: self.journal.take_expected(),
                is_whole: self.watch.is_complete(),
                whole: self.watch.complete_accounts(),
            },
        })
    }

    /// `None` when it could not be concluded: the next change asks anew.
    pub(super) fn understood(&mut self, understanding: Option<Understanding>, now: Instant) {
        self.derived.is_studied = false;
        let Some(Understanding {
            survey,
            graph,
            costs,
            grouping,
            diff,
            news,
        }) = understanding
        else {
            return;
        };
        let derived = &mut self.derived;
        self.journal.compare(
            (&derived.survey, &survey),
            (&news.expected, &derived.whole),
            now,
        );
        // An account may have been added since.
        derived.is_whole |= news.is_whole && self.watch.is_complete();
        derived.whole.extend(
            news.whole
                .intersection(&self.watch.complete_accounts())
                .copied(),
        );
        let before = std::mem::replace(&mut self.derived.grouping, grouping);
        let known = self.containers();
        self.derived.survey = survey;
        self.derived.counts = counts(&graph);
        self.derived.graph = graph;
        self.derived.costs = costs;
        self.regrouped(&before, &known);
        if let (Some(open), Some((against, diff))) = (&mut self.blueprint, diff)
            && Arc::ptr_eq(&open.kept, &against)
        {
            open.diff = Some(diff);
        }
        self.restore_look();
    }
}
