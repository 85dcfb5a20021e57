//! Of what AWS answers, a blueprint's file holds ARNs and nothing else: every value that
//! is ever written is one of a list of what may be, over the whole demo.

use crate::served::Served;
use serde_json::Value;
use skymap::blueprint::Blueprint;
use skymap::inventory::{Kind, RelationshipKind};
use skymap::sim::{Fleet, ManualClock, Sim};
use std::collections::BTreeSet;
use toml::Value as Toml;

/// Every field that a blueprint has, and what may stand in it.
const FIELDS: &[(&str, Allowed)] = &[
    ("version", Allowed::Number),
    ("name", Allowed::Typed),
    ("saved", Allowed::Time),
    ("look.level", Allowed::Word),
    ("look.focus", Allowed::Box),
    ("look.grouping", Allowed::Typed),
    ("look.filter", Allowed::Typed),
    ("look.preset-filter", Allowed::Typed),
    ("look.hidden-kinds[]", Allowed::Kind),
    ("look.hidden-wires[]", Allowed::Word),
    ("look.folded[]", Allowed::Box),
    ("look.expanded[]", Allowed::Box),
    ("look.moves[].box", Allowed::Box),
    ("look.moves[].class", Allowed::Number),
    ("look.moves[].row", Allowed::Number),
    ("look.moves[].column", Allowed::Number),
    ("places.*[].box", Allowed::Box),
    ("places.*[].class", Allowed::Number),
    ("places.*[].row", Allowed::Number),
    ("places.*[].column", Allowed::Number),
    ("accounts.*.*[]", Allowed::Collector),
    ("content.resources[].arn", Allowed::Arn),
    ("content.resources[].kind", Allowed::Kind),
    ("content.resources[].parent", Allowed::Arn),
    ("content.resources[].account", Allowed::Account),
    ("content.resources[].region", Allowed::Region),
    ("content.resources[].collector", Allowed::Collector),
    ("content.joins[].from", Allowed::Arn),
    ("content.joins[].to", Allowed::Arn),
    ("content.joins[].kind", Allowed::Relationship),
    ("costs.*.*", Allowed::Number),
];

#[derive(Debug, Clone, Copy)]
enum Allowed {
    Number,
    /// By a person.
    Typed,
    Time,
    /// Of ours.
    Word,
    /// An ARN, an account, a region, or some ARNs.
    Box,
    Kind,
    Collector,
    Arn,
    Account,
    Region,
    Relationship,
}

struct Known {
    arns: BTreeSet<String>,
    accounts: BTreeSet<String>,
    regions: BTreeSet<String>,
}

#[test]
fn only_arns_reach_the_disk() {
    // Time stands: nothing comes or goes between two readings.
    let clock = ManualClock::starting_at(jiff::Timestamp::now());
    let served = Served::of(Sim::new(Fleet::demo(None).unwrap(), clock));
    let known = known(&served);
    let scanned = served.run(&["blueprint", "save", "scanned", "shop-prod", "data"], &[]);
    assert!(matches!(scanned.code, Some(0 | 3)), "{}", scanned.errors);
    mapped(&served);
    for name in ["scanned", "mapped"] {
        let path = served.path(&format!("data/blueprints/{name}.toml"));
        let text = std::fs::read_to_string(path).unwrap();
        let blueprint = Blueprint::from_toml(&text).unwrap();
        assert!(blueprint.content.resources.len() > 100);
        assert!(blueprint.content.joins.len() > 100);
        let mut faults = Vec::new();
        walk(
            (&text.parse::<toml::Table>().unwrap().into(), ""),
            &known,
            &mut faults,
        );
        assert!(
            faults.is_empty(),
            "{name}: {:#?}",
            &faults[..faults.len().min(20)]
        );
    }
    let path = served.path("data/blueprints/mapped.toml");
    let mapped = Blueprint::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!mapped.look.places.is_empty());
    let looked = mapped.look.folded.len() + mapped.look.expanded.len();
    assert!(looked > 0, "the look holds a fold");
}

/// Saves from the map, after looking at it in several ways.
fn mapped(served: &Served) {
    let mut session = served.watched((45, 140), &[]);
    session.see(&["vpc"]);
    session.settle();
    for key in ["-", "-", "+", "+", ":zoom 4\r", "g", "z"] {
        session.press(key.as_bytes());
    }
    session.press(b":blueprint save mapped\r");
    session.see(&["saved mapped"]);
    session.press(b":quit\r");
    session.ends_with(0);
}

