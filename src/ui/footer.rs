//! The last line: what was just said, or which keys help here.

use super::fit::{Ribbon, fit};
use super::theme::Theme;
use crate::app::{Action, Hint, Notice};
use ratatui::text::{Line, Span};

#[derive(Debug)]
pub struct Footer<'a> {
    pub notice: Option<&'a Notice>,
    /// What is under way, before its keys.
    pub mode: Option<String>,
    pub hints: Vec<Hint>,
    pub theme: Theme,
}

impl Footer<'_> {
    pub fn line(&self, width: usize) -> Line<'static> {
        let theme = self.theme;
        if let Some(notice) = self.notice {
            let style = if notice.is_error {
                theme.error()
            } else {
                theme.strong()
            };
            return Line::styled(fit(&format!(" {}", notice.sentence), width, theme), style);
        }
        self.ribbon().line(width, theme)
    }

    /// What the key means on which is clicked.
    pub fn action_at(&self, column: usize, width: usize) -> Option<Action> {
        if self.notice.is_some() {
            return None;
        }
        // Each hint is two pieces: its keys and its word.
        let piece = self.ribbon().piece_at(column, width)?;
        let mode = usize::from(self.mode.is_some());
        self.hints.get(piece.checked_sub(mode)? / 2)?.action
    }

    fn ribbon(&self) -> Ribbon<'static> {
        let theme = self.theme;
        let mut ribbon = Ribbon::default();
        if let Some(mode) = &self.mode {
            ribbon.add(0, Span::styled(format!(" {mode}:"), theme.strong()));
        }
        for (rank, hint) in (1u8..).zip(&self.hints) {
            // Where the rest can be read, and the ways out, are the last to go.
            let rank = match hint.word {
                "help" | "save" | "close" | "quit" | "keep" | "put back" => 1,
                // What a newcomer misses least.
                "wire" => u8::MAX,
                _ => rank + 1,
            };
            let gap = if ribbon.is_empty() { " " } else { "  " };
            let keys = format!("{gap}{}", hint.keys);
            ribbon.add(rank, Span::styled(keys, theme.accent()));
            ribbon.add(rank, Span::raw(format!(" {}", hint.word)));
        }
        ribbon
    }
}
