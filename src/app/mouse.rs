//! The mouse on the map: a click selects, a second one opens, the wheel moves the window.

use super::keymap::Action;
use super::{Effect, Model, Overlay, Pane, Panes, Topology, View, accounts, dispatch};
use crate::layout::{Direction, Hit, Point};
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::time::Instant;

/// Rows that one step of the wheel moves.
const WHEEL: i32 = 3;

pub(super) fn moved(model: &mut Model, mouse: MouseEvent, now: Instant) -> Vec<Effect> {
    let mut effects = match mouse.kind {
        MouseEventKind::Moved => Vec::new(),
        _ => dispatch::touched(model, now),
    };
    effects.extend(match (model.overlays.last(), mouse.kind) {
        (Some(Overlay::Accounts(_)), _) => accounts::clicked(model, mouse, now),
        (Some(_), MouseEventKind::ScrollDown) => {
            dispatch::perform(model, Action::Move(Direction::Down), now)
        }
        (Some(_), MouseEventKind::ScrollUp) => {
            dispatch::perform(model, Action::Move(Direction::Up), now)
        }
        (None, MouseEventKind::Down(MouseButton::Left)) => clicked(model, mouse, now),
        (None, MouseEventKind::ScrollDown) => wheel(model, (0, WHEEL)),
        (None, MouseEventKind::ScrollUp) => wheel(model, (0, -WHEEL)),
        (None, MouseEventKind::ScrollRight) => wheel(model, (2 * WHEEL, 0)),
        (None, MouseEventKind::ScrollLeft) => wheel(model, (-2 * WHEEL, 0)),
        _ => Vec::new(),
    });
    effects
}

/// Selects what is clicked; what is selected already is opened.
fn clicked(model: &mut Model, mouse: MouseEvent, now: Instant) -> Vec<Effect> {
    let area = Panes::of(model).map;
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    if !area.contains(Position::new(mouse.column, mouse.row)) {
        return Vec::new();
    }
    if let Some((wires, near)) = topology.wires_under_pointer(area, mouse) {
        let selected = topology.selected_wire();
        if selected.is_some_and(|wire| wires.contains(&wire)) {
            return dispatch::perform(model, Action::Open(Pane::Why), now);
        }
        topology.select_wire(wires[0], near);
        return Vec::new();
    }
    let hit = topology.under_pointer(area, mouse);
    match hit {
        Some(item) if Some(item) == topology.selected() => {
            topology.let_wire_go();
            dispatch::perform(model, Action::Enter, now)
        }
        Some(item) => {
            topology.jump(item);
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn wheel(model: &mut Model, (x, y): (i32, i32)) -> Vec<Effect> {
    let window = Panes::of(model).window();
    if let Some(topology) = &mut model.topology {
        match topology.look.view {
            View::Map => topology.shift((x, y), window),
            View::Tree => topology.step_in_order(y.signum() as isize),
        }
    }
    Vec::new()
}

impl Topology {
    fn under_pointer(&self, area: Rect, mouse: MouseEvent) -> Option<usize> {
        if self.look.view == View::Tree {
            let rows = self.tree_rows();
            let first = self.tree_top(rows.as_slice(), usize::from(area.height));
            let row = usize::from(mouse.row - area.y);
            return rows.get(first + row).map(|(item, _)| *item);
        }
        match self.derived.scene.at(self.cell(area, mouse))? {
            Hit::Item(item) => Some(item),
            Hit::Wire(_) => None,
        }
    }

    /// The wires that run as one under the pointer, and where that is.
    fn wires_under_pointer(&self, area: Rect, mouse: MouseEvent) -> Option<(Vec<usize>, Point)> {
        let cell = self.cell(area, mouse);
        let is_wire = matches!(self.derived.scene.at(cell), Some(Hit::Wire(_)));
        let wires = self.derived.scene.wires_at(cell);
        let is_seen = self.look.view == View::Map && is_wire && !wires.is_empty();
        is_seen.then_some((wires, cell))
    }

    /// The scene's cell under the pointer.
    fn cell(&self, area: Rect, mouse: MouseEvent) -> Point {
        let camera = self.look.camera;
        Point {
            x: camera.x + i32::from(mouse.column - area.x),
            y: camera.y + i32::from(mouse.row - area.y),
        }
    }

    /// The first row of the tree's window: the selection stands in its middle where it can.
    pub fn tree_top(&self, rows: &[(usize, usize)], height: usize) -> usize {
        let selected = self.selected();
        let row = rows
            .iter()
            .position(|(item, _)| Some(*item) == selected)
            .unwrap_or(0);
        row.saturating_sub(height / 2)
            .min(rows.len().saturating_sub(height))
    }
}
