//! The characters of the map. A glyph says by its shape in which directions it goes
//! on, so that a crossing cannot be taken for a junction: where two nets cross, the one
//! that runs sideways is interrupted.
//!
//! In ASCII a corner or a branch that goes on upward only is `'`, one that goes on
//! downward only is `.`, and one that does both is `+`; a highlighted wire is `#`.
//!
//! | wire | level | upright | heavy | ASCII |
//! |---|---|---|---|---|
//! | traffic | `─` | `│` | `━` `┃` | `-` `\|` |
//! | route | `╌` | `╎` | `╍` `╏` | `_` `!` |
//! | security group | `┄` | `┆` | `┅` `┇` | `~` `:` |
//! | peering | `═` | `║` | `━` `┃` | `=` `"` |
//! | replication | `╶` | `╷` | `╺` `╻` | `*` `]` |
//! | event | `┈` | `┊` | `┉` `┋` | `,` `;` |
//! | reference | `·` | `∶` | `╸` `╹` | `%` `&` |

use super::Direction;
use crate::graph::WireKind;
use crate::inventory::{Health, Presence};

/// The characters in use. All are one cell wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    /// `+-|<>^v`, for terminals and locales without box drawing.
    Ascii,
}

/// Directions in which a cell goes on: sums of these.
pub(super) const UP: u8 = 1;
pub(super) const RIGHT: u8 = 2;
pub(super) const DOWN: u8 = 4;
pub(super) const LEFT: u8 = 8;

const LIGHT: [&str; 16] = [
    " ", "╵", "╶", "╰", "╷", "│", "╭", "├", "╴", "╯", "─", "┴", "╮", "┤", "┬", "┼",
];
const HEAVY: [&str; 16] = [
    " ", "╹", "╺", "┗", "╻", "┃", "┏", "┣", "╸", "┛", "━", "┻", "┓", "┫", "┳", "╋",
];
const DOUBLE: [&str; 16] = [
    " ", "║", "═", "╚", "║", "║", "╔", "╠", "═", "╝", "═", "╩", "╗", "╣", "╦", "╬",
];
const ASCII: [&str; 16] = [
    " ", "'", "-", "'", ".", "|", ".", "+", "-", "'", "-", "'", ".", "+", ".", "+",
];

/// Heavy directions of a light junction: those of the junction, the heavy ones, the glyph.
const MIXED: [(u8, u8, &str); 22] = [
    (UP | RIGHT | DOWN, UP | DOWN, "┠"),
    (UP | RIGHT | DOWN, UP | RIGHT, "┡"),
    (UP | RIGHT | DOWN, RIGHT | DOWN, "┢"),
    (UP | DOWN | LEFT, UP | DOWN, "┨"),
    (UP | DOWN | LEFT, UP | LEFT, "┩"),
    (UP | DOWN | LEFT, DOWN | LEFT, "┪"),
    (RIGHT | DOWN | LEFT, RIGHT | LEFT, "┯"),
    (RIGHT | DOWN | LEFT, RIGHT | DOWN, "┲"),
    (RIGHT | DOWN | LEFT, DOWN | LEFT, "┱"),
    (UP | RIGHT | LEFT, RIGHT | LEFT, "┷"),
    (UP | RIGHT | LEFT, UP | RIGHT, "┺"),
    (UP | RIGHT | LEFT, UP | LEFT, "┹"),
    (UP | RIGHT | DOWN | LEFT, UP | DOWN, "╂"),
    (UP | RIGHT | DOWN | LEFT, RIGHT | LEFT, "┿"),
    (UP | RIGHT | DOWN | LEFT, UP | RIGHT, "╄"),
    (UP | RIGHT | DOWN | LEFT, UP | LEFT, "╃"),
    (UP | RIGHT | DOWN | LEFT, RIGHT | DOWN, "╆"),
    (UP | RIGHT | DOWN | LEFT, DOWN | LEFT, "╅"),
    (UP | RIGHT | DOWN | LEFT, UP | RIGHT | LEFT, "╇"),
    (UP | RIGHT | DOWN | LEFT, RIGHT | DOWN | LEFT, "╈"),
    (UP | RIGHT | DOWN | LEFT, UP | DOWN | LEFT, "╉"),
    (UP | RIGHT | DOWN | LEFT, UP | RIGHT | DOWN, "╊"),
];

