//! What a terminal sends: pastes of any length, and sequences that arrive in pieces.

use crate::process::Process;
use crate::pty::{BINARY, PATIENCE, Session};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1024 * 1024;

fn demo() -> Session {
    let mut session = Session::start_sized((24, 80), BINARY, &["demo"], &[]);
    session.see(&["shop 10.20.0.0/16", "q quit"]);
    // What the program grows by while it reads is no key's doing.
    session.see_no("reading");
    session.see(&["/mo"]);
    session.settle();
    session
}

/// The time that it took, and how many kilobytes the program has grown by.
fn pasted(session: &mut Session, text: &str, then: &[u8], seen: &str) -> (Duration, u64) {
    let process = Process(session.pid());
    let before = process.resident();
    let began = Instant::now();
    session.press(text.as_bytes());
    session.press(then);
    session.see(&[seen]);
    (began.elapsed(), process.resident().saturating_sub(before))
}

#[test]
fn a_megabyte_in_a_field_is_cut_and_holds_nothing_up() {
    let mut session = demo();
    session.press(b"a");
    session.see(&["Add AWS account"]);
    session.press(b"a");
    session.see(&["step 1 of 6"]);
    session.paste("arn:aws:iam::444455556666:role/reader");
    session.see(&["step 4 of 6"]);
    session.press(b"\t");
    let long = format!("\x1b[200~{}\x1b[201~", "shop ".repeat(MEGABYTE / 5));
    // Typed behind the paste, it stands behind what is kept of it, and after it the field
    // still does what keys say.
    let (took, grown) = pasted(&mut session, &long, b"\x15quiet-harbour", "quiet-harbour");
    assert!(took < PATIENCE / 2, "{took:?}");
    assert!(grown < 20_000, "{grown} kB");
    session.press(b"\x03");
    session.ends_with(0);
}

#[test]
fn a_megabyte_in_the_filter_is_cut_with_brackets_and_without() {
    for (before, after) in [("\x1b[200~", "\x1b[201~"), ("", "")] {
        let mut session = demo();
        session.press(b"/");
        session.see(&["words, type="]);
        let long = format!("{before}{}{after}", "w".repeat(MEGABYTE));
        let (took, grown) = pasted(&mut session, &long, b"\x15web-", "nothing matches");
        assert!(took < PATIENCE / 2, "{took:?}");
        assert!(grown < 20_000, "{grown} kB");
        session.press(b"\x03");
        session.ends_with(0);
    }
}

/// A bracket that is never closed must not swallow the keys that follow.
#[test]
fn a_paste_without_an_end_ends() {
    let mut session = demo();
    session.press(b"\x1b[200~lost");
    session.settle();
    std::thread::sleep(Duration::from_millis(1100));
    session.press(b"\x03");
    session.ends_with(0);
}

#[test]
fn sequences_may_arrive_byte_by_byte() {
    let mut session = demo();
    let in_pieces = |session: &mut Session, bytes: &[u8]| {
        for byte in bytes {
            session.press(&[*byte]);
            session.take(Duration::from_millis(5));
        }
    };
    in_pieces(&mut session, b"?");
    session.see(&["Help"]);
    in_pieces(&mut session, b"\x1b[6~\x1b[B\x1bOA");
    session.see(&["Help"]);
    in_pieces(&mut session, b"\x1b");
    session.see_no("Help");
    in_pieces(&mut session, b"/\x1b[200~web\x1b[201~");
    session.see(&["/web"]);
    in_pieces(&mut session, "é日".as_bytes());
    session.see(&["/webé日"]);
    // A click, an answer that nobody asked for, and a sequence that is broken off.
    in_pieces(&mut session, b"\x1b[<0;3;5M\x1b[<0;3;5m\x1b[?62;22c\x1b[1;");
    session.settle();
    in_pieces(&mut session, b"\x03");
    session.ends_with(0);
}

/// A slow link delivers what was typed fast in one piece.
#[test]
fn keys_that_come_together_do_what_they_do_one_by_one() {
    let shown = |press: &dyn Fn(&mut Session)| {
        let mut session = demo();
        session.settle();
        press(&mut session);
        session.see(&["Details"]);
        session.settle();
        let screen = session.screen.screen().contents();
        session.press(b"\x03");
        session.ends_with(0);
        let arn = screen
            .split_whitespace()
            .find(|word| word.starts_with("arn:"));
        arn.map(str::to_owned)
    };
    // Looks at boxes, keeps brokers, then databases, goes to the last of them.
    let keys: [&[u8]; 4] = [b"+", b"/broker\r", b"/\x15postgres\r", b"Gd"];
    let apart = shown(&|session| {
        for key in keys {
            session.press(key);
            session.settle();
        }
    });
    assert!(apart.is_some());
    assert_eq!(shown(&|session| session.press(&keys.concat())), apart);
}
