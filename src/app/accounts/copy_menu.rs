//! What of an account can be copied.

use super::{AccountsAction, Around, Turn, action_of};
use crate::account::Account;
use crate::app::Context;
use crate::app::Effect;
use crossterm::event::KeyEvent;

#[derive(Debug)]
pub struct CopyMenu {
    pub name: String,
    /// What it is, and the text.
    pub items: Vec<(&'static str, String)>,
    pub selected: usize,
}

impl CopyMenu {
    pub fn of(account: &Account) -> Self {
        let mut items = Vec::new();
        if let Some(id) = &account.external_id {
            items.push(("external ID", id.as_str().to_owned()));
        }
        if let Some(role) = &account.role {
            items.push(("role ARN", role.to_string()));
            items.push(("account number", role.account.to_string()));
        }
        items.push(("name", account.name.clone()));
        Self {
            name: account.name.clone(),
            items,
            selected: 0,
        }
    }

    pub fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Turn {
        let last = self.items.len().saturating_sub(1);
        match action_of(key, Context::AccountCopyMenu, around.keymap) {
            Some(AccountsAction::Next) => self.selected = (self.selected + 1).min(last),
            Some(AccountsAction::Previous) => self.selected = self.selected.saturating_sub(1),
            Some(AccountsAction::Close) => return Turn::Back,
            Some(AccountsAction::Confirm) => {
                self.copy(around);
                return Turn::Back;
            }
            _ => {}
        }
        Turn::Stay
    }

    pub(super) fn copy(&self, around: &mut Around<'_>) {
        if let Some((what, text)) = self.items.get(self.selected) {
            around.effects.push(Effect::Copy {
                what: (*what).to_owned(),
                text: text.clone(),
            });
        }
    }
}
