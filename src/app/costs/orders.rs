//! What keys and commands do in the budget.

use super::entry::{Asked, Entry};
use super::scenario::{Choice, class_of, next_payment};
use super::view::{BudgetRow, BudgetView, Page};
use super::{alter, entry_usage};
use crate::app::{Effect, Model, Overlay, lists};
use crate::budget::Alteration;
use crate::export::budget::Span;
use crate::graph::NodeKey;
use crate::inventory::ResourceId;
use std::time::Instant;

/// In the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetAction {
    /// The next thing to cut by, or the one before.
    Cut(i8),
    Sort,
    Filter,
    Up,
    Span,
    Idle,
    WhatIf,
    /// As it is: of one resource.
    Clear,
    /// … of all.
    ClearAll,
    Usage,
    ShowOnMap,
}

pub(in crate::app) fn perform(
    model: &mut Model,
    action: BudgetAction,
    now: Instant,
) -> Vec<Effect> {
    match action {
        BudgetAction::Cut(by) => with_view(model, |view| view.step_cut(by)),
        BudgetAction::Sort => with_view(model, |view| view.order = view.order.next()),
        BudgetAction::Span => with_view(model, |view| view.span = next_span(view.span)),
        BudgetAction::Idle => with_view(model, |view| view.go(Page::Idle)),
        BudgetAction::Up => {
            up(model);
        }
        BudgetAction::Filter => filter(model),
        BudgetAction::WhatIf => what_if(model, now),
        BudgetAction::Clear => clear(model, now),
        BudgetAction::ClearAll => {
            model.assumptions.scenario.clear();
            model.notify("nothing is thought through any more", now);
        }
        BudgetAction::Usage => usage(model, now),
        BudgetAction::ShowOnMap => {
            let row = under_cursor(model);
            let id = row.as_ref().and_then(BudgetRow::resource).cloned();
            match id.or_else(|| resource_of_page(model)) {
                Some(id) => lists::go_to(model, &NodeKey::from(&id), now),
                None => model.notify("no resource is under the cursor", now),
            }
        }
    }
    Vec::new()
}

/// One page back. Answers whether there was one.
pub(in crate::app) fn up(model: &mut Model) -> bool {
    match model.overlays.last_mut() {
        Some(Overlay::Budget(view)) => view.up(),
        _ => false,
    }
}

/// Enter: what the row under the cursor holds.
pub(in crate::app) fn enter(model: &mut Model, now: Instant) -> Vec<Effect> {
    match under_cursor(model) {
        Some(BudgetRow::Group { key, title, .. }) => {
            with_view(model, |view| view.go(Page::Group { key, title }));
        }
        Some(BudgetRow::Resource { id, .. }) => {
            with_view(model, |view| view.go(Page::Resource(id)));
        }
        Some(BudgetRow::Altered { id, .. }) => with_view(model, |view| view.go(Page::Alter(id))),
        Some(BudgetRow::Line(_)) => usage(model, now),
        Some(BudgetRow::Choice { choice, now, then }) => {
            choose(model, choice, &then.unwrap_or(now));
        }
        None => {}
    }
    Vec::new()
}

fn with_view(model: &mut Model, change: impl FnOnce(&mut BudgetView)) {
    if let Some(Overlay::Budget(view)) = model.overlays.last_mut() {
        change(view);
    }
}

fn view(model: &Model) -> Option<&BudgetView> {
    match model.overlays.last() {
        Some(Overlay::Budget(view)) => Some(view),
        _ => None,
    }
}

/// The keys of the rows, by which a cursor finds its own again.
pub(in crate::app) fn keys(model: &Model, view: &BudgetView) -> Vec<String> {
    let rows = view.rows(model);
    let keys = rows.iter().enumerate().map(|(at, row)| row.key(at));
    keys.collect()
}

pub(in crate::app) fn under_cursor(model: &Model) -> Option<BudgetRow> {
    let view = view(model)?;
    let mut rows = view.rows(model);
    let keys: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| row.key(at))
        .collect();
    let at = view.cursor().position(&keys);
    (at < rows.len()).then(|| rows.swap_remove(at))
}

