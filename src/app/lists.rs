//! Lists and texts over the map: the row under the cursor, and what Enter does there.

use super::blueprints;
use super::keymap::Action;
use super::overlay::{Cursor, Overlay};
use super::rows::{keys, shown};
use super::{BudgetRow, BudgetView, CoverageGrid, CoverageSpot, CoverageView, FacetRow};
use super::{DetailRow, Effect, Model, Panes, RegionRow};
use super::{copying, costs, facets, presets, regions};
use crate::graph::NodeKey;
use crate::layout::Direction;
use crate::provider::Control;
use std::time::Instant;

/// The details of the selection; of a selected wire, why it is drawn.
pub(super) fn details(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model
        .topology
        .as_ref()
        .ok_or("no account is open; {anywhere.accounts} lists the accounts")?;
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

/// What a month costs.
pub(super) fn budget(model: &Model) -> Overlay {
    let topology = model.topology.as_ref();
    let view = topology.map_or_else(
        || BudgetView::new(&super::Topology::default()),
        BudgetView::new,
    );
    Overlay::Budget(Box::new(view))
}

/// Why the selected wire is drawn.
pub(super) fn why(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model.topology.as_ref();
    let wire = topology.and_then(|topology| topology.look.wire.clone());
    Ok(Overlay::Why {
        wire: wire.ok_or("no wire is selected; {map.next-wire} selects one")?,
        cursor: Cursor::default(),
    })
}

/// The coverage, with the first gap under the cursor.
pub(super) fn coverage(model: &Model) -> Overlay {
    let catalogue = &model.accounts.catalogue;
    let watch = model.topology.as_ref().map(|topology| &topology.watch);
    Overlay::Coverage(watch.map_or_else(CoverageView::default, |watch| {
        CoverageView::at_first_gap(watch, catalogue)
    }))
}

pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    if let Some(Overlay::Coverage(_)) = model.overlays.last() {
        return in_coverage(model, action, now);
    }
    if let Some(Overlay::Presets(_)) = model.overlays.last() {
        match action {
            Action::TogglePick => presets::toggle(model),
            Action::Sibling(by) => presets::shift(model, by, now),
            Action::Submit => return presets::submit(model),
            other => step(model, other),
        }
        return Vec::new();
    }
    let cursor = model.overlays.last().and_then(Overlay::cursor);
    let has_cursor = cursor.is_some();
    match action {
        Action::Enter => return enter(model, now),
        Action::TogglePick if has_cursor => {
            if let Some(row) = region_under_cursor(model) {
                regions::toggle(model, &row, now);
            }
        }
        Action::ToggleFold if has_cursor => {
            if let Some(FacetRow::Key { key, .. } | FacetRow::Value { key, .. }) =
                facet_under_cursor(model)
            {
                facets::fold(model, &key);
            }
        }
        Action::Submit => return regions::submit(model, now),
        Action::Show => return copying::show_chosen(model),
        Action::Write => return copying::write_chosen(model, now),
        other => step(model, other),
    }
    Vec::new()
}

/// Takes the cursor from row to row.
fn step(model: &mut Model, action: Action) {
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
        _ => {}
    }
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
        // Enter takes what is picked; the pointer picks.
        Some(Overlay::Regions { .. } | Overlay::Presets(_)) => {
            perform(model, Action::TogglePick, now)
        }
        _ => enter(model, now),
    }
}

/// The row of an overlay that is under its cursor.
pub fn position(model: &Model, overlay: &Overlay) -> usize {
    match overlay.cursor() {
        Some(cursor) => cursor.position(&keys(model, overlay)),
        None => 0,
    }
}

/// Its place among all rows, also those that a filter leaves out.
pub(super) fn row_under_cursor(model: &Model, overlay: &Overlay) -> Option<usize> {
    shown(model, overlay).get(position(model, overlay)).copied()
}

fn facet_under_cursor(model: &Model) -> Option<FacetRow> {
    let overlay = model.overlays.last()?;
    let row = row_under_cursor(model, overlay)?;
    let rows = facets::facet_rows(model.topology.as_ref()?, overlay);
    rows.into_iter().nth(row)
}

