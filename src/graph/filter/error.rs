//! What is wrong with a filter, and where in the text.

use crate::text::{clean, columns};
use std::ops::Range;

/// Columns of the text in a picture; the end of a longer one is left out, or its beginning.
const WIDEST: usize = 72;

/// A sentence about a part of the text; an empty part is a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct FilterError {
    /// In bytes of the text that was parsed.
    pub at: Range<usize>,
    pub sentence: String,
}

impl FilterError {
    pub(super) fn new(at: Range<usize>, sentence: impl Into<String>) -> Self {
        Self {
            at,
            sentence: sentence.into(),
        }
    }

    /// The sentence, the text, and carets under what is meant, as compilers draw them.
    pub fn picture(&self, text: &str) -> String {
        let (line, start, wide) = pointed(text, &self.at);
        let carets = "^".repeat(wide);
        format!(
            "{}\n  {line}\n  {}{carets}",
            self.sentence,
            " ".repeat(start)
        )
    }
}

/// The text as one line of at most so many columns, and the columns of a part of it.
fn pointed(text: &str, at: &Range<usize>) -> (String, usize, usize) {
    let end = at.end.min(text.len());
    let before = clean(text.get(..at.start.min(end)).unwrap_or(text));
    let meant = clean(text.get(at.start.min(end)..end).unwrap_or_default());
    let behind = clean(text.get(end..).unwrap_or_default());
    let (before, start) = if columns(&before) > WIDEST / 2 {
        let kept = last(&before, WIDEST / 2 - 1);
        let start = columns(&kept) + 1;
        (format!("…{kept}"), start)
    } else {
        let start = columns(&before);
        (before, start)
    };
    let room = WIDEST - start;
    let wide = columns(&meant).clamp(1, room);
    let rest = format!("{meant}{behind}");
    let rest = if columns(&rest) > room {
        format!("{}…", first(&rest, room - 1))
    } else {
        rest
    };
    (format!("{before}{rest}"), start, wide)
}

fn first(text: &str, room: usize) -> String {
    let mut used = 0;
    let cells = crate::text::cells(text).take_while(|(_, columns)| {
        used += columns;
        used <= room
    });
    cells.map(|(cell, _)| cell).collect()
}

fn last(text: &str, room: usize) -> String {
    let cells: Vec<_> = crate::text::cells(text).collect();
    let mut used = 0;
    let kept = cells.iter().rev().take_while(|(_, columns)| {
        used += columns;
        used <= room
    });
    let count = kept.count();
    cells[cells.len() - count..]
        .iter()
        .map(|(cell, _)| *cell)
        .collect()
}
