//! The list of accounts: one row each, columns chosen by width.

use super::style::{pencil, spelled, tick, tone, trash_can};
use super::write::{column, put, put_field, put_right};
use crate::account::{Account, Region, TeamName};
use crate::app::accounts::{Accounts, List, Places, Session, Tone};
use crate::app::{Keymap, coarse};
use crate::inventory::Health;
use crate::ui::fit::{fit, pad, width};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::time::Instant;

pub(super) struct ListWidget<'a> {
    pub(super) list: &'a List,
    pub(super) accounts: &'a Accounts,
    pub(super) keymap: Keymap<'a>,
    pub(super) places: Places,
    pub(super) theme: Theme,
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

/// The sign of the selected row, the mark, the pencil, and two spaces.
const LEFT: usize = 5;
/// The trash can with a space on either side.
const RIGHT: usize = 3;

impl Columns {
    /// The essentials first, names above all: names that are cut off look the same. Then
    /// each column gets what its widest text needs, and what is left over is spread.
    fn of(width: usize, accounts: &[Account]) -> Self {
        let needs = Self::needed(accounts);
        let mut columns = Self {
            name: 12,
            number: 15,
            role: 0,
            regions: 0,
            teams: 0,
            state: 13,
        };
        let mut left = width.saturating_sub(LEFT + RIGHT + 12 + 15 + 13);
        // To no more than a width; a column that would be narrower than `from` stays out.
        let mut grow = |column: &mut usize, from: usize, to: usize| {
            let more = to.saturating_sub(*column).min(left);
            if *column + more >= from {
                *column += more;
                left -= more;
            }
        };
        grow(&mut columns.name, 0, needs.name.min(30));
        grow(&mut columns.regions, 12, needs.regions.clamp(12, 17));
        grow(&mut columns.role, 7, needs.role.clamp(7, 11));
        grow(&mut columns.teams, 8, needs.teams.clamp(8, 14));
        grow(&mut columns.regions, 12, needs.regions);
        grow(&mut columns.role, 7, needs.role.min(25));
        grow(&mut columns.teams, 8, needs.teams.min(28));
        grow(&mut columns.state, 0, 16);
        grow(&mut columns.name, 0, needs.name.clamp(20, 40));
        grow(&mut columns.role, 7, 20);
        grow(&mut columns.teams, 8, 20);
        grow(&mut columns.state, 0, 26);
        columns
    }

    /// The widest text of each column and a space behind it.
    fn needed(accounts: &[Account]) -> Self {
        let mut needs = Self {
            name: 0,
            number: 0,
            role: 0,
            regions: 0,
            teams: 0,
            state: 0,
        };
        let widen = |column: &mut usize, text: &str| *column = (*column).max(width(text) + 1);
        for account in accounts {
            widen(&mut needs.name, &account.name);
            widen(&mut needs.role, role_name(account));
            widen(&mut needs.regions, &regions(account));
            if !account.teams.is_empty() {
                widen(&mut needs.teams, &teams(&account.teams));
            }
        }
        needs
    }
}

impl ListWidget<'_> {
    pub(super) fn render(&self, buffer: &mut Buffer) {
        self.filter(buffer);
        let width = usize::from(self.places.rows.width);
        let columns = Columns::of(width, self.accounts.all());
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
        let style = self.theme.accent();
        let button = format!("[ {} ]", Places::ADD);
        put(buffer, self.places.add_button(), &button, style);
    }

    fn filter(&self, buffer: &mut Buffer) {
        let head = self.places.head;
        if !self.list.is_typing() && self.list.filter().value().is_empty() {
            put(buffer, head, "  / type to filter", self.theme.quiet());
            return;
        }
        let style = if self.list.is_typing() {
            self.theme.accent()
        } else {
            Style::new()
        };
        put(buffer, head, "  / ", style);
        let field = filter_field(head);
        put_field(buffer, field, self.list.filter());
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
            line.push_str(&column(title, width, self.theme));
        }
        put(buffer, self.places.headings, &line, self.theme.quiet());
    }

    fn row(
        &self,
        account: &Account,
        (columns, is_selected): (&Columns, bool),
        (area, buffer): (Rect, &mut Buffer),
    ) {
        let theme = self.theme;
        let style = if is_selected {
            theme.selected()
        } else {
            Style::new()
        };
        let sign = if is_selected { ">" } else { " " };
        let mark = if self.list.is_marked(account.id) {
            tick(theme)
        } else {
            " "
        };
        let mut line = format!("{sign}{mark} ");
        line.push_str(pencil(theme));
        line.push(' ');
        line.push_str(&column(&account.name, columns.name, theme));
        let number = account.number().map(crate::account::AccountId::grouped);
        line.push_str(&column(&number.unwrap_or_default(), columns.number, theme));
        line.push_str(&column(role_name(account), columns.role, theme));
        line.push_str(&column(&regions(account), columns.regions, theme));
        line.push_str(&column(&teams(&account.teams), columns.teams, theme));
        put(buffer, area, &line, style);
        if !is_selected {
            let name = Rect {
                x: area.x + LEFT as u16,
                width: columns.name as u16,
                ..area
            };
            let own = theme.account(account.frame_colour());
            buffer.set_style(name.intersection(area).intersection(buffer.area), own);
        }
        let (state_tone, state) = self.state(account);
        let indent = width(&line).min(usize::from(area.width)) as u16;
        let state_area = Rect {
            x: area.x + indent,
            width: area.width - indent,
            ..area
        };
        let state = pad(&state, usize::from(state_area.width), theme);
        put(
            buffer,
            state_area,
            &state,
            tone(theme, state_tone).patch(style),
        );
        put_right(buffer, area, &format!("{}  ", trash_can(theme)), style);
    }

    fn state(&self, account: &Account) -> (Tone, String) {
        let mark = |health| self.theme.mark(health);
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
            1 => "{account-list.issues} reads it".to_owned(),
            count => format!("{{account-list.issues}} reads all {count}"),
        };
        let more = self.keymap.spell(&more);
        let room = usize::from(self.places.issues.width);
        let room = room.saturating_sub(width(&more) + 5);
        let line = format!("! {} ({more})", fit(first, room, self.theme));
        put(
            buffer,
            self.places.issues,
            &line,
            tone(self.theme, Tone::Warning),
        );
    }

    fn empty(&self, buffer: &mut Buffer) {
        let lines: &[&str] = if self.accounts.loaded.is_none() {
            &["Reading the accounts files …"]
        } else if !self.accounts.all().is_empty() {
            &["No account matches. {account-list.close} clears the filter."]
        } else if !self.accounts.issues().is_empty() {
            &[
                "No account could be read from the files; {account-list.issues} says why.",
                "They are left as they are.",
            ]
        } else {
            &[
                "No AWS account is connected yet.",
                "",
                "Press {account-list.add} (or {account-list.confirm}) to add the first one. You need a",
                "role in the account that may be read; the next steps",
                "make its policy, its commands and a text that you can",
                "hand to whoever administers the account.",
                "",
                "Everything is read-only; credentials stay in memory.",
            ]
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
            put(
                buffer,
                area,
                &spelled(self.theme, &self.keymap.spell(line)),
                Style::new(),
            );
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

fn role_name(account: &Account) -> &str {
    account.role.as_ref().map_or("", |role| role.role_name())
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
