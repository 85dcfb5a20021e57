//! Blueprints and their differences as text for people.

use super::live::Live;
use crate::account::AccountId;
use crate::blueprint::{Blueprint, BlueprintName, Diff, Join, Listed, Summary};
use crate::inventory::{Kind, ResourceId};
use crate::text::columns;
use std::collections::BTreeMap;

pub(super) fn list(listed: &Listed) -> String {
    if listed.blueprints.is_empty() {
        return "no blueprints yet; save one with: skymap blueprint save NAME ACCOUNT\n".to_owned();
    }
    let titles = [
        "NAME",
        "SAVED",
        "ACCOUNTS",
        "RESOURCES",
        "JOINS",
        "VERSIONS",
    ];
    let rows = listed.blueprints.iter().map(|one| {
        let [saved, accounts, resources, joins] = summary(one);
        vec![
            one.name.to_string(),
            saved,
            accounts,
            resources,
            joins,
            one.versions.to_string(),
        ]
    });
    table(&titles, rows.collect())
}

pub(super) fn versions(name: &BlueprintName, listed: &Listed) -> String {
    if listed.blueprints.is_empty() {
        return format!("{name} was saved once: it has no former versions\n");
    }
    let titles = ["VERSION", "SAVED", "ACCOUNTS", "RESOURCES", "JOINS"];
    let rows = listed.blueprints.iter().map(|one| {
        let [saved, accounts, resources, joins] = summary(one);
        let version = one.version.as_ref().map(ToString::to_string);
        vec![
            version.unwrap_or_default(),
            saved,
            accounts,
            resources,
            joins,
        ]
    });
    table(&titles, rows.collect())
}

fn summary(one: &Summary) -> [String; 4] {
    let accounts: Vec<String> = one.accounts.iter().map(|number| number.grouped()).collect();
    [
        one.saved.to_string(),
        accounts.join(" "),
        one.resources.to_string(),
        one.joins.to_string(),
    ]
}

/// `412 resources, 903 joins`.
pub(super) fn counts(blueprint: &Blueprint) -> String {
    let content = &blueprint.content;
    format!(
        "{} resources, {} joins",
        content.resources.len(),
        content.joins.len()
    )
}

pub(super) fn blueprint(blueprint: &Blueprint) -> String {
    let content = &blueprint.content;
    let mut text = format!("{}  saved {}\n", blueprint.name, blueprint.saved);
    for (account, regions) in &content.reads {
        let regions: Vec<&str> = regions.keys().map(crate::account::Region::as_str).collect();
        text.extend([format!(
            "account {}  {}\n",
            AccountId::grouped(*account),
            regions.join(" ")
        )]);
    }
    let look = &blueprint.look;
    text.extend([format!(
        "level {}, grouped by {}\n",
        look.level.name(),
        look.preset.group
    )]);
    for (what, count) in [
        ("folded", look.folded.len()),
        ("opened", look.expanded.len()),
        ("moved by hand", look.moves.len()),
    ] {
        if count > 0 {
            text.extend([format!("{what} {count}\n")]);
        }
    }
    if !look.filter.is_empty() {
        text.extend([format!("filter {}\n", look.filter)]);
    }
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for known in content.resources.values() {
        *kinds.entry(known.kind).or_default() += 1;
    }
    let rows = kinds.iter().map(|(kind, count)| {
        let title = if *count == 1 {
            kind.title()
        } else {
            kind.plural()
        };
        vec![count.to_string(), title.to_owned()]
    });
    text.extend([format!("\n{}\n", counts(blueprint))]);
    text + &table(&[], rows.collect())
}

/// A line for each difference: `+` for what is new, `-` for what is gone, `~` for what
/// stands elsewhere.
pub(super) fn diff(before: &Blueprint, after: &Live, diff: &Diff) -> String {
    let mut rows = Vec::new();
    let row = |sign: &str, kind: &str, what: String| vec![sign.to_owned(), kind.to_owned(), what];
    let inside = |id: &ResourceId, parent: Option<&ResourceId>| match parent {
        Some(parent) => format!("{id}  in {}", parent.short()),
        None => id.to_string(),
    };
    for (sign, list) in [("+", &diff.added), ("-", &diff.removed)] {
        let each = list.iter();
        rows.extend(
            each.map(|(id, known)| {
                row(sign, known.kind.title(), inside(id, known.parent.as_ref()))
            }),
        );
    }
    for moved in &diff.moved {
        let short =
            |id: &Option<ResourceId>| id.as_ref().map_or("nothing", ResourceId::short).to_owned();
        let what = format!(
            "{}  from {} to {}",
            moved.id,
            short(&moved.from),
            short(&moved.to)
        );
        rows.push(row("~", moved.kind.title(), what));
    }
    let join = |sign: &str, join: &Join| {
        row(
            sign,
            join.kind.name(),
            format!("{} -> {}", join.from, join.to),
        )
    };
    for (sign, joins) in [("+", &diff.joined), ("-", &diff.parted)] {
        rows.extend(
            diff.between_those_that_stay(joins)
                .map(|one| join(sign, one)),
        );
    }
    let head = format!("{} of {} -> {}\n", before.name, before.saved, after.title);
    let mut text = head + &table(&[], rows);
    text.extend([format!("{}\n", tally(diff))]);
    text
}

/// `2 added, 1 removed, 0 moved; 3 joins added, 4 removed`.
fn tally(diff: &Diff) -> String {
    let mut text = if diff.is_empty() {
        String::from("nothing differs")
    } else {
        format!(
            "{} added, {} removed, {} moved; joins: {} added, {} removed",
            diff.added.len(),
            diff.removed.len(),
            diff.moved.len(),
            diff.joined.len(),
            diff.parted.len()
        )
    };
    for (count, why) in [
        (
            diff.unread.len(),
            "could not be looked for: what holds them was not read now",
        ),
        (
            diff.unread_before.len(),
            "were not looked at when it was saved",
        ),
    ] {
        if count > 0 {
            text.extend([format!("\n{count} {why}")]);
        }
    }
    text
}

/// Padded by what a terminal shows; the last column is not.
fn table(titles: &[&str], rows: Vec<Vec<String>>) -> String {
    let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    let mut all = rows;
    if !titles.is_empty() {
        all.insert(0, titles);
    }
    let count = all.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..count)
        .map(|column| {
            all.iter()
                .map(|row| columns(&row[column]))
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for row in all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - columns(cell) + 2));
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}
