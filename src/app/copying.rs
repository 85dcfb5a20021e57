//! Texts to copy of a resource: names, addresses, its place in the console, commands.

mod commands;
mod console;
mod named;

use self::named::Named;
use super::{Cursor, Model, Overlay, Topology};
use crate::inventory::{Resource, ResourceId};
use std::net::IpAddr;

/// A row of the copy menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyItem {
    pub what: String,
    pub text: String,
}

/// The menu for the resource in the details view, or for the selection.
pub(super) fn menu(model: &Model) -> Result<Overlay, &'static str> {
    Ok(Overlay::CopyMenu {
        cursor: Cursor::default(),
        items: items(model)?,
    })
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
    let key = described
        .or_else(|| topology.look.selection.clone())
        .ok_or("nothing is selected")?;
    let items = topology.copies(&key);
    if items.is_empty() {
        return Err("there is nothing to copy of this");
    }
    Ok(items)
}

impl Topology {
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
            Some(assessed) => of_resource(&assessed.resource),
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

fn of_resource(resource: &Resource) -> Vec<CopyItem> {
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
    let mut seen = std::collections::BTreeSet::new();
    items.retain(|item| !item.text.is_empty() && seen.insert(item.text.clone()));
    items
}

fn copy(what: &str, text: &str) -> CopyItem {
    CopyItem {
        what: what.to_owned(),
        text: text.to_owned(),
    }
}
