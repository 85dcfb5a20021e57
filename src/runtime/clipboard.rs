//! OSC 52: a text for the clipboard of the terminal that a person sits at, through
//! whatever stands between.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest text: terminals end an OSC 52 sequence after 100,000 bytes, of which 8
/// are its frame, and base64 makes four bytes of three.
const LONGEST: usize = 74_994;
/// GNU screen cuts a device control string off after 768 bytes.
const SCREEN_CHUNK: usize = 512;

/// The terminal multiplexer that we run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Multiplexer {
    None,
    Tmux,
    Screen,
}

impl Multiplexer {
    /// Where a text goes through it, and what that takes.
    pub(super) fn condition(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            // Its default, `external`, keeps what programs send to itself.
            Self::Tmux => Some("tmux; without set-clipboard on it stays there"),
            Self::Screen => Some("the terminal round screen, by OSC 52"),
        }
    }

    /// By the variables that each sets for the programs in it.
    pub(super) fn of_environment() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") {
            Self::Screen
        } else {
            Self::None
        }
    }
}

/// Whether what we run in can have a clipboard: the console of a Linux machine has none.
pub(super) fn check(term: Option<&str>) -> Result<(), String> {
    match term {
        Some("linux" | "dumb") => Err("this terminal has no clipboard".to_owned()),
        _ => Ok(()),
    }
}

/// The bytes that set the clipboard, or a sentence why that cannot be.
pub(super) fn sequence(text: &str, multiplexer: Multiplexer) -> Result<Vec<u8>, String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{} bytes are too many for a terminal's clipboard, which takes {LONGEST}",
            text.len()
        ));
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    let wrapped = match multiplexer {
        Multiplexer::None => plain,
        // The plain one is for `set-clipboard on`, the wrapped one for `allow-passthrough on`.
        Multiplexer::Tmux => {
            let inner = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{inner}\x1b\\")
        }
        Multiplexer::Screen => {
            let chunks = plain.as_bytes().chunks(SCREEN_CHUNK);
            return Ok(chunks
                .flat_map(|chunk| [b"\x1bP", chunk, b"\x1b\\"].concat())
                .collect());
        }
    };
    Ok(wrapped.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Multiplexer, sequence};

    fn check(text: &str, multiplexer: Multiplexer, expected: &str) {
        let bytes = sequence(text, multiplexer).unwrap();
        let readable = String::from_utf8(bytes).unwrap().replace('\x1b', "^");
        assert_eq!(readable, expected);
    }

    #[test]
    fn a_text_reaches_the_clipboard_through_multiplexers() {
        check("hi", Multiplexer::None, "^]52;c;aGk=\u{7}");
        check("é\n", Multiplexer::None, "^]52;c;w6kK\u{7}");
        check(
            "hi",
            Multiplexer::Tmux,
            "^]52;c;aGk=\u{7}^Ptmux;^^]52;c;aGk=\u{7}^\\",
        );
        check("hi", Multiplexer::Screen, "^P^]52;c;aGk=\u{7}^\\");
        let long = sequence(&"x".repeat(3000), Multiplexer::Screen).unwrap();
        let pieces = String::from_utf8(long).unwrap();
        assert!(pieces.split("\x1b\\").all(|piece| piece.len() < 768));
    }

    #[test]
    fn a_text_that_a_terminal_would_cut_is_refused() {
        let longest = sequence(&"x".repeat(LONGEST), Multiplexer::None).unwrap();
        assert_eq!(longest.len(), 100_000);
        let refused = sequence(&"x".repeat(LONGEST + 1), Multiplexer::None).unwrap_err();
        assert_eq!(
            refused,
            "74995 bytes are too many for a terminal's clipboard, which takes 74994"
        );
    }
}
