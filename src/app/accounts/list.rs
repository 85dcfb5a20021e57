//! The list of accounts: which are shown, which one is selected, from which row on.
//! A row's cells are made by the view, for the visible rows alone.

use super::{Accounts, AccountsAction, Around, Question, TextField, Turn, action_of};
use super::{CheckPage, CopyMenu, Form, Page, Reader};
use crate::account::Account;
use crate::app::Context;
use crossterm::event::KeyEvent;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Debug, Default)]
pub struct List {
    filter: TextField,
    /// Whether keys go to the filter.
    is_typing: bool,
    /// Indexes of the accounts that match; `None` shows all.
    matching: Option<Vec<usize>>,
    /// A position among those that are shown.
    selected: usize,
    scroll: usize,
    marks: Marks,
}

/// The accounts to open together.
#[derive(Debug, Default)]
struct Marks {
    marked: BTreeSet<Uuid>,
    /// As they were when the list was opened: what is on the map.
    watched: BTreeSet<Uuid>,
}

impl List {
    pub fn filter(&self) -> &TextField {
        &self.filter
    }

    pub fn is_typing(&self) -> bool {
        self.is_typing
    }

    pub fn place(&self) -> Context {
        if self.is_typing {
            Context::AccountFilter
        } else {
            Context::AccountList
        }
    }

    pub fn selected(&self) -> usize {
        self.selected
    }

    /// A list that is opened over a map: what is watched is marked.
    pub fn over(watched: impl IntoIterator<Item = Uuid>) -> Self {
        let watched: BTreeSet<Uuid> = watched.into_iter().collect();
        Self {
            marks: Marks {
                marked: watched.clone(),
                watched,
            },
            ..Self::default()
        }
    }

    pub fn is_marked(&self, id: Uuid) -> bool {
        self.marks.marked.contains(&id)
    }

    pub fn marked(&self) -> usize {
        self.marks.marked.len()
    }

    /// Whether Enter opens what is marked: while nobody has changed a mark, it opens the
    /// account under the cursor, alone.
    pub fn opens_marked(&self) -> bool {
        !self.marks.marked.is_empty() && self.marks.marked != self.marks.watched
    }

