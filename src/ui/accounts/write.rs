//! Text into cells, by width in columns.

use crate::app::accounts::TextField;
use crate::ui::fit::{pad, width};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

/// A cell of a column: exactly that wide, the last column empty; nothing where there
/// is no room for it.
pub(super) fn column(text: &str, width: usize, theme: Theme) -> String {
    match width.checked_sub(1) {
        Some(room) => pad(text, room, theme) + " ",
        None => String::new(),
    }
}

/// One line into an area, from the left. The terminal may be smaller by now than what
/// the model was told.
pub(super) fn put(buffer: &mut Buffer, area: Rect, text: &str, style: Style) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    buffer.set_stringn(area.x, area.y, text, usize::from(area.width), style);
}

/// One line into an area, at its right end.
pub(super) fn put_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style) {
    let wide = (width(text) as u16).min(area.width);
    let area = Rect {
        x: area.right() - wide,
        width: wide,
        ..area
    };
    put(buffer, area, text, style);
}

/// The part of a text field that is scrolled into view.
pub(super) fn put_field(buffer: &mut Buffer, area: Rect, field: &TextField) {
    let (scroll, _) = field.window(usize::from(area.width));
    let mut columns = 0;
    let mut visible = String::new();
    for grapheme in field.value().graphemes(true) {
        if columns >= scroll {
            visible.push_str(grapheme);
        }
        columns += width(grapheme);
        if columns >= scroll + usize::from(area.width) {
            break;
        }
    }
    // Over what shows the field's extent, which is quiet.
    let style = Style::new().fg(Color::Reset);
    put(buffer, area, &visible, style.remove_modifier(Modifier::DIM));
}
