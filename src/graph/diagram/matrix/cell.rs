//! What a service has in a zone: one box with a mark for each, or the only one by its
//! name.

use crate::graph::diagram::siblings::presence;
use crate::graph::diagram::{Item, Strip};
use crate::graph::{Graph, Node, NodeKey, Role};

impl Graph {
    /// The key of the cell of a VPC's table that a node is counted in when there are
    /// several.
    pub fn cell_key(&self, key: &NodeKey) -> Option<NodeKey> {
        let node = self.nodes.get(key)?;
        let mut round = self.ancestry(key).skip(1);
        let holder = round.find(|node| matches!(node.role, Role::Zone | Role::Vpc))?;
        let (role, name) = match node.role {
            Role::Nat => ("nat", ""),
            _ => ("", node.service.as_deref().unwrap_or(&node.label)),
        };
        Some(NodeKey::new(format!(
            "cell/{:?}/{role}/{name:?}",
            holder.key
        )))
    }
}

pub(super) fn cell(key: NodeKey, (name, zone): (&str, usize), members: &[&Node]) -> Item {
    let worst = members.iter().map(|node| node.health).max();
    let (key, label, body) = if let [only] = members {
        (only.key.clone(), only.label.to_string(), Vec::new())
    } else {
        let strip = Strip::of("".into(), members.iter().copied());
        (key, name.to_owned(), vec![strip])
    };
    Item {
        key,
        parent: Some(zone),
        role: members.first().map_or(Role::Other, |node| node.role),
        label,
        is_open: false,
        members: members.iter().map(|node| node.key.clone()).collect(),
        health: worst.unwrap_or_default(),
        presence: presence(members),
        body,
    }
}
