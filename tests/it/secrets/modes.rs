//! Who may read and write the files that are made, and what is said of those that anybody
//! may write.

use crate::pty::{BINARY, Session};
use crate::served::Served;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Command;

#[test]
fn what_is_made_is_its_owners_alone_whatever_the_umask() {
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("home");
    fs::create_dir(&home).unwrap();
    let line = "umask 000; exec \"$0\" --log debug accounts add --name shop";
    let status = Command::new("/bin/sh")
        .args(["-c", line, BINARY])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", &home)
        .status()
        .unwrap();
    assert!(status.success());
    let mut seen = Vec::new();
    for (path, expected) in [
        (".config/skymap", 0o700),
        (".config/skymap/accounts.toml", 0o600),
        (".config/skymap/.accounts.toml.lock", 0o600),
        (".local/state/skymap", 0o700),
        (".local/state/skymap/skymap.log", 0o600),
    ] {
        let mode = fs::metadata(home.join(path)).unwrap().mode() & 0o7777;
        assert_eq!(mode, expected, "{path}");
        seen.push(home.join(path));
    }
    // There is nothing else.
    let directories = [&seen[0], &seen[3]];
    let count: usize = directories
        .iter()
        .map(|directory| fs::read_dir(directory).unwrap().count())
        .sum();
    assert_eq!(count, 3);
}

#[test]
fn a_file_that_anybody_may_write_is_warned_of_everywhere() {
    let served = Served::demo();
    served.write_config(
        "config.toml",
        "[teams.platform]\nfile = \"platform.toml\"\n",
    );
    served.write_config("platform.toml", "");
    for name in ["accounts.toml", "config.toml", "platform.toml"] {
        let path = served.path("config").join(name);
        let warning = format!("{name}: anybody on this machine may change this file");
        let before = fs::metadata(&path).unwrap().permissions();
        for (mode, is_warned) in [(0o666, true), (0o602, true), (0o660, false)] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            for command in [
                &["accounts", "list"][..],
                &["accounts", "list", "--json"],
                &["scan", "data"],
            ] {
                let ran = served.run(command, &[]);
                assert_eq!(ran.errors.contains(&warning), is_warned, "{}", ran.errors);
                assert!(!ran.out.contains("anybody"), "{}", ran.out);
                assert_eq!(ran.code, Some(0));
            }
        }
        fs::set_permissions(&path, before).unwrap();
    }
    let path = served.path("config").join("accounts.toml");
    fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
    let environment = served.environment(&[]);
    let mut session = Session::start_sized((24, 140), BINARY, &[], &environment);
    session.see(&["2 of 2", "anybody on this machine", "i reads it"]);
    session.press(b"i");
    session.see(&["take that right away with: chmod o-w"]);
    session.press(b"\x03");
    session.ends_with(0);
}
