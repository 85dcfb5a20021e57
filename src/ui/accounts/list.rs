//! The list of accounts: one row each, columns chosen by width.

use super::style::Look;
use super::write::{fit, put, put_right, width_of};
use crate::account::{Account, Region, TeamName};
use crate::app::accounts::{Accounts, List, Places, Session, Tone};
use crate::app::coarse;
use crate::inventory::Health;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::time::Instant;

pub(super) struct ListWidget<'a> {
    pub(super) list: &'a List,
    pub(super) accounts: &'a Accounts,
    pub(super) places: Places,
    pub(super) look: Look,
    pub(super) now: Instant,
}

/// Widths of the columns; one that is 0 is left out.
struct Columns {
    name: usize,
    number: usize,
    role: usize,
    regions: usize,
    teams: usize,
    state: usize,
}

/// The mark of the selected row, the pencil, and a space behind each.
const LEFT: usize = 4;
/// The trash can with a space on either side.
const RIGHT: usize = 3;

impl Columns {
    /// The essentials first; what is left over goes to the columns with free text.
    fn of(width: usize) -> Self {
        let mut columns = Self {
            name: 12,
            number: 15,
            role: 0,
            regions: 0,
            teams: 0,
            state: 16,
        };
        let mut left = width.saturating_sub(LEFT + RIGHT + 12 + 15 + 16);
        let mut grow = |column: &mut usize, from: usize, to: usize| {
            if left >= from {
                let more = left.min(to);
                *column += more;
                left -= more;
            }
        };
        grow(&mut columns.name, 1, 2);
        grow(&mut columns.regions, 14, 17);
        grow(&mut columns.role, 8, 11);
        grow(&mut columns.teams, 8, 14);
        grow(&mut columns.name, 1, 16);
        grow(&mut columns.role, 1, 14);
        grow(&mut columns.teams, 1, 14);
        columns.state += left.min(10);
        columns
    }
}

