//! A change of one account, in every file that it belongs to: locked, read again,
//! merged, replaced.

use super::document::Parsed;
use super::merge::{self, Merge};
use super::teams::{AccountsFile, Known};
use super::{Store, StoreError, document};
use crate::account::{Account, TeamName};
use crate::files::{self, Lock};
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

/// What an addition of several accounts came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// How many there are now that were not there.
    pub count: usize,
    /// The files that were changed.
    pub files: Vec<PathBuf>,
    /// What the person should know, as of a save.
    pub notes: Vec<String>,
}

/// What a removal came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// The files that were changed.
    pub files: Vec<PathBuf>,
    /// What the person should know, as of a save.
    pub notes: Vec<String>,
}

/// A file before it is locked, and what it says as far as it was read.
struct Candidate {
    file: AccountsFile,
    /// `None` also where there was no need to read it whole.
    parsed: Option<Parsed>,
    holds: bool,
}

/// A file under its lock, and the account's copy in it.
struct Held {
    file: AccountsFile,
    parsed: Parsed,
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
    let Known { files, issues, .. } = Known::of(&store.config_dir);
    if let Some(unknown) = account.teams.iter().find(|team| !names(&files, team)) {
        let reasons = [&[String::new()], &issues[..]].concat().join("; ");
        return Err(StoreError(format!(
            "cannot save {:?}: config.toml names no team {:?}{reasons}",
            account.name, unknown.0
        )));
    }
    if as_read.is_some() && matches!(store.config_dir.try_exists(), Ok(false)) {
        return Err(StoreError(format!(
            "cannot save {:?}, nothing was written: the directory {} is not there any more",
            account.name,
            store.config_dir.display()
        )));
    }
    let held = hold(wanted(files, account), account.id)
        .map_err(|reason| StoreError(format!("cannot save {:?}: {reason}", account.name)))?;
    let (merged, mut notes) = merged(account, as_read, &held);
    notes.extend(out_of_reach(as_read, &held));
    let plan = Plan::new(&merged, &held)?;
    let mut files = Vec::new();
    notes.extend(plan.notes);
    for (held, change) in plan.changes {
        let text = match change {
            Change::Write => held.parsed.with(&merged),
            Change::Remove => held.parsed.without(merged.id),
        };
        notes.extend(held.replace(&text, &mut files)?);
    }
    Ok(Saved {
        account: merged,
        files,
        notes,
    })
}

pub(super) fn add_all(store: &Store, accounts: &[Account]) -> Result<Added, StoreError> {
    let Known { files, .. } = Known::of(&store.config_dir);
    let (Some(file), Some(first)) = (
        files.into_iter().find(|file| file.team.is_none()),
        accounts.first(),
    ) else {
        return Ok(Added::default());
    };
    let refused = |reason: String| StoreError(format!("nothing was saved: {reason}"));
    let candidate = Candidate {
        file,
        parsed: None,
        holds: false,
    };
    let held = held(candidate, first.id).map_err(refused)?;
    if let Some(reason) = held.refusal() {
        return Err(refused(reason));
    }
    let mut added = Added::default();
    let known = held.parsed.contents().accounts;
    let is_known = |account: &Account| {
        known.iter().any(|one| match (&one.role, &account.role) {
            (Some(one), Some(other)) => one.is_same_role(other),
            _ => false,
        })
    };
    let mut text = held.parsed.text().to_owned();
    for account in accounts {
        if is_known(account) {
            let note = format!("{:?} was added by somebody else meanwhile", account.name);
            added.notes.push(note);
            continue;
        }
        let parsed = super::parsed(&held.file, text).map_err(refused)?;
        text = parsed.with(account);
        added.count += 1;
    }
    let notes = held.replace(&text, &mut added.files)?;
    added.notes.extend(notes);
    Ok(added)
}

pub(super) fn remove(store: &Store, as_read: &Account) -> Result<Removed, StoreError> {
    let Known { files, .. } = Known::of(&store.config_dir);
    let (holding, others): (Vec<_>, Vec<_>) = candidates(files, as_read.id)
        .into_iter()
        .partition(|candidate| candidate.holds);
    let held = hold(holding, as_read.id)
        .map_err(|reason| StoreError(format!("cannot remove {:?}: {reason}", as_read.name)))?;
    let held: Vec<Held> = held
        .into_iter()
        .filter(|held| held.copy.is_some())
        .collect();
    let Some(on_disk) = on_disk(&held) else {
        return Err(StoreError(format!(
            "no accounts file holds {:?} any more",
            as_read.name
        )));
    };
    let mut refusals: Vec<String> = held.iter().filter_map(Held::refusal).collect();
    refusals.extend(gone(as_read, &others));
    if !refusals.is_empty() {
        return Err(StoreError(format!(
            "nothing was removed, because the account would still be seen through a file that you cannot write: {}",
            refusals.join("; ")
        )));
    }
    let mut removed = Removed::default();
    let changed = merge::differences(as_read, &on_disk);
    if !changed.is_empty() {
        removed.notes.push(format!(
            "somebody else has changed {} of {:?} meanwhile, which went with it",
            changed.join(", "),
            on_disk.name
        ));
    }
    for held in held {
        let text = held.parsed.without(as_read.id);
        let notes = held.replace(&text, &mut removed.files)?;
        removed.notes.extend(notes);
    }
    Ok(removed)
}

