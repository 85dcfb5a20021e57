//! What the command line can become, in a box above it: the word and what it is, and what
//! went wrong with the last try.

use super::fit::{fit, pad, width, wrap};
use super::panel::Panel;
use super::theme::Theme;
use crate::app::{Candidate, CommandLine};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// So many candidates are seen at once, where there is room.
const ROWS: usize = 9;
/// A wider box is no easier to read.
const WIDEST: u16 = 100;

#[derive(Debug)]
pub struct Candidates<'a> {
    pub line: &'a CommandLine,
    pub theme: Theme,
}

impl Candidates<'_> {
    /// Draws the box at the foot of the area.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let (theme, wide) = (self.theme, area.width.min(WIDEST));
        let inner = usize::from(wide).saturating_sub(4);
        let problem = self.line.problem.as_deref();
        let problem = problem.map_or_else(Vec::new, |problem| wrap(problem, inner));
        let candidates = &self.line.completion.candidates;
        let room = usize::from(area.height).saturating_sub(2 + problem.len());
        let rows = candidates.len().min(ROWS).min(room);
        if rows + problem.len() == 0 {
            return;
        }
        let tall = (rows + problem.len() + 2) as u16;
        let place = Rect {
            width: wide,
            y: area.bottom().saturating_sub(tall).max(area.y),
            height: tall.min(area.height),
            ..area
        };
        let tried = self.line.tried();
        let note = match (tried, candidates.len()) {
            (Some(at), count) => format!("{} of {count}", at + 1),
            (None, count) if count > rows => count.to_string(),
            _ => String::new(),
        };
        let title = self.line.title();
        let panel = Panel {
            title: &title,
            note: &note,
            theme,
        };
        let inside = panel.draw(place, buffer);
        for (y, text) in (inside.top()..inside.bottom()).zip(&problem) {
            buffer.set_stringn(inside.x + 1, y, text, inner, theme.error());
        }
        // The one that is tried stands in the middle, as far as that goes.
        let first = tried
            .unwrap_or_default()
            .saturating_sub(rows / 2)
            .min(candidates.len() - rows);
        let shown = &candidates[first..first + rows];
        let widest = shown.iter().map(|candidate| width(&candidate.word)).max();
        let column = widest.unwrap_or_default().min(inner * 2 / 3);
        for (index, (candidate, y)) in shown
            .iter()
            .zip(inside.top() + problem.len() as u16..)
            .enumerate()
        {
            self.row(candidate, (column, inner), (inside.x, y), buffer);
            if tried == Some(first + index) {
                let row = Rect {
                    y,
                    height: 1,
                    ..inside
                };
                buffer.set_style(row, theme.selected());
            }
        }
    }

    fn row(
        &self,
        candidate: &Candidate,
        (column, inner): (usize, usize),
        (x, y): (u16, u16),
        buffer: &mut Buffer,
    ) {
        let theme = self.theme;
        let word = pad(&candidate.word, column, theme);
        buffer.set_string(x + 1, y, word, theme.accent());
        let left = inner.saturating_sub(column + 2);
        let help = fit(&candidate.help, left, theme);
        buffer.set_string(x + 3 + column as u16, y, help, theme.plain());
    }
}
