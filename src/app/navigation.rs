//! Selecting, moving, following wires, and the window on the scene. Everything is
//! resolved against the scene that the person was looking at.

use super::topology::{Look, Topology, View};
use super::zoom::Place;
use crate::graph::NodeKey;
use crate::layout::{Direction, Point, Rect, Size};
use std::collections::VecDeque;

/// Jumps beyond these are forgotten, the oldest first.
const LONGEST_HISTORY: usize = 200;

/// Where the selection has been, jumps only: steps to a neighbour are not kept.
#[derive(Debug, Default)]
pub struct History {
    past: VecDeque<Place>,
    future: Vec<Place>,
}

/// The last step along a wire, so that its other ends can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    pub origin: NodeKey,
    pub reached: NodeKey,
    pub is_onward: bool,
}

impl Topology {
    /// Selects without a trace in the history.
    pub(super) fn select(&mut self, item: usize) {
        if let Some(item) = self.derived.diagram.items.get(item) {
            self.look.selection = Some(item.key.clone());
            self.look.lost = None;
            self.look.is_settled = true;
            self.look.fork = None;
            self.look.wire = None;
        }
    }

    /// Selects, and remembers where the selection was.
    pub(super) fn jump(&mut self, item: usize) {
        let before = self.here();
        self.select(item);
        if before != self.here() {
            self.look.history.leave(before);
        }
    }

    /// Goes to a node wherever it is, so that it has a box; the way back is kept.
    pub(super) fn visit(&mut self, key: &NodeKey, window: Size) -> bool {
        let here = self.here();
        self.uncover(key, window);
        let found = self.standing_for(key);
        if let Some(item) = found {
            self.select(item);
            self.reveal(window);
        }
        if self.here() != here {
            self.look.history.leave(here);
        }
        found.is_some()
    }

    /// Jumps to a node, or to the box that stands for it now.
    pub(super) fn jump_to(&mut self, key: &NodeKey) -> bool {
        let found = self.standing_for(key);
        if let Some(item) = found {
            self.jump(item);
        }
        found.is_some()
    }

    /// The box that shows a node: its own, its group's, or the nearest drawn one round it.
    pub fn standing_for(&self, key: &NodeKey) -> Option<usize> {
        let (diagram, graph) = (&self.derived.diagram, &self.derived.graph);
        let shown = diagram.item_of(graph, key).or_else(|| self.item(key));
        shown.or_else(|| {
            graph
                .ancestry(key)
                .find_map(|container| self.item(&container.key))
        })
    }

    pub(super) fn move_selection(&mut self, direction: Direction) {
        let Some(selected) = self.selected() else {
            return self.first();
        };
        if self.look.view == View::Tree {
            return self.move_in_tree(selected, direction);
        }
        if let Some(next) = self.derived.scene.neighbour(selected, direction) {
            self.select(next);
        }
    }

    fn move_in_tree(&mut self, selected: usize, direction: Direction) {
        match direction {
            Direction::Up => self.step_in_order(-1),
            Direction::Down => self.step_in_order(1),
            Direction::Left => {
                self.drawn_parent();
            }
            Direction::Right => {
                let items = &self.derived.diagram.items;
                if let Some(child) = items.iter().position(|item| item.parent == Some(selected)) {
                    self.select(child);
                }
            }
        }
    }

    /// Boxes in reading order: on the map what can be selected by moving, from top to
    /// bottom; in the tree every row.
    pub fn reading_order(&self) -> Vec<usize> {
        if self.look.view == View::Tree {
            return self.tree_rows().into_iter().map(|(item, _)| item).collect();
        }
        self.derived.scene.reading_order()
    }

