//! What of the graph is drawn now: folded containers are one box, identical
//! instances are one box with a count, edges are lifted to what is visible.

use super::{Graph, NodeKey, WireKind};
use crate::inventory::Health;
use std::collections::BTreeSet;

/// Where a box belongs in its container's template. The layout knows only this.
/// The order is the order of rows, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Region,
    Vpc,
    Zone,
    /// Subnets stand in this order inside a zone.
    PublicSubnet,
    PrivateSubnet,
    /// No route leads out of it.
    IsolatedSubnet,
    Gateway,
    Peering,
    Endpoint,
    LoadBalancer,
    TargetGroup,
    Nat,
    Instance,
    Database,
    Other,
    External,
}

/// What is folded and collapsed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collapse {
    /// Containers drawn as one box with a count.
    pub folded: BTreeSet<NodeKey>,
    /// Groups of identical items (their item key) that are drawn one by one.
    pub expanded: BTreeSet<NodeKey>,
    /// Kinds of wires that are not drawn.
    pub hidden_wires: BTreeSet<WireKind>,
    /// When there is a filter: the nodes that match; containers round them stay.
    pub matching: Option<BTreeSet<NodeKey>>,
}

/// A drawn thing: a node, a group of identical nodes, or a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of a group: `group/PARENT/SERVICE`, stable while its members change.
    pub key: NodeKey,
    /// Index of the container in `Diagram::items`; parents stand before their children.
    pub parent: Option<usize>,
    pub role: Role,
    /// Without any count or health mark: `web`.
    pub label: String,
    /// Drawn open, with its children inside.
    pub is_open: bool,
    /// The graph's nodes that it stands for (itself, a group's members, all inside a folded container).
    pub members: Vec<NodeKey>,
    /// The worst of its members.
    pub health: Health,
}

/// A line between two drawn things, with how many of the graph's edges it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    pub from: usize,
    pub to: usize,
    pub kind: WireKind,
    /// Indexes into `Graph::edges`.
    pub edges: Vec<usize>,
}

/// The input of the layout. Items and wires are in a stable natural order that does
/// not depend on the order of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    pub items: Vec<Item>,
    pub wires: Vec<Wire>,
}

impl Diagram {
    pub fn of(graph: &Graph, collapse: &Collapse) -> Self {
        let _ = (graph, collapse);
        Self::default()
    }
}
