//! What a scan waits for, in one line on a terminal: silence could not be told from
//! hanging. It must not know what is read.

use rustix::termios::tcgetwinsize;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;
use unicode_width::UnicodeWidthChar;

/// A scan that takes no longer than this says nothing.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// How often the line is written again.
const STEP: Duration = Duration::from_secs(1);
/// The same where a line cannot be written over.
const SELDOM: Duration = Duration::from_secs(10);

/// The line, which is taken away when this is dropped.
pub(super) struct Waiting {
    can_write_over: bool,
    is_shown: bool,
}

impl Waiting {
    /// `None` where nobody watches.
    pub(super) fn on_terminal() -> Option<Self> {
        let term = std::env::var("TERM").unwrap_or_default();
        io::stderr().is_terminal().then_some(Self {
            can_write_over: !matches!(term.as_str(), "" | "dumb"),
            is_shown: false,
        })
    }

    pub(super) fn step(&self) -> Duration {
        if self.can_write_over { STEP } else { SELDOM }
    }

    pub(super) fn show(&mut self, sentence: &str) {
        let text = if self.can_write_over {
            format!("\r{}\x1b[K", cut(sentence, width()))
        } else {
            format!("{sentence}\n")
        };
        self.is_shown = true;
        write(&text);
    }

    /// Takes the line away before something else is written.
    pub(super) fn clear(&mut self) {
        if self.is_shown && self.can_write_over {
            write("\r\x1b[K");
        }
        self.is_shown = false;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.clear();
    }
}

fn write(text: &str) {
    let mut errors = io::stderr();
    let written = errors
        .write_all(text.as_bytes())
        .and_then(|()| errors.flush());
    if let Err(error) = written {
        tracing::debug!(%error, "standard error took no more");
    }
}

/// A line that fills its row would move on to the next one.
fn width() -> usize {
    let columns = tcgetwinsize(io::stderr()).map_or(0, |size| size.ws_col);
    if columns > 1 {
        usize::from(columns) - 1
    } else {
        79
    }
}

fn cut(sentence: &str, width: usize) -> String {
    let mut used = 0;
    sentence
        .chars()
        .take_while(|letter| {
            used += letter.width().unwrap_or(0);
            used <= width
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_line_fits_its_row() {
        for (width, expected) in [(0, ""), (4, "wait"), (80, "waiting"), (7, "waiting")] {
            assert_eq!(cut("waiting", width), expected);
        }
    }
}
