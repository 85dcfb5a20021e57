//! The inventory as CSV (RFC 4180): a row for each resource. Spreadsheets take a field
//! that begins with `=`, `+`, `-` or `@` for a formula, and the names in it are other
//! people's: such a field gets an apostrophe before it, as spreadsheets themselves
//! write what is to stay text.

use super::View;
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

/// What a spreadsheet calculates, and the blanks that it skips before it looks.
const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn csv(view: &View) -> String {
    let mut text = record(COLUMNS);
    for ordinal in view.resources() {
        text.push_str(&record(row(view, ordinal).iter().map(String::as_str)));
    }
    text
}

fn record<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(field).collect();
    fields.join(",") + "\r\n"
}

fn field(text: &str) -> String {
    let apostrophe = if text.starts_with(FORMULAS) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{apostrophe}{text}")
    }
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
        assessment.state.to_string(),
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

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn nothing_is_calculated_and_nothing_leaves_its_field() {
        for (text, expected) in [
            ("", ""),
            ("web-1", "web-1"),
            ("a=b", "a=b"),
            ("=HYPERLINK(\"//x\")", "\"'=HYPERLINK(\"\"//x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("one, \"two\"", "\"one, \"\"two\"\"\""),
        ] {
            assert_eq!(field(text), expected);
        }
    }
}
