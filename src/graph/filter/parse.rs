//! Text to expression, by recursive descent: `NOT` binds closest, then words that
//! stand side by side (as with `AND`), then `OR`.

use super::key::{Key, TAG};
use super::tokens::{Letter, Token, TokenKind, equals_sign, text_of, tokens};
use super::{Expression, FilterError, Pair, Pattern, SavedFilters};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// Filters are typed by people; deeper nesting is a slip or an attack on the stack.
const DEEPEST: usize = 64;

/// `saved`: without them, any name may be that of one.
pub(super) fn expression(
    text: &str,
    saved: Option<&SavedFilters>,
) -> Result<Expression, FilterError> {
    nested(text, saved, 0)
}

fn nested(
    text: &str,
    saved: Option<&SavedFilters>,
    depth: usize,
) -> Result<Expression, FilterError> {
    let mut parser = Parser {
        tokens: tokens(text).into_iter().peekable(),
        saved,
        depth,
    };
    if parser.tokens.peek().is_none() {
        return Ok(Expression::All(Vec::new()));
    }
    let expression = parser.alternatives(None)?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(token) => Err(FilterError::new(
            token.at,
            "a closing parenthesis has no opening one",
        )),
    }
}

struct Parser<'a> {
    tokens: Peekable<IntoIter<Token>>,
    saved: Option<&'a SavedFilters>,
    depth: usize,
}

impl Parser<'_> {
    /// `before`: what something must stand behind.
    fn alternatives(&mut self, before: Option<&Token>) -> Result<Expression, FilterError> {
        let mut alternatives = vec![self.conjunction(before)?];
        while let Some(or) = self.tokens.next_if(|next| next.kind == TokenKind::Or) {
            alternatives.push(self.conjunction(Some(&or))?);
        }
        Ok(unwrapped(alternatives, Expression::Any))
    }

    fn conjunction(&mut self, before: Option<&Token>) -> Result<Expression, FilterError> {
        let mut conditions = vec![self.condition(before)?];
        loop {
            let and = match self.tokens.peek().map(|next| &next.kind) {
                None | Some(TokenKind::Or | TokenKind::Close) => break,
                Some(TokenKind::And) => self.tokens.next(),
                Some(_) => None,
            };
            conditions.push(self.condition(and.as_ref())?);
        }
        Ok(unwrapped(conditions, Expression::All))
    }

    fn condition(&mut self, before: Option<&Token>) -> Result<Expression, FilterError> {
        let Some(token) = self.tokens.next() else {
            return Err(nothing_behind(before));
        };
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(FilterError::new(
                token.at,
                "the filter is nested too deeply",
            ));
        }
        let condition = match &token.kind {
            TokenKind::Not => Expression::Not(Box::new(self.condition(Some(&token))?)),
            TokenKind::Open => self.parenthesis(&token)?,
            TokenKind::Text(letters) => self.word_or_pair(letters, token.at)?,
            TokenKind::Unclosed(_) => {
                let sentence = "a quotation mark is not closed";
                return Err(FilterError::new(token.at, sentence));
            }
            TokenKind::And | TokenKind::Or => {
                return Err(nothing_behind(Some(&token)));
            }
            TokenKind::Close => {
                return Err(match before {
                    Some(open) if open.kind == TokenKind::Open => FilterError::new(
                        open.at.start..token.at.end,
                        "there is nothing between the parentheses",
                    ),
                    Some(before) => nothing_behind(Some(before)),
                    None => FilterError::new(token.at, "a closing parenthesis has no opening one"),
                });
            }
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn parenthesis(&mut self, open: &Token) -> Result<Expression, FilterError> {
        let not_closed = || FilterError::new(open.at.clone(), "a parenthesis is not closed");
        if self.tokens.peek().is_none() {
            return Err(not_closed());
        }
        let inside = self.alternatives(Some(open))?;
        match self.tokens.next() {
            Some(_) => Ok(inside),
            None => Err(not_closed()),
        }
    }

    fn word_or_pair(
        &self,
        letters: &[Letter],
        at: Range<usize>,
    ) -> Result<Expression, FilterError> {
        let Some((equals, is_not)) = equals_sign(letters) else {
            return match letters.first() {
                Some(first) if first.is('@') => self.saved(&text_of(&letters[1..]), at),
                _ => Ok(Expression::Word {
                    pattern: Pattern::of(letters),
                    at,
                }),
            };
        };
        let key = text_of(&letters[..equals - usize::from(is_not)]);
        let value = &letters[equals + 1..];
        // Of an empty value in quotes only the marks are there.
        let is_empty = value.is_empty() && at.end == letters[equals].at + 1;
        if key.is_empty() {
            return Err(FilterError::new(
                at,
                "a key is missing before the equals sign, as in type=ec2",
            ));
        }
        if is_empty {
            let shown = crate::text::clean(&key);
            let sentence = match Key::called(&key) {
                Some(_) => format!("a value is missing behind {shown}="),
                None => format!("a value is missing; {shown}=\"\" means an empty one"),
            };
            return Err(FilterError::new(at.end..at.end, sentence));
        }
        let pair = Expression::Pair(pair(&key, value, at.start..letters[equals].at));
        Ok(if is_not {
            Expression::Not(Box::new(pair))
        } else {
            pair
        })
    }

    /// What is wrong with it is told at its name.
    fn saved(&self, name: &str, at: Range<usize>) -> Result<Expression, FilterError> {
        let shown = crate::text::clean(name);
        let Some(saved) = self.saved else {
            return Ok(Expression::All(Vec::new()));
        };
        let Some(text) = saved.get(name) else {
            let sentence = format!("there is no saved filter {shown}; \"@{shown}\" is the word");
            return Err(FilterError::new(at, sentence));
        };
        // Filters that name one another end here, too.
        let mut meaning = nested(text, Some(saved), self.depth).map_err(|error| {
            FilterError::new(
                at.clone(),
                format!("in the saved filter {shown}: {}", error.sentence),
            )
        })?;
        meaning.place(&at);
        Ok(meaning)
    }
}

