//! Wires as things of their own: which kinds are drawn, and the one that is selected.

use super::{Derived, Topology};
use crate::graph::{Collapse, NodeKey, Role, Wire, WireKind};
use crate::layout::{Memory, Point, Size};
use std::collections::BTreeSet;

/// A wire, however often the picture is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireKey {
    pub from: NodeKey,
    pub to: NodeKey,
    pub kind: WireKind,
}

type Kinds = BTreeSet<WireKind>;

impl Topology {
    /// The next choice of wires to draw: the first look, each kind that the map has by
    /// itself, all, none.
    pub(super) fn cycle_wires(&mut self) {
        let present = self.derived.graph.wire_kinds();
        let every = Kinds::from(WireKind::ALL);
        let level = self.look.collapse.level;
        let first = &every - &Collapse::hidden_at_first(level);
        let alone = present.iter().map(|&kind| Kinds::from([kind]));
        let mut choices = vec![first];
        choices.extend(alone);
        choices.extend([every.clone(), Kinds::new()]);
        let mut told: Vec<Kinds> = Vec::new();
        // Two choices that draw the same on this map are one.
        choices.retain(|choice| {
            let drawn = choice & &present;
            let is_new = !told.contains(&drawn);
            told.push(drawn);
            is_new
        });
        let drawn = &present - &self.look.collapse.hidden_wires;
        let here = choices
            .iter()
            .position(|choice| choice & &present == drawn)
            .unwrap_or(choices.len() - 1);
        let next = choices.swap_remove((here + 1) % choices.len());
        self.draw_wires(&next);
    }

    /// Draws these kinds and no others.
    pub(super) fn draw_wires(&mut self, kinds: &Kinds) {
        self.look.collapse.hidden_wires = &Kinds::from(WireKind::ALL) - kinds;
        if self.derived.diagram.table.is_some() {
            // Its rows follow from the services, their heights from the wires alone.
            *self.look.memory_in_force() = Memory::default();
        }
    }

    /// The kinds that the map has, drawn or not.
    pub fn wire_kinds(&self) -> BTreeSet<WireKind> {
        self.derived.graph.wire_kinds()
    }

    /// The kinds that are drawn of those that the map has, as a sentence says them.
    pub fn drawn_wires(&self) -> String {
        let present = self.derived.graph.wire_kinds();
        let drawn = &present - &self.look.collapse.hidden_wires;
        if drawn.is_empty() {
            return "none".to_owned();
        }
        if drawn == present && drawn.len() > 1 {
            return "all".to_owned();
        }
        let names: Vec<&str> = drawn.iter().map(|kind| kind.name()).collect();
        names.join(", ")
    }

    /// The index of the selected wire.
    pub fn selected_wire(&self) -> Option<usize> {
        self.wire(self.look.wire.as_ref()?)
    }

    /// The index of the wire of exactly this key.
    pub(super) fn wire(&self, wanted: &WireKey) -> Option<usize> {
        let (from, to) = (self.item(&wanted.from)?, self.item(&wanted.to)?);
        let is_wanted = |wire: &Wire| (wire.from, wire.to, wire.kind) == (from, to, wanted.kind);
        self.derived.diagram.wires.iter().position(is_wanted)
    }

    /// Which of the wires of the selected box the selected wire is, and of how many.
    pub fn wire_place(&self) -> Option<(usize, usize)> {
        let (selected, wire) = (self.selected()?, self.selected_wire()?);
        let wires = self.derived.scene.wires_of(selected);
        let place = wires.iter().position(|&known| known == wire)?;
        Some((place + 1, wires.len()))
    }

    fn wire_key(&self, wire: usize) -> Option<WireKey> {
        let diagram = &self.derived.diagram;
        let wire = diagram.wires.get(wire)?;
        Some(WireKey {
            from: diagram.items[wire.from].key.clone(),
            to: diagram.items[wire.to].key.clone(),
            kind: wire.kind,
        })
    }

    /// Selects the next wire of the selected box; first the one that led to it. Answers
    /// whether there is one.
    pub(super) fn step_wire(&mut self, by: i8) -> bool {
        let Some(selected) = self.selected() else {
            return false;
        };
        let wires = self.derived.scene.wires_of(selected);
        let here = self.selected_wire();
        let here = here.and_then(|here| wires.iter().position(|&wire| wire == here));
        let next = match here {
            Some(here) => {
                (here as isize + isize::from(by)).rem_euclid(wires.len() as isize) as usize
            }
            None => self.travelled(&wires).unwrap_or(0),
        };
        let Some(&wire) = wires.get(next) else {
            return false;
        };
        self.look.wire = self.wire_key(wire);
        true
    }

