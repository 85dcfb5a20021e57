//! Accounts as the program knows them, and the modal that lists, adds, edits, tests
//! and removes them.

use crate::account::store::Loaded;
use crate::provider::{Caller, Explanation};
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
