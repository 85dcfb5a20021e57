//! `skymap scan`: what it prints is what boto3 lists.

use super::{Machine, Ran};
use crate::moto::server::{ACCOUNTS, Moto, REGION, role};
use serde_json::Value;
use skymap::account::{Service, Services};
use std::collections::{BTreeMap, BTreeSet};

pub type Ids = BTreeMap<String, BTreeSet<String>>;

#[test]
fn a_scan_prints_what_boto3_lists() {
    let moto = Moto::start();
    moto.make_estates();
    let machine = Machine::at(&moto.endpoint);
    let mut peerings: Vec<BTreeSet<String>> = Vec::new();
    for (number, name, block) in [
        (ACCOUNTS[0], "shop", "10.20.0.0/16"),
        (ACCOUNTS[1], "data", "10.30.0.0/16"),
    ] {
        let role = role(number);
        let fields = ["--role-arn", &role, "--region", REGION];
        machine.expect(
            0,
            &[&["accounts", "add", "--name", name], &fields[..]].concat(),
        );
        let Ran { out, .. } = machine.expect(0, &["scan", name, "--json"]);
        let document = document(&out);
        assert_eq!(document["account"], number);
        let listed = listed(&moto.list(number));
        let count: usize = listed.values().map(BTreeSet::len).sum();
        assert!(count >= 60, "an estate of {count} resources");
        assert_eq!(scanned(&document, number, REGION), listed);
        let Ran { out, .. } = machine.expect(0, &["scan", name, "--output", "text"]);
        assert!(out.contains(&format!("shop {block}")), "{out}");
        peerings.push(arns(&document, "vpc-peering-connection"));
    }
    let shared = peerings[0].intersection(&peerings[1]);
    assert_eq!(
        shared.count(),
        1,
        "both sides know it by one ARN: {peerings:?}"
    );
}

fn arns(document: &Value, kind: &str) -> BTreeSet<String> {
    let resources = document["resources"].as_array().unwrap().iter();
    let of_kind = resources.filter(|resource| resource["kind"] == kind);
    of_kind.map(|one| text_of(one, "id").to_owned()).collect()
}

/// A scan's document in which every end of a relationship and every parent is there.
pub fn document(text: &str) -> Value {
    let document: Value = serde_json::from_str(text).unwrap();
    assert_eq!(document["schema"], "skymap.scan.v1");
    let resources = document["resources"].as_array().unwrap();
    let known: BTreeSet<&str> = resources.iter().map(|one| text_of(one, "id")).collect();
    assert_eq!(known.len(), resources.len(), "every id is there once");
    for resource in resources {
        let parent = &resource["parent"];
        let is_closed = parent.is_null() || known.contains(text_of(resource, "parent"));
        assert!(is_closed, "{resource}");
    }
    let relationships = document["relationships"].as_array().unwrap();
    assert_ne!(relationships.len(), 0);
    for link in relationships {
        let is_closed = ["from", "to"]
            .iter()
            .all(|end| known.contains(text_of(link, end)));
        assert!(is_closed, "{link}");
    }
    for part in document["coverage"].as_array().unwrap() {
        if part["result"] == "off" {
            assert!(is_off_at_first(text_of(part, "service")), "{part}");
            assert_eq!((&part["count"], &part["calls"]), (&0.into(), &0.into()));
        } else {
            assert_eq!(part["result"], "ok", "{part}");
        }
    }
    document
}

/// Whether a person has to switch the service on before it is read.
fn is_off_at_first(name: &str) -> bool {
    let mut all = Service::ALL.into_iter();
    let service = all.find(|service| service.name() == name).unwrap();
    !Services::default().reads(service)
}

/// The ids of a document in one region of one account, by kind, as boto3 writes them.
pub fn scanned(document: &Value, number: &str, region: &str) -> Ids {
    let mut found = Ids::new();
    for resource in document["resources"].as_array().unwrap() {
        let is_asked = resource["account"] == number && resource["region"] == region;
        let kind = text_of(resource, "kind");
        let arn = text_of(resource, "id");
        if !is_asked || kind == "external" {
            continue;
        }
        let id = match arn.rsplit_once('/') {
            Some((of, id)) if of.contains(":ec2:") => id,
            _ => arn,
        };
        found
            .entry(kind.to_owned())
            .or_default()
            .insert(id.to_owned());
    }
    found
}

/// The ids that boto3 listed, by kind; kinds of which there are none are left out.
pub fn listed(answer: &Value) -> Ids {
    let kinds = answer["kinds"].as_object().unwrap();
    kinds
        .iter()
        .map(|(kind, ids)| {
            let ids = ids.as_array().unwrap().iter();
            let ids = ids.map(|id| id.as_str().unwrap().to_owned());
            (kind.clone(), ids.collect())
        })
        .filter(|(_, ids): &(String, BTreeSet<String>)| !ids.is_empty())
        .collect()
}

fn text_of<'a>(entry: &'a Value, field: &str) -> &'a str {
    entry[field].as_str().unwrap()
}
