//! Regions that complete what is being typed.

use super::{Focus, Form};
use crate::account::{Field, KNOWN_REGIONS};
use crate::app::accounts::Around;
use crossterm::event::{KeyCode, KeyEvent};

/// As many as fit one line beside each other.
const MOST: usize = 6;

impl Form {
    /// Regions whose code or place begins with, or holds, the word being typed.
    pub fn suggestions(&self) -> Vec<(&'static str, &'static str)> {
        if self.focus != Focus::Field(Field::Regions) {
            return Vec::new();
        }
        let word = last_word(self.text(Field::Regions)).to_lowercase();
        if word.is_empty() || KNOWN_REGIONS.iter().any(|(code, _)| *code == word) {
            return Vec::new();
        }
        let mut found: Vec<_> = KNOWN_REGIONS
            .iter()
            .filter(|(code, place)| code.contains(&word) || place.to_lowercase().contains(&word))
            .copied()
            .collect();
        found.sort_by_key(|(code, _)| !code.starts_with(&word));
        found.truncate(MOST);
        found
    }

    pub fn suggestion(&self) -> Option<usize> {
        self.suggestion
    }

    /// Whether the arrows move among suggestions.
    pub(super) fn move_suggestion(&mut self, by: isize) -> bool {
        let count = self.suggestions().len();
        if count == 0 {
            return false;
        }
        self.suggestion = match self.suggestion {
            None if by > 0 => Some(0),
            None => return false,
            Some(at) => at.checked_add_signed(by).map(|at| at.min(count - 1)),
        };
        true
    }

    /// Right at the end of the text takes the first suggestion, as in a shell.
    pub(super) fn accepts_suggestion(&self, key: KeyEvent) -> bool {
        key.code == KeyCode::Right
            && !self.suggestions().is_empty()
            && self
                .field(Field::Regions)
                .is_some_and(super::TextField::is_at_end)
    }

    pub(super) fn accept_suggestion(&mut self, position: usize, around: &mut Around<'_>) {
        let Some((code, _)) = self.suggestions().get(position).copied() else {
            return;
        };
        let typed = self.text(Field::Regions);
        let kept = typed.len() - last_word(typed).len();
        let completed = format!("{}{code}", &typed[..kept]);
        if let Some(field) = self.fields.get_mut(&Field::Regions) {
            field.set(&completed);
        }
        self.typed(Field::Regions, around);
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit([',', ' ']).next().unwrap_or_default()
}
