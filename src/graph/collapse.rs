//! What of the graph is drawn: at which level of zoom, and what is folded, collapsed and
//! left out there; and a first choice of it for accounts of any size.

use super::diagram::Visible;
use super::{Graph, Level, Node, NodeKey, Role, WireKind};
use crate::inventory::Kind;
use std::cmp::Reverse;
use std::collections::{BTreeSet, VecDeque};

/// So many VPCs can be read one after the other.
const FEW: usize = 4;

/// What is drawn of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collapse {
    pub level: Level,
    /// The VPC or the resource that the level is about.
    pub focus: Option<NodeKey>,
    /// Containers drawn as one box with a count.
    pub folded: BTreeSet<NodeKey>,
    /// Groups of identical items (their item key) that are drawn one by one, and what is
    /// open in an overview, where everything else inside a region is closed.
    pub expanded: BTreeSet<NodeKey>,
    /// Kinds of wires that are not drawn.
    pub hidden_wires: BTreeSet<WireKind>,
    /// When there is a filter: the nodes that match; containers round them stay.
    pub matching: Option<BTreeSet<NodeKey>>,
    /// Kinds of resources that are not drawn, but round one of them.
    pub hidden_kinds: BTreeSet<Kind>,
}

impl Default for Collapse {
    /// Nothing is folded. What security groups permit is hidden until asked for: it
    /// would bury what the map is read for.
    fn default() -> Self {
        Self {
            level: Level::default(),
            focus: None,
            folded: BTreeSet::new(),
            expanded: BTreeSet::new(),
            hidden_wires: Self::hidden_at_first(Level::default()),
            matching: None,
            hidden_kinds: BTreeSet::new(),
        }
    }
}

impl Collapse {
    /// The kinds of wires that are not drawn until asked for. Round one resource all of
    /// them can be read.
    pub fn hidden_at_first(level: Level) -> BTreeSet<WireKind> {
        match level {
            Level::Resource => BTreeSet::new(),
            _ => BTreeSet::from([WireKind::SecurityGroup]),
        }
    }

    /// Whether a container is drawn as one box.
    pub fn is_closed(&self, key: &NodeKey, role: Role) -> bool {
        if self.is_closed_at_first(role) {
            !self.expanded.contains(key)
        } else {
            self.folded.contains(key)
        }
    }

    /// Whether a container is closed until somebody opens it, rather than the other way
    /// round.
    pub fn is_closed_at_first(&self, role: Role) -> bool {
        self.level.is_overview() && !role.is_outside_vpcs()
    }

    /// Boxes inside boxes, at most about `budget` of them: what is round VPCs is open,
    /// then VPCs in reading order, each as deep as still fits; the rest is folded.
    pub fn default_for(graph: &Graph, budget: usize) -> Self {
        Self::opened(graph, None, budget)
    }

    /// The same, where what is round a node is opened first.
    pub fn round(graph: &Graph, node: &NodeKey, budget: usize) -> Self {
        Self::opened(graph, Some(node), budget)
    }

    fn opened(graph: &Graph, first: Option<&NodeKey>, budget: usize) -> Self {
        let open = Self::default();
        let mut opening = Opening {
            graph,
            visible: Visible::new(graph, &open),
            folded: BTreeSet::new(),
            boxes: 0,
        };
        let round: BTreeSet<&NodeKey> = first
            .into_iter()
            .flat_map(|key| graph.ancestry(key))
            .map(|node| &node.key)
            .collect();
        let mut closed = opening.open_roots();
        closed.sort_by_key(|key| !round.contains(key));
        for container in closed {
            opening.open_within(container, budget);
        }
        opening.folded.retain(|key| !round.contains(key));
        Self {
            folded: opening.folded,
            ..Self::default()
        }
    }

    /// First looks at an account, from the nearest to the farthest: boxes inside boxes, the
    /// same with one VPC open, that VPC as a table, boxes with all zones (or what is in
    /// their place) closed, and cards.
    /// With many VPCs nothing less than cards is a look at all of them.
    pub fn first_looks(graph: &Graph) -> Vec<Self> {
        let vpcs = graph.nodes.values().filter(|node| node.role == Role::Vpc);
        let vpcs: BTreeSet<NodeKey> = vpcs.map(|node| node.key.clone()).collect();
        let main = Self::main_vpc(graph);
        let others = vpcs.iter().filter(|key| Some(*key) != main.as_ref());
        let nested = Self {
            folded: others.cloned().collect(),
            ..Self::default()
        };
        let is_outermost = |node: &&Node| {
            let parent = node.parent.as_ref().and_then(|key| graph.nodes.get(key));
            let is_inside = parent.is_some_and(|parent| parent.role == Role::Vpc);
            node.is_container() && is_inside
        };
        let zones = graph.nodes.values().filter(is_outermost);
        let closed = Self {
            folded: zones
                .map(|zone| zone.key.clone())
                .chain(nested.folded.clone())
                .collect(),
            ..Self::default()
        };
        let table = main.filter(|_| vpcs.len() <= FEW).map(|main| Self {
            level: Level::Vpc,
            focus: Some(main),
            ..Self::default()
        });
        let cards = [Level::Region, Level::Account].map(|level| Self {
            level,
            ..Self::default()
        });
        let mut looks = vec![Self::default()];
        if vpcs.len() <= FEW {
            looks.extend((vpcs.len() > 1).then_some(nested));
            looks.extend(table);
            looks.push(closed);
        }
        looks.extend(cards.into_iter().filter(|_| !vpcs.is_empty()));
        looks
    }

    /// The VPC with the worst health, then with the most inside.
    pub fn main_vpc(graph: &Graph) -> Option<NodeKey> {
        let vpcs = graph.nodes.values().filter(|node| node.role == Role::Vpc);
        let main = vpcs.max_by_key(|vpc| {
            let is_problem = vpc.health.is_problem();
            (is_problem, inside(graph, &vpc.key), Reverse(&vpc.key))
        });
        main.map(|vpc| vpc.key.clone())
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
    /// Opens what is round VPCs whatever it costs: a map of one box helps nobody.
    fn open_roots(&mut self) -> Vec<&'a NodeKey> {
        let mut closed = Vec::new();
        let mut waiting = VecDeque::from([None]);
        while let Some(parent) = waiting.pop_front() {
            self.boxes += self.visible.siblings(parent).len();
            for (key, role) in self.containers_in(parent) {
                match role {
                    role if role.is_outside_vpcs() => waiting.push_back(Some(key)),
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
