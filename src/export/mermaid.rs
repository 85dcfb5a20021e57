//! The diagram as a Mermaid flowchart: containers as subgraphs, health as classes. Ids
//! are made of the keys, so that a change of one box changes its lines alone.

use super::pen::Pen;
use super::{View, name};
use crate::graph::{Item, Wire, WireKind};
use crate::inventory::Health;
use crate::palette::{Palette, ThemeName};
use crate::text::append;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn mermaid(view: &View) -> String {
    let chart = Chart {
        view,
        palette: Palette::of(view.style.theme.unwrap_or(ThemeName::Light)),
        ids: view.diagram.items.iter().map(name::id).collect(),
    };
    let mut text = format!(
        "---\ntitle: {}\n---\nflowchart TB\n",
        serde_json::Value::from(view.title())
    );
    chart.inside(None, 1, &mut text);
    chart.wires(&mut text);
    chart.classes(&mut text);
    for gap in view.gaps() {
        // A comment ends with its line, and braces in it would be a directive.
        append(
            &mut text,
            format_args!("%% {}\n", gap.replace(['{', '}'], " ")),
        );
    }
    text
}

struct Chart<'a> {
    view: &'a View<'a>,
    palette: &'static Palette,
    ids: Vec<String>,
}

impl Chart<'_> {
    fn inside(&self, parent: Option<usize>, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let items = self.view.diagram.items.iter().enumerate();
        for (index, item) in items.filter(|(_, item)| item.parent == parent) {
            let (id, label) = (&self.ids[index], self.label(item));
            let has_children = item.is_open && self.has_children(index);
            if has_children {
                append(text, format_args!("{indent}subgraph {id}[\"{label}\"]\n"));
                self.inside(Some(index), depth + 1, text);
                append(text, format_args!("{indent}end\n"));
            } else {
                append(text, format_args!("{indent}{id}[\"{label}\"]\n"));
            }
        }
    }

    fn has_children(&self, index: usize) -> bool {
        let mut items = self.view.diagram.items.iter();
        items.any(|item| item.parent == Some(index))
    }

    fn label(&self, item: &Item) -> String {
        let lines = name::lines(item, self.view.style.glyphs);
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        lines.join("<br/>")
    }

    fn wires(&self, text: &mut String) {
        let mut by_kind: BTreeMap<WireKind, Vec<String>> = BTreeMap::new();
        for (number, wire) in self.view.diagram.wires.iter().enumerate() {
            let (from, to) = (&self.ids[wire.from], &self.ids[wire.to]);
            let label = match name::of_wire(wire, self.view.style.glyphs) {
                label if label.is_empty() => String::new(),
                label => format!("|\"{}\"|", escaped(&label)),
            };
            append(text, format_args!("  {from} {}{label} {to}\n", arrow(wire)));
            by_kind
                .entry(wire.kind)
                .or_default()
                .push(number.to_string());
        }
        for (kind, numbers) in by_kind {
            let colour = Pen::Wire(kind).tint(self.palette).hex();
            let numbers = numbers.join(",");
            append(
                text,
                format_args!("  linkStyle {numbers} stroke:{colour}\n"),
            );
        }
    }

    fn classes(&self, text: &mut String) {
        let items = &self.view.diagram.items;
        let healths: BTreeSet<Health> = items.iter().map(|item| item.health).collect();
        for health in healths
            .into_iter()
            .filter(|health| *health != Health::Neutral)
        {
            let colour = Pen::Health(health).tint(self.palette).hex();
            let width = if health.is_problem() { 3 } else { 1 };
            let sick = items.iter().zip(&self.ids);
            // A container shows it by its mark.
            let sick = sick.filter(|(item, _)| item.health == health && !item.is_open);
            let sick: Vec<&str> = sick.map(|(_, id)| id.as_str()).collect();
            if sick.is_empty() {
                continue;
            }
            append(
                text,
                format_args!(
                    "  classDef {health} stroke:{colour},stroke-width:{width}px\n  class {} {health}\n",
                    sick.join(",")
                ),
            );
        }
    }
}

fn arrow(wire: &Wire) -> &'static str {
    match wire.kind {
        WireKind::Traffic => "-->",
        WireKind::Peering => "===",
        WireKind::Route | WireKind::SecurityGroup | WireKind::Event => "-.->",
        WireKind::Replication => "==>",
        WireKind::Reference => "-.-",
    }
}

/// Inside double quotes Mermaid knows entities, with a number sign for the ampersand;
/// what else means something to it, to Markdown or to HTML is written so.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' | '~' | '[' | ']' | '{' | '}'
            | '(' | ')' | '|' | '%' | ';' | '$' | '@' => {
                append(&mut escaped, format_args!("#{};", character as u32));
            }
            plain => escaped.push(plain),
        }
    }
    escaped
}
