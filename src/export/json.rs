//! The scan document: every resource and every relationship as JSON. Its schema is for
//! programs of other people: fields are added, never renamed.

use super::{Coverage, View};
use crate::inventory::{Assessed, Evidence, Link, Ordinal, Resource, Survey, Tags};
use serde::Serialize;
use std::collections::BTreeMap;

/// One scan as a document. Both ends of every relationship and every parent are among
/// its resources, external ones included. The same scan gives the same bytes.
#[derive(Debug, Serialize)]
pub struct ScanDocument<'a> {
    schema: &'static str,
    #[serde(flatten)]
    header: ScanHeader,
    resources: Vec<ResourceEntry<'a>>,
    relationships: Vec<RelationshipEntry<'a>>,
    coverage: Vec<Coverage>,
    /// Every call that was made, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<serde_json::Value>,
}

/// What was scanned, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScanHeader {
    /// RFC 3339, in UTC.
    pub scanned_at: String,
    /// The account's number.
    pub account: String,
    pub regions: Vec<String>,
}

impl<'a> ScanDocument<'a> {
    pub const SCHEMA: &'static str = "skymap.scan.v1";

    /// Of what a view is about, with what that stands in.
    pub fn of(view: &View<'a>) -> Self {
        let survey = view.survey;
        let mut held = vec![false; survey.resources.len()];
        for ordinal in view.resources() {
            for round in survey.ancestry(ordinal) {
                held[round.index()] = true;
            }
        }
        let is_held = |ordinal: Ordinal| held[ordinal.index()];
        let mut coverage = view.coverage.to_vec();
        coverage.sort();
        Self {
            schema: Self::SCHEMA,
            header: view.header.clone(),
            resources: survey
                .iter()
                .filter(|(ordinal, _)| is_held(*ordinal))
                .map(|(_, known)| ResourceEntry::of(survey, known))
                .collect(),
            relationships: survey
                .links
                .iter()
                .filter(|link| is_held(link.from) && is_held(link.to))
                .map(|link| RelationshipEntry::of(survey, link))
                .collect(),
            coverage,
            receipt: None,
        }
    }

    #[must_use]
    pub fn with_receipt(self, receipt: Option<serde_json::Value>) -> Self {
        Self { receipt, ..self }
    }

    /// Indented, with a line break at the end.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

#[derive(Debug, Serialize)]
struct ResourceEntry<'a> {
    id: &'a str,
    account: String,
    kind: &'static str,
    name: &'a str,
    region: &'a str,
    zone: Option<&'a str>,
    parent: Option<&'a str>,
    /// Effective: the worst of its own and what is observed of it.
    health: &'static str,
    /// AWS's own word for the resource itself.
    state: &'a str,
    reason: Option<&'a str>,
    tags: &'a Tags,
    /// What has one name several times, as a route table's routes, is joined by `; `.
    facts: BTreeMap<&'a str, String>,
    stale: bool,
}

impl<'a> ResourceEntry<'a> {
    fn of(survey: &'a Survey, known: &'a Assessed) -> Self {
        let resource: &Resource = &known.resource;
        let mut facts: BTreeMap<&str, String> = BTreeMap::new();
        for fact in &resource.facts {
            facts
                .entry(fact.name)
                .and_modify(|known| {
                    known.push_str("; ");
                    known.push_str(&fact.value);
                })
                .or_insert_with(|| fact.value.to_string());
        }
        Self {
            id: resource.id.as_str(),
            account: resource.account.to_string(),
            kind: resource.kind.name(),
            name: &resource.name,
            region: resource.region.as_str(),
            zone: resource.zone.as_deref(),
            parent: known.parent.map(|parent| survey.id(parent).as_str()),
            health: known.assessment.health.name(),
            state: &resource.state,
            reason: known.assessment.reason.as_deref(),
            tags: &resource.tags,
            facts,
            stale: known.is_stale,
        }
    }
}

#[derive(Debug, Serialize)]
struct RelationshipEntry<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    evidence: &'a Evidence,
    /// Of a target, as its target group sees it.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    seen: Option<SeenEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct SeenEntry<'a> {
    health: &'static str,
    state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> RelationshipEntry<'a> {
    fn of(survey: &'a Survey, link: &'a Link) -> Self {
        Self {
            from: survey.id(link.from).as_str(),
            to: survey.id(link.to).as_str(),
            kind: link.kind.name(),
            label: link.label.as_deref(),
            evidence: &link.evidence,
            seen: link.seen.as_ref().map(|seen| SeenEntry {
                health: seen.health.name(),
                state: &seen.state,
                reason: seen.reason.as_deref(),
            }),
        }
    }
}
