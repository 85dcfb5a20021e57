//! Slots as plain numbers: what can be kept outside of the layout, and what somebody
//! chose for a box by hand. It must not know how rows are filled.

use super::plan::RowId;
use crate::graph::NodeKey;
use std::collections::BTreeMap;

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

impl Slot {
    pub(super) fn of((class, row): RowId, column: u16) -> Self {
        Self { class, row, column }
    }
}
