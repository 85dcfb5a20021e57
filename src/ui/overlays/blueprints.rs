//! The list of blueprints, and what differs from the one that is open.

use super::{Setting, column, row};
use crate::account::AccountId;
use crate::app::{BlueprintsView, DiffRow, DiffSign, Topology};
use crate::ui::fit::{pad, width};
use ratatui::text::{Line, Span};

/// Above the rows: the titles, or the question that waits for an answer.
pub fn blueprint_head(view: &BlueprintsView, setting: Setting) -> Option<Line<'static>> {
    let theme = setting.theme;
    if let Some(name) = &view.question {
        let sentence = format!(" Remove {name} with its former saves? y removes it, n keeps it");
        return Some(Line::styled(sentence, theme.error()));
    }
    if view.rows().is_empty() {
        return None;
    }
    let first = if view.of.is_some() { "VERSION" } else { "NAME" };
    let former = if view.of.is_some() { "" } else { "  FORMER" };
    let name = pad(first, name_width(view, setting), theme);
    let text = format!(" {name}  SAVED (UTC)       RESOURCES   JOINS{former}  ACCOUNTS");
    Some(Line::styled(text, theme.quiet()))
}

/// What stands in the place of the rows.
pub fn no_blueprints(view: &BlueprintsView) -> &'static str {
    match (&view.listed, &view.of) {
        (None, _) => "reading the files",
        (Some(_), Some(_)) => "it was saved once: there is no former save; v lists all",
        (Some(_), None) => "none yet: s saves what is on the map under a name",
    }
}

pub fn blueprints(view: &BlueprintsView, setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let room = name_width(view, setting);
    let lines = view.rows().iter().map(|one| {
        let version = one.version.as_ref().map(ToString::to_string);
        let name = version.unwrap_or_else(|| one.name.to_string());
        let saved = one.saved.strftime("%Y-%m-%d %H:%M").to_string();
        let former = match view.of {
            Some(_) => String::new(),
            None => format!("{:>8}", one.versions),
        };
        let accounts: Vec<String> = one
            .accounts
            .iter()
            .map(|number| AccountId::grouped(*number))
            .collect();
        row(vec![
            Span::styled(format!(" {}", pad(&name, room, theme)), theme.strong()),
            Span::styled(format!("  {saved}"), theme.plain()),
            Span::raw(format!("  {:>9}  {:>6}{former}", one.resources, one.joins)),
            Span::styled(format!("  {}", accounts.join(" ")), theme.quiet()),
        ])
    });
    lines.collect()
}

fn name_width(view: &BlueprintsView, setting: Setting) -> usize {
    let names: Vec<String> = view
        .rows()
        .iter()
        .map(|one| match &one.version {
            Some(version) => version.to_string(),
            None => one.name.to_string(),
        })
        .collect();
    column(names.iter().map(String::as_str), setting.width / 2).max(7)
}

/// The head, the rows, and what is said where there are none.
pub fn differences(
    topology: &Topology,
    setting: Setting,
) -> (Line<'static>, Vec<Vec<Line<'static>>>, &'static str) {
    let theme = setting.theme;
    let Some(open) = &topology.blueprint else {
        return (Line::default(), Vec::new(), "no blueprint is open");
    };
    let saved = open.kept.saved.strftime("%Y-%m-%d %H:%M UTC");
    let head = format!(" {} of {saved}  ", open.kept.name);
    let tally = topology.diff_tally().unwrap_or_default();
    let head = Line::from(vec![
        Span::styled(head, theme.strong()),
        Span::styled(tally, theme.quiet()),
    ]);
    let Some(rows) = topology.diff_rows() else {
        return (
            head,
            Vec::new(),
            "what is in the account is still being read",
        );
    };
    let names = column(rows.iter().map(|row| row.name.as_str()), setting.width / 3);
    let kinds = column(rows.iter().map(|row| row.what), setting.width / 3);
    let lines = rows
        .iter()
        .map(|one| difference(one, (names, kinds), setting));
    (head, lines.collect(), "nothing differs")
}

fn difference(
    one: &DiffRow,
    (names, kinds): (usize, usize),
    setting: Setting,
) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let (sign, style) = match one.sign {
        DiffSign::Added => ("+", theme.new_here()),
        DiffSign::Removed => ("-", theme.gone()),
        DiffSign::Moved => ("~", theme.strong()),
        DiffSign::Unread => ("?", theme.quiet()),
    };
    let room = setting.width.saturating_sub(names + kinds + 8);
    let place = if width(&one.place) > room {
        pad(&one.place, room, theme)
    } else {
        one.place.clone()
    };
    row(vec![
        Span::styled(format!(" {sign} "), style),
        Span::styled(pad(&one.name, names, theme), style),
        Span::styled(
            format!("  {}  ", pad(one.what, kinds, theme)),
            theme.quiet(),
        ),
        Span::raw(place),
    ])
}
