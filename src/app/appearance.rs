//! What the screen is drawn with: the theme that was asked for, and what the terminal
//! can show of it. How a theme looks is the view's matter.

use super::Model;
use crate::palette::{ColourDepth, Ground, ThemeName};
use std::time::Instant;

/// The theme in force, and what it is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appearance {
    pub theme: ThemeName,
    pub depth: ColourDepth,
    /// The person named the theme; it was not found out.
    pub is_chosen: bool,
    /// The terminal's background, where it is told.
    pub ground: Option<Ground>,
}

impl Appearance {
    /// The theme that fits the terminal, or the one that was asked for.
    pub fn of(asked: Option<ThemeName>, depth: ColourDepth, ground: Option<Ground>) -> Self {
        let fitting = match ground {
            Some(Ground::Light) => ThemeName::Light,
            _ => ThemeName::Dark,
        };
        Self {
            theme: asked.unwrap_or(fitting),
            depth,
            is_chosen: asked.is_some(),
            ground,
        }
    }

    pub fn has_colour(self) -> bool {
        self.depth != ColourDepth::None && self.theme != ThemeName::Mono
    }

    /// Whether the theme brings its own background: it was asked for, and the terminal
    /// is not known to have the like. The highest contrast leaves nothing to chance.
    pub fn is_painted(self) -> bool {
        let fits = self.ground == Some(self.theme.ground());
        self.has_colour() && self.is_chosen && (!fits || self.theme == ThemeName::HighContrast)
    }
}

/// Changes the theme at once.
pub(super) fn choose(model: &mut Model, theme: ThemeName, now: Instant) {
    let appearance = &mut model.screen.appearance;
    (appearance.theme, appearance.is_chosen) = (theme, true);
    let without = appearance.depth == ColourDepth::None && theme != ThemeName::Mono;
    let aside = if without {
        ", without colours: NO_COLOR, TERM or --color rules them out"
    } else {
        ""
    };
    model.notify(format!("theme {theme}{aside}"), now);
}

#[cfg(test)]
mod tests {
    use super::{Appearance, ColourDepth, Ground, ThemeName};

    #[test]
    fn a_background_is_painted_where_the_terminal_may_have_another() {
        use ThemeName::{Dark, HighContrast, Light, Mono};
        for (asked, ground, expected) in [
            (None, None, (Dark, false)),
            (None, Some(Ground::Light), (Light, false)),
            (None, Some(Ground::Dark), (Dark, false)),
            (Some(Light), None, (Light, true)),
            (Some(Light), Some(Ground::Light), (Light, false)),
            (Some(Light), Some(Ground::Dark), (Light, true)),
            (Some(Dark), Some(Ground::Light), (Dark, true)),
            (Some(HighContrast), Some(Ground::Dark), (HighContrast, true)),
            (Some(Mono), Some(Ground::Light), (Mono, false)),
        ] {
            let seen = Appearance::of(asked, ColourDepth::Indexed, ground);
            assert_eq!((seen.theme, seen.is_painted()), expected, "{seen:?}");
            let mono = Appearance::of(asked, ColourDepth::None, ground);
            assert!(!mono.is_painted(), "{mono:?}");
        }
    }
}
