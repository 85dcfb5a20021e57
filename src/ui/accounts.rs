//! The accounts modal as cells: the list, the form, and the pages over them.

mod list;
mod page;
mod style;
mod write;

use self::list::ListWidget;
use self::page::PageWidget;
use self::style::{spelled, tone};
use self::write::put;
use super::fit::fit;
use super::footer::Footer;
use super::panel::Panel;
use super::theme::Theme;
use crate::app::accounts::AccountsAction;
use crate::app::accounts::{Accounts, AccountsModal, CheckPage, CopyMenu, Form, Page, Places};
use crate::app::accounts::{Question, Reader, Row, Standing, Step, Tone};
use crate::app::{Action, Binding, Hint, Keymap, Notice, Screen, bindings};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;
use std::time::Instant;

pub struct AccountsWidget<'a> {
    pub modal: &'a AccountsModal,
    pub accounts: &'a Accounts,
    pub screen: &'a Screen,
    pub keymap: Keymap<'a>,
    /// Stands at the foot in the place of the hints, because the modal may cover the
    /// screen's own.
    pub notice: Option<&'a Notice>,
    pub theme: Theme,
    pub now: Instant,
}

impl AccountsWidget<'_> {
    /// Where the terminal's cursor belongs: in the text that is typed.
    pub fn cursor(&self) -> Option<Position> {
        let places = Places::of(self.screen);
        match self.modal.pages.last() {
            None if self.modal.list.is_typing() => {
                let area = list::filter_field(places.head);
                let (_, column) = self.modal.list.filter().window(usize::from(area.width));
                let column = (column as u16).min(area.width.saturating_sub(1));
                Some(Position::new(area.x + column, area.y))
            }
            Some(Page::Form(form)) => {
                let rows = form.rows(self.accounts, places.text_width());
                self.form_page(form, &rows).cursor()
            }
            _ => None,
        }
    }

    /// Draws the modal over what is there.
    pub fn draw(&self, buffer: &mut Buffer) {
        let is_box = |page: &&Page| matches!(page, Page::Question(_) | Page::CopyMenu(_));
        // A question and a menu are boxes; below them the page before stays visible.
        let covering = self.modal.pages.iter().rev().find(|page| !is_box(page));
        self.frame(covering, buffer);
        match covering {
            None => self.list(buffer),
            Some(Page::Form(form)) => self.form(form, buffer),
            Some(Page::Check(check)) => self.check(check, buffer),
            Some(Page::Reader(reader)) => self.reader(reader, buffer),
            Some(Page::Question(_) | Page::CopyMenu(_)) => {}
        }
        match self.modal.pages.last() {
            Some(Page::Question(question)) => self.question(question, buffer),
            Some(Page::CopyMenu(menu)) => self.copy_menu(menu, buffer),
            _ => {}
        }
    }

    fn frame(&self, covering: Option<&Page>, buffer: &mut Buffer) {
        let (title, note) = self.titles(covering);
        Panel {
            title: &title,
            note: &note,
            theme: self.theme,
        }
        .draw(Places::of(self.screen).frame, buffer);
        self.foot(buffer);
    }

    fn block(&self, title: &str, (area, buffer): (Rect, &mut Buffer)) {
        Panel {
            title,
            note: "",
            theme: self.theme,
        }
        .draw(area, buffer);
    }

    fn titles(&self, covering: Option<&Page>) -> (String, String) {
        match covering {
            Some(Page::Form(form)) => {
                let title = match form.text(crate::account::Field::Name).trim() {
                    _ if !form.is_edit() => "Add an AWS account".to_owned(),
                    name => format!("Edit {name}"),
                };
                let step = form.step as usize + 1;
                (title, format!("step {step} of {}", Step::ALL.len()))
            }
            Some(Page::Check(check)) => (format!("Test {}", check.run.account.name), String::new()),
            Some(Page::Reader(reader)) => (reader.title.clone(), String::new()),
            _ => {
                let shown = self.modal.list.len(self.accounts);
                let all = self.accounts.all().len();
                let note = match self.modal.list.marked() {
                    0 => format!("{shown} of {all}"),
                    marked if shown == all => format!("{marked} of {all} marked"),
                    marked => format!("{shown} of {all}, {marked} marked"),
                };
                ("AWS accounts".to_owned(), note)
            }
        }
    }

    /// The notice, or the keys that do something here.
    fn foot(&self, buffer: &mut Buffer) {
        let frame = Places::of(self.screen).frame;
        let area = Rect {
            x: frame.x + 2.min(frame.width),
            y: frame.bottom().saturating_sub(1),
            width: frame.width.saturating_sub(4),
            height: 1.min(frame.height),
        };
        let footer = Footer {
            mode: None,
            notice: self.notice,
            hints: self.hints(),
            theme: self.theme,
        };
        let area = area.intersection(buffer.area);
        let mut line = footer.line(usize::from(area.width).saturating_sub(1));
        line.push_span(" ");
        if !area.is_empty() {
            buffer.set_line(area.x, area.y, &line, area.width);
        }
    }

    /// The keys that do something here.
    fn hints(&self) -> Vec<Hint> {
        let place = self.modal.place();
        let hint = |keys: &str, word| Hint {
            keys: keys.to_owned(),
            word,
            action: None,
        };
        let remedies = match self.modal.pages.last() {
            Some(Page::Reader(reader)) => reader.pieces(),
            _ => 0,
        };
        let remedy = match remedies {
            0 => None,
            1 => Some(hint("1", "copy the remedy")),
            count => Some(hint(&format!("1-{}", count.min(9)), "copy a remedy")),
        };
        let rows = bindings()
            .filter(|row| row.context == place)
            .filter(|row| match row.action {
                Action::Accounts(action) => self.modal.offers(action),
                _ => true,
            });
        let word = |row: &Binding| match row.action {
            Action::Accounts(AccountsAction::Confirm) => self.modal.confirm_word().or(row.hint),
            _ => row.hint,
        };
        let hints = rows.filter_map(|row| Some(hint(self.keymap.keys(row).first()?, word(row)?)));
        remedy.into_iter().chain(hints).collect()
    }

    fn list(&self, buffer: &mut Buffer) {
        ListWidget {
            list: &self.modal.list,
            accounts: self.accounts,
            keymap: self.keymap,
            places: Places::of(self.screen),
            theme: self.theme,
            now: self.now,
        }
        .render(buffer);
    }

    fn form(&self, form: &Form, buffer: &mut Buffer) {
        let places = Places::of(self.screen);
        for (step, area) in Step::ALL.into_iter().zip(places.rail()) {
            let is_here = form.step == step;
            let mark = match (is_here, form.warns(step)) {
                (true, _) => ">",
                (false, true) => "!",
                (false, false) => " ",
            };
            let style = if is_here {
                self.theme.selected()
            } else if form.warns(step) {
                self.theme.warning()
            } else {
                self.theme.quiet()
            };
            let text = format!("{mark}{} {}", step as usize + 1, step.title());
            put(buffer, area, &text, style);
        }
        self.rule(buffer);
        let rows = form.rows(self.accounts, places.text_width());
        self.form_page(form, &rows).render(buffer);
    }

    fn rule(&self, buffer: &mut Buffer) {
        let places = Places::of(self.screen);
        if places.page.y > places.head.y + 1 {
            let area = Rect {
                y: places.head.y + 1,
                ..places.head
            };
            let rule = self.theme.rule().repeat(usize::from(area.width));
            put(buffer, area, &rule, self.theme.quiet());
        }
    }

    fn form_page<'a>(&'a self, form: &'a Form, rows: &'a [Row]) -> PageWidget<'a> {
        let places = Places::of(self.screen);
        PageWidget {
            accounts: self.accounts,
            form: Some(form),
            check: form.check.as_ref(),
            rows,
            first: form.first_row(rows, usize::from(places.page.height)),
            focused: form.focused_row(rows),
            places,
            theme: self.theme,
        }
    }

    fn check(&self, check: &CheckPage, buffer: &mut Buffer) {
        let places = Places::of(self.screen);
        let account = &check.run.account;
        let role = account.role.as_ref().map(ToString::to_string);
        let head = format!(" {}", role.unwrap_or_else(|| "no role yet".to_owned()));
        put(buffer, places.head, &head, Style::new());
        self.rule(buffer);
        let rows = check.rows(places.text_width());
        let focused = rows
            .iter()
            .position(|row| *row == Row::Line(check.selected));
        PageWidget {
            accounts: self.accounts,
            form: None,
            check: Some(&check.run),
            first: check.first_row(&rows, usize::from(places.page.height)),
            rows: &rows,
            focused,
            places,
            theme: self.theme,
        }
        .render(buffer);
    }

    fn reader(&self, reader: &Reader, buffer: &mut Buffer) {
        let places = Places::of(self.screen);
        let page = places.page;
        let (lines, total) = reader.lines(places.text_width(), usize::from(page.height));
        let shown = lines.len();
        for (y, line) in lines.into_iter().enumerate() {
            let area = line_of(page.inner(Margin::new(1, 0)), y);
            put(buffer, area, line, Style::new());
        }
        if total > shown {
            let note = format!(" {total} lines; j k PgDn PgUp scroll");
            put(buffer, places.head, &note, self.theme.quiet());
        }
    }

    fn question(&self, question: &Question, buffer: &mut Buffer) {
        let places = Places::of(self.screen);
        let area = question.place(places);
        self.block(question.title, (area, buffer));
        let inner = area.inner(Margin::new(2, 1));
        let text = question.text(usize::from(inner.width));
        for (y, line) in text.into_iter().enumerate() {
            put(
                buffer,
                line_of(inner, y),
                &spelled(self.theme, line),
                Style::new(),
            );
        }
        match &question.standing {
            Standing::Asking { is_yes_selected } => {
                self.answers(question, *is_yes_selected, buffer);
            }
            Standing::Working => {
                let place = question.answer_places(places)[0];
                let line = Rect {
                    width: inner.width,
                    ..place
                };
                put(
                    buffer,
                    line,
                    &spelled(self.theme, "Removing …"),
                    self.theme.quiet(),
                );
            }
            Standing::Refused(sentence) => {
                let place = question.answer_places(places)[0];
                let line = Rect {
                    width: inner.width,
                    ..place
                };
                let sentence = fit(sentence, usize::from(line.width), self.theme);
                put(buffer, line, &sentence, tone(self.theme, Tone::Bad));
            }
        }
    }

    fn answers(&self, question: &Question, is_yes_selected: bool, buffer: &mut Buffer) {
        let places = question.answer_places(Places::of(self.screen));
        for (index, (answer, area)) in question.answers.iter().zip(places).enumerate() {
            let is_selected = (index == 1) == is_yes_selected;
            let mark = if is_selected { ">" } else { " " };
            let style = if is_selected {
                self.theme.selected()
            } else {
                Style::new()
            };
            put(buffer, area, &format!("{mark}[ {answer} ]"), style);
        }
    }

    fn copy_menu(&self, menu: &CopyMenu, buffer: &mut Buffer) {
        let area = Places::of(self.screen).over(menu.items.len());
        self.block(&format!("Copy of {}", menu.name), (area, buffer));
        let inner = area.inner(Margin::new(1, 1));
        for (y, (what, text)) in menu.items.iter().enumerate() {
            let is_selected = y == menu.selected;
            let mark = if is_selected { ">" } else { " " };
            let style = if is_selected {
                self.theme.selected()
            } else {
                Style::new()
            };
            let line = format!("{mark} {what:<15} {text}");
            let line = fit(&line, usize::from(inner.width), self.theme);
            put(buffer, line_of(inner, y), &line, style);
        }
    }
}

/// A line of an area; empty where it has none.
fn line_of(area: Rect, line: usize) -> Rect {
    Rect {
        y: area.y.saturating_add(line as u16),
        height: 1,
        ..area
    }
    .intersection(area)
}
