//! The diagram for Graphviz: containers as clusters, which it places itself.

use super::pen::Pen;
use super::{View, name};
use crate::graph::{Item, Wire, WireKind};
use crate::inventory::Health;
use crate::palette::{Palette, ThemeName};
use crate::text::append;
use std::collections::BTreeSet;

pub(super) fn dot(view: &View) -> String {
    let palette = Palette::of(view.style.theme.unwrap_or(ThemeName::Light));
    let wires = view.diagram.wires.iter();
    let drawing = Drawing {
        view,
        palette,
        joined: wires.flat_map(|wire| [wire.from, wire.to]).collect(),
    };
    let colour = |pen: Pen| pen.tint(palette).hex();
    let (ground, text) = (palette.ground.hex(), colour(Pen::Text));
    let font = "fontname=\"Helvetica,Arial,sans-serif\"";
    let mut dot = format!(
        "digraph {} {{\n  graph [compound=true, rankdir=TB, newrank=true, bgcolor=\"{ground}\", \
         fontcolor=\"{text}\", {font}, label={}, labelloc=t]\n  node [shape=box, style=rounded, \
         color=\"{text}\", fontcolor=\"{text}\", {font}]\n  edge [{font}, fontsize=10]\n",
        quoted("skymap"),
        quoted(&view.title()),
    );
    drawing.inside(None, 1, &mut dot);
    for wire in &view.diagram.wires {
        drawing.wire(wire, &mut dot);
    }
    for gap in view.gaps() {
        append(&mut dot, format_args!("  // {gap}\n"));
    }
    dot.push_str("}\n");
    dot
}

struct Drawing<'a> {
    view: &'a View<'a>,
    palette: &'static Palette,
    /// What some wire ends at.
    joined: BTreeSet<usize>,
}

impl Drawing<'_> {
    fn inside(&self, parent: Option<usize>, depth: usize, dot: &mut String) {
        let indent = "  ".repeat(depth);
        let items = self.view.diagram.items.iter().enumerate();
        for (index, item) in items.filter(|(_, item)| item.parent == parent) {
            let (key, label) = (quoted(item.key.as_str()), self.label(item));
            if !self.is_cluster(index) {
                let look = self.look(item);
                append(dot, format_args!("{indent}{key} [label={label}{look}]\n"));
                continue;
            }
            let quiet = Pen::Quiet.tint(self.palette).hex();
            append(
                dot,
                format_args!(
                    "{indent}subgraph {} {{\n{indent}  label={label}; labeljust=l; style=rounded; \
                 color=\"{quiet}\"\n",
                    cluster(item)
                ),
            );
            // A wire cannot end at a cluster: it ends at a point inside, and is cut.
            if self.joined.contains(&index) {
                append(
                    dot,
                    format_args!("{indent}  {key} [shape=point, style=invis]\n"),
                );
            }
            self.inside(Some(index), depth + 1, dot);
            append(dot, format_args!("{indent}}}\n"));
        }
    }

    fn is_cluster(&self, index: usize) -> bool {
        let mut items = self.view.diagram.items.iter();
        let is_open = self.view.diagram.items[index].is_open;
        is_open && items.any(|item| item.parent == Some(index))
    }

    fn label(&self, item: &Item) -> String {
        quoted_lines(&name::lines(item, self.view.style.glyphs))
    }

    fn look(&self, item: &Item) -> String {
        if item.health == Health::Neutral {
            return String::new();
        }
        let colour = Pen::border(false, item.health).tint(self.palette).hex();
        let width = if item.health.is_problem() { 2 } else { 1 };
        format!(", color=\"{colour}\", penwidth={width}")
    }

    fn wire(&self, wire: &Wire, dot: &mut String) {
        let items = &self.view.diagram.items;
        let (from, to) = (&items[wire.from], &items[wire.to]);
        let colour = Pen::Wire(wire.kind).tint(self.palette).hex();
        let (style, direction) = stroke(wire.kind);
        let label = name::of_wire(wire, self.view.style.glyphs);
        let mut look = format!("color=\"{colour}\", fontcolor=\"{colour}\", style={style}");
        if !label.is_empty() {
            append(&mut look, format_args!(", label={}", quoted(&label)));
        }
        look.push_str(direction);
        if self.is_cluster(wire.from) {
            append(&mut look, format_args!(", ltail={}", cluster(from)));
        }
        if self.is_cluster(wire.to) {
            append(&mut look, format_args!(", lhead={}", cluster(to)));
        }
        let (from, to) = (quoted(from.key.as_str()), quoted(to.key.as_str()));
        append(dot, format_args!("  {from} -> {to} [{look}]\n"));
    }
}

fn cluster(item: &Item) -> String {
    quoted(&format!("cluster {}", item.key.as_str()))
}

fn stroke(kind: WireKind) -> (&'static str, &'static str) {
    match kind {
        WireKind::Traffic => ("solid", ""),
        WireKind::Peering => ("bold", ", dir=none"),
        WireKind::Replication => ("bold", ""),
        WireKind::Route | WireKind::SecurityGroup => ("dashed", ""),
        WireKind::Event | WireKind::Reference => ("dotted", ""),
    }
}

fn quoted(text: &str) -> String {
    quoted_lines(&[text])
}

/// Inside quotes a backslash begins an order (`\n`, `\N`), and entities of HTML are read.
fn quoted_lines(lines: &[impl AsRef<str>]) -> String {
    let escaped = |line: &str| {
        let line = line.replace('&', "&amp;");
        line.replace('\\', "\\\\").replace('"', "\\\"")
    };
    let lines: Vec<String> = lines.iter().map(|line| escaped(line.as_ref())).collect();
    format!("\"{}\"", lines.join("\\n"))
}
