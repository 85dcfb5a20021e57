//! The line that is being typed: its candidates, the one that is tried, and the lines
//! before it.

use super::complete::complete;
use super::parse::named;
use super::{Completion, run};
use crate::app::{Action, Effect, Model, Overlay};
use std::time::Instant;
use tui_input::{Input, InputRequest};

#[derive(Debug, Default)]
pub struct CommandLine {
    pub input: Input,
    /// Of what is typed; while candidates are tried, of what was typed before.
    pub completion: Completion,
    /// What was wrong with the line when it was run.
    pub problem: Option<String>,
    /// The candidate that stands in the line, and the line as it was typed.
    tried: Option<(usize, String)>,
    /// The earlier line that stands in the line, and what it was typed from.
    recalled: Option<(usize, String)>,
}

impl CommandLine {
    pub(in crate::app) fn open(model: &Model) -> Self {
        Self {
            completion: complete(model, ""),
            ..Self::default()
        }
    }

    /// With something typed already.
    pub(in crate::app) fn begun(model: &Model, typed: &str) -> Self {
        Self {
            input: Input::new(typed.to_owned()),
            completion: complete(model, typed),
            ..Self::default()
        }
    }

    /// The candidate that stands in the line.
    pub fn tried(&self) -> Option<usize> {
        self.tried.as_ref().map(|(at, _)| *at)
    }

    /// What Right would put behind the caret: the rest of the first candidate.
    pub fn ghost(&self) -> &str {
        let word = self.typed().get(self.completion.from..);
        let first = self.completion.candidates.first();
        match (word, first) {
            (Some(word), Some(first)) if self.tried.is_none() && self.is_at_end() => {
                let is_begun = !self.typed().trim().is_empty();
                let rest = first.word.strip_prefix(word);
                rest.filter(|_| is_begun).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// What the candidates are of: commands, or the arguments of one.
    pub fn title(&self) -> String {
        match named(self.typed().trim_start()) {
            Some((command, rest)) if !rest.is_empty() => command.usage(),
            _ => "Commands".to_owned(),
        }
    }

    fn is_at_end(&self) -> bool {
        self.input.cursor() == self.input.value().chars().count()
    }

    /// What stands before the caret.
    fn typed(&self) -> &str {
        let value = self.input.value();
        let end = value.char_indices().nth(self.input.cursor());
        &value[..end.map_or(value.len(), |(at, _)| at)]
    }

    /// Tries the next candidate, or the one before; the only one is taken.
    fn step(&mut self, by: i8) -> bool {
        let count = self.completion.candidates.len() as isize;
        if count == 0 {
            return false;
        }
        let (here, typed) = match self.tried.take() {
            Some((at, typed)) => ((at as isize + isize::from(by)).rem_euclid(count), typed),
            None if count == 1 => {
                self.put(0);
                return true;
            }
            None => (if by > 0 { 0 } else { count - 1 }, self.typed().to_owned()),
        };
        let at = here as usize;
        let line = format!(
            "{}{}",
            &typed[..self.completion.from],
            self.completion.candidates[at].word
        );
        self.input = Input::new(line);
        self.tried = Some((at, typed));
        false
    }

    /// Puts a candidate in the line for good, with the blank behind it that it needs.
    fn put(&mut self, at: usize) {
        let candidate = &self.completion.candidates[at];
        let gap = if candidate.goes_on { " " } else { "" };
        let before = &self.typed()[..self.completion.from];
        self.input = Input::new(format!("{before}{}{gap}", candidate.word));
    }

    /// Takes the candidate that is tried, or the first one where the caret stands at the
    /// end. Answers whether there was one.
    fn take(&mut self) -> bool {
        match self.tried.take() {
            Some((at, typed)) => {
                self.input = Input::new(typed);
                self.put(at);
            }
            None if !self.ghost().is_empty() => self.put(0),
            None => return false,
        }
        true
    }
}

/// The line was edited: its candidates follow.
pub(in crate::app) fn changed(model: &mut Model) {
    let Some(Overlay::Command(line)) = model.overlays.last() else {
        return;
    };
    let completion = complete(model, line.typed());
    if let Some(Overlay::Command(line)) = model.overlays.last_mut() {
        line.completion = completion;
        (line.tried, line.recalled, line.problem) = (None, None, None);
    }
}

/// Esc: first back to what was typed, then away. Answers whether the line stays.
pub(in crate::app) fn cancel(model: &mut Model) -> bool {
    let Some(Overlay::Command(line)) = model.overlays.last_mut() else {
        return false;
    };
    let Some((_, typed)) = line.tried.take() else {
        return false;
    };
    line.input = Input::new(typed);
    true
}

/// The keys of the line that are no text.
pub(in crate::app) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let Some(Overlay::Command(line)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Candidate(by) if line.step(by) => changed(model),
        Action::Take(end) => {
            if line.take() {
                changed(model);
            } else {
                line.input.handle(if end {
                    InputRequest::GoToEnd
                } else {
                    InputRequest::GoToNextChar
                });
            }
        }
        Action::Recall(by) => recall(model, by),
        Action::Submit => {
            return submit(model, now);
        }
        _ => {}
    }
    Vec::new()
}

/// Runs the line. One that does not work stays, with what is wrong, to be mended.
fn submit(model: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Overlay::Command(mut line)) = model.overlays.pop() else {
        return Vec::new();
    };
    let typed = line.input.value().to_owned();
    model.history.keep(&typed);
    let effects = run(model, &typed, now);
    let problem = model.notice.take_if(|notice| notice.is_error);
    if let Some(problem) = problem {
        line.completion = complete(model, &typed);
        line.tried = None;
        line.problem = Some(problem.sentence);
        line.input = Input::new(typed);
        model.overlays.push(Overlay::Command(line));
    }
    effects
}

fn recall(model: &mut Model, by: i8) {
    let Some(Overlay::Command(line)) = model.overlays.last_mut() else {
        return;
    };
    let (from, typed) = match line.recalled.take() {
        Some((at, typed)) => (Some(at), typed),
        None => (None, line.input.value().to_owned()),
    };
    let found = model.history.step(from, by, &typed);
    let shown = found.and_then(|at| model.history.line(at));
    let recalled = match (shown, by) {
        (Some(shown), _) => {
            line.input = Input::new(shown.to_owned());
            found.map(|at| (at, typed))
        }
        // Behind the newest stands what was typed.
        (None, 1..) => {
            line.input = Input::new(typed);
            None
        }
        (None, _) => from.map(|at| (at, typed)),
    };
    changed(model);
    if let Some(Overlay::Command(line)) = model.overlays.last_mut() {
        line.recalled = recalled;
    }
}
