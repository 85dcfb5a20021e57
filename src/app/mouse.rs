//! The mouse on the map: a click selects, a second one opens, the wheel moves the window.

use super::keymap::Action;
use super::{Effect, Model, Overlay, Panes, Topology, View, accounts, dispatch};
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
    let hit = topology.under_pointer(area, mouse);
    match hit {
        Some(item) if Some(item) == topology.selected() => {
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
        let (column, row) = (
            i32::from(mouse.column - area.x),
            i32::from(mouse.row - area.y),
        );
        if self.look.view == View::Tree {
            let rows = self.tree_rows();
            let first = self.tree_top(rows.as_slice(), usize::from(area.height));
            return rows.get(first + row as usize).map(|(item, _)| *item);
        }
        let camera = self.look.camera;
        match self.derived.scene.at(Point {
            x: camera.x + column,
            y: camera.y + row,
        })? {
            Hit::Item(item) => Some(item),
            // A wire leads to what it points at.
            Hit::Wire(wire) => self.derived.diagram.wires.get(wire).map(|wire| wire.to),
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
