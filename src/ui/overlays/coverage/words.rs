//! What the place under the cursor says, in full: AWS's message, what it can be, and
//! the way out.

use super::super::Setting;
use super::CoverageTable;
use crate::app::{Coverage, CoverageState, Failure, coarse};
use crate::inventory::SliceId;
use crate::provider::Explanation;
use crate::ui::fit::wrap;
use ratatui::style::Style;
use ratatui::text::Line;

/// So many slices are told one by one.
const TOLD: usize = 16;

pub(super) fn said(table: &CoverageTable<'_>) -> Vec<Line<'static>> {
    let (setting, grid) = (table.setting, &table.grid);
    let theme = setting.theme;
    let (row, column) = table.spot;
    let what = row.and_then(|row| grid.rows.get(row));
    let place = column.and_then(|column| grid.columns.get(column));
    let title = format!(
        "{} in {}",
        what.map_or("Everything", |row| row.title),
        place.map_or_else(
            || "all regions".to_owned(),
            |column| table.watch.place(column.account, &column.region)
        )
    );
    let mut lines = indented(&title, (1, setting), theme.strong());
    let slices = grid.slices(table.spot);
    if slices.is_empty() {
        let cell = what
            .zip(column)
            .and_then(|(row, column)| row.cells.get(column));
        let sentence = nothing(cell.map(|cell| &cell.state));
        lines.extend(indented(sentence, (1, setting), theme.plain()));
        return lines;
    }
    let mut known: Vec<(&SliceId, &Coverage)> = slices
        .into_iter()
        .filter_map(|id| Some((id, table.watch.coverage.get(id)?)))
        .collect();
    known.sort_by_key(|(_, slice)| urgency(slice));
    if let [(_, slice)] = known.as_slice() {
        lines.extend(in_full(slice, setting));
        return lines;
    }
    // The worst in full, the others in a line each: each has a cell of its own.
    let (bad, good): (Vec<_>, Vec<_>) = known.iter().partition(|(_, slice)| urgency(slice) < 3);
    let tell = |slice: &(&SliceId, &Coverage)| {
        let (id, slice) = slice;
        let name = match (column, row) {
            (Some(_), _) => id.collector.to_owned(),
            _ => format!(
                "{} in {}",
                id.collector,
                table.watch.place(id.account, &id.region)
            ),
        };
        format!("{name}: {}", in_short(slice, setting))
    };
    for one in bad.iter().take(TOLD) {
        lines.extend(indented(&tell(one), (1, setting), theme.warning()));
    }
    if bad.len() > TOLD {
        let more = format!("and {} more", bad.len() - TOLD);
        lines.extend(indented(&more, (1, setting), theme.warning()));
    }
    if !good.is_empty() {
        let all = good.len() + bad.len();
        let sentence = format!("{} of {all} slices are well", good.len());
        let told: Vec<String> = good.iter().take(TOLD).map(tell).collect();
        let sentence = match (bad.is_empty(), column) {
            (true, Some(_)) if good.len() <= TOLD => told.join(", "),
            _ => sentence,
        };
        lines.extend(indented(&sentence, (1, setting), theme.quiet()));
    }
    lines
}

fn nothing(state: Option<&CoverageState>) -> &'static str {
    match state {
        Some(CoverageState::Off) => {
            "switched off for this account: it is not called; a, then e switches it on"
        }
        Some(CoverageState::Elsewhere) => {
            "AWS does not keep it here: some services stand in regions, others in the column global"
        }
        _ => "nothing is planned here yet",
    }
}

fn urgency(slice: &Coverage) -> u8 {
    let is_lasting = |failure: &Failure| failure.is_remembered;
    match (&slice.failure, &slice.read) {
        (Some(failure), None) if is_lasting(failure) => 0,
        (Some(_), _) => 1,
        (None, Some(read)) if !read.issues.is_empty() => 2,
        _ => 3,
    }
}

fn in_short(slice: &Coverage, setting: Setting) -> String {
    let ago = |at| coarse(setting.now.saturating_duration_since(at));
    match (&slice.failure, &slice.read) {
        (Some(failure), Some(read)) => format!(
            "{}, shown: {} from {} ago",
            failure.error.kind.word(),
            read.count,
            ago(read.at)
        ),
        (Some(failure), None) => failure.error.summary.clone(),
        (None, Some(read)) => match read.issues.first() {
            Some(issue) => issue.clone(),
            None => read.count.to_string(),
        },
        (None, None) if slice.is_reading => "reading".to_owned(),
        (None, None) => "waiting".to_owned(),
    }
}

fn in_full(slice: &Coverage, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    if let Some(failure) = &slice.failure {
        return explained(slice, failure, setting);
    }
    let Some(read) = &slice.read else {
        let word = if slice.is_reading {
            "it is being read"
        } else {
            "it waits for its turn"
        };
        return indented(word, (1, setting), theme.plain());
    };
    let age = coarse(setting.now.saturating_duration_since(read.at));
    let every = slice.due.map(|due| format!(", read every {}", coarse(due)));
    let sentence = format!("{} from {age} ago{}", read.count, every.unwrap_or_default());
    let mut lines = indented(&sentence, (1, setting), theme.plain());
    for issue in &read.issues {
        lines.extend(indented(issue, (1, setting), theme.warning()));
    }
    lines
}

fn explained(slice: &Coverage, failure: &Failure, setting: Setting) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let ago = |at| coarse(setting.now.saturating_duration_since(at));
    let Explanation {
        kind,
        summary,
        causes,
        request_id,
    } = &failure.error;
    let mut lines = indented(summary, (1, setting), theme.error());
    let shown = match &slice.read {
        Some(read) => format!("shown: {} from {} ago", read.count, ago(read.at)),
        None => "never read".to_owned(),
    };
    let again = match (failure.is_remembered, slice.due) {
        (true, _) => "it is not asked again by itself; Enter asks again".to_owned(),
        (false, Some(due)) => format!("it is asked again every {}", coarse(due)),
        (false, None) => "Enter asks again".to_owned(),
    };
    let when = format!(
        "{}, {shown}; failing for {}; {again}",
        kind.word(),
        ago(failure.since)
    );
    lines.extend(indented(&when, (1, setting), theme.plain()));
    for cause in causes {
        let sentence = format!("- {}", cause.sentence);
        lines.extend(indented(&sentence, (1, setting), theme.plain()));
        for line in cause.remedy.iter().flat_map(|remedy| shortened(remedy)) {
            lines.extend(indented(&line, (3, setting), theme.quiet()));
        }
    }
    if let Some(id) = request_id {
        lines.extend(indented(
            &format!("request {id}"),
            (1, setting),
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

fn indented(text: &str, (indent, setting): (usize, Setting), style: Style) -> Vec<Line<'static>> {
    let pieces = wrap(text, setting.width.saturating_sub(indent + 1));
    let lines = pieces
        .into_iter()
        .map(|piece| Line::styled(format!("{}{piece}", " ".repeat(indent)), style));
    lines.collect()
}
