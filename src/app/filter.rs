//! The filter in force, as typed and as understood.

use crate::graph::{Filter, FilterError, Graph, NodeKey};
use crate::inventory::Survey;
use std::collections::BTreeSet;

/// A filter as typed, and what it means. Without a meaning everything matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub text: String,
    meaning: Option<Filter>,
}

impl Query {
    /// What is typed, or what is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        Ok(Self {
            text: text.trim().to_owned(),
            meaning: Some(Filter::parse(text)?),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.meaning.is_none()
    }

    /// The nodes that match; `None` without a filter.
    pub(super) fn matching(&self, survey: &Survey, graph: &Graph) -> Option<BTreeSet<NodeKey>> {
        let meaning = self.meaning.as_ref()?;
        Some(meaning.matching(survey, graph))
    }
}
