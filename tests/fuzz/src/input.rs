//! Bytes from a terminal are the same events in whatever pieces they arrive, no key and
//! no paste carries a control character, and a Ctrl-C behind them is always seen.

use super::dice::{Dice, written};
use super::screen::check_text;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use skymap::runtime::Decoder;
use std::time::{Duration, Instant};

const PIECES: &[&str] = &[
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}O",
    "\u{1b}[200~",
    "\u{1b}[201~",
    "\u{1b}[20",
    "1~",
    "\u{1b}[<0;10;5M",
    "\u{1b}[<64;1;1m",
    "\u{1b}[M",
    "\u{1b}[1;5A",
    "\u{1b}[3~",
    "\u{1b}[?1;2c",
    "\u{1b}[[A",
    "é",
    "日",
    "arn:aws:iam::111122223333:role/skymap",
    "{\"Arn\": \"",
];

/// Long enough for the first byte to be followed by more than a paste may keep.
const LONG: usize = 64 * 1024;

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let (pieces, is_raw) = (dice.byte(), dice.one_in(2));
    let is_long = dice.one_in(32);
    let mut stream = dice.rest().to_vec();
    if !is_raw {
        stream = written(&stream, PIECES).into_bytes();
    }
    if is_long {
        stream.splice(stream.len() / 2..stream.len() / 2, vec![b'x'; LONG]);
    }
    check_stream(&stream, usize::from(pieces).max(1));
}

/// The stream in one piece, and in pieces of up to so many bytes.
pub fn check_stream(stream: &[u8], longest: usize) {
    let whole = decoded(&[stream]);
    for event in &whole {
        check_event(event);
    }
    let mut rest = stream;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let length = 1 + (pieces.len() * 7 + longest) % longest;
        let (piece, behind) = rest.split_at(length.min(rest.len()));
        pieces.push(piece);
        rest = behind;
    }
    assert_eq!(decoded(&pieces), whole, "in {} pieces", pieces.len());
}

fn decoded(pieces: &[&[u8]]) -> Vec<Event> {
    let mut decoder = Decoder::default();
    let now = Instant::now();
    let mut events = Vec::new();
    for piece in pieces {
        events.extend(decoder.feed(piece, now));
    }
    let later = now + Duration::from_secs(2);
    events.extend(decoder.give_up_waiting(later));
    assert_eq!(decoder.deadline(), None, "nothing more is waited for");
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(decoder.feed(b"\x03", later), [Event::Key(interrupt)]);
    events
}

fn check_event(event: &Event) {
    match event {
        Event::Paste(text) => check_text(text),
        Event::Key(KeyEvent {
            code: KeyCode::Char(character),
            ..
        }) => check_text(&character.to_string()),
        _ => {}
    }
}
