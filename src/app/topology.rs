//! What is watched and how it is looked at.

use super::facets::Facets;
use super::filter::Query;
use super::journal::Journal;
use super::mouse::Grip;
use super::moving::Moving;
use super::navigation::{Fork, History};
use super::search::Found;
use super::watch::Watch;
use super::wires::WireKey;
use super::{CommandHistory, Costs, Lens, OpenBlueprint};
use crate::account::AccountId;
use crate::graph::{Collapse, Diagram, Graph, Grouping, Level, NodeKey, Preset, WireKind};
use crate::inventory::{Health, Inventory, Survey};
use crate::layout::{Memory, Point, Scene, Slots};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

/// The watched accounts and regions, and everything read of them. One inventory,
/// keyed by ARN, serves any number of accounts.
#[derive(Debug, Default)]
pub struct Topology {
    /// Of what is understood: something older holds what is watched no more.
    pub generation: u64,
    pub watch: Watch,
    pub inventory: Inventory,
    pub journal: Journal,
    pub derived: Derived,
    pub look: Look,
    /// What the map is held against.
    pub blueprint: Option<OpenBlueprint>,
}

/// Rebuilt from the inventory and the look; read by the view.
#[derive(Debug, Default)]
pub struct Derived {
    /// The inventory is being understood.
    pub is_studied: bool,
    /// The survey holds everything that was planned; true until another account is added.
    pub is_whole: bool,
    /// The accounts of which it holds everything: what differs from now on is news.
    pub whole: BTreeSet<AccountId>,
    pub survey: Survey,
    pub graph: Graph,
    pub costs: Costs,
    /// What the graph is grouped by: what the look asks for, or what it asked for before.
    pub grouping: Grouping,
    /// How the graph's nodes are, without the containers and what is only referred to.
    pub counts: BTreeMap<Health, usize>,
    pub diagram: Diagram,
    /// Where each box stands in the diagram's items.
    pub(super) places: HashMap<NodeKey, usize, RandomState>,
    pub scene: Scene,
    /// What a search found among the boxes; `None` while nothing is searched.
    pub found: Option<Found>,
    /// Counted once somebody asks for them.
    pub(super) facets: Option<Facets>,
    /// What the diagram was made of; `None` before the first time.
    pub basis: Option<Basis>,
    /// When an age on screen takes its next step.
    pub next_step: Option<Instant>,
}

/// The inputs of the diagram. While they are the same, it is not rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub revision: u64,
    pub grouping: Grouping,
    pub filter: String,
    pub collapse: Collapse,
    pub level: Level,
    /// Of the window, in columns.
    pub width: i32,
    pub moves: Slots,
}

/// How it is looked at: folds, filter, selection, camera, what the layout remembers.
#[derive(Debug, Default)]
pub struct Look {
    pub view: View,
    /// What the map is grouped by and which kinds it leaves out.
    pub preset: Preset,
    /// What the person calls that.
    pub preset_name: Option<String>,
    pub collapse: Collapse,
    pub filter: Query,
    /// What boxes are seen by besides their health.
    pub lens: Option<Lens>,
    /// What is being typed: lit on the map, and the filter once it is kept.
    pub search: Query,
    /// The filters that were typed before.
    pub(super) earlier: CommandHistory,
    pub selection: Option<NodeKey>,
    /// While one is selected, everything else steps back.
    pub wire: Option<WireKey>,
    /// What the person had selected before a filter or a fold took it out of sight.
    pub lost: Option<NodeKey>,
    /// The scene's cell in the map's top left corner.
    pub camera: Point,
    /// By level, and apart while a filter is on, so that each is as it was left.
    pub memories: BTreeMap<(Level, bool), Memory>,
    /// Where somebody put boxes by hand. No refresh discards it.
    pub moves: Slots,
    /// The box in hand.
    pub moving: Option<Moving>,
    /// Round one resource: the kinds of wires that are hidden everywhere else.
    hidden_elsewhere: Option<BTreeSet<WireKind>>,
    /// Boxes inside boxes were looked at: their folds are somebody's choice.
    pub has_seen_boxes: bool,
    pub history: History,
    pub fork: Option<Fork>,
    /// What was copied last: the menu begins there.
    pub copied: Option<String>,
    /// Where the mouse holds the map.
    pub grip: Option<Grip>,
    /// The selection and the window stay where they are: the person has moved one of
    /// them, or everything was read once. Before, they stand at the map's beginning.
    pub is_settled: bool,
    /// The same for the level and the folds.
    pub are_folds_settled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Map,
    Tree,
}

impl Look {
    /// What the layout remembers of the picture that is being drawn.
    pub(super) fn memory_in_force(&mut self) -> &mut Memory {
        let is_filtered = self.collapse.matching.is_some();
        let level = self.drawn_level();
        self.memories.entry((level, is_filtered)).or_default()
    }

    pub(super) fn memory_drawn(&self) -> Option<&Memory> {
        let is_filtered = self.collapse.matching.is_some();
        self.memories.get(&(self.drawn_level(), is_filtered))
    }

    /// What is drawn: in the tree not what the map's level would draw.
    pub(super) fn drawn(&self) -> Collapse {
        Collapse {
            level: self.drawn_level(),
            ..self.collapse.clone()
        }
    }

    pub(super) fn set_level(&mut self, level: Level, focus: Option<NodeKey>) {
        let collapse = &mut self.collapse;
        if level == Level::Resource && collapse.level != level {
            let near = Collapse::hidden_at_first(level);
            let elsewhere = std::mem::replace(&mut collapse.hidden_wires, near);
            self.hidden_elsewhere = Some(elsewhere);
        } else if level != Level::Resource
            && let Some(hidden) = self.hidden_elsewhere.take()
        {
            collapse.hidden_wires = hidden;
        }
        (collapse.level, collapse.focus) = (level, focus);
    }

    /// The tree is always of boxes inside boxes.
    pub(super) fn drawn_level(&self) -> Level {
        match self.view {
            View::Map => self.collapse.level,
            View::Tree => Level::Subnet,
        }
    }
}

impl Topology {
    /// The index of the selected box.
    pub fn selected(&self) -> Option<usize> {
        self.item(self.look.selection.as_ref()?)
    }

    /// The index of the box of exactly this key.
    pub fn item(&self, key: &NodeKey) -> Option<usize> {
        self.derived.places.get(key).copied()
    }
}
