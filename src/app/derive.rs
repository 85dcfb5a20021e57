//! What follows from the ground state: survey, graph, diagram, scene, and a selection
//! and a window that fit them.

use super::age;
use super::topology::{Basis, Topology};
use super::watch::Coverage;
use super::zoom::describe_middle;
use crate::graph::{Collapse, Diagram, NodeKey, Role};
use crate::layout::{Point, Rect, Scene, Size};
use std::time::Instant;

impl Topology {
    /// `has_ages`: the ages of all slices are on the screen.
    pub(super) fn derive(&mut self, (window, has_ages): (Size, bool), now: Instant) {
        self.journal.fade(now);
        self.follow_preset();
        let revision = self.derived.survey.revision;
        let basis = self.derived.basis.as_ref();
        let is_read_anew = basis.is_none_or(|basis| {
            basis.revision != revision || basis.grouping != self.derived.grouping
        });
        // What came last may have come without a change.
        if revision == self.inventory.revision() {
            self.derived.is_whole |= self.watch.is_complete();
            self.derived.whole.extend(self.watch.complete_accounts());
            if self.derived.is_whole && !self.derived.is_studied {
                self.restore_look();
            }
        }
        if is_read_anew || self.derived.is_whole {
            self.choose_look(window);
        }
        self.match_filter(is_read_anew);
        if self.is_changed() || self.is_for_another(window) {
            self.rebuild(window);
        }
        if !self.look.is_settled {
            self.go_home(window);
        }
        self.find();
        self.derived.next_step = self.next_step(has_ages, now);
    }

    fn match_filter(&mut self, is_read_anew: bool) {
        let basis = self.derived.basis.as_ref();
        if is_read_anew || basis.is_none_or(|basis| basis.filter != self.look.filter.text) {
            let (survey, graph) = (&self.derived.survey, &self.derived.graph);
            self.look.collapse.matching = self.look.filter.matching(survey, graph);
            if !is_read_anew {
                self.look
                    .memories
                    .retain(|(_, is_filtered), _| !is_filtered);
            }
        }
    }

    /// Selects the VPC that is read in detail, or else the first box, and shows the map
    /// from its top left corner; once more when everything was read, and then never by
    /// itself.
    fn go_home(&mut self, window: Size) {
        let items = &self.derived.diagram.items;
        let open = || {
            let mut items = items.iter();
            items.position(|item| item.role == Role::Vpc && item.is_open)
        };
        let main = Collapse::main_vpc(&self.derived.graph);
        let vpc = main.and_then(|key| self.item(&key)).or_else(open);
        let first = vpc.or_else(|| self.reading_order().first().copied());
        let key = first.map(|item| self.derived.diagram.items[item].key.clone());
        self.look.selection = key;
        self.look.lost = None;
        self.look.camera = Point::default();
        self.reveal(window);
        self.look.is_settled = self.derived.is_whole;
    }

    pub(super) fn is_changed(&self) -> bool {
        self.derived.basis.as_ref().is_none_or(|basis| {
            basis.revision != self.derived.survey.revision
                || basis.grouping != self.derived.grouping
                || basis.filter != self.look.filter.text
                || basis.collapse != self.look.collapse
                || basis.level != self.look.drawn_level()
                || basis.moves != self.look.moves
        })
    }

    /// Cards fill their window, and the names in a table are cut for it.
    fn is_for_another(&self, window: Size) -> bool {
        let diagram = &self.derived.diagram;
        let basis = self.derived.basis.as_ref();
        let is_other = basis.is_some_and(|basis| basis.width != window.width);
        is_other && (diagram.is_overview || diagram.table.is_some())
    }

    pub(super) fn rebuild(&mut self, window: Size) {
        let anchor = self.anchor(window);
        let heirs = self.heirs();
        self.leave_what_is_gone();
        let level = self.look.drawn_level();
        let mut diagram = Diagram::of(&self.derived.graph, &self.look.drawn());
        describe_middle(&mut diagram, &self.derived.graph, &self.derived.survey);
        if self.is_for_another(window) {
            self.look.forget_sizes();
        }
        if !self.look.is_settled {
            // What came first while everything was being read must not shape the map.
            self.look.memories.clear();
            self.remember_blueprint();
        }
        let scene = self.look.arrange(&diagram, window.width);
        let items = diagram.items.iter().enumerate();
        self.derived.places = items
            .map(|(place, item)| (item.key.clone(), place))
            .collect();
        self.derived.diagram = diagram;
        self.derived.scene = scene;
        self.derived.basis = Some(Basis {
            revision: self.derived.survey.revision,
            grouping: self.derived.grouping.clone(),
            filter: self.look.filter.text.clone(),
            collapse: self.look.collapse.clone(),
            level,
            width: window.width,
            moves: self.look.moves.clone(),
        });
        if self.selected_wire().is_none() {
            self.look.wire = None;
        }
        let is_moved = self.move_selection_of_gone(&heirs);
        self.hold(anchor);
        if is_moved || self.look.moving.is_some() {
            self.reveal(window);
        }
        self.clamp(window);
    }

