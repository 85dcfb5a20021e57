//! The map as lines of text, for a pipe, a ticket or a terminal without cursor.

use super::Coverage;
use crate::graph::{Collapse, Diagram, Graph};
use crate::inventory::Health;
use crate::layout::{self, Canvas, Glyphs, Memory, Rect};
use crate::text::ascii;
use std::collections::BTreeSet;

/// More boxes than these are more than a page; what is beyond is folded.
const BUDGET: usize = 150;

/// The whole map, a legend, and what is missing from it.
pub fn map_text(graph: &Graph, coverage: &[Coverage], glyphs: Glyphs) -> String {
    let diagram = Diagram::of(graph, &Collapse::default_for(graph, BUDGET));
    let scene = layout::arrange(&diagram, &mut Memory::default());
    let window = Rect {
        x: 0,
        y: 0,
        width: scene.size.width,
        height: scene.size.height,
    };
    let canvas = Canvas::draw(&diagram, &scene, window, (glyphs, &BTreeSet::new()));
    let mut text = String::new();
    for row in canvas.rows() {
        let line: String = row.iter().map(|cell| cell.symbol).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str(&legend(glyphs));
    text.push_str(&gaps(coverage));
    match glyphs {
        Glyphs::Unicode => text,
        Glyphs::Ascii => ascii(&text).into_owned(),
    }
}

fn legend(glyphs: Glyphs) -> String {
    let healths = [
        Health::Healthy,
        Health::Degraded,
        Health::Unhealthy,
        Health::Pending,
        Health::Stopped,
        Health::Unknown,
    ];
    let words = healths.map(|health| format!("{} {health}", glyphs.mark(health)));
    format!("\n{}\n", words.join("  "))
}

/// One line for each collector that did not answer, so that a hole is seen as one.
fn gaps(coverage: &[Coverage]) -> String {
    let mut missing: Vec<_> = coverage.iter().filter(|one| !one.is_complete()).collect();
    missing.sort();
    let lines = missing.into_iter().map(|gap| {
        let reason = gap.error.as_deref().unwrap_or("no reason given");
        format!(
            "not complete: {} in {}: {} ({reason})\n",
            gap.collector, gap.region, gap.result
        )
    });
    lines.collect::<Vec<_>>().concat()
}
