//! What is typed in the budget: a filter, how much is used, another class, another number.

use super::scenario::{check_class, classes};
use super::{alter, keep_usage};
use crate::app::keymap::Action;
use crate::app::{Effect, Model, Overlay};
use crate::budget::Usage;
use crate::inventory::ResourceId;
use std::time::Instant;
use tui_input::Input;

/// So many candidates are offered.
const MOST: usize = 8;
/// Of one resource nobody has more.
const MOST_INSTEAD: u64 = 10_000;

/// A line that is typed over the budget.
#[derive(Debug)]
pub struct Entry {
    pub asked: Asked,
    pub input: Input,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What it can become; Tab takes the first.
    pub candidates: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Only the rows with this in their names; before, these.
    Filter {
        before: String,
    },
    /// So much of it a month, or of what is paid by the hour, so many.
    Usage {
        id: ResourceId,
        usage: Usage,
        what: String,
        /// What it is priced by.
        unit: String,
    },
    Class(ResourceId),
    Count(ResourceId),
}

impl Entry {
    pub(super) fn new(asked: Asked, text: &str) -> Self {
        Self {
            asked,
            input: Input::new(text.to_owned()),
            problem: None,
            candidates: Vec::new(),
        }
    }

    /// What stands before the line.
    pub fn sign(&self) -> String {
        match &self.asked {
            Asked::Filter { .. } => "/".to_owned(),
            Asked::Usage { what, .. } => format!("{what}: "),
            Asked::Class(_) => "type: ".to_owned(),
            Asked::Count(_) => "count: ".to_owned(),
        }
    }

    /// What stands beside it.
    pub fn aside(&self) -> String {
        if let Some(problem) = &self.problem {
            return problem.clone();
        }
        match &self.asked {
            Asked::Filter { .. } => "only rows with this in their names; Enter keeps".to_owned(),
            Asked::Usage { unit, .. } => format!("a number, paid {unit}; none: forget"),
            Asked::Class(_) => match self.candidates.as_slice() {
                [] => "another type, such as m7g.large".to_owned(),
                some => format!("Tab: {}", some.join(" ")),
            },
            Asked::Count(_) => "so many instead of one; 1 is as it is".to_owned(),
        }
    }
}

/// The line was edited.
pub(in crate::app) fn changed(model: &mut Model) {
    let candidates = candidates(model);
    let Some(Overlay::Entry(entry)) = model.overlays.last_mut() else {
        return;
    };
    entry.problem = None;
    entry.candidates = candidates;
    let text = entry.input.value().to_owned();
    if matches!(entry.asked, Asked::Filter { .. }) {
        set_filter(model, &text);
    }
}

fn candidates(model: &Model) -> Vec<String> {
    let Some(Overlay::Entry(entry)) = model.overlays.last() else {
        return Vec::new();
    };
    let (Asked::Class(id), Some(topology)) = (&entry.asked, &model.topology) else {
        return Vec::new();
    };
    let Some(known) = topology.derived.survey.get(id) else {
        return Vec::new();
    };
    let typed = entry.input.value();
    let classes = classes(known.resource.kind).into_iter();
    let fitting = classes.filter(|class| class.starts_with(typed) && class != typed);
    fitting.take(MOST).collect()
}

fn set_filter(model: &mut Model, text: &str) {
    let below = model.overlays.iter_mut().rev();
    let mut views = below.filter_map(|overlay| match overlay {
        Overlay::Budget(view) => Some(view),
        _ => None,
    });
    if let Some(view) = views.next() {
        text.clone_into(&mut view.here_mut().filter);
    }
}

/// Esc: nothing was typed.
pub(in crate::app) fn let_go(model: &mut Model, entry: &Entry) {
    if let Asked::Filter { before } = &entry.asked {
        set_filter(model, before);
    }
}

/// The keys of the line that are no text.
pub(in crate::app) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    match action {
        Action::Submit => submit(model, now),
        Action::Candidate(_) => {
            if let Some(Overlay::Entry(entry)) = model.overlays.last_mut()
                && let Some(first) = entry.candidates.first()
            {
                entry.input = Input::new(first.clone());
                changed(model);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn submit(model: &mut Model, now: Instant) {
    let Some(Overlay::Entry(mut entry)) = model.overlays.pop() else {
        return;
    };
    let text = entry.input.value().trim().to_owned();
    let outcome = match &entry.asked {
        Asked::Filter { .. } => Ok(()),
        Asked::Usage { id, usage, .. } => {
            amount(&text).and_then(|amount| keep_usage(model, (id, *usage), amount, now))
        }
        Asked::Class(id) => set_class(model, id, &text),
        Asked::Count(id) => match text.parse() {
            Ok(count @ 0..=MOST_INSTEAD) => {
                alter(model, id, |one| one.count = (count != 1).then_some(count));
                Ok(())
            }
            _ => Err(format!("a whole number from 0 to {MOST_INSTEAD}")),
        },
    };
    if let Err(problem) = outcome {
        entry.problem = Some(problem);
        model.overlays.push(Overlay::Entry(entry));
    }
}

fn set_class(model: &mut Model, id: &ResourceId, class: &str) -> Result<(), String> {
    let topology = model.topology.as_ref();
    let known = topology.and_then(|topology| topology.derived.survey.get(id));
    let Some(resource) = known.map(|known| &known.resource) else {
        return Ok(());
    };
    let is_other = !class.is_empty() && super::scenario::class_of(resource) != Some(class);
    if is_other {
        check_class(model, resource, class)?;
    }
    alter(model, id, |one| one.class = is_other.then(|| class.into()));
    Ok(())
}

/// `500`, `1,500`, `2.5k`, `3M`; nothing typed is nothing known.
fn amount(text: &str) -> Result<Option<f64>, String> {
    let plain = text.replace([',', ' '], "");
    if plain.is_empty() {
        return Ok(None);
    }
    let (digits, by) = match plain.as_bytes().last() {
        Some(b'k' | b'K') => (&plain[..plain.len() - 1], 1e3),
        Some(b'M') => (&plain[..plain.len() - 1], 1e6),
        Some(b'G') => (&plain[..plain.len() - 1], 1e9),
        _ => (plain.as_str(), 1.0),
    };
    let number: Option<f64> = digits.parse().ok();
    number
        .map(|number| number * by)
        .filter(|number| (0.0..1e13).contains(number))
        .map(Some)
        .ok_or_else(|| format!("{text} is no number; 500, 2.5k or 3M are"))
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn an_amount_is_typed_as_people_write_it() {
        for (text, expected) in [
            ("", Ok(None)),
            ("500", Ok(Some(500.0))),
            ("1,500.5", Ok(Some(1500.5))),
            ("2.5k", Ok(Some(2500.0))),
            ("3M", Ok(Some(3e6))),
            ("0", Ok(Some(0.0))),
        ] {
            assert_eq!(amount(text), expected, "{text}");
        }
        for wrong in ["-1", "many", "NaN", "inf", "k", "1e99"] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
    }
}
