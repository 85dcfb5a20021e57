//! The colours of each theme, each at three depths. It must not know what they are
//! used for on the map, nor whether they end on a screen or in a file.
//!
//! The colour-blind theme has those of Okabe and Ito, "Color Universal Design" (2008),
//! <https://jfly.uni-koeln.de/color/>; at 256 colours their nearest neighbours.

#[cfg(test)]
mod tests;

use crate::account::Colour;
use std::fmt;

/// A theme by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    #[default]
    Dark,
    Light,
    /// No colour at all: bold, underline and reverse.
    Mono,
    HighContrast,
    ColourBlind,
}

impl ThemeName {
    pub const ALL: [Self; 5] = [
        Self::Dark,
        Self::Light,
        Self::Mono,
        Self::HighContrast,
        Self::ColourBlind,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::HighContrast => "high-contrast",
            Self::ColourBlind => "colour-blind",
        }
    }

    /// What its colours are seen against.
    pub fn ground(self) -> Ground {
        match self {
            Self::Light => Ground::Light,
            _ => Ground::Dark,
        }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ColourDepth {
    #[default]
    None,
    /// The terminal's own palette.
    Sixteen,
    /// The 256 of xterm, of which all but the first sixteen are the same everywhere.
    Indexed,
    TrueColour,
}

impl fmt::Display for ColourDepth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no colours",
            Self::Sixteen => "16 colours",
            Self::Indexed => "256 colours",
            Self::TrueColour => "truecolor",
        })
    }
}

/// A terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

/// The terminal's own palette, in the order of its codes; `Reset` is its plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    Gray,
    DarkGray,
    LightRed,
    LightGreen,
    LightYellow,
    LightBlue,
    LightMagenta,
    LightCyan,
    White,
    Reset,
}

/// A colour as a terminal of some depth is told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    Named(Named),
    /// Of xterm's 256.
    Indexed(u8),
    Exact(u8, u8, u8),
}

/// One colour at the depths that a terminal may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tint {
    pub exact: (u8, u8, u8),
    /// Of xterm's 256, one of those that are the same on every terminal.
    pub indexed: u8,
    /// Of the terminal's own palette.
    pub named: Named,
}

const fn tint(exact: u32, indexed: u8, named: Named) -> Tint {
    let [_, red, green, blue] = exact.to_be_bytes();
    Tint {
        exact: (red, green, blue),
        indexed,
        named,
    }
}

impl Tint {
    /// Without colours there is none.
    pub fn at(self, depth: ColourDepth) -> Option<Shade> {
        match depth {
            ColourDepth::None => None,
            ColourDepth::Sixteen => Some(Shade::Named(self.named)),
            ColourDepth::Indexed => Some(Shade::Indexed(self.indexed)),
            ColourDepth::TrueColour => {
                let (red, green, blue) = self.exact;
                Some(Shade::Exact(red, green, blue))
            }
        }
    }

    /// As style sheets write it: `#57c26e`.
    pub fn hex(self) -> String {
        let (red, green, blue) = self.exact;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The colours of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    pub ground: Tint,
    pub text: Tint,
    /// Frames of containers, what explains.
    pub quiet: Tint,
    /// What steps back while something is searched.
    pub dimmed: Tint,
    pub accent: Tint,
    pub healthy: Tint,
    pub pending: Tint,
    pub unknown: Tint,
    pub warning: Tint,
    pub error: Tint,
    /// Text on the accent and on the warning.
    pub reversed: Tint,
    /// By kind: traffic, routes, permitted, peering, replication, events,
    /// references.
    pub wires: [Tint; 7],
    /// The colours that an account can have, in the order of [`Colour::NAMED`].
    pub accounts: [Tint; 8],
}

impl Palette {
    pub fn of(theme: ThemeName) -> &'static Self {
        match theme {
            ThemeName::Dark | ThemeName::Mono => &DARK,
            ThemeName::Light => &LIGHT,
            ThemeName::HighContrast => &HIGH_CONTRAST,
            ThemeName::ColourBlind => &COLOUR_BLIND,
        }
    }

