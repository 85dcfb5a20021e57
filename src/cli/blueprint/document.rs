//! Blueprints and their differences as JSON for programs: fields are added, never renamed.

use super::live::Live;
use crate::account::Region;
use crate::blueprint::{Blueprint, BoxName, Diff, Join, Known, Listed, Summary};
use crate::inventory::ResourceId;
use color_eyre::eyre::{Result, WrapErr};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "skymap.blueprints.v1";
const BLUEPRINT: &str = "skymap.blueprint.v1";
const DIFF: &str = "skymap.blueprint-diff.v1";

/// `key` is what is listed: blueprints, or the versions of one.
pub(super) fn list(listed: &Listed, key: &str) -> Result<String> {
    let rows: Vec<Value> = listed.blueprints.iter().map(summary).collect();
    let mut document = json!({ "schema": LIST, "issues": listed.issues });
    document[key] = Value::Array(rows);
    text(&document)
}

fn summary(one: &Summary) -> Value {
    let accounts: Vec<String> = one.accounts.iter().map(ToString::to_string).collect();
    json!({
        "name": one.name.as_str(),
        "version": one.version.as_ref().map(ToString::to_string),
        "saved": one.saved.to_string(),
        "accounts": accounts,
        "resources": one.resources,
        "joins": one.joins,
        "versions": one.versions,
    })
}

pub(super) fn blueprint(blueprint: &Blueprint) -> Result<String> {
    let (content, look) = (&blueprint.content, &blueprint.look);
    let names = |names: &BTreeSet<BoxName>| names.iter().map(name).collect::<Vec<Value>>();
    let accounts: BTreeMap<String, Vec<&str>> = content
        .reads
        .iter()
        .map(|(account, regions)| {
            let regions = regions.keys().map(Region::as_str).collect();
            (account.to_string(), regions)
        })
        .collect();
    let costs: BTreeMap<&str, _> = blueprint
        .costs
        .iter()
        .map(|(id, usages)| (id.as_str(), usages))
        .collect();
    text(&json!({
        "schema": BLUEPRINT,
        "name": blueprint.name.as_str(),
        "saved": blueprint.saved.to_string(),
        "accounts": accounts,
        "look": {
            "level": look.level.number(),
            "grouping": look.preset.group.to_string(),
            "filter": look.filter,
            "folded": names(&look.folded),
            "expanded": names(&look.expanded),
        },
        "resources": resources(&content.resources),
        "joins": joins(&content.joins),
        "costs": costs,
    }))
}

fn name(name: &BoxName) -> Value {
    match name {
        BoxName::Group(form, members) => {
            let members: Vec<&str> = members.iter().map(ResourceId::as_str).collect();
            json!({ "form": form, "members": members })
        }
        other => Value::String(other.to_string()),
    }
}

pub(super) fn diff(before: &Blueprint, after: &Live, diff: &Diff) -> Result<String> {
    let moved: Vec<Value> = diff
        .moved
        .iter()
        .map(|moved| {
            json!({
                "arn": moved.id.as_str(),
                "kind": moved.kind.name(),
                "from": moved.from.as_ref().map(ResourceId::as_str),
                "to": moved.to.as_ref().map(ResourceId::as_str),
            })
        })
        .collect();
    text(&json!({
        "schema": DIFF,
        "blueprint": before.name.as_str(),
        "saved": before.saved.to_string(),
        "against": after.title,
        "differs": !diff.is_empty(),
        "added": resources(&diff.added),
        "removed": resources(&diff.removed),
        "moved": moved,
        "joins_added": joins(&diff.joined),
        "joins_removed": joins(&diff.parted),
        "not_read": resources(&diff.unread),
        "not_read_before": resources(&diff.unread_before),
    }))
}

fn resources(resources: &BTreeMap<ResourceId, Known>) -> Vec<Value> {
    let each = resources.iter().map(|(id, known)| {
        json!({
            "arn": id.as_str(),
            "kind": known.kind.name(),
            "parent": known.parent.as_ref().map(ResourceId::as_str),
            "account": known.account.to_string(),
            "region": known.region.as_str(),
        })
    });
    each.collect()
}

fn joins(joins: &BTreeSet<Join>) -> Vec<Value> {
    let each = joins.iter().map(|join| {
        json!({
            "from": join.from.as_str(),
            "to": join.to.as_str(),
            "kind": join.kind.name(),
        })
    });
    each.collect()
}

fn text(document: &Value) -> Result<String> {
    let text = serde_json::to_string_pretty(document).wrap_err("write JSON")?;
    Ok(text + "\n")
}
