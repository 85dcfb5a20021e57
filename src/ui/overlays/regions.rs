//! The picker of regions. Where there are several accounts, the first region of each
//! stands under its name.

use super::{Setting, column, row};
use crate::app::{Picked, RegionRow};
use crate::ui::fit::pad;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

pub fn regions(
    rows: &[RegionRow],
    picked: &BTreeSet<Picked>,
    setting: Setting,
) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let is_single = rows.iter().all(|row| row.account == rows[0].account);
    let names = rows.iter().map(|row| row.account_name.as_str());
    let width = column(names, setting.width / 3);
    let mut before = None;
    let lines = rows.iter().map(|region| {
        let (is_picked, state) = (picked.contains(&region.picked()), &region.state);
        let sign = if is_picked { "[x]" } else { "[ ]" };
        let style = if state.is_enabled {
            theme.plain()
        } else {
            theme.quiet()
        };
        let mut spans = vec![Span::styled(format!(" {sign} {}", state.region), style)];
        if !state.is_enabled {
            spans.push(Span::styled("  not enabled in this account", theme.quiet()));
        }
        if !is_single {
            let is_first = before.replace(region.account) != Some(region.account);
            let name = if is_first { &region.account_name } else { "" };
            let name = pad(&format!(" {name}"), width + 1, theme);
            spans.insert(0, Span::styled(name, theme.strong()));
        }
        row(spans)
    });
    lines.collect()
}
