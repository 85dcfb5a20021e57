//! A defect of our own that quotes what was read: its report names the place alone.

use super::{BASE_SECRET, found_below, found_in};
use crate::pty::{BINARY, Session};
use crate::served::Served;
use std::fs;

/// The map, about to break where it copies or where it writes a file.
fn broken(served: &Served, place: &str) -> Session {
    let environment = served.environment(&[
        ("SKYMAP_REHEARSE", place),
        ("SKYMAP_LOG", "debug"),
        ("RUST_BACKTRACE", "full"),
    ]);
    let mut session = Session::start_sized((45, 140), BINARY, &[], &environment);
    session.see(&["2 of 2"]);
    session
}

fn check(session: &Session, served: &Served) {
    let secrets = [BASE_SECRET.to_owned()];
    assert_eq!(found_in(&session.bytes, &secrets), [""; 0]);
    for place in [served.directory.path(), session.home.path()] {
        assert_eq!(found_below(place, &secrets), [""; 0]);
    }
    let log = fs::read_to_string(served.path("state").join("skymap.log")).unwrap();
    assert!(log.contains("src/runtime/panics.rs"), "{log}");
    assert!(!log.contains("rehearsed over"), "{log}");
}

#[test]
fn a_map_that_breaks_gives_the_terminal_back_and_names_the_place() {
    let served = Served::demo();
    let mut session = broken(&served, "map");
    session.press(b"\r");
    session.see(&["shop 10.20.0.0/16", "q quit"]);
    session.press(b"y\r");
    session.ends_with(1);
    let said = session.screen.screen().contents();
    assert!(
        said.contains("skymap stopped: a defect of its own at src/"),
        "{said}"
    );
    assert!(said.contains("Nothing was changed in AWS"), "{said}");
    // Neither the message, nor what it quotes, nor a backtrace.
    for left in ["rehearsed over", "vpc-", "stack backtrace"] {
        assert!(!said.contains(left), "{said}");
    }
    check(&session, &served);
}

#[test]
fn a_task_that_breaks_leaves_the_map_standing() {
    let served = Served::demo();
    let mut session = broken(&served, "task");
    session.press(b"a");
    session.see(&["step 1 of 6", "9999-8888-7777"]);
    session.press(b"\x0e");
    session.see(&["step 2 of 6", "Trust policy"]);
    session.press(b"\r");
    session.see(&["Sign in to the account to be connected"]);
    session.press(b"w");
    session.see(&["writing a file ended because of a defect of skymap's own"]);
    session.press(b"\x03");
    session.ends_with(0);
    check(&session, &served);
}
