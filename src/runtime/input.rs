//! Bytes from the terminal as keys, mouse events and pastes. A pure state machine:
//! time is an argument. It must not know what a key means.
//!
//! Crossterm's own reader is not used: it spins for ever on a terminal that is gone
//! (its issue 793), and takes an escape sequence that a slow link has cut behind its
//! first byte for the Esc key and text.

mod sequence;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use std::time::{Duration, Instant};

/// How long the rest of an escape sequence may take: an Esc followed by `[` within it
/// is no Esc.
const SEQUENCE_DELAY: Duration = Duration::from_millis(50);
/// How long a bracketed paste may pause. Without an end, one that lost its closing
/// mark would swallow every key, Ctrl-C among them.
const PASTE_DELAY: Duration = Duration::from_secs(1);
/// What is kept of a paste; nothing that is typed here is nearly as long.
const LONGEST_PASTE: usize = 64 * 1024;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Bytes that are not a whole event yet, and what they may become.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    reading: Reading,
    waits_until: Option<Instant>,
}

/// What the next bytes are part of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Reading {
    #[default]
    Keys,
    /// Its end may stand from here on.
    Paste { from: usize },
    /// The rest of a control sequence that is too long to mean anything.
    Excess,
}

impl Decoder {
    /// Takes what was read and answers with the events that are complete.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Event> {
        self.buffer.extend_from_slice(bytes);
        let events = self.decode(false);
        let delay = match self.reading {
            Reading::Paste { .. } => PASTE_DELAY,
            Reading::Keys | Reading::Excess => SEQUENCE_DELAY,
        };
        let is_waiting = self.reading != Reading::Keys || !self.buffer.is_empty();
        self.waits_until = is_waiting.then(|| now + delay);
        events
    }

    /// When to call [`Decoder::give_up_waiting`], if nothing is fed before.
    pub fn deadline(&self) -> Option<Instant> {
        self.waits_until
    }

    /// The rest of a sequence did not come: an Esc was the key, a paste is over.
    pub fn give_up_waiting(&mut self, now: Instant) -> Vec<Event> {
        if self.waits_until.is_none_or(|until| until > now) {
            return Vec::new();
        }
        self.waits_until = None;
        let mut events = Vec::new();
        if let Reading::Paste { .. } = self.reading {
            events.push(paste(&std::mem::take(&mut self.buffer)));
        }
        self.reading = Reading::Keys;
        events.extend(self.decode(true));
        self.buffer.clear();
        events
    }

    fn decode(&mut self, is_final: bool) -> Vec<Event> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let mut rest = buffer.as_slice();
        let mut events = Vec::new();
        while !rest.is_empty() {
            let Some((token, length)) = self.next(rest, is_final) else {
                break;
            };
            rest = &rest[length..];
            self.reading = Reading::Keys;
            match token {
                Token::Event(event) => events.push(event),
                Token::PasteBegun => self.reading = Reading::Paste { from: 0 },
                Token::TooLong => self.reading = Reading::Excess,
                Token::Nothing => {}
            }
        }
        let taken = buffer.len() - rest.len();
        buffer.drain(..taken);
        self.buffer = buffer;
        self.cut_paste();
        events
    }

    fn next(&self, bytes: &[u8], is_final: bool) -> Option<(Token, usize)> {
        match self.reading {
            Reading::Keys => sequence::next(bytes, is_final),
            Reading::Excess => Some(sequence::excess(bytes)),
            Reading::Paste { from } => {
                let length = from + find(&bytes[from..], PASTE_END)?;
                let event = paste(&bytes[..length]);
                Some((Token::Event(event), length + PASTE_END.len()))
            }
        }
    }

    /// Keeps a long paste's head, and its last bytes, which may be half of the end mark.
    /// They do not follow the head: the two together must not look like that mark.
    fn cut_paste(&mut self) {
        let Reading::Paste { from } = &mut self.reading else {
            return;
        };
        let tail = self.buffer.len().saturating_sub(PASTE_END.len() - 1);
        *from = tail.min(LONGEST_PASTE).max(*from);
        if tail > LONGEST_PASTE {
            self.buffer.drain(LONGEST_PASTE..tail);
        }
    }
}

fn paste(bytes: &[u8]) -> Event {
    let kept = &bytes[..bytes.len().min(LONGEST_PASTE)];
    Event::Paste(crate::text::clean(&String::from_utf8_lossy(kept)))
}

