//! A writer that is killed, at whatever moment of its writing.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::child::command;
use super::{Place, team};
use std::fs;
use std::time::Duration;

const WORKERS: u64 = 4;
const KILLS: u64 = 50;

#[test]
fn two_hundred_deaths_leave_whole_files_free_locks_and_no_litter() {
    let workers: Vec<_> = (1..=WORKERS)
        .map(|worker| std::thread::spawn(move || kill_again_and_again(worker)))
        .collect();
    let left: usize = workers
        .into_iter()
        .map(|worker| worker.join().expect("a worker's end"))
        .sum();
    // Otherwise no kill fell between the beginning and the end of a replacement.
    assert!(left >= 5, "{left} deaths left a temporary file behind");
}

/// Answers how often a death left a temporary file.
fn kill_again_and_again(worker: u64) -> usize {
    let place = Place::new();
    // So much text that writing it takes its time, and none of it to be parsed for long.
    let comments = "# A long history of this file.\n".repeat(3000);
    place.write("accounts.toml", &format!("{comments}{}", super::BY_HAND));
    place.edit("shop-prod", |account| {
        account.teams = vec![team("platform")];
    });
    let mut moments = worker.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut left = 0;
    for round in 0..KILLS {
        let name = format!("round-{round}");
        let order = format!("rename-for-ever {name}");
        let mut child = command(&place.store, &order).spawn().expect("a child");
        // Until it has written, it is not at its writing.
        while !place.read("platform.toml").contains(&name) {
            let state = child.try_wait().expect("a state");
            assert_eq!(state, None, "the child goes on");
            std::thread::yield_now();
        }
        std::thread::sleep(moment(&mut moments));
        child.kill().expect("a kill");
        child.wait().expect("an end");

        let litter = litter(&place);
        assert!(litter.len() <= 1, "{litter:?}");
        left += litter.len();
        for file in ["accounts.toml", "platform.toml"] {
            assert!(place.read(file).ends_with('\n'), "{file}");
        }
        let loaded = place.store.load();
        // Between its two files a death leaves two that differ, which is said.
        assert_eq!(loaded.left_out, 0, "{:?}", loaded.issues);
        assert!(loaded.issues.iter().all(|issue| issue.contains("differ")));
        assert_eq!(loaded.accounts.len(), 2);
        // The lock is free, and the next writer clears up.
        let read = &loaded.accounts[0];
        let renamed = skymap::account::Account {
            name: "after".to_owned(),
            ..read.clone()
        };
        place.store.save(&renamed, Some(read)).expect("a save");
        assert_eq!(place.issues(), "");
        assert_eq!(self::litter(&place), Vec::<String>::new());
    }
    assert!(place.read("accounts.toml").starts_with(&comments));
    left
}

/// Some time within the first few replacements.
fn moment(state: &mut u64) -> Duration {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    Duration::from_micros(*state % 20_000)
}

fn litter(place: &Place) -> Vec<String> {
    let mut found = Vec::new();
    for file in ["accounts.toml", "platform.toml"] {
        let path = place.path(file);
        let directory = path.parent().expect("a directory");
        for entry in fs::read_dir(directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "tmp") {
                found.push(path.display().to_string());
            }
        }
    }
    found
}
