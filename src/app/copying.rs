//! Texts to copy of a resource: names, addresses, its place in the console, commands.

mod commands;
mod console;
mod named;
mod shown;

pub use shown::Shown;
pub(super) use shown::hide;

use self::named::Named;
use super::topology::View;
use super::{Cursor, Effect, Model, Overlay, Topology, exporting, lists};
use crate::inventory::{Resource, ResourceId};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Instant;

/// A row of the copy menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyItem {
    pub what: String,
    pub text: String,
}

/// The menu for the resource in the details view, or for the selection.
pub(super) fn menu(model: &Model) -> Result<Overlay, &'static str> {
    let items = items(model)?;
    let copied = model.topology.as_ref();
    let copied = copied.and_then(|topology| topology.look.copied.as_ref());
    let same = items.iter().position(|item| Some(&item.what) == copied);
    let mut cursor = Cursor::default();
    let keys: Vec<String> = items.iter().map(|item| item.text.clone()).collect();
    cursor.put(&keys, same.unwrap_or_default());
    Ok(Overlay::CopyMenu { cursor, items })
}

/// What the menu offers.
pub(super) fn items(model: &Model) -> Result<Vec<CopyItem>, &'static str> {
    let described = model
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Details { key, .. } => Some(key.clone()),
            _ => None,
        });
    let topology = model.topology.as_ref().ok_or("no account is open")?;
    if topology.derived.diagram.items.is_empty() {
        return Err("there is nothing to copy yet");
    }
    let key = described.or_else(|| topology.look.selection.clone());
    let mut items = key.map(|key| topology.copies(&key)).unwrap_or_default();
    let map = match topology.look.view {
        View::Map => exporting::map_text(model)?,
        View::Tree => topology.tree_text(),
    };
    items.push(copy("map as text", &map));
    Ok(items)
}

impl CopyItem {
    /// In one line.
    pub fn summary(&self) -> String {
        match self.text.lines().count() {
            0 | 1 => self.text.clone(),
            lines => format!("{lines} lines"),
        }
    }
}

/// What the menu's cursor is on is copied.
pub(super) fn copy_chosen(model: &mut Model) -> Vec<Effect> {
    let item = chosen(model);
    model.overlays.pop();
    item.map(|item| send(model, item)).into_iter().collect()
}

/// Copies something; the menu begins with the same the next time.
pub(super) fn send(model: &mut Model, item: CopyItem) -> Effect {
    if let Some(topology) = &mut model.topology {
        topology.look.copied = Some(item.what.clone());
    }
    Effect::Copy {
        what: item.what,
        text: item.text,
    }
}

pub(super) fn show_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(item) = chosen(model) else {
        return Vec::new();
    };
    model.overlays.pop();
    shown::show(model, item, None)
}

pub(super) fn write_chosen(model: &mut Model, now: Instant) -> Vec<Effect> {
    let item = match model.overlays.last() {
        Some(Overlay::Shown(shown)) => Some(shown.item.clone()),
        _ => chosen(model),
    };
    item.map(|item| shown::write(model, &item, now))
        .into_iter()
        .collect()
}

fn chosen(model: &Model) -> Option<CopyItem> {
    let overlay @ Overlay::CopyMenu { items, .. } = model.overlays.last()? else {
        return None;
    };
    items.get(lists::row_under_cursor(model, overlay)?).cloned()
}

/// It was sent, which is all that can be known; or it was not, and is shown instead.
pub(super) fn copied(
    model: &mut Model,
    item: CopyItem,
    outcome: Result<Option<&'static str>, String>,
    now: Instant,
) -> Vec<Effect> {
    match outcome {
        Ok(condition) => {
            let is_modal = matches!(model.overlays.last(), Some(Overlay::Accounts(_)));
            let again = if is_modal { "" } else { "; y s shows it" };
            let condition = condition.unwrap_or("the terminal's clipboard, by OSC 52");
            let what = item.what;
            model.notify(format!("copied {what}{again} (sent to {condition})"), now);
            Vec::new()
        }
        Err(reason) => shown::show(model, item, Some(reason)),
    }
}

impl Topology {
    fn tree_text(&self) -> String {
        let items = &self.derived.diagram.items;
        let rows = self.tree_rows().into_iter();
        let lines = rows.map(|(item, depth)| {
            let label = &items[item].label;
            format!("{}{label}\n", "  ".repeat(depth))
        });
        lines.collect()
    }

    fn copies(&self, key: &crate::graph::NodeKey) -> Vec<CopyItem> {
        let Some(node) = self.derived.graph.nodes.get(key) else {
            let item = self.item(key).map(|item| &self.derived.diagram.items[item]);
            return item.map(|item| self.ids_of_group(item)).unwrap_or_default();
        };
        let resource = node
            .resource
            .as_ref()
            .and_then(|id| self.derived.survey.resources.get(id));
        match resource {
            Some(assessed) => copies_of(&assessed.resource),
            None => vec![copy("name", &node.label)],
        }
    }

    fn ids_of_group(&self, item: &crate::graph::Item) -> Vec<CopyItem> {
        let nodes = item
            .members
            .iter()
            .filter_map(|key| self.derived.graph.nodes.get(key));
        let ids: Vec<&str> = nodes
            .filter_map(|node| node.resource.as_ref())
            .map(ResourceId::short)
            .collect();
        if ids.is_empty() {
            return Vec::new();
        }
        vec![
            copy("name", &item.label),
            copy("ids of all", &ids.join(" ")),
        ]
    }
}

/// What can be copied of one resource.
pub fn copies_of(resource: &Resource) -> Vec<CopyItem> {
    let named = Named::of(resource);
    let mut items = vec![
        copy("id", resource.id.short()),
        copy("ARN", resource.id.as_str()),
        copy("name", &resource.name),
    ];
    let addresses = resource.facts.iter().filter(|fact| {
        let is_named_so = fact.name.to_ascii_lowercase().contains("dns");
        is_named_so || fact.value.parse::<IpAddr>().is_ok()
    });
    items.extend(addresses.map(|fact| copy(fact.name, &fact.value)));
    items.extend(console::address(named).map(|text| copy("console address", &text)));
    items.extend(commands::describe(named).map(|text| copy("aws command", &text)));
    let ways = commands::ways_in(named).into_iter();
    items.extend(ways.map(|(what, text)| copy(what, &text)));
    let mut seen = BTreeSet::new();
    items.retain(|item| !item.text.is_empty() && seen.insert(item.text.clone()));
    items
}

fn copy(what: &str, text: &str) -> CopyItem {
    CopyItem {
        what: what.to_owned(),
        text: text.to_owned(),
    }
}
