//! The filter language: bare words, `type=instance`, `state=running`, tags, ids of
//! containers and security groups; `AND`, `OR`, `NOT` or `!`, and parentheses.

use crate::graph::{Graph, NodeKey};
use crate::inventory::{Assessed, Kind, RelationshipKind, ResourceId, Survey};
use std::collections::{BTreeMap, BTreeSet};

/// A filter as typed, and what it means. Without a meaning everything matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub text: String,
    meaning: Option<Meaning>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    All(Vec<Meaning>),
    Any(Vec<Meaning>),
    Not(Box<Meaning>),
    /// Lower case.
    Word(String),
    Is {
        name: String,
        value: String,
    },
}

impl Query {
    /// What is typed, or a sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tokens = tokens(text)?;
        if tokens.is_empty() {
            return Ok(Self::default());
        }
        let mut parser = Parser { tokens: &tokens };
        let meaning = parser.any()?;
        match parser.tokens.first() {
            None => Ok(Self {
                text: text.trim().to_owned(),
                meaning: Some(meaning),
            }),
            Some(_) => Err("a ) has no ( before it".to_owned()),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.meaning.is_none()
    }

    /// The nodes that match; `None` without a filter.
    pub(super) fn matching(&self, survey: &Survey, graph: &Graph) -> Option<BTreeSet<NodeKey>> {
        let meaning = self.meaning.as_ref()?;
        let surroundings = Surroundings::of(survey);
        let nodes = graph.nodes.values().filter(|node| {
            node.resource
                .as_ref()
                .and_then(|id| survey.resources.get(id))
                .is_some_and(|assessed| {
                    meaning.holds(&Subject {
                        assessed,
                        surroundings: &surroundings,
                    })
                })
        });
        Some(nodes.map(|node| node.key.clone()).collect())
    }
}

/// Which ids lie round a resource: its containers and its security groups.
struct Surroundings<'a> {
    survey: &'a Survey,
    associated: BTreeMap<&'a ResourceId, Vec<&'a ResourceId>>,
}

impl<'a> Surroundings<'a> {
    fn of(survey: &'a Survey) -> Self {
        let mut associated: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for link in &survey.links {
            if link.kind == RelationshipKind::IsAssociatedWith {
                associated.entry(&link.from).or_default().push(&link.to);
            }
        }
        Self { survey, associated }
    }
}

struct Subject<'a> {
    assessed: &'a Assessed,
    surroundings: &'a Surroundings<'a>,
}

impl Subject<'_> {
    /// Whether the short id is its own, that of a container round it, or of a security group on it.
    fn is_in(&self, short_id: &str) -> bool {
        let resource = &self.assessed.resource;
        let mut container = resource.parent.as_ref();
        // Containment is a few levels deep; a cycle would be somebody's mistake.
        for _ in 0..8 {
            let Some(id) = container else { break };
            if id.short().eq_ignore_ascii_case(short_id) {
                return true;
            }
            let found = self.surroundings.survey.resources.get(id);
            container = found.and_then(|found| found.resource.parent.as_ref());
        }
        let groups = self.surroundings.associated.get(&resource.id);
        groups.is_some_and(|ids| {
            ids.iter()
                .any(|id| id.short().eq_ignore_ascii_case(short_id))
        })
    }

    fn has_word(&self, word: &str) -> bool {
        let resource = &self.assessed.resource;
        let contains = |text: &str| text.to_lowercase().contains(word);
        contains(&resource.name)
            || contains(resource.id.short())
            || contains(&self.assessed.assessment.state)
            || resource.tags.values().any(|value| contains(value))
            || resource.tags.keys().any(|name| name.to_lowercase() == word)
            || resource
                .facts
                .iter()
                .any(|fact| is_address(fact.name) && contains(&fact.value))
            || self.is_in(word)
    }

    fn has(&self, name: &str, value: &str) -> bool {
        let (resource, assessment) = (&self.assessed.resource, &self.assessed.assessment);
        let equals = |text: &str| text.eq_ignore_ascii_case(value);
        match name.to_ascii_lowercase().as_str() {
            "type" => is_kind(resource.kind, value),
            "state" => equals(&assessment.state),
            "health" => equals(assessment.health.name()),
            "region" => equals(resource.region.as_str()),
            "zone" => resource.zone.as_deref().is_some_and(equals),
            "account" => resource.account.to_string() == value,
            "id" => equals(resource.id.short()) || equals(resource.id.as_str()),
            "name" => equals(&resource.name),
            "vpc" | "subnet" | "sg" => self.is_in(value) || self.is_in_named(value),
            _ => resource
                .tags
                .iter()
                .any(|(tag, kept)| tag.eq_ignore_ascii_case(name) && equals(kept)),
        }
    }

    fn is_in_named(&self, name: &str) -> bool {
        let mut container = self.assessed.resource.parent.as_ref();
        for _ in 0..8 {
            let found = container.and_then(|id| self.surroundings.survey.resources.get(id));
            let Some(found) = found else { return false };
            if found.resource.name.eq_ignore_ascii_case(name) {
                return true;
            }
            container = found.resource.parent.as_ref();
        }
        false
    }
}

