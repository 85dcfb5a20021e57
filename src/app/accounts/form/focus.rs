//! The steps of the form, and what in them can have the focus.

use super::Form;
use crate::account::onboard::Permissions;
use crate::account::{Field, Service};
use crate::app::accounts::{Accounts, Around, Places, Row, first_visible};
use crate::provider::Probe;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Identity,
    Role,
    Permissions,
    Account,
    Check,
    Save,
}

impl Step {
    pub const ALL: [Self; 6] = [
        Self::Identity,
        Self::Role,
        Self::Permissions,
        Self::Account,
        Self::Check,
        Self::Save,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Role => "Role",
            Self::Permissions => "Permissions",
            Self::Account => "Account",
            Self::Check => "Check",
            Self::Save => "Save",
        }
    }

    fn next(self, by: isize) -> Option<Self> {
        let position = (self as usize).checked_add_signed(by)?;
        Self::ALL.get(position).copied()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Nothing,
    Field(Field),
    AllServices,
    Service(Service),
    Team(usize),
    Permission(Permissions),
    Handout(usize),
    Line(usize),
    SaveButton,
}

impl Focus {
    /// Where a field is changed.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Services => Self::AllServices,
            Field::Teams => Self::Team(0),
            _ => Self::Field(field),
        }
    }

    fn of_row(row: &Row) -> Option<Self> {
        Some(match row {
            Row::Field(field) => Self::Field(*field),
            Row::AllServices => Self::AllServices,
            Row::Service(service) => Self::Service(*service),
            Row::Team(position) => Self::Team(*position),
            Row::Permission(permissions) => Self::Permission(*permissions),
            Row::Handout { position, .. } => Self::Handout(*position),
            Row::Line(position) => Self::Line(*position),
            Row::SaveButton => Self::SaveButton,
            _ => return None,
        })
    }

    /// The services are listed while one of them has the focus.
    pub(super) fn is_service(self) -> bool {
        matches!(self, Self::AllServices | Self::Service(_))
    }

    /// Tab goes from group to group; the arrows go through a group.
    fn is_in_group_of(self, other: Self) -> bool {
        match (self, other) {
            _ if self.is_service() && other.is_service() => true,
            (Self::Field(one), Self::Field(two)) => one == two,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }
}

impl Form {
    /// What can have the focus in this step, from top to bottom.
    pub fn stops(&self, accounts: &Accounts) -> Vec<Focus> {
        let rows = self.rows(accounts, 80);
        rows.iter().filter_map(Focus::of_row).collect()
    }

    /// The row that has the focus.
    pub fn focused_row(&self, rows: &[Row]) -> Option<usize> {
        rows.iter()
            .position(|row| Focus::of_row(row) == Some(self.focus))
    }

    /// The first row that is drawn.
    pub fn first_row(&self, rows: &[Row], height: usize) -> usize {
        first_visible(self.scroll, self.focused_row(rows), (rows.len(), height))
    }

    /// Puts the focus on something that is there.
    pub(in crate::app::accounts) fn settle_focus(&mut self, accounts: &Accounts) {
        let stops = self.stops(accounts);
        if !stops.contains(&self.focus) {
            self.focus = stops.first().copied().unwrap_or(Focus::Nothing);
        }
    }

    pub(super) fn set_focus(&mut self, focus: Focus, around: &mut Around<'_>) {
        let was = std::mem::replace(&mut self.focus, focus);
        self.suggestion = None;
        self.settle_focus(around.accounts);
        if was == Focus::Field(Field::Profile) && self.focus != was {
            self.ask_caller(false, around);
        }
        self.keep_scroll(around);
    }

    fn keep_scroll(&mut self, around: &Around<'_>) {
        let places = Places::of(around.screen);
        let rows = self.rows(around.accounts, places.text_width());
        self.scroll = self.first_row(&rows, usize::from(places.page.height));
    }

    pub fn go_to(&mut self, step: Step, around: &mut Around<'_>) {
        if step == self.step {
            return;
        }
        self.step = step;
        self.scroll = 0;
        if step == Step::Check && !self.is_check_current(around.accounts) {
            self.start_check(Probe::Standard, around);
        }
        let first = self.stops(around.accounts).first().copied();
        self.set_focus(first.unwrap_or(Focus::Nothing), around);
    }

    pub(super) fn walk(&mut self, by: isize, around: &mut Around<'_>) {
        if let Some(step) = self.step.next(by) {
            self.go_to(step, around);
        }
    }

    /// To the next group, beyond the last one to the next step.
    pub(super) fn tab(&mut self, by: isize, around: &mut Around<'_>) {
        let mut stops = self.stops(around.accounts);
        if by < 0 {
            stops.reverse();
        }
        let here = stops.iter().position(|stop| *stop == self.focus);
        let next = here.and_then(|here| {
            let mut rest = stops[here..].iter();
            rest.find(|stop| !stop.is_in_group_of(self.focus))
        });
        // Backwards too, a group is entered at its first member.
        let next = next.and_then(|next| {
            let mut group = stops.iter().filter(|stop| stop.is_in_group_of(*next));
            if by < 0 {
                group.next_back()
            } else {
                group.next()
            }
        });
        match next {
            Some(next) => self.set_focus(*next, around),
            None => self.tab_to_step(by, around),
        }
    }

    fn tab_to_step(&mut self, by: isize, around: &mut Around<'_>) {
        let was = self.step;
        self.walk(by, around);
        if by < 0 && self.step != was {
            let last = self.stops(around.accounts).last().copied();
            self.set_focus(last.unwrap_or(Focus::Nothing), around);
        }
    }

    pub(super) fn down(&mut self, around: &mut Around<'_>) {
        if self.move_suggestion(1) {
            return;
        }
        self.step_focus(1, around);
    }

    pub(super) fn up(&mut self, around: &mut Around<'_>) {
        if self.move_suggestion(-1) {
            return;
        }
        self.step_focus(-1, around);
    }

    fn step_focus(&mut self, by: isize, around: &mut Around<'_>) {
        let stops = self.stops(around.accounts);
        let here = stops.iter().position(|stop| *stop == self.focus);
        let next = here
            .and_then(|here| here.checked_add_signed(by))
            .and_then(|next| stops.get(next));
        match next {
            Some(next) => self.set_focus(*next, around),
            // Beyond the last stop there may be more to read.
            None => self.scroll = self.scroll.saturating_add_signed(by),
        }
        if let Focus::Permission(permissions) = self.focus {
            self.permissions = permissions;
        }
    }

    pub(super) fn toggle(&mut self, around: &mut Around<'_>) {
        match self.focus {
            Focus::AllServices => self.toggle_all_services(around),
            Focus::Service(service) => self.toggle_service(service, around),
            Focus::Team(position) => self.toggle_team(position, around),
            Focus::Permission(permissions) => self.permissions = permissions,
            _ => {}
        }
    }

    /// A click on a row: the first focuses, and what can be switched is switched.
    pub fn click(&mut self, row: &Row, around: &mut Around<'_>) -> bool {
        let Some(focus) = Focus::of_row(row) else {
            return false;
        };
        let was = self.focus == focus;
        self.set_focus(focus, around);
        match focus {
            // The first click opens the list.
            Focus::AllServices if !was => {}
            Focus::AllServices | Focus::Service(_) | Focus::Team(_) | Focus::Permission(_) => {
                self.toggle(around);
            }
            Focus::SaveButton => return true,
            Focus::Handout(_) | Focus::Line(_) => return was,
            _ => {}
        }
        false
    }
}
