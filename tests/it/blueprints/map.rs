//! A blueprint on the map: saved, the program ended, opened a day later.

use super::{CACHE, Days, office};
use crate::pty::Session;

const SIZE: (u16, u16) = (45, 140);

/// The map of the office, with everything read.
fn office_map(days: &Days, is_after: bool, more: &[(&str, &str)]) -> Session {
    let data = days.data();
    let more = [more, &[("SKYMAP_DATA_DIR", data.as_str())]].concat();
    let served = if is_after { &days.after } else { &days.before };
    let mut session = served.watched(SIZE, &more);
    session.see(&["office", "web"]);
    session.settle();
    session
}

fn command(session: &mut Session, line: &str) {
    session.press(b":");
    session.press(line.as_bytes());
    session.press(b"\r");
}

#[test]
fn what_is_gone_is_a_ghost_and_what_is_new_is_marked() {
    let days = Days::of(office(CACHE));
    let mut session = office_map(&days, false, &[]);
    command(&mut session, "filter type=instance");
    session.see(&["type=instance"]);
    command(&mut session, "blueprint save shop");
    session.see(&["saved shop", "blueprint shop"]);
    // The look is no longer as it was saved.
    command(&mut session, "filter web");
    session.see(&["blueprint shop*"]);
    command(&mut session, "blueprint save");
    session.see(&["saved shop"]);
    session.see_no("shop*");
    session.press(b"\x1b");
    session.see(&["blueprint shop*"]);
    command(&mut session, "blueprint save");
    session.see_no("shop*");
    command(&mut session, "quit");
    session.ends_with(0);

    let mut session = office_map(&days, true, &[]);
    session.press(b"B");
    session.see(&["Blueprints", "FORMER", "1111-2222-3333"]);
    session.press(b"\r");
    session.see(&["blueprint shop", "⊘ ", "+ ● cache"]);
    let shown = session.screen.screen().contents();
    assert_eq!(shown.matches("⊘").count(), 2, "{shown}");
    command(&mut session, "blueprint diff");
    session.see(&["Differences", "added", "removed", "Instance", "cache"]);
    // Enter goes there, and the details say what it is.
    session.press(b"\r");
    session.see_no("Differences");
    session.press(b"L");
    session.see(&["in the blueprint that is open, and gone"]);
    session.press(b"\x1b");
    command(&mut session, "blueprint close");
    session.see(&["shop is closed"]);
    session.see_no("⊘");
    command(&mut session, "quit");
    session.ends_with(0);
}

#[test]
fn ghosts_are_told_without_colour_and_in_ascii() {
    let days = Days::of(office(CACHE));
    days.before(&["blueprint", "save", "shop", "office"]);
    let data = days.data();
    let more = [
        ("NO_COLOR", "1"),
        ("LANG", "C"),
        ("LC_ALL", "C"),
        ("SKYMAP_DATA_DIR", data.as_str()),
    ];
    let mut session = days.after.watched(SIZE, &more);
    session.see(&["web"]);
    command(&mut session, "blueprint open shop");
    session.see(&["blueprint shop", "-   i-0", "+ * cache"]);
    session.press(b"B");
    session.see(&["Blueprints", "FORMER"]);
    session.press(b"x");
    session.see(&["Remove shop"]);
    session.press(b"n");
    session.see_no("Remove shop");
    session.press(b"xy");
    session.see(&["none yet"]);
    assert!(!days.before.path("data/blueprints/shop.toml").exists());
    session.press(b"\x1b");
    command(&mut session, "quit");
    session.ends_with(0);
}
