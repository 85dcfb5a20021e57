//! Everything that is written, and the marks between it.

use super::{HEAD, HIGH, MARGIN, Picture, WIDE, class};
use crate::export::pen::Pen;
use crate::export::xml::escaped;
use crate::layout::{Cell, Ink};
use crate::text::append;

/// From the top of a row to the line that its letters stand on.
pub(super) const BASE: i32 = 13;

/// Cells of a row that are written with one pen.
struct Run {
    x: i32,
    cells: i32,
    words: String,
    ink: Ink,
}

impl Picture<'_> {
    pub(super) fn letters(&self, svg: &mut String) {
        for (y, row) in (0..).zip(self.canvas.rows()) {
            for run in runs(row) {
                self.write(&run, y, svg);
            }
            for (x, cell) in (0..).zip(row) {
                let is_mark = matches!(cell.ink, Ink::Mark(_) | Ink::Strip(..));
                // A mark comes with the blank behind it.
                if !is_mark || cell.symbol == " " {
                    continue;
                }
                if let Pen::Health(health) = Pen::of(self.view, cell.ink) {
                    let at = (MARGIN + x * WIDE + WIDE / 2, HEAD + y * HIGH + HIGH / 2);
                    super::marks::mark(health, at, svg);
                }
            }
        }
    }

    fn write(&self, run: &Run, y: i32, svg: &mut String) {
        // It stands on a wire or on a border, and interrupts it.
        if matches!(run.ink, Ink::WireLabel(_) | Ink::Border(_)) {
            Self::clear((run.x, y), run.cells, svg);
        }
        let words = run.words.trim_start();
        let x = run.x + (run.words.len() - words.len()) as i32;
        let words = words.trim_end();
        if words.is_empty() {
            return;
        }
        let text = escaped(words);
        let (x, y) = (MARGIN + x * WIDE, HEAD + y * HIGH + BASE);
        let length = crate::text::columns(words) as i32 * WIDE;
        let pen = class(Pen::of(self.view, run.ink));
        append(
            svg,
            format_args!(
                "<text class=\"{pen}\" x=\"{x}\" y=\"{y}\" textLength=\"{length}\" \
             lengthAdjust=\"spacingAndGlyphs\">{text}</text>\n"
            ),
        );
    }
}

/// What of a row is written: frames, wires and marks are drawn.
fn runs(row: &[Cell]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, cell) in (0..).zip(row) {
        if !is_written(cell) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.ink == cell.ink && run.x + run.cells == x => {
                run.cells += 1;
                run.words.push_str(cell.symbol);
            }
            _ => runs.push(Run {
                x,
                cells: 1,
                words: cell.symbol.to_owned(),
                ink: cell.ink,
            }),
        }
    }
    runs
}

fn is_written(cell: &Cell) -> bool {
    match cell.ink {
        Ink::Label(_) | Ink::Body(_) | Ink::WireLabel(_) => true,
        // How many lines end at a border is written on it.
        Ink::Border(_) => !cell
            .symbol
            .chars()
            .all(|one| matches!(one, '─'..='╿' | ' ')),
        _ => false,
    }
}
