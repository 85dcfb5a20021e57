//! Terminals that can do less, and what is no terminal.

use crate::pty::{BINARY, Session};
use std::process::{Command, Stdio};

#[test]
fn no_colour_leaves_bold_and_reverse_alone() {
    let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &[("NO_COLOR", "1")]);
    session.see(&["shop 10.20.0.0/16", "q quit"]);
    session.press(b"!");
    session.see(&["Problems"]);
    session.press(b"\x03");
    session.ends_with(0);
    let bytes = String::from_utf8_lossy(&session.bytes);
    assert!(bytes.contains("\x1b[1m") && bytes.contains("\x1b[7m"));
    assert!(!bytes.contains("\x1b[m"), "{bytes:?}");
    // Weight, underline and reverse, on and off.
    let plain = ["0", "1", "2", "4", "7", "22", "24", "27"];
    for sequence in bytes.split("\x1b[").skip(1) {
        let end = sequence.find(|c: char| !c.is_ascii_digit() && c != ';');
        if let Some((parameters, 'm')) = end.map(|end| {
            let last = sequence[end..].chars().next();
            (&sequence[..end], last.unwrap_or_default())
        }) {
            let is_plain = parameters.split(';').all(|one| plain.contains(&one));
            assert!(is_plain, "CSI {parameters} m in {bytes:?}");
        }
    }
}

/// What a terminal does not know of colours it takes for something else.
#[test]
fn only_the_colours_that_the_terminal_has_are_sent() {
    for (term, colorterm, sent, never) in [
        ("xterm", "", "[31", &["38;", "48;"][..]),
        ("xterm-256color", "", "[38;5;203", &["38;2;", "48;2;"]),
        ("xterm-256color", "truecolor", "[38;2;255;85;85", &["38;5;"]),
    ] {
        let environment = [("TERM", term), ("COLORTERM", colorterm)];
        let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &environment);
        session.see(&["shop 10.20.0.0/16", "q quit"]);
        session.press(b"!");
        session.see(&["Problems"]);
        session.press(b"\x03");
        session.ends_with(0);
        let bytes = String::from_utf8_lossy(&session.bytes);
        assert!(bytes.contains(sent), "{term} {colorterm}: {bytes:?}");
        for code in never {
            assert!(!bytes.contains(code), "{code} at {term}: {bytes:?}");
        }
    }
}

#[test]
fn what_is_clicked_means_what_its_key_means() {
    let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &[]);
    session.see(&["shop 10.20.0.0/16", "? help"]);
    let screen = session.screen.screen().contents();
    let foot = screen.lines().nth(23).unwrap_or_default();
    let column = foot.find("? help").map_or(0, |column| column + 1);
    session.press(format!("\x1b[<0;{column};24M\x1b[<0;{column};24m").as_bytes());
    session.see(&["Help", "read everything now"]);
    session.press(b"\x03");
    session.ends_with(0);
}

#[test]
fn a_terminal_that_cannot_show_the_map_is_told_so() {
    for (term, sentence) in [("dumb", "TERM is `dumb`"), ("", "TERM is unset")] {
        for arguments in [&[][..], &["demo"]] {
            let mut session = Session::start(arguments, &[("TERM", term)]);
            assert_eq!(session.end(), 1);
            let said = session.screen.screen().contents();
            assert!(said.contains(sentence), "{said}");
            assert!(!session.bytes.contains(&0x1b), "{said}");
        }
    }
}

/// To a terminal that reads single bytes, half of those of UTF-8 are control characters.
#[test]
fn a_locale_without_utf8_is_sent_ascii_alone() {
    for locale in [
        &[("LANG", "C")][..],
        &[("LANG", "")],
        &[("LANG", "de_DE.ISO-8859-1")],
        &[("LC_ALL", "POSIX"), ("LANG", "de_DE.UTF-8")],
        &[("LC_CTYPE", "C"), ("LANG", "de_DE.UTF-8")],
    ] {
        let mut session = Session::start_sized((40, 120), BINARY, &["demo"], locale);
        session.see(&["shop 10.20.0.0/16", "+--", "q quit"]);
        for (key, title) in [("!", "Problems"), ("?", "Help"), ("a", "AWS accounts")] {
            session.press(key.as_bytes());
            session.see(&[title]);
            session.press(b"\x1b");
            session.see_no(title);
        }
        session.press(b"q");
        session.ends_with(0);
        let beyond = session.bytes.iter().position(|byte| !byte.is_ascii());
        let around = beyond.map(|at| String::from_utf8_lossy(&session.bytes[at - 20..at + 4]));
        assert_eq!(around, None, "{locale:?}");
    }
}

#[test]
fn what_is_no_terminal_is_told_so() {
    for arguments in [&[][..], &["demo"]] {
        let home = tempfile::tempdir().unwrap();
        let output = Command::new(BINARY)
            .args(arguments)
            .env("HOME", home.path())
            .env("TERM", "xterm")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("the map needs a terminal"), "{said}");
        assert!(said.contains("skymap scan"), "{said}");
    }
    // One of the two ends alone is not enough.
    for redirected in ["</dev/null", "| cat", "<&- >&-"] {
        let line = format!("{BINARY} {redirected}; echo done");
        let mut session = Session::start_sized((24, 80), "/bin/sh", &["-c", &line], &[]);
        session.see(&["the map needs a terminal", "done"]);
        session.end();
        assert!(!session.bytes.contains(&0x1b));
    }
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(BINARY)
        .args(["completions", "bash"])
        .env("HOME", home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
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
