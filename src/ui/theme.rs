//! Colours and signs. Sixteen colours are enough; without colour only bold, dim,
//! underline and reverse are used, so nothing is told by colour alone.

use crate::account::Colour;
use crate::app::{Appearance, ColourDepth, Screen};
use crate::graph::WireKind;
use crate::inventory::Health;
use crate::layout::Glyphs;
use crate::palette::{Named, Palette, Shade, Tint};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// What the screen is drawn with: a theme at the depth that the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub glyphs: Glyphs,
    palette: &'static Palette,
    depth: ColourDepth,
    is_painted: bool,
}

#[expect(
    clippy::unused_self,
    reason = "every style is asked of the theme, also those that are the same in each"
)]
impl Theme {
    pub fn of(screen: &Screen) -> Self {
        Self::new(screen.glyphs, screen.appearance)
    }

    pub(super) fn new(glyphs: Glyphs, appearance: Appearance) -> Self {
        Self {
            glyphs,
            palette: Palette::of(appearance.theme),
            depth: if appearance.has_colour() {
                appearance.depth
            } else {
                ColourDepth::None
            },
            is_painted: appearance.is_painted(),
        }
    }

    fn has_colour(self) -> bool {
        self.depth != ColourDepth::None
    }

    fn coloured(self, tint: Tint) -> Style {
        tint.at(self.depth)
            .map_or(Style::new(), |shade| Style::new().fg(colour(shade)))
    }

    pub fn plain(self) -> Style {
        Style::new()
    }

    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn quiet(self) -> Style {
        if self.has_colour() {
            self.coloured(self.palette.quiet)
        } else {
            Style::new().add_modifier(Modifier::DIM)
        }
    }

    /// What does not match a search.
    pub fn dimmed(self) -> Style {
        match self.depth {
            ColourDepth::None => self.quiet(),
            ColourDepth::Sixteen => self.quiet().add_modifier(Modifier::DIM),
            _ => self.coloured(self.palette.dimmed),
        }
    }

    pub fn accent(self) -> Style {
        self.coloured(self.palette.accent)
            .add_modifier(Modifier::BOLD)
    }

    pub fn error(self) -> Style {
        self.coloured(self.palette.error)
            .add_modifier(Modifier::BOLD)
    }

    /// The part of a text that something is said of.
    pub fn underlined(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    pub fn warning(self) -> Style {
        self.coloured(self.palette.warning)
    }

    /// Over whatever stands there: with colour it replaces the colours of what it
    /// covers, since reversing those would make a patchwork.
    pub fn selected(self) -> Style {
        self.reversed(self.palette.accent)
    }

    /// The letters that lead to a box.
    pub fn jump_label(self) -> Style {
        self.reversed(self.palette.warning)
    }

    fn reversed(self, tint: Tint) -> Style {
        let style = match (tint.at(self.depth), self.palette.reversed.at(self.depth)) {
            (Some(ground), Some(text)) => Style::new().fg(colour(text)).bg(colour(ground)),
            _ => Style::new().add_modifier(Modifier::REVERSED),
        };
        // Where bold means bright, bold black is grey.
        match self.depth {
            ColourDepth::Sixteen => style,
            _ => style.add_modifier(Modifier::BOLD),
        }
    }

    /// What was there and is gone.
    pub fn gone(self) -> Style {
        self.quiet().add_modifier(Modifier::ITALIC)
    }

    /// What is there and was not.
    pub fn new_here(self) -> Style {
        self.coloured(self.palette.healthy)
            .add_modifier(Modifier::BOLD)
    }

    pub fn changed(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    pub fn health(self, health: Health) -> Style {
        let palette = self.palette;
        match health {
            Health::Neutral => self.plain(),
            Health::Healthy => self.coloured(palette.healthy),
            Health::Stopped => self.quiet(),
            Health::Pending => self.coloured(palette.pending),
            Health::Unknown => self.coloured(palette.unknown),
            Health::Degraded => self.warning().add_modifier(Modifier::BOLD),
            Health::Unhealthy => self.error(),
        }
    }

    pub fn wire(self, kind: WireKind) -> Style {
        let [
            traffic,
            route,
            security_group,
            peering,
            replication,
            event,
            reference,
        ] = self.palette.wires;
        self.coloured(match kind {
            WireKind::Traffic => traffic,
            WireKind::Route => route,
            WireKind::SecurityGroup => security_group,
            WireKind::Peering => peering,
            WireKind::Replication => replication,
            WireKind::Event => event,
            WireKind::Reference => reference,
        })
    }

    /// What belongs to an account as a whole: its bar, its frame.
    pub fn account(self, colour: Colour) -> Style {
        self.coloured(self.palette.account(colour))
            .add_modifier(Modifier::BOLD)
    }

    /// Gives a frame the theme's own background, where the terminal's may be another.
    pub fn paint(self, buffer: &mut Buffer) {
        let (ground, text) = (self.palette.ground, self.palette.text);
        let (Some(ground), Some(text)) = (ground.at(self.depth), text.at(self.depth)) else {
            return;
        };
        if !self.is_painted {
            return;
        }
        let (ground, text) = (colour(ground), colour(text));
        for cell in &mut buffer.content {
            if cell.bg == Color::Reset {
                cell.bg = ground;
            }
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
        }
    }

    fn choose(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    pub fn mark(self, health: Health) -> &'static str {
        self.glyphs.mark(health)
    }

    pub fn ellipsis(self) -> &'static str {
        self.choose("…", "..")
    }

    pub fn inside(self) -> &'static str {
        self.choose("›", ">")
    }