    /// Every box with its depth, containers before what is in them.
    pub fn tree_rows(&self) -> Vec<(usize, usize)> {
        let items = &self.derived.diagram.items;
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); items.len() + 1];
        for (index, item) in items.iter().enumerate() {
            children[item.parent.map_or(0, |parent| parent + 1)].push(index);
        }
        let mut rows = Vec::with_capacity(items.len());
        let mut pending: Vec<(usize, usize)> =
            children[0].iter().rev().map(|&root| (root, 0)).collect();
        while let Some((item, depth)) = pending.pop() {
            rows.push((item, depth));
            pending.extend(
                children[item + 1]
                    .iter()
                    .rev()
                    .map(|&child| (child, depth + 1)),
            );
        }
        rows
    }

    pub(super) fn step_in_order(&mut self, by: isize) {
        let order = self.reading_order();
        let here = self
            .selected()
            .and_then(|selected| order.iter().position(|&item| item == selected));
        let next = here.map_or(0, |here| here.saturating_add_signed(by));
        if let Some(&item) = order.get(next.min(order.len().saturating_sub(1))) {
            self.select(item);
        }
    }

    /// Half a window down or up: in the tree by rows, on the map to the box that is
    /// nearest to where the selection would then be.
    pub(super) fn page(&mut self, by: i8, window: Size) {
        let half = (window.height / 2).max(1) * i32::from(by);
        let boxes = &self.derived.scene.boxes;
        let here = self
            .selected()
            .and_then(|item| boxes.get(item))
            .map(|placed| placed.rect.centre());
        let Some(here) = here.filter(|_| self.look.view == View::Map) else {
            return self.step_in_order(half as isize);
        };
        let target = Point {
            x: here.x,
            y: here.y + half,
        };
        let order = self.reading_order();
        let nearest = order
            .into_iter()
            .filter(|&item| boxes.get(item).is_some())
            .min_by_key(|&item| {
                let centre = boxes[item].rect.centre();
                (
                    (centre.y - target.y).abs() * 2 + (centre.x - target.x).abs(),
                    item,
                )
            });
        if let Some(item) = nearest {
            self.select(item);
        }
    }

    pub(super) fn first(&mut self) {
        if let Some(&item) = self.reading_order().first() {
            self.jump(item);
        }
    }

    pub(super) fn last(&mut self) {
        if let Some(&item) = self.reading_order().last() {
            self.jump(item);
        }
    }

    /// To the container round the selection; where the picture shows none, to the level
    /// that does.
    pub(super) fn parent(&mut self, window: Size) -> bool {
        let is_table = self.derived.diagram.table.is_some();
        self.drawn_parent() || is_table && self.zoom(-1, window)
    }

    fn drawn_parent(&mut self) -> bool {
        let parent = self
            .selected()
            .and_then(|selected| self.derived.diagram.items[selected].parent);
        if let Some(parent) = parent {
            self.jump(parent);
        }
        parent.is_some()
    }

    /// Selects the next box of the same container, as one reads, or the one before.
    pub(super) fn sibling(&mut self, by: isize) -> bool {
        let Some(selected) = self.selected() else {
            return false;
        };
        let (items, boxes) = (&self.derived.diagram.items, &self.derived.scene.boxes);
        let mut siblings: Vec<usize> = (0..items.len())
            .filter(|&item| items[item].parent == items[selected].parent)
            .collect();
        if self.look.view == View::Map {
            siblings.sort_by_key(|&item| boxes.get(item).map(|one| (one.rect.y, one.rect.x)));
        }
        let here = siblings.iter().position(|&item| item == selected);
        let next = here.and_then(|here| here.checked_add_signed(by));
        let Some(&item) = next.and_then(|next| siblings.get(next)) else {
            return false;
        };
        self.select(item);
        true
    }

    /// Goes along a wire of the selection. Answers whether there is one.
    pub(super) fn follow(&mut self, is_onward: bool) -> bool {
        let Some(selected) = self.selected() else {
            return false;
        };
        let ends = self.derived.scene.along(selected, is_onward);
        // Going back along the way that we came is what Shift-Tab is for.
        let origin = self
            .look
            .fork
            .as_ref()
            .filter(|fork| fork.is_onward != is_onward);
        let came_from = origin.and_then(|fork| self.item(&fork.origin));
        let Some(&end) = came_from
            .as_ref()
            .filter(|end| ends.contains(end))
            .or(ends.first())
        else {
            return false;
        };
        let origin = self.derived.diagram.items[selected].key.clone();
        self.jump(end);
        self.look.fork = self.look.selection.clone().map(|reached| Fork {
            origin,
            reached,
            is_onward,
        });
        true
    }

    /// Another end of the wires that the last step chose from.
    pub(super) fn fork(&mut self, by: i8) -> bool {
        let Some(fork) = self.look.fork.clone() else {
            return false;
        };
        let Some(origin) = self.item(&fork.origin) else {
            return false;
        };
        let ends = self.derived.scene.along(origin, fork.is_onward);
        let here = self
            .item(&fork.reached)
            .and_then(|reached| ends.iter().position(|&end| end == reached));
        let (Some(here), count) = (here, ends.len() as isize) else {
            return false;
        };
        let next = (here as isize + isize::from(by)).rem_euclid(count) as usize;
        self.select(ends[next]);
        self.look.fork = self
            .look
            .selection
            .clone()
            .map(|reached| Fork { reached, ..fork });
        true
    }

    pub(super) fn go_back(&mut self, window: Size) -> bool {
        while let Some(place) = self.look.history.past.pop_back() {
            let here = self.here();
            if self.go_to_place(place, window) {
                self.look.history.future.extend(here);
                return true;
            }
        }
        false
    }

    pub(super) fn go_forward(&mut self, window: Size) -> bool {
        while let Some(place) = self.look.history.future.pop() {
            let here = self.here();
            if self.go_to_place(place, window) {
                self.look.history.past.extend(here);
                return true;
            }
        }
        false
    }

    /// Answers whether that is somewhere else.
    fn go_to_place(&mut self, place: Place, window: Size) -> bool {
        let collapse = &self.look.collapse;
        if (collapse.level, &collapse.focus) == (place.level, &place.focus) {
            let item = self.standing_for(&place.selection);
            let other = item.filter(|&item| Some(item) != self.selected());
            if let Some(item) = other {
                self.select(item);
            }
            return other.is_some();
        }
        let focus = place.focus.as_ref();
        if focus.is_some_and(|key| !self.derived.graph.nodes.contains_key(key)) {
            return false;
        }
        self.go(place.level, place.focus, window);
        if let Some(item) = self.standing_for(&place.selection) {
            self.select(item);
        }
        true
    }

    /// Moves the window half its size.
    pub(super) fn pan(&mut self, direction: Direction, window: Size) {
        let (x, y) = match direction {
            Direction::Left => (-window.width / 2, 0),
            Direction::Right => (window.width / 2, 0),
            Direction::Up => (0, -window.height / 2),
            Direction::Down => (0, window.height / 2),
        };
        self.shift((x, y), window);
    }

    /// Moves the window by some cells.
    pub(super) fn shift(&mut self, (x, y): (i32, i32), window: Size) {
        self.look.is_settled = true;
        self.look.camera.x += x;
        self.look.camera.y += y;
        self.clamp(window);
    }

    /// Keeps the window on the scene.
    pub(super) fn clamp(&mut self, window: Size) {
        let size = self.derived.scene.size;
        let camera = &mut self.look.camera;
        camera.x = camera.x.clamp(0, (size.width - window.width).max(0));
        camera.y = camera.y.clamp(0, (size.height - window.height).max(0));
    }

    /// Brings the selection into the window. It is centred when it was outside, so
    /// that a walk along boxes repaints seldom.
    pub(super) fn reveal(&mut self, window: Size) {
        let Some(rect) = self
            .selected()
            .and_then(|item| self.derived.scene.boxes.get(item))
        else {
            return self.clamp(window);
        };
        self.look.reveal(rect.rect, window);
        self.clamp(window);
    }
}

impl Look {
    fn reveal(&mut self, rect: Rect, window: Size) {
        let Point { x, y } = self.camera;
        if rect.x < x || rect.right() > x + window.width {
            self.camera.x = axis((rect.x, rect.width), window.width);
        }
        if rect.y < y || rect.bottom() > y + window.height {
            self.camera.y = axis((rect.y, rect.height), window.height);
        }
    }
}

/// Where a window must begin so that a stretch is in its middle; of a stretch longer
/// than the window, its beginning.
fn axis((start, length): (i32, i32), window: i32) -> i32 {
    if length >= window {
        start
    } else {
        start - (window - length) / 2
    }
}

impl History {
    pub(super) fn leave(&mut self, place: Option<Place>) {
        let Some(place) = place else { return };
        self.future.clear();
        self.past.push_back(place);
        while self.past.len() > LONGEST_HISTORY {
            self.past.pop_front();
        }
    }
}
