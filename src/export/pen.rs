//! What a cell of the map is drawn with, in words that a terminal, a style sheet and a
//! diagram have in common.

use super::View;
use crate::graph::WireKind;
use crate::inventory::Health;
use crate::layout::Ink;
use crate::palette::{Palette, Tint};

/// The colour of something, by what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pen {
    Text,
    /// Titles.
    Strong,
    /// Frames of containers.
    Quiet,
    Health(Health),
    Wire(WireKind),
}

impl Pen {
    /// As the map on the screen has it while nothing is selected.
    pub(super) fn of(view: &View, ink: Ink) -> Self {
        let items = &view.diagram.items;
        match ink {
            Ink::Border(item) => Self::border(items[item].is_open, items[item].health),
            Ink::Label(item) if items[item].is_open => Self::Strong,
            Ink::Blank | Ink::Body(_) | Ink::Label(_) => Self::Text,
            Ink::Mark(item) => Self::Health(items[item].health),
            Ink::Strip(_, health) => Self::Health(health),
            Ink::Wire(wire) | Ink::WireLabel(wire) => Self::Wire(view.diagram.wires[wire].kind),
        }
    }

    /// What is sick shows it by its border; a container shows it by its mark.
    pub(super) fn border(is_open: bool, health: Health) -> Self {
        match (is_open, health.is_problem()) {
            (true, _) => Self::Quiet,
            (false, true) => Self::Health(health),
            (false, false) => Self::Text,
        }
    }

    pub(super) fn tint(self, palette: &Palette) -> Tint {
        match self {
            Self::Text | Self::Strong | Self::Health(Health::Neutral) => palette.text,
            Self::Quiet | Self::Health(Health::Stopped) => palette.quiet,
            Self::Health(Health::Healthy) => palette.healthy,
            Self::Health(Health::Pending) => palette.pending,
            Self::Health(Health::Unknown) => palette.unknown,
            Self::Health(Health::Degraded) => palette.warning,
            Self::Health(Health::Unhealthy) => palette.error,
            Self::Wire(kind) => {
                let place = WireKind::ALL.iter().position(|known| *known == kind);
                place.map_or(palette.text, |place| palette.wires[place])
            }
        }
    }

    pub(super) fn is_bold(self) -> bool {
        match self {
            Self::Strong => true,
            Self::Health(health) => health.is_problem(),
            _ => false,
        }
    }

    /// It is the terminal's own text, which has no colour.
    pub(super) fn is_plain(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Strong | Self::Health(Health::Neutral)
        )
    }
}
