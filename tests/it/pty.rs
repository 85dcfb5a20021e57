//! A program in a pseudo-terminal, and the screen that it draws there.

#![expect(
    clippy::unwrap_used,
    reason = "a session that cannot be driven is a failed test"
)]

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system,
};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser};

pub const BINARY: &str = env!("CARGO_BIN_EXE_skymap");
/// Far longer than anything here takes, for machines under load.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a terminal of its own, and what the terminal shows.
pub struct Session {
    pub master: Box<dyn MasterPty + Send>,
    /// Keeps the terminal's modes when the program has ended.
    _slave: Box<dyn SlavePty + Send>,
    keyboard: Box<dyn Write + Send>,
    /// The reader hands over what it read before it reads on: who does not listen does not read.
    drawn: Receiver<Vec<u8>>,
    pub ended: Receiver<ExitStatus>,
    pid: Pid,
    pub screen: Parser,
    pub bytes: Vec<u8>,
    pub home: TempDir,
}

impl Session {
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::start_sized((24, 80), BINARY, arguments, environment)
    }

    pub fn start_sized(
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
            home,
        }
    }

    /// Starts the map and waits until it has the terminal.
    pub fn map(environment: &[(&str, &str)]) -> Self {
        let mut session = Self::start(&[], environment);
        session.wait_until("the map has the terminal", Self::is_in_our_modes);
        session
    }

    pub fn is_in_our_modes(&self) -> bool {
        let screen = self.screen.screen();
        screen.alternate_screen()
            && screen.bracketed_paste()
            && screen.mouse_protocol_mode() != MouseProtocolMode::None
    }

    pub fn is_given_back(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen()
            && !screen.bracketed_paste()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == MouseProtocolMode::None
    }

    /// Whether the terminal edits lines and echoes, as a shell expects.
    pub fn is_cooked(&self) -> bool {
        let modes = self.master.get_termios().unwrap();
        let flags = format!("{:?}", modes.local_flags);
        flags.contains("ICANON") && flags.contains("ECHO") && flags.contains("ISIG")
    }

    /// Takes what is drawn within the time; whether anything was.
    pub fn take(&mut self, within: Duration) -> bool {
        let drawn = self.drawn.recv_timeout(within);
        drawn.is_ok_and(|bytes| {
            self.screen.process(&bytes);
            self.bytes.extend(bytes);
            true
        })
    }

    pub fn wait_until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
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

    /// Waits until all of these are on the screen.
    pub fn see(&mut self, texts: &[&str]) {
        self.wait_until(&format!("{texts:?}"), |session| {
            let shown = session.screen.screen().contents();
            texts.iter().all(|text| shown.contains(text))
        });
    }

    /// Waits until this is no longer on the screen.
    pub fn see_no(&mut self, text: &str) {
        self.wait_until(&format!("the end of {text:?}"), |session| {
            !session.screen.screen().contents().contains(text)
        });
    }

    /// Waits until nothing has been drawn for a while.
    pub fn settle(&mut self) {
        while self.take(Duration::from_millis(400)) {}
    }

    pub fn press(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub fn paste(&mut self, text: &str) {
        self.press(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    pub fn pid(&self) -> u32 {
        self.pid.as_raw_pid().cast_unsigned()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    pub fn resize(&mut self, rows: u16, cols: u16) {
        self.master.resize(size(rows, cols)).unwrap();
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
    }

    /// The exit code, once it has ended; what it still draws is taken meanwhile.
    pub fn end(&mut self) -> u32 {
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

    pub fn ends_with(&mut self, code: u32) {
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

pub fn command(program: &str, home: &TempDir) -> CommandBuilder {
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

pub fn size(rows: u16, cols: u16) -> PtySize {
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

pub fn wait_beside(mut child: Box<dyn Child + Send + Sync>) -> Receiver<ExitStatus> {
    let (sender, ended) = sync_channel(1);
    std::thread::spawn(move || sender.send(child.wait().unwrap()));
    ended
}
