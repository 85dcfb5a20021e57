//! Accounts on disk: the personal file and the team files, edited without losing a
//! comment, an order or an unknown key, by several processes at once.

use super::{Account, TeamName};
use std::path::PathBuf;
use uuid::Uuid;

/// Where the files are.
#[derive(Debug, Clone)]
pub struct Store {
    pub config_dir: PathBuf,
}

/// One accounts file, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// `None` is the personal file.
    pub team: Option<TeamName>,
    pub path: PathBuf,
    /// Why it cannot be written, when it cannot.
    pub read_only: Option<String>,
}

/// What was read: every account that could be, and what is wrong with the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub accounts: Vec<Account>,
    pub files: Vec<FileState>,
    /// Broken files (path, line, column), warnings, copies that differ: sentences to show.
    pub issues: Vec<String>,
}

/// Why a change was not kept. The text names the file and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

impl Store {
    /// Reads `config.toml`'s teams and every accounts file. Never fails as a whole.
    pub fn load(&self) -> Loaded {
        Loaded::default()
    }

    /// Adds or replaces the account by its `id`, in the personal file and in each of its teams' files.
    pub fn save(&self, account: &Account) -> Result<(), StoreError> {
        let _ = account;
        Ok(())
    }

    /// Removes the account from every file that holds it; answers which were changed.
    pub fn remove(&self, id: Uuid) -> Result<Vec<PathBuf>, StoreError> {
        let _ = id;
        Ok(Vec::new())
    }
}
