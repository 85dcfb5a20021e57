//! The picker of presets, levels and kinds, each under the name of its part.

use super::{Setting, column, row};
use crate::app::PresetRow;
use crate::graph::GroupBy;
use crate::ui::fit::pad;
use ratatui::text::{Line, Span};

/// The names of the parts stand in a column of their own.
const PART: usize = 10;

pub fn presets(rows: &[PresetRow], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let names: Vec<String> = rows.iter().map(name).collect();
    let width = column(names.iter().map(String::as_str), setting.width * 3 / 10);
    let mut before = "";
    let lines = rows.iter().zip(&names).map(|(line, name)| {
        let part = part(line);
        let title = if before == part { "" } else { part };
        before = part;
        let (sign, help) = said(line);
        row(vec![
            Span::styled(pad(&format!(" {title}"), PART, theme), theme.strong()),
            Span::styled(format!(" {sign} "), theme.plain()),
            Span::styled(pad(name, width, theme), theme.plain()),
            Span::styled(format!("  {help}"), theme.quiet()),
        ])
    });
    lines.collect()
}

fn part(row: &PresetRow) -> &'static str {
    match row {
        PresetRow::Preset { .. } => "Preset",
        PresetRow::Level { .. } => "Group by",
        PresetRow::Kind { .. } => "Draw",
    }
}

fn name(row: &PresetRow) -> String {
    match row {
        PresetRow::Preset { name, .. } => name.clone(),
        PresetRow::Level { level, .. } => level.to_string(),
        PresetRow::Kind { kind, .. } => kind.plural().to_owned(),
    }
}

fn several(count: usize, level: &GroupBy) -> String {
    let word = match level {
        GroupBy::Region => "region",
        GroupBy::Vpc => "VPC",
        GroupBy::Zone => "zone",
        GroupBy::Subnet => "subnet",
        GroupBy::SecurityGroup => "security group",
        GroupBy::NetworkAcl => "network ACL",
        GroupBy::Tag(_) => "value",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// The sign before a row, and what is said of it.
fn said(row: &PresetRow) -> (String, String) {
    match row {
        PresetRow::Preset {
            help, is_chosen, ..
        } => {
            let sign = if *is_chosen { "(x)" } else { "( )" };
            (sign.to_owned(), help.clone())
        }
        PresetRow::Level {
            level,
            place,
            count,
            carriers,
        } => {
            let sign = place.map_or_else(|| "[ ]".to_owned(), |place| format!("[{place}]"));
            let help = match carriers {
                Some(carriers) => {
                    let values = if *count == 1 { "value" } else { "values" };
                    format!("{count} {values} on {carriers}")
                }
                None => several(*count, level),
            };
            (sign, help)
        }
        PresetRow::Kind {
            count, is_hidden, ..
        } => {
            let sign = if *is_hidden { "[ ]" } else { "[x]" };
            let hidden = if *is_hidden { "  hidden" } else { "" };
            (sign.to_owned(), format!("{count}{hidden}"))
        }
    }
}
