//! The names under which keys are changed in `config.toml`. They are stable: a file
//! that somebody has written goes on meaning the same.

use super::{AccountsAction, Action, Context};
use crate::app::{BlueprintAction, BudgetAction, Pane};
use crate::layout::Direction;
use crate::palette::ThemeName;

impl Context {
    pub const ALL: [Self; 27] = [
        Self::Map,
        Self::Moving,
        Self::Wire,
        Self::List,
        Self::Places,
        Self::CopyMenu,
        Self::Shown,
        Self::Coverage,
        Self::Regions,
        Self::Jump,
        Self::Facets,
        Self::Presets,
        Self::Blueprints,
        Self::BlueprintQuestion,
        Self::Budget,
        Self::Entry,
        Self::Text,
        Self::CommandLine,
        Self::Anywhere,
        Self::AccountList,
        Self::AccountFilter,
        Self::AccountField,
        Self::AccountStep,
        Self::AccountCheck,
        Self::AccountReader,
        Self::AccountCopyMenu,
        Self::AccountQuestion,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Map => "map",
            Self::Moving => "moving",
            Self::Shown => "shown",
            Self::Wire => "wire",
            Self::List => "list",
            Self::Places => "places",
            Self::CopyMenu => "copy-menu",
            Self::Coverage => "coverage",
            Self::Regions => "regions",
            Self::Jump => "jump",
            Self::Facets => "facets",
            Self::Presets => "presets",
            Self::Blueprints => "blueprints",
            Self::BlueprintQuestion => "blueprint-question",
            Self::Budget => "budget",
            Self::Entry => "budget-line",
            Self::Text => "text",
            Self::CommandLine => "command-line",
            Self::AccountList => "account-list",
            Self::AccountFilter => "account-filter",
            Self::AccountField => "account-field",
            Self::AccountStep => "account-step",
            Self::AccountCheck => "account-check",
            Self::AccountReader => "account-reader",
            Self::AccountCopyMenu => "account-copy-menu",
            Self::AccountQuestion => "account-question",
        }
    }

    /// A line of text is typed there: letters are text.
    pub fn is_typing(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Entry
                | Self::CommandLine
                | Self::AccountFilter
                | Self::AccountField
                | Self::Jump
        )
    }
}

impl Action {
    pub fn name(self) -> &'static str {
        let either = |number: isize, [forth, back]: [&'static str; 2]| {
            if number > 0 { forth } else { back }
        };
        match self {
            Self::Quit => "quit",
            Self::Close => "close",
            Self::Escape => "escape",
            Self::Suspend => "suspend",
            Self::Open(pane) => pane.name(),
            Self::Move(direction) => toward(direction, ["left", "down", "up", "right"]),
            Self::Pan(direction) => {
                toward(direction, ["pan-left", "pan-down", "pan-up", "pan-right"])
            }
            Self::Page(by) => either(by.into(), ["page-down", "page-up"]),
            Self::First => "first",
            Self::Last => "last",
            Self::Enter => "open",
            Self::Parent => "parent",
            Self::Sibling(by) => either(by, ["next-sibling", "previous-sibling"]),
            Self::ToggleFold => "fold",
            Self::Zoom(by) => either(by.into(), ["zoom-in", "zoom-out"]),
            Self::FollowWire => "follow",
            Self::FollowWireBack => "follow-back",
            Self::Wire(by) => either(by.into(), ["next-wire", "previous-wire"]),
            Self::Fork(by) => either(by.into(), ["next-fork", "previous-fork"]),
            Self::GoBack => "back",
            Self::GoForward => "forward",
            Self::CycleWires => "wires",
            Self::ToggleView => "tree",
            Self::ToggleLens => "lens",
            Self::Budget(action) => action.name(),
            Self::TogglePause => "pause",
            Self::RefreshNow => "refresh",
            Self::Compact => "compact",
            Self::TakeInHand => "take-in-hand",
            Self::ForgetMove => "forget-move",
            Self::Show => "show",
            Self::Write => "write",
            Self::ToggleMouse => "mouse",
            Self::Theme(theme) => match theme {
                ThemeName::Dark => "theme-dark",
                ThemeName::Light => "theme-light",
                ThemeName::Mono => "theme-mono",
                ThemeName::HighContrast => "theme-high-contrast",
                ThemeName::ColourBlind => "theme-colour-blind",
            },
            Self::Retry => "retry",
            Self::TogglePick => "pick",
            Self::Submit => "submit",
            Self::Candidate(by) => either(by.into(), ["next-candidate", "previous-candidate"]),
            Self::Take(is_whole) => {
                if is_whole {
                    "take-to-end"
                } else {
                    "take"
                }
            }
            Self::Recall(by) => either(by.into(), ["later-command", "earlier-command"]),
            Self::Found(by) => either(by, ["next-match", "previous-match"]),
            Self::Accounts(action) => action.name(),
            Self::Blueprint(action) => action.name(),
        }
    }
}

impl Pane {
    pub fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Help => "help",
            Self::Legend => "legend",
            Self::Problems => "problems",
            Self::Events => "events",
            Self::Calls => "calls",
            Self::Moves => "moves",
            Self::Shown => "shown",
            Self::Coverage => "coverage",
            Self::Details => "details",
            Self::Budget => "budget",
            Self::Entry => "budget-line",
            Self::Why => "why",
            Self::Regions => "regions",
            Self::CopyMenu => "copy",
            Self::Filter => "filter",
            Self::Facets => "facets",
            Self::Presets => "presets",
            Self::Blueprints => "blueprints",
            Self::BlueprintDiff => "blueprint-diff",
            Self::Command => "command",
            Self::Jump => "jump",
        }
    }
}

impl BlueprintAction {
    pub fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Compare => "compare",
            Self::Versions => "versions",
            Self::Restore => "restore",
            Self::Remove => "remove",
            Self::Agree => "agree",
            Self::Decline => "decline",
        }
    }
}

impl BudgetAction {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cut(1..) => "next-cut",
            Self::Cut(_) => "previous-cut",
            Self::Sort => "sort",
            Self::Filter => "filter",
            Self::Up => "up",
            Self::Span => "period",
            Self::Idle => "idle",
            Self::WhatIf => "what-if",
            Self::Clear => "clear",
            Self::ClearAll => "clear-all",
            Self::Usage => "usage",
            Self::ShowOnMap => "show-on-map",
        }
    }
}

impl AccountsAction {
    pub fn name(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Confirm => "confirm",
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Remove => "remove",
            Self::Test => "test",
            Self::Copy => "copy",
            Self::Write => "write",
            Self::Filter => "filter",
            Self::ShowIssues => "issues",
            Self::Next => "next",
            Self::Previous => "previous",
            Self::NextPage => "page-down",
            Self::PreviousPage => "page-up",
            Self::First => "first",
            Self::Last => "last",
            Self::NextField => "next-field",
            Self::PreviousField => "previous-field",
            Self::NextStep => "next-step",
            Self::PreviousStep => "previous-step",
            Self::Toggle => "toggle",
            Self::Save => "save",
            Self::CheckAgain => "again",
            Self::ProbeWithoutExternalId => "without-external-id",
        }
    }
}

fn toward(direction: Direction, names: [&'static str; 4]) -> &'static str {
    names[match direction {
        Direction::Left => 0,
        Direction::Down => 1,
        Direction::Up => 2,
        Direction::Right => 3,
    }]
}
