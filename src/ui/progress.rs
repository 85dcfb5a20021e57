//! How far something is: a bar and its numbers.

use super::theme::Theme;
use crate::layout::Glyphs;

/// `━━━━──────  12/80`, the bar so many columns wide.
pub fn bar((done, all): (usize, usize), wide: usize, theme: Theme) -> String {
    let full = (done * wide).checked_div(all).unwrap_or(0).min(wide);
    let (gone, left) = match theme.glyphs {
        Glyphs::Unicode => ("━", "─"),
        Glyphs::Ascii => ("#", "-"),
    };
    format!(
        "{}{} {done}/{all}",
        gone.repeat(full),
        left.repeat(wide - full)
    )
}
