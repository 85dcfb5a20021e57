//! What the terminal can do, and how it is entered and left. The one place that knows
//! its modes; it must not know what is drawn.

use crate::app::{Clock, Screen};
use crate::layout::Glyphs;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Alternate screen, no cursor, bracketed paste, an empty screen. Characters stay in the
/// order of their cells (ECMA-48's BDSM, explicit): a terminal that reorders lines by
/// their right-to-left words would show names in each other's boxes.
pub(super) const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[8l\x1b[0m\x1b[2J";
/// Everything off that was ever on. It begins with what ends a sequence that was cut.
pub(super) const LEAVE: &[u8] = b"\x18\x1b\\\x1b[?2026l\x1b[?1006l\x1b[?1002l\x1b[?1000l\
      \x1b[?1004l\x1b[?2004l\x1b[8h\x1b[0m\x1b[?25h\x1b[?1049l";
/// Buttons, wheel and dragging. Bare motion is left out: over SSH it is a byte stream
/// for nothing.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// More columns or rows than any screen has; a size beyond it is a lie.
const LARGEST: u16 = 1000;
/// What a serial line is that was never told its size.
const UNTOLD: (u16, u16) = (80, 24);

/// Whether the terminal has our modes. Process-wide, because the terminal is, and
/// because the panic hook has nothing else to go by.
static IS_ENTERED: AtomicBool = AtomicBool::new(false);

/// Why no map can be shown here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the map needs a terminal, and standard input or output is none; `skymap scan ACCOUNT` writes to files and pipes"
    )]
    NotATerminal,
    #[error(
        "the map needs a terminal that can place the cursor, and TERM is unset; set it, for example TERM=xterm-256color"
    )]
    TermUnset,
    #[error(
        "the map needs a terminal that can place the cursor, and TERM is `dumb`; `skymap scan ACCOUNT` prints text"
    )]
    TermDumb,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColourChoice {
    /// As `NO_COLOR` and `TERM` say.
    #[default]
    Auto,
    Always,
    Never,
}

/// What the environment and the flags say of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    pub glyphs: Glyphs,
    pub has_colour: bool,
}

impl Capabilities {
    /// Reads `TERM`, `NO_COLOR` and the locale through `variable`.
    pub fn detect(
        variable: impl Fn(&str) -> Option<String>,
        colour: ColourChoice,
        is_ascii: bool,
    ) -> Result<Self, Refusal> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = variable("TERM").ok_or(Refusal::TermUnset)?;
        if term == "dumb" {
            return Err(Refusal::TermDumb);
        }
        let has_colour = match colour {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => variable("NO_COLOR").is_none() && !is_monochrome(&term),
        };
        Ok(Self {
            glyphs: glyphs(variable, is_ascii),
            has_colour,
        })
    }

    /// The screen at the program's start.
    pub(super) fn screen(self, width: u16, height: u16, is_demo: bool) -> Screen {
        Screen {
            width,
            height,
            glyphs: self.glyphs,
            has_colour: self.has_colour,
            is_mouse_on: true,
            is_demo,
            clock: Clock {
                started: Instant::now(),
                wall: jiff::Timestamp::now(),
            },
        }
    }
}

/// Box drawing where the locale has it.
pub fn glyphs(variable: impl Fn(&str) -> Option<String>, is_ascii: bool) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_utf8 = locale.contains("utf-8") || locale.contains("utf8");
    if is_utf8 && !is_ascii {
        Glyphs::Unicode
    } else {
        Glyphs::Ascii
    }
}

/// Terminals of one colour, by their names in terminfo.
fn is_monochrome(term: &str) -> bool {
    term.starts_with("vt1")
        || term.starts_with("vt2")
        || term.ends_with("-m")
        || term.ends_with("-mono")
}

/// Checks that we talk to a terminal.
pub(super) fn require_tty() -> Result<(), Refusal> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        Ok(())
    } else {
        Err(Refusal::NotATerminal)
    }
}

/// Columns and rows.
pub(super) fn size() -> (u16, u16) {
    match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
            (size.ws_col.min(LARGEST), size.ws_row.min(LARGEST))
        }
        _ => UNTOLD,
    }
}

/// Raw mode on. Another process may have changed the modes behind our back (a shell,
/// after a stop), so that what was remembered is put aside first.
pub(super) fn make_raw() -> io::Result<()> {
    let forgotten = crossterm::terminal::disable_raw_mode();
    IS_ENTERED.store(true, Ordering::SeqCst);
    forgotten.and_then(|()| crossterm::terminal::enable_raw_mode())
}

