//! Child processes of the store's tests: the test binary runs itself with one test alone,
//! which carries out an order.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::{account, team};
use skymap::account::store::{Removed, Saved, Store, StoreError};
use skymap::account::{Account, Draft};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub const DIRECTORY: &str = "SKYMAP_TEST_STORE";
pub const ORDER: &str = "SKYMAP_TEST_ORDER";
/// Children that race wait for this file.
const STARTER: &str = "go";

#[test]
#[ignore = "runs in a child process of the other tests"]
fn child() {
    let store = Store {
        config_dir: std::env::var_os(DIRECTORY).expect("a directory").into(),
    };
    let order = std::env::var(ORDER).expect("an order");
    let (order, argument) = order.split_once(' ').expect("an order and its argument");
    match order {
        "add" => save_new(&store, &account(argument, 7)),
        "share" => {
            let mut shared = account(argument, 7);
            shared.teams = vec![team("platform")];
            save_new(&store, &shared);
        }
        "share-a-hundred" => {
            for number in 0..100 {
                save_new(&store, &pending(&format!("{argument}-{number}")));
            }
        }
        "rename-for-ever" => rename_for_ever(&store, argument),
        "race" => race(&store, argument),
        "refuse" => is_refused(&store, argument),
        "fail" => fails(&store, argument),
        other => panic!("no such order: {other}"),
    }
}

/// A command that carries out the order, whatever rights it may give away.
pub fn command(store: &Store, order: &str) -> Command {
    command_after("umask 000", store, order)
}

/// The same after a line of the shell.
pub fn command_after(line: &str, store: &Store, order: &str) -> Command {
    let mut command = Command::new("sh");
    let binary = std::env::current_exe().expect("the test binary");
    let script = format!("{line}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(binary);
    command.args(["--ignored", "--exact", "store::child::child"]);
    command.env(DIRECTORY, &store.config_dir).env(ORDER, order);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn finish(child: Child) {
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

/// Lets racing children go, once they all wait.
pub fn start_race(store: &Store, children: &[&str]) {
    for name in children {
        while !store.config_dir.join(format!("{name}-waits")).exists() {
            std::thread::yield_now();
        }
    }
    fs::write(store.config_dir.join(STARTER), "").expect("a starter");
}

/// What a racing child was told of each account, by its line.
pub fn told(store: &Store, child: &str) -> Vec<String> {
    let text = fs::read_to_string(store.config_dir.join(format!("{child}-told")));
    text.expect("an outcome")
        .lines()
        .map(str::to_owned)
        .collect()
}

/// As small as an account can be, in the team's file.
fn pending(name: &str) -> Account {
    let draft = Draft {
        name: name.to_owned(),
        external_id: String::new(),
        ..Draft::new()
    };
    Account {
        teams: vec![team("platform")],
        ..draft.parse(&[]).expect("a pending account")
    }
}

fn save_new(store: &Store, account: &Account) {
    let saved = store.save(account, None).expect("a save");
    assert_eq!(saved.notes, Vec::<String>::new());
}

fn rename_for_ever(store: &Store, prefix: &str) {
    let read = store.load().accounts.remove(0);
    for number in 0_u64.. {
        let renamed = renamed(&read, &format!("{prefix}-{number}"));
        store.save(&renamed, None).expect("a save");
    }
}

fn renamed(account: &Account, name: &str) -> Account {
    Account {
        name: name.to_owned(),
        ..account.clone()
    }
}

/// Reads all accounts, waits for the start, then changes each in turn; a name says what
/// happens to it: `both-edit`, `both-remove`, `one-removes`.
fn race(store: &Store, child: &str) {
    let accounts = store.load().accounts;
    let waits = store.config_dir.join(format!("{child}-waits"));
    fs::write(waits, "").expect("a sign");
    while !store.config_dir.join(STARTER).exists() {
        std::thread::yield_now();
    }
    let outcome = |read: &Account| {
        let removes = match read.name.split('/').next() {
            Some("both-remove") => true,
            Some("one-removes") => child == "left",
            _ => false,
        };
        if removes {
            sentence(store.remove(read).map(|Removed { notes, .. }| notes))
        } else {
            let mut edited = renamed(read, &format!("{}/{child}", read.name));
            // One field is the child's alone, and must be kept beside the other's.
            if child == "left" {
                edited.colour = Some("red".to_owned());
            } else {
                edited.profile = Some(skymap::account::ProfileName("ops".to_owned()));
            }
            let saved = store.save(&edited, Some(read));
            sentence(saved.map(|Saved { notes, .. }| notes))
        }
    };
    let outcomes: Vec<String> = accounts.iter().map(outcome).collect();
    let path = store.config_dir.join(format!("{child}-told"));
    fs::write(path, outcomes.join("\n")).expect("the outcomes");
}

fn sentence(outcome: Result<Vec<String>, StoreError>) -> String {
    match outcome {
        Ok(notes) => notes.join(" "),
        Err(error) => error.to_string(),
    }
}

fn is_refused(store: &Store, reason: &str) {
    let loaded = store.load();
    let read = &loaded.accounts[0];
    assert!(
        loaded
            .read_only(read.id)
            .is_some_and(|found| found.contains(reason)),
        "{loaded:?}"
    );
    let saved = store.save(&renamed(read, "renamed"), Some(read));
    let error = saved.expect_err("a refusal").to_string();
    assert!(error.contains(".toml") && error.contains(reason), "{error}");
    let error = store.remove(read).expect_err("a refusal").to_string();
    assert!(
        error.contains(".toml") && error.contains("nothing was removed"),
        "{error}"
    );
}

/// What cannot be written is not half written, and leaves nothing behind.
fn fails(store: &Store, reason: &str) {
    let directory = || {
        let files = files_of(&store.config_dir).into_iter();
        let others = files.filter(|(name, _)| !name.contains(".toml.lock"));
        others.collect::<Vec<_>>()
    };
    let before = directory();
    let read = store.load().accounts.remove(0);
    for outcome in [
        store.save(&account("new", 8), None).map(|_| ()),
        store
            .save(&renamed(&read, &"long".repeat(20)), Some(&read))
            .map(|_| ()),
    ] {
        let error = outcome.expect_err("a failure").to_string();
        assert!(
            error.contains("accounts.toml: cannot be written") && error.contains(reason),
            "{error}"
        );
        assert!(directory() == before, "the directory is as it was");
    }
}

/// Names and contents.
fn files_of(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), fs::read(path).expect("a file")))
        .collect();
    files.sort();
    files
}
