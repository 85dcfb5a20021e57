//! A line of text that is being typed, in place of the footer.

use super::fit::{fit, width};
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

#[derive(Debug)]
pub struct Prompt<'a> {
    /// `/` or `:`.
    pub sign: &'a str,
    pub input: &'a Input,
    /// Behind what is typed: what a key would add.
    pub ghost: &'a str,
    /// Beside what is typed: what is wrong with it, or which keys help.
    pub aside: &'a str,
    pub is_error: bool,
    pub theme: Theme,
}

impl Prompt<'_> {
    /// Draws the line; answers where the cursor stands.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) -> Position {
        let theme = self.theme;
        let whole = usize::from(area.width);
        // Also what the row said before leaves its weight behind.
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, area.y)) {
                cell.reset();
            }
        }
        buffer.set_stringn(area.x, area.y, self.sign, whole, theme.accent());
        let room = whole.saturating_sub(width(self.sign) + 1);
        let scroll = self.input.visual_scroll(room);
        let (from, typed) = (
            area.x + width(self.sign).min(whole) as u16,
            self.visible(scroll, room),
        );
        buffer.set_stringn(from, area.y, &typed, room, theme.strong());
        let end = width(&typed);
        buffer.set_stringn(
            from + end as u16,
            area.y,
            self.ghost,
            room.saturating_sub(end),
            theme.quiet(),
        );
        let left = room.saturating_sub(end + width(self.ghost) + 2);
        if left > 6 {
            let style = if self.is_error {
                theme.error()
            } else {
                theme.quiet()
            };
            let aside = fit(self.aside, left, theme);
            buffer.set_string(
                area.right() - 1 - width(&aside) as u16,
                area.y,
                aside,
                style,
            );
        }
        let column = self.input.visual_cursor().saturating_sub(scroll).min(room);
        Position::new(from + column as u16, area.y)
    }

    /// The part of what is typed that is in the window; the cursor is always in it.
    fn visible(&self, scroll: usize, room: usize) -> String {
        let (mut column, mut text) = (0, String::new());
        for character in self.input.value().chars() {
            let wide = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
            if column >= scroll && column + wide <= scroll + room {
                text.push(character);
            }
            column += wide;
        }
        text
    }
}
