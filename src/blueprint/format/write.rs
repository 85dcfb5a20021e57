//! Blueprint to text.

use super::{VERSION, word};
use crate::blueprint::{Blueprint, BoxName, Join, Known, Reads, SavedLook};
use crate::inventory::ResourceId;
use crate::layout::Slot;
use std::collections::BTreeMap;

const HEAD: &str = "\
# A blueprint of skymap: what was on a map and how it was looked at. Of what AWS answers
# it holds ARNs alone; names, states and addresses are read when it is opened.
";

pub(super) fn document(blueprint: &Blueprint) -> String {
    let mut text = String::from(HEAD);
    line(&mut text, &format!("version = {VERSION}"));
    line(
        &mut text,
        &format!("name = {}", quoted(blueprint.name.as_str())),
    );
    line(
        &mut text,
        &format!("saved = {}", quoted(&blueprint.saved.to_string())),
    );
    look(&mut text, &blueprint.look);
    reads(&mut text, &blueprint.content.reads);
    line(&mut text, "\n[content]");
    let resources = blueprint.content.resources.iter();
    list(&mut text, "resources", resources.map(resource));
    list(&mut text, "joins", blueprint.content.joins.iter().map(join));
    costs(&mut text, &blueprint.costs);
    text
}

/// The accounts and regions, with the collectors that read everything there.
fn reads(text: &mut String, reads: &Reads) {
    for (account, regions) in reads {
        line(text, &format!("\n[accounts.{account}]"));
        for (region, collectors) in regions {
            let names = collectors.iter().map(|name| quoted(name));
            list(text, region.as_str(), names);
        }
    }
}

fn look(text: &mut String, look: &SavedLook) {
    line(text, "\n[look]");
    line(
        text,
        &format!("level = {}", quoted(&word(look.level.name()))),
    );
    if let Some(focus) = &look.focus {
        line(text, &format!("focus = {}", box_name(focus)));
    }
    let group = look.preset.group.to_string();
    line(text, &format!("grouping = {}", quoted(&group)));
    let texts = [
        ("filter", Some(&look.filter)),
        ("preset-filter", look.preset.filter.as_ref()),
    ];
    for (key, typed) in texts {
        if let Some(typed) = typed.filter(|typed| !typed.is_empty()) {
            line(text, &format!("{key} = {}", quoted(typed)));
        }
    }
    let hidden = look.preset.hide.iter().map(|kind| quoted(kind.name()));
    list(text, "hidden-kinds", hidden);
    let hidden = look
        .hidden_wires
        .iter()
        .map(|kind| quoted(&word(kind.name())));
    list(text, "hidden-wires", hidden);
    list(text, "folded", look.folded.iter().map(box_name));
    list(text, "expanded", look.expanded.iter().map(box_name));
    list(text, "moves", look.moves.iter().map(place));
    if !look.places.is_empty() {
        line(text, "\n[places]");
    }
    for (level, places) in &look.places {
        list(text, &word(level.name()), places.iter().map(place));
    }
}

fn costs(text: &mut String, costs: &BTreeMap<ResourceId, BTreeMap<String, f64>>) {
    if !costs.is_empty() {
        line(text, "\n[costs]");
    }
    for (id, usages) in costs {
        let usages = usages.iter();
        let usages = usages.map(|(usage, amount)| format!("{} = {amount:?}", quoted(usage)));
        let usages: Vec<String> = usages.collect();
        let usages = usages.join(", ");
        line(text, &format!("{} = {{ {usages} }}", quoted(id.as_str())));
    }
}

fn resource((id, known): (&ResourceId, &Known)) -> String {
    let mut fields = format!(
        "{{ arn = {}, kind = {}",
        quoted(id.as_str()),
        quoted(known.kind.name())
    );
    let mut field = |key: &str, value: &str| {
        fields.extend([format!(", {key} = {}", quoted(value))]);
    };
    if let Some(parent) = &known.parent {
        field("parent", parent.as_str());
    }
    let (account, region) = super::read::whose(id);
    if account != Some(known.account) {
        field("account", &known.account.to_string());
    }
    if region != known.region {
        field("region", known.region.as_str());
    }
    field("collector", &known.collector);
    fields + " }"
}

fn join(join: &Join) -> String {
    format!(
        "{{ from = {}, to = {}, kind = {} }}",
        quoted(join.from.as_str()),
        quoted(join.to.as_str()),
        quoted(join.kind.name())
    )
}

fn place((name, place): (&BoxName, &Slot)) -> String {
    let Slot { class, row, column } = place;
    format!(
        "{{ box = {}, class = {class}, row = {row}, column = {column} }}",
        box_name(name)
    )
}

fn box_name(name: &BoxName) -> String {
    match name {
        BoxName::Group(form, members) => {
            let members = members.iter().map(|id| quoted(id.as_str()));
            let members: Vec<String> = members.collect();
            format!("{{ {form} = [{}] }}", members.join(", "))
        }
        other => quoted(&other.to_string()),
    }
}

fn list(text: &mut String, key: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return line(text, &format!("{key} = []"));
    }
    line(text, &format!("{key} = ["));
    for row in rows {
        line(text, &format!("  {row},"));
    }
    line(text, "]");
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// A basic string of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            other if other.is_control() => {
                quoted.extend([format!("\\u{:04X}", u32::from(other))]);
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
