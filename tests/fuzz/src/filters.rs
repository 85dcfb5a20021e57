//! Whatever is typed as a filter is understood or told what is wrong, and `AND`, `OR`
//! and `NOT` mean what they say.

use super::dice::{Dice, written};
use super::resources;
use super::screen::check_text;
use skymap::graph::{Filter, Graph, NodeKey};
use skymap::inventory::Survey;
use std::collections::BTreeSet;

const PIECES: &[&str] = &[
    " ",
    " AND ",
    " OR ",
    "NOT ",
    "!",
    "(",
    ")",
    "\"",
    "=",
    "type=instance",
    "health=unhealthy",
    "name=",
    "Name=\"web 1\"",
    "web",
    "vpc-1",
    "10.0.0.5",
    "running",
    "((((((((",
    "NOT NOT ",
    "region=eu-west-1",
    "tag:Name=",
    "account=",
];

/// The bytes in front grow an inventory, those behind are the filters.
pub fn check(bytes: &[u8]) {
    let (estate, text) = bytes.split_at(bytes.len() / 2);
    let survey = Survey::of(&resources::inventory(&mut Dice::new(estate)));
    let graph = Graph::of(&survey);
    let (one, other) = text.split_at(text.len() / 2);
    let [one, other] = [one, other].map(|bytes| written(bytes, PIECES));
    let both = format!("{one}{other}");
    let matching = |text: &str| Some(understood(text)?.matching(&survey, &graph));
    let (Some(a), Some(b)) = (matching(&one), matching(&other)) else {
        understood(&both);
        return;
    };
    understood(&both);
    if one.trim().is_empty() || other.trim().is_empty() {
        return;
    }
    let everything = Filter::parse("").expect("the empty filter");
    let everything = everything.matching(&survey, &graph);
    let combined: [(String, BTreeSet<NodeKey>); 4] = [
        (format!("({one}) AND ({other})"), &a & &b),
        (format!("({one}) ({other})"), &a & &b),
        (format!("({one}) OR ({other})"), &a | &b),
        (format!("NOT ({one})"), &everything - &a),
    ];
    for (text, expected) in combined {
        // Only the depth of nesting may be too much now.
        if let Some(found) = matching(&text) {
            assert_eq!(found, expected, "{text}");
        }
    }
}

fn understood(text: &str) -> Option<Filter> {
    match Filter::parse(text) {
        Ok(filter) => Some(filter),
        Err(error) => {
            check_text(&error.sentence);
            assert!(!error.sentence.is_empty());
            assert!(
                text.get(error.at.clone()).is_some(),
                "{text}: {:?}",
                error.at
            );
            for line in error.picture(text).lines() {
                check_text(line);
            }
            None
        }
    }
}
