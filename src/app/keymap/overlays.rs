//! Keys in the lists and prompts over the map.

use super::{Action, Binding, Context};
use crate::app::{BlueprintAction, Pane};
use crate::layout::Direction;

const STEP: &str = "the row above or below";
const ENDS: &str = "the first or the last row";

pub(super) const BINDINGS: &[Binding] = &[
    listing(&["j", "Down"], Action::Move(Direction::Down), STEP, "move"),
    listing(&["k", "Up"], Action::Move(Direction::Up), STEP, "move"),
    listing(
        &["Ctrl-d", "PgDn", "Space"],
        Action::Page(1),
        "half a page down",
        "",
    ),
    listing(&["Ctrl-u", "PgUp"], Action::Page(-1), "half a page up", ""),
    listing(&["g", "Home"], Action::First, ENDS, ""),
    listing(&["G", "End"], Action::Last, ENDS, ""),
    Binding {
        context: Context::Places,
        ..listing(&["Enter"], Action::Enter, "go there", "go there")
    },
    Binding {
        context: Context::CopyMenu,
        ..listing(&["Enter"], Action::Enter, "copy it", "copy")
    },
    Binding {
        context: Context::CopyMenu,
        ..listing(
            &["s"],
            Action::Show,
            "show it, for the terminal's own selection",
            "show",
        )
    },
    Binding {
        context: Context::CopyMenu,
        ..listing(
            &["w"],
            Action::Write,
            "write it to a new file in the current directory",
            "write",
        )
    },
    Binding {
        context: Context::Shown,
        ..listing(
            &["w"],
            Action::Write,
            "write it to a new file in the current directory",
            "write to a file",
        )
    },
    Binding {
        context: Context::Coverage,
        ..listing(
            &["Enter", "t"],
            Action::Retry,
            "read this again: a cell, on a row's name the row, on a region's the column",
            "read again",
        )
    },
    Binding {
        context: Context::Coverage,
        ..listing(
            &["Space", "o"],
            Action::ToggleFold,
            "open or close a service",
            "open",
        )
    },
    Binding {
        context: Context::Coverage,
        ..listing(
            &["h", "Left"],
            Action::Move(Direction::Left),
            "the region before or after; before the first, the row's name",
            "region",
        )
    },
    Binding {
        context: Context::Coverage,
        ..listing(
            &["l", "Right"],
            Action::Move(Direction::Right),
            "the region before or after; before the first, the row's name",
            "region",
        )
    },
    blueprint(&["Enter"], Action::Enter, "open the blueprint", "open"),
    blueprint(
        &["s"],
        Action::Blueprint(BlueprintAction::Save),
        "save what is on the map",
        "save",
    ),
    blueprint(
        &["c"],
        Action::Blueprint(BlueprintAction::Compare),
        "hold the map against it and list what differs",
        "compare",
    ),
    blueprint(
        &["v"],
        Action::Blueprint(BlueprintAction::Versions),
        "its former saves, or every blueprint again",
        "versions",
    ),
    blueprint(
        &["t"],
        Action::Blueprint(BlueprintAction::Restore),
        "a former save becomes the last one again",
        "",
    ),
    blueprint(
        &["x"],
        Action::Blueprint(BlueprintAction::Remove),
        "remove it with its former saves, after a yes",
        "remove",
    ),
    Binding {
        context: Context::BlueprintQuestion,
        ..blueprint(
            &["y"],
            Action::Blueprint(BlueprintAction::Agree),
            "yes, remove it",
            "yes, remove",
        )
    },
    Binding {
        context: Context::BlueprintQuestion,
        ..blueprint(
            &["n", "Esc", "q"],
            Action::Blueprint(BlueprintAction::Decline),
            "no, keep it",
            "no",
        )
    },
    Binding {
        context: Context::Regions,
        ..listing(
            &["Space", "x"],
            Action::TogglePick,
            "watch this region or not",
            "pick",
        )
    },
    Binding {
        context: Context::Regions,
        ..listing(
            &["Enter"],
            Action::Submit,
            "watch the picked regions",
            "watch",
        )
    },
    Binding {
        context: Context::Presets,
        ..listing(
            &["Space", "x"],
            Action::TogglePick,
            "take a level or a kind in or out; look at what a preset is",
            "pick",
        )
    },
    Binding {
        context: Context::Presets,
        ..listing(
            &["J", "Shift-Down"],
            Action::Sibling(1),
            "group by this further in, or further out",
            "order",
        )
    },
    Binding {
        context: Context::Presets,
        ..listing(
            &["K", "Shift-Up"],
            Action::Sibling(-1),
            "group by this further in, or further out",
            "order",
        )
    },
    Binding {
        context: Context::Presets,
        ..listing(
            &["Enter"],
            Action::Submit,
            "look at the map like this",
            "apply",
        )
    },
    Binding {
        context: Context::Facets,
        ..listing(
            &["Enter"],
            Action::Enter,
            "put the condition into the filter, or take it out",
            "pick",
        )
    },
    Binding {
        context: Context::Facets,
        ..listing(
            &["Space", "o"],
            Action::ToggleFold,
            "list a key's values or not",
            "open",
        )
    },
    listing(
        &["/"],
        Action::Open(Pane::Filter),
        "keep only the rows that match; Esc shows all again",
        "filter",
    ),
    typing(&["Enter"], Action::Submit, "keep only what matches", "keep"),
    typing(
        &["Tab"],
        Action::Candidate(1),
        "complete a key or a value: the next candidate, or the one before",
        "complete",
    ),
    typing(
        &["Shift-Tab"],
        Action::Candidate(-1),
        "complete a key or a value: the next candidate, or the one before",
        "complete",
    ),
    typing(
        &["Right", "Ctrl-f"],
        Action::Take(false),
        "take the candidate; else the caret goes right",
        "",
    ),
    typing(
        &["End", "Ctrl-e"],
        Action::Take(true),
        "take the candidate; else the caret goes to the end",
        "",
    ),
    typing(
        &["Up"],
        Action::Recall(-1),
        "an earlier filter, or a later one; among candidates one of those",
        "",
    ),
    typing(
        &["Down"],
        Action::Recall(1),
        "an earlier filter, or a later one; among candidates one of those",
        "",
    ),
    typing(
        &["Ctrl-n"],
        Action::Found(1),
        "the next box that matches, or the one before",
        "",
    ),
    typing(
        &["Ctrl-p"],
        Action::Found(-1),
        "the next box that matches, or the one before",
        "",
    ),
    typing(
        &["Esc"],
        Action::Escape,
        "back to what was typed, then away",
        "cancel",
    ),
    line(&["Enter"], Action::Submit, "run the command", "run"),
    line(
        &["Tab"],
        Action::Candidate(1),
        "the next candidate, or the one before",
        "candidates",
    ),
    line(
        &["Shift-Tab"],
        Action::Candidate(-1),
        "the next candidate, or the one before",
        "candidates",
    ),
    line(
        &["Right", "Ctrl-f"],
        Action::Take(false),
        "take the candidate; else the caret goes right",
        "take",
    ),
    line(
        &["End", "Ctrl-e"],
        Action::Take(true),
        "take the candidate; else the caret goes to the end",
        "",
    ),
    line(
        &["Up", "Ctrl-p"],
        Action::Recall(-1),
        "an earlier command that begins as what is typed, or a later one",
        "earlier",
    ),
    line(
        &["Down", "Ctrl-n"],
        Action::Recall(1),
        "an earlier command that begins as what is typed, or a later one",
        "earlier",
    ),
    line(
        &["Esc"],
        Action::Escape,
        "back to what was typed, then away",
        "cancel",
    ),
];

const fn typing(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding {
        group: "Filter",
        ..Binding::of((Context::Text, "Lists"), keys, action, (help, hint))
    }
}

const fn line(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding {
        group: "Command line",
        ..Binding::of((Context::CommandLine, "Lists"), keys, action, (help, hint))
    }
}

const fn blueprint(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding {
        group: "Blueprints",
        ..Binding::of((Context::Blueprints, "Lists"), keys, action, (help, hint))
    }
}

const fn listing(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of((Context::List, "Lists"), keys, action, (help, hint))
}
