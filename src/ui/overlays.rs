//! What lies over the map, as rows for a list.

mod blueprints;
mod budget;
mod calls;
mod cost;
mod coverage;
mod details;
mod events;
mod facets;
mod keys;
mod moves;
mod presets;
mod problems;
mod regions;
mod why;

pub use blueprints::{blueprint_head, blueprints, differences, no_blueprints};
pub use budget::BudgetPage;
pub use calls::calls;
pub use coverage::CoverageTable;
pub use details::details;
pub use events::events;
pub use facets::facets;
pub use keys::{copy_menu, help, legend};
pub use moves::moves;
pub use presets::presets;
pub use problems::{problems, unread};
pub use regions::regions;
pub use why::{why, wire};

use super::theme::Theme;
use crate::app::{Clock, Keymap};
use ratatui::text::Line;
use std::time::Instant;

/// What every one of them draws with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub theme: Theme,
    /// Columns inside the panel.
    pub width: usize,
    pub clock: Clock,
    pub keymap: Keymap<'a>,
    pub now: Instant,
}

/// A row of one line.
fn row<'a>(line: impl Into<Line<'a>>) -> Vec<Line<'a>> {
    vec![line.into()]
}

/// The longest of some texts, but no more than a share of the width.
fn column<'a>(texts: impl Iterator<Item = &'a str>, most: usize) -> usize {
    texts.map(super::fit::width).max().unwrap_or(0).min(most)
}
