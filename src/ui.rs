//! The model as cells. It has `&Model` and changes nothing; every widget is a struct
//! with named inputs, and only this file sees the whole model.

pub mod accounts;

use self::accounts::AccountsWidget;
use crate::app::{Model, Overlay, Panes};
use crate::layout::{Canvas, Rect};
use ratatui::Frame;
use ratatui::layout::Position;
use std::collections::BTreeSet;
use std::time::Instant;

/// Draws one frame.
pub fn draw(frame: &mut Frame<'_>, model: &Model, now: Instant) {
    draw_map(frame, model);
    if let Some(Overlay::Accounts(modal)) = model.overlays.last() {
        let widget = AccountsWidget {
            modal,
            accounts: &model.accounts,
            screen: &model.screen,
            notice: model.notice.as_ref(),
            now,
        };
        widget.render(frame.buffer_mut());
        if let Some(cursor) = widget.cursor() {
            frame.set_cursor_position(cursor);
        }
    }
}

fn draw_map(frame: &mut Frame<'_>, model: &Model) {
    let panes = Panes::of(model);
    let Some(topology) = &model.topology else {
        return;
    };
    let window = panes.window();
    let camera = topology.look.camera;
    let view = Rect {
        x: camera.x,
        y: camera.y,
        width: window.width,
        height: window.height,
    };
    let derived = &topology.derived;
    let canvas = Canvas::draw(
        &derived.diagram,
        &derived.scene,
        view,
        (model.screen.glyphs, &BTreeSet::new()),
    );
    for (row, cells) in canvas.rows().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = Position::new(panes.map.x + column as u16, panes.map.y + row as u16);
            if let Some(target) = frame.buffer_mut().cell_mut(at) {
                target.set_symbol(cell.symbol);
            }
        }
    }
}