fn pair(key: &str, value: &[Letter], at: Range<usize>) -> Pair {
    let (tag, is_tag) = match key.get(..TAG.len()) {
        Some(prefix) if prefix.eq_ignore_ascii_case(TAG) => (&key[TAG.len()..], true),
        _ => (key, false),
    };
    Pair {
        key: if is_tag { None } else { Key::called(key) },
        tag: tag.to_lowercase(),
        value: Pattern::of(value),
        at,
    }
}

fn nothing_behind(before: Option<&Token>) -> FilterError {
    let Some(token) = before else {
        return FilterError::new(0..0, "the filter ends where a word is expected");
    };
    let sentence = match token.kind {
        TokenKind::And => "AND needs something on both sides",
        TokenKind::Or => "OR needs something on both sides",
        TokenKind::Open => "a parenthesis is not closed",
        _ => "what is not wanted is missing, as in !running or NOT type=ec2",
    };
    FilterError::new(token.at.clone(), sentence)
}

fn unwrapped(
    mut expressions: Vec<Expression>,
    wrap: fn(Vec<Expression>) -> Expression,
) -> Expression {
    match expressions.pop() {
        Some(only) if expressions.is_empty() => only,
        Some(last) => {
            expressions.push(last);
            wrap(expressions)
        }
        None => wrap(expressions),
    }
}

impl Expression {
    /// What came from a saved filter stands where that is named.
    fn place(&mut self, at: &Range<usize>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(|part| part.place(at)),
            Self::Not(inner) => inner.place(at),
            Self::Word { at: own, .. } | Self::Pair(Pair { at: own, .. }) => *own = at.clone(),
        }
    }
}
