//! Accounts on disk: the personal file and the team files, edited without losing a
//! comment, an order or an unknown key, by several processes at once.
//!
//! ## Files
//!
//! `accounts.toml` in the configuration directory is the personal file (0600, in a
//! directory of 0700). `config.toml` beside it names the team files:
//!
//! ```toml
//! [teams.platform]
//! file = "/srv/skymap/platform.toml"   # or relative to this file, or from ~/
//! ```
//!
//! A team file keeps its owner, group, mode, access control list and other extended
//! attributes; who may write it is for the operating system to say. It is replaced whole, so its directory must be writable for the team.
//! Writers lock `.NAME.lock` beside the file.
//!
//! ## One account
//!
//! ```toml
//! [[account]]
//! id = "0d0c6d8e-2f0c-4d3a-9d57-6f5f6a1f3b11"     # its own; made once
//! name = "shop-prod"                              # one line
//! role_arn = "arn:aws:iam::111122223333:role/skymap"   # absent: pending, it has no role yet
//! external_id = "4414aef4-8f04-4b0b-8425-d73b84dcaa2d" # absent: the role asks for none
//! home_region = "eu-west-1"                       # where its STS is called
//! regions = ["eu-west-1", "us-east-1"]            # absent: the home region alone, which is always watched
//! services_off = ["autoscaling"]                  # by their prefixes in IAM; absent: all are read
//! services_on = ["vpn"]                           # what is off by default, since AWS answers with keys: vpn, vif
//! profile = "ops"                                 # of the AWS configuration; absent: the default chain
//! colour = "#ff8800"                              # of its frame; absent: by name and number
//! ```
//!
//! Other keys are kept and mean nothing here.
//!
//! ## Where an account is
//!
//! A new account goes to the personal file and to the file of each of its teams. One
//! that was found in team files alone stays out of the personal file, until it is taken
//! out of its last team. Records with the same `id` are one account.

mod document;
mod merge;
mod record;
mod save;
mod teams;

use super::{Account, TeamName};
use crate::files;
use document::{Contents, Parsed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;
use teams::{AccountsFile, Known};
use uuid::Uuid;

pub use save::{Added, Removed, Saved};

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
    /// The accounts that were read from it.
    pub holds: BTreeSet<Uuid>,
}

/// What was read: every account that could be, and what is wrong with the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub accounts: Vec<Account>,
    pub files: Vec<FileState>,
    /// Broken files (path, line, column), warnings, copies that differ: sentences to show.
    pub issues: Vec<String>,
    /// How many files and records could not be read, so that accounts may be missing.
    pub left_out: usize,
}

impl Loaded {
    /// The files that hold the account: *Remove* names them all.
    pub fn files_of(&self, id: Uuid) -> impl Iterator<Item = &FileState> {
        self.files
            .iter()
            .filter(move |file| file.holds.contains(&id))
    }

    /// Why no copy of the account can be written, when none can.
    pub fn read_only(&self, id: Uuid) -> Option<String> {
        let reason = |file: &FileState| {
            let reason = file.read_only.as_ref()?;
            Some(format!("{}: {reason}", file.path.display()))
        };
        let reasons: Option<Vec<String>> = self.files_of(id).map(reason).collect();
        reasons
            .map(|reasons| reasons.join("; "))
            .filter(|reasons| !reasons.is_empty())
    }
}

/// Why a change was not kept. The text names the file and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

impl Store {
    /// Reads `config.toml`'s teams and every accounts file. Never fails as a whole.
    pub fn load(&self) -> Loaded {
        let Known {
            files,
            issues,
            left_out,
        } = Known::of(&self.config_dir);
        let mut reading = Reading {
            loaded: Loaded {
                issues,
                left_out,
                ..Loaded::default()
            },
            copies: BTreeMap::new(),
        };
        for file in &files {
            reading.add(file);
        }
        reading.finish()
    }

    /// Adds or replaces the account by its `id`, in every file that it belongs to.
    /// `as_read` is the account as the person saw it when they began to edit: what
    /// somebody else has changed since, in fields that the person did not touch, stays.
    /// Without it, every field is as given.
    pub fn save(&self, account: &Account, as_read: Option<&Account>) -> Result<Saved, StoreError> {
        save::save(self, account, as_read)
    }

    /// Adds new accounts to the personal file, all with one save. One whose role somebody
    /// else has added meanwhile is left out, and told.
    pub fn add_all(&self, accounts: &[Account]) -> Result<Added, StoreError> {
        save::add_all(self, accounts)
    }

