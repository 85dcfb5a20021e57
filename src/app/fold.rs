//! Folding and unfolding: containers, and groups of identical boxes.

use super::Topology;
use crate::graph::{Item, Level, Node, NodeKey, Role, Spot};
use crate::layout::Size;

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
    pub(super) fn open_selected(&mut self, window: Size) -> Option<Opened> {
        let selected = self.selected()?;
        let item = self.derived.diagram.items[selected].clone();
        if self.unfold(&item) || self.open_row(selected) || self.go_to(&item, window) {
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
    /// Answers whether there is something to fold.
    pub(super) fn toggle_fold(&mut self) -> bool {
        let Some(selected) = self.selected() else {
            return false;
        };
        let item = self.derived.diagram.items[selected].clone();
        if self.unfold(&item) {
            return true;
        }
        let is_table = self.derived.diagram.table.is_some();
        if item.is_open && !is_table {
            self.close(item.key, item.role);
        } else if let Some(group) = self.group_of(&item.key) {
            self.look.collapse.expanded.remove(&group);
            self.look.selection = Some(group);
        } else if let Some(parent) = item.parent.filter(|_| !is_table) {
            let parent = &self.derived.diagram.items[parent];
            let (key, role) = (parent.key.clone(), parent.role);
            self.close(key.clone(), role);
            self.look.selection = Some(key);
        } else {
            return false;
        }
        self.look.lost = None;
        self.look.are_folds_settled = true;
        true
    }

    fn close(&mut self, key: NodeKey, role: Role) {
        let is_closed_at_first = self.look.drawn().is_closed_at_first(role);
        let collapse = &mut self.look.collapse;
        if is_closed_at_first {
            collapse.expanded.remove(&key);
        } else {
            collapse.folded.insert(key);
        }
    }

    fn unfold(&mut self, item: &Item) -> bool {
        let is_group = self.is_group(item) && item.members.len() > 1;
        let is_table = self.derived.diagram.table.is_some();
        let drawn = self.look.drawn();
        let is_closed = !item.is_open && item.role.is_container() && !is_table;
        let is_closed = is_closed && drawn.is_closed(&item.key, item.role);
        let collapse = &mut self.look.collapse;
        if is_group || is_closed && drawn.is_closed_at_first(item.role) {
            collapse.expanded.insert(item.key.clone());
        } else if is_closed {
            collapse.folded.remove(&item.key);
        }
        let is_unfolded = is_group || is_closed;
        self.look.are_folds_settled |= is_unfolded;
        is_unfolded
    }

    /// Of a service's name in a VPC's table: everything that its row counts.
    fn open_row(&mut self, item: usize) -> bool {
        let Some(table) = &self.derived.diagram.table else {
            return false;
        };
        let is_name = |spot: &Spot| !spot.is_tall && table.columns[spot.column].is_none();
        let Some(spot) = table.spots[item].filter(is_name) else {
            return false;
        };
        let items = self.derived.diagram.items.iter().zip(&table.spots);
        let cells: Vec<NodeKey> = items
            .filter(|(cell, there)| {
                let is_in_row = there.is_some_and(|there| there.row == spot.row);
                is_in_row && !cell.body.is_empty() && self.is_group(cell)
            })
            .map(|(cell, _)| cell.key.clone())
            .collect();
        let has_cells = !cells.is_empty();
        self.look.are_folds_settled |= has_cells;
        self.look.collapse.expanded.extend(cells);
        has_cells
    }

    /// To what stands beyond a VPC's table, or to a neighbour of the resource in the
    /// middle: each is in the middle of a picture of its own.
    fn go_to(&mut self, item: &Item, window: Size) -> bool {
        let collapse = &self.look.collapse;
        let is_there = collapse.focus.as_ref() == Some(&item.key);
        let is_known = self.derived.graph.nodes.contains_key(&item.key);
        let leads_on = match self.look.drawn_level() {
            Level::Vpc => item.role.is_block(),
            Level::Resource => true,
            _ => false,
        };
        if is_there || !is_known || !leads_on {
            return false;
        }
        let (level, here) = (collapse.level, self.here());
        self.look.history.leave(here);
        self.go(level, Some(item.key.clone()), window);
        true
    }

    /// Opens every folded container round a node, and its group, so that it has a box.
    pub(super) fn uncover(&mut self, key: &NodeKey, window: Size) {
        if self.look.drawn_level() != Level::Subnet {
            return self.uncover_at_level(key, window);
        }
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

    /// At another level than that of boxes: its VPC's table where there is one, or the
    /// picture round itself; from farther away, its box.
    fn uncover_at_level(&mut self, key: &NodeKey, window: Size) {
        let graph = &self.derived.graph;
        if !graph.nodes.contains_key(key) {
            return;
        }
        let vpc = graph.ancestry(key).find(|node| node.role.is_block());
        let (level, focus) = match (self.look.collapse.level, vpc) {
            (Level::Resource, _) => (Level::Resource, Some(key.clone())),
            (Level::Vpc, Some(vpc)) => (Level::Vpc, Some(vpc.key.clone())),
            _ => (Level::Subnet, None),
        };
        let cell = graph.cell_key(key);
        self.look.collapse.expanded.extend(cell);
        if level == Level::Subnet {
            self.open_round(Some(key), window);
            self.look.set_level(level, None);
            self.rebuild(window);
            self.uncover(key, window);
        } else {
            self.go(level, focus, window);
        }
    }

    /// Whether the box stands for several identical nodes.
    pub fn is_group(&self, item: &Item) -> bool {
        !item.is_open && !self.derived.graph.nodes.contains_key(&item.key)
    }

    /// The opened group that a node came out of.
    fn group_of(&self, key: &NodeKey) -> Option<NodeKey> {
        let graph = &self.derived.graph;
        let group = match self.look.drawn_level() {
            Level::Vpc => graph.cell_key(key),
            Level::Resource => graph.nodes.get(key)?.step_key(),
            _ => graph.nodes.get(key)?.group_key(),
        };
        group.filter(|group| self.look.collapse.expanded.contains(group))
    }
}
