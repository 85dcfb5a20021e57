//! The drawing in the making: boxes in rows, rows between channels, gaps between
//! boxes. Containers and leaves are told apart, what they stand for is not known.

use super::{Rect, Size};
use crate::graph::Role;
use std::collections::BTreeMap;

/// Index of a box: first the diagram's items, then the root, then vacant slots.
pub(super) type BoxId = usize;

/// The number of a channel in the whole drawing.
pub(super) type ChannelId = usize;

/// A row is known by its class (what stands in it) and its number within the class,
/// so that rows added below or above do not rename it. A row that a hand put above the
/// first has a number below zero.
pub(super) type RowId = (u8, i16);

#[derive(Debug, Default)]
pub(super) struct Plan {
    pub boxes: Vec<PlanBox>,
    pub root: BoxId,
    /// Position of each item in the order by label and key: every tie is broken by it.
    pub ranks: Vec<usize>,
    /// Whether a wire ends at an item.
    pub wired: Vec<bool>,
    /// The container of each channel, and its index there: 0 is above the first row.
    pub channels: Vec<(BoxId, usize)>,
    /// Large drawings keep slack for what is to come; small ones are kept small.
    pub is_roomy: bool,
    pub has_cards: bool,
    /// Columns of the window.
    pub room: i32,
}

#[derive(Debug, Default)]
pub(super) struct PlanBox {
    /// The root is its own parent.
    pub parent: BoxId,
    pub role: Option<Role>,
    pub is_open: bool,
    /// Drawn as a title rule from side to side of its container, without a frame of its own.
    pub is_band: bool,
    /// A slot that is kept free, for what stood there or is to come.
    pub is_vacant: bool,
    pub facing: Facing,
    pub rows: Vec<Row>,
    /// One above each row and one below the last.
    pub channels: Vec<Channel>,
    /// The number of the first of them.
    pub first_channel: ChannelId,
    pub row: usize,
    pub column: usize,
    /// Cells of mark, label and count.
    pub caption: i32,
    /// Rows of a card below its label.
    pub body: i32,
    /// Cells that the caption takes of a frame: without a mark when there is none.
    pub title: i32,
    /// How many wires end at or pass the top and the bottom border.
    pub ports: [i32; 2],
    /// Leaves: the width stays as it was while the ports fit. Containers: do not shrink below.
    pub least: Size,
    /// Columns that routing asked for on top of everything else.
    pub extra: i32,
    pub rect: Rect,
    /// Columns of the zones inside, side by side.
    pub span: i32,
}

/// Which way round a box is drawn. Zones on the right, and their subnets, are the mirror
/// of those on the left: wires that part to both need not cross there.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facing {
    /// The title on the left; what comes from above on the right.
    #[default]
    Usual,
    Mirrored,
}

#[derive(Debug, Default)]
pub(super) struct Row {
    pub id: RowId,
    pub slots: Vec<BoxId>,
    /// One before each slot and one after the last.
    pub gaps: Vec<Gap>,
    /// It was not there before.
    pub is_new: bool,
    /// Where the first box stood before, from the inner left of the container.
    pub start: Option<i32>,
    pub y: i32,
    pub height: i32,
}

/// Columns between two boxes of a row, where wires cross the row.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Gap {
    pub lanes: i32,
    pub least: i32,
    pub from: i32,
    /// Inclusive.
    pub to: i32,
}

/// Rows of cells above, between and below the rows of boxes, where wires run sideways.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Channel {
    pub lanes: i32,
    /// As high as it was before, if it was.
    pub least: Option<i32>,
    pub y: i32,
    pub height: i32,
}

/// The horizontal sides of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum End {
    Top,
    Bottom,
}

impl Plan {
    pub fn is_subnet(&self, id: BoxId) -> bool {
        matches!(
            self.boxes[id].role,
            Some(Role::PublicSubnet | Role::PrivateSubnet | Role::IsolatedSubnet)
        )
    }

    pub fn is_wired(&self, id: BoxId) -> bool {
        self.wired.get(id).copied().unwrap_or(false)
    }

    pub fn is_zone(&self, id: BoxId) -> bool {
        self.boxes[id].role == Some(Role::Zone)
    }

    pub fn is_mirrored(&self, id: BoxId) -> bool {
        self.boxes[id].facing == Facing::Mirrored
    }

    /// Columns of the frame on either side: the root has none, and neither has a band.
    pub fn side(&self, id: BoxId) -> i32 {
        i32::from(id != self.root && !self.boxes[id].is_band)
    }

    /// Rows of the frame above what is inside.
    pub fn head(&self, id: BoxId) -> i32 {
        i32::from(id != self.root)
    }

    /// Rows of the frame: a band has its rule only.
    pub fn frame_rows(&self, id: BoxId) -> i32 {
        self.head(id) + self.side(id)
    }

    /// From the box itself up to the root.
    pub fn ancestry(&self, id: BoxId) -> Vec<BoxId> {
        let mut chain = Vec::new();
        self.ancestry_into(id, &mut chain);
        chain
    }

    /// The same in place of what is in `chain`.
    pub fn ancestry_into(&self, id: BoxId, chain: &mut Vec<BoxId>) {
        chain.clear();
        chain.push(id);
        let mut at = id;
        while at != self.root {
            at = self.boxes[at].parent;
            chain.push(at);
        }
    }

    /// The containers, parents before their children.
    pub fn containers(&self) -> Vec<BoxId> {
        let mut order = vec![self.root];
        let mut next = 0;
        while next < order.len() {
            let id = order[next];
            next += 1;
            let inside = self.boxes[id].rows.iter().flat_map(|row| &row.slots);
            order.extend(inside.copied().filter(|&inner| self.boxes[inner].is_open));
        }
        order
    }

    /// Gives a container its rows, in the order of their names.
    pub fn set_rows(&mut self, id: BoxId, rows: BTreeMap<RowId, Vec<BoxId>>) {
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(id, slots)| Row {
                gaps: vec![Gap::default(); slots.len() + 1],
                id,
                slots,
                ..Row::default()
            })
            .collect();
        self.boxes[id].channels = vec![Channel::default(); rows.len() + 1];
        self.boxes[id].rows = rows;
    }

    /// Numbers the channels, once the rows are as they stay.
    pub fn number_channels(&mut self) {
        self.channels.clear();
        for id in self.containers() {
            self.boxes[id].first_channel = self.channels.len();
            let count = self.boxes[id].channels.len();
            self.channels.extend((0..count).map(|index| (id, index)));
        }
    }

    pub fn channel(&self, id: ChannelId) -> Channel {
        let (container, index) = self.channels[id];
        self.boxes[container].channels[index]
    }

    /// Whether a channel holds more lanes than it had room for before.
    pub fn is_outgrown(&self) -> bool {
        let mut channels = self.boxes.iter().flat_map(|node| &node.channels);
        channels.any(|channel| channel.least.is_some_and(|least| channel.lanes > least))
    }

    /// Writes into each box where it stands.
    pub fn index_rows(&mut self) {
        for id in 0..self.boxes.len() {
            let rows = std::mem::take(&mut self.boxes[id].rows);
            for (number, row) in rows.iter().enumerate() {
                for (column, &slot) in row.slots.iter().enumerate() {
                    self.boxes[slot].parent = id;
                    self.boxes[slot].row = number;
                    self.boxes[slot].column = column;
                }
            }
            self.boxes[id].rows = rows;
        }
    }
}