fn is_address(fact: &str) -> bool {
    let fact = fact.to_ascii_lowercase();
    fact.contains("address") || fact.contains("dns") || fact.contains("cidr")
}

/// A kind by its name, or by the word that people use.
fn is_kind(kind: Kind, word: &str) -> bool {
    let name = match word.to_ascii_lowercase().as_str() {
        "ec2" => "instance".to_owned(),
        "elb" | "alb" | "nlb" | "lb" => "load-balancer".to_owned(),
        "tg" => "target-group".to_owned(),
        "asg" => "auto-scaling-group".to_owned(),
        "nat" => "nat-gateway".to_owned(),
        "igw" => "internet-gateway".to_owned(),
        "ebs" => "volume".to_owned(),
        "sg" => "security-group".to_owned(),
        other => other.to_owned(),
    };
    kind.name() == name
}

impl Meaning {
    fn holds(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(subject)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(subject)),
            Self::Not(part) => !part.holds(subject),
            Self::Word(word) => subject.has_word(word),
            Self::Is { name, value } => subject.has(name, value),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Word(String),
}

/// Words and signs. Quotes keep spaces and signs inside a word.
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&character) = rest.peek() {
        let sign = match character {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '!' => Some(Token::Not),
            _ => None,
        };
        if let Some(sign) = sign {
            tokens.push(sign);
            rest.next();
        } else if character.is_whitespace() {
            rest.next();
        } else {
            tokens.push(word(&mut rest)?);
        }
    }
    Ok(tokens)
}

fn word(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Token, String> {
    let (mut word, mut is_quoted, mut had_quotes) = (String::new(), false, false);
    while let Some(&character) = rest.peek() {
        if !is_quoted && (character.is_whitespace() || "()".contains(character)) {
            break;
        }
        rest.next();
        if character == '"' {
            is_quoted = !is_quoted;
            had_quotes = true;
        } else {
            word.push(character);
        }
    }
    match word.as_str() {
        _ if is_quoted => Err("a \" is not closed".to_owned()),
        "AND" if !had_quotes => Ok(Token::And),
        "OR" if !had_quotes => Ok(Token::Or),
        "NOT" if !had_quotes => Ok(Token::Not),
        _ => Ok(Token::Word(word)),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
}

impl Parser<'_> {
    fn take(&mut self, token: &Token) -> bool {
        let is_next = self.tokens.first() == Some(token);
        if is_next {
            self.tokens = &self.tokens[1..];
        }
        is_next
    }

    fn any(&mut self) -> Result<Meaning, String> {
        let mut parts = vec![self.all()?];
        while self.take(&Token::Or) {
            parts.push(self.all()?);
        }
        Ok(single(parts, Meaning::Any))
    }

    /// Words that stand next to each other must all hold.
    fn all(&mut self) -> Result<Meaning, String> {
        let mut parts = vec![self.one()?];
        while !matches!(self.tokens.first(), None | Some(Token::Or | Token::Close)) {
            self.take(&Token::And);
            parts.push(self.one()?);
        }
        Ok(single(parts, Meaning::All))
    }

    fn one(&mut self) -> Result<Meaning, String> {
        if self.take(&Token::Not) {
            return Ok(Meaning::Not(Box::new(self.one()?)));
        }
        if self.take(&Token::Open) {
            let inside = self.any()?;
            return match self.take(&Token::Close) {
                true => Ok(inside),
                false => Err("a ( is not closed".to_owned()),
            };
        }
        let Some((Token::Word(word), rest)) = self.tokens.split_first() else {
            return Err("a word is missing".to_owned());
        };
        self.tokens = rest;
        Ok(match word.split_once('=') {
            Some((name, value)) if !name.is_empty() => Meaning::Is {
                name: name.to_owned(),
                value: value.to_owned(),
            },
            _ => Meaning::Word(word.to_lowercase()),
        })
    }
}

fn single(mut parts: Vec<Meaning>, many: fn(Vec<Meaning>) -> Meaning) -> Meaning {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        many(parts)
    }
}
