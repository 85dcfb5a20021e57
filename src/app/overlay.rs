//! What can lie over the map; each overlay's state is inside its variant.

use super::keymap::Context;
use super::regions::Picked;
use super::{AccountsModal, BlueprintsView, BudgetView, CommandLine, CopyItem, CoverageView};
use super::{Entry, FilterPrompt, JumpLabels, PresetPicker, Query, Shown, WireKey};
use crate::graph::NodeKey;
use std::collections::BTreeSet;

#[derive(Debug)]
pub enum Overlay {
    Accounts(Box<AccountsModal>),
    Help(Cursor),
    Legend(Cursor),
    Problems(Cursor),
    Events(Cursor),
    Calls(Cursor),
    /// What was placed by hand.
    Moves(Cursor),
    Coverage(CoverageView),
    Details {
        key: NodeKey,
        cursor: Cursor,
    },
    /// Why this line?
    Why {
        wire: WireKey,
        cursor: Cursor,
    },
    Regions {
        cursor: Cursor,
        picked: BTreeSet<Picked>,
    },
    Presets(Box<PresetPicker>),
    CopyMenu {
        cursor: Cursor,
        items: Vec<CopyItem>,
    },
    /// What there is to filter by; the keys whose values are listed.
    Facets {
        cursor: Cursor,
        open: BTreeSet<String>,
    },
    Filter(Box<FilterPrompt>),
    Command(Box<CommandLine>),
    Budget(Box<BudgetView>),
    /// What is typed over the budget.
    Entry(Box<Entry>),
    Blueprints(BlueprintsView),
    /// What differs from the open blueprint.
    BlueprintDiff(Cursor),
    /// What was copied, to be selected by the terminal's own means.
    Shown(Box<Shown>),
    /// Letters on the boxes in the window.
    Jump(JumpLabels),
}

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Accounts,
    Help,
    Legend,
    Problems,
    Events,
    Calls,
    Moves,
    Coverage,
    Details,
    Budget,
    /// A line over the budget.
    Entry,
    Why,
    Regions,
    Presets,
    CopyMenu,
    Facets,
    Filter,
    Command,
    Shown,
    Jump,
    Blueprints,
    BlueprintDiff,
}

impl Overlay {
    pub fn pane(&self) -> Pane {
        match self {
            Self::Accounts(_) => Pane::Accounts,
            Self::Help(_) => Pane::Help,
            Self::Legend(_) => Pane::Legend,
            Self::Problems(_) => Pane::Problems,
            Self::Events(_) => Pane::Events,
            Self::Calls(_) => Pane::Calls,
            Self::Moves(_) => Pane::Moves,
            Self::Coverage(_) => Pane::Coverage,
            Self::Details { .. } => Pane::Details,
            Self::Budget(_) => Pane::Budget,
            Self::Entry(_) => Pane::Entry,
            Self::Why { .. } => Pane::Why,
            Self::Regions { .. } => Pane::Regions,
            Self::Presets(_) => Pane::Presets,
            Self::CopyMenu { .. } => Pane::CopyMenu,
            Self::Facets { .. } => Pane::Facets,
            Self::Filter(_) => Pane::Filter,
            Self::Command(_) => Pane::Command,
            Self::Shown(_) => Pane::Shown,
            Self::Jump(_) => Pane::Jump,
            Self::Blueprints(_) => Pane::Blueprints,
            Self::BlueprintDiff(_) => Pane::BlueprintDiff,
        }
    }

    /// Where the row under the cursor is kept, for the overlays that have rows.
    pub fn cursor_mut(&mut self) -> Option<&mut Cursor> {
        match self {
            Self::Help(cursor)
            | Self::Legend(cursor)
            | Self::Problems(cursor)
            | Self::Events(cursor)
            | Self::Calls(cursor)
            | Self::Moves(cursor)
            | Self::Details { cursor, .. }
            | Self::Why { cursor, .. }
            | Self::Regions { cursor, .. }
            | Self::BlueprintDiff(cursor)
            | Self::CopyMenu { cursor, .. }
            | Self::Facets { cursor, .. } => Some(cursor),
            Self::Blueprints(view) => Some(&mut view.cursor),
            Self::Shown(shown) => Some(&mut shown.cursor),
            Self::Budget(view) => Some(view.cursor_mut()),
            Self::Presets(picker) => Some(&mut picker.cursor),
            Self::Accounts(_)
            | Self::Coverage(_)
            | Self::Filter(_)
            | Self::Command(_)
            | Self::Entry(_)
            | Self::Jump(_) => None,
        }
    }

