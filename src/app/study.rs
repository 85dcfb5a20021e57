//! Making sense of what was read takes longer than a frame in a large account. So it is
//! a piece of work of its own, a value that anybody may carry out, beside the loop.

use super::Topology;
use crate::account::AccountId;
use crate::graph::{Graph, Grouping, Role};
use crate::inventory::{Health, Inventory, ResourceId, Survey};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// An inventory to be understood.
#[derive(Debug)]
pub struct Study {
    /// The generation of the topology.
    pub generation: u64,
    inventory: Inventory,
    grouping: Grouping,
    news: News,
}

/// What an inventory means.
#[derive(Debug)]
pub struct Understanding {
    survey: Survey,
    graph: Graph,
    /// What the graph is grouped by.
    grouping: Grouping,
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
        let survey = Survey::of(&self.inventory);
        Understanding {
            graph: Graph::grouped(&survey, &self.grouping),
            survey,
            grouping: self.grouping,
            news: self.news,
        }
    }
}

/// As a person would count them on the map.
fn counts(graph: &Graph) -> BTreeMap<Health, usize> {
    let mut counts = BTreeMap::new();
    for node in graph.nodes.values() {
        if !node.is_container() && node.role != Role::External {
            *counts.entry(node.health).or_default() += 1;
        }
    }
    counts
}

impl Topology {
    /// What is to be understood now: one thing at a time, so that what comes meanwhile
    /// is understood together.
    pub(super) fn study(&mut self) -> Option<Study> {
        let is_understood = self.derived.survey.revision == self.inventory.revision()
            && self.derived.grouping == self.look.preset.group;
        if is_understood || self.derived.is_studied {
            return None;
        }
        self.derived.is_studied = true;
        Some(Study {
            generation: self.generation,
            inventory: self.inventory.clone(),
            grouping: self.look.preset.group.clone(),
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
            grouping,
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
        self.regrouped(&before, &known);
    }
}
