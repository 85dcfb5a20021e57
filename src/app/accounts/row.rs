//! The lines of a page, as meaning: the view draws them, the mouse is resolved
//! through them, and the focus scrolls by them.

use super::reader::wrap;
use crate::account::Field;
use crate::account::Service;
use crate::account::onboard::Permissions;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Blank,
    Heading(&'static str),
    Text(Tone, String),
    /// A label and what is known.
    Fact(&'static str, String),
    Field(Field),
    /// What is wrong with the field above, or what it is for.
    Note(Field),
    /// All services together, and how many are on.
    AllServices,
    Service(Service),
    /// A position among the team files.
    Team(usize),
    Permission(Permissions),
    Handout {
        position: usize,
        title: &'static str,
        file_name: &'static str,
    },
    /// A line of the check.
    Line(usize),
    SaveButton,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Dim,
    Good,
    Warning,
    Bad,
}

impl Row {
    pub fn wrapped(tone: Tone, text: &str, width: usize) -> Vec<Self> {
        wrap(text, width)
            .into_iter()
            .map(|line| Self::Text(tone, line.to_owned()))
            .collect()
    }
}

/// The first row that is drawn where `height` are visible: as far up as `scroll`
/// says, as long as the focused row is visible.
pub fn first_visible(scroll: usize, focused: Option<usize>, sizes: (usize, usize)) -> usize {
    let (total, height) = sizes;
    let height = height.max(1);
    let scroll = scroll.min(total.saturating_sub(height));
    match focused {
        // Two rows below the focus stay visible: a field's note, and that more follows.
        Some(row) => scroll
            .min(row.saturating_sub(1))
            .max((row + 3).min(total).saturating_sub(height)),
        None => scroll,
    }
}
