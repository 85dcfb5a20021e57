//! The modal's styles and marks. Every difference that carries meaning has a glyph
//! or an attribute beside its colour.

use crate::app::Screen;
use crate::app::accounts::Tone;
use crate::layout::Glyphs;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) glyphs: Glyphs,
    has_colour: bool,
}

impl Look {
    pub(super) fn of(screen: &Screen) -> Self {
        Self {
            glyphs: screen.glyphs,
            has_colour: screen.has_colour,
        }
    }

    fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    pub(super) fn border(self) -> border::Set<'static> {
        match self.glyphs {
            Glyphs::Unicode => border::ROUNDED,
            Glyphs::Ascii => ASCII_BORDER,
        }
    }

    pub(super) fn pencil(self) -> &'static str {
        self.pick("✎", "e")
    }

    pub(super) fn trash_can(self) -> &'static str {
        self.pick("␡", "x")
    }

    pub(super) fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    pub(super) fn rule(self) -> &'static str {
        self.pick("─", "-")
    }

    /// Text of the program's own, without what ASCII lacks.
    pub(super) fn text(self, text: &str) -> String {
        match self.glyphs {
            Glyphs::Unicode => text.to_owned(),
            Glyphs::Ascii => text.replace('…', "...").replace('·', "-"),
        }
    }

    pub(super) fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Dim => self.dim(),
            Tone::Good => self.colour(Color::Green),
            Tone::Warning => self.colour(Color::Yellow),
            Tone::Bad => self.colour(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// A coloured dim is hard to read on many terminals; without colour it is the only help.
    pub(super) fn dim(self) -> Style {
        if self.has_colour {
            Style::new().fg(Color::Gray)
        } else {
            Style::new()
        }
    }

    pub(super) fn accent(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    pub(super) fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    fn colour(self, colour: Color) -> Style {
        if self.has_colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }
}
