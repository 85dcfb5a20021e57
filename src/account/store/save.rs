//! A change of one account, in every file that it belongs to: locked, read again,
//! merged, replaced.

use super::disk::{self, Lock};
use super::merge::Merge;
use super::teams::{self, AccountsFile};
use super::{Store, StoreError, document};
use crate::account::{Account, TeamName};
use std::path::PathBuf;
use std::time::SystemTime;
use uuid::Uuid;

/// What a save came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// As it stands on disk now, with what others have changed.
    pub account: Account,
    /// The files that were changed.
    pub files: Vec<PathBuf>,
    /// What the person should know: a change of somebody else that was overwritten, a
    /// copy that cannot be written.
    pub notes: Vec<String>,
}

/// A file under its lock, and the account's copy in it.
struct Held {
    file: AccountsFile,
    text: String,
    copy: Option<Account>,
    modified: Option<SystemTime>,
    /// Why it cannot be written. Such a file is not locked.
    read_only: Option<String>,
    _lock: Option<Lock>,
}

pub(super) fn save(
    store: &Store,
    account: &Account,
    as_read: Option<&Account>,
) -> Result<Saved, StoreError> {
    let (files, issues) = teams::files(&store.config_dir);
    if let Some(unknown) = account.teams.iter().find(|team| !names(&files, team)) {
        let reasons: String = issues.iter().map(|issue| format!("; {issue}")).collect();
        return Err(StoreError(format!(
            "cannot save {:?}: config.toml names no team {:?}{reasons}",
            account.name, unknown.0
        )));
    }
    let held = hold(wanted(files, account), account.id)
        .map_err(|reason| StoreError(format!("cannot save {:?}: {reason}", account.name)))?;
    let (merged, mut notes) = merged(account, as_read, &held);
    let plan = Plan::new(&merged, &held)?;
    let mut files = Vec::new();
    notes.extend(plan.notes);
    for (held, change) in plan.changes {
        let text = match change {
            Change::Write => document::with(&held.text, &merged),
            Change::Remove => document::without(&held.text, merged.id),
        };
        notes.extend(held.replace(text, &mut files)?);
    }
    Ok(Saved {
        account: merged,
        files,
        notes,
    })
}

pub(super) fn remove(store: &Store, id: Uuid) -> Result<Vec<PathBuf>, StoreError> {
    let (files, _) = teams::files(&store.config_dir);
    let holding = files.into_iter().filter(|file| holds(file, id)).collect();
    let held = hold(holding, id)
        .map_err(|reason| StoreError(format!("cannot remove the account: {reason}")))?;
    let held: Vec<Held> = held
        .into_iter()
        .filter(|held| held.copy.is_some())
        .collect();
    if held.is_empty() {
        return Err(StoreError(
            "no accounts file holds this account any more".to_owned(),
        ));
    }
    let refusals: Vec<String> = held.iter().filter_map(Held::refusal).collect();
    if !refusals.is_empty() {
        return Err(StoreError(format!(
            "nothing was removed, because the account would still be seen through a file that you cannot write: {}",
            refusals.join("; ")
        )));
    }
    let mut changed = Vec::new();
    for held in held {
        held.replace(document::without(&held.text, id), &mut changed)?;
    }
    Ok(changed)
}

fn names(files: &[AccountsFile], team: &TeamName) -> bool {
    files.iter().any(|file| file.team.as_ref() == Some(team))
}

/// The files that hold the account or are to. A file that has nothing to do with it may
/// be broken or locked as long as it likes.
fn wanted(files: Vec<AccountsFile>, account: &Account) -> Vec<AccountsFile> {
    let held: Vec<bool> = files.iter().map(|file| holds(file, account.id)).collect();
    let is_new = !held.contains(&true);
    let is_wanted = |file: &AccountsFile| match &file.team {
        None => is_new || account.teams.is_empty(),
        Some(team) => account.teams.contains(team),
    };
    let pairs = files.into_iter().zip(held);
    pairs
        .filter_map(|(file, holds)| (holds || is_wanted(&file)).then_some(file))
        .collect()
}

/// Whether the file has the account, as far as it can be read; a broken one has nothing.
fn holds(file: &AccountsFile, id: Uuid) -> bool {
    super::contents(file)
        .is_ok_and(|(contents, _)| contents.accounts.iter().any(|account| account.id == id))
}