impl Glyphs {
    /// The mark of a health; shape differs, so that it can be told without colour.
    pub fn mark(self, health: Health) -> &'static str {
        match (self, health) {
            (_, Health::Neutral) => " ",
            (Self::Unicode, Health::Healthy) => "●",
            (Self::Unicode, Health::Degraded) => "◐",
            (Self::Unicode, Health::Unhealthy) => "✗",
            (Self::Unicode, Health::Pending) => "◌",
            (Self::Unicode, Health::Stopped) => "○",
            (_, Health::Unknown) => "?",
            (Self::Ascii, Health::Healthy) => "*",
            (Self::Ascii, Health::Degraded) => "!",
            (Self::Ascii, Health::Unhealthy) => "X",
            (Self::Ascii, Health::Pending) => "~",
            (Self::Ascii, Health::Stopped) => "o",
        }
    }

    /// The same in a heat strip, where what has no health is counted too.
    pub fn strip_mark(self, health: Health) -> &'static str {
        match (self, health) {
            (Self::Unicode, Health::Neutral) => "·",
            (Self::Ascii, Health::Neutral) => ".",
            _ => self.mark(health),
        }
    }

    /// Before the mark of what is gone or new, compared with a blueprint.
    pub fn presence(self, presence: Presence) -> Option<&'static str> {
        match (self, presence) {
            (_, Presence::Here) => None,
            (_, Presence::New) => Some("+"),
            (Self::Unicode, Presence::Ghost) => Some("⊘"),
            (Self::Ascii, Presence::Ghost) => Some("-"),
        }
    }

    /// Before the label of what can be opened.
    pub(super) fn folded(self) -> &'static str {
        match self {
            Self::Unicode => "▸",
            Self::Ascii => ">",
        }
    }

    pub(super) fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "$",
        }
    }

    pub fn times(self) -> &'static str {
        match self {
            Self::Unicode => "×",
            Self::Ascii => "x",
        }
    }

    pub(super) fn tip(self, points: Direction) -> &'static str {
        match (self, points) {
            (Self::Unicode, Direction::Down) => "▼",
            (Self::Unicode, Direction::Up) => "▲",
            (Self::Unicode, Direction::Left) => "◀",
            (Self::Unicode, Direction::Right) => "▶",
            (Self::Ascii, Direction::Down) => "v",
            (Self::Ascii, Direction::Up) => "^",
            (Self::Ascii, Direction::Left) => "<",
            (Self::Ascii, Direction::Right) => ">",
        }
    }

    /// A cell of a frame; containers have round corners, leaves square ones.
    pub(super) fn frame(self, directions: u8, is_open: bool) -> &'static str {
        let is_corner = !matches!(directions, 5 | 10);
        match (self, directions) {
            (Self::Ascii, _) if is_corner => "+",
            (Self::Ascii, _) => ASCII[usize::from(directions)],
            (Self::Unicode, 3) if !is_open => "└",
            (Self::Unicode, 6) if !is_open => "┌",
            (Self::Unicode, 9) if !is_open => "┘",
            (Self::Unicode, 12) if !is_open => "┐",
            (Self::Unicode, _) => LIGHT[usize::from(directions)],
        }
    }

    /// A wire where it passes the side of a frame, or begins there.
    pub(super) fn side_port(self, kind: WireKind, directions: u8, heavy: u8) -> &'static str {
        match (self, kind, directions & (LEFT | RIGHT)) {
            (Self::Ascii, _, _) => "+",
            (_, _, LEFT) if heavy != 0 => "┥",
            (_, _, RIGHT) if heavy != 0 => "┝",
            (_, _, _) if heavy != 0 => "┿",
            (_, WireKind::Peering, LEFT) => "╡",
            (_, WireKind::Peering, RIGHT) => "╞",
            (_, WireKind::Peering, _) => "╪",
            (_, _, across) => LIGHT[usize::from(across | UP | DOWN)],
        }
    }

    /// A wire where it passes or leaves the top or bottom of a frame.
    pub(super) fn port(self, kind: WireKind, directions: u8, heavy: u8) -> &'static str {
        let across = directions | LEFT | RIGHT;
        match (self, kind, directions & (UP | DOWN)) {
            (Self::Ascii, _, _) => ASCII[usize::from(across)],
            (_, _, UP) if heavy != 0 => "┸",
            (_, _, DOWN) if heavy != 0 => "┰",
            (_, _, _) if heavy != 0 => "╂",
            (_, WireKind::Peering, UP) => "╨",
            (_, WireKind::Peering, DOWN) => "╥",
            (_, WireKind::Peering, _) => "╫",
            _ => LIGHT[usize::from(across)],
        }
    }

    /// A wire in the open: the directions in which it goes on, and those of them that
    /// are highlighted.
    pub(super) fn wire(self, kind: WireKind, directions: u8, heavy: u8) -> &'static str {
        let stroke = match directions {
            PLUMB => 1,
            LEVEL => 0,
            _ => return self.turn(kind, directions, heavy),
        };
        match (self, heavy != 0) {
            (Self::Unicode, false) => light_stroke(kind)[stroke],
            (Self::Unicode, true) => heavy_stroke(kind)[stroke],
            (Self::Ascii, false) => ascii_stroke(kind)[stroke],
            (Self::Ascii, true) => "#",
        }
    }

    /// Where a wire turns, branches or ends.
    fn turn(self, kind: WireKind, directions: u8, heavy: u8) -> &'static str {
        let index = usize::from(directions);
        match (self, kind) {
            (Self::Ascii, _) if heavy != 0 => "#",
            (Self::Ascii, _) => ASCII[index],
            _ if heavy != 0 => mixed(directions, heavy),
            (_, WireKind::Peering) => DOUBLE[index],
            _ => LIGHT[index],
        }
    }

    /// A wire as it runs level, with its head: how a legend shows it.
    pub fn sample(self, kind: WireKind) -> String {
        let head = match self {
            Self::Unicode => "▶",
            Self::Ascii => ">",
        };
        let stroke = self.wire(kind, LEVEL, 0);
        format!("{stroke}{stroke}{stroke}{head}")
    }

    /// Where two wires cross without touching, and where one branches.
    pub fn crossing_and_branch(self) -> [String; 2] {
        let (kind, across) = (WireKind::Traffic, self.wire(WireKind::Traffic, LEVEL, 0));
        let between = |middle: &str| format!("{across}{middle}{across}");
        [
            between(self.wire(kind, PLUMB, 0)),
            between(self.wire(kind, DOWN | RIGHT | LEFT, 0)),
        ]
    }

    /// Before the number of lines that are told at their end: whether one leads on, or
    /// all come from there.
    pub fn stub(self, is_onward: bool) -> &'static str {
        match (self, is_onward) {
            (Self::Unicode, true) => "⇢",
            (Self::Unicode, false) => "⇠",
            (Self::Ascii, true) => ">",
            (Self::Ascii, false) => "<",
        }
    }
}

