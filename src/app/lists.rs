//! Lists and texts over the map: the row under the cursor, and what Enter does there.

use super::help::help;
use super::keymap::Action;
use super::legend::LEGEND;
use super::overlay::{Cursor, Overlay};
use super::{DetailRow, Effect, Model, Panes, RegionRow, regions};
use crate::graph::NodeKey;
use crate::inventory::SliceId;
use crate::layout::Direction;
use crate::provider::Control;
use std::time::Instant;

/// The details of the selection; of a selected wire, why it is drawn.
pub(super) fn details(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model
        .topology
        .as_ref()
        .ok_or("no account is open; a lists the accounts")?;
    if let (true, Ok(why)) = (model.overlays.is_empty(), why(model)) {
        return Ok(why);
    }
    let key = under_cursor(model).or_else(|| topology.look.selection.clone());
    let key = key.ok_or("nothing is selected")?;
    Ok(Overlay::Details {
        key,
        cursor: Cursor::default(),
    })
}

/// Why the selected wire is drawn.
pub(super) fn why(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model.topology.as_ref();
    let wire = topology.and_then(|topology| topology.look.wire.clone());
    Ok(Overlay::Why {
        wire: wire.ok_or("no wire is selected; w selects one")?,
        cursor: Cursor::default(),
    })
}

/// The coverage, with the first row that failed under the cursor.
pub(super) fn coverage(model: &Model) -> Overlay {
    let mut cursor = Cursor::default();
    if let Some(topology) = &model.topology {
        let mut slices = topology.watch.coverage.values();
        let failed = slices.position(|slice| slice.failure.is_some());
        let keys = keys(model, &Overlay::Coverage(Cursor::default()));
        cursor.put(&keys, failed.unwrap_or(0));
    }
    Overlay::Coverage(cursor)
}

pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let keys = model
        .overlays
        .last()
        .map(|top| keys(model, top))
        .unwrap_or_default();
    let half = isize::try_from(Panes::of(model).map.height / 2)
        .unwrap_or(1)
        .max(1);
    let cursor = model.overlays.last_mut().and_then(Overlay::cursor_mut);
    match (action, cursor) {
        (Action::Move(Direction::Down), Some(cursor)) => cursor.step(&keys, 1),
        (Action::Move(Direction::Up), Some(cursor)) => cursor.step(&keys, -1),
        (Action::Page(by), Some(cursor)) => cursor.step(&keys, half * isize::from(by)),
        (Action::First, Some(cursor)) => cursor.put(&keys, 0),
        (Action::Last, Some(cursor)) => cursor.put(&keys, usize::MAX),
        (Action::Enter, _) => return enter(model, now),
        (Action::Retry, _) => return retry(model, now),
        (Action::TogglePick, Some(_)) => {
            if let Some(row) = region_under_cursor(model) {
                regions::toggle(model, &row, now);
            }
        }
        (Action::Submit, _) => return regions::submit(model, now),
        _ => {}
    }
    Vec::new()
}

/// A click on a row puts the cursor there; on the row under the cursor it means Enter.
pub(super) fn click(model: &mut Model, row: usize, now: Instant) -> Vec<Effect> {
    let Some(top) = model.overlays.last() else {
        return Vec::new();
    };
    if position(model, top) == row {
        return perform_enter(model, now);
    }
    let keys = keys(model, top);
    let cursor = model.overlays.last_mut().and_then(Overlay::cursor_mut);
    if let Some(cursor) = cursor {
        cursor.put(&keys, row);
    }
    Vec::new()
}

/// What Enter means in the topmost list.
fn perform_enter(model: &mut Model, now: Instant) -> Vec<Effect> {
    match model.overlays.last() {
        Some(Overlay::Coverage(_)) => retry(model, now),
        // Enter takes what is picked; the pointer picks.
        Some(Overlay::Regions { .. }) => perform(model, Action::TogglePick, now),
        _ => enter(model, now),
    }
}

