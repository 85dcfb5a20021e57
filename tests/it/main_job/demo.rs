//! `skymap demo`: the whole program without AWS, and without a trace.

use super::Machine;
use crate::pty::{BINARY, Session};
use std::fs;

#[test]
fn the_demo_shows_its_shop_and_touches_nothing_of_the_persons() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().display().to_string();
    let places = [
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "TMPDIR",
    ];
    // Nothing listens there: what the environment says of AWS is not for the demo.
    let environment: Vec<(&str, &str)> = places
        .map(|name| (name, place.as_str()))
        .into_iter()
        .chain([("AWS_ENDPOINT_URL", "http://127.0.0.1:1")])
        .collect();
    let mut session = Session::start_sized((45, 140), BINARY, &["demo"], &environment);
    session.see(&["DEMO", "▌shop-prod", "shop 10.20.0.0/16", "shop-alb"]);

    session.press(b"!");
    session.see(&["Problems", "✗ shop-api", "Target.ResponseCodeMismatch"]);
    session.press(b"\x1b");
    session.see_no("Problems");
    connect_with_a_wrong_external_id(&mut session);
    session.press(b"q");
    session.ends_with(0);
    for place in [directory.path(), session.home.path()] {
        let left: Vec<_> = fs::read_dir(place).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn accounts_that_are_named_are_opened_on_one_map() {
    let words = ["demo", "shop-prod", "444455556666"];
    let mut session = Session::start_sized((24, 80), BINARY, &words, &[]);
    session.see(&["▌data ▌shop-prod", "4 regions"]);
    session.press(b"a");
    session.see(&["2 of 2 marked", "✓ ✎ shop-prod", "✓ ✎ data"]);
    session.press(b"jj \r");
    session.see(&["▌shop-prod 1111-2222-3333"]);
    session.see_no("▌data");
    session.press(b"q");
    session.ends_with(0);
    let machine = Machine::with(&[]);
    for words in [&["nobody"][..], &["demo", "nobody"]] {
        let errors = machine.expect(1, words).errors;
        assert!(
            errors.contains("no account is called \"nobody\""),
            "{errors}"
        );
    }
}

/// Removes the second account and adds it again, with an external ID that was just made.
fn connect_with_a_wrong_external_id(session: &mut Session) {
    session.press(b"a");
    session.see(&["1 of 2 marked", "data"]);
    session.press(b"jd");
    session.see(&["Remove this account?", "4444-5555-6666"]);
    session.press(b"\t\r");
    session.see(&["data was removed from"]);
    session.press(b"\x1b");
    session.see(&["1 of 1"]);
    session.press(b"a");
    session.see(&["step 1 of 6", "9999-8888-7777"]);
    session.paste("arn:aws:iam::444455556666:role/SkymapReadOnly");
    session.see(&["step 4 of 6", "account 4444-5555-6666"]);
    session.press(b"\tintruder\teu-west-1\x0e");
    session.see(&[
        "step 5 of 6",
        "The check failed",
        "✗ assume role arn:aws:iam::444455556666:role/SkymapReadOnly",
    ]);
    session.press(b"j\r");
    session.see(&[
        "could not be assumed",
        "the trust policy demands another external ID",
    ]);
    session.press(b"\x1b");
    session.see(&["step 5 of 6"]);
    session.press(b"\x1b");
    session.see(&["Discard this form?"]);
    session.press(b"\x1b");
    session.see(&["1 of 1"]);
    session.press(b"\x1b");
    session.see_no("AWS accounts");
}
