//! What an inventory has behind each key, and how often.

use super::key::Key;
use super::names::service;
use crate::inventory::{Kind, Ordinal, RelationshipKind, Survey};
use crate::text::natural;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A value or a key, and how many resources have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub text: String,
    pub count: usize,
}

/// What some resources have behind the keys of a filter.
#[derive(Debug)]
pub struct Vocabulary<'a> {
    pub survey: &'a Survey,
    pub resources: Vec<Ordinal>,
}

impl Vocabulary<'_> {
    /// The values behind a key, those that most resources have first. A key that is also
    /// that of a tag has the values of both.
    pub fn values(&self, key: &str) -> Vec<Counted> {
        let known = Key::called(key);
        let tag = key.strip_prefix(super::key::TAG).unwrap_or(key);
        let tag = tag.to_lowercase();
        let mut counts = BTreeMap::new();
        for &ordinal in &self.resources {
            let own = known.map_or_else(Vec::new, |key| key.values(self.survey, ordinal));
            let tags = self.survey[ordinal].resource.tags.iter();
            let tags = tags.filter(|(key, _)| super::matching::is_same(key, &tag));
            let mut all: Vec<Cow<'_, str>> = own;
            all.extend(tags.map(|(_, value)| Cow::Borrowed(value)));
            all.sort();
            all.dedup();
            for value in all.into_iter().filter(|value| !value.is_empty()) {
                *counts.entry(value).or_default() += 1;
            }
        }
        counted(counts)
    }

    /// The keys of the tags, those that most resources have first.
    pub fn tags(&self) -> Vec<Counted> {
        let mut counts: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for &ordinal in &self.resources {
            for (key, _) in self.survey[ordinal].resource.tags.iter() {
                *counts.entry(Cow::Borrowed(key)).or_default() += 1;
            }
        }
        counted(counts)
    }
}

fn counted(counts: BTreeMap<Cow<'_, str>, usize>) -> Vec<Counted> {
    let counts = counts.into_iter();
    let mut counted: Vec<Counted> = counts
        .map(|(text, count)| Counted {
            text: text.into_owned(),
            count,
        })
        .collect();
    counted.sort_by(|one, other| {
        let by_count = other.count.cmp(&one.count);
        by_count.then_with(|| natural(&one.text, &other.text))
    });
    counted
}

impl Key {
    /// What a resource has behind this key, as one would type it.
    fn values(self, survey: &Survey, ordinal: Ordinal) -> Vec<Cow<'_, str>> {
        let known = &survey[ordinal];
        let resource = &*known.resource;
        let one = |text| vec![Cow::Borrowed(text)];
        match self {
            Self::Type => one(resource.kind.name()),
            Self::State => vec![
                Cow::Borrowed(resource.state.as_str()),
                Cow::Borrowed(known.assessment.state.as_str()),
            ],
            Self::Health => one(known.assessment.health.name()),
            Self::Service => service(resource).map_or_else(Vec::new, one),
            Self::Region => one(resource.region.as_str()),
            Self::Zone => resource.zone.as_deref().map_or_else(Vec::new, one),
            Self::Vpc => around(survey, ordinal, Kind::Vpc),
            Self::Subnet => around(survey, ordinal, Kind::Subnet),
            Self::SecurityGroup => groups(survey, ordinal),
            Self::Account => {
                let name = survey.account_names.get(&resource.account);
                vec![name.map_or_else(
                    || Cow::Owned(resource.account.to_string()),
                    |name| Cow::Borrowed(name.as_str()),
                )]
            }
            Self::Name => one(resource.name.as_str()),
            Self::Id => one(resource.id.short()),
            Self::Address => {
                let addresses = resource.addresses();
                addresses
                    .map(|address| Cow::Owned(address.to_string()))
                    .collect()
            }
        }
    }
}

fn around(survey: &Survey, ordinal: Ordinal, kind: Kind) -> Vec<Cow<'_, str>> {
    let mut around = survey.ancestry(ordinal);
    let found = around.find(|container| survey.kind(*container) == kind);
    let name = found.map(|container| Cow::Borrowed(survey[container].resource.name.as_str()));
    name.into_iter().collect()
}

fn groups(survey: &Survey, ordinal: Ordinal) -> Vec<Cow<'_, str>> {
    let links = survey.links_from(ordinal);
    let carried = links.filter(|(_, link)| {
        link.kind == RelationshipKind::IsAssociatedWith
            && survey.kind(link.to) == Kind::SecurityGroup
    });
    carried
        .map(|(_, link)| Cow::Borrowed(survey[link.to].resource.name.as_str()))
        .collect()
}
