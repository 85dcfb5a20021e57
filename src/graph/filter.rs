//! The filter language: words, `key=value`, `AND`, `OR`, `NOT`, parentheses. It is
//! typed while it is used, so whatever is wrong with it is said in a sentence, and where.

mod doubt;
mod edit;
mod error;
mod key;
mod matching;
mod names;
mod offer;
mod parse;
mod pattern;
mod tokens;
mod values;

pub use edit::{conditions_of, has_part, saved_word, toggled, toggled_part, without};
pub use error::FilterError;
pub use offer::{Offer, Offered};
pub use values::{Counted, Vocabulary};

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
    Word {
        pattern: Pattern,
        at: Range<usize>,
    },
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
        parse::expression(text, Some(saved)).map(|expression| Self { expression })
    }

    /// What is wrong with a text that is to be kept, whatever it names.
    pub fn check(text: &str) -> Result<(), FilterError> {
        parse::expression(text, None).map(drop)
    }

    pub fn matches(&self, survey: &Survey, ordinal: Ordinal) -> bool {
        matching::matches(&self.expression, survey, ordinal)
    }

    /// The same of a row of a list, which has a text of its own and may speak of a resource.
    pub fn matches_row(&self, survey: &Survey, (about, text): (Option<Ordinal>, &str)) -> bool {
        matching::matches_row(&self.expression, survey, (about, text))
    }

    /// What is legal, and hardly meant: a key that no resource has, a type that is none.
    pub fn doubt(&self, survey: &Survey) -> Option<FilterError> {
        doubt::of(&self.expression, survey)
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
