//! Blueprints beside the map: which one it is held against, what differs from it, and
//! whether the look has changed since it was saved.

mod answers;
mod list;
mod looks;
mod opened;
mod orders;
mod rows;

pub use list::{BlueprintAction, BlueprintsView};
pub use rows::{DiffRow, DiffSign};

pub(super) use answers::answered;
pub(super) use list::{keys, open, perform};
pub(super) use orders::{close, compare, list as show, open_named, save};

use super::{Look, Topology};
use crate::account::{AccountId, Region};
use crate::blueprint::{Blueprint, BlueprintName, Content, Diff, Listed, Version};
use crate::graph::Collapse;
use crate::inventory::{Inventory, SliceId, Survey};
use crate::layout::Slots;
use jiff::Timestamp;
use looks::Pending;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something to be done with the blueprints' files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlueprintOrder {
    List,
    /// The former saves of one.
    Versions(BlueprintName),
    Save(Box<Blueprint>),
    Open {
        name: BlueprintName,
        version: Option<Version>,
        purpose: Purpose,
    },
    Restore(BlueprintName, Version, Timestamp),
    Remove(BlueprintName),
}

/// What a blueprint is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Its accounts and its look are shown.
    Show,
    /// The map stays as it is, and is held against it.
    Compare,
}

/// What came of an order; an error is a sentence.
#[derive(Debug)]
pub enum BlueprintAnswer {
    Listed(Option<BlueprintName>, Result<Listed, String>),
    Saved(BlueprintName, Result<Box<Blueprint>, String>),
    Opened {
        version: Option<Version>,
        purpose: Purpose,
        outcome: Result<Box<Blueprint>, String>,
    },
    Restored(Result<Box<Blueprint>, String>),
    Removed(BlueprintName, Result<(), String>),
}

/// The blueprint that the map is held against.
#[derive(Debug)]
pub struct OpenBlueprint {
    /// As it was last saved or opened, with the costs as they are now.
    pub kept: Arc<Blueprint>,
    /// The former save that was opened.
    pub version: Option<Version>,
    /// What differs from it; `None` until what was read is understood.
    pub diff: Option<Diff>,
    /// What of its look waits for boxes that are not read yet.
    pending: Pending,
    /// The look as it was saved; `None` until all of it is restored.
    saved_look: Option<Looked>,
}

/// What a blueprint keeps of a look, as the map has it.
#[derive(Debug, Clone, PartialEq)]
struct Looked {
    collapse: Collapse,
    filter: String,
    preset: crate::graph::Preset,
    moves: Slots,
}

impl Looked {
    fn of(look: &Look) -> Self {
        Self {
            collapse: Collapse {
                matching: None,
                ..look.collapse.clone()
            },
            filter: look.filter.text.clone(),
            preset: look.preset.clone(),
            moves: look.moves.clone(),
        }
    }
}

impl OpenBlueprint {
    /// Whether the look has changed since it was saved.
    fn is_changed(&self, look: &Look) -> bool {
        let saved = self.saved_look.as_ref();
        saved.is_some_and(|saved| *saved != Looked::of(look))
    }
}

impl Topology {
    /// `shop`, with a star behind it when the look has changed since it was saved.
    pub fn blueprint_title(&self) -> Option<String> {
        let open = self.blueprint.as_ref()?;
        let star = if open.is_changed(&self.look) { "*" } else { "" };
        let version = open.version.as_ref();
        let version = version.map(|version| format!("@{version}"));
        Some(format!(
            "{}{}{star}",
            open.kept.name,
            version.unwrap_or_default()
        ))
    }

    /// The slices that were read whole at least once.
    pub(super) fn complete_slices(&self) -> BTreeSet<SliceId> {
        let slices = self.watch.coverage.iter();
        let whole = slices.filter(|(_, coverage)| {
            let read = coverage.read.as_ref();
            read.is_some_and(|read| read.issues.is_empty())
        });
        whole.map(|(id, _)| id.clone()).collect()
    }

    /// What is on the map, as a blueprint keeps it.
    pub(super) fn content(
        &self,
        (survey, inventory): (&Survey, &Inventory),
        complete: &BTreeSet<SliceId>,
    ) -> Content {
        Content::of((survey, inventory), complete, self.watched_places())
    }

    /// The accounts and regions that are watched.
    pub(super) fn watched_places(&self) -> impl Iterator<Item = (AccountId, Region)> {
        self.watch.accounts.values().flat_map(|watched| {
            let number = watched.account.number().into_iter();
            number.flat_map(|number| {
                let regions = watched.regions.iter();
                regions.map(move |region| (number, region.clone()))
            })
        })
    }
}
