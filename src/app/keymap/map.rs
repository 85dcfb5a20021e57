//! Keys on the map and on the tree.

use super::{Action, Binding, Context};
use crate::app::Pane;
use crate::layout::Direction;

const MOVE: &str = "select the nearest box in that direction";
const ZOOM: &str = "zoom: cards, a VPC's table, boxes, one resource";
const SLOT: &str = "to the next place in that direction";
const STEP: &str = "move it";
const PAN: &str = "move the window half a page";

pub(super) const BINDINGS: &[Binding] = &[
    moving(&["h", "Left"], Action::Move(Direction::Left), MOVE, "move"),
    moving(&["j", "Down"], Action::Move(Direction::Down), MOVE, "move"),
    moving(&["k", "Up"], Action::Move(Direction::Up), MOVE, "move"),
    moving(
        &["l", "Right"],
        Action::Move(Direction::Right),
        MOVE,
        "move",
    ),
    moving(
        &["Enter"],
        Action::Enter,
        "open what is folded, in place; describe a resource",
        "open",
    ),
    moving(&["+", "="], Action::Zoom(1), ZOOM, "zoom"),
    moving(&["-"], Action::Zoom(-1), ZOOM, "zoom"),
    moving(&["Tab"], Action::FollowWire, "follow a wire onward", "wire"),
    moving(
        &["Shift-Tab"],
        Action::FollowWireBack,
        "follow a wire back",
        "",
    ),
    moving(
        &["n"],
        Action::Fork(1),
        "the next wire from the same box",
        "",
    ),
    moving(
        &["N"],
        Action::Fork(-1),
        "the wire before, from the same box",
        "",
    ),
    moving(
        &["w"],
        Action::Wire(1),
        "select the next wire of the box",
        "",
    ),
    moving(&["W"], Action::Wire(-1), "select the wire before it", ""),
    Binding {
        context: Context::Wire,
        ..moving(
            &["Enter"],
            Action::Open(Pane::Why),
            "say why the selected wire is there",
            "why",
        )
    },
    Binding {
        context: Context::Wire,
        ..moving(&["Esc"], Action::Escape, "let the wire go", "let go")
    },
    moving(&["["], Action::GoBack, "back in the history", ""),
    moving(&["]"], Action::GoForward, "forward in the history", ""),
    moving(
        &["u"],
        Action::Parent,
        "select the container round the selection",
        "",
    ),
    moving(
        &["J"],
        Action::Sibling(1),
        "the next box in the same container",
        "",
    ),
    moving(
        &["K"],
        Action::Sibling(-1),
        "the box before, in the same container",
        "",
    ),
    moving(
        &["f"],
        Action::Open(Pane::Jump),
        "letters on every box: type them to go there",
        "jump",
    ),
    moving(&["g", "Home"], Action::First, "the first box", ""),
    moving(&["G", "End"], Action::Last, "the last box", ""),
    moving(&["Ctrl-d", "PgDn"], Action::Page(1), "half a page down", ""),
    moving(&["Ctrl-u", "PgUp"], Action::Page(-1), "half a page up", ""),
    moving(&["Shift-Left"], Action::Pan(Direction::Left), PAN, ""),
    moving(&["Shift-Down"], Action::Pan(Direction::Down), PAN, ""),
    moving(&["Shift-Up"], Action::Pan(Direction::Up), PAN, ""),
    moving(&["Shift-Right"], Action::Pan(Direction::Right), PAN, ""),
    seeing(
        &["/"],
        Action::Open(Pane::Filter),
        "filter by words, type=, state=, tags",
        "filter",
    ),
    seeing(
        &["z", "Space"],
        Action::ToggleFold,
        "fold or unfold the selection",
        "",
    ),
    seeing(
        &["e"],
        Action::CycleWires,
        "which kinds of wires are drawn",
        "",
    ),
    seeing(
        &["$"],
        Action::ToggleLens,
        "what each box costs a month, or not",
        "",
    ),
    seeing(
        &["v"],
        Action::Open(Pane::Presets),
        "presets: what the map is grouped by, which kinds it leaves out",
        "",
    ),
    seeing(&["t"], Action::ToggleView, "the map or the tree", ""),
    seeing(
        &["Ctrl-l"],
        Action::Compact,
        "lay the map out anew, without gaps",
        "",
    ),
    seeing(
        &["M"],
        Action::TakeInHand,
        "move the selected box by hand; arrows move it then",
        "",
    ),
    handing(&["h", "Left"], Action::Move(Direction::Left), SLOT, STEP),
    handing(&["j", "Down"], Action::Move(Direction::Down), SLOT, STEP),
    handing(&["k", "Up"], Action::Move(Direction::Up), SLOT, STEP),
    handing(&["l", "Right"], Action::Move(Direction::Right), SLOT, STEP),
    handing(
        &["Enter", "M"],
        Action::Enter,
        "keep it there, whatever is read",
        "keep",
    ),
    handing(&["Esc"], Action::Escape, "put it back", "put back"),
    handing(
        &["Backspace"],
        Action::ForgetMove,
        "leave its place to the map again",
        "forget",
    ),
    lettered(
        &["a-z"],
        Action::Enter,
        "select the box with those letters",
        "select the box with those letters",
    ),
    lettered(
        &["Esc"],
        Action::Escape,
        "stay; so does any other key",
        "stay",
    ),
];

const fn moving(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of((Context::Map, "Moving"), keys, action, (help, hint))
}

const fn handing(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of(
        (Context::Moving, "Moving a box"),
        keys,
        action,
        (help, hint),
    )
}

const fn lettered(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding::of(
        (Context::Jump, "Letters on the boxes"),
        keys,
        action,
        (help, hint),
    )
}

const fn seeing(
    keys: &'static [&'static str],
    action: Action,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding {
        group: "What is drawn",
        ..moving(keys, action, help, hint)
    }
}
