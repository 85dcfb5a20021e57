//! The mouse, as the runtime hands it on: what the view has put under it comes first.

use super::program::Program;
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use skymap::app::Message;
use skymap::ui;

impl Program {
    pub fn point(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        self.point_with(kind, (column, row), KeyModifiers::NONE);
    }

    pub fn point_with(
        &mut self,
        kind: MouseEventKind,
        (column, row): (u16, u16),
        modifiers: KeyModifiers,
    ) {
        let is_click = kind == MouseEventKind::Down(MouseButton::Left);
        let at = Position::new(column, row);
        let spot = is_click.then(|| ui::spot(&self.model, at, self.now));
        let message = spot.flatten().map_or_else(
            || {
                Message::Mouse(MouseEvent {
                    kind,
                    column,
                    row,
                    modifiers,
                })
            },
            Message::Clicked,
        );
        self.send(message);
    }

    pub fn click(&mut self, at: (u16, u16)) {
        self.point(MouseEventKind::Down(MouseButton::Left), at);
        self.point(MouseEventKind::Up(MouseButton::Left), at);
    }

    /// Holds the button along some positions.
    pub fn drag(&mut self, along: &[(u16, u16)]) {
        let (from, to) = (along[0], along[along.len() - 1]);
        self.point(MouseEventKind::Down(MouseButton::Left), from);
        for at in &along[1..] {
            self.point(MouseEventKind::Drag(MouseButton::Left), *at);
        }
        self.point(MouseEventKind::Up(MouseButton::Left), to);
    }
}