    pub fn times(self) -> &'static str {
        self.choose("×", "x")
    }

    pub fn bar(self) -> &'static str {
        self.choose("▌", "|")
    }

    pub fn rule(self) -> &'static str {
        self.choose("─", "-")
    }

    /// How much of the most something is, in five steps from little to much.
    pub fn shade(self, step: usize) -> Style {
        match step {
            0 => self.quiet(),
            1 => self.plain(),
            2 => self.coloured(self.palette.accent),
            3 => self.warning(),
            _ => self.warning().add_modifier(Modifier::BOLD),
        }
    }

    /// The same as a sign.
    pub fn level(self, step: usize) -> &'static str {
        let steps = match self.glyphs {
            Glyphs::Unicode => ["▁", "▂", "▃", "▄", "▅"],
            Glyphs::Ascii => [".", ":", "-", "=", "#"],
        };
        steps[step.min(steps.len() - 1)]
    }

    /// What bars of a share are made of.
    pub fn share_bar(self) -> &'static str {
        self.choose("█", "#")
    }

    pub fn folded(self) -> &'static str {
        self.choose("▸", "+")
    }

    pub fn open(self) -> &'static str {
        self.choose("▾", "-")
    }

    pub fn onward(self) -> &'static str {
        self.choose("→", "->")
    }

    pub fn back(self) -> &'static str {
        self.choose("←", "<-")
    }

    pub fn strip_sample(self) -> &'static str {
        self.choose("●●✗●", "**X*")
    }

    /// Corners and sides of a panel: top left, top right, bottom left, bottom right,
    /// level, upright.
    pub fn border(self) -> [&'static str; 6] {
        match self.glyphs {
            Glyphs::Unicode => ["╭", "╮", "╰", "╯", "─", "│"],
            Glyphs::Ascii => ["+", "+", "+", "+", "-", "|"],
        }
    }

    /// The same side or corner of a border, heavy.
    pub fn heavy(self, symbol: &str) -> Option<&'static str> {
        Some(match symbol {
            "─" => "━",
            "│" => "┃",
            "┌" | "╭" => "┏",
            "┐" | "╮" => "┓",
            "└" | "╰" => "┗",
            "┘" | "╯" => "┛",
            "├" => "┣",
            "┤" => "┫",
            "┬" => "┳",
            "┴" => "┻",
            "┼" => "╋",
            "+" | "-" | "|" if self.glyphs == Glyphs::Ascii => "#",
            _ => return None,
        })
    }
}

fn colour(shade: Shade) -> Color {
    match shade {
        Shade::Indexed(index) => Color::Indexed(index),
        Shade::Exact(red, green, blue) => Color::Rgb(red, green, blue),
        Shade::Named(named) => match named {
            Named::Black => Color::Black,
            Named::Red => Color::Red,
            Named::Green => Color::Green,
            Named::Yellow => Color::Yellow,
            Named::Blue => Color::Blue,
            Named::Magenta => Color::Magenta,
            Named::Cyan => Color::Cyan,
            Named::Gray => Color::Gray,
            Named::DarkGray => Color::DarkGray,
            Named::LightRed => Color::LightRed,
            Named::LightGreen => Color::LightGreen,
            Named::LightYellow => Color::LightYellow,
            Named::LightBlue => Color::LightBlue,
            Named::LightMagenta => Color::LightMagenta,
            Named::LightCyan => Color::LightCyan,
            Named::White => Color::White,
            Named::Reset => Color::Reset,
        },
    }
}
