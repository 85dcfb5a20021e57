//! What was read, where, with what result, and how old it is.

use super::{Setting, column, row};
use crate::app::{Coverage, coarse};
use crate::inventory::SliceId;
use crate::ui::fit::pad;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

pub fn coverage(slices: &BTreeMap<SliceId, Coverage>, setting: Setting) -> Vec<Vec<Line<'static>>> {
    let regions = column(
        slices.keys().map(|id| id.region.as_str()),
        setting.width / 4,
    );
    let names = column(slices.keys().map(|id| id.collector), setting.width / 3);
    let lines = slices.iter().map(|(id, slice)| {
        let name = pad(id.collector, names, setting.theme);
        let mut spans = vec![Span::raw(format!(
            " {}  {name}  ",
            pad(id.region.as_str(), regions, setting.theme)
        ))];
        spans.extend(result(slice, setting));
        row(spans)
    });
    lines.collect()
}

fn result(slice: &Coverage, setting: Setting) -> Vec<Span<'static>> {
    let theme = setting.theme;
    let mut spans = Vec::new();
    match (&slice.failure, &slice.read) {
        (Some(failure), read) => {
            spans.push(Span::styled(failure.error.kind.word(), theme.error()));
            if let Some(read) = read {
                let age = coarse(setting.now.saturating_duration_since(read.at));
                spans.push(Span::styled(
                    format!(", {} from {age} ago", read.count),
                    theme.warning(),
                ));
            }
            if failure.is_remembered {
                spans.push(Span::raw(", not asked again by itself"));
            }
            spans.push(Span::styled(
                format!(": {}", failure.error.summary),
                theme.quiet(),
            ));
        }
        (None, Some(read)) => {
            spans.push(Span::styled(format!("{:>6}", read.count), theme.strong()));
            let age = coarse(setting.now.saturating_duration_since(read.at));
            let is_overdue = slice.overdue_at().is_some_and(|at| at <= setting.now);
            let style = if is_overdue {
                theme.warning()
            } else {
                theme.quiet()
            };
            spans.push(Span::styled(format!("  {age} ago"), style));
            if let Some(issue) = read.issues.first() {
                spans.push(Span::styled(format!("  {issue}"), theme.warning()));
            }
        }
        (None, None) if slice.is_reading => spans.push(Span::styled("reading", theme.quiet())),
        (None, None) => spans.push(Span::styled("not read yet", theme.quiet())),
    }
    spans
}
