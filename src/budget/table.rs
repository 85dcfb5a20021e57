//! The budget in rows: by VPC, kind, service, region, account or a tag's value.

use super::{Amount, Budget};
use crate::account::Service;
use crate::inventory::{Kind, Ordinal, ResourceId, Survey};
use compact_str::CompactString;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What the rows of a budget are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Vpc,
    Kind,
    Service,
    Region,
    Account,
    Tag(String),
}

/// One row of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What tells it from others: two VPCs may have one name.
    pub key: CompactString,
    pub title: CompactString,
    pub amount: Amount,
    /// The most expensive first.
    pub resources: Vec<ResourceId>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is nothing to sum by; vpc, kind, service, region, account and tag:KEY are")]
pub struct ByError(String);

impl By {
    /// Those that need no word of the user.
    pub const PLAIN: [Self; 5] = [
        Self::Vpc,
        Self::Kind,
        Self::Service,
        Self::Region,
        Self::Account,
    ];
}

impl FromStr for By {
    type Err = ByError;

    fn from_str(text: &str) -> Result<Self, ByError> {
        match text {
            "vpc" => Ok(Self::Vpc),
            "kind" | "type" => Ok(Self::Kind),
            "service" => Ok(Self::Service),
            "region" => Ok(Self::Region),
            "account" => Ok(Self::Account),
            _ => match text.strip_prefix("tag:") {
                Some(key) if !key.is_empty() => Ok(Self::Tag(key.to_owned())),
                _ => Err(ByError(text.chars().take(40).collect())),
            },
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vpc => f.pad("vpc"),
            Self::Kind => f.pad("kind"),
            Self::Service => f.pad("service"),
            Self::Region => f.pad("region"),
            Self::Account => f.pad("account"),
            Self::Tag(key) => write!(f, "tag:{key}"),
        }
    }
}

impl Budget {
    /// The most expensive row first. Every resource that has a cost is in exactly one row,
    /// so the rows add up to the total.
    pub fn table(&self, survey: &Survey, by: &By) -> Vec<Row> {
        let mut rows: BTreeMap<CompactString, Row> = BTreeMap::new();
        for (id, cost) in &self.costs {
            let Some(ordinal) = survey.ordinal(id) else {
                continue;
            };
            let (key, title) = heading(survey, ordinal, by);
            let row = rows.entry(key.clone()).or_insert_with(|| Row {
                key,
                title,
                amount: Amount::default(),
                resources: Vec::new(),
            });
            row.amount += cost.amount();
            row.resources.push(id.clone());
        }
        let mut rows: Vec<Row> = rows.into_values().collect();
        for row in &mut rows {
            let amount = |id: &ResourceId| self.cost(id).map(|cost| cost.amount().known);
            row.resources.sort_by(|one, other| {
                let by_amount = amount(other).cmp(&amount(one));
                by_amount.then_with(|| one.cmp(other))
            });
        }
        rows.sort_by(|one, other| {
            let by_amount = other.amount.known.cmp(&one.amount.known);
            by_amount.then_with(|| one.title.cmp(&other.title))
        });
        rows
    }
}

/// What tells a row from others, and what it is called.
fn heading(survey: &Survey, ordinal: Ordinal, by: &By) -> (CompactString, CompactString) {
    let resource = &survey[ordinal].resource;
    let same = |title: &str| (CompactString::from(title), CompactString::from(title));
    match by {
        By::Vpc => match survey
            .vpc_of(ordinal)
            .or_else(|| vpc_beside(survey, ordinal))
        {
            Some(vpc) => {
                let vpc = &survey[vpc].resource;
                (vpc.id.as_str().into(), vpc.name.clone())
            }
            None => same("outside VPCs"),
        },
        By::Kind => same(resource.kind.plural()),
        By::Service => same(service_of(&resource.id)),
        By::Region => same(resource.region.as_str()),
        By::Account => {
            let name = survey.account_names.get(&resource.account);
            let number = CompactString::from(resource.account.to_string());
            (number.clone(), name.cloned().unwrap_or(number))
        }
        By::Tag(key) => match resource.tags.get(key) {
            Some(value) => same(value),
            None => (CompactString::default(), "untagged".into()),
        },
    }
}

/// As people call the service that an ARN is of.
pub fn service_of(id: &ResourceId) -> &str {
    let prefix = id.as_str().split(':').nth(2).unwrap_or_default();
    match Service::of_name(prefix) {
        Some(service) => service.title(),
        None => prefix,
    }
}

/// Of what stands in no VPC and yet belongs to something that does: a volume, an address.
fn vpc_beside(survey: &Survey, ordinal: Ordinal) -> Option<Ordinal> {
    use crate::inventory::RelationshipKind::{IsAttachedTo, IsMemberOf};
    if survey.kind(ordinal) == Kind::External {
        return None;
    }
    let links = survey.links_from(ordinal);
    let mut near = links.filter(|(_, link)| matches!(link.kind, IsAttachedTo | IsMemberOf));
    near.find_map(|(_, link)| survey.vpc_of(link.to))
}
