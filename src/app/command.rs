//! The command line: actions by their names, and accounts and boxes by theirs.

use super::keymap::Action;
use super::overlay::Pane;
use super::{Effect, Model, ThemeName, dispatch};
use std::time::Instant;

/// Every command, as it is typed after the colon.
pub const COMMANDS: &[(&str, Action)] = &[
    ("accounts", Action::Open(Pane::Accounts)),
    ("calls", Action::Open(Pane::Calls)),
    ("compact", Action::Compact),
    ("copy", Action::Open(Pane::CopyMenu)),
    ("coverage", Action::Open(Pane::Coverage)),
    ("details", Action::Open(Pane::Details)),
    ("events", Action::Open(Pane::Events)),
    ("filter", Action::Open(Pane::Filter)),
    ("fold", Action::ToggleFold),
    ("help", Action::Open(Pane::Help)),
    ("jump", Action::Open(Pane::Jump)),
    ("legend", Action::Open(Pane::Legend)),
    ("mouse", Action::ToggleMouse),
    ("pause", Action::TogglePause),
    ("problems", Action::Open(Pane::Problems)),
    ("quit", Action::Quit),
    ("refresh", Action::RefreshNow),
    ("regions", Action::Open(Pane::Regions)),
    ("suspend", Action::Suspend),
    ("theme colour-blind", Action::Theme(ThemeName::ColourBlind)),
    ("theme dark", Action::Theme(ThemeName::Dark)),
    (
        "theme high-contrast",
        Action::Theme(ThemeName::HighContrast),
    ),
    ("theme light", Action::Theme(ThemeName::Light)),
    ("theme mono", Action::Theme(ThemeName::Mono)),
    ("tree", Action::ToggleView),
    ("why", Action::Open(Pane::Why)),
    ("wires", Action::CycleWires),
];

/// Runs the command of that name, or the only one that begins so.
pub(super) fn run(model: &mut Model, line: &str, now: Instant) -> Vec<Effect> {
    let name = line.trim();
    if name.is_empty() {
        return Vec::new();
    }
    let exact = COMMANDS.iter().find(|(known, _)| *known == name);
    let beginning: Vec<_> = beginning_with(name).collect();
    match (exact, beginning.as_slice()) {
        (Some((_, action)), _) | (None, [(_, action)]) => dispatch::perform(model, *action, now),
        (None, []) => {
            model.notify_error(
                format!("there is no command {name}; Tab completes, ? lists the keys"),
                now,
            );
            Vec::new()
        }
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|(known, _)| *known).collect();
            model.notify_error(format!("{name} can be {}", names.join(", ")), now);
            Vec::new()
        }
    }
}

/// The longest beginning that all commands which begin so have in common.
pub(super) fn complete(typed: &str) -> Option<String> {
    let mut names = beginning_with(typed.trim()).map(|(name, _)| *name);
    let first = names.next()?;
    let common = names.fold(first, |common, name| {
        let same = common
            .bytes()
            .zip(name.bytes())
            .take_while(|(one, other)| one == other);
        &common[..same.count()]
    });
    Some(common.to_owned())
}

fn beginning_with(typed: &str) -> impl Iterator<Item = &'static (&'static str, Action)> {
    COMMANDS
        .iter()
        .filter(move |(name, _)| name.starts_with(typed))
}
