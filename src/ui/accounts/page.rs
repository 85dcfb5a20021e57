//! The pages over the list: the rows of the form and of a check.

use super::style::{spelled, tone};
use super::write::{put, put_field};
use crate::account::onboard::Permissions;
use crate::account::{Field, KNOWN_REGIONS, Service};
use crate::app::accounts::{Accounts, CheckRun, Form, Places, Row, Tone, label};
use crate::inventory::Health;
use crate::provider::Verdict;
use crate::ui::fit::{fit, width};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The columns of a field's label.
const LABEL: u16 = 14;

/// Rows of a page, from the first visible one on.
pub(super) struct PageWidget<'a> {
    pub(super) accounts: &'a Accounts,
    /// The form that the rows are of; a check of the list has none.
    pub(super) form: Option<&'a Form>,
    pub(super) check: Option<&'a CheckRun>,
    pub(super) rows: &'a [Row],
    pub(super) first: usize,
    pub(super) focused: Option<usize>,
    pub(super) places: Places,
    pub(super) theme: Theme,
}

impl PageWidget<'_> {
    pub(super) fn render(&self, buffer: &mut Buffer) {
        let page = self.places.page;
        let visible = self.rows.iter().enumerate().skip(self.first);
        for (y, (index, row)) in visible.take(usize::from(page.height)).enumerate() {
            let area = Rect {
                y: page.y + y as u16,
                height: 1,
                ..page
            };
            let is_focused = self.focused == Some(index);
            self.row(row, is_focused, (area, buffer));
        }
    }

    /// Where the cursor stands in the focused field.
    pub(super) fn cursor(&self) -> Option<Position> {
        let row = self.focused?;
        let Row::Field(field) = self.rows.get(row)? else {
            return None;
        };
        let y = self.places.page.y + row.checked_sub(self.first)? as u16;
        let area = field_area(Rect {
            y,
            height: 1,
            ..self.places.page
        });
        let field = self.form?.field(*field)?;
        let (_, column) = field.window(usize::from(area.width));
        let column = (column as u16).min(area.width.saturating_sub(1));
        Some(Position::new(area.x + column, y))
    }

    fn row(&self, row: &Row, is_focused: bool, (area, buffer): (Rect, &mut Buffer)) {
        let theme = self.theme;
        if is_focused {
            put(buffer, area, ">", theme.accent());
        }
        let text = inset(area, 2);
        let style = if is_focused {
            theme.selected()
        } else {
            Style::new()
        };
        match row {
            Row::Blank => {}
            Row::Heading(heading) => put(buffer, text, heading, theme.accent()),
            Row::Text(how, line) => put(buffer, text, &spelled(theme, line), tone(theme, *how)),
            Row::Fact(name, value) => {
                put(buffer, text, name, theme.quiet());
                let value_area = inset(area, LABEL);
                let value = fit(value, usize::from(value_area.width), theme);
                put(buffer, value_area, &value, Style::new());
            }
            Row::Field(field) => self.field(*field, is_focused, (area, buffer)),
            Row::Note(field) => self.note(*field, (inset(area, LABEL), buffer)),
            Row::Service(service) => {
                let is_on = self.form.is_some_and(|form| form.reads(*service));
                let line = format!("{} {}", checkbox(is_on), service.title());
                put(buffer, inset(area, LABEL + 2), &line, style);
            }
            Row::AllServices => {
                put(buffer, text, "Services", theme.quiet());
                let area = inset(area, LABEL);
                let off = self.form.map(Form::services_off).unwrap_or_default();
                let line = fit(&services(&off), usize::from(area.width), theme);
                put(buffer, area, &line, style);
            }
            Row::Team(team) => self.team(*team, style, (area, buffer)),
            Row::Permission(permissions) => {
                let is_on = self
                    .form
                    .is_some_and(|form| form.permissions == *permissions);
                let title = match permissions {
                    Permissions::ReadOnlyAccess => "ReadOnlyAccess",
                    Permissions::Minimal => "Minimal policy",
                };
                let mark = if is_on { "(*)" } else { "( )" };
                put(buffer, text, &format!("{mark} {title}"), style);
            }
            Row::Handout {
                title, file_name, ..
            } => put(buffer, text, &format!("{title:<34} {file_name}"), style),
            Row::Line(line) => self.check_line(*line, style, (text, buffer)),
            Row::SaveButton => put(
                buffer,
                text,
                "[ Save account ]",
                style.patch(theme.accent()),
            ),
        }
    }

    fn field(&self, field: Field, is_focused: bool, (area, buffer): (Rect, &mut Buffer)) {
        let style = if is_focused {
            self.theme.accent()
        } else {
            self.theme.quiet()
        };
        put(buffer, inset(area, 2), label(field), style);
        let text = field_area(area);
        // The field's extent is seen without colour too.
        let line = "_".repeat(usize::from(text.width));
        put(buffer, text, &line, self.theme.quiet());
        if let Some(field) = self.form.and_then(|form| form.field(field)) {
            put_field(buffer, text, field);
        }
    }

    fn note(&self, field: Field, (area, buffer): (Rect, &mut Buffer)) {
        let Some(form) = self.form else {
            return;
        };
        if field == Field::Regions && self.suggestions(form, (area, buffer)) {
            return;
        }
        let (how, note) = match form.problem(field) {
            Some(problem) if problem.is_warning => (Tone::Warning, problem.sentence.clone()),
            Some(problem) => (Tone::Bad, problem.sentence.clone()),
            None => (Tone::Dim, self.advice(form, field)),
        };
        let mark = match how {
            Tone::Bad => format!("{} ", self.theme.mark(Health::Unhealthy)),
            Tone::Warning => "! ".to_owned(),
            _ => String::new(),
        };
        let note = fit(
            &format!("{mark}{note}"),
            usize::from(area.width),
            self.theme,
        );
        put(
            buffer,
            area,
            &spelled(self.theme, &note),
            tone(self.theme, how),
        );
    }

    /// What a field is for, or what was understood of it.
    fn advice(&self, form: &Form, field: Field) -> String {
        match field {
            Field::RoleArn => match form.role() {
                Some(role) => format!(
                    "account {} · partition {} · role {}",
                    role.account.grouped(),
                    role.partition,
                    role.role_name()
                ),
                None => "empty: saved as pending, until the role exists".to_owned(),
            },
            Field::Name => "as the list and the map call it".to_owned(),
            Field::Regions => match places(form.text(field)) {
                places if places.is_empty() => "the first is home; more behind commas".to_owned(),
                places => places,
            },
            Field::ExternalId if form.external_id_differs() => {
                "changed: the role's trust policy must ask for this one".to_owned()
            }
            Field::ExternalId => "the role's trust policy must ask for it".to_owned(),
            Field::Profile => "of ~/.aws/config; empty: the usual chain of credentials".to_owned(),
            Field::Services => "Space switches one, or all; what is off is not called".to_owned(),
            Field::Teams if self.accounts.team_files().next().is_none() => {
                "no team: a team is a shared accounts file, named in config.toml".to_owned()
            }
            Field::Teams => "whoever may read a team's file sees the account".to_owned(),
        }
    }

    fn suggestions(&self, form: &Form, (area, buffer): (Rect, &mut Buffer)) -> bool {
        let suggestions = form.suggestions();
        let mut area = area;
        for (position, (code, place)) in suggestions.iter().enumerate() {
            let text = format!(" {code} {place} ");
            let style = if form.suggestion() == Some(position) {
                self.theme.selected()
            } else {
                self.theme.quiet()
            };
            let mark = if form.suggestion() == Some(position) {
                ">"
            } else {
                " "
            };
            put(buffer, area, &format!("{mark}{text}"), style);
            area = inset(area, width(&text) as u16 + 1);
        }
        !suggestions.is_empty()
    }

    fn team(&self, position: usize, style: Style, (area, buffer): (Rect, &mut Buffer)) {
        let Some(file) = self.accounts.team_files().nth(position) else {
            return;
        };
        if position == 0 {
            put(buffer, inset(area, 2), "Teams", self.theme.quiet());
        }
        let is_on = self
            .form
            .is_some_and(|form| form.is_shared_with(self.accounts, position));
        let name = file.team.as_ref().map_or("", |team| team.0.as_str());
        let (line, style) = match &file.read_only {
            Some(reason) => (
                format!("{} {name} (read-only: {reason})", checkbox(is_on)),
                style.patch(self.theme.quiet()),
            ),
            None => (
                format!("{} {name}  {}", checkbox(is_on), file.path.display()),
                style,
            ),
        };
        let area = inset(area, LABEL);
        put(
            buffer,
            area,
            &fit(&line, usize::from(area.width), self.theme),
            style,
        );
    }

    fn check_line(&self, line: usize, style: Style, (area, buffer): (Rect, &mut Buffer)) {
        let Some(check) = self.check.and_then(|run| run.lines.get(line)) else {
            return;
        };
        let (how, mark, said) = match &check.verdict {
            Verdict::Running => (Tone::Dim, Health::Pending, "…"),
            Verdict::Passed(said) => (Tone::Good, Health::Healthy, said.as_str()),
            Verdict::Warning(explanation) => (
                Tone::Warning,
                Health::Degraded,
                explanation.summary.as_str(),
            ),
            Verdict::Failed(explanation) => {
                (Tone::Bad, Health::Unhealthy, explanation.summary.as_str())
            }
            Verdict::Skipped => (Tone::Dim, Health::Stopped, "not asked"),
            Verdict::Untested(why) => (Tone::Dim, Health::Unknown, why.as_str()),
            Verdict::Mend(mend) => (Tone::Warning, Health::Degraded, mend.sentence.as_str()),
        };
        let mark = self.theme.mark(mark);
        let subject = &check.subject;
        let line = match (&check.verdict, check.service()) {
            (Verdict::Untested(_), _) => format!("{mark} {subject}: not testable here: {said}"),
            (Verdict::Mend(_), _) => format!("{mark} {subject}, y copies: {said}"),
            (Verdict::Failed(_), Some(_)) => {
                format!("{mark} {subject}: {}: {said}", check.verdict.word())
            }
            _ => format!("{mark} {subject}: {said}"),
        };
        let line = fit(
            &spelled(self.theme, &line),
            usize::from(area.width),
            self.theme,
        );
        put(buffer, area, &line, tone(self.theme, how).patch(style));
    }
}

