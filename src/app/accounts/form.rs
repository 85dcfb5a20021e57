//! The form that adds and edits an account: six steps that can be walked freely.

mod fields;
mod focus;
mod orders;
mod rows;
mod suggestions;

pub use focus::{Focus, Step};
pub use rows::label;

use super::{AccountsAction, Around, Question, Turn, action_of};
use super::{CheckRun, Page, Reader, TextField};
use crate::account::onboard::Permissions;
use crate::account::{Account, Draft, Field, Problem, RoleArn};
use crate::app::Context;
use crate::app::Effect;
use crossterm::event::KeyEvent;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Debug)]
pub struct Form {
    /// Of the edited account, or the one that a new account will have.
    pub id: Uuid,
    /// As it was opened: what differs from it was typed.
    opened: Draft,
    /// The edited account as it was read.
    as_read: Option<Box<Account>>,
    fields: BTreeMap<Field, TextField>,
    services_off: BTreeSet<crate::account::Service>,
    teams: BTreeSet<crate::account::TeamName>,
    pub permissions: Permissions,
    pub step: Step,
    pub focus: Focus,
    scroll: usize,
    /// Position of the highlighted suggestion for the regions.
    suggestion: Option<usize>,
    problems: Vec<Problem>,
    /// Problems are shown of fields that were typed in; of all after an attempt to save.
    touched: BTreeSet<Field>,
    pub check: Option<CheckRun>,
    /// Whether a text with the external ID was read, copied or written.
    is_handed_out: bool,
    /// While the order to save is under way.
    pub is_saving: bool,
    /// Why saving failed.
    pub refusal: Option<String>,
}

impl Form {
    pub fn add(around: &mut Around<'_>) -> Self {
        let mut form = Self::of(Draft::new(), Uuid::new_v4());
        form.ready(around);
        form
    }

    pub fn edit(account: &Account, around: &mut Around<'_>) -> Self {
        let mut form = Self::of(Draft::of(account), account.id);
        form.as_read = Some(Box::new(account.clone()));
        form.step = Step::Account;
        form.ready(around);
        form
    }

    fn of(opened: Draft, id: Uuid) -> Self {
        let fields = [
            (Field::Name, &opened.name),
            (Field::RoleArn, &opened.role_arn),
            (Field::ExternalId, &opened.external_id),
            (Field::Regions, &opened.regions),
            (Field::Profile, &opened.profile),
        ];
        Self {
            id,
            fields: fields
                .into_iter()
                .map(|(field, text)| (field, TextField::new(text)))
                .collect(),
            services_off: opened.services_off.clone(),
            teams: opened.teams.clone(),
            opened,
            as_read: None,
            permissions: Permissions::ReadOnlyAccess,
            step: Step::Identity,
            focus: Focus::Nothing,
            scroll: 0,
            suggestion: None,
            problems: Vec::new(),
            touched: BTreeSet::new(),
            check: None,
            is_handed_out: false,
            is_saving: false,
            refusal: None,
        }
    }

    fn ready(&mut self, around: &mut Around<'_>) {
        self.problems = self.draft().problems(around.accounts.all());
        self.settle_focus(around.accounts);
        self.ask_caller(false, around);
    }

    pub fn is_edit(&self) -> bool {
        self.opened.id.is_some()
    }

    /// Whether closing loses something: what was typed, or an external ID that somebody
    /// else may be making a role for by now.
    pub fn is_changed(&self) -> bool {
        self.draft() != self.opened || self.loses_external_id()
    }

    pub fn loses_external_id(&self) -> bool {
        self.is_handed_out && !self.is_edit()
    }

    pub fn place(&self) -> Context {
        match self.focus {
            Focus::Field(_) => Context::AccountField,
            _ => Context::AccountStep,
        }
    }

    pub fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Turn {
        if let Some(action) = action_of(key, self.place(), around.keymap) {
            return self.act(action, around);
        }
        if let Focus::Field(field) = self.focus {
            if self.accepts_suggestion(key) {
                self.accept_suggestion(0, around);
            } else if self
                .fields
                .get_mut(&field)
                .is_some_and(|text| text.key(key))
            {
                self.typed(field, around);
            }
        }
        Turn::Stay
    }

    pub fn paste(&mut self, text: &str, around: &mut Around<'_>) {
        let joined: String = text.split_whitespace().collect();
        // A pasted ARN is meant for its field, wherever the focus is.
        if !matches!(self.focus, Focus::Field(_)) && joined.parse::<RoleArn>().is_ok() {
            self.go_to(Step::Account, around);
            self.set_focus(Focus::Field(Field::RoleArn), around);
        }
        let Focus::Field(field) = self.focus else {
            return;
        };
        // Neither holds white space, but a line copied from a terminal may be wrapped.
        let is_one_word = matches!(field, Field::RoleArn | Field::ExternalId);
        let pasted = if is_one_word { &joined } else { text };
        let input = self.fields.get_mut(&field);
        if input.is_some_and(|input| input.paste(pasted)) {
            self.typed(field, around);
        }
    }