    pub fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::Help(cursor)
            | Self::Legend(cursor)
            | Self::Problems(cursor)
            | Self::Events(cursor)
            | Self::Calls(cursor)
            | Self::Moves(cursor)
            | Self::Details { cursor, .. }
            | Self::Why { cursor, .. }
            | Self::Regions { cursor, .. }
            | Self::BlueprintDiff(cursor)
            | Self::CopyMenu { cursor, .. }
            | Self::Facets { cursor, .. } => Some(cursor),
            Self::Blueprints(view) => Some(&view.cursor),
            Self::Shown(shown) => Some(&shown.cursor),
            Self::Budget(view) => Some(view.cursor()),
            Self::Presets(picker) => Some(&picker.cursor),
            Self::Accounts(_)
            | Self::Coverage(_)
            | Self::Filter(_)
            | Self::Command(_)
            | Self::Entry(_)
            | Self::Jump(_) => None,
        }
    }

    /// Which of its rows are shown, for the overlays that can be filtered.
    pub fn filter(&self) -> Option<&Query> {
        match self {
            Self::Coverage(view) => Some(&view.filter),
            Self::Shown(_) => None,
            list => list.cursor().map(|cursor| &cursor.filter),
        }
    }

    pub fn filter_mut(&mut self) -> Option<&mut Query> {
        match self {
            Self::Coverage(view) => Some(&mut view.filter),
            Self::Shown(_) => None,
            list => list.cursor_mut().map(|cursor| &mut cursor.filter),
        }
    }

    /// Where its keys are looked up, the first context first.
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::Accounts(modal) => modal.contexts(),
            Self::Filter(_) => &[Context::Text],
            Self::Facets { .. } => &[Context::Facets, Context::List, Context::Anywhere],
            Self::Command(_) => &[Context::CommandLine],
            Self::Shown(_) => &[Context::List, Context::Shown, Context::Anywhere],
            Self::Entry(_) => &[Context::Entry],
            Self::Budget(_) => &[Context::Budget, Context::List, Context::Anywhere],
            Self::Jump(_) => &[Context::Jump],
            Self::Coverage(_) => &[Context::Coverage, Context::List, Context::Anywhere],
            Self::Presets(_) => &[Context::Presets, Context::List, Context::Anywhere],
            Self::Regions { .. } => &[Context::Regions, Context::List, Context::Anywhere],
            Self::Blueprints(view) if view.question.is_some() => &[Context::BlueprintQuestion],
            Self::Blueprints(_) => &[Context::Blueprints, Context::List, Context::Anywhere],
            Self::Moves(_)
            | Self::Problems(_)
            | Self::Events(_)
            | Self::Details { .. }
            | Self::Why { .. }
            | Self::BlueprintDiff(_) => &[Context::List, Context::Places, Context::Anywhere],
            Self::CopyMenu { .. } => &[Context::List, Context::CopyMenu, Context::Anywhere],
            Self::Help(_) | Self::Legend(_) | Self::Calls(_) => &[Context::List, Context::Anywhere],
        }
    }
}

/// The row under the cursor. It is found again by its key after a refresh; where the
/// row is gone, the one that took its place is under the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Which rows there are to be on.
    pub filter: Query,
    index: usize,
    key: Option<String>,
}

impl Cursor {
    pub fn position(&self, keys: &[String]) -> usize {
        self.key
            .as_ref()
            .and_then(|key| keys.iter().position(|known| known == key))
            .unwrap_or(self.index)
            .min(keys.len().saturating_sub(1))
    }

    pub fn step(&mut self, keys: &[String], by: isize) {
        let position = self.position(keys).saturating_add_signed(by);
        self.put(keys, position);
    }

    pub fn put(&mut self, keys: &[String], position: usize) {
        self.index = position.min(keys.len().saturating_sub(1));
        self.key = keys.get(self.index).cloned();
    }
}
