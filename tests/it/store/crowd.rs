//! Several programs at the same files at the same time.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::child::{command, finish, start_race, told};
use super::{Place, account};
use skymap::account::store::Store;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Child;

const WRITERS: usize = 16;

/// Everybody has a personal file of their own, and all share one team's.
#[test]
fn sixteen_people_add_a_hundred_accounts_each_to_one_file_and_lose_none() {
    // This is about the lock and not about how fast a disk is.
    let memory = Path::new("/dev/shm");
    let directory = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .expect("a directory");
    let shared = directory.path().join("platform.toml");
    fs::write(&shared, super::BY_HAND).expect("a team's file");
    let people: Vec<Store> = (0..WRITERS)
        .map(|person| {
            let config_dir = directory.path().join(format!("person-{person}"));
            fs::create_dir(&config_dir).expect("a directory");
            let config = "[teams.platform]\nfile = \"../platform.toml\"\n";
            fs::write(config_dir.join("config.toml"), config).expect("a configuration");
            Store { config_dir }
        })
        .collect();
    let children: Vec<Child> = people
        .iter()
        .enumerate()
        .map(|(person, store)| {
            let order = format!("share-a-hundred person-{person}");
            command(store, &order).spawn().expect("a child")
        })
        .collect();
    children.into_iter().for_each(finish);

    let text = fs::read_to_string(&shared).expect("the team's file");
    let (by_hand, _) = super::BY_HAND.split_once("[other]").expect("both parts");
    assert!(text.starts_with(by_hand), "what was written by hand stays");
    assert!(text.contains("tool = \"keeps this\"\n# The end.\n"));
    for (person, store) in people.iter().enumerate() {
        let loaded = store.load();
        assert_eq!(loaded.issues, Vec::<String>::new());
        let names: BTreeSet<&str> = loaded
            .accounts
            .iter()
            .map(|account| account.name.as_str())
            .collect();
        assert_eq!(names.len(), 2 + WRITERS * 100);
        for number in 0..100 {
            assert!(names.contains(format!("person-{person}-{number}").as_str()));
        }
    }
}

#[test]
fn of_two_who_change_one_account_the_later_is_told_what_the_earlier_did() {
    const ROUNDS: u32 = 25;
    let place = Place::new();
    for round in 0..ROUNDS {
        for kind in ["both-edit", "one-removes", "both-remove"] {
            let new = account(&format!("{kind}/{round}"), round + 1);
            place.store.save(&new, None).expect("a save");
        }
    }
    let before = place.store.load().accounts;
    let children = ["left", "right"];
    let running = children.map(|name| {
        let order = format!("race {name}");
        command(&place.store, &order).spawn().expect("a child")
    });
    start_race(&place.store, &children);
    running.into_iter().for_each(finish);

    assert_eq!(place.issues(), "");
    let after = place.store.load().accounts;
    let [left, right] = children.map(|name| told(&place.store, name));
    for ((read, left), right) in before.iter().zip(&left).zip(&right) {
        let found = after.iter().find(|account| account.id == read.id);
        let (kind, _) = read.name.split_once('/').expect("a kind");
        let last = match kind {
            "both-edit" => {
                let found = found.expect("nobody has removed it");
                assert_eq!(found.colour.as_deref(), Some("red"), "{found:?}");
                assert!(found.profile.is_some(), "{found:?}");
                found.name.rsplit('/').next()
            }
            // It was left to remove it.
            "one-removes" => Some(found.map_or("left", |_| "right")),
            _ => {
                assert_eq!(found, None);
                Some(if left.is_empty() { "right" } else { "left" })
            }
        };
        let (theirs, others) = match last {
            Some("left") => (left, right),
            _ => (right, left),
        };
        let said = match (kind, last) {
            ("both-edit", _) => "somebody else has changed name",
            ("one-removes", Some("left")) => "which went with it",
            ("one-removes", _) => "somebody else has removed",
            _ => "any more",
        };
        assert!(
            theirs.contains(said),
            "{}: {theirs:?} {others:?}",
            read.name
        );
        assert_eq!(others, "", "{}: who came first was told nothing", read.name);
    }
}