/// The keys of an overlay's rows.
fn keys(model: &Model, overlay: &Overlay) -> Vec<String> {
    let numbered = |count: usize| (0..count).map(|row| row.to_string()).collect();
    match (overlay, model.topology.as_ref()) {
        (Overlay::Help(_), _) => numbered(help().len()),
        (Overlay::Legend(_), _) => numbered(LEGEND.len()),
        (Overlay::CopyMenu { items, .. }, _) => {
            items.iter().map(|item| item.text.clone()).collect()
        }
        (Overlay::Problems(_), Some(topology)) => topology
            .problems()
            .iter()
            .map(|problem| problem.id.to_string())
            .collect(),
        (Overlay::Events(_), Some(topology)) => {
            let events = topology.journal.events.iter().rev();
            events.map(|event| event.number.to_string()).collect()
        }
        (Overlay::Calls(_), Some(topology)) => topology
            .watch
            .receipt
            .tallies
            .keys()
            .map(|name| format!("{name:?}"))
            .collect(),
        (Overlay::Coverage(_), Some(topology)) => topology
            .watch
            .coverage
            .keys()
            .map(|id| format!("{id:?}"))
            .collect(),
        (Overlay::Details { key, .. }, Some(topology)) => {
            let rows = topology.details(key, model.screen.clock);
            rows.iter().enumerate().map(detail_key).collect()
        }
        (Overlay::Why { wire, .. }, Some(topology)) => {
            let rows = topology.why(wire);
            rows.iter()
                .map(|why| format!("{} {}", why.from, why.to))
                .collect()
        }
        (Overlay::Regions { .. }, Some(topology)) => topology
            .regions()
            .iter()
            .map(|row| format!("{:?}", row.picked()))
            .collect(),
        _ => Vec::new(),
    }
}

/// A relationship is found again by its other end, everything else by its place.
fn detail_key((row, detail): (usize, &DetailRow)) -> String {
    match detail {
        DetailRow::Link {
            way,
            relationship,
            to,
            label,
            ..
        } => {
            format!("{way:?} {relationship} {to} {label:?}")
        }
        _ => row.to_string(),
    }
}

/// The row of an overlay that is under its cursor.
pub fn position(model: &Model, overlay: &Overlay) -> usize {
    match overlay.cursor() {
        Some(cursor) => cursor.position(&keys(model, overlay)),
        None => 0,
    }
}

/// The node that the row under the cursor speaks of.
fn under_cursor(model: &Model) -> Option<NodeKey> {
    let topology = model.topology.as_ref()?;
    let overlay = model.overlays.last()?;
    let row = position(model, overlay);
    match overlay {
        Overlay::Problems(_) => {
            let problems = topology.problems();
            problems.get(row).map(|problem| NodeKey::from(&problem.id))
        }
        Overlay::Events(_) => {
            let mut events = topology.journal.events.iter().rev();
            events.nth(row).map(|event| NodeKey::from(&event.id))
        }
        Overlay::Why { wire, .. } => {
            let mut rows = topology.why(wire).into_iter();
            rows.nth(row).map(|why| why.far)
        }
        Overlay::Details { key, .. } => {
            match topology.details(key, model.screen.clock).get(row)? {
                DetailRow::Link { to, .. } => Some(NodeKey::from(to)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn slice_under_cursor(model: &Model) -> Option<SliceId> {
    let overlay = model.overlays.last()?;
    let coverage = &model.topology.as_ref()?.watch.coverage;
    coverage.keys().nth(position(model, overlay)).cloned()
}

fn region_under_cursor(model: &Model) -> Option<RegionRow> {
    let position = position(model, model.overlays.last()?);
    model.topology.as_ref()?.regions().into_iter().nth(position)
}

fn enter(model: &mut Model, now: Instant) -> Vec<Effect> {
    if let Some(overlay @ Overlay::CopyMenu { items, .. }) = model.overlays.last() {
        let item = items.get(position(model, overlay)).cloned();
        model.overlays.pop();
        let copied = item.map(|item| Effect::Copy {
            what: item.what,
            text: item.text,
        });
        return copied.into_iter().collect();
    }
    if let Some(key) = under_cursor(model) {
        go_to(model, &key, now);
    }
    Vec::new()
}

/// From a relationship to its other end, and from a list to the map.
fn go_to(model: &mut Model, key: &NodeKey, now: Instant) {
    let window = Panes::of(model).window();
    let Some(topology) = &mut model.topology else {
        return;
    };
    let is_on_map = topology.visit(key, window);
    match model.overlays.last_mut() {
        Some(Overlay::Details { key: shown, cursor }) => {
            *shown = key.clone();
            *cursor = Cursor::default();
        }
        _ if is_on_map => model.overlays.clear(),
        _ => model.notify("it is not on the map; d describes it", now),
    }
}

fn retry(model: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(slice) = slice_under_cursor(model) else {
        return Vec::new();
    };
    let place = model
        .topology
        .as_ref()
        .map_or_else(String::new, |topology| {
            topology.watch.place(slice.account, &slice.region)
        });
    model.notify(format!("reading {} in {place} again", slice.collector), now);
    vec![Effect::Control(Control::Retry(slice))]
}