    /// How an account's colour looks: with few colours, the one that comes nearest.
    pub fn account(&self, colour: Colour) -> Tint {
        let place = Colour::NAMED.iter().position(|(_, named)| *named == colour);
        match (place, colour) {
            (Some(place), _) => self.accounts[place],
            (None, Colour::Exact(red, green, blue)) => {
                let exact = (red, green, blue);
                let near = self.accounts.into_iter();
                let nearest = near.min_by_key(|tint| distance(tint.exact, exact));
                Tint {
                    exact,
                    indexed: in_cube(exact),
                    named: nearest.map_or(Named::Reset, |tint| tint.named),
                }
            }
            (None, _) => self.text,
        }
    }
}

fn distance(one: (u8, u8, u8), other: (u8, u8, u8)) -> u32 {
    let square = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    square(one.0, other.0) + square(one.1, other.1) + square(one.2, other.2)
}

/// The levels of each of the three colours in xterm's cube of 6×6×6.
pub const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn in_cube((red, green, blue): (u8, u8, u8)) -> u8 {
    let level = |value: u8| {
        let levels = (0u8..).zip(LEVELS);
        let nearest = levels.min_by_key(|(_, level)| value.abs_diff(*level));
        nearest.map_or(0, |(place, _)| place)
    };
    16 + 36 * level(red) + 6 * level(green) + level(blue)
}

const DARK: Palette = Palette {
    ground: tint(0x1a_1c20, 234, Named::Black),
    text: tint(0xd7_dae0, 253, Named::White),
    quiet: tint(0x8b_949e, 245, Named::DarkGray),
    dimmed: tint(0x6e_7681, 242, Named::DarkGray),
    accent: tint(0x5c_cfe0, 80, Named::Cyan),
    healthy: tint(0x57_c26e, 77, Named::Green),
    pending: tint(0x79_c0ff, 117, Named::Cyan),
    unknown: tint(0xd2_a8ff, 183, Named::Magenta),
    warning: tint(0xe3_b341, 178, Named::Yellow),
    error: tint(0xff_6b6b, 203, Named::Red),
    reversed: tint(0x10_141a, 233, Named::Black),
    wires: [
        tint(0x6c_b6ff, 75, Named::LightBlue),
        tint(0x7d_8590, 243, Named::DarkGray),
        tint(0xd2_9922, 172, Named::Yellow),
        tint(0xc8_8ff5, 177, Named::Magenta),
        tint(0x4f_bfa8, 73, Named::Cyan),
        tint(0xf2_8d5c, 209, Named::LightRed),
        tint(0x9a_b87a, 107, Named::Green),
    ],
    accounts: [
        tint(0xff_5555, 203, Named::Red),
        tint(0xff_9e4a, 208, Named::LightRed),
        tint(0xe8_c547, 221, Named::Yellow),
        tint(0x57_c26e, 77, Named::Green),
        tint(0x4f_c7c7, 80, Named::Cyan),
        tint(0x6c_a8ff, 75, Named::LightBlue),
        tint(0xc8_8ff5, 177, Named::Magenta),
        tint(0x9d_a5b0, 247, Named::Gray),
    ],
};

const LIGHT: Palette = Palette {
    ground: tint(0xfa_fafa, 231, Named::White),
    text: tint(0x1f_2328, 235, Named::Black),
    quiet: tint(0x59_636e, 241, Named::DarkGray),
    dimmed: tint(0x7d_8590, 244, Named::DarkGray),
    accent: tint(0x00_5f87, 24, Named::Blue),
    // The palette's own green and yellow can hardly be seen on white.
    healthy: tint(0x1a_7037, 22, Named::Reset),
    pending: tint(0x08_5fb8, 25, Named::Blue),
    unknown: tint(0x76_39b8, 91, Named::Blue),
    warning: tint(0x8a_5300, 94, Named::Magenta),
    error: tint(0xb8_1420, 124, Named::Red),
    reversed: tint(0xff_ffff, 231, Named::White),
    wires: [
        tint(0x08_5fb8, 25, Named::Blue),
        tint(0x6b_7480, 243, Named::DarkGray),
        tint(0x9a_6200, 130, Named::Magenta),
        tint(0x8a_45c8, 97, Named::Magenta),
        tint(0x0b_7468, 29, Named::Blue),
        tint(0xb8_4a14, 166, Named::Red),
        tint(0x4d_7a1f, 64, Named::DarkGray),
    ],
    accounts: [
        tint(0xc8_1420, 160, Named::Red),
        tint(0xb8_5000, 166, Named::Red),
        tint(0x8a_6a00, 94, Named::Magenta),
        tint(0x1a_7037, 28, Named::Black),
        tint(0x0b_7480, 30, Named::Blue),
        tint(0x0a_5fc8, 26, Named::Blue),
        tint(0x8a_45c8, 97, Named::Magenta),
        tint(0x6b_7480, 243, Named::DarkGray),
    ],
};

