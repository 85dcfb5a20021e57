//! What of the graph is drawn now: folded containers are one box, identical
//! instances are one box with a count, edges are lifted to what is visible.

mod matrix;
mod neighbourhood;
mod siblings;
mod strips;
mod wires;

use super::{Collapse, Graph, Level, Node, NodeKey, Role, WireKind};
use crate::inventory::{Health, Presence};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use siblings::Visible;
pub use strips::Strip;

/// A drawn thing: a node, a group of identical nodes, or a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of a group: [`Node::group_key`](super::Node::group_key), stable while its members change.
    pub key: NodeKey,
    /// Index of the container in `Diagram::items`; parents stand before their children.
    pub parent: Option<usize>,
    pub role: Role,
    /// Without any count or health mark: `web`.
    pub label: String,
    /// Drawn open, with its children inside.
    pub is_open: bool,
    /// The graph's nodes that it stands for: itself, a group's members, or what is
    /// inside a folded container without the containers there. So each node that is no
    /// container is a member of exactly one item, and counts add up.
    pub members: Vec<NodeKey>,
    /// The worst of its members; for a container the worst inside.
    pub health: Health,
    /// Of all its members, or new when one of them is.
    pub presence: Presence,
    /// What it shows beside its label; makes a card of a box.
    pub body: Vec<Strip>,
}

/// A line between two drawn things, with how many of the graph's edges it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    pub from: usize,
    pub to: usize,
    pub kind: WireKind,
    /// Indexes into `Graph::edges`.
    pub edges: Vec<usize>,
    /// What goes along it: `80/http 443/https`; empty when that is not known.
    pub label: CompactString,
    /// It is one of too many long lines: not drawn, but told at its ends.
    pub is_stub: bool,
}

impl Wire {
    /// Drawn as a line, without a label.
    pub fn new((from, to): (usize, usize), kind: WireKind, edges: Vec<usize>) -> Self {
        Self {
            from,
            to,
            kind,
            edges,
            label: CompactString::default(),
            is_stub: false,
        }
    }
}

/// Lines of a box to something that is not in the picture: a filter or the look leaves
/// it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    pub item: usize,
    /// They begin at the box.
    pub is_onward: bool,
    pub kind: WireKind,
    /// The other end.
    pub far: NodeKey,
    /// Indexes into `Graph::edges`.
    pub edges: Vec<usize>,
}

/// The input of the layout. Items and wires are in a stable natural order that does
/// not depend on the order of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    pub items: Vec<Item>,
    pub wires: Vec<Wire>,
    /// By item.
    pub beyond: Vec<Beyond>,
    /// The items as rows and columns; `None` where they stand inside each other.
    pub table: Option<Table>,
    /// VPCs are cards, in one order whichever of them are open.
    pub is_overview: bool,
}

/// Items in rows and columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// One for each item; `None` for what holds others.
    pub spots: Vec<Option<Spot>>,
    /// What each row is: it keeps its place as long as that is there.
    pub rows: Vec<NodeKey>,
    /// Of each column the item that frames it.
    pub columns: Vec<Option<usize>>,
}

/// A place in a table. What shares one is stacked, in the items' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub column: usize,
    pub row: usize,
    /// From the first row to the last.
    pub is_tall: bool,
}

impl Diagram {
    pub fn of(graph: &Graph, collapse: &Collapse) -> Self {
        let focus = collapse.focus.as_ref();
        let focus = focus.and_then(|key| graph.nodes.get(key));
        match (collapse.level, focus) {
            (Level::Vpc, Some(services)) if services.role.is_services() => {
                Self::alone(graph, collapse, services)
            }
            (Level::Vpc, Some(vpc)) => matrix::matrix(graph, collapse, vpc),
            (Level::Resource, Some(node)) => neighbourhood::around(graph, collapse, node),
            _ => Self::nested(graph, collapse),
        }
    }

    fn nested(graph: &Graph, collapse: &Collapse) -> Self {
        let mut drawing = Drawing::of(graph, collapse);
        drawing.draw_inside(None);
        drawing.finish()
    }

    /// One container and what is in it.
    fn alone(graph: &Graph, collapse: &Collapse, container: &Node) -> Self {
        let mut drawing = Drawing::of(graph, collapse);
        drawing.draw_alone(container);
        drawing.finish()
    }

    /// The item that a node is seen in: its own, its group's, or the nearest folded
    /// container round it. `None` where a filter leaves it out.
    pub fn item_of(&self, graph: &Graph, key: &NodeKey) -> Option<usize> {
        let own = self
            .items
            .iter()
            .position(|item| item.key == *key || item.members.contains(key));
        own.or_else(|| {
            graph.ancestry(key).skip(1).find_map(|container| {
                self.items
                    .iter()
                    .position(|item| item.key == container.key && !item.is_open)
            })
        })
    }
}

struct Drawing<'a> {
    graph: &'a Graph,
    collapse: &'a Collapse,
    visible: Visible<'a>,
    items: Vec<Item>,
    /// The item that each node is seen in.
    item_of: Vec<Option<usize>>,
}

impl<'a> Drawing<'a> {
    fn of(graph: &'a Graph, collapse: &'a Collapse) -> Self {
        Self {
            graph,
            collapse,
            visible: Visible::new(graph, collapse),
            items: Vec::new(),
            item_of: vec![None; graph.nodes.len()],
        }
    }

    fn finish(self) -> Diagram {
        let (wires, beyond) = self.wires();
        Diagram {
            is_overview: self.collapse.level.is_overview(),
            items: self.items,
            wires,
            beyond,
            table: None,
        }
    }

    fn draw_alone(&mut self, container: &'a Node) {
        let open = siblings::opened(container);
        if let Some(node) = self.graph.nodes.get_index_of(&container.key) {
            self.item_of[node] = Some(0);
        }
        self.items.push(open.item(None));
        self.draw_inside(Some((&container.key, 0)));
    }

    /// Draws what is in a container, and what is in that.
    fn draw_inside(&mut self, container: Option<(&'a NodeKey, usize)>) {
        let key = container.map(|(key, _)| key);
        for sibling in self.visible.siblings(key) {
            let index = self.items.len();
            for node in &sibling.stands_for {
                if let Some(node) = self.graph.nodes.get_index_of(&node.key) {
                    self.item_of[node] = Some(index);
                }
            }
            let opened = sibling.opened;
            self.items
                .push(sibling.item(container.map(|(_, index)| index)));
            if let Some(opened) = opened {
                self.draw_inside(Some((opened, index)));
            }
        }
    }
}
