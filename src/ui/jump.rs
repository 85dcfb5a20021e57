//! The letters that lead to a box, over its mark. The map under them stays as it is.

use super::theme::Theme;
use crate::app::{JumpLabels, Topology};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Jump<'a> {
    pub labels: &'a JumpLabels,
    pub topology: &'a Topology,
    pub theme: Theme,
}

impl Jump<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let style = self.theme.jump_label();
        for (at, left) in self.labels.shown(self.topology, area) {
            let room = usize::from(area.right() - at.x);
            buffer.set_stringn(at.x, at.y, left, room, style);
        }
    }
}
