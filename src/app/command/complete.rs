//! What the word under the caret can become.

use super::parse::{last_argument, named, quoted};
use super::{COMMANDS, Command, Words};
use crate::app::Model;

/// More than these nobody reads; another letter makes them fewer.
const MOST: usize = 100;

/// What a word can become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the word begins, in bytes; it ends at the caret.
    pub from: usize,
    pub candidates: Vec<Candidate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    pub word: String,
    /// What it is, in a few words.
    pub help: String,
    /// Something else must or may follow it.
    pub goes_on: bool,
}

impl Candidate {
    /// A word that stands for itself.
    pub fn new(word: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            word: word.into(),
            help: help.into(),
            goes_on: false,
        }
    }
}

/// Of a line up to the caret: a command's name, or an argument of it.
pub(super) fn complete(model: &Model, line: &str) -> Completion {
    let from = line.len() - line.trim_start().len();
    let typed = &line[from..];
    let mut candidates = names(typed);
    let argument = named(typed).and_then(|(command, rest)| {
        let gap = rest.len() - rest.trim_start().len();
        // Without a blank it is still the name that is typed.
        (gap > 0).then_some((command, rest))
    });
    let Some((command, rest)) = argument else {
        return Completion { from, candidates };
    };
    let offered = arguments(model, command, rest);
    let start = line.len() - rest.len() + offered.from;
    if candidates.is_empty() {
        return Completion {
            from: start,
            candidates: offered.candidates,
        };
    }
    // `filter ` can become `filter save`, and takes a text of its own as well.
    let before = &line[from..start];
    candidates.extend(offered.candidates.into_iter().map(|candidate| Candidate {
        word: format!("{before}{}", candidate.word),
        ..candidate
    }));
    Completion { from, candidates }
}

fn names(typed: &str) -> Vec<Candidate> {
    let begin = COMMANDS
        .iter()
        .filter(|command| command.name.starts_with(typed));
    begin
        .map(|command| Candidate {
            word: command.name.to_owned(),
            help: command.help.to_owned(),
            goes_on: !command.arguments.is_empty(),
        })
        .collect()
}

fn arguments(model: &Model, command: &'static Command, rest: &str) -> Completion {
    let Some((argument, start, typed)) = last_argument(command, rest) else {
        return Completion::default();
    };
    let offered = match argument.words {
        Words::Free => return Completion::default(),
        Words::Within(complete) => {
            let inner = complete(model, typed);
            return Completion {
                from: start + inner.from,
                ..inner
            };
        }
        Words::Of(words) => words
            .iter()
            .map(|word| Candidate::new(*word, String::new()))
            .collect(),
        Words::Known(known) => known(model),
    };
    let mut candidates = matching(offered, typed.trim_matches(['"', '\'']));
    let is_last = command
        .arguments
        .last()
        .is_some_and(|last| last.label == argument.label);
    for candidate in &mut candidates {
        candidate.goes_on = !is_last;
        if !is_last || argument.is_repeated() {
            candidate.word = quoted(&candidate.word);
        }
    }
    Completion {
        from: start,
        candidates,
    }
}

/// First what begins so, then what has it anywhere, also in what is said of it.
fn matching(offered: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let mut ranked: Vec<(u8, Candidate)> = offered
        .into_iter()
        .filter_map(|candidate| {
            let word = candidate.word.to_lowercase();
            let rank = if word.starts_with(&typed) {
                0
            } else if word.contains(&typed) {
                1
            } else if candidate.help.to_lowercase().contains(&typed) {
                2
            } else {
                return None;
            };
            Some((rank, candidate))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let best = ranked.into_iter().take(MOST);
    best.map(|(_, candidate)| candidate).collect()
}
