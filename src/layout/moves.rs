//! Slots as plain numbers: what can be kept outside of the layout, and what somebody
//! chose for a box by hand. It must not know how rows are filled otherwise.

use super::Memory;
use super::plan::{BoxId, Plan, RowId};
use super::template;
use crate::graph::{Diagram, NodeKey, Role};
use std::collections::{BTreeMap, BTreeSet};

/// A place in the rows of a container. Rows stand in the order of their classes (what
/// usually stands in them), then of their numbers; columns count from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Slot {
    pub class: u8,
    pub row: i16,
    pub column: u16,
}

/// Slots by box: by the key of a node, a group of nodes, or a container.
pub type Slots = BTreeMap<NodeKey, Slot>;

/// What a scene is asked to be like.
#[derive(Debug, Clone, Copy)]
pub struct Wishes<'a> {
    /// Columns of the window: cards fill it, and a table's names are cut to fit.
    pub width: i32,
    /// Where somebody put boxes by hand.
    pub moves: &'a Slots,
    /// One box that is being moved: whatever stands there makes way, even what was
    /// itself put there by hand.
    pub step: Option<(&'a NodeKey, Slot)>,
}

static NO_MOVES: Slots = Slots::new();

impl Slot {
    pub(super) fn of((class, row): RowId, column: u16) -> Self {
        Self { class, row, column }
    }

    pub(super) fn row_id(self) -> RowId {
        (self.class, self.row)
    }
}

impl Wishes<'_> {
    /// Nothing was moved.
    pub fn of_width(width: i32) -> Self {
        Self {
            width,
            moves: &NO_MOVES,
            step: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.step.is_none()
    }
}

/// The moves after a step of one box: its own slot, and those of what was placed by hand
/// before and made way for it.
pub fn moves_after(
    (moves, moving): (&Slots, &NodeKey),
    (before, after): (&Memory, &Memory),
) -> Slots {
    let is_chosen = |key: &NodeKey| key == moving || moves.contains_key(key);
    let (was, is) = (before.slots_where(is_chosen), after.slots_where(is_chosen));
    let mut moves = moves.clone();
    for (key, slot) in is {
        if key == *moving || was.get(&key).is_some_and(|was| *was != slot) {
            moves.insert(key, slot);
        }
    }
    moves
}

pub(super) type Rows = BTreeMap<RowId, Vec<BoxId>>;

/// A box of a container with the slot that was chosen for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    pub id: BoxId,
    pub class: u8,
    pub slot: Slot,
}

impl Chosen {
    /// It stands among boxes of another class than its own.
    pub fn is_guest(self) -> bool {
        self.class != self.slot.class
    }
}

/// Puts the boxes of one container where a hand wants them.
pub(super) struct Hand<'a> {
    pub plan: &'a Plan,
    pub diagram: &'a Diagram,
    pub container: BoxId,
}

