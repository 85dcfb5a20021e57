//! The filter in force, as typed and as understood; and those that are kept by name.

mod prompt;
mod saved;

pub use prompt::FilterPrompt;

pub(super) use prompt::{cancel, changed, open, perform};
pub(super) use saved::{names, remove, save, take};

use super::command::{Candidate, Completion};
use super::{Model, Topology};
use crate::graph::{Filter, FilterError, Graph, NodeKey, Offered, SavedFilters, Vocabulary};
use crate::inventory::{Ordinal, Survey};
use std::collections::BTreeSet;

/// A filter as typed, and what it means. Without a meaning everything matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub text: String,
    meaning: Option<Filter>,
}

impl Query {
    /// What is typed, or what is wrong with it, and where.
    pub fn parse(text: &str, saved: &SavedFilters) -> Result<Self, FilterError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        Ok(Self {
            text: text.trim().to_owned(),
            meaning: Some(Filter::parse_with(text, saved)?),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.meaning.is_none()
    }

    /// What it asks for that is hardly meant.
    pub(super) fn doubt(&self, survey: &Survey) -> Option<FilterError> {
        self.meaning.as_ref()?.doubt(survey)
    }

    /// The nodes that match; `None` without a filter.
    pub fn matching(&self, survey: &Survey, graph: &Graph) -> Option<BTreeSet<NodeKey>> {
        let meaning = self.meaning.as_ref()?;
        Some(meaning.matching(survey, graph))
    }

    /// Whether a row of a list stays: it has a text, and may speak of a resource.
    pub(super) fn keeps(&self, survey: &Survey, row: (Option<Ordinal>, &str)) -> bool {
        let meaning = self.meaning.as_ref();
        meaning.is_none_or(|meaning| meaning.matches_row(survey, row))
    }

    /// Whether a resource matches.
    pub(super) fn matches(&self, survey: &Survey, ordinal: Ordinal) -> bool {
        let meaning = self.meaning.as_ref();
        meaning.is_none_or(|meaning| meaning.matches(survey, ordinal))
    }
}

/// What the word at the end of a filter can become.
pub(super) fn completion(model: &Model, typed: &str) -> Completion {
    let Some(topology) = &model.topology else {
        return Completion::default();
    };
    let vocabulary = Vocabulary {
        survey: &topology.derived.survey,
        resources: topology.drawable(),
    };
    let offer = vocabulary.offer(typed, &model.settings.filters);
    let candidates = offer.offered.into_iter();
    Completion {
        from: offer.from,
        candidates: candidates
            .map(|Offered { word, help }| Candidate {
                goes_on: false,
                ..Candidate::new(word, help)
            })
            .collect(),
    }
}

impl Topology {
    /// Every resource that the map knows a place for.
    pub(super) fn drawable(&self) -> Vec<Ordinal> {
        let nodes = self.derived.graph.nodes.values();
        let resources = nodes.filter_map(|node| node.resource.as_ref());
        resources
            .filter_map(|id| self.derived.survey.ordinal(id))
            .collect()
    }
}
