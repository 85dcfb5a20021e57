//! Text to expression, by recursive descent: `NOT` binds closest, then words that
//! stand side by side (as with `AND`), then `OR`.

use super::Expression;
use std::iter::Peekable;
use std::vec::IntoIter;

/// Filters are typed by people; deeper nesting is a slip or an attack on the stack.
const DEEPEST: usize = 64;

pub(super) fn expression(text: &str) -> Result<Expression, String> {
    let mut parser = Parser {
        tokens: tokens(text)?.into_iter().peekable(),
        depth: 0,
    };
    if parser.tokens.peek().is_none() {
        return Ok(Expression::All(Vec::new()));
    }
    let expression = parser.alternatives()?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(_) => Err("a closing parenthesis has no opening one".to_owned()),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    And,
    Or,
    Not,
    Open,
    Close,
    Text { text: String, is_quoted: bool },
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    fn alternatives(&mut self) -> Result<Expression, String> {
        let mut alternatives = vec![self.conjunction()?];
        while self.tokens.next_if_eq(&Token::Or).is_some() {
            alternatives.push(self.conjunction()?);
        }
        Ok(unwrapped(alternatives, Expression::Any))
    }

    fn conjunction(&mut self) -> Result<Expression, String> {
        let mut conditions = vec![self.condition()?];
        loop {
            match self.tokens.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And) => {
                    self.tokens.next();
                }
                Some(_) => {}
            }
            conditions.push(self.condition()?);
        }
        Ok(unwrapped(conditions, Expression::All))
    }

    fn condition(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the filter is nested too deeply".to_owned());
        }
        let condition = match self.tokens.next() {
            Some(Token::Not) => Expression::Not(Box::new(self.condition()?)),
            Some(Token::Open) => {
                let inside = self.alternatives()?;
                if self.tokens.next() != Some(Token::Close) {
                    return Err("a parenthesis is not closed".to_owned());
                }
                inside
            }
            Some(Token::Text { text, is_quoted }) => word_or_pair(&text, is_quoted)?,
            Some(Token::And) => return Err("AND needs something on both sides".to_owned()),
            Some(Token::Or) => return Err("OR needs something on both sides".to_owned()),
            Some(Token::Close) => return Err("there is nothing between the parentheses".to_owned()),
            None => return Err("the filter ends where a word is expected".to_owned()),
        };
        self.depth -= 1;
        Ok(condition)
    }
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

fn word_or_pair(text: &str, is_quoted: bool) -> Result<Expression, String> {
    match text.split_once('=') {
        Some((key, value)) if !is_quoted => {
            if key.is_empty() {
                let text = crate::text::clean(text);
                return Err(format!("there is no key before {text}"));
            }
            Ok(Expression::Pair {
                key: key.to_lowercase(),
                value: value.to_lowercase(),
            })
        }
        _ => Ok(Expression::Word(text.to_lowercase())),
    }
}

/// Words end at white space and parentheses; quotes keep both (`Name="web 1"`).
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(&character) = characters.peek() {
        match character {
            _ if character.is_whitespace() => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '!' => tokens.push(Token::Not),
            _ => {
                tokens.push(word(&mut characters)?);
                continue;
            }
        }
        characters.next();
    }
    Ok(tokens)
}

fn word(characters: &mut Peekable<std::str::Chars>) -> Result<Token, String> {
    let mut text = String::new();
    let is_quoted = characters.peek() == Some(&'"');
    let mut is_inside = false;
    while let Some(&character) = characters.peek() {
        match character {
            '"' => is_inside = !is_inside,
            '(' | ')' if !is_inside => break,
            _ if character.is_whitespace() && !is_inside => break,
            _ => text.push(character),
        }
        characters.next();
    }
    if is_inside {
        return Err("a quotation mark is not closed".to_owned());
    }
    Ok(match text.as_str() {
        "AND" if !is_quoted => Token::And,
        "OR" if !is_quoted => Token::Or,
        "NOT" if !is_quoted => Token::Not,
        _ => Token::Text { text, is_quoted },
    })
}
