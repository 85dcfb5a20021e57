//! Disks that are full, gone or odd: a clear sentence, and the old file whole.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::child::{ORDER, command_after, finish};
use super::{Place, account, team};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

/// Longer than the limits below.
fn long_file() -> String {
    format!("{}{}", "# A comment.\n".repeat(3000), super::BY_HAND)
}

/// A limit of the process stands for a full disk wherever there are no namespaces: the
/// write fails in the middle of the text, as it does on a disk.
#[test]
fn a_file_that_may_not_grow_is_left_whole() {
    let place = Place::new();
    place.write("accounts.toml", &long_file());
    let limit = "trap '' XFSZ; ulimit -f 8";
    let child = command_after(limit, &place.store, "fail File too large");
    finish({ child }.spawn().expect("a child"));
    assert_eq!(place.read("accounts.toml"), long_file());
}

/// A disk of 64 kB in memory, where this user may have namespaces.
#[test]
fn a_full_disk_leaves_the_file_whole() {
    let place = Place::new();
    let own = |command: &mut Command| {
        let output = command.output().expect("a program that starts");
        output.status.success()
    };
    let mount = "mount -t tmpfs -o size=64k none \"$SKYMAP_TEST_STORE\"";
    let may = own(Command::new("unshare")
        .args(["-rm", "sh", "-c", mount])
        .env("SKYMAP_TEST_STORE", &place.store.config_dir));
    if !may {
        // The limit of the test above is all that there is then.
        return;
    }
    let seed = place.directory.path().join("seed.toml");
    fs::write(&seed, long_file()).expect("a file");
    let script = format!(
        "{mount} && cp {} \"$SKYMAP_TEST_STORE/accounts.toml\"",
        seed.display()
    );
    let inside = command_after(&script, &place.store, "fail No space left on device");
    let mut outside = Command::new("unshare");
    outside.args(["-rm", "sh"]).args(inside.get_args());
    outside
        .env("SKYMAP_TEST_STORE", &place.store.config_dir)
        .env(ORDER, "fail No space left on device");
    outside.stdout(std::process::Stdio::piped());
    outside.stderr(std::process::Stdio::piped());
    finish(outside.spawn().expect("a child"));
}

#[test]
fn a_team_directory_that_has_gone_is_told_and_nothing_is_made_in_its_place() {
    let place = Place::new();
    let mut shop = account("shop", 7);
    shop.teams = vec![team("platform")];
    place.store.save(&shop, None).expect("a save");
    let (srv, elsewhere) = (
        place.directory.path().join("srv"),
        place.directory.path().join("elsewhere"),
    );
    let before = place.read("platform.toml");
    fs::rename(&srv, &elsewhere).expect("an unmounting");
    let gone = "srv is not there";

    let renamed = skymap::account::Account {
        name: "store".to_owned(),
        ..shop.clone()
    };
    let saved = place
        .store
        .save(&renamed, Some(&shop))
        .expect("the personal copy");
    assert!(saved.notes.join(" ").contains(gone), "{:?}", saved.notes);
    assert_eq!(place.names(), ["store"]);
    assert!(place.issues().contains(gone), "{}", place.issues());
    let error = place
        .store
        .remove(&shop)
        .expect_err("a refusal")
        .to_string();
    assert!(
        error.contains("nothing was removed") && error.contains(gone),
        "{error}"
    );
    let mut new = account("new", 8);
    new.teams = vec![team("platform")];
    let error = place
        .store
        .save(&new, None)
        .expect_err("a refusal")
        .to_string();
    assert!(
        error.contains("nothing was changed") && error.contains(gone),
        "{error}"
    );
    assert!(!srv.exists());

    fs::rename(&elsewhere, &srv).expect("a mounting");
    assert_eq!(place.read("platform.toml"), before);
    assert!(
        place.issues().contains("differ in name"),
        "{}",
        place.issues()
    );
    place.edit("store", |account| account.colour = Some("red".to_owned()));
    assert_eq!(place.issues(), "");
}

#[test]
fn a_configuration_directory_that_has_gone_is_not_made_again_for_an_edit() {
    let place = Place::new();
    let shop = account("shop", 7);
    place.store.save(&shop, None).expect("a save");
    let elsewhere = place.directory.path().join("elsewhere");
    fs::rename(&place.store.config_dir, &elsewhere).expect("an unmounting");
    let error = place
        .store
        .save(&shop, Some(&shop))
        .expect_err("a refusal")
        .to_string();
    assert!(error.contains("is not there any more"), "{error}");
    let error = place
        .store
        .remove(&shop)
        .expect_err("a refusal")
        .to_string();
    assert!(error.contains("any more"), "{error}");
    assert!(!place.store.config_dir.exists());
    // A first account makes it.
    place
        .store
        .save(&account("first", 8), None)
        .expect("a save");
    assert_eq!(place.names(), ["first"]);
}

#[test]
fn what_is_no_file_is_told_and_left_alone() {
    type Make = fn(&Place, &std::path::Path);
    let cases: [(&str, Make, &str); 7] = [
        (
            "a directory",
            |_, path| fs::create_dir(path).expect("a directory"),
            "it is a directory",
        ),
        (
            "a pipe",
            |_, path| {
                let made = Command::new("mkfifo").arg(path).status();
                assert!(made.is_ok_and(|status| status.success()));
            },
            "it is not a regular file",
        ),
        (
            "a device that is always full",
            |_, path| symlink("/dev/full", path).expect("a link"),
            "it is not a regular file",
        ),
        (
            "a link to a directory",
            |place, path| symlink(place.directory.path(), path).expect("a link"),
            "it is a directory",
        ),
        (
            "a link to a place that has gone",
            |_, path| symlink("../gone/accounts.toml", path).expect("a link"),
            "gone is not there",
        ),
        (
            "a link to itself",
            |_, path| symlink("accounts.toml", path).expect("a link"),
            "symbolic links",
        ),
        (
            "two links that lead in a circle",
            |_, path| {
                symlink("other", path).expect("a link");
                symlink("accounts.toml", path.with_file_name("other")).expect("a link");
            },
            "symbolic links",
        ),
    ];
    for (what, make, reason) in cases {
        let place = Place::new();
        let path = place.path("accounts.toml");
        make(&place, &path);
        let before = fs::symlink_metadata(&path).expect("something").file_type();
        let issues = place.issues();
        assert!(issues.contains(reason), "{what}: {issues}");
        assert!(place.store.load().files[0].read_only.is_some(), "{what}");
        let refused = place.store.save(&account("new", 7), None);
        let error = refused.expect_err(what).to_string();
        assert!(
            error.contains("accounts.toml") && error.contains(reason),
            "{what}: {error}"
        );
        let after = fs::symlink_metadata(&path)
            .expect("still there")
            .file_type();
        assert_eq!(before, after, "{what}");
        assert!(!place.directory.path().join("gone").exists(), "{what}");
    }
}
