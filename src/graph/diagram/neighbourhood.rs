//! One resource in the middle, or a container with everything in it; what leads to it at
//! the left, what it leads to at the right, two steps far.

use super::siblings::presence;
use super::wires::{Merged, in_order};
use super::{Diagram, Item, Spot, Table};
use crate::graph::{Collapse, Edge, Graph, Node, NodeKey, Role, WireKind};
use crate::text::natural;
use std::collections::{BTreeMap, BTreeSet};

/// Two steps before, one step before, the resource, one step behind, two steps behind.
const MIDDLE: usize = 2;
const COLUMNS: usize = 5;
/// The second step is left out where that would be more than a screen can hold.
const MOST: usize = 60;

pub(super) fn around(graph: &Graph, collapse: &Collapse, node: &Node) -> Diagram {
    let mut steps = Steps::from((graph, &collapse.hidden_wires), node);
    steps.step(MIDDLE, MIDDLE + 1);
    steps.step(MIDDLE, MIDDLE - 1);
    let near = steps.column.clone();
    steps.step(MIDDLE + 1, MIDDLE + 2);
    steps.step(MIDDLE - 1, MIDDLE - 2);
    let (mut items, mut item_of) = steps.items(collapse);
    if items.len() > MOST {
        steps.column = near;
        (items, item_of) = steps.items(collapse);
    }
    let wires = steps.wires(&item_of);
    let (mut rows, mut spots) = (BTreeMap::new(), Vec::with_capacity(items.len()));
    for (item, column) in &items {
        let row: &mut usize = rows.entry(*column).or_default();
        spots.push(Some(Spot {
            column: *column,
            row: if item.key == node.key { 0 } else { *row },
            is_tall: item.key == node.key,
        }));
        *row += 1;
    }
    let count = rows.values().max().copied().unwrap_or(1);
    Diagram {
        table: Some(Table {
            spots,
            rows: (0..count)
                .map(|row| NodeKey::new(format!("row/{row}")))
                .collect(),
            columns: vec![None; COLUMNS],
        }),
        items: items.into_iter().map(|(item, _)| item).collect(),
        wires: in_order(graph, wires),
        ..Diagram::default()
    }
}

/// Nodes by the column that they are first met in.
struct Steps<'a> {
    graph: &'a Graph,
    middle: &'a Node,
    hidden: &'a BTreeSet<WireKind>,
    column: BTreeMap<usize, usize>,
}

impl<'a> Steps<'a> {
    fn from((graph, hidden): (&'a Graph, &'a BTreeSet<WireKind>), middle: &'a Node) -> Self {
        let mut column = BTreeMap::new();
        let mut inside = vec![middle];
        while let Some(node) = inside.pop() {
            column.extend(
                graph
                    .nodes
                    .get_index_of(&node.key)
                    .map(|index| (index, MIDDLE)),
            );
            inside.extend(graph.children_of(Some(&node.key)));
        }
        Self {
            graph,
            middle,
            hidden,
            column,
        }
    }

    fn edges(&self) -> impl Iterator<Item = (usize, &'a Edge)> + use<'a> {
        let (graph, hidden) = (self.graph, self.hidden);
        let edges = graph.edges.iter().enumerate();
        edges.filter(move |(_, edge)| !hidden.contains(&edge.kind))
    }

    /// From what stands in a column to what is joined to it, away from the middle.
    fn step(&mut self, from: usize, to: usize) {
        let is_onward = to > from;
        let mut met = BTreeSet::new();
        for (_, edge) in self.edges() {
            let (here, there) = if is_onward {
                (edge.from, edge.to)
            } else {
                (edge.to, edge.from)
            };
            if self.column.get(&here) == Some(&from) && !self.column.contains_key(&there) {
                met.insert(there);
            }
        }
        self.column.extend(met.into_iter().map(|node| (node, to)));
    }

    /// The boxes with their columns; identical ones of a column are one box.
    fn items(&self, collapse: &Collapse) -> (Vec<(Item, usize)>, BTreeMap<usize, usize>) {
        let mut boxes: BTreeMap<(usize, Role, NodeKey), Vec<usize>> = BTreeMap::new();
        for (&index, &column) in &self.column {
            let node = &self.graph.nodes[index];
            let group = node.step_key();
            let group = group.filter(|key| !collapse.expanded.contains(key));
            let (role, key) = if column == MIDDLE {
                (self.middle.role, self.middle.key.clone())
            } else {
                (node.role, group.unwrap_or_else(|| node.key.clone()))
            };
            boxes.entry((column, role, key)).or_default().push(index);
        }
        let mut drawn: Vec<(usize, NodeKey, Vec<usize>)> = boxes
            .into_iter()
            .map(|((column, _, key), nodes)| (column, key, nodes))
            .collect();
        let first = |nodes: &[usize]| &self.graph.nodes[nodes[0]];
        drawn.sort_by(|(a_column, a_key, a), (b_column, b_key, b)| {
            let (a, b) = (first(a), first(b));
            (a_column.cmp(b_column))
                .then_with(|| a.role.cmp(&b.role))
                .then_with(|| natural(&a.label, &b.label))
                .then_with(|| a_key.cmp(b_key))
        });
        let mut item_of = BTreeMap::new();
        let items = drawn
            .into_iter()
            .enumerate()
            .map(|(number, (column, key, nodes))| {
                item_of.extend(nodes.iter().map(|&node| (node, number)));
                let nodes: Vec<&Node> = nodes.iter().map(|&node| &self.graph.nodes[node]).collect();
                let item = if column == MIDDLE {
                    item(key, &[self.middle])
                } else {
                    item(key, &nodes)
                };
                (item, column)
            });
        (items.collect(), item_of)
    }

    /// Lines between neighbouring columns.
    fn wires(&self, item_of: &BTreeMap<usize, usize>) -> Merged {
        let mut merged = Merged::new();
        for (index, edge) in self.edges() {
            let columns = (self.column.get(&edge.from), self.column.get(&edge.to));
            let (Some(from), Some(to)) = columns else {
                continue;
            };
            if from.abs_diff(*to) == 1 {
                let ends = (item_of[&edge.from], item_of[&edge.to], edge.kind);
                merged.entry(ends).or_default().push(index);
            }
        }
        merged
    }
}

impl Node {
    /// The key of the box that it is counted in beside the resource in the middle, when
    /// there are several of its service.
    pub fn step_key(&self) -> Option<NodeKey> {
        let service = self.service.as_ref()?;
        Some(NodeKey::new(format!("step/{:?}/{service:?}", self.role)))
    }
}

fn item(key: NodeKey, nodes: &[&Node]) -> Item {
    let worst = nodes.iter().max_by_key(|node| node.health);
    let (key, label) = if let [only] = nodes {
        (only.key.clone(), only.label.to_string())
    } else {
        let service = nodes.first().and_then(|node| node.service.as_ref());
        (key, service.map(ToString::to_string).unwrap_or_default())
    };
    Item {
        key,
        parent: None,
        role: worst.map_or(Role::Other, |node| node.role),
        label,
        is_open: false,
        members: nodes.iter().map(|node| node.key.clone()).collect(),
        health: worst.map_or_else(Default::default, |node| node.health),
        presence: presence(nodes),
        body: Vec::new(),
    }
}
