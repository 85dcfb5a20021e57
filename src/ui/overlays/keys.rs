//! The help, the legend and the copy menu.

use super::{Setting, column, row};
use crate::app::{CopyItem, HelpRow, LEGEND, Sign};
use crate::graph::WireKind;
use crate::inventory::Presence;
use crate::ui::fit::{pad, width, wrap};
use crate::ui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

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

/// `kinds`: the kinds of wires that the map has. Those that it lacks step back.
pub fn legend(kinds: Option<&BTreeSet<WireKind>>, setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let lines = LEGEND.iter().map(|(sign, meaning)| {
        let lacking = match (sign, kinds) {
            (Sign::Wire(kind), Some(kinds)) => !kinds.contains(kind),
            _ => false,
        };
        let (sample, style) = sample(*sign, theme);
        let gap = " ".repeat(8usize.saturating_sub(width(&sample)));
        let (style, plain, note) = if lacking {
            (theme.dimmed(), theme.dimmed(), " (none on this map)")
        } else {
            (style, theme.plain(), "")
        };
        row(vec![
            Span::raw(" "),
            Span::styled(sample, style),
            Span::styled(
                format!("{gap}{}{note}", setting.keymap.spell(meaning)),
                plain,
            ),
        ])
    });
    lines.collect()
}

fn sample(sign: Sign, theme: Theme) -> (String, Style) {
    let traffic = theme.wire(WireKind::Traffic);
    let [crossing, branch] = theme.glyphs.crossing_and_branch();
    match sign {
        Sign::Health(health) => (theme.mark(health).to_owned(), theme.health(health)),
        Sign::Wire(kind) => (theme.glyphs.sample(kind), theme.wire(kind)),
        Sign::Crossing => (crossing, traffic),
        Sign::Branch => (branch, traffic),
        Sign::Label => (format!("80 {}2", theme.times()), traffic),
        Sign::Stub => (format!("{}2", theme.glyphs.stub(true)), traffic),
        Sign::Selection => (" web ".to_owned(), theme.selected()),
        Sign::Presence(presence) => {
            let sign = theme.glyphs.presence(presence).unwrap_or_default();
            let style = match presence {
                Presence::Ghost => theme.gone(),
                _ => theme.new_here(),
            };
            (format!("{sign} web"), style)
        }
        Sign::Changed => ("web".to_owned(), theme.changed()),
        Sign::Folded => (theme.folded().to_owned(), theme.quiet()),
        Sign::Group => (theme.times().to_owned(), theme.plain()),
        Sign::Strip => (theme.strip_sample().to_owned(), theme.plain()),
        Sign::Share(step) => (format!("{}$12", theme.level(step)), theme.shade(step)),
        Sign::Stale => ("stale".to_owned(), theme.warning()),
    }
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
            Span::raw(item.summary()),
        ])
    });
    lines.collect()
}
