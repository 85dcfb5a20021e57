//! A terminal that stops taking bytes, by a flow control or a link that hangs.

use crate::process::Process;
use crate::pty::{PATIENCE, Session};
use crate::served::Served;
use rustix::fs::OFlags;
use rustix::process::Signal;
use rustix::termios::{Action, tcflow};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

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
fn a_reader_that_is_slow_gets_a_restored_terminal_in_the_end() {
    let mut session = Session::map(&[]);
    // Nobody reads from here on, while every resize draws a whole screen.
    for (rows, cols) in [(60, 200), (59, 199)].into_iter().cycle().take(40) {
        session.resize(rows, cols);
        let ended = session.ended.recv_timeout(Duration::from_millis(25));
        assert!(ended.is_err(), "it ended by itself");
    }
    session.press(b"?\x1b\x03");
    ends_though_nobody_reads(&mut session);
}

#[test]
fn a_terminal_that_takes_nothing_does_not_hold_the_map() {
    let mut session = Session::map(&[]);
    session.settle();
    let terminal = terminal_of(&session);
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

/// While nobody reads, the loop reads keys, AWS is read on, and nothing piles up. The
/// stall is `SKYMAP_TEST_STALL` seconds long, for those who have a minute.
#[test]
fn nothing_piles_up_while_nobody_reads() {
    let stall = std::env::var("SKYMAP_TEST_STALL").ok();
    let stall = Duration::from_secs(stall.map_or(3, |seconds| seconds.parse().unwrap()));
    let served = Served::demo();
    let mut session = served.watched((50, 160), &[]);
    session.see(&["shop 10.20.0.0/16", "q quit"]);
    session.settle();
    let process = Process(session.pid());
    let (memory, calls) = (process.resident(), served.sim.calls().values().sum::<u64>());
    let began = Instant::now();
    let mut round = 0_u16;
    while began.elapsed() < stall {
        round += 1;
        session.resize(40 + round % 10, 150 + round % 10);
        // Selects the long ARN in the copy menu, copies it, asks AWS again.
        session.press(b"y\r\x12!\x1b");
        let ended = session.ended.recv_timeout(Duration::from_millis(20));
        assert!(ended.is_err(), "it ended by itself");
    }
    let grown = process.resident().saturating_sub(memory);
    assert!(grown < 40_000, "{grown} kB more after {round} rounds");
    let called = served.sim.calls().values().sum::<u64>() - calls;
    assert!(
        called > 0,
        "AWS was not read while nobody read the terminal"
    );
    session.press(b"\x03");
    ends_though_nobody_reads(&mut session);
}

fn ends_though_nobody_reads(session: &mut Session) {
    let asked = Instant::now();
    let status = session.ended.recv_timeout(PATIENCE);
    let status = status.expect("it ends though nobody reads");
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(status.exit_code(), 0);
    session.settle();
    assert!(session.is_given_back());
    assert!(session.is_cooked());
}

fn terminal_of(session: &Session) -> File {
    OpenOptions::new()
        .write(true)
        .custom_flags(OFlags::NOCTTY.bits().cast_signed())
        .open(session.master.tty_name().unwrap())
        .unwrap()
}
