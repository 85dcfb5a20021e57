//! The last line: what was just said, or which keys help here.

use super::fit::{Ribbon, fit};
use super::theme::Theme;
use crate::app::{Hint, Notice};
use ratatui::text::{Line, Span};

#[derive(Debug)]
pub struct Footer<'a> {
    pub notice: Option<&'a Notice>,
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
        let mut ribbon = Ribbon::default();
        for (rank, hint) in (1u8..).zip(&self.hints) {
            // Where the rest can be read, and the ways out, are the last to go.
            let rank = match hint.word {
                "help" | "save" | "close" | "quit" => 1,
                // What a newcomer misses least.
                "wire" => u8::MAX,
                _ => rank + 1,
            };
            ribbon.add(
                rank,
                Span::styled(format!(" {}", hint.keys), theme.accent()),
            );
            ribbon.add(rank, Span::raw(format!(" {} ", hint.word)));
        }
        ribbon.line(width, theme)
    }
}