/// What the accounts have, by the scan's own document.
fn known(served: &Served) -> Known {
    let mut known = Known {
        arns: BTreeSet::new(),
        accounts: BTreeSet::new(),
        regions: BTreeSet::new(),
    };
    for account in ["shop-prod", "data"] {
        let scanned = served.run(&["scan", account, "--json"], &[]);
        let document: Value = serde_json::from_str(&scanned.out).unwrap();
        for resource in document["resources"].as_array().unwrap() {
            let text = |field: &str| resource[field].as_str().unwrap_or_default().to_owned();
            known.arns.insert(text("id"));
            known.accounts.insert(text("account"));
            known.regions.insert(text("region"));
        }
    }
    known
}

fn walk((value, path): (&Toml, &str), known: &Known, faults: &mut Vec<String>) {
    match value {
        Toml::Table(table) if !is_field(path) => {
            for (key, value) in table {
                let key = if is_open(path) {
                    key_of(path, key, known, faults)
                } else {
                    key.clone()
                };
                let inner = if path.is_empty() {
                    key
                } else {
                    format!("{path}.{key}")
                };
                walk((value, &inner), known, faults);
            }
        }
        Toml::Array(values) if !is_field(path) => {
            for value in values {
                walk((value, &format!("{path}[]")), known, faults);
            }
        }
        value => {
            let field = FIELDS.iter().find(|(name, _)| *name == path);
            if !field.is_some_and(|(_, allowed)| is_allowed(*allowed, value, known)) {
                faults.push(format!("{path} = {value}"));
            }
        }
    }
}

fn is_field(path: &str) -> bool {
    FIELDS.iter().any(|(name, _)| *name == path)
}

/// Tables whose keys are not fields: they are checked as values.
fn is_open(path: &str) -> bool {
    ["accounts", "accounts.*", "places", "costs", "costs.*"].contains(&path)
}

fn key_of(path: &str, key: &str, known: &Known, faults: &mut Vec<String>) -> String {
    let is_known = match path {
        "accounts" => known.accounts.contains(key),
        "accounts.*" => known.regions.contains(key) || key == "global",
        "places" => is_word(key),
        _ => known.arns.contains(key),
    };
    if !is_known {
        faults.push(format!("{path}.{key}"));
    }
    "*".to_owned()
}

fn is_allowed(allowed: Allowed, value: &Toml, known: &Known) -> bool {
    let text = value.as_str().unwrap_or_default();
    match allowed {
        Allowed::Number => value.is_integer() || value.is_float(),
        Allowed::Typed => {
            ["scanned", "mapped"].contains(&text) || text.parse::<skymap::graph::Grouping>().is_ok()
        }
        Allowed::Time => text.parse::<jiff::Timestamp>().is_ok(),
        Allowed::Word => is_word(text),
        Allowed::Kind => Kind::ALL.iter().any(|kind| kind.name() == text),
        Allowed::Relationship => RelationshipKind::ALL.iter().any(|kind| kind.name() == text),
        Allowed::Collector => skymap::aws::COLLECTORS.iter().any(|one| one.name == text),
        Allowed::Arn => known.arns.contains(text) && text.starts_with("arn:"),
        Allowed::Account => known.accounts.contains(text),
        Allowed::Region => known.regions.contains(text) || text == "global",
        Allowed::Box => match value {
            Toml::Table(group) => group.iter().all(|(form, members)| {
                let members = members.as_array().unwrap();
                is_word(form)
                    && members
                        .iter()
                        .all(|id| known.arns.contains(id.as_str().unwrap()))
            }),
            _ => known.arns.contains(text) || is_container(text, known),
        },
    }
}

fn is_container(text: &str, known: &Known) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        ["account", number] => known.accounts.contains(number),
        ["region" | "services", number, region] => {
            known.accounts.contains(number)
                && (known.regions.contains(region) || region == "global")
        }
        _ => false,
    }
}

/// The levels of zoom, the kinds of lines, and the forms of boxes that have no ARN.
fn is_word(text: &str) -> bool {
    [
        "account",
        "region",
        "vpc",
        "subnet",
        "resource",
        "traffic",
        "route",
        "security-group",
        "peering",
        "replication",
        "event",
        "reference",
        "zone",
        "group",
        "cell",
        "step",
    ]
    .contains(&text)
}
