//! A text with `*` for whatever may stand there. Upper and lower case are the same.

use super::tokens::Letter;

/// What stands between the asterisks, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<String>);

impl Pattern {
    /// An asterisk in quotes is one.
    pub fn of(letters: &[Letter]) -> Self {
        let pieces = letters.split(|letter| letter.is('*'));
        Self(
            pieces
                .map(|piece| super::tokens::text_of(piece).to_lowercase())
                .collect(),
        )
    }

    /// The text that it asks for, where there is only one.
    pub fn literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    pub fn has(&self, character: char) -> bool {
        self.0.iter().any(|piece| piece.contains(character))
    }

    /// Whether there is nothing in it but digits.
    pub fn is_numeric(&self) -> bool {
        let mut characters = self.0.iter().flat_map(|piece| piece.bytes());
        characters.all(|byte| byte.is_ascii_digit())
    }

    /// Whether it is the whole of a text.
    pub fn is(&self, text: &str) -> bool {
        if text.is_ascii() {
            is_whole(&self.0, text)
        } else {
            is_whole(&self.0, &text.to_lowercase())
        }
    }

    /// Whether it stands somewhere in a text; with an asterisk in it, whether it is the whole.
    pub fn is_in(&self, text: &str) -> bool {
        match self.literal() {
            Some(word) if text.is_ascii() => find(text.as_bytes(), word.as_bytes()).is_some(),
            Some(word) => text.to_lowercase().contains(word),
            None => self.is(text),
        }
    }
}

fn is_whole(pieces: &[String], text: &str) -> bool {
    let text = text.as_bytes();
    let [first, between @ .., last] = pieces else {
        return pieces
            .first()
            .is_some_and(|only| text.eq_ignore_ascii_case(only.as_bytes()));
    };
    let (first, last) = (first.as_bytes(), last.as_bytes());
    if text.len() < first.len() + last.len() {
        return false;
    }
    let (beginning, rest) = text.split_at(first.len());
    let (mut middle, end) = rest.split_at(rest.len() - last.len());
    if !beginning.eq_ignore_ascii_case(first) || !end.eq_ignore_ascii_case(last) {
        return false;
    }
    between.iter().all(|piece| {
        let found = find(middle, piece.as_bytes());
        if let Some(at) = found {
            middle = &middle[at + piece.len()..];
        }
        found.is_some()
    })
}

/// Where a word in lower case begins in a text.
fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let Some(&first) = word.first() else {
        return Some(0);
    };
    text.windows(word.len()).position(|window| {
        window[0].to_ascii_lowercase() == first && window.eq_ignore_ascii_case(word)
    })
}
