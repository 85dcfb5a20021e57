//! Several processes, other people, a hostile umask and a sudden death.

use super::{Place, account, team};
use skymap::account::Account;
use skymap::account::store::Store;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const DIRECTORY: &str = "SKYMAP_TEST_STORE";
const ORDER: &str = "SKYMAP_TEST_ORDER";

/// What a child process does: the test binary runs itself with this test alone.
#[test]
#[ignore = "runs in a child process of the other tests"]
fn child() {
    let store = Store {
        config_dir: std::env::var_os(DIRECTORY).expect("a directory").into(),
    };
    let order = std::env::var(ORDER).expect("an order");
    let (order, argument) = order.split_once(' ').expect("an order and its argument");
    match order {
        "add" => {
            for number in 0..5 {
                let name = format!("{argument}-{number}");
                store.save(&account(&name, 7), None).expect("a save");
            }
        }
        "share" => {
            let mut shared = account(argument, 7);
            shared.teams = vec![team("platform")];
            store.save(&shared, None).expect("a save");
        }
        "rename-for-ever" => {
            let read = store.load().accounts.remove(0);
            for number in 0_u64.. {
                let name = format!("{argument}-{number}");
                store
                    .save(
                        &Account {
                            name,
                            ..read.clone()
                        },
                        None,
                    )
                    .expect("a save");
            }
        }
        "refuse" => {
            let loaded = store.load();
            let read = &loaded.accounts[0];
            let name = "renamed".to_owned();
            let renamed = Account {
                name,
                ..read.clone()
            };
            assert!(
                loaded
                    .read_only(read.id)
                    .is_some_and(|reason| reason.contains(argument)),
                "{loaded:?}"
            );
            let error = store
                .save(&renamed, Some(read))
                .expect_err("a refusal")
                .to_string();
            assert!(
                error.contains("platform.toml") && error.contains(argument),
                "{error}"
            );
            let error = store.remove(read.id).expect_err("a refusal").to_string();
            assert!(
                error.contains("platform.toml") && error.contains("nothing was removed"),
                "{error}"
            );
        }
        other => panic!("no such order: {other}"),
    }
}

