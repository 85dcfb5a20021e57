//! Who may read and write the files: modes, owners, groups, a hostile umask, and what
//! a file carries besides.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::child::{DIRECTORY, ORDER, command, finish};
use super::{Place, account, team};
use skymap::account::store::Store;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
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
    for (name, file_mode, directory_mode, reason) in [
        ("platform.toml", 0o444, 0o777, "it may not be written"),
        ("platform.toml", 0o666, 0o555, "its directory"),
        ("accounts.toml", 0o666, 0o555, "its directory"),
    ] {
        let place = Place::new();
        let mut shared = account("shared", 7);
        if name == "platform.toml" {
            shared.teams = vec![team("platform")];
        }
        place.store.save(&shared, None).expect("a save");
        if name == "platform.toml" {
            fs::remove_file(place.path("accounts.toml")).expect("only the team's copy");
        }
        let path = place.path(name);
        let before = place.read(name);
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
        };
        for open in [place.directory.path(), &place.store.config_dir] {
            set(open, 0o777);
        }
        set(&path, file_mode);
        let directory = path.parent().expect("a directory");
        set(directory, directory_mode);
        let mut command = command(&place.store, &format!("refuse {reason}"));
        if rustix::process::geteuid().is_root() {
            // To root nothing is read-only.
            std::os::unix::fs::chown(&path, None, Some(65534)).expect("a group");
            let copy = place.directory.path().join("it");
            fs::copy(std::env::current_exe().expect("a binary"), &copy).expect("a copy");
            set(&copy, 0o755);
            let arguments: Vec<_> = command.get_args().skip(3).map(ToOwned::to_owned).collect();
            let mut ordinary = Command::new(&copy);
            ordinary.args(arguments).uid(65534).gid(65534);
            ordinary.env(DIRECTORY, &place.store.config_dir);
            ordinary
                .env(ORDER, format!("refuse {reason}"))
                .current_dir("/");
            ordinary.stdout(Stdio::piped()).stderr(Stdio::piped());
            command = ordinary;
        }
        let child = command.spawn().expect("a child");
        finish(child);
        set(directory, 0o777);
        assert_eq!(place.read(name), before);
    }
}

/// One entry of an access list as Linux keeps it: tag, rights, whose.
fn entry(tag: u16, rights: u16, whose: u32) -> Vec<u8> {
    [
        &tag.to_le_bytes()[..],
        &rights.to_le_bytes(),
        &whose.to_le_bytes(),
    ]
    .concat()
}

/// Owner, one more user, group, mask, others.
fn access_list(user: u32) -> Vec<u8> {
    const NOBODY: u32 = u32::MAX;
    let entries = [
        entry(0x01, 6, NOBODY),
        entry(0x02, 6, user),
        entry(0x04, 4, NOBODY),
        entry(0x10, 6, NOBODY),
        entry(0x20, 0, NOBODY),
    ];
    [2_u32.to_le_bytes().to_vec(), entries.concat()].concat()
}

fn attribute(path: &Path, name: &str) -> Option<Vec<u8>> {
    let mut value = vec![0; 1024];
    let length = rustix::fs::getxattr(path, name, &mut value[..]).ok()?;
    Some(value[..length].to_vec())
}

#[cfg(target_os = "linux")]
#[test]
fn who_else_may_read_stays_and_nobody_joins_them() {
    const LIST: &str = "system.posix_acl_access";
    let set = |path: &Path, name: &str, value: &[u8]| {
        rustix::fs::setxattr(path, name, value, rustix::fs::XattrFlags::empty())
            .expect("a file system with attributes");
    };
    let place = Place::new();
    let srv = place.directory.path().join("srv");
    let platform = place.path("platform.toml");
    let mut shared = account("shared", 7);
    shared.teams = vec![team("platform")];
    place.store.save(&shared, None).expect("a save");

    // A list of the directory is for what is new there, not for what others own already.
    set(&srv, "system.posix_acl_default", &access_list(4321));
    assert_eq!(attribute(&platform, LIST), None);
    place.edit("shared", |account| account.name = "one".to_owned());
    assert_eq!(attribute(&platform, LIST), None);

    set(&platform, LIST, &access_list(1234));
    set(&platform, "user.owner", b"eve");
    let before = mode(&platform);
    let saved = place.edit("one", |account| account.name = "two".to_owned());
    assert_eq!(saved.notes, Vec::<String>::new());
    assert!(place.read("platform.toml").contains("two"));
    assert_eq!(attribute(&platform, LIST), Some(access_list(1234)));
    assert_eq!(attribute(&platform, "user.owner"), Some(b"eve".to_vec()));
    assert_eq!(mode(&platform), before);
}
