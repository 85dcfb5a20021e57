//! The command line: a table of commands, what their arguments can be, and what they do.
//! A command is one row of the table (`command/table.rs`). How the line looks is the
//! view's matter.

mod complete;
mod history;
mod known;
mod line;
mod orders;
pub(super) mod parse;
mod table;

pub use complete::{Candidate, Completion};
pub use history::History as CommandHistory;
pub use line::CommandLine;
pub use table::COMMANDS;

pub(super) use line::{cancel, changed, perform};

use super::keymap::Action;
use super::{Effect, Model, dispatch};
use std::time::Instant;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// One word or more, as it is typed after the colon: `regions`, `filter save`.
    pub name: &'static str,
    pub arguments: &'static [Argument],
    /// One line, as the candidates and the help show it.
    pub help: &'static str,
    pub run: Run,
}

/// What a command does.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// The same as a key.
    Act(Action),
    /// What is typed behind the name comes without blanks round it; what the table says
    /// of the arguments holds already. `parse::words` takes it apart.
    Call(fn(&mut Model, &str, Instant) -> Vec<Effect>),
    /// It is a command of the shell; this is how it is typed there.
    Shell(&'static str),
}

/// What may stand behind a command's name.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// As the usage names it: `ACCOUNT`.
    pub label: &'static str,
    pub words: Words,
    pub count: Count,
}

/// How often an argument is given. The last one of a command takes the rest of the line,
/// blanks and all, unless it is given several times: then a word with blanks is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    Once,
    Optional,
    /// Once or more often.
    Several,
    /// Also not at all.
    AnyNumber,
}

/// What an argument can be, for completion.
#[derive(Debug, Clone, Copy)]
pub enum Words {
    /// Anything; nothing is offered.
    Free,
    /// One of these and nothing else.
    Of(&'static [&'static str]),
    /// What the model knows is offered; the command decides what it takes.
    Known(fn(&Model) -> Vec<Candidate>),
    /// A text with a language of its own, such as a filter: of what is typed of it up to
    /// the caret, where the word begins that is being typed, and what it can be.
    Within(fn(&Model, &str) -> Completion),
}

impl Argument {
    pub const fn once(label: &'static str, words: Words) -> Self {
        Self::of(label, words, Count::Once)
    }

    pub const fn optional(label: &'static str, words: Words) -> Self {
        Self::of(label, words, Count::Optional)
    }

    pub const fn several(label: &'static str, words: Words) -> Self {
        Self::of(label, words, Count::Several)
    }

    pub const fn any_number(label: &'static str, words: Words) -> Self {
        Self::of(label, words, Count::AnyNumber)
    }

    const fn of(label: &'static str, words: Words, count: Count) -> Self {
        Self {
            label,
            words,
            count,
        }
    }

    fn is_needed(&self) -> bool {
        matches!(self.count, Count::Once | Count::Several)
    }

    fn is_repeated(&self) -> bool {
        matches!(self.count, Count::Several | Count::AnyNumber)
    }

    fn usage(&self) -> String {
        match self.count {
            Count::Once => self.label.to_owned(),
            Count::Optional => format!("[{}]", self.label),
            Count::Several => format!("{}...", self.label),
            Count::AnyNumber => format!("[{}...]", self.label),
        }
    }
}

impl Command {
    /// A command that does what a key does.
    const fn act(name: &'static str, action: Action, help: &'static str) -> Self {
        Self {
            name,
            arguments: &[],
            help,
            run: Run::Act(action),
        }
    }

    /// A command with a function of its own.
    const fn call(
        name: &'static str,
        arguments: &'static [Argument],
        run: fn(&mut Model, &str, Instant) -> Vec<Effect>,
        help: &'static str,
    ) -> Self {
        Self {
            name,
            arguments,
            help,
            run: Run::Call(run),
        }
    }

    /// A command that is the shell's.
    const fn shell(name: &'static str, typed: &'static str, help: &'static str) -> Self {
        Self {
            name,
            arguments: &[],
            help,
            run: Run::Shell(typed),
        }
    }

    /// The name with its arguments: `regions [REGION...]`.
    pub fn usage(&self) -> String {
        let arguments = self.arguments.iter().map(Argument::usage);
        let parts: Vec<String> = [self.name.to_owned()]
            .into_iter()
            .chain(arguments)
            .collect();
        parts.join(" ")
    }
}

/// Runs what is typed, or says why it cannot be run and what can.
pub(super) fn run(model: &mut Model, line: &str, now: Instant) -> Vec<Effect> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    match parse::parse(line) {
        Ok((command, rest)) => match command.run {
            Run::Act(action) => dispatch::perform(model, action, now),
            Run::Call(order) => order(model, &rest, now),
            Run::Shell(typed) => {
                model.notify(format!("that is the shell's: {typed}"), now);
                Vec::new()
            }
        },
        Err(sentence) => {
            model.notify_error(sentence, now);
            Vec::new()
        }
    }
}
