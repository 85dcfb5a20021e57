//! What ends the map gives the terminal back; a terminal that is gone takes the map along.

use crate::process::Process;
use crate::pty::{BINARY, PATIENCE, Session, command, size, wait_beside};
use crate::served::Served;
use portable_pty::{CommandBuilder, ExitStatus, PtyPair, native_pty_system};
use rustix::process::Signal;
use skymap::sim::{Fault, Rule};
use std::io::Read;
use std::sync::mpsc::Receiver;
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
fn a_signal_ends_a_map_that_waits_for_aws() {
    let served = Served::demo();
    served.sim.add_fault(Rule::new(Fault::Hang).service("ec2"));
    for signal in [Signal::TERM, Signal::HUP] {
        let mut session = served.watched((24, 80), &[]);
        session.see(&["reading"]);
        let asked = Instant::now();
        session.signal(signal);
        session.ends_with(0);
        let took = asked.elapsed();
        assert!(took < Duration::from_secs(2), "{signal:?}: {took:?}");
    }
}

#[test]
fn a_terminal_that_vanishes_takes_the_map_with_it() {
    let home = tempfile::tempdir().unwrap();
    check_vanishing(command(BINARY, &home));
}

#[test]
fn a_terminal_that_vanishes_without_a_signal_takes_the_map_with_it() {
    let home = tempfile::tempdir().unwrap();
    let mut command = command(BINARY, &home);
    // Then nobody is sent a SIGHUP: only reading tells.
    command.set_controlling_tty(false);
    check_vanishing(command);
}

#[test]
fn a_terminal_that_vanishes_under_a_busy_map_takes_it_along() {
    let home = tempfile::tempdir().unwrap();
    let mut command = command(BINARY, &home);
    command.args(["demo", "--instances", "400"]);
    check_vanishing(command);
}

fn check_vanishing(command: CommandBuilder) {
    let Line {
        process,
        ended,
        pair,
        reader,
    } = Line::drawn_on(command);
    let before = process.processor_time().unwrap();
    let vanished = Instant::now();
    drop((reader, pair));
    let mut used = Duration::ZERO;
    let status = loop {
        match ended.recv_timeout(Duration::from_millis(20)) {
            Err(_) if vanished.elapsed() < PATIENCE => {
                used = process
                    .processor_time()
                    .map_or(used, |now| now.saturating_sub(before));
            }
            status => break status,
        }
    };
    let took = vanished.elapsed();
    assert!(status.is_ok(), "the process is still there");
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert!(used < Duration::from_millis(300), "{used:?} of {took:?}");
}

/// A terminal that can be pulled out of the wall: nothing else holds its other end.
struct Line {
    process: Process,
    ended: Receiver<ExitStatus>,
    pair: PtyPair,
    reader: Box<dyn Read + Send>,
}

impl Line {
    fn drawn_on(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let process = Process(child.process_id().unwrap());
        let ended = wait_beside(child);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut drawn = Vec::new();
        while !drawn.windows(8).any(|bytes| bytes == b"\x1b[?1049h") {
            let mut buffer = [0; 64];
            let length = reader.read(&mut buffer).unwrap();
            drawn.extend_from_slice(&buffer[..length]);
        }
        Self {
            process,
            ended,
            pair,
            reader,
        }
    }
}
