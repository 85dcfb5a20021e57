//! Whether a resource is what a filter asks for.

use super::key::Key;
use super::names::{is_of_service, is_of_type};
use super::{Expression, Pair, Pattern};
use crate::inventory::{Assessed, Fact, Kind, Ordinal, RelationshipKind, Resource, Survey};
use std::net::IpAddr;

pub(super) fn matches(expression: &Expression, survey: &Survey, ordinal: Ordinal) -> bool {
    holds(expression, &|part| match part {
        Expression::Word { pattern, .. } => is_word_of(survey, ordinal, pattern),
        Expression::Pair(pair) => is_pair_of(survey, ordinal, pair),
        _ => false,
    })
}

/// A word may stand in the row's own text, too; of a row that speaks of no resource, a
/// pair asks for its value.
pub(super) fn matches_row(
    expression: &Expression,
    survey: &Survey,
    (about, text): (Option<Ordinal>, &str),
) -> bool {
    holds(expression, &|part| match (part, about) {
        (Expression::Word { pattern, .. }, about) => {
            pattern.is_in(text) || about.is_some_and(|ordinal| is_word_of(survey, ordinal, pattern))
        }
        (Expression::Pair(pair), Some(ordinal)) => is_pair_of(survey, ordinal, pair),
        (Expression::Pair(pair), None) => pair.value.is_in(text),
        _ => false,
    })
}

/// `is_so` answers for words and pairs.
fn holds(expression: &Expression, is_so: &dyn Fn(&Expression) -> bool) -> bool {
    match expression {
        Expression::All(all) => all.iter().all(|one| holds(one, is_so)),
        Expression::Any(any) => any.iter().any(|one| holds(one, is_so)),
        Expression::Not(inner) => !holds(inner, is_so),
        Expression::Word { .. } | Expression::Pair(_) => is_so(expression),
    }
}

fn is_word_of(survey: &Survey, ordinal: Ordinal, word: &Pattern) -> bool {
    has_word(&survey[ordinal], word) || is_member(survey, ordinal, word)
}

fn has_word(known: &Assessed, word: &Pattern) -> bool {
    let resource = &known.resource;
    word.is_in(&resource.name)
        || has_id(resource, word)
        || word.is_in(&resource.state)
        || word.is_in(&known.assessment.state)
        || resource
            .tags
            .iter()
            .any(|(key, value)| word.is_in(value) || word.is(key))
        || has_address(resource, word, Pattern::is_in)
}

/// Every ARN has a service, a region and an account in front: only who writes a colon
/// means those.
fn has_id(resource: &Resource, word: &Pattern) -> bool {
    let id = resource.id.as_str();
    let own = id.splitn(6, ':').nth(5).unwrap_or(id);
    word.is_in(own) || word.is(resource.id.short()) || (word.has(':') && word.is_in(id))
}

/// Whether the word is the id of something that it is in, or of a group that it carries.
fn is_member(survey: &Survey, ordinal: Ordinal, word: &Pattern) -> bool {
    // Only ids look like this: most words are spared the walk.
    let Some(id) = word.literal() else {
        return false;
    };
    let has_id =
        |resource: &Resource| word.is(resource.id.short()) || word.is(resource.id.as_str());
    let looks_like = |prefix: &str| id.starts_with(prefix) || id.starts_with("arn:");
    (looks_like("vpc-") && is_in(survey, ordinal, (Kind::Vpc, &has_id)))
        || (looks_like("subnet-") && is_in(survey, ordinal, (Kind::Subnet, &has_id)))
        || (looks_like("sg-") && carries(survey, ordinal, &has_id))
}

/// Whether it is such a container, or stands in one, or spans it, or is attached to it.
fn is_in(
    survey: &Survey,
    ordinal: Ordinal,
    (kind, is_meant): (Kind, &dyn Fn(&Resource) -> bool),
) -> bool {
    let is_meant = |container: Ordinal| {
        survey.kind(container) == kind && is_meant(&survey[container].resource)
    };
    let spans = |link: RelationshipKind| {
        matches!(
            link,
            RelationshipKind::IsContainedIn | RelationshipKind::IsAttachedTo
        )
    };
    survey.ancestry(ordinal).any(is_meant)
        || survey
            .links_from(ordinal)
            .any(|(_, link)| spans(link.kind) && is_meant(link.to))
}

