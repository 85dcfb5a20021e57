//! Choices made from bytes. When there are no more bytes, every choice is the first.

/// What a hostile or careless hand may write into any text.
pub const HOSTILE: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]52;c;AAAA\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0041}",
    "\u{85}",
    "\u{2028}",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "日本語",
    "e\u{301}",
    "👩\u{200d}👩\u{200d}👧",
    "مرحبا",
    "ﷺ",
    " ",
    "",
];

pub struct Dice<'a> {
    bytes: &'a [u8],
}

impl<'a> Dice<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn is_spent(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What was not chosen from.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.bytes)
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        *first
    }

    pub fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// Less than `count`, which is not zero.
    pub fn below(&mut self, count: usize) -> usize {
        let number = if count > 256 {
            usize::from(self.number())
        } else {
            usize::from(self.byte())
        };
        number % count
    }

    /// Never when there are no more bytes.
    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// A few pieces, some of them hostile, now and then a very long one.
    pub fn text(&mut self, pieces: &[&str]) -> String {
        let mut text = String::new();
        for _ in 0..self.below(4) {
            match self.below(8) {
                0 => text.push_str(self.pick(HOSTILE)),
                1 => text.push(char::from(self.byte() & 0x7f)),
                2 if self.one_in(16) => text.push_str(&"x".repeat(70_000)),
                _ => text.push_str(self.pick(pieces)),
            }
        }
        text
    }
}

/// A whole text: half of the bytes stand for themselves, the other half for a piece.
pub fn written(bytes: &[u8], pieces: &[&str]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte.checked_sub(0x80) {
            None => text.push(char::from(*byte)),
            Some(piece) => {
                let pieces = pieces.iter().chain(HOSTILE);
                let count = pieces.clone().count();
                text.extend(pieces.skip(usize::from(piece) % count).take(1).copied());
            }
        }
    }
    text
}
