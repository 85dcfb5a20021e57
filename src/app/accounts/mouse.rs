//! The mouse in the modal: a click means what the key for that place means.

use super::modal::{AccountsModal, Around, Turn};
use super::{
    AccountsAction, CheckPage, CopyMenu, Form, List, Places, Question, Row, Step, first_visible,
};
use ratatui::layout::{Margin, Position};

impl List {
    pub(super) fn click(&mut self, at: Position, places: Places, around: &mut Around<'_>) -> Turn {
        if places.head.contains(at) {
            return self.act(AccountsAction::Filter, around);
        }
        if places.issues.contains(at) && !around.accounts.issues().is_empty() {
            return self.act(AccountsAction::ShowIssues, around);
        }
        if places.add_button().contains(at) {
            return self.act(AccountsAction::Add, around);
        }
        if !places.rows.contains(at) {
            return Turn::Stay;
        }
        let was = self.selected();
        if !self.select_row(usize::from(at.y - places.rows.y), around) {
            return Turn::Stay;
        }
        if places.is_mark(at) {
            self.act(AccountsAction::Toggle, around)
        } else if places.is_pencil(at) {
            self.act(AccountsAction::Edit, around)
        } else if places.is_trash_can(at) {
            self.act(AccountsAction::Remove, around)
        } else if self.selected() == was && !self.is_typing() {
            self.act(AccountsAction::Confirm, around)
        } else {
            Turn::Stay
        }
    }
}

impl Form {
    pub(super) fn click_at(
        &mut self,
        at: Position,
        places: Places,
        around: &mut Around<'_>,
    ) -> Turn {
        let rail = places.rail();
        if let Some(step) = rail.iter().position(|step| step.contains(at)) {
            self.go_to(Step::ALL[step], around);
            return Turn::Stay;
        }
        let rows = self.rows(around.accounts, places.text_width());
        let first = self.first_row(&rows, usize::from(places.page.height));
        match AccountsModal::row_at(&rows, first, (at, places.page)) {
            Some(row) if self.click(row, around) => self.act(AccountsAction::Confirm, around),
            _ => Turn::Stay,
        }
    }
}

impl CheckPage {
    pub(super) fn click_at(&mut self, at: Position, places: Places) -> Turn {
        let rows = self.rows(places.text_width());
        let first = self.first_row(&rows, usize::from(places.page.height));
        let Some(Row::Line(line)) = AccountsModal::row_at(&rows, first, (at, places.page)) else {
            return Turn::Stay;
        };
        if self.selected == *line {
            return self.run.reader(*line).map_or(Turn::Stay, Turn::from);
        }
        self.selected = *line;
        Turn::Stay
    }

    /// The first row that is drawn.
    pub fn first_row(&self, rows: &[Row], height: usize) -> usize {
        let focused = rows.iter().position(|row| *row == Row::Line(self.selected));
        first_visible(0, focused, (rows.len(), height))
    }
}

impl CopyMenu {
    pub(super) fn click_at(
        &mut self,
        at: Position,
        places: Places,
        around: &mut Around<'_>,
    ) -> Turn {
        let items = places.over(self.items.len()).inner(Margin::new(1, 1));
        if !items.contains(at) {
            return Turn::Stay;
        }
        self.selected = usize::from(at.y - items.y);
        self.copy(around);
        Turn::Back
    }
}

impl Question {
    /// Which answer lies under a position.
    pub(super) fn answer_at(&self, at: Position, places: Places) -> Option<bool> {
        let [safe, other] = self.answer_places(places);
        if safe.contains(at) {
            Some(false)
        } else {
            other.contains(at).then_some(true)
        }
    }
}
