//! A filter that is being typed: the line, under it what is wrong, where it is, or what
//! it finds, and over it what the word at the caret can become.

use super::fit::{fit, pad, width};
use super::panel::Panel;
use super::prompt::Prompt;
use super::theme::Theme;
use crate::app::FilterPrompt;
use crate::graph::FilterError;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Rows at the foot of the screen.
pub const HEIGHT: u16 = 2;
/// Candidates that are seen at once.
const MOST_CANDIDATES: usize = 8;

#[derive(Debug)]
pub struct FilterLine<'a> {
    pub prompt: &'a FilterPrompt,
    /// What it finds, and which keys help.
    pub aside: &'a str,
    pub theme: Theme,
}

impl FilterLine<'_> {
    /// Draws it at the foot of the screen; answers where the cursor stands.
    pub fn draw(&self, screen: Rect, buffer: &mut Buffer) -> Position {
        let (theme, whole) = (self.theme, usize::from(screen.width));
        let line = Rect {
            y: screen.bottom() - HEIGHT,
            height: 1,
            ..screen
        };
        let below = Rect {
            y: screen.bottom() - 1,
            ..line
        };
        let cursor = Prompt {
            sign: "/",
            input: &self.prompt.input,
            ghost: "",
            aside: "",
            is_error: false,
            theme,
        }
        .draw(line, buffer);
        buffer.set_stringn(below.x, below.y, " ".repeat(whole), whole, theme.plain());
        let told = self
            .prompt
            .problem
            .as_ref()
            .map(|told| (told, theme.error()));
        let doubt = self.prompt.doubt.as_ref();
        let told = told.or(doubt.map(|told| (told, theme.warning())));
        if let Some(told) = told {
            self.point((line, below), told, buffer);
        } else {
            let aside = fit(&format!(" {}", self.aside), whole, theme);
            buffer.set_string(below.x, below.y, aside, theme.quiet());
        }
        self.candidates(line, buffer);
        cursor
    }

    /// Carets under what is meant, and the sentence beside them, where there is room.
    fn point(
        &self,
        (line, below): (Rect, Rect),
        (error, style): (&FilterError, Style),
        buffer: &mut Buffer,
    ) {
        let theme = self.theme;
        let (start, wide) = self.columns(error, usize::from(line.width));
        let meant = Rect {
            x: line.x + start as u16,
            width: wide as u16,
            ..line
        };
        buffer.set_style(meant, style.patch(theme.underlined()));
        let whole = usize::from(below.width);
        let (said, end) = (width(&error.sentence), start + wide);
        let carets = "^".repeat(wide);
        let text = if end + 1 + said <= whole {
            format!("{}{carets} {}", " ".repeat(start), error.sentence)
        } else if said + 2 <= start {
            let gap = " ".repeat(start - said - 1);
            format!("{gap}{} {carets}", error.sentence)
        } else {
            // What is meant is underlined; the sentence is worth more than carets.
            format!(" {}", error.sentence)
        };
        buffer.set_string(below.x, below.y, fit(&text, whole, theme), style);
    }

    /// Where a part of what is typed stands; a place is one column.
    fn columns(&self, error: &FilterError, whole: usize) -> (usize, usize) {
        let input = &self.prompt.input;
        let room = whole.saturating_sub(2);
        let scroll = input.visual_scroll(room);
        let column = |end: usize| {
            let before = input.value().get(..end).unwrap_or(input.value());
            width(before).saturating_sub(scroll).min(room)
        };
        let (start, end) = (column(error.at.start), column(error.at.end));
        (start + 1, end.saturating_sub(start).max(1))
    }

    fn candidates(&self, line: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let Some(tried) = self.prompt.tried() else {
            return;
        };
        let all = &self.prompt.completion.candidates;
        let rows = all.len().min(MOST_CANDIDATES);
        let first = tried.saturating_sub(rows / 2).min(all.len() - rows);
        let shown = &all[first..first + rows];
        let longest = |of: fn(&crate::app::Candidate) -> &str| {
            shown.iter().map(|one| width(of(one))).max().unwrap_or(0)
        };
        let words = longest(|one| &one.word).min(40);
        let helps = longest(|one| &one.help).min(44);
        // The title and the count of candidates take some room, too.
        let wide = (words + helps + 6).max(24).min(usize::from(line.width)) as u16;
        let tall = rows as u16 + 2;
        let before = self.prompt.input.value().get(..self.prompt.completion.from);
        let column = before.map_or(0, width) as u16;
        let place = Rect {
            x: line.x + column.min(line.width - wide),
            y: line.y.saturating_sub(tall),
            width: wide,
            height: tall.min(line.y),
        };
        let note = format!("{} of {}", tried + 1, all.len());
        let panel = Panel {
            title: "Tab",
            note: &note,
            theme,
        };
        let inside = panel.draw(place, buffer);
        for (index, (one, y)) in shown.iter().zip(inside.top()..inside.bottom()).enumerate() {
            let text = format!(" {}  {}", pad(&one.word, words, theme), one.help);
            let text = pad(&text, usize::from(inside.width), theme);
            let style = if first + index == tried {
                theme.selected()
            } else {
                theme.plain()
            };
            buffer.set_string(inside.x, y, text, style);
        }
    }
}