/// Locks the files in one order for every process, so that two never wait for each
/// other, and reads them again under the locks.
fn hold(mut files: Vec<AccountsFile>, id: Uuid) -> Result<Vec<Held>, String> {
    files.sort_by_key(|file| disk::real_path(&file.path));
    let mut all = Vec::new();
    for file in files {
        let ownership = file.ownership();
        let read_only = disk::why_read_only(&file.path, ownership);
        let lock = match read_only {
            Some(_) => None,
            None => {
                let lock = Lock::take(&disk::real_path(&file.path), ownership);
                Some(lock.map_err(|error| {
                    format!("{}: cannot be locked: {error}", file.path.display())
                })?)
            }
        };
        let (text, modified) = super::text(&file)?;
        let contents =
            document::Contents::of(&text).map_err(|broken| super::refused(&file, &broken))?;
        let copy = contents.accounts.into_iter().find(|copy| copy.id == id);
        all.push(Held {
            file,
            text,
            copy,
            modified,
            read_only,
            _lock: lock,
        });
    }
    Ok(all)
}

/// What to write, next to what is on disk now: the newest copy counts.
fn merged(ours: &Account, as_read: Option<&Account>, held: &[Held]) -> (Account, Vec<String>) {
    let newest = held
        .iter()
        .filter(|held| held.copy.is_some())
        .max_by_key(|held| held.modified);
    let on_disk = newest.and_then(|newest| newest.copy.clone()).map(|copy| {
        let found = held.iter().filter(|held| held.copy.is_some());
        let mut teams: Vec<TeamName> = found.filter_map(|held| held.file.team.clone()).collect();
        teams.sort();
        Account { teams, ..copy }
    });
    match (as_read, on_disk) {
        (Some(as_read), Some(on_disk)) => {
            let merge = Merge {
                ours,
                as_read,
                on_disk: &on_disk,
            };
            let (account, lost) = merge.merged();
            let notes = (!lost.is_empty()).then(|| {
                format!(
                    "somebody else has changed {} of {:?} meanwhile; your change has replaced theirs",
                    lost.join(", "),
                    account.name
                )
            });
            (account, notes.into_iter().collect())
        }
        (Some(_), None) => {
            let note = format!(
                "somebody else has removed {:?} meanwhile; it is written again",
                ours.name
            );
            (ours.clone(), vec![note])
        }
        (None, _) => (ours.clone(), Vec::new()),
    }
}

enum Change {
    Write,
    Remove,
}

/// What to do to which file, made before anything is written.
struct Plan<'a> {
    changes: Vec<(&'a Held, Change)>,
    notes: Vec<String>,
}

impl<'a> Plan<'a> {
    /// A copy that is there already and cannot be written is passed over with a note;
    /// a file that the account is to enter or to leave must be writable.
    fn new(account: &Account, held: &'a [Held]) -> Result<Self, StoreError> {
        let is_new = held.iter().all(|held| held.copy.is_none());
        let mut plan = Self {
            changes: Vec::new(),
            notes: Vec::new(),
        };
        let mut passed_over = Vec::new();
        for held in held {
            let is_target = match &held.file.team {
                None => is_new || account.teams.is_empty() || held.copy.is_some(),
                Some(team) => account.teams.contains(team),
            };
            let change = match (is_target, held.copy.is_some()) {
                (true, _) => Change::Write,
                (false, true) => Change::Remove,
                (false, false) => continue,
            };
            let is_kept = is_target && held.copy.is_some();
            match (held.refusal(), is_kept) {
                (None, _) => plan.changes.push((held, change)),
                (Some(refusal), true) => passed_over.push(refusal),
                (Some(refusal), false) => {
                    return Err(StoreError(format!(
                        "cannot save {:?}, nothing was changed: {refusal}",
                        account.name
                    )));
                }
            }
        }
        if plan.changes.is_empty() && !passed_over.is_empty() {
            return Err(StoreError(format!(
                "cannot save {:?}: {}",
                account.name,
                passed_over.join("; ")
            )));
        }
        let note = |refusal| format!("this copy was left as it is: {refusal}");
        plan.notes = passed_over.into_iter().map(note).collect();
        Ok(plan)
    }
}

impl Held {
    fn refusal(&self) -> Option<String> {
        let reason = self.read_only.as_ref()?;
        Some(format!("{}: {reason}", self.file.path.display()))
    }

    /// `changed` are the files that the same change has reached; this one joins them,
    /// unless it says all of it already.
    fn replace(
        &self,
        text: Result<String, document::Broken>,
        changed: &mut Vec<PathBuf>,
    ) -> Result<Option<String>, StoreError> {
        let text = text.map_err(|broken| StoreError(super::refused(&self.file, &broken)))?;
        if text == self.text {
            return Ok(None);
        }
        let path = self.file.path.display();
        let replaced = disk::replace(
            &disk::real_path(&self.file.path),
            &text,
            self.file.ownership(),
        );
        match replaced {
            Ok(note) => {
                changed.push(self.file.path.clone());
                Ok(note.map(|note| format!("{path}: {note}")))
            }
            Err(error) => {
                let done: String = changed
                    .iter()
                    .map(|done| format!("; {} was written before that", done.display()))
                    .collect();
                Err(StoreError(format!(
                    "{path}: cannot be written: {error}{done}"
                )))
            }
        }
    }
}
