//! What a filter asks for that is legal, and hardly meant: it is told, and done.

use super::key::Key;
use super::matching::is_same;
use super::names::is_type;
use super::{Expression, FilterError, Pair};
use crate::inventory::{Health, Survey};
use crate::text::nearest;
use std::collections::BTreeSet;

const HEALTHS: [Health; 7] = [
    Health::Healthy,
    Health::Degraded,
    Health::Unhealthy,
    Health::Pending,
    Health::Stopped,
    Health::Unknown,
    Health::Neutral,
];

/// The first of them in the text.
pub(super) fn of(expression: &Expression, survey: &Survey) -> Option<FilterError> {
    match expression {
        Expression::All(parts) | Expression::Any(parts) => {
            parts.iter().find_map(|part| of(part, survey))
        }
        Expression::Not(inner) => of(inner, survey),
        Expression::Word { pattern, at } => {
            let operator = pattern.literal()?;
            // In quotes it would be longer.
            let is_bare = at.len() == operator.len();
            (is_bare && matches!(operator, "and" | "or" | "not")).then(|| {
                let capitals = operator.to_uppercase();
                let sentence = format!("{operator} is a word like any other; {capitals} is not");
                FilterError::new(at.clone(), sentence)
            })
        }
        Expression::Pair(pair) => of_pair(pair, survey),
    }
}

fn of_pair(pair: &Pair, survey: &Survey) -> Option<FilterError> {
    let sentence = match pair.key {
        None if is_tag(survey, &pair.tag) => return None,
        None => no_tag(survey, &pair.tag),
        Some(key) => no_such_value(pair, key).filter(|_| !is_tag(survey, &pair.tag))?,
    };
    Some(FilterError::new(pair.at.clone(), sentence))
}

fn is_tag(survey: &Survey, tag: &str) -> bool {
    let mut known = survey.known();
    known.any(|known| known.resource.tags.iter().any(|(key, _)| is_same(key, tag)))
}

fn no_tag(survey: &Survey, tag: &str) -> String {
    let known: BTreeSet<&str> = survey
        .known()
        .flat_map(|known| known.resource.tags.iter().map(|(key, _)| key))
        .collect();
    let keys = Key::ALL.iter().map(|key| key.name());
    let near = nearest(tag, keys.clone().chain(known.iter().copied()));
    let tag = crate::text::clean(tag);
    if let Some(near) = near {
        return format!("no resource has a tag {tag}; is {near} meant?");
    }
    let known: Vec<&str> = keys.collect();
    format!(
        "no resource has a tag {tag}; known keys: {}",
        known.join(", ")
    )
}

fn no_such_value(pair: &Pair, key: Key) -> Option<String> {
    let value = crate::text::clean(pair.value.literal()?);
    match key {
        Key::Type if !is_type(&pair.value) => Some(format!("there is no type {value}")),
        Key::Health if !HEALTHS.iter().any(|one| pair.value.is(one.name())) => {
            let known: Vec<&str> = HEALTHS.iter().map(|health| health.name()).collect();
            Some(format!("health is one of {}", known.join(", ")))
        }
        _ => None,
    }
}