const HIGH_CONTRAST: Palette = Palette {
    ground: tint(0x00_0000, 16, Named::Black),
    text: tint(0xff_ffff, 231, Named::White),
    quiet: tint(0xc6_c6c6, 251, Named::Gray),
    dimmed: tint(0x9e_9e9e, 247, Named::Gray),
    accent: tint(0xff_ff00, 226, Named::LightYellow),
    healthy: tint(0x5f_ff5f, 83, Named::LightGreen),
    pending: tint(0x5f_ffff, 87, Named::LightCyan),
    unknown: tint(0xff_afff, 219, Named::LightMagenta),
    warning: tint(0xff_d700, 220, Named::LightYellow),
    error: tint(0xff_8787, 210, Named::LightRed),
    reversed: tint(0x00_0000, 16, Named::Black),
    wires: [
        tint(0x87_d7ff, 117, Named::LightCyan),
        tint(0xc6_c6c6, 251, Named::Gray),
        tint(0xff_d700, 220, Named::LightYellow),
        tint(0xff_afff, 219, Named::LightMagenta),
        tint(0x87_ffd7, 122, Named::LightGreen),
        tint(0xff_af87, 216, Named::LightRed),
        tint(0xd7_ff87, 192, Named::White),
    ],
    accounts: [
        tint(0xff_7070, 210, Named::LightRed),
        tint(0xff_af5f, 215, Named::LightYellow),
        tint(0xff_ff5f, 227, Named::LightYellow),
        tint(0x5f_ff5f, 83, Named::LightGreen),
        tint(0x5f_ffff, 87, Named::LightCyan),
        tint(0x87_d7ff, 117, Named::LightCyan),
        tint(0xff_afff, 219, Named::LightMagenta),
        tint(0xc6_c6c6, 251, Named::Gray),
    ],
};

const COLOUR_BLIND: Palette = Palette {
    ground: tint(0x12_1212, 233, Named::Black),
    text: tint(0xe4_e4e4, 254, Named::White),
    quiet: tint(0x94_9494, 246, Named::DarkGray),
    dimmed: tint(0x6c_6c6c, 242, Named::DarkGray),
    accent: tint(0x56_b4e9, 74, Named::LightCyan),
    healthy: tint(0x00_9e73, 35, Named::LightBlue),
    pending: tint(0x56_b4e9, 74, Named::Cyan),
    unknown: tint(0xcc_79a7, 175, Named::Magenta),
    warning: tint(0xf0_e442, 227, Named::LightYellow),
    error: tint(0xd5_5e00, 166, Named::LightRed),
    reversed: tint(0x00_0000, 16, Named::Black),
    wires: [
        tint(0x56_b4e9, 74, Named::LightCyan),
        tint(0x8a_8a8a, 245, Named::DarkGray),
        tint(0xe6_9f00, 178, Named::Yellow),
        tint(0xcc_79a7, 175, Named::Magenta),
        tint(0x00_9e73, 36, Named::LightBlue),
        tint(0xf0_e442, 227, Named::LightYellow),
        tint(0xbc_bcbc, 250, Named::Gray),
    ],
    accounts: [
        tint(0xd5_5e00, 166, Named::LightRed),
        tint(0xe6_9f00, 178, Named::Yellow),
        tint(0xf0_e442, 227, Named::LightYellow),
        tint(0x00_9e73, 36, Named::LightBlue),
        tint(0x56_b4e9, 74, Named::LightCyan),
        tint(0x00_72b2, 32, Named::LightBlue),
        tint(0xcc_79a7, 175, Named::Magenta),
        tint(0x94_9494, 246, Named::Gray),
    ],
};
