//! What a person asks to be drawn with, on the command line or in the file.

use crate::palette::ThemeName;
use std::fmt;

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColourChoice {
    /// As `NO_COLOR`, `COLORTERM` and `TERM` say.
    #[default]
    Auto,
    /// The same without `NO_COLOR`.
    Always,
    Never,
    Sixteen,
    Indexed,
    TrueColour,
}

impl ColourChoice {
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::Always,
        Self::TrueColour,
        Self::Indexed,
        Self::Sixteen,
        Self::Never,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::TrueColour => "truecolor",
            Self::Indexed => "256",
            Self::Sixteen => "16",
            Self::Never => "never",
        }
    }
}

impl fmt::Display for ColourChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is asked for; what is not, is left to the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    pub colour: Option<ColourChoice>,
    pub theme: Option<ThemeName>,
    pub is_ascii: Option<bool>,
}

impl Wishes {
    /// What these do not ask for, as the others ask for it.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            colour: self.colour.or(others.colour),
            theme: self.theme.or(others.theme),
            is_ascii: self.is_ascii.or(others.is_ascii),
        }
    }
}
