//! How much room a box's body takes: heat strips below its label, or behind it where the
//! box is one row high.

use super::caption;
use crate::graph::{Item, Strip};
use crate::text;

/// Rows below the label.
pub(super) fn rows(item: &Item) -> i32 {
    item.body.len() as i32
}

/// Columns of the widest strip: its name, its marks, its count.
pub(super) fn cells(item: &Item) -> i32 {
    let names = name_cells(item);
    let strip = |strip: &Strip| {
        let marks = strip.marks.len() as i32;
        let behind = marks + i32::from(marks > 0) + count_cells(strip);
        names.max(text::columns(&strip.label) as i32) + i32::from(behind > 0) + behind
    };
    let widest = item.body.iter().map(strip).max();
    widest.unwrap_or(0)
}

/// Columns of the names, which are as wide as the widest of those with marks.
pub(super) fn name_cells(item: &Item) -> i32 {
    let marked = item.body.iter().filter(|strip| !strip.marks.is_empty());
    let widest = marked.map(|strip| text::columns(&strip.label) as i32).max();
    widest.unwrap_or(0)
}

/// Columns of a strip's count.
pub(super) fn count_cells(strip: &Strip) -> i32 {
    if strip.count == 0 {
        0
    } else {
        1 + strip.count.ilog10() as i32
    }
}

/// Columns of a box that is one row high: mark, label and count, or a strip in their
/// place.
pub(super) fn chip_cells(item: &Item) -> i32 {
    match &item.body[..] {
        [strip] => strip.marks.len() as i32 + caption::count_cells(item),
        _ => caption::cells(item),
    }
}
