//! What was placed by hand: listed by name, told of a box, and left to the map again.

use crate::app::{Model, Topology};
use crate::graph::NodeKey;
use crate::layout;
use std::time::Instant;

/// Leaves everything to the map again.
pub(in crate::app) fn forget_all(model: &mut Model, now: Instant) {
    let Some(topology) = &mut model.topology else {
        return;
    };
    let moves = std::mem::take(&mut topology.look.moves);
    for key in moves.keys() {
        topology.look.forget_slot(key);
    }
    let sentence = match moves.len() {
        0 => "nothing was placed by hand".to_owned(),
        1 => "the one box placed by hand stands where the map puts it".to_owned(),
        count => format!("the {count} boxes placed by hand stand where the map puts them"),
    };
    model.notify(sentence, now);
}

impl Topology {
    /// Whether a hand put a box where it is, or its row of a table.
    pub fn is_placed_by_hand(&self, key: &NodeKey) -> bool {
        let moves = &self.look.moves;
        if moves.is_empty() {
            return false;
        }
        let row = || {
            let item = self.item(key)?;
            layout::moves_with(&self.derived.diagram, item).ok()
        };
        moves.contains_key(key) || row().is_some_and(|row| moves.contains_key(&row))
    }

    /// What was placed by hand: its key, its name, and what holds it.
    pub fn placed_by_hand(&self) -> Vec<(NodeKey, String, String)> {
        let keys = self.look.moves.keys();
        keys.map(|key| {
            let (name, holder) = self.name_and_holder(key);
            (key.clone(), name, holder)
        })
        .collect()
    }

    fn name_and_holder(&self, key: &NodeKey) -> (String, String) {
        let nodes = &self.derived.graph.nodes;
        let holder = |parent: Option<&NodeKey>| {
            let node = parent.and_then(|parent| nodes.get(parent));
            node.map_or_else(String::new, |node| node.label.to_string())
        };
        if let Some(node) = nodes.get(key) {
            return (node.label.to_string(), holder(node.parent.as_ref()));
        }
        let mut members = nodes.values();
        if let Some(member) = members.find(|node| node.group_key().as_ref() == Some(key)) {
            let name = member.service.as_ref().map_or("", |service| service);
            return (name.to_owned(), holder(member.parent.as_ref()));
        }
        if let Some((table, row)) = layout::row_of_key(key) {
            let row = row.strip_prefix("service/").unwrap_or(&row).to_owned();
            return (format!("the row of {row}"), holder(Some(&table)));
        }
        (key.as_str().to_owned(), "not on the map now".to_owned())
    }
}
