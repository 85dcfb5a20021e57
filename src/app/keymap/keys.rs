//! Keys as a person writes them, in the table and in `config.toml`.

use crate::text::{append, clean, did_you_mean};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Keys that have a name of their own, apart from F1 to F12.
const NAMED: [(&str, KeyCode); 14] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];
const MODIFIERS: [&str; 3] = ["Ctrl-", "Alt-", "Shift-"];

/// What a terminal sends for some letters that Ctrl is held with.
const THE_SAME: [(&str, &str); 3] = [("Ctrl-i", "Tab"), ("Ctrl-m", "Enter"), ("Ctrl-[", "Esc")];

/// A key as the table writes it. `None` for keys that no table can name.
pub fn key_name(key: KeyEvent) -> Option<String> {
    let mut name = String::new();
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        name.push_str("Ctrl-");
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        name.push_str("Alt-");
    }
    // A letter's case says already whether Shift was held.
    let is_letter = matches!(key.code, KeyCode::Char(character) if character != ' ');
    if (key.modifiers.contains(KeyModifiers::SHIFT) && !is_letter) || key.code == KeyCode::BackTab {
        name.push_str("Shift-");
    }
    match key.code {
        KeyCode::BackTab => name.push_str("Tab"),
        KeyCode::F(number @ 1..=12) => append(&mut name, format_args!("F{number}")),
        code => match NAMED.iter().find(|(_, known)| *known == code) {
            Some((known, _)) => name.push_str(known),
            None => match code {
                KeyCode::Char(character) => name.push(character),
                _ => return None,
            },
        },
    }
    Some(name)
}

/// A key that was written by hand as the table writes it, or why there is no such key.
pub fn spelled(written: &str) -> Result<String, String> {
    let shown = clean(written);
    let mut rest = written.trim();
    if clean(rest).trim().is_empty() {
        return match written {
            " " => Ok("Space".to_owned()),
            _ => Err("a key is missing between the quotes; no key at all is []".to_owned()),
        };
    }
    let mut held = [false; 3];
    while let Some((place, modifier)) = MODIFIERS.iter().enumerate().find(|(_, modifier)| {
        rest.len() > modifier.len()
            && rest
                .get(..modifier.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(modifier))
    }) {
        held[place] = true;
        rest = &rest[modifier.len()..];
    }
    let plain = plain(rest).ok_or_else(|| not_a_key(&shown, rest))?;
    let is_letter = plain.chars().count() == 1;
    if is_letter && held[2] {
        let (capital, bare) = (plain.to_uppercase(), plain.to_lowercase());
        return Err(format!(
            "{shown:?}: a letter's case says whether Shift is held: {capital:?} or {bare:?}"
        ));
    }
    let plain = if is_letter && held[0] {
        plain.to_lowercase()
    } else {
        plain
    };
    let modifiers = MODIFIERS.iter().zip(held).filter(|(_, is_held)| *is_held);
    let key: String = modifiers.map(|(modifier, _)| *modifier).collect();
    let key = key + &plain;
    match THE_SAME.iter().find(|(sent, _)| *sent == key) {
        Some((_, instead)) => Err(format!(
            "a terminal cannot tell {key} from {instead}; take another key"
        )),
        None => Ok(key),
    }
}

/// A key without modifiers.
fn plain(word: &str) -> Option<String> {
    let mut characters = word.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        let is_shown = !character.is_control() && clean(word) == word && character != ' ';
        return is_shown.then(|| word.to_owned());
    }
    let function = word
        .strip_prefix(['F', 'f'])
        .and_then(|number| number.parse::<u8>().ok());
    if let Some(number @ 1..=12) = function {
        return Some(format!("F{number}"));
    }
    let aliases = [
        ("Escape", "Esc"),
        ("Return", "Enter"),
        ("PageUp", "PgUp"),
        ("PageDown", "PgDn"),
        ("Del", "Delete"),
    ];
    let word = aliases
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(word))
        .map_or(word, |(_, name)| name);
    let mut named = NAMED.iter().map(|(name, _)| *name);
    named
        .find(|name| name.eq_ignore_ascii_case(word))
        .map(str::to_owned)
}

fn not_a_key(shown: &str, rest: &str) -> String {
    let named: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
    let way_out = match crate::text::nearest(rest, named.iter().copied()) {
        Some(_) => did_you_mean(rest, &named),
        None => format!(
            "a key is one character, F1 to F12, {}, with Ctrl-, Alt- or Shift- before it",
            named.join(", ")
        ),
    };
    format!("{shown:?} is no key; {way_out}")
}

#[cfg(test)]
mod tests {
    use super::{key_name, spelled};
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    #[test]
    fn keys_are_named_as_the_table_writes_them() {
        for (code, modifiers, expected) in [
            (KeyCode::Char('c'), KeyModifiers::CONTROL, "Ctrl-c"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('!'), KeyModifiers::NONE, "!"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "Space"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Left, KeyModifiers::SHIFT, "Shift-Left"),
            (KeyCode::PageDown, KeyModifiers::NONE, "PgDn"),
            (KeyCode::F(5), KeyModifiers::NONE, "F5"),
        ] {
            let name = key_name(KeyEvent::new(code, modifiers));
            assert_eq!(name.as_deref(), Some(expected));
            assert_eq!(spelled(expected).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        for (written, expected) in [
            ("ctrl-R", "Ctrl-r"),
            ("shift-tab", "Shift-Tab"),
            ("pagedown", "PgDn"),
            (" ", "Space"),
            ("f12", "F12"),
            ("Ctrl-Alt-x", "Ctrl-Alt-x"),
            ("-", "-"),
            ("Ctrl--", "Ctrl--"),
            ("é", "é"),
        ] {
            assert_eq!(spelled(written).as_deref(), Ok(expected), "{written}");
        }
        for (written, expected) in [
            ("", "a key is missing"),
            ("Entr", "\"Entr\" is no key; did you mean Enter?"),
            ("F13", "\"F13\" is no key; a key is one character"),
            ("Super-x", "\"Super-x\" is no key; a key is one"),
            ("Shift-g", "\"Shift-g\": a letter's case says"),
            ("Ctrl-i", "a terminal cannot tell Ctrl-i from Tab"),
            ("\u{1b}", "a key is missing"),
            ("a\u{202e}", "\"a\" is no key"),
        ] {
            let refused = spelled(written).expect_err(written);
            assert!(refused.starts_with(expected), "{written:?}: {refused}");
        }
    }
}
