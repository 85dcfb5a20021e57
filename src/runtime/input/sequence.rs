//! The first key, report or sequence of a run of bytes: ECMA-48 control sequences as
//! xterm and the Linux console use them.

use super::{Token, key};
use crossterm::event::{Event, KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// The longest control sequence that is waited for.
const LONGEST: usize = 64;

/// The first token and its length; `None` while more bytes are needed. When nothing
/// more will come (`is_final`), what is there is taken as it stands.
pub(super) fn next(bytes: &[u8], is_final: bool) -> Option<(Token, usize)> {
    let found = match bytes {
        [0x1b] => is_final.then(|| (key(KeyCode::Esc, KeyModifiers::NONE), 1)),
        [0x1b, b'[', rest @ ..] => {
            control_sequence(rest).map(|(token, length)| (token, length + 2))
        }
        [0x1b, b'O', rest @ ..] => rest.first().map(|byte| (single_shift(*byte), 3)),
        // Never Alt, which nothing is bound to: an Esc and the key after it often come
        // in one packet, and a Ctrl-C must not be missed.
        [0x1b, ..] => Some((key(KeyCode::Esc, KeyModifiers::NONE), 1)),
        _ => plain(bytes),
    };
    match (found, bytes) {
        (Some(found), _) => Some(found),
        // `Esc [` and `Esc O` alone are Esc and that key.
        (None, [0x1b, b'[' | b'O']) if is_final => Some((key(KeyCode::Esc, KeyModifiers::NONE), 1)),
        (None, _) if is_final && !bytes.is_empty() => Some((Token::Nothing, bytes.len())),
        (None, _) => None,
    }
}

/// A control character or a character of text.
fn plain(bytes: &[u8]) -> Option<(Token, usize)> {
    let first = *bytes.first()?;
    let token = match first {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x01..=0x1a => control(first - 1 + b'a'),
        0x1c..=0x1f => control(first - 0x1c + b'4'),
        _ => return character(bytes),
    };
    Some((token, 1))
}

fn control(letter: u8) -> Token {
    key(KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL)
}

fn character(bytes: &[u8]) -> Option<(Token, usize)> {
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        // Cut in the middle of a character.
        Err(error) if error.error_len().is_none() => return None,
        Err(_) => return Some((Token::Nothing, 1)),
    };
    let character = valid.chars().next()?;
    // A terminal without bracketed paste sends what is pasted as keys.
    if crate::text::is_hostile(character) {
        return Some((Token::Nothing, character.len_utf8()));
    }
    let modifiers = if character.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    Some((
        key(KeyCode::Char(character), modifiers),
        character.len_utf8(),
    ))
}

/// Behind `ESC O`: cursor keys in application mode, F1 to F4.
fn single_shift(byte: u8) -> Token {
    letter_key(byte).map_or(Token::Nothing, |code| key(code, KeyModifiers::NONE))
}

fn letter_key(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        _ => return None,
    })
}

/// Behind `ESC [`: the token and how many bytes it takes from there on.
fn control_sequence(bytes: &[u8]) -> Option<(Token, usize)> {
    match bytes {
        // The Linux console's F1 to F5.
        [b'['] => return None,
        [b'[', letter, ..] => {
            let code = matches!(letter, b'A'..=b'E').then(|| KeyCode::F(letter - b'A' + 1));
            let token = code.map_or(Token::Nothing, |code| key(code, KeyModifiers::NONE));
            return Some((token, 2));
        }
        [b'M', rest @ ..] => {
            let [button, column, row] = *rest.first_chunk()?;
            let of = |byte: u8| u16::from(byte.saturating_sub(32));
            return Some((mouse(of(button), (of(column), of(row)), false), 4));
        }
        _ => {}
    }
    let length = parameters(bytes);
    if length > LONGEST {
        return Some((Token::TooLong, length));
    }
    let last = *bytes.get(length)?;
    if !is_final(last) {
        // Another sequence or a control character begins: this one was broken off.
        return Some((Token::Nothing, length));
    }
    Some((meaning(&bytes[..length], last), length + 1))
}

/// The rest of a sequence that is too long, as far as it is there.
pub(super) fn excess(bytes: &[u8]) -> (Token, usize) {
    let length = parameters(bytes);
    match bytes.get(length) {
        None => (Token::TooLong, length),
        Some(last) => (Token::Nothing, length + usize::from(is_final(*last))),
    }
}

/// How many bytes of a control sequence stand before its last one.
fn parameters(bytes: &[u8]) -> usize {
    let is_parameter = |byte: &&u8| matches!(byte, 0x20..=0x3f);
    bytes.iter().take_while(is_parameter).count()
}

fn is_final(byte: u8) -> bool {
    matches!(byte, 0x40..=0x7e)
}

fn meaning(parameters: &[u8], last: u8) -> Token {
    if let [b'<', report @ ..] = parameters {
        let [button, column, row] = numbers(report);
        return match last {
            b'M' | b'm' => mouse(button, (column, row), last == b'm'),
            _ => Token::Nothing,
        };
    }
    if parameters
        .iter()
        .any(|byte| !matches!(byte, b'0'..=b'9' | b';'))
    {
        return Token::Nothing;
    }
    let [first, modifier, _] = numbers(parameters);
    let modifiers = modifiers(modifier);
    match (last, first) {
        (b'Z', _) => key(KeyCode::BackTab, KeyModifiers::SHIFT),
        (b'~', 200) => Token::PasteBegun,
        (b'~', number) => numbered_key(number).map_or(Token::Nothing, |code| key(code, modifiers)),
        _ => letter_key(last).map_or(Token::Nothing, |code| key(code, modifiers)),
    }
}

/// xterm's numbers before `~`.
fn numbered_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=24 => KeyCode::F(number as u8 - 12),
        _ => return None,
    })
}

/// xterm's modifier parameter: a bit set plus one.
fn modifiers(parameter: u16) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    modifiers
}

/// A mouse report; positions count from one on the wire.
fn mouse(button: u16, (column, row): (u16, u16), is_release: bool) -> Token {
    let which = match button & 0b11 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (button & 0b1100_0000, button & 0b11) {
        (64, 0) => MouseEventKind::ScrollUp,
        (64, 1) => MouseEventKind::ScrollDown,
        (64, 2) => MouseEventKind::ScrollLeft,
        (64, _) => MouseEventKind::ScrollRight,
        (0, 3) if button & 32 != 0 => MouseEventKind::Moved,
        // The old encoding does not say which button was released.
        (0, 3) => MouseEventKind::Up(MouseButton::Left),
        (0, _) if is_release => MouseEventKind::Up(which),
        (0, _) if button & 32 != 0 => MouseEventKind::Drag(which),
        (0, _) => MouseEventKind::Down(which),
        _ => return Token::Nothing,
    };
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ] {
        if button & bit != 0 {
            modifiers |= modifier;
        }
    }
    Token::Event(Event::Mouse(MouseEvent {
        kind,
        column: column.saturating_sub(1),
        row: row.saturating_sub(1),
        modifiers,
    }))
}

/// Up to three numbers between semicolons; one that is missing or too large is 0.
fn numbers(text: &[u8]) -> [u16; 3] {
    let mut numbers = [0; 3];
    for (slot, part) in numbers.iter_mut().zip(text.split(|byte| *byte == b';')) {
        *slot = std::str::from_utf8(part)
            .ok()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0);
    }
    numbers
}
