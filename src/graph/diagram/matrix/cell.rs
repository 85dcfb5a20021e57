//! What a service has in a zone: one box with a mark for each, or the only one by its
//! name.

use crate::graph::diagram::siblings::presence;
use crate::graph::diagram::{Item, Strip};
use crate::graph::{Graph, Node, NodeKey, Role};

impl Graph {
    /// Whether a container has a column in its VPC's table: a zone or a group that stands
    /// in the VPC itself, or a subnet where there are none of these.
    pub(super) fn is_column(&self, node: &Node) -> bool {
        let vpc = node.parent.as_ref().and_then(|key| self.nodes.get(key));
        let Some(vpc) = vpc.filter(|vpc| vpc.role == Role::Vpc) else {
            return false;
        };
        let parts = |role: Role| matches!(role, Role::Zone | Role::Group);
        let is_parted = || {
            let mut beside = self.children_of(Some(&vpc.key));
            beside.any(|node| parts(node.role))
        };
        parts(node.role) || node.role.is_subnet() && !is_parted()
    }

    /// The key of the cell of a VPC's table that a node is counted in when there are
    /// several.
    pub fn cell_key(&self, key: &NodeKey) -> Option<NodeKey> {
        let node = self.nodes.get(key)?;
        let mut round = self.ancestry(key).skip(1);
        let holder = round.find(|node| node.role == Role::Vpc || self.is_column(node))?;
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
