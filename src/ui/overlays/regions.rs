//! The picker of regions.

use super::{Setting, row};
use crate::account::Region;
use crate::provider::RegionState;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

pub fn regions(
    states: &[RegionState],
    picked: &BTreeSet<Region>,
    setting: Setting,
) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let lines = states.iter().map(|state| {
        let sign = if picked.contains(&state.region) {
            "[x]"
        } else {
            "[ ]"
        };
        let style = if state.is_enabled {
            theme.plain()
        } else {
            theme.quiet()
        };
        let mut spans = vec![Span::styled(format!(" {sign} {}", state.region), style)];
        if !state.is_enabled {
            spans.push(Span::styled("  not enabled in this account", theme.quiet()));
        }
        row(spans)
    });
    lines.collect()
}
