//! Keys that mean the same on the map and in every list.

use super::{Action, Binding, Context};
use crate::app::Pane;

pub(super) const BINDINGS: &[Binding] = &[
    pane(
        &["!"],
        Pane::Problems,
        "problems: what is not healthy, worst first",
        "problems",
    ),
    pane(
        &["b"],
        Pane::Budget,
        "budget: what a month costs, and what if",
        "budget",
    ),
    pane(&["a"], Pane::Accounts, "AWS accounts", "accounts"),
    pane(
        &["d"],
        Pane::Details,
        "details: everything known of the selection",
        "details",
    ),
    pane(
        &["y"],
        Pane::CopyMenu,
        "copy the ARN, an address, a command",
        "copy",
    ),
    pane(&["?"], Pane::Help, "this help", "help"),
    pane(
        &["E"],
        Pane::Events,
        "events: what changed since the program started",
        "",
    ),
    pane(
        &["C"],
        Pane::Coverage,
        "coverage: what was read, where, and how old it is",
        "",
    ),
    pane(
        &["R"],
        Pane::Calls,
        "receipt: every call that was made to AWS",
        "",
    ),
    pane(
        &["B"],
        Pane::Blueprints,
        "blueprints: save what is on the map, open it again, compare",
        "",
    ),
    pane(
        &["L"],
        Pane::Legend,
        "legend: marks, wires and their colours",
        "",
    ),
    pane(&["r"], Pane::Regions, "pick the regions to watch", ""),
    pane(
        &["F"],
        Pane::Facets,
        "facets: types, states, tags and saved filters, with counts",
        "",
    ),
    pane(&[":"], Pane::Command, "run a command by its name", ""),
    program(&["Ctrl-r"], Action::RefreshNow, "read everything now", ""),
    program(
        &["p"],
        Action::TogglePause,
        "pause the refreshing, or go on",
        "",
    ),
    program(
        &["m"],
        Action::ToggleMouse,
        "the mouse is ours, or the terminal's own selection works",
        "",
    ),
    program(
        &["Esc"],
        Action::Escape,
        "close, clear, back; never leaves",
        "",
    ),
    program(
        &["q"],
        Action::Close,
        "close the topmost; on the map: leave",
        "quit",
    ),
    program(&["Ctrl-z"], Action::Suspend, "to the shell, until fg", ""),
    program(&["Ctrl-c"], Action::Quit, "leave the program", ""),
];

const fn program(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of((Context::Anywhere, "Program"), keys, action, (help, hint))
}

const fn pane(
    keys: &'static [&'static str],
    pane: Pane,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding {
        group: "Views",
        ..program(keys, Action::Open(pane), help, hint)
    }
}
