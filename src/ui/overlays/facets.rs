//! What there is to filter by, with counts.

use super::{Setting, column, row};
use crate::app::FacetRow;
use crate::ui::fit::{fit, pad};
use ratatui::text::{Line, Span};

pub fn facets(rows: &[FacetRow], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let names = rows.iter().map(|row| match row {
        FacetRow::Saved { name, .. } => name.as_str(),
        FacetRow::Value { value, .. } => value,
        FacetRow::Heading(_) | FacetRow::Key { .. } => "",
    });
    let width = column(names, setting.width / 2);
    rows.iter().map(|row| line(row, width, setting)).collect()
}

fn line(facet: &FacetRow, width: usize, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let sign = |is_on: bool| if is_on { "[x]" } else { "[ ]" };
    row(match facet {
        FacetRow::Heading(heading) => Line::styled(format!(" {heading}"), theme.strong()),
        FacetRow::Key {
            key,
            is_tag,
            values,
            is_open,
        } => {
            let mark = if *is_open {
                theme.open()
            } else {
                theme.folded()
            };
            let tag = if *is_tag { "tag " } else { "" };
            let plural = if *values == 1 { "" } else { "s" };
            Line::from(vec![
                Span::styled(format!(" {mark} {tag}"), theme.quiet()),
                Span::styled(key.clone(), theme.strong()),
                Span::styled(format!("  {values} value{plural}"), theme.quiet()),
            ])
        }
        FacetRow::Saved {
            name,
            text,
            count,
            is_on,
        } => {
            let room = setting.width.saturating_sub(width + 18);
            Line::from(vec![
                Span::raw(format!("   {} @{}", sign(*is_on), pad(name, width, theme))),
                Span::styled(format!(" {count:>6}  "), theme.accent()),
                Span::styled(fit(text, room, theme), theme.quiet()),
            ])
        }
        FacetRow::Value {
            value,
            count,
            is_on,
            ..
        } => Line::from(vec![
            Span::raw(format!(
                "   {} {}",
                sign(*is_on),
                pad(value, width + 1, theme)
            )),
            Span::styled(format!(" {count:>6}"), theme.accent()),
        ]),
    })
}
