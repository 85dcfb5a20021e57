//! Accounts as the program knows them, and the modal that lists, adds, edits, tests
//! and removes them.

use super::{Effect, Message, Model};
use crate::account::store::Loaded;
use crate::provider::{Caller, Explanation};
use crossterm::event::KeyCode;
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
}

/// The state of a role session, as far as the program was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    Open { until: std::time::Instant },
    Failed(Explanation),
}

/// The modal's state.
#[derive(Debug, Default)]
pub struct AccountsModal {}

/// Input while the modal is the topmost overlay, and answers to its effects.
pub fn update(model: &mut Model, message: Message, _now: std::time::Instant) -> Vec<Effect> {
    match message {
        Message::AccountsLoaded(loaded) => model.accounts.loaded = Some(loaded),
        Message::Key(key) if matches!(key.code, KeyCode::Esc | KeyCode::Char('q')) => {
            model.overlays.pop();
        }
        _ => {}
    }
    Vec::new()
}
