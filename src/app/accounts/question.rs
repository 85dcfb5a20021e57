//! Questions whose yes changes something: the yes is never preselected, and no
//! single key says it.

use super::reader::wrap;
use super::{Accounts, AccountsAction, Around, Places, Turn, action_of};
use crate::account::Account;
use crate::app::Context;
use crossterm::event::KeyEvent;
use ratatui::layout::{Margin, Rect};
use uuid::Uuid;

/// What a yes does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Throw away what was typed in the form below.
    Discard,
    /// Check once more, without the external ID.
    ProbeWithoutExternalId,
    Remove(Box<Account>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Asking {
        is_yes_selected: bool,
    },
    /// The order was given; its answer has not come yet.
    Working,
    /// It could not be done: a sentence.
    Refused(String),
}

#[derive(Debug)]
pub struct Question {
    pub asked: Asked,
    pub title: &'static str,
    pub lines: Vec<String>,
    /// The safe answer and the other one.
    pub answers: [&'static str; 2],
    pub standing: Standing,
}

impl Question {
    fn new(asked: Asked, title: &'static str, answers: [&'static str; 2]) -> Self {
        Self {
            asked,
            title,
            lines: Vec::new(),
            answers,
            standing: Standing::Asking {
                is_yes_selected: false,
            },
        }
    }

    pub fn discard(loses_external_id: bool) -> Self {
        let mut question = Self::new(
            Asked::Discard,
            "Discard this form?",
            ["Keep editing", "Discard"],
        );
        if loses_external_id {
            question.lines.push(
                "Its external ID was handed out, and is lost with it. With a name, Ctrl-s saves the account as pending and keeps it."
                    .to_owned(),
            );
        }
        question
            .lines
            .push("Nothing of it was saved. Esc once more discards it.".to_owned());
        question
    }

    pub fn probe() -> Self {
        let mut question = Self::new(
            Asked::ProbeWithoutExternalId,
            "Also try without the external ID?",
            ["Do not try", "Try"],
        );
        question.lines = vec![
            "It shows whether the role's trust policy really demands the external ID.".to_owned(),
            "When it does, the account's CloudTrail records a denied AssumeRole, which may alarm somebody there.".to_owned(),
        ];
        question
    }

    pub fn removal(account: &Account, accounts: &Accounts) -> Self {
        let asked = Asked::Remove(Box::new(account.clone()));
        let mut question = Self::new(asked, "Remove this account?", ["Cancel", "Remove"]);
        question.lines.push(match &account.role {
            Some(role) => format!("{}  {}  {role}", account.name, role.account.grouped()),
            None => format!("{}  (pending)", account.name),
        });
        question.lines.push("It is removed from".to_owned());
        for file in accounts.files_of(account.id) {
            let path = file.path.display();
            let team = match &file.team {
                Some(team) => format!("  (team {})", team.0),
                None => String::new(),
            };
            let stays = match &file.read_only {
                Some(reason) => format!("  stays there: {reason}"),
                None => String::new(),
            };
            question.lines.push(format!("  {path}{team}{stays}"));
        }
        question.lines.push(
            "Its session and everything read through it are dropped at once. Its role in AWS stays."
                .to_owned(),
        );
        question
    }

    pub(super) fn removes(&self, account: Uuid) -> bool {
        matches!(&self.asked, Asked::Remove(asked) if asked.id == account)
    }

    /// What is said, in lines of at most `width` columns.
    pub fn text(&self, width: usize) -> Vec<&str> {
        self.lines
            .iter()
            .flat_map(|line| wrap(line, width))
            .collect()
    }

    /// Where the box stands: its text, an empty line, the answers.
    pub fn place(&self, places: Places) -> Rect {
        let width = usize::from(places.frame.width.min(Places::BOX)).saturating_sub(4);
        places.over(self.text(width).len() + 2)
    }

    /// Where its answers stand, on its last line.
    pub fn answer_places(&self, places: Places) -> [Rect; 2] {
        let inner = self.place(places).inner(Margin::new(2, 1));
        let y = inner.bottom().saturating_sub(1).max(inner.y);
        let mut x = inner.x;
        self.answers.map(|answer| {
            // A mark, a bracket and a space on either side.
            let width = answer.len() as u16 + 5;
            let place = Rect::new(x, y, width, 1).intersection(inner);
            x += width + 2;
            place
        })
    }

    pub(super) fn key(&mut self, key: KeyEvent, around: &Around<'_>) -> Turn {
        let Some(action) = action_of(key, Context::AccountQuestion, around.keymap) else {
            return Turn::Stay;
        };
        match (action, &mut self.standing) {
            (AccountsAction::Close, _) if self.asked == Asked::Discard => {
                Turn::Answered(Asked::Discard)
            }
            (AccountsAction::Close, _) => Turn::Back,
            (
                AccountsAction::Next | AccountsAction::Previous,
                Standing::Asking { is_yes_selected },
            ) => {
                *is_yes_selected = !*is_yes_selected;
                Turn::Stay
            }
            (AccountsAction::Confirm, _) => self.confirm(),
            _ => Turn::Stay,
        }
    }

    /// A click on an answer: the mouse says which one, so it needs no selection first.
    pub(super) fn click(&mut self, is_yes: bool) -> Turn {
        if let Standing::Asking { is_yes_selected } = &mut self.standing {
            *is_yes_selected = is_yes;
        }
        self.confirm()
    }

    fn confirm(&mut self) -> Turn {
        match self.standing {
            Standing::Asking {
                is_yes_selected: true,
            } => Turn::Answered(self.asked.clone()),
            Standing::Working => Turn::Stay,
            Standing::Asking { .. } | Standing::Refused(_) => Turn::Back,
        }
    }
}
