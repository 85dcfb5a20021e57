//! Lists and texts over the map: the row under the cursor, and what Enter does there.

use super::keymap::{Action, bindings};
use super::overlay::{Cursor, Overlay};
use super::{DetailRow, Effect, Model, Panes, regions};
use crate::graph::NodeKey;
use crate::inventory::SliceId;
use crate::layout::Direction;
use crate::provider::Control;
use std::time::Instant;

/// The details of the selection.
pub(super) fn details(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model
        .topology
        .as_ref()
        .ok_or("no account is open; a lists the accounts")?;
    let key = under_cursor(model).or_else(|| topology.look.selection.clone());
    let key = key.ok_or("nothing is selected")?;
    Ok(Overlay::Details {
        key,
        cursor: Cursor::default(),
    })
}

pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let keys = keys(model);
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
            if let Some(state) = region_under_cursor(model) {
                regions::toggle(model, &state, now);
            }
        }
        (Action::Submit, _) => return regions::submit(model, now),
        _ => {}
    }
    Vec::new()
}

/// A row of the topmost overlay, by its position: the mouse picks it.
pub(super) fn put_cursor(model: &mut Model, position: usize) {
    let keys = keys(model);
    if let Some(cursor) = model.overlays.last_mut().and_then(Overlay::cursor_mut) {
        cursor.put(&keys, position);
    }
}

/// The keys of the rows of the topmost overlay.
fn keys(model: &Model) -> Vec<String> {
    let numbered = |count: usize| (0..count).map(|row| row.to_string()).collect();
    let (Some(overlay), topology) = (model.overlays.last(), model.topology.as_ref()) else {
        return Vec::new();
    };
    match (overlay, topology) {
        (Overlay::Help(_), _) => numbered(bindings().count()),
        (Overlay::Legend(_), _) => numbered(LEGEND_ROWS),
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
            numbered(topology.details(key, model.screen.clock).len())
        }
        (Overlay::Regions { .. }, Some(topology)) => topology
            .regions()
            .iter()
            .map(|state| state.region.to_string())
            .collect(),
        _ => Vec::new(),
    }
}

/// The legend scrolls; it has no more rows than these.
const LEGEND_ROWS: usize = 24;

/// The position of the cursor of the topmost overlay.
pub fn position(model: &Model, cursor: &Cursor) -> usize {
    cursor.position(&keys(model))
}

/// The node that the row under the cursor speaks of.
fn under_cursor(model: &Model) -> Option<NodeKey> {
    let topology = model.topology.as_ref()?;
    match model.overlays.last()? {
        Overlay::Problems(cursor) => {
            let problems = topology.problems();
            problems
                .get(position(model, cursor))
                .map(|problem| NodeKey::from(&problem.id))
        }
        Overlay::Events(cursor) => {
            let mut events = topology.journal.events.iter().rev();
            events
                .nth(position(model, cursor))
                .map(|event| NodeKey::from(&event.id))
        }
        Overlay::Details { key, cursor } => {
            let rows = topology.details(key, model.screen.clock);
            match rows.get(position(model, cursor))? {
                DetailRow::Link { to, .. } => Some(NodeKey::from(to)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn slice_under_cursor(model: &Model) -> Option<SliceId> {
    let Overlay::Coverage(cursor) = model.overlays.last()? else {
        return None;
    };
    let coverage = &model.topology.as_ref()?.watch.coverage;
    coverage.keys().nth(position(model, cursor)).cloned()
}

fn region_under_cursor(model: &Model) -> Option<crate::provider::RegionState> {
    let Overlay::Regions { cursor, .. } = model.overlays.last()? else {
        return None;
    };
    let position = position(model, cursor);
    model.topology.as_ref()?.regions().into_iter().nth(position)
}

fn enter(model: &mut Model, now: Instant) -> Vec<Effect> {
    if let Some(Overlay::CopyMenu { cursor, items }) = model.overlays.last() {
        let item = items.get(position(model, cursor)).cloned();
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
    let is_on_map = topology.jump_to(key);
    if is_on_map {
        topology.reveal(window);
    }
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
    model.notify(
        format!("reading {} in {} again", slice.collector, slice.region),
        now,
    );
    vec![Effect::Control(Control::Retry(slice))]
}
