//! Text that somebody else wrote, from the wire to every place that it reaches: nothing
//! of it is an order to a terminal, and no column moves.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails where its ground is missing"
)]

pub mod fleet;
mod outputs;
mod screen;
mod settings;

use crate::served::Served;
use std::sync::LazyLock;

/// One AWS for all of them: it holds megabytes, and nobody changes it.
pub static MARKET: LazyLock<Served> = LazyLock::new(|| Served::of(fleet::sim()));

/// Characters that a terminal obeys instead of showing, by their names in Unicode and
/// ECMA-48.
pub fn orders(text: &str) -> String {
    let is_order = |character: &char| {
        matches!(character,
            '\0'..='\x09' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'
            // Joiners, marks of direction, embeddings, overrides, isolates.
            | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{ad}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(is_order).collect()
}

/// The cells of a drawing, row by row; behind a wide character comes an empty one.
type Grid = Vec<Vec<String>>;

/// Every upright side of a box goes on from its upper corner to its lower one, whatever
/// the rows between hold; answers how many sides there are. The rows outside the range
/// are not looked at. Other corners are those of wires too.
fn check_frames(grid: &Grid, rows: std::ops::Range<usize>) -> usize {
    let mut sides = 0;
    for top in rows.clone() {
        for (column, cell) in grid[top].iter().enumerate() {
            if !["┌", "┐"].contains(&cell.as_str()) {
                continue;
            }
            sides += 1;
            for below in top + 1..rows.end {
                let cell = grid[below].get(column).map_or("", String::as_str);
                let is_line = cell.chars().all(|c| matches!(c, '─'..='╿' | '▲'..='◄'));
                assert!(
                    is_line && !cell.is_empty(),
                    "{cell:?} in row {below}, column {column}, below row {top}:\n{}",
                    drawn(grid)
                );
                if ["└", "┘"].contains(&cell) {
                    break;
                }
            }
        }
    }
    sides
}

/// What a terminal shows.
fn grid(screen: &vt100::Screen) -> Grid {
    let (rows, cols) = screen.size();
    let cell = |row, col| {
        let cell = screen.cell(row, col).expect("a cell of the screen");
        match cell.contents() {
            "" if !cell.is_wide_continuation() => " ".to_owned(),
            contents => contents.to_owned(),
        }
    };
    (0..rows.get())
        .map(|row| (0..cols.get()).map(|col| cell(row, col)).collect())
        .collect()
}

fn drawn(grid: &Grid) -> String {
    let rows: Vec<String> = grid.iter().map(|row| row.concat()).collect();
    rows.join("\n")
}
