//! What the modal needs beyond the theme: tones of its rows, the signs of a row of
//! the list.

use crate::app::accounts::Tone;
use crate::layout::Glyphs;
use crate::ui::theme::Theme;
use ratatui::style::Style;

pub(super) fn tone(theme: Theme, tone: Tone) -> Style {
    match tone {
        Tone::Plain => theme.plain(),
        Tone::Dim => theme.quiet(),
        Tone::Good => theme.health(crate::inventory::Health::Healthy),
        Tone::Warning => theme.warning(),
        Tone::Bad => theme.error(),
    }
}

pub(super) fn pencil(theme: Theme) -> &'static str {
    match theme.glyphs {
        Glyphs::Unicode => "✎",
        Glyphs::Ascii => "e",
    }
}

/// Of an account that is marked.
pub(super) fn tick(theme: Theme) -> &'static str {
    match theme.glyphs {
        Glyphs::Unicode => "✓",
        Glyphs::Ascii => "*",
    }
}

pub(super) fn trash_can(theme: Theme) -> &'static str {
    match theme.glyphs {
        Glyphs::Unicode => "⌫",
        Glyphs::Ascii => "x",
    }
}

/// The program's own words, without the signs that ASCII lacks.
pub(super) fn spelled(theme: Theme, text: &str) -> String {
    match theme.glyphs {
        Glyphs::Unicode => text.to_owned(),
        Glyphs::Ascii => text.replace('…', "...").replace('·', "-"),
    }
}
