//! The filter language: words, `key=value`, `AND`, `OR`, `NOT`, parentheses. It is
//! typed while it is used, so whatever is wrong with it is said in a sentence.

mod matching;
mod parse;

use super::{Graph, NodeKey};
use crate::inventory::{Ordinal, Survey};
use std::collections::BTreeSet;

/// A parsed filter. The empty text matches everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    expression: Expression,
}

/// What a filter asks for. All text in it is lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    /// Part of a name, an id, a state, an address or a tag's value; a whole tag key;
    /// or the whole id of a VPC, subnet or security group, for its members.
    Word(String),
    Pair {
        key: String,
        value: String,
    },
}

impl Filter {
    pub fn parse(text: &str) -> Result<Self, String> {
        parse::expression(text).map(|expression| Self { expression })
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
