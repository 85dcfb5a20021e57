//! Text that came from outside is untrusted terminal output. It is cleaned once,
//! where it enters: tags, names, descriptions, error messages, pasted input.

mod natural;

pub use natural::natural;

use unicode_segmentation::UnicodeSegmentation;

/// The longest text that is kept of one field, in bytes. AWS's own limits are far
/// below it (a tag's value has 256 characters, a description 255).
const LONGEST: usize = 4096;

/// `raw` without control, bidirectional-formatting and zero-width characters.
/// Line breaks and tabs become a space; text over 4 kB is cut with an ellipsis.
pub fn clean(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    let mut clean = String::with_capacity(raw.len().min(LONGEST));
    for cluster in raw.graphemes(true) {
        if clean.len() + cluster.len() > LONGEST {
            clean.push('…');
            break;
        }
        for character in cluster.chars() {
            match character {
                '\n' | '\t' => clean.push(' '),
                character if is_hostile(character) => {}
                character => clean.push(character),
            }
        }
    }
    clean
}

/// Whether a text is nothing but a few printable characters of ASCII, which most are:
/// there is nothing to clean in it.
pub fn is_plain(raw: &str) -> bool {
    raw.len() <= LONGEST && raw.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a character may move the cursor, hide text or reorder it: controls,
/// bidirectional formatting (Unicode TR9), zero-width and other format characters,
/// line and paragraph separators, tags and variation selectors.
fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::clean;

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
}
