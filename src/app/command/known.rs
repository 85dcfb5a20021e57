//! What the model knows that an argument can be.

use super::Candidate;
use crate::account::{AccountId, Region};
use crate::app::{BudgetView, Model, copying};
use crate::graph::{Node, WireKind};
use crate::text::natural;
use std::collections::{BTreeMap, BTreeSet};

/// The connected accounts, by name.
pub(super) fn accounts(model: &Model) -> Vec<Candidate> {
    let all = model.accounts.all().iter();
    all.map(|account| {
        let number = account
            .number()
            .map_or("pending".to_owned(), AccountId::grouped);
        Candidate::new(&account.name, format!("{number}  {}", account.home_region))
    })
    .collect()
}

/// The accounts on the map.
pub(super) fn watched(model: &Model) -> Vec<Candidate> {
    let topology = model.topology.iter();
    let watched = topology.flat_map(|topology| topology.watch.in_order());
    watched
        .map(|watched| {
            let number = watched.account.number().map(AccountId::grouped);
            Candidate::new(&watched.account.name, number.unwrap_or_default())
        })
        .collect()
}

/// The regions that a watched account has enabled, and which accounts those are.
pub(super) fn regions(model: &Model) -> Vec<Candidate> {
    let mut accounts: BTreeMap<Region, BTreeSet<String>> = BTreeMap::new();
    let topology = model.topology.iter();
    for row in topology.flat_map(crate::app::Topology::regions) {
        if row.state.is_enabled {
            let names = accounts.entry(row.state.region).or_default();
            names.insert(row.account_name);
        }
    }
    let named = accounts.into_iter();
    named
        .map(|(region, names)| {
            let names: Vec<String> = names.into_iter().collect();
            Candidate::new(region.to_string(), names.join(", "))
        })
        .collect()
}

/// What is on the map, by name; where several have one name, by id.
pub(super) fn boxes(model: &Model) -> Vec<Candidate> {
    let Some(topology) = &model.topology else {
        return Vec::new();
    };
    let nodes = &topology.derived.graph.nodes;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes.values() {
        *counts.entry(node.label.as_str()).or_default() += 1;
    }
    let mut boxes: Vec<Candidate> = nodes
        .values()
        .filter_map(|node| candidate(node, counts[node.label.as_str()] == 1))
        .collect();
    boxes.sort_by(|one, other| natural(&one.word, &other.word));
    boxes
}

fn candidate(node: &Node, is_unique: bool) -> Option<Candidate> {
    let id = node
        .resource
        .as_ref()
        .map(crate::inventory::ResourceId::short);
    let kind = node.kind.map_or("", crate::inventory::Kind::title);
    if is_unique {
        let help = format!("{kind}  {}", id.unwrap_or_default());
        return Some(Candidate::new(node.label.as_str(), help.trim()));
    }
    Some(Candidate::new(id?, format!("{}  {kind}", node.label)))
}

/// The kinds of wires, as one word each.
pub(super) fn wires(model: &Model) -> Vec<Candidate> {
    let present = model
        .topology
        .as_ref()
        .map(crate::app::Topology::wire_kinds);
    let drawn = model
        .topology
        .as_ref()
        .map(|topology| &topology.look.collapse.hidden_wires);
    let kinds = WireKind::ALL.into_iter().map(|kind| {
        let is_lacking = present
            .as_ref()
            .is_some_and(|present| !present.contains(&kind));
        let state = match drawn {
            _ if is_lacking => "none on this map",
            Some(hidden) if hidden.contains(&kind) => "hidden",
            _ => "drawn",
        };
        Candidate::new(wire_word(kind), state)
    });
    [("all", "every kind"), ("none", "no wires")]
        .map(|(word, help)| Candidate::new(word, help))
        .into_iter()
        .chain(kinds)
        .collect()
}

/// A kind of wire as it is typed.
pub(super) fn wire_word(kind: WireKind) -> String {
    kind.name().replace(' ', "-")
}

/// What the budget can be cut by, and its other pages.
pub(super) fn cuts(model: &Model) -> Vec<Candidate> {
    let view = model.topology.as_ref().map(BudgetView::new);
    let cuts = view.map(|view| view.cuts).unwrap_or_default().into_iter();
    let cuts = cuts.map(|cut| Candidate::new(format!("by {cut}"), "a row for each"));
    let pages = [
        ("idle", "what costs and serves nobody"),
        ("what-if", "what is thought through"),
    ];
    let pages = pages.map(|(word, help)| Candidate::new(word, help));
    cuts.chain(pages).collect()
}

/// What can be copied of the selection.
pub(super) fn copies(model: &Model) -> Vec<Candidate> {
    let items = copying::items(model).unwrap_or_default();
    let items = items.into_iter();
    items
        .map(|item| Candidate::new(item.what.clone(), item.summary()))
        .collect()
}
