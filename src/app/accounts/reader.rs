//! A text to read, scroll, copy and write to a file: a hand-out, an explanation, the
//! issues of the accounts files.

use super::{AccountsAction, Around, Places, Turn, action_of};
use crate::account::onboard::Handout;
use crate::account::store::Removed;
use crate::app::Context;
use crate::app::Effect;
use crate::provider::Explanation;
use crate::text;
use crossterm::event::{KeyCode, KeyEvent};
use std::path::PathBuf;
use unicode_segmentation::UnicodeSegmentation;

#[derive(Debug)]
pub struct Reader {
    pub title: String,
    pub text: String,
    /// What `y` copies, where it is not the whole text.
    copied: Option<String>,
    file_name: Option<&'static str>,
    /// Pieces of the text that the digits copy.
    pieces: Vec<String>,
    scroll: usize,
}

impl Reader {
    pub fn new(title: &str, text: String) -> Self {
        Self {
            title: title.to_owned(),
            text,
            copied: None,
            file_name: None,
            pieces: Vec::new(),
            scroll: 0,
        }
    }

    pub fn of_handout(handout: &Handout) -> Self {
        Self {
            copied: Some(handout.text.clone()),
            file_name: Some(handout.file_name),
            ..Self::new(
                handout.title,
                format!("{}\n\n{}", handout.note, handout.text),
            )
        }
    }

    pub fn of_explanation(title: &str, explanation: &Explanation) -> Self {
        Self {
            pieces: remedies(explanation),
            ..Self::new(title, explained(explanation))
        }
    }

    /// What is said after an account was removed; `y` copies the command.
    pub fn of_removal(name: &str, removed: &Removed, deletion: Option<&Handout>) -> Self {
        let files: Vec<String> = removed
            .files
            .iter()
            .map(|file| format!("  {}", file.display()))
            .collect();
        let rest = match deletion {
            Some(deletion) => format!("{}\n\n{}", deletion.note, deletion.text),
            None => "It was pending: it had no role in AWS.".to_owned(),
        };
        let files = files.join("\n");
        let first = format!("{name} was removed from\n{files}");
        let parts = [&[first], &removed.notes[..], &[rest]].concat();
        let text = parts.join("\n\n");
        Self {
            copied: deletion.map(|deletion| deletion.text.clone()),
            file_name: deletion.map(|deletion| deletion.file_name),
            ..Self::new("Removed", text)
        }
    }

    pub fn can_be_written(&self) -> bool {
        self.file_name.is_some()
    }

    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// The visible lines and how many there are in all.
    pub fn lines(&self, width: usize, height: usize) -> (Vec<&str>, usize) {
        let lines = wrap(&self.text, width);
        let total = lines.len();
        let first = self.scroll.min(total.saturating_sub(height));
        (lines.into_iter().skip(first).take(height).collect(), total)
    }

    pub fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Turn {
        if let KeyCode::Char(digit @ '1'..='9') = key.code {
            self.copy_piece(digit, around);
            return Turn::Stay;
        }
        match action_of(key, Context::AccountReader, around.keymap) {
            Some(AccountsAction::Close) => return Turn::Back,
            Some(action) => self.act(action, around),
            None => {}
        }
        Turn::Stay
    }

    pub fn act(&mut self, action: AccountsAction, around: &mut Around<'_>) {
        let places = Places::of(around.screen);
        let height = usize::from(places.page.height).max(1);
        let total = wrap(&self.text, places.text_width()).len();
        let last = total.saturating_sub(height);
        self.scroll = match action {
            AccountsAction::Next => self.scroll + 1,
            AccountsAction::Previous => self.scroll.saturating_sub(1),
            AccountsAction::NextPage => self.scroll + height,
            AccountsAction::PreviousPage => self.scroll.saturating_sub(height),
            AccountsAction::First => 0,
            AccountsAction::Last => last,
            _ => self.scroll,
        }
        .min(last);
        match action {
            AccountsAction::Copy => around.effects.push(Effect::Copy {
                what: self.title.clone(),
                text: self.copied.as_ref().unwrap_or(&self.text).clone(),
            }),
            AccountsAction::Write => {
                let order = self.file_name.map(|name| Effect::WriteFile {
                    path: PathBuf::from(name),
                    text: self.copied.as_ref().unwrap_or(&self.text).clone(),
                });
                around.effects.extend(order);
            }
            _ => {}
        }
    }

    fn copy_piece(&self, digit: char, around: &mut Around<'_>) {
        let index = digit.to_digit(10).map_or(0, |digit| digit as usize);
        if let Some(piece) = index
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index))
        {
            around.effects.push(Effect::Copy {
                what: format!("remedy {index}"),
                text: piece.clone(),
            });
        }
    }
}

/// An explanation as text: what happened, what it can be, what to do about it.
pub fn explained(explanation: &Explanation) -> String {
    let mut paragraphs = vec![explanation.summary.clone()];
    if explanation.causes.len() > 1 {
        paragraphs.push("It can be, the likeliest first:".to_owned());
    }
    // Every cause before any remedy: a policy is longer than the screen.
    let mut remedies = Vec::new();
    let mut causes = Vec::new();
    for cause in &explanation.causes {
        match &cause.remedy {
            Some(remedy) => {
                let number = remedies.len() + 1;
                let remedy = remedy.lines().collect::<Vec<_>>().join("\n  ");
                remedies.push(format!("[{number}]\n  {remedy}"));
                causes.push(format!("- {} [{number}]", cause.sentence));
            }
            None => causes.push(format!("- {}", cause.sentence)),
        }
    }
    if !causes.is_empty() {
        paragraphs.push(causes.join("\n"));
    }
    paragraphs.extend(remedies);
    if let Some(id) = &explanation.request_id {
        paragraphs.push(format!("AWS request ID: {id}"));
    }
    paragraphs.join("\n\n")
}

fn remedies(explanation: &Explanation) -> Vec<String> {
    explanation
        .causes
        .iter()
        .filter_map(|cause| cause.remedy.clone())
        .collect()
}

/// The text in lines of at most `width` columns, broken at spaces where there are any.
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.lines() {
        wrap_line(line, width.max(1), &mut lines);
    }
    lines
}

fn wrap_line<'a>(line: &'a str, width: usize, lines: &mut Vec<&'a str>) {
    let mut rest = line;
    loop {
        let Some(end) = overflow(rest, width) else {
            lines.push(rest);
            return;
        };
        let at_space = rest[..end]
            .rfind(' ')
            .filter(|space| !rest[..*space].trim().is_empty());
        let cut = at_space.unwrap_or(end);
        lines.push(&rest[..cut]);
        rest = rest[cut..].trim_start_matches(' ');
        if rest.is_empty() {
            return;
        }
    }
}

/// The byte where the text passes `width` columns: at least one grapheme stays before it.
fn overflow(text: &str, width: usize) -> Option<usize> {
    let mut columns = 0;
    for (index, grapheme) in text.grapheme_indices(true) {
        columns += text::columns(grapheme);
        if columns > width && index > 0 {
            // A word that ends exactly at the edge stays whole.
            let end = index + usize::from(grapheme == " ");
            return Some(end).filter(|end| *end < text.len());
        }
    }
    None
}
