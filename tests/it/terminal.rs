//! The binary in a real pseudo-terminal: what it leaves behind, whatever ends it.

use crate::pty::{BINARY, PATIENCE, Session, command, size, wait_beside};
use portable_pty::native_pty_system;
use rustix::fs::OFlags;
use rustix::process::Signal;
use rustix::termios::{Action, tcflow};
use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn a_key_ends_the_map_and_gives_the_terminal_back() {
    // Where there are no accounts yet, the first `q` closes the list of them.
    for key in [&b"\x03"[..], b"qq"] {
        let mut session = Session::map(&[]);
        assert!(!session.is_cooked());
        session.press(key);
        session.ends_with(0);
    }
}

#[test]
fn a_signal_ends_the_map_and_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut session = Session::map(&[]);
        session.signal(signal);
        session.ends_with(0);
    }
}

#[test]
fn a_terminal_that_vanishes_takes_the_map_with_it() {
    let home = tempfile::tempdir().unwrap();
    let pair = native_pty_system().openpty(size(24, 80)).unwrap();
    let child = pair.slave.spawn_command(command(BINARY, &home)).unwrap();
    let ended = wait_beside(child);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut drawn = Vec::new();
    while !drawn.windows(8).any(|bytes| bytes == b"\x1b[?1049h") {
        let mut buffer = [0; 64];
        let length = reader.read(&mut buffer).unwrap();
        drawn.extend_from_slice(&buffer[..length]);
    }

    let vanished = Instant::now();
    drop((reader, pair));
    let status = ended.recv_timeout(PATIENCE);
    assert!(status.is_ok(), "the process is still there");
    let took = vanished.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn an_idle_map_writes_nothing() {
    let mut session = Session::map(&[]);
    session.settle();
    let before = session.bytes.len();
    assert!(
        !session.take(Duration::from_secs(2)),
        "{:?}",
        String::from_utf8_lossy(&session.bytes[before..])
    );
    session.signal(Signal::TERM);
    session.ends_with(0);
}

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

    let mut smallest = Session::start_sized((1, 1), BINARY, &[], &[]);
    smallest.wait_until("the map has the terminal", Session::is_in_our_modes);
    smallest.settle();
    smallest.press(b"\x03");
    smallest.ends_with(0);
}

#[test]
fn a_reader_that_is_slow_gets_a_restored_terminal_in_the_end() {
    let mut session = Session::map(&[]);
    // Nobody reads from here on, while every resize draws a whole screen.
    for (rows, cols) in [(60, 200), (59, 199)].into_iter().cycle().take(40) {
        session.resize(rows, cols);
        let ended = session.ended.recv_timeout(Duration::from_millis(25));
        assert!(ended.is_err(), "it ended by itself");
    }
    session.press(b"?\x1b\x03");
    let status = session.ended.recv_timeout(PATIENCE);
    let status = status.expect("it ends though nobody reads");
    assert_eq!(status.exit_code(), 0);
    session.settle();
    assert!(session.is_given_back());
    assert!(session.is_cooked());
}

#[test]
fn a_terminal_that_takes_nothing_does_not_hold_the_map() {
    let mut session = Session::map(&[]);
    session.settle();
    let terminal = OpenOptions::new()
        .write(true)
        .custom_flags(OFlags::NOCTTY.bits().cast_signed())
        .open(session.master.tty_name().unwrap())
        .unwrap();
    tcflow(&terminal, Action::OOff).unwrap();
    for (rows, cols) in [(30, 100), (24, 80)] {
        session.resize(rows, cols);
        session.press(b"?j?k");
    }
    session.press(b"\x03");
    let status = session.ended.recv_timeout(PATIENCE);
    tcflow(&terminal, Action::OOn).unwrap();
    let status = status.expect("it ends though nothing is taken");
    assert_eq!(status.exit_code(), 0);
    session.settle();
    assert!(session.is_given_back());
    assert!(session.is_cooked());
}

#[test]
fn a_stopped_map_gives_the_terminal_back_and_takes_it_again() {
    // Only a shell with job control can stop and continue a program.
    let mut session = Session::start_sized((24, 80), "/bin/sh", &["-i"], &[("PS1", "ready>")]);
    session.wait_until("a prompt", |session| {
        session.screen.screen().contents().contains("ready>")
    });
    session.press(format!("{BINARY}\n").as_bytes());
    session.wait_until("the map has the terminal", Session::is_in_our_modes);
    session.settle();

    session.press(b"\x1a");
    session.wait_until("the shell is back", |session| {
        session.is_given_back() && session.screen.screen().contents().contains("Stopped")
    });

    session.bytes.clear();
    session.press(b"fg\n");
    session.wait_until("the map is back", Session::is_in_our_modes);
    session.settle();
    session.press(b"\x03");
    session.wait_until("the shell is back", Session::is_given_back);
    session.settle();
    session.press(b"echo code $?; exit\n");
    session.wait_until("the map's exit code", |session| {
        session.screen.screen().contents().contains("code 0")
    });
    session.end();
}

#[test]
fn no_colour_leaves_bold_and_reverse_alone() {
    let mut session = Session::map(&[("NO_COLOR", "1")]);
    session.settle();
    session.press(b"\x03");
    session.ends_with(0);
    let bytes = String::from_utf8_lossy(&session.bytes);
    assert!(!bytes.contains("\x1b[m"), "{bytes:?}");
    assert!(
        !bytes.contains("38;5;") && !bytes.contains("48;5;"),
        "{bytes:?}"
    );
}

#[test]
fn a_terminal_that_cannot_show_the_map_is_told_so() {
    for (term, sentence) in [("dumb", "TERM is `dumb`"), ("", "TERM is unset")] {
        let mut session = Session::start(&[], &[("TERM", term)]);
        assert_eq!(session.end(), 1);
        let said = session.screen.screen().contents();
        assert!(said.contains(sentence), "{said}");
        assert!(!session.bytes.contains(&0x1b), "{said}");
    }
}

#[test]
fn a_pipe_is_no_terminal() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(BINARY)
        .env("HOME", home.path())
        .env("TERM", "xterm")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the map needs a terminal"), "{said}");
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(BINARY)
        .args(["completions", "bash"])
        .env("HOME", home.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