    pub fn act(&mut self, action: AccountsAction, around: &mut Around<'_>) -> Turn {
        match action {
            AccountsAction::Close => return self.close(around),
            AccountsAction::Save => self.save(around),
            AccountsAction::NextStep => self.walk(1, around),
            AccountsAction::PreviousStep => self.walk(-1, around),
            AccountsAction::NextField => self.tab(1, around),
            AccountsAction::PreviousField => self.tab(-1, around),
            AccountsAction::Next => self.down(around),
            AccountsAction::Previous => self.up(around),
            AccountsAction::First => self.scroll = 0,
            AccountsAction::Last => self.scroll = usize::MAX,
            AccountsAction::Toggle => self.toggle(around),
            AccountsAction::Confirm => return self.confirm(around),
            AccountsAction::Copy => self.copy(around),
            AccountsAction::Write => self.write(around),
            AccountsAction::CheckAgain => self.again(around),
            AccountsAction::ProbeWithoutExternalId if self.offers(action) => {
                return Turn::from(Page::Question(Question::probe()));
            }
            _ => {}
        }
        Turn::Stay
    }

    /// Whether a step holds something to look at before saving.
    pub fn warns(&self, step: Step) -> bool {
        match step {
            Step::Account => Field::ALL.into_iter().any(|field| {
                self.problem(field)
                    .is_some_and(|problem| !problem.is_warning)
            }),
            Step::Check => {
                let check = self.check.as_ref();
                check.is_some_and(|check| check.failure().is_some())
            }
            _ => false,
        }
    }

    pub fn confirm_word(&self) -> Option<&'static str> {
        match self.focus {
            Focus::Handout(_) | Focus::Line(_) => Some("read"),
            Focus::SaveButton => Some("save"),
            Focus::Field(Field::Regions) if self.suggestion.is_some() => Some("take"),
            _ => None,
        }
    }

    /// Whether an action does something where the focus is.
    pub fn offers(&self, action: AccountsAction) -> bool {
        match action {
            AccountsAction::Toggle => matches!(
                self.focus,
                Focus::AllServices | Focus::Service(_) | Focus::Team(_) | Focus::Permission(_)
            ),
            AccountsAction::Write => matches!(self.focus, Focus::Handout(_)),
            AccountsAction::Copy => match self.focus {
                Focus::Handout(_) | Focus::Line(_) => true,
                _ => self.step == Step::Identity,
            },
            AccountsAction::CheckAgain => matches!(self.step, Step::Identity | Step::Check),
            AccountsAction::ProbeWithoutExternalId => {
                self.step == Step::Check && self.check.is_some()
            }
            AccountsAction::NextStep => self.step != Step::Save,
            AccountsAction::PreviousStep => self.step != Step::Identity,
            _ => true,
        }
    }

    fn close(&mut self, around: &mut Around<'_>) -> Turn {
        if self.suggestion.take().is_some() {
            return Turn::Stay;
        }
        if self.is_changed() && !self.is_saving {
            return Turn::from(Page::Question(Question::discard(self.loses_external_id())));
        }
        self.leave(around);
        Turn::Back
    }

    /// Ends what the form started.
    pub fn leave(&mut self, around: &mut Around<'_>) {
        if let Some(check) = &mut self.check {
            check.cancel(around);
        }
    }

    fn confirm(&mut self, around: &mut Around<'_>) -> Turn {
        match self.focus {
            Focus::Field(Field::Regions) if self.suggestion.is_some() => {
                self.accept_suggestion(self.suggestion.unwrap_or_default(), around);
            }
            Focus::Handout(position) => {
                if let Some(handout) = self.handouts(around.accounts).get(position) {
                    self.is_handed_out = true;
                    return Turn::from(Page::Reader(Reader::of_handout(handout)));
                }
            }
            Focus::Line(line) => {
                let page = self.check.as_ref().and_then(|check| check.reader(line));
                match page {
                    Some(page) => return Turn::from(page),
                    None => self.tab(1, around),
                }
            }
            Focus::SaveButton => self.save(around),
            Focus::Permission(permissions) => {
                self.permissions = permissions;
                self.tab(1, around);
            }
            _ => self.tab(1, around),
        }
        Turn::Stay
    }

    pub fn save(&mut self, around: &mut Around<'_>) {
        if self.is_saving {
            return;
        }
        self.refusal = None;
        match self.account(around.accounts) {
            Ok(account) => {
                self.is_saving = true;
                around.effects.push(Effect::SaveAccount {
                    account: Box::new(account),
                    as_read: self.as_read.clone(),
                });
            }
            Err(problems) => self.show_problems(problems, around),
        }
    }

    fn show_problems(&mut self, problems: Vec<Problem>, around: &mut Around<'_>) {
        self.touched = Field::ALL.into_iter().collect();
        self.problems = problems;
        let first = self.problems.iter().find(|problem| !problem.is_warning);
        if let Some(field) = first.map(|problem| problem.field) {
            self.go_to(Step::Account, around);
            self.set_focus(Focus::of(field), around);
        }
    }
}
