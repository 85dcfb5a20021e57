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
mod description;
mod drawings;
mod invariants;
mod quality;
mod reading;
mod topology;
mod twister;

use skymap::graph::Diagram;
use skymap::layout::{Canvas, Glyphs, Rect, Scene};
use std::collections::BTreeSet;

/// The whole scene as text, blanks at the ends of lines cut off.
fn picture(diagram: &Diagram, scene: &Scene, glyphs: Glyphs) -> String {
    let window = Rect {
        x: 0,
        y: 0,
        width: scene.size.width,
        height: scene.size.height,
    };
    let canvas = Canvas::draw(diagram, scene, window, (glyphs, &BTreeSet::new()));
    let lines = canvas.rows().map(|row| {
        let line: String = row.iter().map(|cell| cell.symbol).collect();
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}
