//! The help, made of the table of bindings.

use super::command::COMMANDS;
use super::keymap::{Action, Binding, Context, Keymap, bindings};

/// A row of the help overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    Heading(&'static str),
    Keys { keys: String, help: &'static str },
}

/// A hint of the footer: its keys and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub keys: String,
    pub word: &'static str,
    /// What a click on it does; several keys are no one action.
    pub action: Option<Action>,
}

/// What a person who opens the help for the first time looks for.
const FIRST: [&str; 2] = ["Views", "Program"];

/// What the mouse does, where it is ours.
const MOUSE: [(&str, &str); 6] = [
    ("click", "select a box, a row, a container above the map"),
    ("second click", "what Enter means there"),
    ("click on a hint", "what that key means"),
    ("drag", "move the map"),
    ("wheel", "up and down"),
    ("Shift-wheel", "sideways"),
];

/// Every binding, under the heading of its group; neighbours that do the same in
/// several directions share a row.
pub fn help(keymap: Keymap<'_>) -> Vec<HelpRow> {
    let of_first = |wanted: &'static str| bindings().filter(move |row| row.group == wanted);
    let first = FIRST.into_iter().flat_map(of_first);
    let others = bindings().filter(|row| !FIRST.contains(&row.group));
    let mut rows = Vec::new();
    let mut heading = "";
    for run in runs(first.chain(others)) {
        let first = run[0];
        if first.group != heading {
            heading = first.group;
            rows.push(HelpRow::Heading(heading));
        }
        let every: Vec<&str> = run.iter().flat_map(|row| keymap.keys(row)).collect();
        if every.is_empty() {
            continue;
        }
        rows.push(HelpRow::Keys {
            keys: every.join(" "),
            help: first.help,
        });
    }
    rows.push(HelpRow::Heading("Commands"));
    rows.extend(COMMANDS.iter().map(|command| HelpRow::Keys {
        keys: format!(":{}", command.usage()),
        help: command.help,
    }));
    rows.push(HelpRow::Heading("Mouse"));
    rows.extend(MOUSE.map(|(keys, help)| HelpRow::Keys {
        keys: keys.to_owned(),
        help,
    }));
    rows
}

/// The hints of some contexts, the most useful first. A key that an earlier context
/// has taken is not offered again.
pub fn hints(keymap: Keymap<'_>, contexts: &[Context]) -> Vec<Hint> {
    let mut taken: Vec<&str> = Vec::new();
    let mut hints = Vec::new();
    for context in contexts {
        let rows = bindings().filter(|row| row.context == *context && row.hint.is_some());
        for run in runs(rows) {
            let firsts: Vec<&str> = run
                .iter()
                .filter_map(|row| keymap.keys(row).first().copied())
                .collect();
            if firsts.is_empty() || firsts.iter().any(|key| taken.contains(key)) {
                continue;
            }
            taken.extend(run.iter().flat_map(|row| keymap.keys(row)));
            hints.extend(run[0].hint.map(|word| Hint {
                keys: joined(&firsts),
                word,
                action: (run.len() == 1).then_some(run[0].action),
            }));
        }
    }
    hints
}

/// `hjkl`, but `F1 F2`.
fn joined(keys: &[&str]) -> String {
    let are_letters = keys.iter().all(|key| key.chars().count() == 1);
    keys.join(if are_letters { "" } else { " " })
}

/// Neighbouring rows with the same help.
fn runs(rows: impl Iterator<Item = &'static Binding>) -> Vec<Vec<&'static Binding>> {
    let mut runs: Vec<Vec<&'static Binding>> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if run[0].help == row.help && run[0].context == row.context => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    runs
}
