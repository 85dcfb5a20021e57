//! What was read as a table over the map: services by regions. Below it stands in full
//! what the cell under the cursor says.

mod words;

use super::Setting;
use crate::app::{
    CoverageCell, CoverageGrid, CoverageKey, CoverageRow, CoverageSpot, CoverageState, Watch,
};
use crate::provider::ErrorKind;
use crate::ui::fit::{fit, pad, width};
use crate::ui::panel::Panel;
use crate::ui::progress;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

/// The columns of a cell, and the blank before it.
const CELL: u16 = 11;
const PITCH: u16 = CELL + 1;
/// A row's name is no wider than this, and no narrower than that.
const NAMES: (u16, u16) = (16, 34);

/// The table over the map.
#[derive(Debug)]
pub struct CoverageTable<'a> {
    pub watch: &'a Watch,
    pub grid: CoverageGrid,
    pub spot: CoverageSpot,
    /// Which rows there are.
    pub filter: &'a str,
    pub setting: Setting<'a>,
}

/// Where its parts stand.
struct Parts {
    panel: Rect,
    inside: Rect,
    names: u16,
    head: u16,
    body: Rect,
    text: Rect,
    first_row: usize,
    first_column: usize,
    columns: usize,
}

impl CoverageTable<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let text = words::said(self);
        let parts = self.parts(area, text.len());
        let note = self.note();
        let title = match self.filter {
            "" => "Coverage".to_owned(),
            filter => format!("Coverage /{}", fit(filter, 40, self.setting.theme)),
        };
        let panel = Panel {
            title: &title,
            note: &note,
            theme: self.setting.theme,
        };
        panel.draw(parts.panel, buffer);
        if self.grid.rows.is_empty() {
            let text = match self.filter {
                "" => " nothing is planned while there is no session",
                _ => " no row matches; Esc shows all",
            };
            let text = fit(text, usize::from(parts.inside.width), self.setting.theme);
            buffer.set_string(
                parts.inside.x,
                parts.inside.y,
                text,
                self.setting.theme.quiet(),
            );
            return;
        }
        self.draw_heads(&parts, buffer);
        self.draw_rows(&parts, buffer);
        self.draw_text(&parts, text, buffer);
    }

    /// The place of the table that stands at a position of the screen.
    pub fn spot_at(&self, area: Rect, at: Position) -> Option<CoverageSpot> {
        let parts = self.parts(area, words::said(self).len());
        let is_in_heads = at.y >= parts.inside.y && at.y < parts.body.y;
        if !parts.inside.contains(at) || !(is_in_heads || parts.body.contains(at)) {
            return None;
        }
        let row = (!is_in_heads).then(|| parts.first_row + usize::from(at.y - parts.body.y));
        if row.is_some_and(|row| row >= self.grid.rows.len()) {
            return None;
        }
        let column = at.x.checked_sub(parts.inside.x + parts.names);
        let column = column.map(|x| parts.first_column + usize::from(x / PITCH));
        let is_past = column.is_some_and(|column| column >= parts.first_column + parts.columns);
        (!is_past).then_some((row, column))
    }

    /// How far a first scan is, else where the cursor stands among the regions.
    fn note(&self) -> String {
        let (answered, planned) = self.watch.progress();
        if !self.watch.is_complete() && planned > 0 {
            return progress::bar((answered, planned), 10, self.setting.theme);
        }
        match (self.spot.1, self.grid.columns.len()) {
            (Some(column), count) => format!("region {} of {count}", column + 1),
            (None, _) => String::new(),
        }
    }

    fn parts(&self, area: Rect, text: usize) -> Parts {
        let columns = u16::try_from(self.grid.columns.len()).unwrap_or(u16::MAX);
        let titles = self.grid.rows.iter().map(|row| width(row.title) + 6);
        let longest = titles.max().unwrap_or(0);
        let longest = u16::try_from(longest).unwrap_or(u16::MAX);
        let names = longest.clamp(NAMES.0, NAMES.1);
        let most = area.width.saturating_sub(4);
        // Names give way before there is room for but a few regions.
        let names = if names + columns.min(4) * PITCH > most {
            most.saturating_sub(columns.min(4) * PITCH).max(NAMES.0)
        } else {
            names
        };
        let wanted = names.saturating_add(columns.saturating_mul(PITCH));
        // What is told below is broken for that width.
        let wide = usize::from(wanted)
            .max(self.setting.width)
            .min(usize::from(most));
        let head = if self.watch.has_several_accounts() {
            3
        } else {
            2
        };
        let rows = self.grid.rows.len();
        let high = usize::from(head) + rows + 1 + text.max(6);
        let panel = Panel::place(area, (wide, high));
        let inside = Panel::inside(panel);
        let least = u16::try_from(rows.min(5)).unwrap_or(5);
        let spare = inside.height.saturating_sub(head + 1 + least);
        let needed = u16::try_from(text.max(6)).unwrap_or(u16::MAX);
        let below = needed.min(spare);
        let body = Rect {
            y: inside.y + head.min(inside.height),
            height: inside.height.saturating_sub(head + 1 + below),
            ..inside
        };
        let text = Rect {
            y: (body.bottom() + 1).min(inside.bottom()),
            height: inside.bottom().saturating_sub(body.bottom() + 1),
            ..inside
        };
        let shown = usize::from(inside.width.saturating_sub(names) / PITCH);
        Parts {
            panel,
            inside,
            names,
            head,
            first_row: first(self.spot.0, rows, usize::from(body.height)),
            first_column: first(self.spot.1, self.grid.columns.len(), shown),
            columns: shown.min(self.grid.columns.len()),
            body,
            text,
        }
    }

    fn draw_heads(&self, parts: &Parts, buffer: &mut Buffer) {
        let theme = self.setting.theme;
        let last = parts.first_column + parts.columns;
        for (place, column) in (parts.first_column..last).enumerate() {
            let shown = &self.grid.columns[column];
            let region = shown.region.as_str();
            let cut = region.match_indices('-').nth_back(1);
            let (before, after) = match cut {
                Some((at, _)) => region.split_at(at + 1),
                None => ("", region),
            };
            let mut lines = vec![before.to_owned(), after.to_owned()];
            if parts.head == 3 {
                lines.insert(0, self.watch.name_of(shown.account));
            }
            let style = match self.spot {
                (None, Some(spot)) if spot == column => theme.selected(),
                (_, Some(spot)) if spot == column => theme.accent(),
                _ => theme.quiet(),
            };
            let x = parts.inside.x + parts.names + PITCH * place as u16 + 1;
            for (y, line) in (parts.inside.y..parts.body.y).zip(lines) {
                let line = right(&fit(&line, usize::from(CELL), theme));
                buffer.set_string(x, y, line, style);
            }
        }
        let hidden = self.grid.columns.len() - parts.columns;
        let more = match (hidden, self.spot) {
            (_, (None, None)) => "everything".to_owned(),
            (0, _) => String::new(),
            _ => format!("{hidden} more regions: h l"),
        };
        let style = match self.spot {
            (None, None) => theme.selected(),
            _ => theme.quiet(),
        };
        if !more.is_empty() {
            let more = fit(&format!(" {more} "), usize::from(parts.names), theme);
            buffer.set_string(parts.inside.x, parts.body.y.saturating_sub(1), more, style);
        }
    }

    fn draw_rows(&self, parts: &Parts, buffer: &mut Buffer) {
        let rows = self.grid.rows.iter().enumerate().skip(parts.first_row);
        for (y, (index, row)) in (parts.body.top()..parts.body.bottom()).zip(rows) {
            self.draw_name((row, index), (parts, y), buffer);
            let last = parts.first_column + parts.columns;
            for (place, column) in (parts.first_column..last).enumerate() {
                let Some(cell) = row.cells.get(column) else {
                    continue;
                };
                let (text, style) = self.cell(cell);
                let text = right(&fit(&text, usize::from(CELL), self.setting.theme));
                let x = parts.inside.x + parts.names + PITCH * place as u16 + 1;
                buffer.set_string(x, y, text, style);
                if self.spot == (Some(index), Some(column)) {
                    let area = Rect::new(x, y, CELL, 1).intersection(parts.inside);
                    buffer.set_style(area, self.setting.theme.selected());
                }
            }
        }
    }

    fn draw_name(
        &self,
        (row, index): (&CoverageRow, usize),
        (parts, y): (&Parts, u16),
        buffer: &mut Buffer,
    ) {
        let theme = self.setting.theme;
        let mark = match (row.key, row.is_open) {
            (CoverageKey::Service(_), true) => "- ",
            (CoverageKey::Service(_), false) => "+ ",
            (CoverageKey::Collector(_), _) => "    ",
        };
        let name = format!(" {mark}{}", row.title);
        let name = pad(&name, usize::from(parts.names), theme);
        let style = match (self.spot, row.key) {
            ((Some(spot), None), _) if spot == index => theme.selected(),
            ((Some(spot), _), _) if spot == index => theme.accent(),
            (_, CoverageKey::Service(_)) => theme.plain(),
            (_, CoverageKey::Collector(_)) => theme.quiet(),
        };
        buffer.set_string(parts.inside.x, y, name, style);
    }

    fn draw_text(&self, parts: &Parts, text: Vec<Line<'static>>, buffer: &mut Buffer) {
        let theme = self.setting.theme;
        let [.., level, _] = theme.border();
        let rule = level.repeat(usize::from(parts.inside.width));
        if parts.body.bottom() < parts.inside.bottom() {
            buffer.set_string(parts.inside.x, parts.body.bottom(), rule, theme.quiet());
        }
        let room = usize::from(parts.text.height);
        let lines = text.len();
        for (place, (y, line)) in (parts.text.top()..parts.text.bottom())
            .zip(text)
            .enumerate()
        {
            let is_cut = place + 1 == room && lines > room;
            let line = if is_cut {
                let more = lines + 1 - room;
                Line::styled(format!(" and {more} lines more"), theme.quiet())
            } else {
                line
            };
            buffer.set_line(parts.text.x, y, &line, parts.text.width);
        }
    }

    /// A cell in a word, and how it is drawn.
    fn cell(&self, cell: &CoverageCell) -> (String, Style) {
        let theme = self.setting.theme;
        match &cell.state {
            CoverageState::Elsewhere => ("-".to_owned(), theme.quiet()),
            CoverageState::Off => ("off".to_owned(), theme.quiet()),
            CoverageState::Reading => ("reading".to_owned(), theme.quiet()),
            CoverageState::Waiting => ("waiting".to_owned(), theme.quiet()),
            CoverageState::Partly { count } => (format!("{count} partly"), theme.warning()),
            CoverageState::Stale { since } => (self.stale(*since), theme.warning()),
            CoverageState::Failed { kind, slices } => {
                let word = word(kind);
                let text = match (kind, slices) {
                    // Of a whole region at once, and too long to be counted.
                    (ErrorKind::RegionDisabled | ErrorKind::NotOffered, _) | (_, 1) => {
                        word.to_owned()
                    }
                    (_, count) => format!("{count} {word}"),
                };
                let style = match kind {
                    ErrorKind::NotOffered => theme.quiet(),
                    _ => theme.error(),
                };
                (text, style)
            }
            CoverageState::Read { count } => match self.overdue(cell) {
                Some(since) => (self.stale(since), theme.warning()),
                None if *count == 0 => ("0".to_owned(), theme.quiet()),
                None => (count.to_string(), theme.strong()),
            },
        }
    }

    fn stale(&self, since: std::time::Instant) -> String {
        let age = self.setting.now.saturating_duration_since(since);
        format!("stale {}", crate::app::coarse(age))
    }

    /// From when the oldest is of what should have been read again by now.
    fn overdue(&self, cell: &CoverageCell) -> Option<std::time::Instant> {
        let slices = cell.slices.iter();
        let known = slices.filter_map(|id| self.watch.coverage.get(id));
        let overdue = known.filter(|slice| {
            let at = slice.overdue_at();
            at.is_some_and(|at| at <= self.setting.now)
        });
        overdue
            .filter_map(|slice| Some(slice.read.as_ref()?.at))
            .min()
    }
}

/// As a person says it; no longer than a cell where it can be helped.
fn word(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::RegionDisabled => "not enabled",
        ErrorKind::NotOffered => "not offered",
        other => other.word(),
    }
}

fn right(text: &str) -> String {
    let room = usize::from(CELL).saturating_sub(width(text));
    format!("{}{text}", " ".repeat(room))
}

/// The first that is visible, so that the one under the cursor stands near the middle.
fn first(spot: Option<usize>, count: usize, room: usize) -> usize {
    spot.unwrap_or(0)
        .saturating_sub(room / 2)
        .min(count.saturating_sub(room))
}
