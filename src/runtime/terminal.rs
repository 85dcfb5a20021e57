//! What the terminal can do, and how it is entered and left. The one place that knows
//! its modes; it must not know what is drawn.

use crate::app::{Appearance, Clock, ColourDepth, Ground, Screen};
use crate::layout::Glyphs;
use crate::settings::{ColourChoice, Wishes};
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

/// What the environment and the flags say of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    pub glyphs: Glyphs,
    pub appearance: Appearance,
}

impl Capabilities {
    /// What the environment, read through `variable`, and the flags say, where the
    /// terminal can show a map.
    pub fn detect(
        variable: impl Fn(&str) -> Option<String>,
        wishes: Wishes,
    ) -> Result<Self, Refusal> {
        match variable("TERM").unwrap_or_default().as_str() {
            "" => Err(Refusal::TermUnset),
            "dumb" => Err(Refusal::TermDumb),
            _ => Ok(Self::of(variable, wishes)),
        }
    }

    /// The same where there may be no terminal.
    pub fn of(variable: impl Fn(&str) -> Option<String>, wishes: Wishes) -> Self {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let depth = match wishes.colour.unwrap_or_default() {
            ColourChoice::Never => ColourDepth::None,
            ColourChoice::Sixteen => ColourDepth::Sixteen,
            ColourChoice::Indexed => ColourDepth::Indexed,
            ColourChoice::TrueColour => ColourDepth::TrueColour,
            ColourChoice::Auto if variable("NO_COLOR").is_some() => ColourDepth::None,
            ColourChoice::Auto => depth(&variable),
            // A terminal of one colour shows the others as it can.
            ColourChoice::Always => depth(&variable).max(ColourDepth::Sixteen),
        };
        Self {
            appearance: Appearance::of(wishes.theme, depth, ground(&variable)),
            glyphs: glyphs(variable, wishes.is_ascii.unwrap_or_default()),
        }
    }

