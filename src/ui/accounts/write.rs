//! Text into cells, by width in columns.

use super::style::Look;
use crate::app::accounts::TextField;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(super) fn width_of(text: &str) -> usize {
    text.width()
}

/// The text in exactly `width` columns, the last of them empty; nothing where there
/// is no room for a column.
pub(super) fn fit(text: &str, width: usize, look: Look) -> String {
    if width == 0 {
        return String::new();
    }
    let mut fitted = cut(text, width - 1, look);
    let rest = width.saturating_sub(fitted.width());
    fitted.extend(std::iter::repeat_n(' ', rest));
    fitted
}

/// The text in at most `width` columns, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, width: usize, look: Look) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let mut cut = String::new();
    let mut columns = 0;
    for grapheme in text.graphemes(true) {
        columns += grapheme.width();
        if columns > room {
            break;
        }
        cut.push_str(grapheme);
    }
    if width > 0 {
        cut.push_str(look.ellipsis());
    }
    cut
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
    let width = (text.width() as u16).min(area.width);
    let area = Rect {
        x: area.right() - width,
        width,
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
        columns += grapheme.width();
        if columns >= scroll + usize::from(area.width) {
            break;
        }
    }
    put(buffer, area, &visible, Style::new());
}