    /// Removes the account from every file that holds it. What somebody else has changed
    /// of it since it was read goes with it, and is told.
    pub fn remove(&self, as_read: &Account) -> Result<Removed, StoreError> {
        save::remove(self, as_read)
    }
}

/// Where a copy of an account was found.
#[derive(Debug, Clone, Copy)]
struct Copy {
    /// In `Loaded::accounts`.
    account: usize,
    /// In `Loaded::files`.
    file: usize,
    modified: Option<SystemTime>,
}

struct Reading {
    loaded: Loaded,
    copies: BTreeMap<Uuid, Copy>,
}

impl Reading {
    fn add(&mut self, file: &AccountsFile) {
        let path = file.path.display();
        let mut state = FileState {
            team: file.team.clone(),
            path: file.path.clone(),
            read_only: files::why_read_only(&file.path, file.ownership()),
            holds: BTreeSet::new(),
        };
        if files::is_world_writable(&file.path) {
            self.loaded.issues.push(teams::world_writable(&file.path));
        }
        match contents(file) {
            Err(sentence) => {
                state.read_only = Some("it is broken, and so it is left as it is".to_owned());
                self.loaded.issues.push(sentence);
                self.loaded.left_out += 1;
                self.loaded.files.push(state);
            }
            Ok((contents, modified)) => {
                if let (None, Some(reason)) = (modified, &state.read_only) {
                    let file = if file.team.is_some() {
                        "team file"
                    } else {
                        "file"
                    };
                    let sentence = format!("{path}: this {file} does not exist: {reason}");
                    self.loaded.issues.push(sentence);
                }
                for (line, sentence) in &contents.flaws {
                    self.loaded
                        .issues
                        .push(format!("{path}:{line}: {sentence}"));
                }
                self.loaded.left_out += contents.left_out;
                state.holds = contents.accounts.iter().map(|account| account.id).collect();
                self.loaded.files.push(state);
                for account in contents.accounts {
                    self.add_copy(account, modified);
                }
            }
        }
    }

    /// The copy belongs to the last file of `loaded.files`.
    fn add_copy(&mut self, account: Account, modified: Option<SystemTime>) {
        let file = self.loaded.files.len() - 1;
        let team = self.loaded.files[file].team.clone();
        let Some(known) = self.copies.get_mut(&account.id) else {
            let index = self.loaded.accounts.len();
            let copy = Copy {
                account: index,
                file,
                modified,
            };
            self.copies.insert(account.id, copy);
            self.loaded.accounts.push(Account {
                teams: team.into_iter().collect(),
                ..account
            });
            return;
        };
        let shown = &mut self.loaded.accounts[known.account];
        let differences = merge::differences(shown, &account);
        let mut teams = std::mem::take(&mut shown.teams);
        teams.extend(team);
        if !differences.is_empty() {
            let is_newer = modified > known.modified;
            let newer = if is_newer { file } else { known.file };
            self.loaded.issues.push(format!(
                "the copies of {:?} in {} and {} differ in {}; the one in {} is newer and is shown, and saving it makes them the same",
                shown.name,
                self.loaded.files[known.file].path.display(),
                self.loaded.files[file].path.display(),
                differences.join(", "),
                self.loaded.files[newer].path.display(),
            ));
            if is_newer {
                *shown = account;
                known.file = file;
                known.modified = modified;
            }
        }
        shown.teams = teams;
    }

    fn finish(mut self) -> Loaded {
        for account in &mut self.loaded.accounts {
            account.teams.sort();
        }
        self.loaded
    }
}

/// What a file says and when it was last changed, or a sentence that names the file,
/// the place and what was expected there.
fn contents(file: &AccountsFile) -> Result<(Contents, Option<SystemTime>), String> {
    let (text, modified) = text(file)?;
    Ok((parsed(file, text)?.contents(), modified))
}

fn parsed(file: &AccountsFile, text: String) -> Result<Parsed, String> {
    Parsed::of(text).map_err(|broken| {
        format!(
            "{}:{}:{}: {}; the file is left as it is until that is mended",
            file.path.display(),
            broken.line,
            broken.column,
            broken.sentence
        )
    })
}

fn text(file: &AccountsFile) -> Result<(String, Option<SystemTime>), String> {
    let path = file.path.display();
    let read =
        files::read(&file.path).map_err(|error| format!("{path}: cannot be read: {error}"))?;
    let text = String::from_utf8(read.text).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let before = String::from_utf8_lossy(&bytes[..valid]);
        let (line, column) = files::document::position(&before, valid);
        format!("{path}:{line}:{column}: expected UTF-8 text; the file is left as it is")
    })?;
    Ok((text, read.modified))
}
