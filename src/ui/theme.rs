//! Colours and signs. Sixteen colours are enough; without colour only bold, dim,
//! underline and reverse are used, so nothing is told by colour alone.

use crate::graph::WireKind;
use crate::inventory::Health;
use crate::layout::Glyphs;
use ratatui::style::{Color, Modifier, Style};

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub glyphs: Glyphs,
    pub has_colour: bool,
}

#[expect(
    clippy::unused_self,
    reason = "every style is asked of the theme, also those that are the same in each"
)]
impl Theme {
    fn coloured(self, colour: Color) -> Style {
        if self.has_colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }

    pub fn plain(self) -> Style {
        Style::new()
    }

    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn quiet(self) -> Style {
        if self.has_colour {
            Style::new().fg(Color::DarkGray)
        } else {
            Style::new().add_modifier(Modifier::DIM)
        }
    }

    /// What does not match a search.
    pub fn dimmed(self) -> Style {
        self.quiet().add_modifier(Modifier::DIM)
    }

    pub fn accent(self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    pub fn error(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    pub fn warning(self) -> Style {
        self.coloured(Color::Yellow)
    }

    /// Over whatever stands there: with colour it replaces the colours of what it
    /// covers, since reversing those would make a patchwork.
    pub fn selected(self) -> Style {
        if self.has_colour {
            Style::new()
                .fg(Color::Black)
                .bg(Color::Cyan)
                .add_modifier(Modifier::BOLD)
        } else {
            Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
        }
    }

    pub fn changed(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    pub fn health(self, health: Health) -> Style {
        match health {
            Health::Neutral => self.plain(),
            Health::Healthy => self.coloured(Color::Green),
            Health::Stopped => self.quiet(),
            Health::Pending => self.coloured(Color::Cyan),
            Health::Unknown => self.coloured(Color::Magenta),
            Health::Degraded => self.coloured(Color::Yellow).add_modifier(Modifier::BOLD),
            Health::Unhealthy => self.error(),
        }
    }

    pub fn wire(self, kind: WireKind) -> Style {
        match kind {
            WireKind::Traffic => self.coloured(Color::LightBlue),
            WireKind::Route => self.coloured(Color::DarkGray),
            WireKind::SecurityGroup => self.coloured(Color::Yellow),
            WireKind::Peering => self.coloured(Color::Magenta),
            WireKind::Replication => self.coloured(Color::Green),
            WireKind::Event => self.coloured(Color::Cyan),
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