const PLUMB: u8 = UP | DOWN;
const LEVEL: u8 = LEFT | RIGHT;

/// Level and upright.
fn light_stroke(kind: WireKind) -> [&'static str; 2] {
    match kind {
        WireKind::Traffic => ["─", "│"],
        WireKind::Route => ["╌", "╎"],
        WireKind::SecurityGroup => ["┄", "┆"],
        WireKind::Peering => ["═", "║"],
        WireKind::Replication => ["╶", "╷"],
        WireKind::Event => ["┈", "┊"],
        WireKind::Reference => ["·", "∶"],
    }
}

/// A double line has no heavy form: it is a solid one.
fn heavy_stroke(kind: WireKind) -> [&'static str; 2] {
    match kind {
        WireKind::Traffic | WireKind::Peering => ["━", "┃"],
        WireKind::Route => ["╍", "╏"],
        WireKind::SecurityGroup => ["┅", "┇"],
        WireKind::Replication => ["╺", "╻"],
        WireKind::Event => ["┉", "┋"],
        WireKind::Reference => ["╸", "╹"],
    }
}

fn ascii_stroke(kind: WireKind) -> [&'static str; 2] {
    match kind {
        WireKind::Traffic => ["-", "|"],
        WireKind::Route => ["_", "!"],
        WireKind::SecurityGroup => ["~", ":"],
        WireKind::Peering => ["=", "\""],
        WireKind::Replication => ["*", "]"],
        WireKind::Event => [",", ";"],
        WireKind::Reference => ["%", "&"],
    }
}

fn mixed(directions: u8, heavy: u8) -> &'static str {
    let found = MIXED
        .iter()
        .find(|(all, bold, _)| (*all, *bold) == (directions, heavy));
    found.map_or(HEAVY[usize::from(directions)], |(_, _, glyph)| glyph)
}

#[cfg(test)]
mod tests {
    use super::{Glyphs, LEVEL, PLUMB};
    use crate::graph::WireKind;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_of_wire_has_a_line_of_its_own() {
        for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
            let mut seen = BTreeSet::new();
            for kind in WireKind::ALL {
                for directions in [LEVEL, PLUMB] {
                    let stroke = glyphs.wire(kind, directions, 0);
                    assert!(seen.insert(stroke), "{stroke} twice");
                    let heavy = glyphs.wire(kind, directions, directions);
                    assert_ne!(stroke, heavy, "a heavy line is another");
                    for glyph in [stroke, heavy] {
                        assert_eq!(crate::text::columns(glyph), 1, "{glyph}");
                        assert_eq!(glyph.is_ascii(), glyphs == Glyphs::Ascii, "{glyph}");
                    }
                }
            }
        }
    }
}
