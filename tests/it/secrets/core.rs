//! What the system keeps of a process that dies, and what it shows of one that lives.

use crate::process::Process;
use crate::pty::{BINARY, Session};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};

/// Any command, since all begin the same: one that waits, and is somebody's who is not root.
fn waiting() -> (Child, Process) {
    let mut command = Command::new("/bin/sh");
    // The largest core that may be is what the program has to say no to.
    let line = "ulimit -c unlimited 2>/dev/null; exec \"$0\" sim --listen 127.0.0.1:0";
    command.args(["-c", line, BINARY]).stdout(Stdio::piped());
    if geteuid().is_root() {
        command.uid(65_534).gid(65_534);
    }
    let home = tempfile::tempdir().unwrap();
    command.current_dir(home.path());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    said.read_line(&mut String::new()).unwrap();
    let process = Process(child.id());
    (child, process)
}

#[test]
fn memory_is_closed_to_others_of_the_same_user() {
    let (mut child, process) = waiting();
    let limits = fs::read_to_string(process.file("limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core"));
    let words: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"], "{limits}");
    // Of a process that may not be looked into, these are root's, whoever runs it.
    for name in ["mem", "environ", "maps"] {
        let owner = fs::metadata(process.file(name)).unwrap().uid();
        assert_eq!(owner, 0, "{name}");
        if !geteuid().is_root() {
            assert!(fs::read(process.file(name)).is_err(), "{name}");
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn no_death_leaves_a_core() {
    for signal in [Signal::ABORT, Signal::ILL, Signal::SYS] {
        let (mut child, process) = waiting();
        let pid = Pid::from_raw(process.0.cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal.as_raw()));
        assert!(!status.core_dumped(), "{status}");
    }
}

/// The same of the map, in the directory that it was started from.
#[test]
fn a_map_that_is_aborted_leaves_nothing() {
    let mut session = Session::map(&[]);
    session.signal(Signal::ABORT);
    session.end();
    let left: Vec<_> = fs::read_dir(session.home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
