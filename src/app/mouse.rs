//! The mouse: a click selects, a second one opens, dragging and the wheel move the window.

use super::keymap::Action;
use super::overlay::{Overlay, Pane};
use super::{
    CoverageSpot, Effect, Model, Panes, Topology, View, accounts, dispatch, lists, moving,
};
use crate::graph::NodeKey;
use crate::layout::{Direction, Hit, Point};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::time::Instant;

/// Rows that one step of the wheel moves.
const WHEEL: i32 = 3;

/// What the view has drawn where the mouse was clicked, other than the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A row of the topmost list.
    Row(usize),
    /// A place of the coverage.
    Coverage(CoverageSpot),
    /// A container in the breadcrumb.
    Container(NodeKey),
    /// A key in the footer.
    Hint(Action),
}

/// The button is held on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grip {
    at: Position,
    /// The window when it was pressed.
    camera: Point,
    is_dragged: bool,
}

pub(super) fn moved(model: &mut Model, mouse: MouseEvent, now: Instant) -> Vec<Effect> {
    let mut effects = match mouse.kind {
        MouseEventKind::Moved => return Vec::new(),
        _ => dispatch::touched(model, now),
    };
    if matches!(mouse.kind, MouseEventKind::Down(_)) {
        moving::keep(model);
    }
    let is_more = !matches!(mouse.kind, MouseEventKind::Up(_) | MouseEventKind::Drag(_));
    if is_more {
        model.overlays.pop_if(|top| matches!(top, Overlay::Jump(_)));
    }
    effects.extend(match (model.overlays.last(), mouse.kind) {
        (Some(Overlay::Accounts(_)), _) => accounts::clicked(model, mouse, now),
        (Some(_), MouseEventKind::ScrollDown) => {
            dispatch::perform(model, Action::Move(Direction::Down), now)
        }
        (Some(_), MouseEventKind::ScrollUp) => {
            dispatch::perform(model, Action::Move(Direction::Up), now)
        }
        (None, MouseEventKind::Down(MouseButton::Left)) => pressed(model, mouse),
        (None, MouseEventKind::Drag(MouseButton::Left)) => dragged(model, mouse),
        (None, MouseEventKind::Up(MouseButton::Left)) => released(model, mouse, now),
        (None, kind) => wheel(model, rolled(kind, mouse.modifiers)),
        _ => Vec::new(),
    });
    effects
}

/// What was clicked is what its key would have meant.
pub(super) fn clicked(model: &mut Model, spot: Spot, now: Instant) -> Vec<Effect> {
    let mut effects = dispatch::touched(model, now);
    if !matches!(spot, Spot::Hint(_)) {
        moving::keep(model);
    }
    effects.extend(match spot {
        Spot::Row(row) => lists::click(model, row, now),
        Spot::Coverage(spot) => lists::click_coverage(model, spot, now),
        Spot::Hint(action) => dispatch::perform(model, action, now),
        Spot::Container(key) => {
            let window = Panes::of(model).window();
            model.overlays.pop_if(|top| matches!(top, Overlay::Jump(_)));
            if let Some(topology) = &mut model.topology {
                topology.lead_out_to(&key, window);
            }
            Vec::new()
        }
    });
    effects
}

/// Whether it is a click or the beginning of a drag shows itself later.
fn pressed(model: &mut Model, mouse: MouseEvent) -> Vec<Effect> {
    let area = Panes::of(model).map;
    let at = Position::new(mouse.column, mouse.row);
    if let Some(topology) = &mut model.topology {
        topology.look.grip = area.contains(at).then_some(Grip {
            at,
            camera: topology.look.camera,
            is_dragged: false,
        });
    }
    Vec::new()
}

/// The map follows the pointer.
fn dragged(model: &mut Model, mouse: MouseEvent) -> Vec<Effect> {
    let window = Panes::of(model).window();
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let (look, at) = (&mut topology.look, Position::new(mouse.column, mouse.row));
    if let Some(grip) = &mut look.grip
        && look.view == View::Map
        && (grip.is_dragged || grip.at != at)
    {
        grip.is_dragged = true;
        look.is_settled = true;
        look.camera = Point {
            x: grip.camera.x + i32::from(grip.at.x) - i32::from(at.x),
            y: grip.camera.y + i32::from(grip.at.y) - i32::from(at.y),
        };
        topology.clamp(window);
    }
    Vec::new()
}

/// Selects what is clicked; what is selected already is opened.
fn released(model: &mut Model, mouse: MouseEvent, now: Instant) -> Vec<Effect> {
    let area = Panes::of(model).map;
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let grip = topology.look.grip.take().filter(|grip| !grip.is_dragged);
    if grip.is_none() || !area.contains(Position::new(mouse.column, mouse.row)) {
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
    match topology.under_pointer(area, mouse) {
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

/// How far the wheel moves the window; with Shift it rolls sideways.
fn rolled(kind: MouseEventKind, modifiers: KeyModifiers) -> (i32, i32) {
    let (x, y) = match kind {
        MouseEventKind::ScrollDown => (0, WHEEL),
        MouseEventKind::ScrollUp => (0, -WHEEL),
        MouseEventKind::ScrollRight => (2 * WHEEL, 0),
        MouseEventKind::ScrollLeft => (-2 * WHEEL, 0),
        _ => (0, 0),
    };
    if modifiers.contains(KeyModifiers::SHIFT) && x == 0 {
        (2 * y, 0)
    } else {
        (x, y)
    }
}

fn wheel(model: &mut Model, (x, y): (i32, i32)) -> Vec<Effect> {
    let window = Panes::of(model).window();
    if let Some(topology) = &mut model.topology
        && (x, y) != (0, 0)
    {
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
