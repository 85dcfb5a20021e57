//! A filter's text in pieces, each with its place. Whatever is typed has pieces: what is
//! wrong with them is told when they are understood.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// A piece of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    And,
    Or,
    Not,
    Open,
    Close,
    Text(Vec<Letter>),
    /// The rest of the text, from a quotation mark that is not closed.
    Unclosed(Vec<Letter>),
}

/// A character of a word; in quotes it is nothing but itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub character: char,
    pub is_quoted: bool,
    /// In bytes of the whole text.
    pub at: usize,
}

impl Letter {
    pub fn is(self, character: char) -> bool {
        self.character == character && !self.is_quoted
    }
}

/// Words end at white space and parentheses; quotes keep both (`Name="web 1"`), and
/// `\"` in quotes is a quotation mark.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some(&(start, character)) = characters.peek() {
        let kind = match character {
            _ if character.is_whitespace() => None,
            '(' => Some(TokenKind::Open),
            ')' => Some(TokenKind::Close),
            '!' => Some(TokenKind::Not),
            _ => {
                let kind = word(&mut characters);
                let end = characters.peek().map_or(text.len(), |(end, _)| *end);
                let at = start..end;
                tokens.push(Token { kind, at });
                continue;
            }
        };
        characters.next();
        tokens.extend(kind.map(|kind| Token {
            kind,
            at: start..start + 1,
        }));
    }
    tokens
}

fn word(characters: &mut Peekable<CharIndices<'_>>) -> TokenKind {
    let (mut letters, mut has_quotes, mut is_quoted) = (Vec::new(), false, false);
    while let Some(&(at, character)) = characters.peek() {
        let ends = matches!(character, '(' | ')') || character.is_whitespace();
        if ends && !is_quoted {
            break;
        }
        characters.next();
        if character == '"' {
            (has_quotes, is_quoted) = (true, !is_quoted);
            continue;
        }
        let is_escape = is_quoted && character == '\\';
        let escaped = characters.next_if(|(_, next)| is_escape && *next == '"');
        letters.push(Letter {
            character: escaped.map_or(character, |(_, next)| next),
            is_quoted,
            at,
        });
    }
    if is_quoted {
        return TokenKind::Unclosed(letters);
    }
    let text: String = letters.iter().map(|letter| letter.character).collect();
    match text.as_str() {
        "AND" if !has_quotes => TokenKind::And,
        "OR" if !has_quotes => TokenKind::Or,
        "NOT" if !has_quotes => TokenKind::Not,
        _ => TokenKind::Text(letters),
    }
}

/// Where the key ends and the value begins, and whether it is `!=` that parts them.
pub(super) fn equals_sign(letters: &[Letter]) -> Option<(usize, bool)> {
    let equals = letters.iter().position(|letter| letter.is('='))?;
    let is_not = equals
        .checked_sub(1)
        .is_some_and(|before| letters[before].is('!'));
    Some((equals, is_not))
}

pub(super) fn text_of(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.character).collect()
}