    /// The screen at the program's start.
    pub(super) fn screen(self, width: u16, height: u16, is_demo: bool) -> Screen {
        Screen {
            width,
            height,
            glyphs: self.glyphs,
            appearance: self.appearance,
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
fn glyphs(variable: impl Fn(&str) -> Option<String>, is_ascii: bool) -> Glyphs {
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

/// How many colours the terminal says that it has. Over SSH only `TERM` comes through,
/// so that a terminal's own name there says more than `COLORTERM`.
fn depth(variable: &impl Fn(&str) -> Option<String>) -> ColourDepth {
    let term = variable("TERM").unwrap_or_default();
    let says_true =
        variable("COLORTERM").is_some_and(|value| matches!(value.as_str(), "truecolor" | "24bit"));
    // GNU screen hands on what the terminal outside of it says, and cannot do it itself.
    let is_gnu_screen = term.starts_with("screen") && variable("TMUX").is_none();
    let is_known = TRUE_COLOUR.iter().any(|name| term.starts_with(name));
    if is_monochrome(&term) {
        ColourDepth::None
    } else if term.ends_with("-direct") || is_known || says_true && !is_gnu_screen {
        ColourDepth::TrueColour
    } else if term.contains("256color") {
        ColourDepth::Indexed
    } else {
        ColourDepth::Sixteen
    }
}

/// Terminals that are known by their own names in terminfo.
const TRUE_COLOUR: [&str; 6] = [
    "alacritty",
    "foot",
    "wezterm",
    "xterm-ghostty",
    "xterm-kitty",
    "contour",
];

/// The terminal's background, where `COLORFGBG` tells it: the last of its numbers is
/// one of the palette. The terminal is not asked: over a slow link its answer would
/// come among the keys.
fn ground(variable: &impl Fn(&str) -> Option<String>) -> Option<Ground> {
    let told = variable("COLORFGBG")?;
    match told.rsplit(';').next()?.parse::<u8>().ok()? {
        7 | 9..=15 => Some(Ground::Light),
        0..=6 | 8 => Some(Ground::Dark),
        _ => None,
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
    use super::{Capabilities, ColourChoice, Refusal, Wishes};
    use crate::app::ColourDepth::{self, Indexed, None as Plain, Sixteen, TrueColour};
    use crate::app::ThemeName;
    use crate::layout::Glyphs::{self, Ascii, Unicode};

    type Environment<'a> = &'a [(&'a str, &'a str)];

    fn detect(environment: Environment<'_>, wishes: Wishes) -> Result<Capabilities, Refusal> {
        let variable = |name: &str| {
            let mut known = environment.iter();
            let found = known.find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Capabilities::detect(variable, wishes)
    }

    fn check(
        environment: Environment<'_>,
        (colour, is_ascii): (ColourChoice, bool),
        expected: Result<(Glyphs, ColourDepth), Refusal>,
    ) {
        let theme = None;
        let wishes = Wishes {
            colour: Some(colour),
            theme,
            is_ascii: Some(is_ascii),
        };
        let seen = detect(environment, wishes)
            .map(|capabilities| (capabilities.glyphs, capabilities.appearance.depth));
        assert_eq!(seen, expected, "{environment:?} {wishes:?}");
    }

    const AUTO: (ColourChoice, bool) = (ColourChoice::Auto, false);
    const UTF8: (&str, &str) = ("LANG", "de_DE.UTF-8");
    const XTERM: (&str, &str) = ("TERM", "xterm");

    #[test]
    fn the_environment_and_the_flags_decide_what_is_drawn_with() {
        check(&[XTERM, UTF8], AUTO, Ok((Unicode, Sixteen)));
        let utf8_alone = ("LC_CTYPE", "C.utf8");
        check(&[XTERM, utf8_alone], AUTO, Ok((Unicode, Sixteen)));
        check(&[XTERM, UTF8, ("LC_ALL", "C")], AUTO, Ok((Ascii, Sixteen)));
        check(&[XTERM, UTF8, ("LC_ALL", "")], AUTO, Ok((Unicode, Sixteen)));
        check(&[XTERM], AUTO, Ok((Ascii, Sixteen)));
        let ascii = (ColourChoice::Auto, true);
        check(&[XTERM, UTF8], ascii, Ok((Ascii, Sixteen)));
        check(&[("TERM", "dumb"), UTF8], AUTO, Err(Refusal::TermDumb));
        check(&[UTF8], AUTO, Err(Refusal::TermUnset));
        check(&[("TERM", "")], AUTO, Err(Refusal::TermUnset));
    }

    #[test]
    fn as_many_colours_are_used_as_there_are_sure_to_be() {
        let truly = ("COLORTERM", "truecolor");
        for (environment, expected) in [
            (&[("TERM", "xterm")][..], Sixteen),
            (&[("TERM", "linux")], Sixteen),
            (&[("TERM", "vt220")], Plain),
            (&[("TERM", "xterm-256color")], Indexed),
            (&[("TERM", "xterm-256color"), truly], TrueColour),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], TrueColour),
            (&[("TERM", "xterm"), ("COLORTERM", "gnome")], Sixteen),
            (&[("TERM", "xterm-direct")], TrueColour),
            (&[("TERM", "xterm-kitty")], TrueColour),
            (&[("TERM", "screen.xterm-256color"), truly], Indexed),
            (&[("TERM", "screen"), truly, ("TMUX", "/tmp/1")], TrueColour),
            (&[("TERM", "tmux-256color"), truly], TrueColour),
            (&[("TERM", "xterm"), truly, ("NO_COLOR", "1")], Plain),
            (&[("TERM", "xterm"), truly, ("NO_COLOR", "")], TrueColour),
        ] {
            check(environment, AUTO, Ok((Ascii, expected)));
        }
        for (colour, expected) in [
            (ColourChoice::Always, Indexed),
            (ColourChoice::Never, Plain),
            (ColourChoice::Sixteen, Sixteen),
            (ColourChoice::Indexed, Indexed),
            (ColourChoice::TrueColour, TrueColour),
        ] {
            let environment = [("TERM", "xterm-256color"), ("NO_COLOR", "1")];
            check(&environment, (colour, false), Ok((Ascii, expected)));
        }
        let always = (ColourChoice::Always, false);
        check(&[("TERM", "vt220")], always, Ok((Ascii, Sixteen)));
    }

    #[test]
    fn the_theme_follows_a_background_that_is_told() {
        for (told, asked, expected) in [
            ("0;15", None, ThemeName::Light),
            ("0;default;7", None, ThemeName::Light),
            ("15;0", None, ThemeName::Dark),
            ("12;8", None, ThemeName::Dark),
            ("default;default", None, ThemeName::Dark),
            ("", None, ThemeName::Dark),
            ("0;15", Some(ThemeName::Mono), ThemeName::Mono),
        ] {
            let wishes = Wishes {
                theme: asked,
                ..Wishes::default()
            };
            let seen = detect(&[XTERM, ("COLORFGBG", told)], wishes).unwrap();
            assert_eq!(seen.appearance.theme, expected, "{told} {asked:?}");
        }
    }
}
