//! Filters that are kept under a name: `@NAME` stands for one wherever a filter is typed.

use crate::app::command::Candidate;
use crate::app::{Effect, Model, prompt};
use crate::graph::Filter;
use crate::settings::Change;
use std::time::Instant;

/// The kept filters, for completion.
pub(in crate::app) fn names(model: &Model) -> Vec<Candidate> {
    let saved = model.settings.filters.iter();
    saved
        .map(|(name, text)| Candidate::new(name, text.clone()))
        .collect()
}

/// Keeps the filter in force.
pub(in crate::app) fn save(model: &mut Model, name: &str, now: Instant) -> Vec<Effect> {
    let topology = model.topology.as_ref();
    let text = topology.map_or("", |topology| topology.look.filter.text.as_str());
    if text.is_empty() {
        model.notify_error("no filter is in force; / types one, Enter keeps it", now);
        return Vec::new();
    }
    let text = text.to_owned();
    // One that names itself, or another that names it, would have no end.
    let mut known = model.settings.filters.clone();
    known.insert(name.to_owned(), text.clone());
    if let Err(error) = Filter::parse_with(&text, &known) {
        model.notify_error(format!("{name} is not kept: {error}"), now);
        return Vec::new();
    }
    vec![Effect::KeepSetting(Change::Filter {
        name: name.to_owned(),
        text,
    })]
}

pub(in crate::app) fn remove(model: &mut Model, name: &str, now: Instant) -> Vec<Effect> {
    if !model.settings.filters.contains_key(name) {
        model.notify_error(format!("there is no saved filter {name}"), now);
        return Vec::new();
    }
    vec![Effect::KeepSetting(Change::RemoveFilter(name.to_owned()))]
}

/// Puts a filter in force: a kept one by its name, or else a text. Answers what is wrong
/// with it.
pub(in crate::app) fn take(model: &mut Model, given: &str) -> Option<String> {
    let is_name = model.settings.filters.contains_key(given);
    let text = if is_name {
        crate::graph::saved_word(given)
    } else {
        given.to_owned()
    };
    let saved = &model.settings.filters;
    if let Err(error) = super::Query::parse(&text, saved) {
        return Some(error.to_string());
    }
    if let Some(topology) = &mut model.topology {
        topology.look.earlier.keep(&text);
    }
    prompt::set_filter(model, &text);
    None
}