/// Raw mode off, after the bytes of [`LEAVE`] were written in order.
pub(super) fn make_cooked() {
    if IS_ENTERED.swap(false, Ordering::SeqCst) {
        cook();
    }
}

/// Gives the terminal back at once, whoever is writing to it. Does nothing when it was
/// given back already.
pub(super) fn restore() {
    if IS_ENTERED.swap(false, Ordering::SeqCst) {
        // A terminal that is gone cannot be restored, and nobody is there to be told.
        if let Err(error) = rustix::io::write(rustix::stdio::stdout(), LEAVE) {
            tracing::debug!(%error, "the terminal took no more");
        }
        cook();
    }
}

fn cook() {
    if let Err(error) = crossterm::terminal::disable_raw_mode() {
        tracing::debug!(%error, "the terminal's modes could not be set back");
    }
}

/// Drops what the terminal has not taken yet, so that a blocked write ends.
pub(super) fn discard_output() {
    use rustix::termios::{Action, QueueSelector, tcflow, tcflush};
    let out = rustix::stdio::stdout();
    // On Linux the flush makes room, and only a new start of the output wakes the writer.
    let discarded = tcflush(out, QueueSelector::OFlush)
        .and_then(|()| tcflow(out, Action::OOff))
        .and_then(|()| tcflow(out, Action::OOn));
    if let Err(error) = discarded {
        tracing::debug!(%error, "the terminal's output could not be discarded");
    }
}

/// Stops the whole job, as Ctrl-Z in a cooked terminal does. Returns when it goes on,
/// or soon, where nobody is there who could continue it.
pub(super) fn stop_job() {
    if let Err(error) = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP) {
        tracing::debug!(%error, "the job could not be stopped");
    }
}

/// A sentence on standard error, where a person may read it.
pub(super) fn report(sentence: &str) {
    if let Err(error) = writeln!(io::stderr(), "{sentence}") {
        tracing::debug!(%error, "standard error took no more");
    }
}

#[cfg(test)]
mod tests {
    use super::{Capabilities, ColourChoice, Refusal};
    use crate::layout::Glyphs;

    fn check(
        environment: &[(&str, &str)],
        flags: (ColourChoice, bool),
        expected: Result<(Glyphs, bool), Refusal>,
    ) {
        let variable = |name: &str| {
            environment
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        let seen = Capabilities::detect(variable, flags.0, flags.1)
            .map(|capabilities| (capabilities.glyphs, capabilities.has_colour));
        assert_eq!(seen, expected, "{environment:?} {flags:?}");
    }

    #[test]
    fn the_environment_and_the_flags_decide_what_is_drawn_with() {
        use Glyphs::{Ascii, Unicode};
        let auto = (ColourChoice::Auto, false);
        let utf8 = ("LANG", "de_DE.UTF-8");
        let xterm = ("TERM", "xterm");
        check(&[xterm, utf8], auto, Ok((Unicode, true)));
        check(&[xterm, ("LC_CTYPE", "C.utf8")], auto, Ok((Unicode, true)));
        check(&[xterm, utf8, ("LC_ALL", "C")], auto, Ok((Ascii, true)));
        check(&[xterm, utf8, ("LC_ALL", "")], auto, Ok((Unicode, true)));
        check(&[xterm], auto, Ok((Ascii, true)));
        check(
            &[xterm, utf8],
            (ColourChoice::Auto, true),
            Ok((Ascii, true)),
        );
        check(
            &[xterm, utf8, ("NO_COLOR", "1")],
            auto,
            Ok((Unicode, false)),
        );
        check(&[xterm, utf8, ("NO_COLOR", "")], auto, Ok((Unicode, true)));
        check(
            &[xterm, utf8, ("NO_COLOR", "1")],
            (ColourChoice::Always, false),
            Ok((Unicode, true)),
        );
        check(
            &[xterm, utf8],
            (ColourChoice::Never, false),
            Ok((Unicode, false)),
        );
        check(&[("TERM", "vt220"), utf8], auto, Ok((Unicode, false)));
        check(&[("TERM", "dumb"), utf8], auto, Err(Refusal::TermDumb));
        check(&[utf8], auto, Err(Refusal::TermUnset));
        check(&[("TERM", "")], auto, Err(Refusal::TermUnset));
    }
}