/// Whether it is such a security group or carries one.
fn carries(survey: &Survey, ordinal: Ordinal, is_meant: &dyn Fn(&Resource) -> bool) -> bool {
    let is_meant = |group: Ordinal| {
        survey.kind(group) == Kind::SecurityGroup && is_meant(&survey[group].resource)
    };
    is_meant(ordinal)
        || survey
            .links_from(ordinal)
            .any(|(_, link)| link.kind == RelationshipKind::IsAssociatedWith && is_meant(link.to))
}

/// A key that is both a word of the language and the key of a tag means either.
fn is_pair_of(survey: &Survey, ordinal: Ordinal, pair: &Pair) -> bool {
    let resource = &survey[ordinal].resource;
    let has_tag = || {
        let mut tags = resource.tags.iter();
        tags.any(|(key, value)| is_same(key, &pair.tag) && pair.value.is(value))
    };
    pair.key
        .is_some_and(|key| is_so(survey, ordinal, (key, &pair.value)))
        || has_tag()
}

pub(super) fn is_same(key: &str, lower: &str) -> bool {
    if key.is_ascii() {
        key.eq_ignore_ascii_case(lower)
    } else {
        key.to_lowercase() == lower
    }
}

fn is_so(survey: &Survey, ordinal: Ordinal, (key, value): (Key, &Pattern)) -> bool {
    let Assessed {
        resource,
        assessment,
        ..
    } = &survey[ordinal];
    let is_called = |resource: &Resource| {
        value.is(&resource.name) || value.is(resource.id.short()) || value.is(resource.id.as_str())
    };
    match key {
        Key::Type => is_of_type(resource, value),
        Key::Service => is_of_service(resource, value),
        Key::State => value.is(&resource.state) || value.is(&assessment.state),
        Key::Health => value.is(assessment.health.name()),
        Key::Region => value.is(resource.region.as_str()),
        Key::Zone => resource.zone.as_deref().is_some_and(|zone| value.is(zone)),
        Key::Account => is_of_account(survey, resource, value),
        Key::Vpc => is_in(survey, ordinal, (Kind::Vpc, &is_called)),
        Key::Subnet => is_in(survey, ordinal, (Kind::Subnet, &is_called)),
        Key::SecurityGroup => carries(survey, ordinal, &is_called),
        Key::Name => value.is(&resource.name),
        Key::Id => value.is(resource.id.short()) || value.is(resource.id.as_str()),
        Key::Address => has_address(resource, value, Pattern::is),
    }
}

/// By its name or its number, which may be parted by hyphens.
fn is_of_account(survey: &Survey, resource: &Resource, value: &Pattern) -> bool {
    let is_name = |name: &str| value.is(name);
    let names = &survey.account_names;
    let is_number = |value: &str| {
        let digits = resource.account.to_string();
        value
            .bytes()
            .filter(|byte| *byte != b'-')
            .eq(digits.bytes())
    };
    names
        .get(&resource.account)
        .is_some_and(|name| is_name(name))
        || value
            .literal()
            .map_or_else(|| value.is(&resource.account.to_string()), is_number)
}

/// Addresses, address ranges of its own, and names in the DNS.
fn has_address(resource: &Resource, asked: &Pattern, matches: fn(&Pattern, &str) -> bool) -> bool {
    // Most words can be neither, and are spared the search.
    let (has_dot, has_colon) = (asked.has('.'), asked.has(':'));
    if !has_dot && !has_colon && !asked.is_numeric() {
        return false;
    }
    resource.facts.iter().any(|fact| {
        let mut pieces = fact.value.split([',', ' ']);
        pieces.any(|piece| matches(asked, piece) && is_address(fact, (piece, has_dot)))
    })
}

fn is_address(fact: &Fact, (piece, may_be_name): (&str, bool)) -> bool {
    piece.parse::<IpAddr>().is_ok()
        || (fact.name.contains("cidr") && piece.contains('/'))
        || (may_be_name && fact.name.ends_with("dns name"))
}
