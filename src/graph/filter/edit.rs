//! Conditions put into the text of a filter and taken out again; the rest of the text
//! stays as it was typed. Conditions on one key are alternatives, as in a shop's facets.

use super::tokens::{Token, TokenKind, equals_sign, text_of, tokens};
use std::ops::Range;

/// The text with the condition `key=value`, or without it where it has it.
pub fn toggled(text: &str, key: &str, value: &str) -> String {
    let mut parts = parts(text);
    let group = parts
        .iter()
        .position(|part| values(part, key).is_some())
        .map(|at| (at, values(&parts[at], key).unwrap_or_default()));
    let Some((at, mut values)) = group else {
        parts.push(condition(key, value));
        return parts.join(" ");
    };
    let before = values.len();
    values.retain(|known| !known.eq_ignore_ascii_case(value));
    if values.len() == before {
        values.push(value.to_owned());
    }
    let written: Vec<String> = values.iter().map(|value| condition(key, value)).collect();
    match written.as_slice() {
        [] => {
            parts.remove(at);
        }
        [only] => parts[at].clone_from(only),
        several => parts[at] = format!("({})", several.join(" OR ")),
    }
    parts.join(" ")
}

/// The values that the text asks for behind a key, all of which may be.
pub fn conditions_of(text: &str, key: &str) -> Vec<String> {
    let parts = parts(text);
    let found = parts.iter().find_map(|part| values(part, key));
    found.unwrap_or_default()
}

/// The text without its condition on a key.
pub fn without(text: &str, key: &str) -> String {
    let mut parts = parts(text);
    if let Some(at) = parts.iter().position(|part| values(part, key).is_some()) {
        parts.remove(at);
    }
    parts.join(" ")
}

/// The text with that part, or without it where it has it.
pub fn toggled_part(text: &str, part: &str) -> String {
    let mut parts = parts(text);
    let before = parts.len();
    parts.retain(|known| known != part);
    if parts.len() == before {
        parts.push(part.to_owned());
    }
    parts.join(" ")
}

/// Whether that stands in the text, side by side with the rest.
pub fn has_part(text: &str, part: &str) -> bool {
    parts(text).iter().any(|known| known == part)
}

/// What stands for a saved filter.
pub fn saved_word(name: &str) -> String {
    format!("@{}", quoted(name))
}

/// A key or a value as it must be typed.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = !text.is_empty()
        && !text.starts_with(['!', '@'])
        && !text.contains(|character: char| {
            character.is_whitespace() || matches!(character, '(' | ')' | '"' | '*' | '=')
        });
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\\\""))
    }
}

fn condition(key: &str, value: &str) -> String {
    format!("{}={}", quoted(key), quoted(value))
}

/// What stands side by side, all of which must hold. Alternatives are one part, in
/// parentheses.
fn parts(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut depth = 0usize;
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for token in &tokens {
        match token.kind {
            TokenKind::Or if depth == 0 => return vec![format!("({})", text.trim())],
            TokenKind::And if depth == 0 => continue,
            _ => {}
        }
        match parts.last_mut() {
            Some(last) if is_open => last.end = token.at.end,
            _ => parts.push(token.at.clone()),
        }
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_open = depth > 0 || token.kind == TokenKind::Not;
    }
    parts.into_iter().map(|at| text[at].to_owned()).collect()
}

/// The values of a part that is nothing but conditions on this key.
fn values(part: &str, key: &str) -> Option<Vec<String>> {
    let tokens = tokens(part);
    let alternatives = match tokens.as_slice() {
        [one] => return value(one, key).map(|value| vec![value]),
        [open, inside @ .., close]
            if open.kind == TokenKind::Open && close.kind == TokenKind::Close =>
        {
            inside
        }
        _ => return None,
    };
    let mut values = Vec::new();
    for (place, token) in alternatives.iter().enumerate() {
        if place % 2 == 0 {
            values.push(value(token, key)?);
        } else if token.kind != TokenKind::Or {
            return None;
        }
    }
    (alternatives.len() % 2 == 1).then_some(values)
}

fn value(token: &Token, key: &str) -> Option<String> {
    let TokenKind::Text(letters) = &token.kind else {
        return None;
    };
    let (equals, is_not) = equals_sign(letters)?;
    let is_meant = text_of(&letters[..equals]).eq_ignore_ascii_case(key);
    (is_meant && !is_not).then(|| text_of(&letters[equals + 1..]))
}
