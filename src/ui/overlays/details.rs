//! Everything known of one resource. Values are wrapped, never cut.

use super::{Setting, cost, row};
use crate::app::{DetailRow, Way};
use crate::ui::fit::{line_width, pad, width, wrap};
use crate::ui::money::Tag;
use ratatui::text::{Line, Span};

/// Columns of the names of fields.
const NAMES: usize = 20;

/// The row under the cursor says all of it.
pub fn details(
    rows: &[DetailRow],
    cursor: usize,
    (setting, tag): (Setting, &Tag),
) -> Vec<Vec<Line<'static>>> {
    let rows = rows.iter().enumerate();
    rows.map(|(index, row)| match row {
        DetailRow::Cost { is_own, amount } => cost::heading((*is_own, amount), (setting, tag)),
        DetailRow::CostLine(line) => cost::line(line, (setting, tag)),
        row => lines(row, index == cursor, setting),
    })
    .collect()
}

fn lines(detail: &DetailRow, is_whole: bool, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    match detail {
        DetailRow::Heading(title) => {
            let rule = theme
                .rule()
                .repeat(setting.width.saturating_sub(title.len() + 4).min(40));
            row(Line::styled(format!(" {title} {rule}"), theme.strong()))
        }
        DetailRow::Field { name, value } => field(name, value, setting),
        DetailRow::Health { health, sentence } => {
            // What has no health has no mark, and no room for one.
            let said = format!("{} {sentence}", theme.mark(*health));
            row(vec![
                Span::styled(
                    format!(" {} ", pad("health", NAMES.min(setting.width / 3), theme)),
                    theme.quiet(),
                ),
                Span::styled(said.trim_start().to_owned(), theme.health(*health)),
            ])
        }
        DetailRow::Note(note) => {
            let note = setting.keymap.spell(note);
            let lines = wrap(&note, setting.width.saturating_sub(2));
            lines
                .into_iter()
                .map(|line| Line::styled(format!(" {line}"), theme.warning()))
                .collect()
        }
        DetailRow::Link { .. } => link(detail, is_whole, setting),
        DetailRow::Cost { .. } | DetailRow::CostLine(_) => Vec::new(),
    }
}

fn field(name: &str, value: &str, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let names = NAMES.min(setting.width / 3);
    let pieces = wrap(value, setting.width.saturating_sub(names + 3));
    let lines = pieces.into_iter().enumerate().map(|(index, piece)| {
        let name = if index == 0 { name } else { "" };
        Line::from(vec![
            Span::styled(format!(" {} ", pad(name, names, theme)), theme.quiet()),
            Span::raw(piece),
        ])
    });
    lines.collect()
}

fn link(detail: &DetailRow, is_whole: bool, setting: Setting) -> Vec<Line<'static>> {
    let DetailRow::Link {
        way,
        relationship,
        name,
        label,
        seen,
        evidence,
        ..
    } = detail
    else {
        return Vec::new();
    };
    let theme = setting.theme;
    let sign = match way {
        Way::Out => theme.onward(),
        Way::In => theme.back(),
    };
    let mut spans = vec![
        Span::styled(format!(" {sign} {relationship} "), theme.quiet()),
        Span::styled(name.clone(), theme.strong()),
    ];
    if let Some(label) = label {
        spans.push(Span::raw(format!(" {label}")));
    }
    if let Some(health) = seen {
        spans.push(Span::styled(
            format!(" {}", theme.mark(*health)),
            theme.health(*health),
        ));
    }
    let mut line = Line::from(spans);
    if evidence.is_empty() {
        return row(line);
    }
    let beside = format!("  {evidence}");
    if !is_whole || line_width(&line) + width(&beside) <= setting.width {
        line.push_span(Span::styled(beside, theme.quiet()));
        return row(line);
    }
    let pieces = wrap(evidence, setting.width.saturating_sub(4));
    let below = pieces.into_iter();
    let below = below.map(|piece| Line::styled(format!("   {piece}"), theme.quiet()));
    std::iter::once(line).chain(below).collect()
}
