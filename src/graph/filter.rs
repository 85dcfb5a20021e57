//! The filter language: words, `key=value`, `AND`, `OR`, `NOT`, parentheses. It is
//! typed while it is used, so whatever is wrong with it is said in a sentence, and where.

mod error;
mod key;
mod matching;
mod names;
mod parse;
mod pattern;
mod tokens;

pub use error::FilterError;

use super::{Graph, NodeKey};
use crate::inventory::{Ordinal, Survey};
use key::Key;
use pattern::Pattern;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The texts of the filters that are kept, by their names: `@NAME` stands for one.
pub type SavedFilters = BTreeMap<String, String>;

/// A parsed filter. The empty text matches everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    expression: Expression,
}

/// What a filter asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    /// Part of a name, an id, a state, an address or a tag's value; a whole tag key;
    /// or the whole id of a VPC, subnet or security group, for its members.
    Word(Pattern),
    Pair(Pair),
}

/// `key=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    /// What the language itself means by the key.
    key: Option<Key>,
    /// The key as that of a tag, which it may be as well; in lower case.
    tag: String,
    value: Pattern,
    /// Of the key, in the text; of one in a saved filter, where that is named.
    at: Range<usize>,
}

impl Filter {
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Self::parse_with(text, &SavedFilters::new())
    }

    /// `@NAME` means the saved filter of that name.
    pub fn parse_with(text: &str, saved: &SavedFilters) -> Result<Self, FilterError> {
        parse::expression(text, saved).map(|expression| Self { expression })
    }

    pub fn matches(&self, survey: &Survey, ordinal: Ordinal) -> bool {
        matching::matches(&self.expression, survey, ordinal)
    }

    /// The nodes of a graph that match, for `Collapse::matching`.
    pub fn matching(&self, survey: &Survey, graph: &Graph) -> BTreeSet<NodeKey> {
        let nodes = graph.nodes.values().filter(|node| {
            node.resource
                .as_ref()
                .and_then(|id| survey.ordinal(id))
                .is_some_and(|ordinal| self.matches(survey, ordinal))
        });
        nodes.map(|node| node.key.clone()).collect()
    }
}
