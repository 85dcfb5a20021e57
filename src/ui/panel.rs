//! A framed box over the map, in its middle, with a title and a line at its foot.

use super::fit::{fit, width};
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};

/// A frame; what stands behind it is wiped away.
#[derive(Debug)]
pub struct Panel<'a> {
    pub title: &'a str,
    /// At the right end of the top border: a count, a place.
    pub note: &'a str,
    pub theme: Theme,
}

impl Panel<'_> {
    /// A box of at most that inner size in the middle of the area.
    pub fn place(area: Rect, (width, height): (usize, usize)) -> Rect {
        let width = u16::try_from(width + 2).unwrap_or(u16::MAX).min(area.width);
        let height = u16::try_from(height + 2)
            .unwrap_or(u16::MAX)
            .min(area.height);
        Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 2,
            width,
            height,
        }
    }

    /// Draws the frame; answers the room inside.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) -> Rect {
        let area = area.intersection(buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        if area.width < 2 || area.height < 2 {
            return area;
        }
        self.border(area, buffer);
        self.titles(area, buffer);
        Self::inside(area)
    }

    /// The room inside a frame.
    pub fn inside(area: Rect) -> Rect {
        area.inner(Margin::new(1, 1))
    }

    fn border(&self, area: Rect, buffer: &mut Buffer) {
        let [
            top_left,
            top_right,
            bottom_left,
            bottom_right,
            level,
            upright,
        ] = self.theme.border();
        let style = self.theme.accent();
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.left()..=right {
            buffer.set_string(x, area.y, level, style);
            buffer.set_string(x, bottom, level, style);
        }
        for y in area.top()..=bottom {
            buffer.set_string(area.x, y, upright, style);
            buffer.set_string(right, y, upright, style);
        }
        buffer.set_string(area.x, area.y, top_left, style);
        buffer.set_string(right, area.y, top_right, style);
        buffer.set_string(area.x, bottom, bottom_left, style);
        buffer.set_string(right, bottom, bottom_right, style);
    }

    fn titles(&self, area: Rect, buffer: &mut Buffer) {
        let room = usize::from(area.width).saturating_sub(4);
        let title = fit(&format!(" {} ", self.title), room, self.theme);
        buffer.set_string(area.x + 2, area.y, &title, self.theme.strong());
        let note = format!(" {} ", self.note);
        if !self.note.is_empty() && width(&title) + width(&note) < room {
            let x = area.right() - 2 - width(&note) as u16;
            buffer.set_string(x, area.y, &note, self.theme.plain());
        }
    }
}
