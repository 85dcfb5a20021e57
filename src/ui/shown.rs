//! A text on the whole screen, from its left edge on, so that the terminal's own selection
//! takes it and nothing else.

use super::theme::Theme;
use crate::app::Shown;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct ShownText<'a> {
    pub shown: &'a Shown,
    pub first: usize,
    pub theme: Theme,
}

impl ShownText<'_> {
    /// Leaves the last row, which has the keys.
    pub fn draw(&self, screen: Rect, buffer: &mut Buffer) {
        let wide = usize::from(screen.width);
        let heads = self.shown.heads(screen.width);
        let head = heads
            .iter()
            .map(|line| (line.as_str(), self.theme.strong()));
        let gap = [("", self.theme.plain())];
        let lines = self.shown.lines(screen.width).into_iter().skip(self.first);
        let lines = lines.map(|line| (line, self.theme.plain()));
        let mut text = head.chain(gap).chain(lines);
        for y in screen.top()..screen.bottom().saturating_sub(1) {
            for x in screen.left()..screen.right() {
                if let Some(cell) = buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
            if let Some((line, style)) = text.next() {
                buffer.set_stringn(screen.x, y, line, wide, style);
            }
        }
    }
}
