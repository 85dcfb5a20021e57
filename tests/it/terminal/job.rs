//! Stopped and continued by a shell with job control, which alone can do it.

use crate::process::Process;
use crate::pty::{BINARY, Session};
use rustix::process::{Pid, Signal, kill_process};

fn shell() -> Session {
    let mut session = Session::start_sized((24, 80), "/bin/sh", &["-i"], &[("PS1", "ready>")]);
    session.see(&["ready>"]);
    session
}

/// The map as the shell's job, once it has the terminal.
fn map_in(session: &mut Session) -> Process {
    session.press(format!("{BINARY}\n").as_bytes());
    session.wait_until("the map has the terminal", Session::is_in_our_modes);
    session.settle();
    let jobs = Process(session.pid()).children();
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs[0]
}

fn leave(mut session: Session) {
    session.press(b"\x03");
    session.wait_until("the shell is back", Session::is_given_back);
    session.settle();
    session.press(b"echo code $?; exit\n");
    session.see(&["code 0"]);
    session.end();
}

#[test]
fn a_stopped_map_gives_the_terminal_back_and_takes_it_again() {
    let mut session = shell();
    let map = map_in(&mut session);
    for _ in 0..2 {
        session.settle();
        session.bytes.clear();
        session.press(b"\x1a");
        // A shell that has not asked yet may drop what is typed: of this stop, and not of
        // the one before, it must have told and asked.
        session.wait_until("the shell is back", |session| {
            let bytes = String::from_utf8_lossy(&session.bytes);
            let asked = bytes.split_once("Stopped");
            session.is_given_back() && asked.is_some_and(|(_, rest)| rest.contains("ready>"))
        });
        assert!(map.is_stopped());
        session.bytes.clear();
        session.press(b"fg\n");
        session.wait_until("the map is back", Session::is_in_our_modes);
        session.see(&["No AWS account is connected yet"]);
    }
    leave(session);
}

#[test]
fn a_window_that_changes_while_the_map_is_stopped_is_seen() {
    let mut session = shell();
    map_in(&mut session);
    session.press(b"\x1a");
    session.wait_until("the shell is back", Session::is_given_back);
    session.resize(40, 120);
    session.settle();
    session.press(b"fg\n");
    session.wait_until("the map is back", Session::is_in_our_modes);
    session.wait_until("a map of the new size", |session| {
        let shown = session.screen.screen().contents();
        shown.trim_end().lines().count() > 30
    });
    leave(session);
}

/// `kill -STOP` cannot be noticed: the shell finds the terminal as the map left it, and
/// the map finds it as the shell left it.
#[test]
fn a_map_that_was_stopped_from_outside_draws_all_anew() {
    let mut session = shell();
    let map = map_in(&mut session);
    let pid = Pid::from_raw(map.0.cast_signed()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    session.see(&["Stopped"]);
    session.bytes.clear();
    session.press(b"fg\n");
    session.wait_until("the map is drawn anew", |session| {
        let bytes = String::from_utf8_lossy(&session.bytes);
        bytes.contains("\u{1b}[2J") && bytes.contains("onnected")
    });
    session.see(&["No AWS account is connected yet"]);
    assert!(session.is_in_our_modes());
    leave(session);
}