    /// What Enter does, where that is not what the table says.
    pub fn confirm_word(&self) -> Option<&'static str> {
        (!self.is_typing && self.opens_marked()).then_some("open marked")
    }

    /// How many accounts are shown.
    pub fn len(&self, accounts: &Accounts) -> usize {
        match &self.matching {
            Some(matching) => matching.len(),
            None => accounts.all().len(),
        }
    }

    /// The account at a position among those that are shown.
    pub fn account<'a>(&self, accounts: &'a Accounts, position: usize) -> Option<&'a Account> {
        let index = match &self.matching {
            Some(matching) => *matching.get(position)?,
            None => position,
        };
        accounts.all().get(index)
    }

    pub fn selected_account<'a>(&self, accounts: &'a Accounts) -> Option<&'a Account> {
        self.account(accounts, self.selected)
    }

    /// The first visible position where `height` rows are visible.
    pub fn first_row(&self, height: usize) -> usize {
        let height = height.max(1);
        self.scroll
            .min(self.selected)
            .max((self.selected + 1).saturating_sub(height))
    }

    /// Finds the shown accounts and the selected one again after the accounts changed.
    pub fn refill(&mut self, accounts: &Accounts, selected: Option<Uuid>) {
        self.search(accounts);
        for marks in [&mut self.marks.marked, &mut self.marks.watched] {
            marks.retain(|id| {
                accounts
                    .get(*id)
                    .is_some_and(|account| account.role.is_some())
            });
        }
        let found = selected.and_then(|id| {
            (0..self.len(accounts)).find(|position| {
                self.account(accounts, *position)
                    .is_some_and(|a| a.id == id)
            })
        });
        let last = self.len(accounts).saturating_sub(1);
        self.selected = found.unwrap_or(self.selected).min(last);
    }

    pub fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Turn {
        let action = action_of(key, self.place(), around.keymap);
        if self.is_typing && action.is_none() {
            if self.filter.key(key) {
                self.filter_changed(around.accounts);
            }
            return Turn::Stay;
        }
        let turn = action.map_or(Turn::Stay, |action| self.act(action, around));
        self.scroll = self.first_row(around.rows());
        turn
    }

    pub fn paste(&mut self, text: &str, around: &mut Around<'_>) {
        self.is_typing = true;
        if self.filter.paste(text) {
            self.filter_changed(around.accounts);
        }
    }

    pub fn act(&mut self, action: AccountsAction, around: &mut Around<'_>) -> Turn {
        let last = self.len(around.accounts).saturating_sub(1);
        let page = around.rows().max(1);
        match action {
            AccountsAction::Next => self.selected = (self.selected + 1).min(last),
            AccountsAction::Previous => self.selected = self.selected.saturating_sub(1),
            AccountsAction::NextPage => self.selected = (self.selected + page).min(last),
            AccountsAction::PreviousPage => self.selected = self.selected.saturating_sub(page),
            AccountsAction::First => self.selected = 0,
            AccountsAction::Last => self.selected = last,
            AccountsAction::Filter => self.is_typing = true,
            AccountsAction::Confirm if self.is_typing => self.is_typing = false,
            AccountsAction::Close => return self.close(around.accounts),
            AccountsAction::Add => return Turn::from(Page::Form(Box::new(Form::add(around)))),
            AccountsAction::ShowIssues => return issues(around.accounts),
            _ => return self.act_on_account(action, around),
        }
        Turn::Stay
    }

    fn act_on_account(&mut self, action: AccountsAction, around: &mut Around<'_>) -> Turn {
        let Some(account) = self.selected_account(around.accounts).cloned() else {
            return match action {
                // On an empty list the one thing to do is to add an account.
                AccountsAction::Confirm if around.accounts.all().is_empty() => {
                    self.first_account(around)
                }
                _ => Turn::Stay,
            };
        };
        match action {
            AccountsAction::Toggle if account.role.is_some() => self.toggle(account.id),
            AccountsAction::Confirm if self.opens_marked() => return self.open_marked(around),
            AccountsAction::Confirm if account.role.is_none() => {
                return Turn::from(Page::Form(Box::new(Form::edit(&account, around))));
            }
            AccountsAction::Confirm => return Turn::Open(vec![account.id]),
            AccountsAction::Edit => {
                return Turn::from(Page::Form(Box::new(Form::edit(&account, around))));
            }
            AccountsAction::Remove => {
                return Turn::from(Page::Question(Question::removal(&account, around.accounts)));
            }
            AccountsAction::Test => {
                return Turn::from(Page::Check(CheckPage::start(account, around)));
            }
            AccountsAction::Copy => return Turn::from(Page::CopyMenu(CopyMenu::of(&account))),
            _ => {}
        }
        Turn::Stay
    }

    fn toggle(&mut self, id: Uuid) {
        if !self.marks.marked.remove(&id) {
            self.marks.marked.insert(id);
        }
    }

    /// In the order of the list, also those that a filter hides.
    fn open_marked(&self, around: &Around<'_>) -> Turn {
        let all = around.accounts.all().iter().map(|account| account.id);
        Turn::Open(all.filter(|id| self.is_marked(*id)).collect())
    }

    fn first_account(&self, around: &mut Around<'_>) -> Turn {
        if around.accounts.loaded.is_none() || self.is_typing {
            return Turn::Stay;
        }
        Turn::from(Page::Form(Box::new(Form::add(around))))
    }

    /// Esc goes one step at a time: out of the filter, then out of the modal.
    fn close(&mut self, accounts: &Accounts) -> Turn {
        if !self.is_typing && self.filter.value().is_empty() {
            return Turn::Back;
        }
        let selected = self.selected_account(accounts).map(|account| account.id);
        self.is_typing = false;
        self.filter.set("");
        self.refill(accounts, selected);
        Turn::Stay
    }

    fn filter_changed(&mut self, accounts: &Accounts) {
        self.search(accounts);
        self.selected = 0;
        self.scroll = 0;
    }

    fn search(&mut self, accounts: &Accounts) {
        let typed = self.filter.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        self.matching = (!words.is_empty()).then(|| accounts.matching(&words));
    }

    /// Selects a visible row; whether it was there.
    pub fn select_row(&mut self, row: usize, around: &Around<'_>) -> bool {
        let position = self.first_row(around.rows()) + row;
        if position >= self.len(around.accounts) {
            return false;
        }
        self.scroll = self.first_row(around.rows());
        self.selected = position;
        true
    }
}

fn issues(accounts: &Accounts) -> Turn {
    let issues = accounts.issues();
    if issues.is_empty() {
        return Turn::Stay;
    }
    let text = issues.join("\n\n");
    Turn::from(Page::Reader(Reader::new("The accounts files", text)))
}

#[derive(Debug, Default)]
pub struct Haystacks(Vec<String>);

impl Haystacks {
    /// Everything that the filter looks at, once per loading instead of once per key.
    pub fn of(accounts: &[Account]) -> Self {
        Self(accounts.iter().map(haystack).collect())
    }

    /// The indexes of those that hold every word.
    pub fn matching(&self, words: &[&str]) -> Vec<usize> {
        (0..self.0.len())
            .filter(|index| words.iter().all(|word| self.0[*index].contains(word)))
            .collect()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

fn haystack(account: &Account) -> String {
    let mut parts = vec![account.name.clone()];
    if let Some(role) = &account.role {
        parts.push(role.account.to_string());
        parts.push(role.account.grouped());
        parts.push(role.to_string());
    } else {
        parts.push("pending".to_owned());
    }
    parts.push(account.home_region.to_string());
    parts.extend(account.regions.iter().map(ToString::to_string));
    parts.extend(account.teams.iter().map(|team| team.0.clone()));
    parts.join("\n").to_lowercase()
}
