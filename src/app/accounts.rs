//! Accounts as the program knows them, and the modal that lists, adds, edits, tests
//! and removes them.

use super::{Effect, Message, Model, Overlay};
use crate::account::store::Loaded;
use crate::provider::{Caller, Explanation};
use crossterm::event::{KeyCode, KeyEvent, MouseEvent};
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

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let is_open = |overlay: &Overlay| matches!(overlay, Overlay::Accounts(_));
    if !model.overlays.iter().any(is_open) {
        model.overlays.push(Overlay::Accounts(Box::default()));
    }
    Vec::new()
}

pub(super) fn loaded(model: &mut Model, loaded: Loaded) {
    model.accounts.loaded = Some(loaded);
}

pub(super) fn pressed(model: &mut Model, key: KeyEvent, _now: std::time::Instant) -> Vec<Effect> {
    if matches!(key.code, KeyCode::Esc | KeyCode::Char('q')) {
        model.overlays.pop();
    }
    Vec::new()
}

pub(super) fn pasted(_model: &mut Model, _text: &str, _now: std::time::Instant) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn clicked(
    _model: &mut Model,
    _mouse: MouseEvent,
    _now: std::time::Instant,
) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn answered(
    _model: &mut Model,
    _message: Message,
    _now: std::time::Instant,
) -> Vec<Effect> {
    Vec::new()
}
