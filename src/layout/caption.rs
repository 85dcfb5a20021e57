//! How much room a label takes, in cells: characters are one or two cells wide, and
//! what is too long is cut with an ellipsis.

use super::{PlacedBox, Point, Rect};
use crate::graph::Item;
use crate::inventory::{Health, Presence};
use crate::text;

/// Mark and the space behind it.
pub(super) const MARK: i32 = 2;
const LONGEST_LABEL: i32 = 22;
const LONGEST_TITLE: i32 = 40;

/// Cells of mark, label and count when nothing is in the way.
pub(super) fn cells(item: &Item) -> i32 {
    let longest = if item.is_open {
        LONGEST_TITLE
    } else {
        LONGEST_LABEL
    };
    let label = text::columns(&item.label) as i32;
    sign_cells(item) + MARK + (label + count_cells(item)).min(longest)
}

/// Cells that the caption takes of a frame.
pub(super) fn title_cells(item: &Item) -> i32 {
    cells(item) - MARK + title_mark(item)
}

/// Cells of the mark in a title: a frame has none when there is nothing to say, while
/// leaves keep the room, so that their labels do not jump.
pub(super) fn title_mark(item: &Item) -> i32 {
    if item.is_open && item.health == Health::Neutral {
        0
    } else {
        MARK
    }
}

/// Cells of the signs before the mark: that a box can be opened, and that it is gone or
/// new.
pub(super) fn sign_cells(item: &Item) -> i32 {
    let presence = if item.presence == Presence::Here {
        0
    } else {
        MARK
    };
    fold_cells(item) + presence
}

/// Cells of the sign that a box can be opened.
pub(super) fn fold_cells(item: &Item) -> i32 {
    let holds_others = item.members.len() > 1 || item.members.iter().any(|key| *key != item.key);
    if !item.is_open && item.role.is_container() && holds_others {
        MARK
    } else {
        0
    }
}

/// Where two cells beside a box's name can be covered without hiding it: its sign and
/// mark, or, where a title has none, its frame.
pub fn beside_name(item: &Item, placed: &PlacedBox) -> Point {
    let Rect { x, y, .. } = placed.text;
    let x = if sign_cells(item) + title_mark(item) > 0 {
        x
    } else {
        x - MARK
    };
    Point { x, y }
}

/// Cells of ` ×n`, with the space before it.
pub(super) fn count_cells(item: &Item) -> i32 {
    let members = item.members.len();
    if members > 1 {
        3 + members.ilog10() as i32
    } else {
        0
    }
}

/// The longest part of a label that fits, and whether something was cut off.
pub(super) fn fitting(label: &str, room: i32) -> (Vec<(&str, i32)>, bool) {
    let cells = text::cells(label).map(|(cell, columns)| (cell, columns as i32));
    if text::columns(label) as i32 <= room {
        return (cells.collect(), false);
    }
    let mut used = 1;
    let fits = cells.take_while(|(_, width)| {
        used += width;
        used <= room
    });
    (fits.collect(), true)
}

pub(super) fn is_too_long(label: &str, room: i32) -> bool {
    text::columns(label) as i32 > room
}

/// The longest end of a label of narrow characters that fits.
pub(super) fn ending(label: &str, room: i32) -> Vec<(&str, i32)> {
    let cells: Vec<(&str, usize)> = text::cells(label).collect();
    let first = cells.len().saturating_sub(room.max(0) as usize);
    let ending = cells[first..].iter();
    ending.map(|&(cell, width)| (cell, width as i32)).collect()
}