    /// The wire that the last step went along, among those of the selection.
    fn travelled(&self, wires: &[usize]) -> Option<usize> {
        let fork = self.look.fork.as_ref()?;
        let (origin, reached) = (self.item(&fork.origin)?, self.item(&fork.reached)?);
        let ends = if fork.is_onward {
            (origin, reached)
        } else {
            (reached, origin)
        };
        let drawn = &self.derived.diagram.wires;
        wires
            .iter()
            .position(|&wire| (drawn[wire].from, drawn[wire].to) == ends)
    }

    /// Selects a wire and the end of it that is nearer to a cell.
    pub(super) fn select_wire(&mut self, wire: usize, near: Point) {
        let Some(drawn) = self.derived.diagram.wires.get(wire) else {
            return;
        };
        let ends = [drawn.from, drawn.to];
        let distance = |&end: &usize| {
            let centre = self.derived.scene.boxes[end].rect.centre();
            (centre.x - near.x).abs() + 2 * (centre.y - near.y).abs()
        };
        let key = self.wire_key(wire);
        let is_at_end = self.selected().is_some_and(|item| ends.contains(&item));
        if let Some(end) = ends.into_iter().min_by_key(distance)
            && !is_at_end
        {
            self.jump(end);
        }
        self.look.wire = key;
    }

    /// Goes to an end of the selected wire, which stays selected. Answers whether one is
    /// selected and the selection was not there.
    pub(super) fn go_to_end(&mut self, is_onward: bool) -> bool {
        let Some(wire) = self.selected_wire() else {
            return false;
        };
        let drawn = &self.derived.diagram.wires[wire];
        let end = if is_onward { drawn.to } else { drawn.from };
        if self.selected() == Some(end) {
            return false;
        }
        let key = self.look.wire.clone();
        self.jump(end);
        self.look.wire = key;
        true
    }

    /// Answers whether a wire was selected.
    pub(super) fn let_wire_go(&mut self) -> bool {
        self.look.wire.take().is_some()
    }

    /// What the lines of a box lead to, or come from, that are not drawn, by name; a
    /// connection is named by the VPC that it belongs to.
    pub fn stub_ends(&self, item: usize, is_onward: bool) -> Vec<&str> {
        let Derived {
            diagram,
            scene,
            graph,
            ..
        } = &self.derived;
        let far = |&wire: &usize| {
            let Wire { from, to, .. } = diagram.wires[wire];
            let (near, far) = if is_onward { (from, to) } else { (to, from) };
            let holder = match diagram.items[far].role {
                Role::Peering => diagram.items[far].parent,
                _ => None,
            };
            (near == item).then_some(holder.unwrap_or(far))
        };
        let ends: BTreeSet<usize> = scene.stubs_of(item).iter().filter_map(far).collect();
        let names = ends
            .into_iter()
            .map(|end| diagram.items[end].label.as_str());
        let mut beyond: Vec<&str> = diagram
            .beyond
            .iter()
            .filter(|line| (line.item, line.is_onward) == (item, is_onward))
            .filter_map(|line| graph.nodes.get(&line.far))
            .map(|node| node.label.as_str())
            .collect();
        beyond.dedup();
        names.chain(beyond).collect()
    }

    /// Where a line of the selection leads that is not in the picture.
    pub(super) fn beyond(&self, is_onward: bool) -> Option<NodeKey> {
        let selected = self.selected()?;
        let mut lines = self.derived.diagram.beyond.iter();
        let line = lines.find(|line| (line.item, line.is_onward) == (selected, is_onward))?;
        Some(line.far.clone())
    }

    /// Goes along a line that leads out of the picture, if what is there can be shown.
    pub(super) fn follow_beyond(&mut self, far: &NodeKey, window: Size) -> Result<(), String> {
        let here = self.here();
        self.uncover(far, window);
        let Derived { diagram, graph, .. } = &self.derived;
        if let Some(item) = diagram.item_of(graph, far) {
            self.select(item);
            self.look.history.leave(here);
            return Ok(());
        }
        Err(self.left_out(far))
    }
}