fn command(store: &Store, order: &str) -> Command {
    let mut command = Command::new("sh");
    let binary = std::env::current_exe().expect("the test binary");
    command
        .args(["-c", "umask 000; exec \"$0\" \"$@\""])
        .arg(binary);
    command.args(["--ignored", "--exact", "store::processes::child"]);
    command.env(DIRECTORY, &store.config_dir).env(ORDER, order);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn finish(child: Child) {
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

#[test]
fn sixteen_writers_at_once_lose_nothing() {
    let place = Place::new();
    place.write("accounts.toml", super::BY_HAND);
    let children: Vec<Child> = (0..16)
        .map(|writer| {
            command(&place.store, &format!("add writer-{writer}"))
                .spawn()
                .expect("a child")
        })
        .collect();
    children.into_iter().for_each(finish);
    assert_eq!(place.names().len(), 2 + 16 * 5);
    assert_eq!(place.issues(), "");
    assert!(
        place
            .read("accounts.toml")
            .contains("name = 'shop-prod'   # the shop")
    );
}

#[test]
fn nobody_else_reads_what_is_personal_whatever_the_umask() {
    let place = Place::new();
    let fresh = Store {
        config_dir: place.directory.path().join("home/.config/skymap"),
    };
    finish(command(&fresh, "add new").spawn().expect("a child"));
    for (name, expected) in [
        ("", 0o700),
        ("accounts.toml", 0o600),
        (".accounts.toml.lock", 0o600),
    ] {
        assert_eq!(mode(&fresh.config_dir.join(name)), expected, "{name}");
    }
    finish(command(&place.store, "share new").spawn().expect("a child"));
    assert_eq!(mode(&place.path("platform.toml")), 0o660);

    let platform = place.path("platform.toml");
    fs::set_permissions(&platform, fs::Permissions::from_mode(0o644)).expect("a mode");
    let is_root = rustix::process::geteuid().is_root();
    if is_root {
        std::os::unix::fs::chown(&platform, Some(1234), Some(2345)).expect("an owner");
    }
    let before = fs::metadata(&platform).expect("a file");
    finish(
        command(&place.store, "share newer")
            .spawn()
            .expect("a child"),
    );
    let after = fs::metadata(&platform).expect("a file");
    assert!(place.read("platform.toml").contains("newer"));
    assert_ne!(before.ino(), after.ino(), "replaced, not overwritten");
    assert_eq!(
        (after.mode() & 0o7777, after.uid(), after.gid()),
        (0o644, before.uid(), before.gid())
    );

    fs::set_permissions(&platform, fs::Permissions::from_mode(0o666)).expect("a mode");
    assert!(
        place
            .issues()
            .contains("anybody on this machine may change this file"),
        "{}",
        place.issues()
    );
}

#[test]
fn a_file_that_may_not_be_written_says_why_and_refuses() {
    for (file_mode, directory_mode, reason) in [
        (0o444, 0o777, "it may not be written"),
        (0o666, 0o555, "its directory"),
    ] {
        let place = Place::new();
        let mut shared = account("shared", 7);
        shared.teams = vec![team("platform")];
        place.store.save(&shared, None).expect("a save");
        fs::remove_file(place.path("accounts.toml")).expect("only the team's copy");
        let before = place.read("platform.toml");
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
        };
        let srv = place.directory.path().join("srv");
        for open in [place.directory.path(), &place.store.config_dir] {
            set(open, 0o777);
        }
        set(&place.path("platform.toml"), file_mode);
        set(&srv, directory_mode);
        let mut command = command(&place.store, &format!("refuse {reason}"));
        if rustix::process::geteuid().is_root() {
            // To root nothing is read-only.
            std::os::unix::fs::chown(place.path("platform.toml"), None, Some(65534))
                .expect("a group");
            let copy = place.directory.path().join("it");
            fs::copy(std::env::current_exe().expect("a binary"), &copy).expect("a copy");
            set(&copy, 0o755);
            let arguments: Vec<_> = command.get_args().skip(3).map(ToOwned::to_owned).collect();
            let mut ordinary = Command::new(&copy);
            ordinary.args(arguments).uid(65534).gid(65534);
            ordinary.env(super::processes::DIRECTORY, &place.store.config_dir);
            ordinary
                .env(ORDER, format!("refuse {reason}"))
                .current_dir("/");
            ordinary.stdout(Stdio::piped()).stderr(Stdio::piped());
            command = ordinary;
        }
        let child = command.spawn().expect("a child");
        finish(child);
        set(&srv, 0o777);
        assert_eq!(place.read("platform.toml"), before);
    }
}

#[test]
fn a_writer_that_is_killed_leaves_a_whole_file() {
    let place = Place::new();
    place.write("accounts.toml", super::BY_HAND);
    let mut last = String::new();
    for round in 0..12 {
        let mut child = command(&place.store, &format!("rename-for-ever round-{round}"))
            .spawn()
            .expect("a child");
        // Waits until this child has written, so that the kill falls into its writing.
        while !place.names()[0].starts_with(&format!("round-{round}-")) {
            std::thread::yield_now();
        }
        child.kill().expect("a kill");
        child.wait().expect("an end");
        assert_eq!(place.issues(), "");
        let names = place.names();
        assert_eq!((names.len(), names[1].as_str()), (2, "shop-stage"));
        assert_ne!(names[0], last);
        last.clone_from(&names[0]);
    }
    place.edit("shop-stage", |account| {
        account.colour = Some("red".to_owned())
    });
    let left: Vec<_> = fs::read_dir(&place.store.config_dir)
        .expect("a directory")
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name.to_string_lossy().ends_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
