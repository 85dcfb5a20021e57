//! A file that a person edits with an editor of theirs while the program has it open in
//! a form: the program in a terminal, the file as it is afterwards.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::{BY_HAND, Place};
use crate::pty::Session;

const SAVE: &[u8] = b"\x13";

/// The program with the first account's form open and a new name typed into it.
fn renaming(place: &Place) -> Session {
    let directory = place.store.config_dir.display().to_string();
    let state = place.directory.path().join("state").display().to_string();
    let environment = [
        ("SKYMAP_CONFIG_DIR", directory.as_str()),
        ("SKYMAP_STATE_DIR", state.as_str()),
        ("SKYMAP_DATA_DIR", state.as_str()),
    ];
    let mut session = Session::map(&environment);
    // Where no account is open, the list opens by itself.
    session.see(&["2 of 2", ">  ✎ shop-prod"]);
    session.press(b"e");
    session.see(&["step 4 of 6"]);
    session.press(b"\t\x15store");
    session.see(&["Edit store"]);
    session
}

fn quit(session: &mut Session) {
    session.press(b"\x03");
    session.ends_with(0);
}

#[test]
fn a_file_that_was_edited_by_hand_meanwhile_keeps_both_changes_and_every_comment() {
    let place = Place::new();
    place.write("accounts.toml", BY_HAND);
    let mut session = renaming(&place);
    let by_hand = BY_HAND
        .replace("profile = \"ops\"", "profile = 'night' # since May")
        .replace("\"shop-stage\"", "\"stage\" # renamed")
        .replace("# The end.", "# Not the end.\n\n[[account]]\nid = \"33333333-3333-4333-8333-333333333333\"\nname = \"new\"");
    place.write("accounts.toml", &by_hand);
    session.press(SAVE);
    session.see(&["3 of 3", ">  ✎ store", "✎ stage", "✎ new"]);
    assert_eq!(
        place.read("accounts.toml"),
        by_hand.replace("'shop-prod'", "\"store\"")
    );
    quit(&mut session);
}

#[test]
fn what_cannot_be_merged_is_told_and_what_is_broken_waits_for_its_repair() {
    let place = Place::new();
    for (by_hand, said) in [
        (
            BY_HAND.replace("'shop-prod'", "'theirs'"),
            "somebody else has changed name of \"store\"",
        ),
        (
            BY_HAND.replace("11111111-1111", "44444444-1111"),
            "somebody else has removed \"store\"",
        ),
    ] {
        place.write("accounts.toml", BY_HAND);
        let mut session = renaming(&place);
        place.write("accounts.toml", &by_hand);
        session.press(SAVE);
        session.see(&["Saved, with something to know", said]);
        session.press(b"\x1b");
        session.see(&["✎ store"]);
        assert_eq!(place.account("store").id.as_u128() >> 96, 0x1111_1111);
        quit(&mut session);
    }

    place.write("accounts.toml", BY_HAND);
    let mut session = renaming(&place);
    let broken = BY_HAND.replace("[other]", "[other");
    place.write("accounts.toml", &broken);
    session.press(SAVE);
    session.see(&["accounts.toml:23:7", "[ Save account ]"]);
    assert_eq!(place.read("accounts.toml"), broken);
    place.write("accounts.toml", BY_HAND);
    session.press(SAVE);
    session.see(&["2 of 2", ">  ✎ store"]);
    assert_eq!(
        place.read("accounts.toml"),
        BY_HAND.replace("'shop-prod'", "\"store\"")
    );
    quit(&mut session);
}
