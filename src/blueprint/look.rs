//! How a map was looked at, in what may be kept.

use super::{BoxName, Boxes};
use crate::graph::{Collapse, Level, Preset, WireKind};
use crate::layout::Slot;
use std::collections::{BTreeMap, BTreeSet};

/// Zoom, folds, filter, grouping and places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedLook {
    pub level: Level,
    /// What the level is about.
    pub focus: Option<BoxName>,
    pub folded: BTreeSet<BoxName>,
    pub expanded: BTreeSet<BoxName>,
    pub hidden_wires: BTreeSet<WireKind>,
    /// As it was typed.
    pub filter: String,
    /// What it was grouped by and which kinds it left out.
    pub preset: Preset,
    /// Where the boxes stood, at each level that was looked at.
    pub places: BTreeMap<Level, BTreeMap<BoxName, Slot>>,
    /// Where boxes were put by hand.
    pub moves: BTreeMap<BoxName, Slot>,
}

impl Default for SavedLook {
    fn default() -> Self {
        let level = Level::default();
        Self {
            level,
            focus: None,
            folded: BTreeSet::new(),
            expanded: BTreeSet::new(),
            hidden_wires: Collapse::hidden_at_first(level),
            filter: String::new(),
            preset: Preset::default(),
            places: BTreeMap::new(),
            moves: BTreeMap::new(),
        }
    }
}

impl SavedLook {
    /// Of what is drawn; a box that has no ARN in it cannot be kept, and is as it is at
    /// first when the blueprint is opened.
    pub fn of(collapse: &Collapse, boxes: &Boxes) -> Self {
        Self {
            level: collapse.level,
            focus: collapse.focus.as_ref().and_then(|key| boxes.name(key)),
            folded: boxes.names(&collapse.folded),
            expanded: boxes.names(&collapse.expanded),
            hidden_wires: collapse.hidden_wires.clone(),
            ..Self::default()
        }
    }

    /// What of it the boxes know: folds of what is not there yet are left out.
    pub fn collapse(&self, boxes: &Boxes) -> Collapse {
        Collapse {
            level: self.level,
            focus: self.focus.as_ref().and_then(|name| boxes.key(name)),
            folded: boxes.keys(&self.folded),
            expanded: boxes.keys(&self.expanded),
            hidden_wires: self.hidden_wires.clone(),
            ..Collapse::default()
        }
    }
}
