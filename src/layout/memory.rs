//! What earlier scenes decided, by key: the mechanism behind a calm map.
//!
//! A container remembers which slot each child had, how wide its gaps and how high its
//! channels were; a net remembers through which gap it crossed a row. Nothing shrinks
//! by itself, and what vanished leaves its slot vacant for the next of its class.

use super::Size;
use super::moves::{Slot, Slots};

use super::net::Net;
use super::plan::{BoxId, Facing, Plan, Row, RowId};
use super::route::{self, Routes};
use super::slots::key_of;
use super::table::Remembered;
use crate::graph::{Diagram, NodeKey, WireKind};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Slots, gaps and lanes by container; opaque to everyone else. Forgetting it
/// (`Memory::default()`) compacts the map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    pub(super) containers: BTreeMap<NodeKey, Container>,
    pub(super) crossings: HashMap<Crossing, usize, FixedState>,
    /// The containers that were open. When that set changes, somebody folded or
    /// unfolded: sizes round the change are forgotten, slots are not.
    pub(super) open: BTreeSet<NodeKey>,
    pub(super) wires: usize,
    pub(super) tables: BTreeMap<NodeKey, Remembered>,
    /// What was kept elsewhere: for containers that nothing else is remembered of.
    pub(super) given: Slots,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Container {
    pub rows: BTreeMap<RowId, Vec<Held>>,
    pub size: Size,
    /// Widths of the gaps of a row.
    pub gaps: BTreeMap<RowId, Vec<i32>>,
    /// Where the first box of a row stands, from the inner left.
    pub starts: BTreeMap<RowId, i32>,
    /// Heights of the channels above the rows; the last one has `LAST`.
    pub channels: BTreeMap<RowId, i32>,
    pub facing: Facing,
    /// It is laid out anew the next time.
    pub is_forgotten: bool,
}

/// The channel below the last row.
pub(super) const LAST: RowId = (u8::MAX, i16::MAX);

/// A place in a row, with who has it or had it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub key: NodeKey,
    pub is_open: bool,
    pub size: Size,
}

/// Where a net crosses a row of a container.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Crossing {
    pub hub: NodeKey,
    pub is_outward: bool,
    pub kind: WireKind,
    pub container: NodeKey,
    pub row: RowId,
}

impl Memory {
    /// The slot of every box that was ever drawn, as plain numbers. Sizes and free slots
    /// are not among them.
    pub fn slots(&self) -> Slots {
        self.slots_where(|_| true)
    }

    /// The slots of some boxes.
    pub fn slots_where(&self, is_wanted: impl Fn(&NodeKey) -> bool) -> Slots {
        let mut slots = self.given.clone();
        slots.retain(|key, _| is_wanted(key));
        let is_drawn = |key: &NodeKey| key.as_str().is_empty() || self.open.contains(key);
        let (drawn, others): (Vec<_>, Vec<_>) =
            self.containers.iter().partition(|(key, _)| is_drawn(key));
        // What is drawn now has the last word.
        let containers = others.into_iter().chain(drawn);
        for (&row, held) in containers.flat_map(|(_, of)| &of.rows) {
            for (column, Held { key, .. }) in (0..).zip(held) {
                if !key.as_str().is_empty() && is_wanted(key) {
                    slots.insert(key.clone(), Slot::of(row, column));
                }
            }
        }
        for (key, table) in &self.tables {
            slots.extend(table.slots(key).filter(|(row, _)| is_wanted(row)));
        }
        slots
    }

    /// Forgets where a box stood, with what is beside it: its container is laid out anew.
    pub fn forget(&mut self, key: &NodeKey) {
        self.given.remove(key);
        for of in self.containers.values_mut() {
            of.is_forgotten |= of.rows.values().flatten().any(|held| held.key == *key);
        }
        self.tables
            .retain(|table, rows| rows.slots(table).all(|(row, _)| row != *key));
    }

