//! What earlier drawings of a table decided: rows keep their places and heights, columns
//! their widths. A row that is gone leaves its place to the next one that comes.

use crate::graph::{Diagram, NodeKey, Table};
use crate::layout::moves::Wishes;
use crate::layout::{Slot, Slots};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::layout) struct Remembered {
    /// By place.
    rows: Vec<NodeKey>,
    heights: Vec<i32>,
    widths: Vec<i32>,
    gaps: Vec<i32>,
}

/// A table is known by what it is of: the frame round it, or what spans its rows.
pub(super) fn key_of(diagram: &Diagram, table: &Table) -> NodeKey {
    let mut items = diagram.items.iter().zip(&table.spots);
    let of = items.find(|(item, spot)| item.is_open || spot.is_some_and(|spot| spot.is_tall));
    of.map_or_else(|| NodeKey::new(""), |(item, _)| item.key.clone())
}

/// What a row is of: the key of its table and the row's own.
pub fn row_of_key(key: &NodeKey) -> Option<(NodeKey, String)> {
    let quoted = key.as_str().strip_prefix("row/\"")?;
    let (table, row) = quoted.split_once("\"/")?;
    Some((NodeKey::new(table), row.to_owned()))
}

/// A row, told apart from those of other tables.
pub(in crate::layout) fn row_key(table: &NodeKey, row: &NodeKey) -> NodeKey {
    NodeKey::new(format!("row/{:?}/{}", table.as_str(), row.as_str()))
}

impl Remembered {
    /// The place of each row as a slot.
    pub fn slots(&self, table: &NodeKey) -> impl Iterator<Item = (NodeKey, Slot)> {
        let rows = (0..).zip(&self.rows);
        rows.map(|(place, row)| (row_key(table, row), Slot::of((0, place), 0)))
    }

    /// Rows in the order that was kept elsewhere, those that are new to it at the end.
    pub fn of_slots(slots: &Slots, key: &NodeKey, table: &Table) -> Self {
        let slot = |row: &NodeKey| slots.get(&row_key(key, row));
        let mut rows: Vec<NodeKey> = table.rows.clone();
        if !slots.is_empty() {
            rows.sort_by_key(|row| {
                slot(row).map_or((true, Slot::default()), |slot| (false, *slot))
            });
        }
        Self {
            rows,
            ..Self::default()
        }
    }

    pub fn slot_of(&self, (table, row): (&NodeKey, &NodeKey)) -> Option<Slot> {
        let mut slots = self.slots(table);
        slots.find(|(key, _)| key == row).map(|(_, slot)| slot)
    }

    /// How many places there are.
    pub fn count(&self) -> i16 {
        i16::try_from(self.rows.len()).unwrap_or(i16::MAX)
    }

    /// The place of each row.
    pub fn places(&mut self, (key, table): (&NodeKey, &Table), wishes: &Wishes) -> Vec<usize> {
        let places = self.usual_places(table);
        if wishes.is_empty() {
            return places;
        }
        self.put(table, |row| wishes.moves.get(&row_key(key, row)).copied());
        self.put(table, |row| {
            let (moving, slot) = wishes.step?;
            (*moving == row_key(key, row)).then_some(slot)
        });
        let place_of = |row| self.rows.iter().position(|known| known == row);
        let places = table.rows.iter().zip(places);
        places
            .map(|(row, before)| place_of(row).unwrap_or(before))
            .collect()
    }

    /// Puts rows where a hand wants them; the others close up round them.
    fn put(&mut self, table: &Table, wanted: impl Fn(&NodeKey) -> Option<Slot>) {
        let chosen = table
            .rows
            .iter()
            .filter_map(|row| Some((wanted(row)?, row)));
        let mut chosen: Vec<(Slot, &NodeKey)> = chosen.collect();
        if chosen.is_empty() {
            return;
        }
        chosen.sort();
        let before = self.rows.clone();
        self.rows
            .retain(|row| chosen.iter().all(|(_, moved)| *moved != row));
        for (slot, row) in chosen {
            let place = usize::try_from(slot.row).unwrap_or(0);
            self.rows.insert(place.min(self.rows.len()), row.clone());
        }
        if self.rows != before {
            // They were of other rows.
            self.heights.clear();
        }
    }

    fn usual_places(&mut self, table: &Table) -> Vec<usize> {
        let place_of = |rows: &[NodeKey], key: &NodeKey| rows.iter().position(|row| row == key);
        let known = |key: &&NodeKey| place_of(&self.rows, key).is_some();
        let news = table.rows.len() - table.rows.iter().filter(known).count();
        if news * 4 > table.rows.len() {
            *self = Self::default();
        }
        let is_left = |row: &NodeKey| !table.rows.contains(row);
        let vacant: Vec<usize> = (0..self.rows.len())
            .filter(|&place| is_left(&self.rows[place]))
            .collect();
        let mut vacant = vacant.into_iter();
        let mut places = Vec::with_capacity(table.rows.len());
        for key in &table.rows {
            let place = place_of(&self.rows, key).unwrap_or_else(|| {
                let place = vacant.next().unwrap_or(self.rows.len());
                if place == self.rows.len() {
                    self.rows.push(key.clone());
                } else {
                    self.rows[place] = key.clone();
                }
                place
            });
            places.push(place);
        }
        places
    }

    pub fn keep_heights(&mut self, heights: &mut [i32]) {
        keep(&mut self.heights, heights);
    }

    pub fn keep_widths(&mut self, widths: &mut [i32], gaps: &mut [i32]) {
        keep(&mut self.widths, widths);
        keep(&mut self.gaps, gaps);
    }
}

/// Nothing shrinks by itself.
fn keep(remembered: &mut Vec<i32>, sizes: &mut [i32]) {
    remembered.resize(sizes.len(), 0);
    for (before, now) in remembered.iter_mut().zip(sizes) {
        *now = (*now).max(*before);
        *before = *now;
    }
}
