//! Folding and unfolding: containers, and groups of identical boxes.

use super::Topology;
use crate::graph::{Collapse, Diagram, Item, Node, NodeKey, Role};
use crate::layout::{self, Memory, Size};

/// Containers from the outermost to the innermost.
const LEVELS: [&[Role]; 4] = [
    &[Role::Region],
    &[Role::Vpc],
    &[Role::Zone],
    &[
        Role::PublicSubnet,
        Role::PrivateSubnet,
        Role::IsolatedSubnet,
    ],
];

/// More boxes than that are too many for a first look.
const COMFORTABLE: usize = 150;

/// What Enter or a fold key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// Something was unfolded, or gone into.
    Inside,
    /// It is a single resource.
    Leaf,
}

impl Topology {
    /// Opens what is selected: unfolds it, or goes into it when it is open.
    pub(super) fn open_selected(&mut self) -> Option<Opened> {
        let selected = self.selected()?;
        let item = self.derived.diagram.items[selected].clone();
        if self.unfold(&item) {
            return Some(Opened::Inside);
        }
        let items = &self.derived.diagram.items;
        let Some(child) = items
            .iter()
            .position(|child| child.parent == Some(selected))
        else {
            return Some(Opened::Leaf);
        };
        self.jump(child);
        Some(Opened::Inside)
    }

    /// Folds what is open, unfolds what is folded; of a single box, folds what is round it.
    pub(super) fn toggle_fold(&mut self) {
        let Some(selected) = self.selected() else {
            return;
        };
        let item = self.derived.diagram.items[selected].clone();
        if self.unfold(&item) {
            return;
        }
        self.look.are_folds_settled = true;
        if item.is_open {
            self.look.collapse.folded.insert(item.key);
        } else if let Some(group) = self.group_of(&item.key) {
            self.look.collapse.expanded.remove(&group);
            self.look.selection = Some(group);
        } else if let Some(parent) = item.parent {
            let key = self.derived.diagram.items[parent].key.clone();
            self.look.collapse.folded.insert(key.clone());
            self.look.selection = Some(key);
        }
    }

    fn unfold(&mut self, item: &Item) -> bool {
        let is_folded = self.look.collapse.folded.remove(&item.key);
        let is_group = !is_folded && self.is_group(item);
        if is_group {
            self.look.collapse.expanded.insert(item.key.clone());
        }
        self.look.are_folds_settled |= is_folded || is_group;
        is_folded || is_group
    }

    /// Opens every folded container round a node, and its group, so that it has a box.
    pub(super) fn uncover(&mut self, key: &NodeKey, window: Size) {
        let round: Vec<NodeKey> = self
            .derived
            .graph
            .ancestry(key)
            .map(|container| container.key.clone())
            .collect();
        let collapse = &mut self.look.collapse;
        let before = (collapse.folded.len(), collapse.expanded.len());
        collapse
            .folded
            .retain(|container| !round.contains(container));
        let node = self.derived.graph.nodes.get(key);
        collapse.expanded.extend(node.and_then(Node::group_key));
        if (collapse.folded.len(), collapse.expanded.len()) != before {
            self.look.are_folds_settled = true;
            self.rebuild(window);
        }
    }

    /// Whether the box stands for several identical nodes.
    pub fn is_group(&self, item: &Item) -> bool {
        !item.is_open && !self.derived.graph.nodes.contains_key(&item.key)
    }

    /// The opened group that a node came out of.
    fn group_of(&self, key: &NodeKey) -> Option<NodeKey> {
        let group = self.derived.graph.nodes.get(key)?.group_key()?;
        let is_open = self.look.collapse.expanded.contains(&group);
        is_open.then_some(group)
    }

    /// Opens one level of containers more, or folds the innermost open one.
    pub(super) fn zoom(&mut self, by: i8) {
        self.look.are_folds_settled = true;
        let folded = |level: &&'static [Role]| {
            let mut nodes = self.containers(level).peekable();
            nodes.peek().is_some() && nodes.all(|key| self.look.collapse.folded.contains(key))
        };
        let exists = |level: &&'static [Role]| self.containers(level).next().is_some();
        let outermost_folded = LEVELS.iter().position(folded);
        let target = if by > 0 {
            outermost_folded
        } else {
            let mut inner = LEVELS[..outermost_folded.unwrap_or(LEVELS.len())].iter();
            inner.rposition(exists)
        };
        let Some(target) = target else {
            return;
        };
        let keys: Vec<NodeKey> = self.containers(LEVELS[target]).cloned().collect();
        for key in keys {
            if by > 0 {
                self.look.collapse.folded.remove(&key);
            } else {
                self.look.collapse.folded.insert(key);
            }
        }
    }

    fn containers<'a>(&'a self, roles: &'a [Role]) -> impl Iterator<Item = &'a NodeKey> {
        let nodes = self.derived.graph.nodes.values();
        nodes
            .filter(|node| roles.contains(&node.role))
            .map(|node| &node.key)
    }

    /// A first choice of folds: the most detailed look that the window shows without
    /// moving sideways, and in two pages at most. It follows what is read until
    /// everything was read once, or the person folds for themselves.
    pub(super) fn choose_folds(&mut self, window: Size) {
        if self.look.are_folds_settled {
            return;
        }
        let mut looks = Collapse::first_looks(&self.derived.graph);
        let fitting = looks.iter().position(|look| self.fits(look, window));
        let chosen = looks.swap_remove(fitting.unwrap_or(looks.len() - 1));
        self.look.collapse.folded = chosen.folded;
        self.look.are_folds_settled = self.derived.is_whole;
    }

    fn fits(&self, look: &Collapse, window: Size) -> bool {
        let diagram = Diagram::of(&self.derived.graph, look);
        if diagram.items.len() > COMFORTABLE {
            return false;
        }
        let size = layout::arrange(&diagram, &mut Memory::default()).size;
        size.width <= window.width && size.height <= 2 * window.height
    }
}
