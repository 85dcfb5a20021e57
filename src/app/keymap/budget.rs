//! Keys in the budget.

use super::{Action, Binding, Context};
use crate::app::BudgetAction;

const CUT: &str = "cut by the next thing: vpc, kind, service, region, account, a tag";

pub(super) const BINDINGS: &[Binding] = &[
    Binding {
        action: Action::Enter,
        ..row(
            &["Enter"],
            BudgetAction::Up,
            "what is in it: resources, then their lines",
            "open",
        )
    },
    row(&["Backspace"], BudgetAction::Up, "one page back", ""),
    row(&["Tab", "l", "Right"], BudgetAction::Cut(1), CUT, "cut"),
    row(
        &["Shift-Tab", "h", "Left"],
        BudgetAction::Cut(-1),
        "cut by the thing before",
        "",
    ),
    row(
        &["p"],
        BudgetAction::Span,
        "by the hour, day, week, month, year",
        "period",
    ),
    row(
        &["w"],
        BudgetAction::WhatIf,
        "what if: another type, another number, reserved",
        "what if",
    ),
    row(
        &["i"],
        BudgetAction::Idle,
        "what costs and serves nobody",
        "idle",
    ),
    row(
        &["u"],
        BudgetAction::Usage,
        "say how much a line uses a month",
        "usage",
    ),
    row(
        &["/"],
        BudgetAction::Filter,
        "only the rows with a text in their names",
        "filter",
    ),
    row(
        &["s"],
        BudgetAction::Sort,
        "sort by amount, name, count",
        "sort",
    ),
    row(
        &["x"],
        BudgetAction::Clear,
        "a resource as it really is again",
        "",
    ),
    row(
        &["X"],
        BudgetAction::ClearAll,
        "everything as it really is again",
        "",
    ),
    row(&["o"], BudgetAction::ShowOnMap, "show it on the map", ""),
    typing(&["Enter"], Action::Submit, ("take what is typed", "take")),
    typing(
        &["Tab"],
        Action::Candidate(1),
        ("the first of the types that begin so", "complete"),
    ),
    typing(&["Esc"], Action::Escape, ("forget what is typed", "cancel")),
];

const fn row(
    keys: &'static [&'static str],
    action: BudgetAction,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of(
        (Context::Budget, "Budget"),
        keys,
        Action::Budget(action),
        (help, hint),
    )
}

const fn typing(
    keys: &'static [&'static str],
    action: Action,
    said: (&'static str, &'static str),
) -> Binding {
    Binding::of((Context::Entry, "Budget"), keys, action, said)
}
