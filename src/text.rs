//! Text that came from outside is untrusted terminal output. It is cleaned once,
//! where it enters: tags, names, descriptions, error messages, pasted input.

mod natural;
mod nearest;

pub use natural::natural;
pub use nearest::{did_you_mean, nearest};

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The longest text that is kept of one field, in bytes. AWS's own limits are far
/// below it (a tag's value has 256 characters, a description 255).
const LONGEST: usize = 4096;
/// Marks on one letter. No orthography needs more than four; a thousand of them are a
/// smear over the rows above.
const MOST_MARKS: usize = 4;

/// `raw` without control, bidirectional-formatting and zero-width characters.
/// Line breaks and tabs become a space; text over 4 kB is cut with an ellipsis.
pub fn clean(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    let mut clean = String::with_capacity(raw.len().min(LONGEST));
    for cluster in raw.graphemes(true) {
        let before = clean.len();
        push_harmless(cluster, &mut clean);
        if clean.len() > LONGEST {
            clean.truncate(before);
            clean.push('…');
            break;
        }
    }
    clean
}

fn push_harmless(cluster: &str, clean: &mut String) {
    if matches!(cluster, "\n" | "\r" | "\r\n" | "\t") {
        clean.push(' ');
        return;
    }
    let mut marks = 0;
    for character in cluster.chars().filter(|character| !is_hostile(*character)) {
        if width(character) == 0 {
            marks += 1;
        }
        if marks <= MOST_MARKS {
            clean.push(character);
        }
    }
}

/// Puts formatted text at the end of a text, without another one in between.
#[expect(clippy::expect_used, reason = "a string takes whatever is written")]
pub fn append(text: &mut String, formatted: fmt::Arguments<'_>) {
    text.write_fmt(formatted)
        .expect("what is formatted can be formatted");
}

/// How many cells a terminal gives to a text: it counts by characters.
pub fn columns(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.chars().map(width).sum()
}

/// A text cell by cell: each character that takes room with the marks upon it, and how
/// many columns they are. Marks upon nothing are left out.
pub fn cells(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let columns = width(rest.chars().next()?);
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, character)| width(*character) > 0)
                .map_or(rest.len(), |(index, _)| index);
            let (cell, after) = rest.split_at(end);
            rest = after;
            if columns > 0 {
                return Some((cell, columns));
            }
        }
    })
}

/// The text for a terminal whose locale knows only ASCII: to one that reads single bytes,
/// the bytes of every other character are controls. Columns stay where they are.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            character if character.is_ascii() => plain.push(character),
            '…' => plain.push('.'),
            _ => plain.extend(std::iter::repeat_n('?', width(character))),
        }
    }
    Cow::Owned(plain)
}

/// Whether a text is nothing but a few printable characters of ASCII, which most are:
/// there is nothing to clean in it.
pub fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn width(character: char) -> usize {
    // A line break of our own is a character like another, and takes no room.
    match character {
        // The sound marks of halfwidth kana: upon a letter for Unicode, beside it on screens.
        '\u{ff9e}' | '\u{ff9f}' => 1,
        _ => character.width().unwrap_or(0),
    }
}

/// Whether a character may move the cursor, hide text or reorder it: controls,
/// bidirectional formatting (Unicode TR9), zero-width and other format characters,
/// line and paragraph separators, tags and variation selectors.
pub fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{13440}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{ascii, cells, clean, columns};

    #[test]
    fn hostile_text_is_made_harmless_and_the_rest_is_kept() {
        for (raw, expected) in [
            ("web-1", "web-1"),
            ("a\u{1b}[31mred", "a[31mred"),
            ("x\u{1b}]52;c;AAAA\u{7}y", "x]52;c;AAAAy"),
            ("one\r\ntwo\tthree", "one two three"),
            ("abc\u{202e}fed\u{2066}", "abcfed"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("\u{9b}31m", "31m"),
            ("日本語 é e\u{301}", "日本語 é e\u{301}"),
            ("carriage\rreturn", "carriage return"),
            ("\u{1f469}\u{200d}\u{1f52c}", "\u{1f469}\u{1f52c}"),
            ("\u{2764}\u{fe0f}", "\u{2764}"),
            ("1\u{e0041}2", "12"),
        ] {
            assert_eq!(clean(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn text_of_any_length_stays_bounded() {
        let long = "ü".repeat(100_000);
        assert!(clean(&long).len() <= super::LONGEST + '…'.len_utf8());
        assert!(clean(&long).ends_with('…'));
    }

    #[test]
    fn a_letter_keeps_few_marks() {
        let smear = format!("a{}b", "\u{300}".repeat(1000));
        assert_eq!(clean(&smear), format!("a{}b", "\u{300}".repeat(4)));
        assert_eq!(clean(&"\u{300}".repeat(100_000)).len(), 8);
    }

    #[test]
    fn a_text_takes_the_cells_that_a_terminal_gives_it() {
        for (text, expected) in [
            ("web", &[("w", 1), ("e", 1), ("b", 1)][..]),
            ("日e\u{301}", &[("日", 2), ("e\u{301}", 1)]),
            ("\u{301}a", &[("a", 1)]),
            // Two letters that are written as one in Arabic, and in Khmer one below the other.
            ("\u{644}\u{627}", &[("\u{644}", 1), ("\u{627}", 1)]),
            (
                "\u{1780}\u{17d2}\u{1780}",
                &[("\u{1780}\u{17d2}", 1), ("\u{1780}", 1)],
            ),
        ] {
            let seen: Vec<_> = cells(text).collect();
            assert_eq!(seen, expected, "{text:?}");
            let sum: usize = seen.iter().map(|(_, columns)| columns).sum();
            assert_eq!(columns(text), sum, "{text:?}");
            assert_eq!(ascii(text).len(), sum, "{text:?}");
        }
        assert_eq!(ascii("é日x\n"), "???x\n");
    }
}