/// The resource that the open page is of.
pub(in crate::app) fn resource_of_page(model: &Model) -> Option<ResourceId> {
    match view(model)?.page() {
        Page::Resource(id) | Page::Alter(id) => Some(id.clone()),
        _ => None,
    }
}

fn next_span(span: Span) -> Span {
    let at = Span::ALL.iter().position(|known| *known == span);
    let next = at.map_or(0, |at| (at + 1) % Span::ALL.len());
    Span::ALL[next]
}

fn filter(model: &mut Model) {
    let before = view(model).map(|view| view.filter().to_owned());
    let before = before.unwrap_or_default();
    let text = before.clone();
    let entry = Entry::new(Asked::Filter { before }, &text);
    model.overlays.push(Overlay::Entry(Box::new(entry)));
}

/// Of a resource what can be otherwise; elsewhere, what is.
fn what_if(model: &mut Model, now: Instant) {
    let row = under_cursor(model);
    let id = row.as_ref().and_then(BudgetRow::resource).cloned();
    match id.or_else(|| resource_of_page(model)) {
        Some(id) => with_view(model, |view| view.go(Page::Alter(id))),
        None if model.assumptions.scenario.is_empty() => model.notify(
            "what if: {budget.open} goes to a resource, and {budget.what-if} says what would be otherwise",
            now,
        ),
        None => with_view(model, |view| view.go(Page::WhatIf)),
    }
}

fn clear(model: &mut Model, now: Instant) {
    let row = under_cursor(model);
    let id = row.as_ref().and_then(BudgetRow::resource).cloned();
    match id.or_else(|| resource_of_page(model)) {
        Some(id) => alter(model, &id, |one| *one = Alteration::default()),
        None => model.notify(
            "no resource is under the cursor; {budget.clear-all} clears all",
            now,
        ),
    }
}

fn choose(model: &mut Model, choice: Choice, text: &str) {
    let Some(id) = resource_of_page(model) else {
        return;
    };
    let asked = match choice {
        Choice::Class => Asked::Class(id),
        Choice::Count => Asked::Count(id),
        Choice::Payment => {
            alter(model, &id, |one| {
                one.reservation = next_payment(one.reservation)
            });
            return;
        }
    };
    // Of a class, the family stays: mostly its size is what is thought of.
    let text = match &asked {
        Asked::Class(id) => family(model, id).unwrap_or_default(),
        _ => text.to_owned(),
    };
    let entry = Entry::new(asked, &text);
    model.overlays.push(Overlay::Entry(Box::new(entry)));
    super::entry::changed(model);
}

fn family(model: &Model, id: &ResourceId) -> Option<String> {
    let known = model.topology.as_ref()?.derived.survey.get(id)?;
    let altered = model.assumptions.scenario.of(id);
    let altered = altered.and_then(|one| one.class.as_deref());
    let class = altered.or_else(|| class_of(&known.resource))?;
    let (family, _) = class.rsplit_once('.')?;
    Some(format!("{family}."))
}

fn usage(model: &mut Model, now: Instant) {
    match entry_usage(model) {
        Ok((asked, text)) => {
            let entry = Entry::new(asked, &text);
            model.overlays.push(Overlay::Entry(Box::new(entry)));
        }
        Err(sentence) => model.notify(sentence, now),
    }
}

/// `:budget`, `:budget by tag:team`, `:budget idle`.
pub(in crate::app) fn command(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        model.notify_error(
            "no account is open; {anywhere.accounts} lists the accounts",
            now,
        );
        return Vec::new();
    };
    let mut view = BudgetView::new(topology);
    match rest.strip_prefix("by ").unwrap_or(rest).trim() {
        "" => {}
        "idle" => view.go(Page::Idle),
        "what-if" => view.go(Page::WhatIf),
        cut => match cut.parse() {
            Ok(by) => view.cut_by(by),
            Err(error) => {
                model.notify_error(error.to_string(), now);
                return Vec::new();
            }
        },
    }
    let is_budget = |overlay: &Overlay| matches!(overlay, Overlay::Budget(_));
    model.overlays.retain(|overlay| !is_budget(overlay));
    model.overlays.push(Overlay::Budget(Box::new(view)));
    Vec::new()
}