impl ListWidget<'_> {
    pub(super) fn render(&self, buffer: &mut Buffer) {
        self.filter(buffer);
        let columns = Columns::of(usize::from(self.places.rows.width));
        self.headings(&columns, buffer);
        if self.list.len(self.accounts) == 0 {
            self.empty(buffer);
        }
        let height = usize::from(self.places.rows.height);
        let first = self.list.first_row(height);
        for row in 0..height {
            let Some(account) = self.list.account(self.accounts, first + row) else {
                break;
            };
            let area = Rect {
                y: self.places.rows.y + row as u16,
                height: 1,
                ..self.places.rows
            };
            let is_selected = first + row == self.list.selected();
            self.row(account, (&columns, is_selected), (area, buffer));
        }
        self.issues(buffer);
        let style = self.look.accent();
        let button = format!("[ {} ]", Places::ADD);
        put(buffer, self.places.add_button(), &button, style);
    }

    fn filter(&self, buffer: &mut Buffer) {
        let head = self.places.head;
        if !self.list.is_typing() && self.list.filter().value().is_empty() {
            put(buffer, head, "  / type to filter", self.look.dim());
            return;
        }
        let style = if self.list.is_typing() {
            self.look.accent()
        } else {
            Style::new()
        };
        put(buffer, head, "  / ", style);
        let field = filter_field(head);
        super::write::put_field(buffer, field, self.list.filter());
    }

    fn headings(&self, columns: &Columns, buffer: &mut Buffer) {
        let mut line = " ".repeat(LEFT);
        for (title, width) in [
            ("name", columns.name),
            ("account", columns.number),
            ("role", columns.role),
            ("regions", columns.regions),
            ("teams", columns.teams),
            ("session", columns.state),
        ] {
            line.push_str(&fit(title, width, self.look));
        }
        put(buffer, self.places.headings, &line, self.look.dim());
    }

    fn row(
        &self,
        account: &Account,
        (columns, is_selected): (&Columns, bool),
        (area, buffer): (Rect, &mut Buffer),
    ) {
        let look = self.look;
        let style = if is_selected {
            look.focus()
        } else {
            Style::new()
        };
        let mut line = format!("{} ", if is_selected { ">" } else { " " });
        line.push_str(look.pencil());
        line.push(' ');
        line.push_str(&fit(&account.name, columns.name, look));
        let number = account.number().map(crate::account::AccountId::grouped);
        line.push_str(&fit(&number.unwrap_or_default(), columns.number, look));
        let role = account.role.as_ref().map_or("", |role| role.role_name());
        line.push_str(&fit(role, columns.role, look));
        line.push_str(&fit(&regions(account), columns.regions, look));
        line.push_str(&fit(&teams(&account.teams), columns.teams, look));
        put(buffer, area, &line, style);
        let (tone, state) = self.state(account);
        let indent = width_of(&line).min(usize::from(area.width)) as u16;
        let state_area = Rect {
            x: area.x + indent,
            width: area.width - indent,
            ..area
        };
        let state = fit(&state, usize::from(state_area.width), look);
        put(buffer, state_area, &state, look.tone(tone).patch(style));
        put_right(buffer, area, &format!("{}  ", look.trash_can()), style);
    }

    fn state(&self, account: &Account) -> (Tone, String) {
        let mark = |health| self.look.glyphs.mark(health);
        if account.role.is_none() {
            return (Tone::Warning, format!("{} pending", mark(Health::Pending)));
        }
        match self.accounts.sessions.get(&account.id) {
            None => (Tone::Dim, mark(Health::Stopped).to_owned()),
            Some(Session::Failed(explanation)) => {
                let word = explanation.kind.word();
                (Tone::Bad, format!("{} {word}", mark(Health::Unhealthy)))
            }
            Some(Session::Open { until }) if *until <= self.now => {
                (Tone::Warning, format!("{} expired", mark(Health::Stopped)))
            }
            Some(Session::Open { until }) => {
                let left = until.saturating_duration_since(self.now);
                let left = if left.as_secs() < 60 {
                    "under 1 min".to_owned()
                } else {
                    coarse(left)
                };
                (Tone::Good, format!("{} {left}", mark(Health::Healthy)))
            }
        }
    }

    fn issues(&self, buffer: &mut Buffer) {
        let issues = self.accounts.issues();
        let Some(first) = issues.first() else {
            return;
        };
        let more = match issues.len() {
            1 => "i reads it".to_owned(),
            count => format!("i reads all {count}"),
        };
        let width = usize::from(self.places.issues.width);
        let room = width.saturating_sub(width_of(&more) + 5);
        let line = format!("! {} ({more})", fit(first, room, self.look).trim_end());
        put(
            buffer,
            self.places.issues,
            &line,
            self.look.tone(Tone::Warning),
        );
    }

    fn empty(&self, buffer: &mut Buffer) {
        let lines: &[&str] = if self.accounts.loaded.is_none() {
            &["Reading the accounts files …"]
        } else if self.accounts.all().is_empty() {
            &[
                "No AWS account is connected yet.",
                "",
                "Press a (or Enter) to add the first one. You need a role in the account that",
                "may be read; the next steps make its policy, its commands and a text that you",
                "can hand to whoever administers the account.",
                "",
                "Everything is read-only, and credentials stay in memory.",
            ]
        } else {
            &["No account matches. Esc clears the filter."]
        };
        let rows = self.places.rows;
        for (row, line) in lines.iter().enumerate() {
            let area = Rect {
                x: rows.x + 2.min(rows.width),
                y: rows.y + row as u16 + 1,
                width: rows.width.saturating_sub(2),
                height: 1,
            };
            let area = area.intersection(rows);
            put(buffer, area, &self.look.text(line), Style::new());
        }
    }
}

/// Where the filter is typed.
pub(super) fn filter_field(head: Rect) -> Rect {
    let indent = 4.min(head.width);
    Rect {
        x: head.x + indent,
        width: head.width - indent,
        ..head
    }
}

/// The home region, and how many more.
fn regions(account: &Account) -> String {
    let home = &account.home_region;
    let is_other = |region: &&Region| *region != home;
    match account.regions.iter().filter(is_other).count() {
        0 => home.to_string(),
        more => format!("{home} +{more}"),
    }
}

fn teams(teams: &[TeamName]) -> String {
    let names: Vec<&str> = teams.iter().map(|team| team.0.as_str()).collect();
    names.join(", ")
}