impl Hand<'_> {
    /// The slot for a box, as far as its container allows it.
    pub fn chosen(&self, id: BoxId, slot: Slot) -> Chosen {
        let class = template::class(self.plan, self.container, id);
        let is_tower = self.plan.is_zone(self.container);
        let mut slot = slot;
        if self.is_column(id) {
            (slot.class, slot.row) = (class, 0);
        } else if is_tower && self.plan.is_subnet(id) {
            slot.class = class;
        } else if is_tower && slot.class >= template::BANDS {
            slot.class = template::BANDS - 1;
        } else if self.is_kin(class, slot.class) {
            slot.class = class;
        }
        Chosen { id, class, slot }
    }

    /// What is folded and what is open has rows of its own among VPCs and regions: a box
    /// keeps its place when it is folded or opened.
    fn is_kin(&self, own: u8, other: u8) -> bool {
        self.is_grid() && own > 0 && other > 0
    }

    fn is_grid(&self) -> bool {
        let role = self.plan.boxes[self.container].role;
        matches!(role, None | Some(Role::Account | Role::Region))
    }

    /// Zones are columns with a row of their own, but not in a grid: there they stand in
    /// rows with others.
    fn is_column(&self, id: BoxId) -> bool {
        self.plan.is_zone(id) && !self.is_grid()
    }

    /// Boxes change their slots: what stands in a full row goes where the other came
    /// from, what stands in a row with room is pushed aside.
    pub fn put(&self, rows: &mut Rows, mut chosen: Vec<Chosen>) {
        if chosen.is_empty() {
            return;
        }
        chosen.sort_by_key(|chosen| (chosen.slot, self.diagram.items[chosen.id].key.clone()));
        for chosen in &mut chosen {
            self.step_aside(rows, chosen);
        }
        let moved: BTreeSet<BoxId> = chosen.iter().map(|chosen| chosen.id).collect();
        let before: Rows = rows
            .iter()
            .filter(|(_, row)| row.iter().any(|id| moved.contains(id)))
            .map(|(id, row)| (*id, row.clone()))
            .collect();
        let longest = |class: u8| {
            let of_class = rows.range((class, i16::MIN)..=(class, i16::MAX));
            of_class.map(|(_, row)| row.len()).max().unwrap_or(0)
        };
        let longest: BTreeMap<u8, usize> = chosen
            .iter()
            .map(|chosen| (chosen.slot.class, longest(chosen.slot.class)))
            .collect();
        for row in rows.values_mut() {
            row.retain(|id| !moved.contains(id));
        }
        for &one in &chosen {
            let from = before.iter().find_map(|(&row, slots)| {
                let place = slots.iter().position(|&id| id == one.id)?;
                Some((
                    row,
                    slots[..place]
                        .iter()
                        .filter(|id| !moved.contains(id))
                        .count(),
                ))
            });
            if let Some((row, place)) = from
                && row.0 == one.slot.class
                && row != one.slot.row_id()
            {
                let room = longest[&row.0];
                self.make_room(rows, (one, &chosen, room), (row, place));
            }
        }
        for one in &chosen {
            let row = rows.entry(one.slot.row_id()).or_default();
            let column = usize::from(one.slot.column).min(row.len());
            row.insert(column, one.id);
        }
        rows.retain(|id, row| !row.is_empty() || !before.contains_key(id));
    }

    /// Rows of zones are theirs alone.
    fn step_aside(&self, rows: &Rows, chosen: &mut Chosen) {
        let is_zones = |row: RowId| {
            let slots = rows.get(&row).into_iter().flatten();
            slots.into_iter().any(|&id| self.is_column(id))
        };
        while !self.plan.is_zone(chosen.id) && is_zones(chosen.slot.row_id()) {
            chosen.slot.row += 1;
        }
    }

    /// A free slot, or else one box of a full row, goes to where another comes from.
    fn make_room(
        &self,
        rows: &mut Rows,
        (one, chosen, longest): (Chosen, &[Chosen], usize),
        (from, place): (RowId, usize),
    ) {
        let id = one.slot.row_id();
        let Some(row) = rows.get(&id).filter(|row| !row.is_empty()) else {
            return;
        };
        let of_row = chosen.iter().filter(|other| other.slot.row_id() == id);
        let before = of_row
            .clone()
            .filter(|other| other.slot.column < one.slot.column)
            .count();
        let column = usize::from(one.slot.column).saturating_sub(before);
        let column = column.min(row.len() - 1);
        let vacant = (0..row.len())
            .filter(|&at| self.plan.boxes[row[at]].is_vacant)
            .min_by_key(|&at| at.abs_diff(column));
        let tail: Vec<BoxId> = row
            .iter()
            .copied()
            .chain(of_row.map(|other| other.id))
            .collect();
        if vacant.is_none() && template::fits(self.plan, self.container, (&tail, longest)) {
            return;
        }
        let Some(row) = rows.get_mut(&id) else { return };
        let displaced = row.remove(vacant.unwrap_or(column));
        let row = rows.entry(from).or_default();
        row.insert(place.min(row.len()), displaced);
    }
}
