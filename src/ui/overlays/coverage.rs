//! What was read, where, with what result, and how old it is. The row under the cursor
//! says all of it.

use super::{Setting, column, row};
use crate::app::{Coverage, Failure, Watch, coarse};
use crate::provider::Explanation;
use crate::ui::fit::{pad, wrap};
use ratatui::text::{Line, Span};

pub fn coverage(watch: &Watch, cursor: usize, setting: Setting) -> Vec<Vec<Line<'static>>> {
    let slices = &watch.coverage;
    let places: Vec<String> = slices
        .keys()
        .map(|id| watch.place(id.account, &id.region))
        .collect();
    let widest = setting.width / if watch.has_several_accounts() { 3 } else { 4 };
    let regions = column(places.iter().map(String::as_str), widest);
    let names = column(slices.keys().map(|id| id.collector), setting.width / 3);
    let lines = slices.iter().enumerate().map(|(index, (id, slice))| {
        let name = pad(id.collector, names, setting.theme);
        let mut spans = vec![Span::raw(format!(
            " {}  {name}  ",
            pad(&places[index], regions, setting.theme)
        ))];
        spans.extend(result(slice, setting));
        if index != cursor {
            spans.extend(sentence(slice, setting));
            return row(spans);
        }
        let mut lines = row(spans);
        lines.extend(said_in_full(slice, setting));
        lines
    });
    lines.collect()
}

fn result(slice: &Coverage, setting: Setting) -> Vec<Span<'static>> {
    let theme = setting.theme;
    match (&slice.failure, &slice.read) {
        (Some(failure), _) => failed(slice, failure, setting),
        (None, Some(read)) => {
            let age = coarse(setting.now.saturating_duration_since(read.at));
            let is_overdue = slice.overdue_at().is_some_and(|at| at <= setting.now);
            let style = if is_overdue {
                theme.warning()
            } else {
                theme.quiet()
            };
            vec![
                Span::styled(format!("{:>6}", read.count), theme.strong()),
                Span::styled(format!("  {age} ago"), style),
            ]
        }
        (None, None) if slice.is_reading => vec![Span::styled("reading", theme.quiet())],
        (None, None) => vec![Span::styled("not read yet", theme.quiet())],
    }
}

/// Why, and from when what is shown is.
fn failed(slice: &Coverage, failure: &Failure, setting: Setting) -> Vec<Span<'static>> {
    let theme = setting.theme;
    let ago = |at| coarse(setting.now.saturating_duration_since(at));
    let shown = match &slice.read {
        Some(read) => format!(", shown: {} from {} ago", read.count, ago(read.at)),
        None => ", never read".to_owned(),
    };
    vec![
        Span::styled(failure.error.kind.word(), theme.error()),
        Span::styled(shown, theme.warning()),
    ]
}

/// As much of the reason as there is room for.
fn sentence(slice: &Coverage, setting: Setting) -> Option<Span<'static>> {
    let theme = setting.theme;
    if let Some(failure) = &slice.failure {
        let summary = format!("  {}", failure.error.summary);
        return Some(Span::styled(summary, theme.quiet()));
    }
    let issue = slice.read.as_ref()?.issues.first()?;
    Some(Span::styled(format!("  {issue}"), theme.warning()))
}

/// Sentence, causes and remedies, wrapped.
fn said_in_full(slice: &Coverage, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    if let Some(failure) = &slice.failure {
        return explained(slice, failure, setting);
    }
    let issues = slice.read.iter().flat_map(|read| &read.issues);
    issues
        .flat_map(|issue| indented(issue, (3, setting), theme.warning()))
        .collect()
}

fn explained(slice: &Coverage, failure: &Failure, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let since = coarse(setting.now.saturating_duration_since(failure.since));
    let again = match (failure.is_remembered, slice.due) {
        (true, _) => "it is not asked again by itself; Enter asks again".to_owned(),
        (false, Some(due)) => format!("it is asked again every {}", coarse(due)),
        (false, None) => "Enter asks again".to_owned(),
    };
    let Explanation {
        summary, causes, ..
    } = &failure.error;
    let mut lines = indented(summary, (3, setting), theme.error());
    let when = format!("failing for {since}; {again}");
    lines.extend(indented(&when, (3, setting), theme.plain()));
    for cause in causes {
        let sentence = format!("- {}", cause.sentence);
        lines.extend(indented(&sentence, (3, setting), theme.plain()));
        for line in cause.remedy.iter().flat_map(|remedy| shortened(remedy)) {
            lines.extend(indented(&line, (5, setting), theme.quiet()));
        }
    }
    if let Some(id) = &failure.error.request_id {
        lines.extend(indented(
            &format!("request {id}"),
            (3, setting),
            theme.quiet(),
        ));
    }
    lines
}

/// A policy is no longer than what it is the remedy of.
fn shortened(remedy: &str) -> Vec<String> {
    if remedy.lines().count() <= 3 {
        return remedy.lines().map(str::to_owned).collect();
    }
    let words: Vec<&str> = remedy.lines().map(str::trim).collect();
    vec![words.join(" ")]
}

fn indented(
    text: &str,
    (indent, setting): (usize, Setting),
    style: ratatui::style::Style,
) -> Vec<Line<'static>> {
    let pieces = wrap(text, setting.width.saturating_sub(indent + 1));
    let lines = pieces
        .into_iter()
        .map(|piece| Line::styled(format!("{}{piece}", " ".repeat(indent)), style));
    lines.collect()
}
