//! The modal as a stack of pages over the list; the topmost has the keys.

use super::{Accounts, AccountsAction, Asked, CheckPage, CopyMenu, Form, List, Places};
use super::{Question, Reader, Row, Standing};
use crate::app::Context;
use crate::app::{Effect, Keymap, Screen};
use crate::provider::Probe;
use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

#[derive(Debug, Default)]
pub struct AccountsModal {
    pub list: List,
    /// What lies over the list, the topmost last.
    pub pages: Vec<Page>,
    /// The account to select when the files are read again.
    pub(super) wanted: Option<Uuid>,
}

#[derive(Debug)]
pub enum Page {
    Form(Box<Form>),
    Check(CheckPage),
    Question(Question),
    Reader(Reader),
    CopyMenu(CopyMenu),
}

/// What a page answers a key with.
#[derive(Debug)]
pub enum Turn {
    Stay,
    Push(Box<Page>),
    Back,
    /// The yes of a question.
    Answered(Asked),
    /// These accounts, on one map.
    Open(Vec<Uuid>),
}

impl From<Page> for Turn {
    fn from(page: Page) -> Self {
        Self::Push(Box::new(page))
    }
}

/// What the modal is left with after an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Stays,
    Close,
    Open(Vec<Uuid>),
}

/// What the pages may see and change of the rest of the model.
pub struct Around<'a> {
    pub(super) accounts: &'a mut Accounts,
    pub(super) screen: &'a Screen,
    pub(super) keymap: Keymap<'a>,
    pub(super) effects: &'a mut Vec<Effect>,
}

impl Around<'_> {
    /// How many accounts are visible at once.
    pub(super) fn rows(&self) -> usize {
        usize::from(Places::of(self.screen).rows.height)
    }

    pub(super) fn page(&self) -> Rect {
        Places::of(self.screen).page
    }
}

