//! The map as a drawing: golden pictures, invariants over random diagrams, a reader
//! that decodes the glyphs, calm under change, and quality against fixed figures.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it measured"
)]

mod calm;
mod change;
mod decode;
mod dense;
mod description;
mod drawings;
mod invariants;
mod labels;
mod moving;
mod quality;
mod raster;
mod reading;
mod topology;
mod twister;

use skymap::graph::Diagram;
use skymap::layout::{Canvas, Cell, Glyphs, Ink, Rect, Scene};
use std::collections::BTreeSet;

/// The whole scene as text, blanks at the ends of lines cut off.
pub fn picture(diagram: &Diagram, scene: &Scene, glyphs: Glyphs) -> String {
    drawn(diagram, scene, glyphs, |cell| cell.symbol)
}

/// The same with the wires drawn on where something is written on them.
pub fn lines(diagram: &Diagram, scene: &Scene, glyphs: Glyphs) -> String {
    let stroke = if glyphs == Glyphs::Ascii { "-" } else { "─" };
    drawn(diagram, scene, glyphs, |cell| match cell.ink {
        Ink::WireLabel(_) => stroke,
        _ => cell.symbol,
    })
}

fn drawn(
    diagram: &Diagram,
    scene: &Scene,
    glyphs: Glyphs,
    shown: impl for<'a> Fn(&Cell<'a>) -> &'a str,
) -> String {
    const STRIP: i32 = 64;
    let mut picture = String::new();
    for y in (0..scene.size.height).step_by(STRIP as usize) {
        let window = Rect {
            x: 0,
            y,
            width: scene.size.width,
            height: STRIP.min(scene.size.height - y),
        };
        let canvas = Canvas::draw(diagram, scene, window, (glyphs, &BTreeSet::new()));
        for row in canvas.rows() {
            picture.extend(row.iter().map(&shown));
            picture.truncate(picture.trim_end_matches(' ').len());
            picture.push('\n');
        }
    }
    picture
}
