//! The screen: every view of the hostile account on a real terminal, its bytes and its
//! columns.

use super::{MARKET, check_frames, drawn, fleet, grid, orders};
use crate::pty::Session;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;

/// What of the bytes is not text, a sequence of ours or a line break before the map.
fn strange(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).expect("UTF-8 alone");
    let mut strange: Vec<String> = Vec::new();
    // What ends a sequence that was cut, once, at the end.
    let text = text.replacen('\x18', "", 1);
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\x1b') {
        let (plain, sequence) = rest.split_at(at);
        strange.extend(orders(plain).chars().map(String::from));
        let length = ours(sequence);
        if length == 0 {
            strange.push(sequence.chars().take(40).collect());
        }
        rest = &sequence[length.max(1)..];
    }
    strange.extend(orders(rest).chars().map(String::from));
    strange
}

/// How long the sequence is that begins here, if it is one that the map sends.
fn ours(sequence: &str) -> usize {
    if let Some(rest) = sequence.strip_prefix("\x1b[") {
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | ';' | '?'));
        return match end.and_then(|end| rest[end..].chars().next()) {
            Some('H' | 'J' | 'm' | 'h' | 'l') => 3 + end.unwrap(),
            _ => 0,
        };
    }
    if sequence.starts_with("\x1b\\") {
        return 2;
    }
    let clipboard = sequence.strip_prefix("\x1b]52;c;");
    let end = clipboard.and_then(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c))?;
        rest[end..].starts_with('\x07').then_some(end)
    });
    end.map_or(0, |end| 7 + end + 1)
}

/// What was copied, last.
fn clipboard(session: &Session) -> Option<String> {
    let bytes = String::from_utf8_lossy(&session.bytes);
    let (_, copied) = bytes.rsplit_once("\x1b]52;c;")?;
    let (copied, _) = copied.split_once('\x07')?;
    String::from_utf8(STANDARD.decode(copied).unwrap()).ok()
}

/// The map with every VPC open, and what is checked at every step.
struct Look {
    session: Session,
    rows: usize,
}

impl Look {
    fn at(rows: u16, cols: u16, more: &[(&str, &str)]) -> Self {
        let mut session = MARKET.watched((rows, cols), more);
        session.see(&["market 10.20.0.0/16"]);
        session.wait_until("all is read", |session| {
            let shown = session.screen.screen().contents();
            !shown.contains("reading")
        });
        let rows = usize::from(rows);
        Self { session, rows }
    }

    /// Waits until a whole frame is there.
    fn stand(&mut self) {
        const FRAME_END: &[u8] = b"\x1b[?2026l";
        while self.session.take(Duration::from_millis(60))
            || !self.session.bytes.ends_with(FRAME_END)
        {}
    }

    /// Presses, waits until it stands, and looks.
    fn press(&mut self, keys: &str) {
        self.session.press(keys.as_bytes());
        self.stand();
        let grid = grid(self.session.screen.screen());
        // The header, the trail, the strip and the footer have no frames.
        check_frames(&grid, 2..self.rows - 3);
        let cols = grid[0].len();
        for row in &grid {
            assert_eq!(row.len(), cols);
        }
    }

    /// Presses a key that opens a panel of this title, whose border is whole.
    fn open(&mut self, key: &str, title: &str) {
        self.session.press(key.as_bytes());
        self.session.see(&[title]);
        self.stand();
        let grid = grid(self.session.screen.screen());
        let wide = format!("╭─ {title}");
        let top = grid.iter().position(|row| row.concat().contains(&wide));
        let top = top.unwrap_or_else(|| panic!("no {title}:\n{}", drawn(&grid)));
        let left = grid[top].iter().position(|cell| cell == "╭").unwrap();
        let right = grid[top].iter().rposition(|cell| cell == "╮").unwrap();
        let bottom = (top + 1..grid.len())
            .find(|row| grid[*row][left] == "╰")
            .unwrap_or_else(|| panic!("{title} has no end:\n{}", drawn(&grid)));
        assert_eq!(grid[bottom][right], "╯", "{}", drawn(&grid));
        for row in &grid[top + 1..bottom] {
            let sides = [row[left].as_str(), row[right].as_str()];
            assert_eq!(sides, ["│", "│"], "{title}:\n{}", drawn(&grid));
        }
    }

    fn end(mut self) {
        self.session.press(b"\x03");
        self.session.ends_with(0);
        let strange = strange(&self.session.bytes);
        assert!(strange.is_empty(), "{strange:?}");
    }
}

#[test]
fn the_map_keeps_its_columns_wherever_it_is_looked_at() {
    let mut look = Look::at(45, 140, &[]);
    look.press("\r");
    // Panned by one cell at a time, the edge cuts every wide character once.
    for _ in 0..12 {
        look.press("\x1b[1;2C");
    }
    for _ in 0..4 {
        look.press("\x1b[1;2B");
    }
    look.press("\x1b[6~");
    look.press("t");
    look.press("\x1b[6~");
    look.end();
}

#[test]
fn every_panel_stands_over_it_whole() {
    let mut look = Look::at(24, 80, &[("NO_COLOR", "1")]);
    look.press("\r");
    for (key, title) in [
        ("!", "Problems"),
        ("C", "Coverage"),
        ("E", "Events"),
        ("?", "Help"),
        ("a", "AWS accounts"),
    ] {
        look.open(key, title);
        look.press("\x1b");
    }
    look.end();
}

#[test]
fn each_text_is_found_described_and_copied() {
    let mut look = Look::at(30, 100, &[]);
    look.press("\r");
    for (word, raw) in fleet::texts() {
        look.press(&format!("/\x15type=ec2 market-{word}-\r"));
        look.session.see(&[&format!("market-{word}-:")]);
        look.press("G");
        look.open("d", "Details");
        look.session.see(&[&format!("market-{word}-")]);
        look.press("\x1b[6~");
        look.press("\x1b[6~");
        look.press("\x1b");
        look.open("y", "Copy");
        // The menu opens on what was copied last.
        look.session.press(b"gjj\r");
        look.session.see(&["copied name"]);
        let copied = clipboard(&look.session).unwrap();
        assert!(copied.starts_with(&format!("market-{word}-")), "{copied:?}");
        assert_eq!(orders(&copied), "");
        assert!(copied.len() <= 4100 && copied.len() <= raw.len() + 20);
    }
    look.end();
}

/// Where the terminal's own line editing puts what a person pastes.
#[test]
fn pasted_text_is_text() {
    let mut look = Look::at(24, 80, &[]);
    look.open("a", "AWS accounts");
    look.session.press(b"a");
    look.session.see(&["step 1 of 6"]);
    for (_, raw) in fleet::texts() {
        look.session.paste(&format!(
            "{}arn:aws:iam::444455556666:role/r",
            raw.replace('\x1b', "")
        ));
        look.stand();
        let grid = grid(look.session.screen.screen());
        let ends: Vec<&str> = grid[1..23].iter().map(|row| row[79].as_str()).collect();
        assert!(ends.iter().all(|end| *end == "│"), "{}", drawn(&grid));
        look.session.press(b"\x15");
    }
    look.end();
}
