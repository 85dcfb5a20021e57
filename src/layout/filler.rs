//! The rows of one container: every box gets the slot that it had, one that was left, or
//! a new one at the end.

use super::memory::{Container, Held};
use super::moves::{Chosen, Hand, Rows, Wishes};
use super::plan::{BoxId, Plan, PlanBox, RowId};
use super::{Size, Slots, frame, template};
use crate::graph::{Diagram, NodeKey};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fills the rows of one container.
pub(super) struct Filler<'a> {
    pub plan: &'a mut Plan,
    pub diagram: &'a Diagram,
    pub container: BoxId,
    pub keeps_sizes: bool,
    /// Slots for what nothing is remembered of.
    pub given: &'a Slots,
    pub wishes: &'a Wishes<'a>,
}

impl Filler<'_> {
    pub fn fill(&mut self, children: &[BoxId], remembered: &Container) -> Rows {
        let mut classes: BTreeMap<u8, Vec<BoxId>> = BTreeMap::new();
        for &child in children {
            let class = template::class(self.plan, self.container, child);
            classes.entry(class).or_default().push(child);
        }
        let chosen = self.chosen(children);
        for guest in chosen.iter().filter(|chosen| chosen.is_guest()) {
            if let Some(members) = classes.get_mut(&guest.class) {
                members.retain(|&id| id != guest.id);
            }
        }
        let guests = chosen.iter().filter(|chosen| chosen.is_guest());
        let guests = guests.map(|guest| guest.id).collect();
        let mut rows = self.recall(&mut classes, (remembered, &guests));
        for (class, members) in classes {
            let has_rows = rows.range((class, 0)..=(class, i16::MAX)).next().is_some();
            if has_rows {
                for member in members {
                    self.add(&mut rows, class, member);
                }
            } else {
                let shelves = template::shelve(self.plan, self.container, &members);
                let numbered = shelves.into_iter().enumerate();
                rows.extend(numbered.map(|(number, shelf)| ((class, number as i16), shelf)));
            }
            if self.plan.is_roomy {
                self.spare(&mut rows, class);
            }
        }
        self.place_by_hand(&mut rows, (children, chosen));
        rows
    }

    /// The children that were put somewhere by hand.
    fn chosen(&self, children: &[BoxId]) -> Vec<Chosen> {
        if self.wishes.is_empty() {
            return Vec::new();
        }
        let hand = self.hand();
        let keyed = children.iter().map(|&id| (id, &self.diagram.items[id].key));
        let chosen =
            keyed.filter_map(|(id, key)| Some(hand.chosen(id, *self.wishes.moves.get(key)?)));
        chosen.collect()
    }

    fn place_by_hand(&self, rows: &mut Rows, (children, chosen): (&[BoxId], Vec<Chosen>)) {
        let hand = self.hand();
        hand.put(rows, chosen);
        let Some((moving, slot)) = self.wishes.step else {
            return;
        };
        let mut children = children.iter();
        if let Some(&id) = children.find(|&&id| self.diagram.items[id].key == *moving) {
            hand.put(rows, vec![hand.chosen(id, slot)]);
        }
    }

    fn hand(&self) -> Hand<'_> {
        Hand {
            plan: self.plan,
            diagram: self.diagram,
            container: self.container,
        }
    }

    /// The rows as they were; what is known is taken out of `classes`.
    fn recall(
        &mut self,
        classes: &mut BTreeMap<u8, Vec<BoxId>>,
        (remembered, guests): (&Container, &BTreeSet<BoxId>),
    ) -> Rows {
        if remembered.rows.is_empty() {
            return self.take(classes);
        }
        let mut rows = Rows::new();
        let diagram = self.diagram;
        let mut known: HashMap<&NodeKey, (u8, BoxId), FixedState> = HashMap::default();
        for (&class, members) in classes.iter() {
            let keyed = members
                .iter()
                .map(|&id| (&diagram.items[id].key, (class, id)));
            known.extend(keyed);
        }
        let guests: BTreeMap<&NodeKey, BoxId> = guests
            .iter()
            .map(|&id| (&diagram.items[id].key, id))
            .collect();
        let mut placed = BTreeSet::new();
        for (&row, slots) in &remembered.rows {
            let mut recalled = Vec::new();
            for slot in slots {
                match known.get(&slot.key) {
                    Some(&(class, id)) if class == row.0 => {
                        self.keep_size(id, slot);
                        placed.insert(id);
                        recalled.push(id);
                    }
                    // It is put in its row by hand, once the others are there.
                    None if guests.contains_key(&slot.key) => {
                        self.keep_size(guests[&slot.key], slot);
                    }
                    None if self.keeps_sizes => recalled.push(self.vacancy(slot.size)),
                    _ => {}
                }
            }
            if !recalled.is_empty() || self.keeps_sizes && slots.is_empty() {
                rows.insert(row, recalled);
            }
        }
        for members in classes.values_mut() {
            members.retain(|id| !placed.contains(id));
        }
        rows
    }

    /// The rows as they were kept elsewhere.
    fn take(&self, classes: &mut BTreeMap<u8, Vec<BoxId>>) -> Rows {
        let mut rows = Rows::new();
        if self.given.is_empty() {
            return rows;
        }
        let slot = |id: BoxId| self.given.get(&self.diagram.items[id].key);
        for (&class, members) in classes.iter_mut() {
            let given = |id: &BoxId| slot(*id).is_some_and(|slot| slot.class == class);
            let (mut known, news): (Vec<BoxId>, Vec<BoxId>) =
                members.iter().copied().partition(given);
            known.sort_by_key(|&id| slot(id));
            for id in known {
                let number = slot(id).map_or(0, |slot| slot.row);
                rows.entry((class, number)).or_default().push(id);
            }
            *members = news;
        }
        rows
    }

    fn keep_size(&mut self, id: BoxId, slot: &Held) {
        let open = self.plan.boxes[id].is_open;
        if open == slot.is_open && !open {
            self.plan.boxes[id].least = slot.size;
            frame::measure(self.plan, id);
        }
    }

    fn vacancy(&mut self, size: Size) -> BoxId {
        self.plan.boxes.push(PlanBox {
            is_vacant: true,
            least: size,
            ..PlanBox::default()
        });
        let id = self.plan.boxes.len() - 1;
        frame::measure(self.plan, id);
        id
    }

    /// A vacancy of the class first, then the end of the last row, then a new row.
    fn add(&mut self, rows: &mut Rows, class: u8, member: BoxId) {
        let of_class = || (class, 0)..=(class, i16::MAX);
        let is_leaf = !self.plan.boxes[member].is_open;
        let boxes = &self.plan.boxes;
        let vacant = rows.range_mut(of_class()).find_map(|(_, row)| {
            row.iter_mut()
                .find(|slot| is_leaf && boxes[**slot].is_vacant)
        });
        if let Some(slot) = vacant {
            let size = boxes[*slot].rect;
            *slot = member;
            let had = self.plan.boxes[member].rect.width;
            self.plan.boxes[member].least = Size {
                width: had.max(size.width),
                height: 3,
            };
            frame::measure(self.plan, member);
            return;
        }
        let Some(last) = rows.range(of_class()).next_back().map(|(id, _)| *id) else {
            return;
        };
        let mut tail = rows.get(&last).cloned().unwrap_or_default();
        tail.push(member);
        let longest = rows
            .range(of_class())
            .map(|(_, row)| row.len())
            .max()
            .unwrap_or(0);
        if template::fits(self.plan, self.container, (&tail, longest)) {
            rows.insert(last, tail);
        } else {
            rows.insert((class, last.1 + 1), vec![member]);
        }
    }

    /// Keeps free slots in a grid that is likely to grow: about a fifth, in whole rows.
    fn spare(&mut self, rows: &mut Rows, class: u8) {
        let grid: Vec<(RowId, Vec<BoxId>)> = rows
            .range((class, 0)..=(class, i16::MAX))
            .map(|(id, row)| (*id, row.clone()))
            .collect();
        let slots: Vec<BoxId> = grid.iter().flat_map(|(_, row)| row.clone()).collect();
        let is_full = slots.iter().all(|&id| !self.plan.boxes[id].is_vacant);
        let is_grid = self.plan.is_subnet(self.container) && slots.len() >= 4;
        let (Some((last, tail)), Some(&first)) = (grid.last(), slots.first()) else {
            return;
        };
        if !(is_grid && is_full) {
            return;
        }
        let rect = self.plan.boxes[first].rect;
        let size = Size {
            width: rect.width,
            height: rect.height,
        };
        let columns = grid.iter().map(|(_, row)| row.len()).max().unwrap_or(1);
        let missing = columns - tail.len();
        let mut filled = tail.clone();
        filled.extend((0..missing).map(|_| self.vacancy(size)));
        rows.insert(*last, filled);
        if missing * 5 < slots.len() {
            let spare = (0..columns).map(|_| self.vacancy(size)).collect();
            rows.insert((class, last.1 + 1), spare);
        }
    }
}