/// What a run of bytes stands for.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Event(Event),
    PasteBegun,
    /// The beginning of a control sequence that nobody means.
    TooLong,
    /// A report or a sequence without meaning here.
    Nothing,
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Token {
    Token::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::{Decoder, LONGEST_PASTE, SEQUENCE_DELAY};
    use crossterm::event::{Event, KeyEvent, KeyModifiers};
    use std::time::{Duration, Instant};

    /// An event as the cases below write it.
    fn written(event: &Event) -> String {
        match event {
            Event::Key(KeyEvent {
                code, modifiers, ..
            }) => {
                let mut prefix = String::new();
                for (modifier, word) in [
                    (KeyModifiers::CONTROL, "Ctrl-"),
                    (KeyModifiers::ALT, "Alt-"),
                    (KeyModifiers::SHIFT, "Shift-"),
                ] {
                    if modifiers.contains(modifier) {
                        prefix.push_str(word);
                    }
                }
                format!("{prefix}{code}")
            }
            Event::Mouse(mouse) => format!("{:?}@{},{}", mouse.kind, mouse.column, mouse.row),
            Event::Paste(text) => format!("paste({text})"),
            other => format!("{other:?}"),
        }
    }

    /// Feeds the pieces one by one, then lets the waiting end.
    fn check(pieces: &[&[u8]], expected: &str) {
        let mut decoder = Decoder::default();
        let mut now = Instant::now();
        let mut events = Vec::new();
        for piece in pieces {
            events.extend(decoder.feed(piece, now));
            now += SEQUENCE_DELAY / 2;
            events.extend(decoder.give_up_waiting(now));
        }
        events.extend(decoder.give_up_waiting(now + Duration::from_secs(2)));
        assert_eq!(
            decoder.deadline(),
            None,
            "nothing is waited for: {pieces:?}"
        );
        let seen: Vec<String> = events.iter().map(written).collect();
        assert_eq!(seen.join(" "), expected, "{pieces:?}");
    }

    #[test]
    fn bytes_become_the_keys_that_were_pressed() {
        for (bytes, expected) in [
            (&b"aZ?"[..], "a Shift-Z ?"),
            (b"\r\t\x7f", "Enter Tab Backspace"),
            (b"\x03\x1a\x0c\x00", "Ctrl-c Ctrl-z Ctrl-l Ctrl-Space"),
            (b"\x1b", "Esc"),
            (b"\x1b\x1b[A", "Esc Up"),
            (b"\x1b\x03\x1b\r", "Esc Ctrl-c Esc Enter"),
            (b"\x1ba\x1bA", "Esc a Esc Shift-A"),
            (
                b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F",
                "Up Down Right Left Home End",
            ),
            (b"\x1bOA\x1bOH\x1bOP\x1bOS", "Up Home F1 F4"),
            (
                b"\x1b[1;2A\x1b[1;5C\x1b[1;3D",
                "Shift-Up Ctrl-Right Alt-Left",
            ),
            (
                b"\x1b[3~\x1b[5~\x1b[6;5~\x1b[1~\x1b[4~",
                "Del Page Up Ctrl-Page Down Home End",
            ),
            (b"\x1b[Z", "Shift-Back Tab"),
            (b"\x1b[15~\x1b[24~\x1b[[A", "F5 F12 F1"),
            ("é日".as_bytes(), "é 日"),
            (b"\xffx", "x"),
            ("a\u{202e}b\u{200b}".as_bytes(), "a b"),
            (b"\x1b[?1;2cx\x1b[Ix", "x x"),
            (b"\x1b[1;999999999999Ax", "Up x"),
            ("a\u{202e}\u{85}\u{200b}b".as_bytes(), "a b"),
        ] {
            check(&[bytes], expected);
        }
    }

    #[test]
    fn a_slow_link_may_cut_anywhere() {
        let long = [b"\x1b[", [b'0'; 200].as_slice(), b"Ax"].concat();
        for (bytes, expected) in [
            (&b"\x1b[B"[..], "Down"),
            (&long, "x"),
            (b"\x1b[1;5A", "Ctrl-Up"),
            (b"\x1b[[A", "F1"),
            (b"\x1b[<0;10;5Mq", "Down(Left)@9,4 q"),
            ("é".as_bytes(), "é"),
            (
                b"\x1b[200~two words\x1b[201~\x03",
                "paste(two words) Ctrl-c",
            ),
        ] {
            for cut in 1..bytes.len() {
                check(&[&bytes[..cut], &bytes[cut..]], expected);
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            check(&single, expected);
        }
    }

    #[test]
    fn mouse_reports_are_read_in_both_encodings() {
        for (bytes, expected) in [
            (
                &b"\x1b[<0;3;2M\x1b[<0;3;2m"[..],
                "Down(Left)@2,1 Up(Left)@2,1",
            ),
            (b"\x1b[<64;1;1M\x1b[<65;1;1M", "ScrollUp@0,0 ScrollDown@0,0"),
            (
                b"\x1b[<32;7;7M\x1b[<2;300;9M",
                "Drag(Left)@6,6 Down(Right)@299,8",
            ),
            (b"\x1b[M \x23\x22x", "Down(Left)@2,1 x"),
            (b"\x1b[<0;0;0M", "Down(Left)@0,0"),
        ] {
            check(&[bytes], expected);
        }
    }

    #[test]
    fn a_paste_is_one_text_and_never_a_key() {
        check(
            &[b"\x1b[200~a\x03b\nc\x1b[31md\x1b[201~q"],
            "paste(ab c[31md) q",
        );
        check(
            &[b"\x1b[200~the end mark is lost"],
            "paste(the end mark is lost)",
        );
        let long = [
            b"\x1b[200~",
            vec![b'x'; LONGEST_PASTE * 3].as_slice(),
            b"\x1b[201~q",
        ]
        .concat();
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        for piece in long.chunks(1000) {
            events.extend(decoder.feed(piece, Instant::now()));
            assert!(decoder.buffer.len() <= LONGEST_PASTE + 2000);
        }
        assert_eq!(events.last().map(written).as_deref(), Some("q"));

        // What is left of a long one does not come together as its end.
        let head = [vec![b'x'; LONGEST_PASTE - 4].as_slice(), b"\x1b[20"].concat();
        let tail = [b"1~".as_slice(), &[b'y'; 4]].concat();
        let mut decoder = Decoder::default();
        let pieces: [&[u8]; 5] = [b"\x1b[200~", &head, &[b'x'; 2000], &tail, b"rm"];
        let events = pieces.map(|piece| decoder.feed(piece, Instant::now()));
        assert_eq!(events.concat(), [], "the paste goes on");
    }
}
