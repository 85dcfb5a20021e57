//! Accounts as the program knows them, and the modal that lists, adds, edits, tests
//! and removes them. Opening one is the map's matter.

mod answers;
mod check;
mod copy_menu;
mod form;
mod list;
mod modal;
mod mouse;
mod places;
mod question;
mod reader;
mod row;
mod text_field;

pub use super::keymap::AccountsAction;
pub(super) use answers::{answered, clicked, loaded, open, ordered, pasted, pressed};
pub use check::{CheckPage, CheckRun};
pub use copy_menu::CopyMenu;
pub use form::{Focus, Form, Step, label};
pub use list::List;
pub use modal::{AccountsModal, Page};
pub use places::Places;
pub use question::{Asked, Question, Standing};
pub use reader::Reader;
pub use row::{Row, Tone, first_visible};
pub use text_field::TextField;

use self::list::Haystacks;
use self::modal::{Around, Turn};
use self::reader::explained;
pub(super) use self::reader::wrap;
use super::Effect;
use super::keymap::{Action, Context, Keymap};
use crate::account::store::{FileState, Loaded};
use crate::account::{Account, ProfileName, Service, Services};
use crate::provider::{Caller, Catalogued, Explanation};
use crossterm::event::KeyEvent;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The accounts on disk and the state of their sessions.
#[derive(Debug, Default)]
pub struct Accounts {
    /// `None` until the files were read.
    pub loaded: Option<Loaded>,
    pub sessions: BTreeMap<Uuid, Session>,
    /// Who we are, once somebody asked.
    pub caller: Option<Result<Caller, Explanation>>,
    /// What reading a service calls; told once, at the start.
    pub actions: BTreeMap<Service, Vec<&'static str>>,
    /// Every collector that there is; told once, at the start.
    pub catalogue: Vec<Catalogued>,
    /// The last generations of a watch and of a check; messages of an older one are dropped.
    pub generations: Generations,
    /// What is wrong with the settings: sentences to show with the files' own.
    pub settings_issues: Vec<String>,
    /// The accounts that the command line names, until they are opened.
    pub asked_for: Vec<Uuid>,
    question: CallerQuestion,
    haystacks: Haystacks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Generations {
    pub watch: u64,
    pub check: u64,
}

/// The state of a role session, as far as the program was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    Open { until: std::time::Instant },
    Failed(Explanation),
}

/// The last question of who we are; an answer to an older one is dropped.
#[derive(Debug, Default)]
struct CallerQuestion {
    generation: u64,
    profile: Option<ProfileName>,
}

impl Accounts {
    pub fn all(&self) -> &[Account] {
        self.loaded.as_ref().map_or(&[], |loaded| &loaded.accounts)
    }

    pub fn get(&self, id: Uuid) -> Option<&Account> {
        self.all().iter().find(|account| account.id == id)
    }

    /// What is wrong with the files: sentences to show.
    pub fn issues(&self) -> Vec<&str> {
        let of_accounts = self.loaded.iter().flat_map(|loaded| &loaded.issues);
        let all = self.settings_issues.iter().chain(of_accounts);
        all.map(String::as_str).collect()
    }

    pub fn files(&self) -> impl Iterator<Item = &FileState> {
        self.loaded.iter().flat_map(|loaded| &loaded.files)
    }

    /// The files that an account can be shared through.
    pub fn team_files(&self) -> impl Iterator<Item = &FileState> {
        self.files().filter(|file| file.team.is_some())
    }

    /// The files that an account is in.
    pub fn files_of(&self, id: Uuid) -> impl Iterator<Item = &FileState> {
        self.loaded
            .iter()
            .flat_map(move |loaded| loaded.files_of(id))
    }

    pub fn known_caller(&self) -> Option<&Caller> {
        self.caller.as_ref()?.as_ref().ok()
    }

    /// The actions that reading these services takes.
    pub fn actions_of(&self, services: &Services) -> Vec<&'static str> {
        let read = self
            .actions
            .iter()
            .filter(|(service, _)| services.reads(**service));
        read.flat_map(|(_, actions)| actions.iter().copied())
            .collect()
    }

    fn take_loaded(&mut self, loaded: Loaded) {
        self.haystacks = Haystacks::of(&loaded.accounts);
        self.loaded = Some(loaded);
    }

    /// The indexes of the accounts that hold every word.
    fn matching(&self, words: &[&str]) -> Vec<usize> {
        if self.haystacks.len() == self.all().len() {
            self.haystacks.matching(words)
        } else {
            Haystacks::of(self.all()).matching(words)
        }
    }

    /// Asks who we are with a profile, unless that was asked already.
    fn ask_caller(&mut self, profile: Option<ProfileName>, again: bool, effects: &mut Vec<Effect>) {
        let question = &mut self.question;
        let was_asked = question.generation > 0 && question.profile == profile;
        let has_failed = matches!(self.caller, Some(Err(_)));
        if was_asked && !again && !has_failed {
            return;
        }
        question.generation += 1;
        question.profile.clone_from(&profile);
        self.caller = None;
        effects.push(Effect::AskCaller {
            generation: question.generation,
            profile,
        });
    }

    fn caller_known(&mut self, generation: u64, outcome: Result<Caller, Explanation>) {
        if generation == self.question.generation {
            self.caller = Some(outcome);
        }
    }
}

/// What a key means in a context of the modal.
fn action_of(key: KeyEvent, context: Context, keymap: Keymap<'_>) -> Option<AccountsAction> {
    match keymap.action(key, &[context]) {
        Some(Action::Accounts(action)) => Some(action),
        _ => None,
    }
}