fn names(files: &[AccountsFile], team: &TeamName) -> bool {
    files.iter().any(|file| file.team.as_ref() == Some(team))
}

/// The files that hold the account or are to. A file that has nothing to do with it may
/// be broken or locked as long as it likes.
fn wanted(files: Vec<AccountsFile>, account: &Account) -> Vec<Candidate> {
    let candidates = candidates(files, account.id);
    let is_new = !candidates.iter().any(|candidate| candidate.holds);
    let is_wanted = |file: &AccountsFile| match &file.team {
        None => is_new || account.teams.is_empty(),
        Some(team) => account.teams.contains(team),
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.holds || is_wanted(&candidate.file))
        .collect()
}

/// Which files have the account, as far as they can be read; a broken one has nothing.
fn candidates(files: Vec<AccountsFile>, id: Uuid) -> Vec<Candidate> {
    let candidate = |file: AccountsFile| {
        let parsed = super::text(&file)
            .ok()
            .filter(|(text, _)| document::may_hold(text, id))
            .and_then(|(text, _)| Parsed::of(text).ok());
        let holds = parsed
            .as_ref()
            .is_some_and(|parsed| parsed.account(id).is_some());
        Candidate {
            file,
            parsed,
            holds,
        }
    };
    files.into_iter().map(candidate).collect()
}

/// Locks the files in one order for every process, so that two never wait for each
/// other, and reads them again under the locks.
fn hold(mut candidates: Vec<Candidate>, id: Uuid) -> Result<Vec<Held>, String> {
    candidates.sort_by_cached_key(|candidate| files::real_path(&candidate.file.path));
    let held = candidates.into_iter().map(|candidate| held(candidate, id));
    held.collect()
}

fn held(Candidate { file, parsed, .. }: Candidate, id: Uuid) -> Result<Held, String> {
    let ownership = file.ownership();
    let read_only = files::why_read_only(&file.path, ownership);
    let lock = if read_only.is_none() {
        let lock = Lock::take(&files::real_path(&file.path), ownership);
        let lock =
            lock.map_err(|error| format!("{}: cannot be locked: {error}", file.path.display()));
        Some(lock?)
    } else {
        None
    };
    let (text, modified) = super::text(&file)?;
    let parsed = match parsed.filter(|parsed| parsed.text() == text) {
        Some(parsed) => parsed,
        None => super::parsed(&file, text)?,
    };
    let copy = parsed.account(id);
    Ok(Held {
        file,
        parsed,
        copy,
        modified,
        read_only,
        _lock: lock,
    })
}

/// The account as it stands on disk: the newest copy, with the teams that have one.
fn on_disk(held: &[Held]) -> Option<Account> {
    let found = || held.iter().filter(|held| held.copy.is_some());
    let newest = found().max_by_key(|held| held.modified)?;
    let mut teams: Vec<TeamName> = found().filter_map(|held| held.file.team.clone()).collect();
    teams.sort();
    newest.copy.clone().map(|copy| Account { teams, ..copy })
}

/// A team's file that cannot be reached is not one that the account was taken out of.
fn out_of_reach(as_read: Option<&Account>, held: &[Held]) -> Vec<String> {
    let was_in = |file: &AccountsFile| match (&file.team, as_read) {
        (Some(team), Some(as_read)) => as_read.teams.contains(team),
        _ => false,
    };
    let missing = held
        .iter()
        .filter(|held| held.copy.is_none() && was_in(&held.file));
    missing
        .filter_map(Held::refusal)
        .map(|refusal| left_alone(&refusal))
        .collect()
}

/// The files that had the account and are not there, so that it would come back with them.
fn gone(as_read: &Account, others: &[Candidate]) -> Vec<String> {
    let files = others.iter().map(|candidate| &candidate.file);
    let missing = files.filter(|file| {
        let team = file.team.as_ref();
        team.is_some_and(|team| as_read.teams.contains(team)) && !file.path.exists()
    });
    missing
        .filter_map(|file| {
            let reason = files::why_read_only(&file.path, file.ownership())?;
            Some(format!("{}: {reason}", file.path.display()))
        })
        .collect()
}

fn left_alone(refusal: &str) -> String {
    format!("this copy was left as it is: {refusal}")
}

/// What to write, next to what is on disk now: the newest copy counts.
fn merged(ours: &Account, as_read: Option<&Account>, held: &[Held]) -> (Account, Vec<String>) {
    match (as_read, on_disk(held)) {
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
        plan.notes = passed_over
            .iter()
            .map(|refusal| left_alone(refusal))
            .collect();
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
    fn replace(&self, text: &str, changed: &mut Vec<PathBuf>) -> Result<Vec<String>, StoreError> {
        if text == self.parsed.text() {
            return Ok(Vec::new());
        }
        let path = self.file.path.display();
        let real = files::real_path(&self.file.path);
        match files::replace(&real, text, self.file.ownership()) {
            Ok(notes) => {
                changed.push(self.file.path.clone());
                let notes = notes.into_iter().map(|note| format!("{path}: {note}"));
                Ok(notes.collect())
            }
            Err(error) => {
                let done: Vec<String> = changed
                    .iter()
                    .map(|done| done.display().to_string())
                    .collect();
                let done = match &done[..] {
                    [] => String::new(),
                    done => format!("; before that, {} was written", done.join(" and ")),
                };
                Err(StoreError(format!(
                    "{path}: cannot be written: {error}{done}"
                )))
            }
        }
    }
}