    /// What may take the selection's place when it is gone, the nearest first: the
    /// members of a group, then the containers round it.
    fn heirs(&self) -> Vec<NodeKey> {
        let Some(selection) = &self.look.selection else {
            return Vec::new();
        };
        let items = &self.derived.diagram.items;
        let mut heirs = vec![selection.clone()];
        let mut item = self.selected();
        if let Some(item) = item {
            heirs.extend(items[item].members.iter().cloned());
            heirs.extend(self.in_row(item));
        }
        while let Some(parent) = item.and_then(|item| items[item].parent) {
            heirs.push(items[parent].key.clone());
            item = Some(parent);
        }
        heirs
    }

    /// The box of a node, or the group that it is counted in; no container that hides it.
    fn shown(&self, key: &NodeKey) -> Option<usize> {
        self.item(key).or_else(|| {
            let items = self.derived.diagram.items.iter();
            items
                .enumerate()
                .find(|(_, item)| !item.role.is_container() && item.members.contains(key))
                .map(|(index, _)| index)
        })
    }

    /// Answers whether the selection had to move. What is only out of sight is selected
    /// again when it comes back.
    fn move_selection_of_gone(&mut self, heirs: &[NodeKey]) -> bool {
        let returned = self.look.lost.as_ref().and_then(|lost| self.shown(lost));
        if let Some(returned) = returned {
            let is_other = self.selected() != Some(returned);
            self.look.lost = None;
            self.look.selection = Some(self.derived.diagram.items[returned].key.clone());
            return is_other;
        }
        if self.selected().is_some() {
            return false;
        }
        let heir = heirs.iter().find_map(|key| self.standing_for(key));
        let item = heir.or_else(|| self.reading_order().first().copied());
        let key = item.map(|item| self.derived.diagram.items[item].key.clone());
        let before = std::mem::replace(&mut self.look.selection, key);
        if self.look.lost.is_none() {
            self.look.lost = before.filter(|key| self.derived.graph.nodes.contains_key(key));
        }
        true
    }

    /// The box that must not move on the screen: the selection, or else the one
    /// nearest to the window's middle.
    fn anchor(&self, window: Size) -> Option<(NodeKey, Point)> {
        let (items, boxes) = (&self.derived.diagram.items, &self.derived.scene.boxes);
        let view = Rect {
            x: self.look.camera.x,
            y: self.look.camera.y,
            width: window.width,
            height: window.height,
        };
        let selected = self.selected().filter(|&item| {
            boxes
                .get(item)
                .is_some_and(|placed| meets(placed.rect, view))
        });
        let selected = match &self.look.moving {
            Some(_) => self.held_by(),
            None => selected,
        };
        if self.look.moving.is_some() && selected.is_none() {
            return None;
        }
        let item = selected.or_else(|| {
            let inside = (0..boxes.len()).filter(|&item| meets(boxes[item].rect, view));
            inside.min_by_key(|&item| distance(boxes[item].rect.centre(), view.centre()))
        })?;
        let Rect { x, y, .. } = boxes[item].rect;
        Some((items.get(item)?.key.clone(), Point { x, y }))
    }

    /// Moves the window as its anchor has moved.
    fn hold(&mut self, anchor: Option<(NodeKey, Point)>) {
        let placed = anchor.and_then(|(key, before)| Some((self.place(&key)?, before)));
        if let Some((after, before)) = placed {
            self.look.camera.x += after.x - before.x;
            self.look.camera.y += after.y - before.y;
        }
    }

    fn place(&self, key: &NodeKey) -> Option<Rect> {
        let scene: &Scene = &self.derived.scene;
        scene.boxes.get(self.item(key)?).map(|placed| placed.rect)
    }

    /// When an age that is on screen takes its next step, or a slice becomes overdue.
    fn next_step(&self, has_ages: bool, now: Instant) -> Option<Instant> {
        let slices = self.watch.coverage.values();
        let due = slices.clone().filter_map(Coverage::overdue_at);
        let listed = slices
            .filter(|_| has_ages)
            .filter_map(|slice| slice.read.as_ref().map(|read| read.at));
        let ages = self
            .watch
            .overdue_since(now)
            .into_iter()
            .chain(self.watch.failing_since())
            .chain(self.selection_read_at())
            .chain(listed);
        let steps = ages.map(|since| age::next_step(since, now));
        due.filter(|at| *at > now).chain(steps).min()
    }
}

pub(super) fn meets(one: Rect, other: Rect) -> bool {
    one.x < other.right()
        && other.x < one.right()
        && one.y < other.bottom()
        && other.y < one.bottom()
}

fn distance(one: Point, other: Point) -> i32 {
    // Rows are about twice as high as columns are wide.
    (one.x - other.x).abs() + 2 * (one.y - other.y).abs()
}