/// The node that the row under the cursor speaks of.
fn under_cursor(model: &Model) -> Option<NodeKey> {
    let topology = model.topology.as_ref()?;
    let overlay = model.overlays.last()?;
    let row = row_under_cursor(model, overlay)?;
    match overlay {
        Overlay::Problems(_) => {
            let problems = topology.problems();
            problems.get(row).map(|problem| NodeKey::from(&problem.id))
        }
        Overlay::Events(_) => {
            let mut events = topology.journal.events.iter().rev();
            events.nth(row).map(|event| NodeKey::from(&event.id))
        }
        Overlay::BlueprintDiff(_) => {
            let rows = topology.diff_rows()?;
            rows.get(row).map(|row| NodeKey::from(&row.id))
        }
        Overlay::Moves(_) => topology.look.moves.keys().nth(row).cloned(),
        Overlay::Budget(_) => {
            let row = costs::under_cursor(model);
            let id = row.as_ref().and_then(BudgetRow::resource).cloned();
            let id = id.or_else(|| costs::resource_of_page(model))?;
            Some(NodeKey::from(&id))
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

fn region_under_cursor(model: &Model) -> Option<RegionRow> {
    let row = row_under_cursor(model, model.overlays.last()?)?;
    model.topology.as_ref()?.regions().into_iter().nth(row)
}

fn enter(model: &mut Model, now: Instant) -> Vec<Effect> {
    if let Some(Overlay::Blueprints(_)) = model.overlays.last() {
        return blueprints::open(model);
    }
    if let Some(Overlay::CopyMenu { .. }) = model.overlays.last() {
        return copying::copy_chosen(model);
    }
    if let Some(Overlay::Budget(_)) = model.overlays.last() {
        return costs::enter(model, now);
    }
    if let Some(row) = facet_under_cursor(model) {
        return facets::enter(model, &row);
    }
    if let Some(key) = under_cursor(model) {
        go_to(model, &key, now);
    }
    Vec::new()
}

/// From a relationship to its other end, and from a list to the map.
pub(super) fn go_to(model: &mut Model, key: &NodeKey, now: Instant) {
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

/// The table over the map, as its view has it open; nothing without an account.
pub fn coverage_grid(model: &Model, view: &CoverageView) -> Option<CoverageGrid> {
    let watch = &model.topology.as_ref()?.watch;
    Some(CoverageGrid::of(watch, &model.accounts.catalogue, view))
}

fn in_coverage(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let half = isize::try_from(Panes::of(model).map.height / 2).unwrap_or(1);
    let grid = match model.overlays.last() {
        Some(Overlay::Coverage(view)) => coverage_grid(model, view),
        _ => None,
    };
    let (Some(grid), Some(Overlay::Coverage(view))) = (grid, model.overlays.last_mut()) else {
        return Vec::new();
    };
    match action {
        Action::Move(direction) => {
            let step = match direction {
                Direction::Up => (-1, 0),
                Direction::Down => (1, 0),
                Direction::Left => (0, -1),
                Direction::Right => (0, 1),
            };
            view.step(&grid, step);
        }
        Action::Page(by) => view.step(&grid, (half.max(1) * isize::from(by), 0)),
        Action::First => view.put(&grid, (Some(0), view.spot(&grid).1)),
        Action::Last => view.put(&grid, (grid.rows.len().checked_sub(1), view.spot(&grid).1)),
        Action::ToggleFold => view.toggle(&grid),
        Action::Retry => {
            let spot = view.spot(&grid);
            return retry(model, (&grid, spot), now);
        }
        _ => {}
    }
    Vec::new()
}

/// A click on a cell puts the cursor there; on the cell under the cursor it reads again.
pub(super) fn click_coverage(model: &mut Model, spot: CoverageSpot, now: Instant) -> Vec<Effect> {
    let grid = match model.overlays.last() {
        Some(Overlay::Coverage(view)) => coverage_grid(model, view),
        _ => None,
    };
    let (Some(grid), Some(Overlay::Coverage(view))) = (grid, model.overlays.last_mut()) else {
        return Vec::new();
    };
    if view.spot(&grid) == spot {
        return retry(model, (&grid, spot), now);
    }
    view.put(&grid, spot);
    Vec::new()
}

fn retry(
    model: &mut Model,
    (grid, spot): (&CoverageGrid, CoverageSpot),
    now: Instant,
) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        return Vec::new();
    };
    let slices = grid.slices(spot);
    let what = match (spot.0.map(|row| grid.rows[row].title), slices.len()) {
        (Some(title), 1..) => title.to_owned(),
        (None, 1..) => format!("{} slices", slices.len()),
        (_, 0) => return notified(model, "nothing is read there", now),
    };
    let place = spot.1.map(|column| {
        let column = &grid.columns[column];
        format!(
            " in {}",
            topology.watch.place(column.account, &column.region)
        )
    });
    let effects = slices.into_iter().cloned().map(Control::Retry);
    let effects: Vec<Effect> = effects.map(Effect::Control).collect();
    let place = place.unwrap_or_default();
    model.notify(format!("reading {what}{place} again"), now);
    effects
}

fn notified(model: &mut Model, sentence: &str, now: Instant) -> Vec<Effect> {
    model.notify(sentence, now);
    Vec::new()
}