/// The text of the field in its row.
fn field_area(area: Rect) -> Rect {
    let mut field = inset(area, LABEL);
    field.width = field.width.saturating_sub(1);
    field
}

fn inset(area: Rect, left: u16) -> Rect {
    let left = left.min(area.width);
    Rect {
        x: area.x + left,
        width: area.width - left,
        ..area
    }
}

/// How many are on, and the names of those that are not.
fn services(off: &[Service]) -> String {
    let (on, all) = (Service::ALL.len() - off.len(), Service::ALL.len());
    let names: Vec<&str> = off.iter().map(|service| service.title()).collect();
    match on {
        0 => format!("[ ] none of {all}"),
        _ if off.is_empty() => format!("[x] all {all}"),
        _ => format!("[-] {on} of {all}; off: {}", names.join(", ")),
    }
}

fn checkbox(is_on: bool) -> &'static str {
    if is_on { "[x]" } else { "[ ]" }
}

/// The places of the typed regions.
fn places(typed: &str) -> String {
    let words = typed.split([',', ' ']).filter(|word| !word.is_empty());
    let places: Vec<&str> = words
        .filter_map(|word| KNOWN_REGIONS.iter().find(|(code, _)| *code == word))
        .map(|(_, place)| *place)
        .collect();
    places.join(", ")
}
