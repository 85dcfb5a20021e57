//! A window of any size, and one that is dragged.

use crate::process::Process;
use crate::pty::{BINARY, Session};
use rustix::process::Signal;
use std::time::Duration;

#[test]
fn sizes_of_every_kind_are_survived() {
    let mut session = Session::map(&[]);
    for round in 0..200_u16 {
        session.resize(1 + round * 7 % 90, 1 + round * 13 % 300);
        session.take(Duration::ZERO);
    }
    for (rows, cols) in [(1, 1), (0, 0), (1, 500), (500, 1), (24, 80)] {
        session.resize(rows, cols);
        session.settle();
    }
    session.signal(Signal::TERM);
    session.ends_with(0);
}

/// Smaller and back again at once: the size is as before, what the terminal shows is not.
#[test]
fn a_window_that_was_smaller_for_a_moment_is_drawn_anew() {
    let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &[]);
    session.wait_until("a whole map", is_whole);
    session.settle();
    session.resize(5, 20);
    session.resize(24, 80);
    assert!(!is_whole(&session), "nothing was lost");
    session.wait_until("a whole map", is_whole);
    session.press(b"q");
    session.ends_with(0);
}

fn is_whole(session: &Session) -> bool {
    let shown = session.screen.screen().contents();
    let (first, last) = (shown.lines().next(), shown.lines().last());
    first.is_some_and(|line| line.contains("shop-prod") && line.contains("READ-ONLY"))
        && last.is_some_and(|line| line.contains("q quit"))
}

#[test]
fn a_window_says_which_size_it_lacks() {
    for ((rows, cols), said) in [
        ((1, 1), ""),
        ((3, 10_000), "skymap needs"),
        ((10_000, 3), "sky"),
        ((5, 20), "skymap needs"),
    ] {
        let mut session = Session::start_sized((rows, cols), BINARY, &["demo"], &[]);
        session.wait_until("the map has the terminal", Session::is_in_our_modes);
        session.see(&[said]);
        let process = Process(session.pid());
        assert!(process.resident() < 200_000, "{} kB", process.resident());
        session.press(b"\x03");
        session.ends_with(0);
    }
}

/// Dragging an edge is hundreds of sizes in a second; only the last one matters.
#[test]
fn a_window_that_is_dragged_ends_as_a_whole_map() {
    let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &[]);
    session.see(&["shop 10.20.0.0/16"]);
    for round in 0..600_u16 {
        session.resize(10 + round % 50, 40 + round % 160);
        if round % 10 == 0 {
            session.take(Duration::ZERO);
        }
    }
    session.resize(24, 80);
    session.wait_until("a whole map", is_whole);
    session.resize(60, 200);
    session.see(&["shop 10.20.0.0/16", "q quit"]);
    session.press(b"q");
    session.ends_with(0);
}
