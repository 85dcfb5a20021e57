//! A typed line as a command and its arguments, or a sentence that says what is possible.

use super::{Argument, COMMANDS, Command, Words};
use crate::text::nearest;

/// A word of a line, and where it begins there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) text: String,
}

/// The words of a text; quotes hold one together.
pub fn words(text: &str) -> Vec<String> {
    let words = placed_words(text).into_iter();
    words.map(|word| word.text).collect()
}

pub(super) fn placed_words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut quote, mut is_within) = (None, false);
    for (at, character) in text.char_indices() {
        if quote == Some(character) {
            quote = None;
            continue;
        }
        let is_gap = character.is_whitespace() && quote.is_none();
        if is_gap {
            is_within = false;
            continue;
        }
        if !is_within {
            words.push(Word {
                start: at,
                text: String::new(),
            });
            is_within = true;
        }
        if quote.is_none() && matches!(character, '"' | '\'') {
            quote = Some(character);
        } else if let Some(word) = words.last_mut() {
            word.text.push(character);
        }
    }
    words
}

/// A word as [`words`] reads it back.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |character: char| !character.is_whitespace() && !"\"'".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let quote = if word.contains('"') { '\'' } else { '"' };
    format!("{quote}{word}{quote}")
}

/// The command of the longest name that the line begins with, and what stands behind it.
pub(super) fn named(line: &str) -> Option<(&'static Command, &str)> {
    let behind = |command: &'static Command| {
        let rest = line.strip_prefix(command.name)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some((command, rest))
    };
    COMMANDS
        .iter()
        .filter_map(behind)
        .max_by_key(|(command, _)| command.name.len())
}

/// The command, and what is typed behind its name. A name may be cut short while it means
/// one command, and so may a word that the table knows.
pub(super) fn parse(line: &str) -> Result<(&'static Command, String), String> {
    let line = line.trim();
    let (command, rest) = match named(line) {
        Some(found) => found,
        None => abbreviated(line)?,
    };
    let rest = whole(command, rest.trim())?;
    Ok((command, rest))
}

fn abbreviated(line: &str) -> Result<(&'static Command, &str), String> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let begins = |beginning: &str| -> Vec<&'static Command> {
        let all = COMMANDS.iter();
        all.filter(|command| command.name.starts_with(beginning))
            .collect()
    };
    match (begins(line).as_slice(), begins(first).as_slice()) {
        ([one], _) => Ok((one, "")),
        ([], [one]) => Ok((one, rest)),
        ([], []) => Err(unknown(line)),
        ([], several) | (several, _) => {
            let names: Vec<&str> = several.iter().map(|command| command.name).collect();
            Err(format!("{first} can be {}", names.join(", ")))
        }
    }
}

fn unknown(line: &str) -> String {
    let names = COMMANDS.iter().map(|command| command.name);
    let advice = match nearest(line, names) {
        Some(name) => format!("did you mean {name}?"),
        None => "Tab shows them all".to_owned(),
    };
    format!("there is no command {line}; {advice}")
}

/// The arguments, with the table's words written out, where what it says of them holds.
fn whole(command: &Command, rest: &str) -> Result<String, String> {
    let typed = placed_words(rest);
    let usage = || usage(command, typed.len());
    let needed = command.arguments.iter().filter(|one| one.is_needed());
    if typed.len() < needed.count() {
        return Err(usage());
    }
    let Some(last) = command.arguments.last() else {
        if rest.is_empty() {
            return Ok(String::new());
        }
        return Err(format!("{} takes nothing more", command.name));
    };
    let mut written = rest.to_owned();
    for (at, word) in typed.iter().enumerate().rev() {
        let argument = command.arguments.get(at).unwrap_or(last);
        if let Words::Of(possible) = argument.words {
            let is_beyond = at >= command.arguments.len() && !last.is_repeated();
            if is_beyond {
                return Err(usage());
            }
            let meant = one_of(command, &word.text, possible)?;
            let typed = word.start..word.start + word.text.len();
            if rest.get(typed.clone()) == Some(word.text.as_str()) {
                written.replace_range(typed, meant);
            }
        }
    }
    Ok(written)
}

/// How a command is typed, and which words the first one that is missing can be.
fn usage(command: &Command, typed: usize) -> String {
    let usage = format!("usage: {}", command.usage());
    match command.arguments.get(typed).map(|argument| argument.words) {
        Some(Words::Of(possible)) => format!("{usage}; there is {}", possible.join(", ")),
        _ => usage,
    }
}

fn one_of(
    command: &Command,
    word: &str,
    possible: &[&'static str],
) -> Result<&'static str, String> {
    let exact = possible.iter().find(|known| **known == word);
    let mut begin = possible.iter().filter(|known| known.starts_with(word));
    let only = begin.next().filter(|_| begin.next().is_none());
    if let Some(meant) = exact.or(only) {
        return Ok(meant);
    }
    // One letter is as near to another as to any.
    let near = nearest(word, possible.iter().copied()).filter(|_| word.chars().count() > 1);
    let advice = match near {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there is {}", possible.join(", ")),
    };
    Err(format!(
        "{} {word}: {word} is none of its words; {advice}",
        command.name
    ))
}

/// The argument that is typed last, where it begins in the rest, and what is typed of it.
pub(super) fn last_argument<'a>(
    command: &'static Command,
    rest: &'a str,
) -> Option<(&'static Argument, usize, &'a str)> {
    let (last, ahead) = command.arguments.split_last()?;
    let mut typed = placed_words(rest);
    if rest.ends_with(' ') || typed.is_empty() {
        typed.push(Word {
            start: rest.len(),
            text: String::new(),
        });
    }
    let at = typed.len() - 1;
    if let Some(argument) = ahead.get(at) {
        return Some((argument, typed[at].start, &rest[typed[at].start..]));
    }
    let start = if last.is_repeated() {
        typed[at].start
    } else {
        typed[ahead.len()].start
    };
    Some((last, start, &rest[start..]))
}

#[cfg(test)]
mod tests {
    use super::{quoted, words};

    #[test]
    fn words_are_held_together_by_quotes() {
        for (text, expected) in [
            ("", &[][..]),
            ("  a  b ", &["a", "b"]),
            ("\"shop prod\" b", &["shop prod", "b"]),
            ("'it is' \"it's\"", &["it is", "it's"]),
            ("a\"b c\"d", &["ab cd"]),
            ("\"open", &["open"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        for word in ["shop", "shop prod", "it's", "say \"x\""] {
            assert_eq!(words(&quoted(word)), [word]);
        }
    }
}
