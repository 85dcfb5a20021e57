//! What is folded and collapsed, and a first choice of it for accounts of any size.

use super::diagram::Visible;
use super::{Graph, NodeKey, Role, WireKind};
use std::cmp::Reverse;
use std::collections::{BTreeSet, VecDeque};

/// What is folded and collapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Default for Collapse {
    /// Nothing is folded. What security groups permit is hidden until asked for: it
    /// would bury what the map is read for.
    fn default() -> Self {
        Self {
            folded: BTreeSet::new(),
            expanded: BTreeSet::new(),
            hidden_wires: BTreeSet::from([WireKind::SecurityGroup]),
            matching: None,
        }
    }
}

impl Collapse {
    /// A first look with at most about `budget` boxes: accounts and regions are open,
    /// then VPCs in reading order, each as deep as still fits; the rest is folded.
    pub fn default_for(graph: &Graph, budget: usize) -> Self {
        let open = Self::default();
        let mut opening = Opening {
            graph,
            visible: Visible::new(graph, &open),
            folded: BTreeSet::new(),
            boxes: 0,
        };
        let closed = opening.open_roots();
        for container in closed {
            opening.open_within(container, budget);
        }
        Self {
            folded: opening.folded,
            ..Self::default()
        }
    }
}

impl Collapse {
    /// First looks at an account, from the most detailed to the barest; the last one is
    /// a box for each VPC. Between them one VPC is read in detail: the one with the worst
    /// health, then with the most inside.
    pub fn first_looks(graph: &Graph) -> Vec<Self> {
        let of_role = |wanted: fn(Role) -> bool| -> BTreeSet<NodeKey> {
            let nodes = graph.nodes.values().filter(|node| wanted(node.role));
            nodes.map(|node| node.key.clone()).collect()
        };
        let vpcs = of_role(|role| role == Role::Vpc);
        let main = vpcs.iter().max_by_key(|key| {
            let health = graph.nodes[*key].health;
            (health.is_problem(), inside(graph, key), Reverse(*key))
        });
        let others: BTreeSet<NodeKey> = vpcs
            .iter()
            .filter(|key| Some(*key) != main)
            .cloned()
            .collect();
        let looks = [
            BTreeSet::new(),
            others.clone(),
            &others | &of_role(Role::is_subnet),
            &others | &of_role(|role| role == Role::Zone),
            vpcs,
        ];
        let with = |folded| Self {
            folded,
            ..Self::default()
        };
        looks.into_iter().map(with).collect()
    }
}

/// How many nodes are in a container, at any depth.
fn inside(graph: &Graph, key: &NodeKey) -> usize {
    let children = graph.children_of(Some(key));
    children.map(|child| 1 + inside(graph, &child.key)).sum()
}

/// Containers being opened from the outside in, with what that costs.
struct Opening<'a> {
    graph: &'a Graph,
    visible: Visible<'a>,
    folded: BTreeSet<NodeKey>,
    boxes: usize,
}

impl<'a> Opening<'a> {
    /// Opens accounts and regions whatever it costs: a map of one box helps nobody.
    fn open_roots(&mut self) -> Vec<&'a NodeKey> {
        let mut closed = Vec::new();
        let mut waiting = VecDeque::from([None]);
        while let Some(parent) = waiting.pop_front() {
            self.boxes += self.visible.siblings(parent).len();
            for (key, role) in self.containers_in(parent) {
                match role {
                    Role::Account | Role::Region => waiting.push_back(Some(key)),
                    _ => closed.push(key),
                }
            }
        }
        closed
    }

    /// Opens a container and what is in it, level by level, as long as it fits.
    fn open_within(&mut self, container: &'a NodeKey, budget: usize) {
        let mut waiting = VecDeque::from([container]);
        while let Some(key) = waiting.pop_front() {
            let inside = self.visible.siblings(Some(key)).len();
            if self.boxes + inside > budget {
                self.folded.insert(key.clone());
                continue;
            }
            self.boxes += inside;
            waiting.extend(self.containers_in(Some(key)).map(|(key, _)| key));
        }
    }

    fn containers_in(
        &self,
        parent: Option<&NodeKey>,
    ) -> impl Iterator<Item = (&'a NodeKey, Role)> + use<'a> {
        let graph = self.graph;
        graph
            .children_of(parent)
            .filter(|node| node.is_container())
            .map(|node| (&node.key, node.role))
    }
}
