//! The inventory as CSV: a row for each resource.

use super::View;
use super::rows::Rows;
use crate::inventory::{Assessed, Ordinal, Resource};

const COLUMNS: [&str; 15] = [
    "account",
    "account_name",
    "region",
    "zone",
    "vpc",
    "kind",
    "name",
    "id",
    "health",
    "state",
    "reason",
    "is_stale",
    "tags",
    "facts",
    "arn",
];

pub(super) fn csv(view: &View) -> String {
    let mut rows = Rows::new();
    rows.row(COLUMNS);
    for ordinal in view.resources() {
        rows.row(row(view, ordinal).iter().map(String::as_str));
    }
    rows.finish()
}

fn row(view: &View, ordinal: Ordinal) -> [String; COLUMNS.len()] {
    let survey = view.survey;
    let Assessed {
        resource,
        assessment,
        is_stale,
        ..
    } = &survey[ordinal];
    let name_of = |account| survey.account_names.get(account);
    let vpc = survey.vpc_of(ordinal).map(|vpc| survey.id(vpc).short());
    [
        resource.account.to_string(),
        name_of(&resource.account)
            .map(ToString::to_string)
            .unwrap_or_default(),
        resource.region.to_string(),
        resource.zone.as_deref().unwrap_or_default().to_owned(),
        vpc.unwrap_or_default().to_owned(),
        resource.kind.name().to_owned(),
        resource.name.to_string(),
        resource.id.short().to_owned(),
        assessment.health.to_string(),
        resource.state.to_string(),
        assessment.reason.as_deref().unwrap_or_default().to_owned(),
        if *is_stale { "yes" } else { "no" }.to_owned(),
        tags(resource),
        facts(resource),
        resource.id.to_string(),
    ]
}

fn tags(resource: &Resource) -> String {
    let tags = resource.tags.iter();
    let tags = tags.map(|(key, value)| format!("{key}={value}"));
    tags.collect::<Vec<_>>().join("; ")
}

fn facts(resource: &Resource) -> String {
    let facts = resource.facts.iter();
    let facts = facts.map(|fact| format!("{}={}", fact.name, fact.value));
    facts.collect::<Vec<_>>().join("; ")
}