    /// A memory of slots alone: the diagram that they were of is drawn as it was when it
    /// was laid out.
    pub fn of_slots(slots: Slots) -> Self {
        Self {
            given: slots,
            ..Self::default()
        }
    }

    /// Lets go what was decided by drawing, and keeps what was given.
    pub fn begin_anew(&mut self) {
        *self = Self::of_slots(std::mem::take(&mut self.given));
    }

    /// Whether more than a quarter of the diagram is news, as while an account is read
    /// for the first time: what was decided for the rest would fit it badly. What was
    /// inside a folded container is no news.
    pub(super) fn is_outgrown(&self, diagram: &Diagram) -> bool {
        if self.containers.is_empty() {
            return false;
        }
        let slots = self.containers.values().flat_map(|of| of.rows.values());
        let known: HashMap<&NodeKey, bool, FixedState> = slots
            .flatten()
            .map(|slot| (&slot.key, slot.is_open))
            .collect();
        let mut is_news = Vec::with_capacity(diagram.items.len());
        for item in &diagram.items {
            let was_folded = |&up: &usize| known.get(&diagram.items[up].key) == Some(&false);
            let parent = item.parent.filter(|&up| up < is_news.len());
            let is_known =
                known.contains_key(&item.key) || parent.is_some_and(|up| was_folded(&up));
            is_news.push(!is_known);
        }
        let news = is_news.into_iter().filter(|is_news| *is_news).count();
        let open = diagram.items.iter().filter(|item| item.is_open);
        let is_as_open = open.clone().count() == self.open.len()
            && open.into_iter().all(|item| self.open.contains(&item.key));
        let joined = diagram.wires.len().saturating_sub(self.wires);
        news * 4 > known.len() || is_as_open && joined * 4 > self.wires
    }

    /// Remembers a scene. Containers that are folded now keep
    /// what they remember; crossings that are not used any more are forgotten.
    pub(super) fn record(&mut self, diagram: &Diagram, plan: &Plan, wires: (&[Net], &Routes)) {
        for id in plan.containers() {
            self.containers
                .insert(key_of(diagram, plan, id), container(diagram, plan, id));
        }
        self.crossings = route::crossings(diagram, plan, wires);
        let open = diagram.items.iter().filter(|item| item.is_open);
        self.open = open.map(|item| item.key.clone()).collect();
        self.wires = diagram.wires.len();
    }
}

fn container(diagram: &Diagram, plan: &Plan, id: BoxId) -> Container {
    let node = &plan.boxes[id];
    let slot = |&slot: &BoxId| {
        let rect = plan.boxes[slot].rect;
        Held {
            key: diagram
                .items
                .get(slot)
                .map_or_else(|| NodeKey::new(""), |item| item.key.clone()),
            is_open: plan.boxes[slot].is_open,
            size: Size {
                width: rect.width,
                height: rect.height,
            },
        }
    };
    let width = |row: usize, gap: usize| super::frame::gap_width(plan, (id, row), gap);
    let gaps = |row: usize| {
        (0..node.rows[row].gaps.len())
            .map(|gap| width(row, gap))
            .collect()
    };
    let numbered = || node.rows.iter().enumerate();
    let heights = numbered().map(|(number, row)| (row.id, node.channels[number].height));
    let inner_left = node.rect.x + plan.side(id);
    let start = |row: &Row| Some((row.id, plan.boxes[*row.slots.first()?].rect.x - inner_left));
    let last = node.channels.last().map(|channel| (LAST, channel.height));
    Container {
        rows: numbered()
            .map(|(_, row)| (row.id, row.slots.iter().map(slot).collect()))
            .collect(),
        size: Size {
            width: node.rect.width,
            height: node.rect.height,
        },
        gaps: numbered()
            .map(|(number, row)| (row.id, gaps(number)))
            .collect(),
        starts: node.rows.iter().filter_map(start).collect(),
        channels: heights.chain(last).collect(),
        facing: node.facing,
        is_forgotten: false,
    }
}
