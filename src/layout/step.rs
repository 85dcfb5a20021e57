//! The next slot of a box in a direction: what a hand that moves it asks for.

use super::memory::Container;
use super::plan::RowId;
use super::table;
use super::{Direction, Memory, Scene, Slot};
use crate::graph::{Diagram, NodeKey, Role};
use std::collections::HashMap;

/// Why a box goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// Nothing else is in its container.
    Alone,
    /// It is the first or the last in that direction.
    AtTheEnd,
    /// Zones stand side by side.
    ZonesAreColumns,
    /// A subnet has a row of its own in its zone, among those of its kind.
    SubnetsAreLevel,
    /// The columns of a table have a meaning.
    ColumnsAreFixed,
    /// What frames a table, or spans its rows, has no row.
    HasNoRow,
}

/// The key of what moves with an item, itself or its row of a table, and the next slot
/// for it.
pub fn next_slot(
    (diagram, scene, memory): (&Diagram, &Scene, &Memory),
    item: usize,
    direction: Direction,
) -> Result<(NodeKey, Slot), Barred> {
    if diagram.table.is_some() {
        return table::next_row((diagram, memory), item, direction);
    }
    let parent = diagram.items[item].parent;
    let container = parent.map_or_else(|| NodeKey::new(""), |up| diagram.items[up].key.clone());
    let Some(container) = memory.containers.get(&container) else {
        return Err(Barred::Alone);
    };
    let rows = Lines::of((diagram, scene), container, parent);
    let slot = rows.next(item, direction)?;
    Ok((diagram.items[item].key.clone(), slot))
}

/// What moves with an item: itself, or the row of a table that it stands in.
pub fn moves_with(diagram: &Diagram, item: usize) -> Result<NodeKey, Barred> {
    if diagram.table.is_some() {
        return table::row_of(diagram, item);
    }
    Ok(diagram.items[item].key.clone())
}

/// The rows of a container as they are drawn; a free slot is no item.
struct Lines<'a> {
    diagram: &'a Diagram,
    scene: &'a Scene,
    rows: Vec<(RowId, Vec<Option<usize>>)>,
}

impl<'a> Lines<'a> {
    fn of(
        (diagram, scene): (&'a Diagram, &'a Scene),
        container: &Container,
        parent: Option<usize>,
    ) -> Self {
        let items = diagram.items.iter().enumerate();
        let inside = items.filter(|(_, item)| item.parent == parent);
        let places: HashMap<&NodeKey, usize> =
            inside.map(|(place, item)| (&item.key, place)).collect();
        let rows = container.rows.iter().map(|(&row, held)| {
            let slots = held.iter().map(|held| places.get(&held.key).copied());
            (row, slots.collect())
        });
        Self {
            diagram,
            scene,
            rows: rows
                .filter(|(_, slots): &(RowId, Vec<_>)| !slots.is_empty())
                .collect(),
        }
    }

    fn next(&self, item: usize, direction: Direction) -> Result<Slot, Barred> {
        let boxes = self.rows.iter().flat_map(|(_, slots)| slots).flatten();
        if boxes.count() < 2 {
            return Err(Barred::Alone);
        }
        let mut numbered = self.rows.iter().enumerate();
        let (row, column) = numbered
            .find_map(|(number, (_, slots))| {
                let column = slots.iter().position(|slot| *slot == Some(item))?;
                Some((number, column))
            })
            .ok_or(Barred::Alone)?;
        let (is_back, is_level) = match direction {
            Direction::Left => (true, true),
            Direction::Right => (false, true),
            Direction::Up => (true, false),
            Direction::Down => (false, false),
        };
        if is_level {
            self.beside((row, column), is_back)
        } else if self.is_zone(item) {
            Err(Barred::ZonesAreColumns)
        } else {
            self.across(item, row, is_back)
        }
    }

    fn beside(&self, (row, column): (usize, usize), is_back: bool) -> Result<Slot, Barred> {
        let (id, slots) = &self.rows[row];
        let next = if is_back {
            column.checked_sub(1)
        } else {
            Some(column + 1).filter(|next| *next < slots.len())
        };
        let is_band = slots[column].is_some_and(|item| self.is_band(item));
        match next {
            Some(next) => Ok(slot(*id, next)),
            None if is_band => Err(Barred::SubnetsAreLevel),
            None => Err(Barred::AtTheEnd),
        }
    }

    /// The next row above or below that it may stand in, or a new one.
    fn across(&self, item: usize, row: usize, is_back: bool) -> Result<Slot, Barred> {
        let onward: Vec<usize> = if is_back {
            (0..row).rev().collect()
        } else {
            (row + 1..self.rows.len()).collect()
        };
        let is_band = self.is_band(item);
        let own = self.rows[row].0;
        let may_stand = |other: &&usize| {
            let (id, slots) = &self.rows[**other];
            let mut held = slots.iter().flatten();
            if is_band {
                return id.0 == own.0;
            }
            !held.any(|&other| self.is_zone(other) || self.is_band(other))
        };
        if let Some(&next) = onward.iter().find(may_stand) {
            let (id, slots) = &self.rows[next];
            return Ok(slot(*id, self.column_near(slots, item)));
        }
        if is_band {
            return Err(Barred::SubnetsAreLevel);
        }
        // Below bands nothing may stand: what has no bottom would seem to hold it.
        let ends_in_bands = onward.iter().any(|&other| {
            let mut held = self.rows[other].1.iter().flatten();
            held.any(|&other| self.is_band(other))
        });
        let is_alone = self.rows[row].1.len() == 1 && onward.is_empty();
        if is_alone || ends_in_bands {
            return Err(Barred::AtTheEnd);
        }
        let edge = onward.last().map_or(own, |&last| self.rows[last].0);
        let number = edge.1 + if is_back { -1 } else { 1 };
        Ok(slot((edge.0, number), 0))
    }

    /// Over or under what it takes the place of what is nearest; beside all, its end.
    fn column_near(&self, slots: &[Option<usize>], item: usize) -> usize {
        let x = self.scene.boxes[item].rect.centre().x;
        let mut passed = 0;
        for (column, other) in slots.iter().enumerate() {
            let Some(other) = other else { continue };
            let rect = self.scene.boxes[*other].rect;
            if x < rect.right() {
                return column;
            }
            passed = column + 1;
        }
        passed
    }

    fn is_zone(&self, item: usize) -> bool {
        self.diagram.items[item].role == Role::Zone
    }

    /// A subnet in a zone: a title rule from side to side.
    fn is_band(&self, item: usize) -> bool {
        let parent = self.diagram.items[item].parent;
        let in_zone = parent.is_some_and(|up| self.is_zone(up));
        in_zone && self.diagram.items[item].role.is_subnet()
    }
}

fn slot(row: RowId, column: usize) -> Slot {
    Slot::of(row, u16::try_from(column).unwrap_or(u16::MAX))
}
