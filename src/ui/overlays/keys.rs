//! The help, the legend and the copy menu.

use super::{Setting, column, row};
use crate::app::{CopyItem, HelpRow, LEGEND, Sign};
use crate::ui::fit::{pad, width, wrap};
use ratatui::text::{Line, Span};

pub fn help(rows: &[HelpRow], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let keys = rows.iter().filter_map(|row| match row {
        HelpRow::Keys { keys, .. } => Some(keys.as_str()),
        HelpRow::Heading(_) => None,
    });
    let width = column(keys, setting.width / 4);
    let lines = rows.iter().map(|help| match help {
        HelpRow::Heading(heading) => row(Line::styled(format!(" {heading}"), theme.strong())),
        HelpRow::Keys { keys, help } => key_row((keys, help), width, setting),
    });
    lines.collect()
}

/// Neither the keys nor what they do is cut.
fn key_row((keys, help): (&str, &str), width: usize, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let keys = wrap(keys, width);
    let help = wrap(help, setting.width.saturating_sub(width + 5));
    let piece = |pieces: &[String], line: usize| pieces.get(line).cloned().unwrap_or_default();
    let lines = (0..keys.len().max(help.len())).map(|line| {
        let keys = pad(&piece(&keys, line), width, theme);
        Line::from(vec![
            Span::styled(format!("   {keys}  "), theme.accent()),
            Span::raw(piece(&help, line)),
        ])
    });
    lines.collect()
}

pub fn legend(setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let lines = LEGEND.iter().map(|(sign, meaning)| {
        let (sample, style) = match *sign {
            Sign::Health(health) => (theme.mark(health), theme.health(health)),
            Sign::Wire(kind) => (theme.wire_sample(kind), theme.wire(kind)),
            Sign::Selection => (" web ", theme.selected()),
            Sign::Changed => ("web", theme.changed()),
            Sign::Folded => (theme.folded(), theme.quiet()),
            Sign::Group => (theme.times(), theme.plain()),
            Sign::Strip => (theme.strip_sample(), theme.plain()),
            Sign::Stale => ("stale", theme.warning()),
        };
        let gap = 7usize.saturating_sub(width(sample));
        row(vec![
            Span::raw(" "),
            Span::styled(sample, style),
            Span::raw(format!("{}{meaning}", " ".repeat(gap))),
        ])
    });
    lines.collect()
}

pub fn copy_menu(items: &[CopyItem], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let width = column(
        items.iter().map(|item| item.what.as_str()),
        setting.width / 3,
    );
    let lines = items.iter().map(|item| {
        row(vec![
            Span::styled(
                format!(" {}  ", pad(&item.what, width, setting.theme)),
                setting.theme.quiet(),
            ),
            Span::raw(item.text.clone()),
        ])
    });
    lines.collect()
}
