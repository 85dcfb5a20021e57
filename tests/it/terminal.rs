//! The binary in a real pseudo-terminal: what it leaves behind, whatever ends it.

#![expect(
    clippy::unwrap_used,
    reason = "a session that cannot be driven is a failed test"
)]

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system,
};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Action, tcflow};
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Command;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser};

const BINARY: &str = env!("CARGO_BIN_EXE_skymap");
/// Far longer than anything here takes, for machines under load.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a terminal of its own, and what the terminal shows.
struct Session {
    master: Box<dyn MasterPty + Send>,
    /// Keeps the terminal's modes when the program has ended.
    _slave: Box<dyn SlavePty + Send>,
    keyboard: Box<dyn Write + Send>,
    /// The reader hands over what it read before it reads on: who does not listen does not read.
    drawn: Receiver<Vec<u8>>,
    ended: Receiver<ExitStatus>,
    pid: Pid,
    screen: Parser,
    bytes: Vec<u8>,
    _home: TempDir,
}

impl Session {
    fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::start_sized((24, 80), BINARY, arguments, environment)
    }

    fn start_sized(
        (rows, cols): (u16, u16),
        program: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(program, &home);
        command.args(arguments);
        for (name, value) in environment {
            command.env(name, value);
        }
        let pair = native_pty_system().openpty(size(rows, cols)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        Self {
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            _slave: pair.slave,
            drawn: read_on_demand(reader),
            ended: wait_beside(child),
            pid,
            screen: Parser::new(cells(rows), cells(cols), 0),
            bytes: Vec::new(),
            _home: home,
        }
    }

    /// Starts the map and waits until it has the terminal.
    fn map(environment: &[(&str, &str)]) -> Self {
        let mut session = Self::start(&[], environment);
        session.wait_until("the map has the terminal", Self::is_in_our_modes);
        session
    }

    fn is_in_our_modes(&self) -> bool {
        let screen = self.screen.screen();
        screen.alternate_screen()
            && screen.bracketed_paste()
            && screen.mouse_protocol_mode() != MouseProtocolMode::None
    }

    fn is_given_back(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen()
            && !screen.bracketed_paste()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == MouseProtocolMode::None
    }

    /// Whether the terminal edits lines and echoes, as a shell expects.
    fn is_cooked(&self) -> bool {
        let modes = self.master.get_termios().unwrap();
        let flags = format!("{:?}", modes.local_flags);
        flags.contains("ICANON") && flags.contains("ECHO") && flags.contains("ISIG")
    }

    /// Takes what is drawn within the time; whether anything was.
    fn take(&mut self, within: Duration) -> bool {
        let drawn = self.drawn.recv_timeout(within);
        drawn.is_ok_and(|bytes| {
            self.screen.process(&bytes);
            self.bytes.extend(bytes);
            true
        })
    }

    fn wait_until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !condition(self) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && self.take(left),
                "{what}: never came; the screen is\n{}\nthe bytes are {:?}",
                self.screen.screen().contents(),
                String::from_utf8_lossy(&self.bytes)
            );
        }
    }

    /// Waits until nothing has been drawn for a while.
    fn settle(&mut self) {
        while self.take(Duration::from_millis(400)) {}
    }

    fn press(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    fn resize(&mut self, rows: u16, cols: u16) {
        self.master.resize(size(rows, cols)).unwrap();
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
    }

    /// The exit code, once it has ended; what it still draws is taken meanwhile.
    fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Ok(status) = self.ended.try_recv() {
                while self.take(Duration::from_millis(100)) {}
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program does not end");
            self.take(Duration::from_millis(20));
        }
    }

    fn ends_with(&mut self, code: u32) {
        assert_eq!(self.end(), code, "{}", self.screen.screen().contents());
        assert!(
            self.is_given_back(),
            "{:?}",
            String::from_utf8_lossy(&self.bytes)
        );
        assert!(self.is_cooked());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Only a test that failed leaves a program behind.
        if self.ended.try_recv().is_err() && std::thread::panicking() {
            kill_process(self.pid, Signal::KILL).ok();
        }
    }
}

fn command(program: &str, home: &TempDir) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for (name, value) in [
        ("PATH", "/usr/bin:/bin"),
        ("TERM", "xterm-256color"),
        ("LANG", "C.UTF-8"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ] {
        command.env(name, value);
    }
    command.env("HOME", home.path());
    command.cwd(home.path());
    command
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

/// The emulated screen has at least one cell.
fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap_or(NonZero::<u16>::MIN)
}

fn read_on_demand(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, drawn) = sync_channel(0);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    drawn
}

fn wait_beside(mut child: Box<dyn Child + Send + Sync>) -> Receiver<ExitStatus> {
    let (sender, ended) = sync_channel(1);
    std::thread::spawn(move || sender.send(child.wait().unwrap()));
    ended
}

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