impl AccountsModal {
    /// Where keys are looked up.
    pub fn contexts(&self) -> &'static [Context] {
        match self.place() {
            Context::AccountFilter => &[Context::AccountFilter],
            Context::AccountField => &[Context::AccountField],
            Context::AccountStep => &[Context::AccountStep],
            Context::AccountCheck => &[Context::AccountCheck],
            Context::AccountReader => &[Context::AccountReader],
            Context::AccountCopyMenu => &[Context::AccountCopyMenu],
            Context::AccountQuestion => &[Context::AccountQuestion],
            _ => &[Context::AccountList],
        }
    }

    /// What has the keys.
    pub fn place(&self) -> Context {
        match self.pages.last() {
            None => self.list.place(),
            Some(Page::Form(form)) => form.place(),
            Some(Page::Check(_)) => Context::AccountCheck,
            Some(Page::Question(_)) => Context::AccountQuestion,
            Some(Page::Reader(_)) => Context::AccountReader,
            Some(Page::CopyMenu(_)) => Context::AccountCopyMenu,
        }
    }

    /// Whether an action does something here: the footer offers no other.
    pub fn offers(&self, action: AccountsAction) -> bool {
        match self.pages.last() {
            Some(Page::Form(form)) => form.offers(action),
            Some(Page::Check(check)) => check.offers(action),
            Some(Page::Reader(reader)) => {
                action != AccountsAction::Write || reader.can_be_written()
            }
            _ => true,
        }
    }

    /// What Enter does where the focus is, where that is not what the table says.
    pub fn confirm_word(&self) -> Option<&'static str> {
        match self.pages.last() {
            None => self.list.confirm_word(),
            Some(Page::Form(form)) => form.confirm_word(),
            Some(_) => None,
        }
    }

    pub fn is_typing(&self) -> bool {
        matches!(self.place(), Context::AccountFilter | Context::AccountField)
    }

    /// The open form of an account.
    pub(super) fn form(&mut self, id: Uuid) -> Option<&mut Form> {
        self.pages.iter_mut().find_map(|page| match page {
            Page::Form(form) if form.id == id => Some(form.as_mut()),
            _ => None,
        })
    }

    pub(super) fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Outcome {
        let turn = match self.pages.last_mut() {
            None => self.list.key(key, around),
            Some(Page::Form(form)) => form.key(key, around),
            Some(Page::Check(check)) => check.key(key, around),
            Some(Page::Question(question)) => question.key(key, around),
            Some(Page::Reader(reader)) => reader.key(key, around),
            Some(Page::CopyMenu(menu)) => menu.key(key, around),
        };
        self.turn(turn, around)
    }

    /// What the list does of an account by a key, by its name.
    pub(super) fn order(
        &mut self,
        (action, id): (AccountsAction, Option<Uuid>),
        around: &mut Around<'_>,
    ) -> Outcome {
        self.list.refill(around.accounts, id);
        let turn = self.list.act(action, around);
        self.turn(turn, around)
    }

    pub(super) fn paste(&mut self, text: &str, around: &mut Around<'_>) {
        match self.pages.last_mut() {
            None => self.list.paste(text, around),
            Some(Page::Form(form)) => form.paste(text, around),
            Some(_) => {}
        }
    }

    fn turn(&mut self, turn: Turn, around: &mut Around<'_>) -> Outcome {
        match turn {
            Turn::Stay => {}
            Turn::Push(page) => self.pages.push(*page),
            Turn::Back => {
                if self.pages.pop().is_none() {
                    return Outcome::Close;
                }
            }
            Turn::Answered(asked) => self.answered(&asked, around),
            Turn::Open(ids) => return Outcome::Open(ids),
        }
        Outcome::Stays
    }

    fn answered(&mut self, asked: &Asked, around: &mut Around<'_>) {
        match asked {
            Asked::Discard => {
                self.pages.pop();
                if let Some(Page::Form(mut form)) = self.pages.pop() {
                    form.leave(around);
                }
            }
            Asked::ProbeWithoutExternalId => {
                self.pages.pop();
                let probe = Probe::WithoutExternalId;
                match self.pages.last_mut() {
                    Some(Page::Form(form)) => form.start_check(probe, around),
                    Some(Page::Check(check)) => check.restart(probe, around),
                    _ => {}
                }
            }
            Asked::Remove(account) => {
                around.accounts.sessions.remove(&account.id);
                around.effects.extend([
                    Effect::Forget(account.id),
                    Effect::RemoveAccount(account.clone()),
                ]);
                if let Some(Page::Question(question)) = self.pages.last_mut() {
                    question.standing = Standing::Working;
                }
            }
        }
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent, around: &mut Around<'_>) -> Outcome {
        let at = Position::new(mouse.column, mouse.row);
        let turn = match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(AccountsAction::Next, around),
            MouseEventKind::ScrollUp => self.wheel(AccountsAction::Previous, around),
            MouseEventKind::Down(MouseButton::Left) => self.click(at, around),
            _ => Turn::Stay,
        };
        self.turn(turn, around)
    }

    fn wheel(&mut self, action: AccountsAction, around: &mut Around<'_>) -> Turn {
        match self.pages.last_mut() {
            None => return self.list.act(action, around),
            Some(Page::Form(form)) => return form.act(action, around),
            Some(Page::Check(check)) => return check.act(action, around),
            Some(Page::Reader(reader)) => reader.act(action, around),
            Some(Page::Question(_) | Page::CopyMenu(_)) => {}
        }
        Turn::Stay
    }

    fn click(&mut self, at: Position, around: &mut Around<'_>) -> Turn {
        let places = Places::of(around.screen);
        match self.pages.last_mut() {
            None => self.list.click(at, places, around),
            Some(Page::Form(form)) => form.click_at(at, places, around),
            Some(Page::Check(check)) => check.click_at(at, places),
            Some(Page::Question(question)) => match question.answer_at(at, places) {
                Some(is_yes) => question.click(is_yes),
                None => Turn::Stay,
            },
            Some(Page::CopyMenu(menu)) => menu.click_at(at, places, around),
            Some(Page::Reader(_)) => Turn::Stay,
        }
    }

    /// The row of a page that lies under a position.
    pub(super) fn row_at(rows: &[Row], first: usize, at: (Position, Rect)) -> Option<&Row> {
        let (at, page) = at;
        if !page.contains(at) {
            return None;
        }
        rows.get(first + usize::from(at.y - page.y))
    }
}
