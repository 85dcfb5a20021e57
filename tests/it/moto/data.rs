//! Databases, buckets, streams and file systems: what a scan prints is what boto3 lists,
//! each where it stands and with what it is joined to.

use super::server::{ACCOUNTS, Moto, REGION, role};
use crate::main_job::Machine;
use crate::main_job::reading::{document, listed, scanned};
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn a_scan_prints_the_data_services_that_boto3_lists() {
    let moto = Moto::start();
    let role = role(ACCOUNTS[0]);
    let entrance = moto.entrance(&role);
    entrance.run_script("moto/data.py", "make", &[]);
    let answer = entrance.run_script("moto/data.py", "list", &[]);
    let expected = listed(&serde_json::from_str(&answer).unwrap());
    assert_eq!(expected.len(), 11, "{expected:?}");

    let machine = Machine::at(&moto.endpoint);
    let added = ["--name", "shop", "--role-arn", &role, "--region", REGION];
    machine.expect(0, &[&["accounts", "add"], &added[..]].concat());
    let document = document(&machine.expect(0, &["scan", "shop", "--json"]).out);
    let found = scanned(&document, ACCOUNTS[0], REGION);
    for (kind, ids) in &expected {
        assert_eq!(found.get(kind), Some(ids), "{kind}");
    }

    let scan = Scan::of(&document);
    for (name, parent) in [
        ("db-instance/orders", "subnet/data-b"),
        ("db-cluster/catalog", "vpc/"),
        ("db-cluster/friends", "vpc/"),
        ("cache-cluster/pages", "vpc/"),
        ("file-system/uploads", "vpc/"),
        ("file-system/files", "subnet/data-a"),
        ("redshift-cluster/sales", "subnet/data-a"),
    ] {
        let found = scan.parents[name].as_deref().unwrap_or_default();
        assert!(found.starts_with(parent), "{name} stands in {found}");
    }
    for relationship in [
        "db-instance/orders is-associated-with security-group/data",
        "db-instance/orders-copy is-replica-of db-instance/orders",
        "db-instance/catalog-1 is-member-of db-cluster/catalog [writer]",
        "db-instance/catalog-2 is-member-of db-cluster/catalog [reader]",
        "db-cluster/catalog is-attached-to subnet/data-a",
        "bucket/shop-images sends-events-to queue/uploaded [ObjectCreated:* images/*]",
        "bucket/shop-images replicates-to bucket/shop-copy",
        "search-domain/logs is-attached-to subnet/data-b",
        "search-domain/logs is-associated-with security-group/data",
        "redshift-cluster/sales is-associated-with security-group/data",
    ] {
        let stated = &scan.relationships;
        assert!(
            stated.iter().any(|one| one == relationship),
            "{relationship}: {stated:#?}"
        );
    }
    let mounted = |one: &&String| one.ends_with("is-attached-to file-system/uploads");
    assert_eq!(scan.relationships.iter().filter(mounted).count(), 2);
    for name in [
        "db-instance/orders",
        "bucket/shop-images",
        "table/orders",
        "stream/clicks",
        "cache-cluster/pages",
        "search-domain/logs",
    ] {
        assert_eq!(scan.teams[name], "shop", "the tags of {name}");
    }
}

/// The document by names that a person reads.
struct Scan {
    parents: BTreeMap<String, Option<String>>,
    relationships: Vec<String>,
    teams: BTreeMap<String, String>,
}

impl Scan {
    fn of(document: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let resources = || document["resources"].as_array().unwrap().iter();
        let called = |one: &Value| format!("{}/{}", text(&one["kind"]), text(&one["name"]));
        let names: BTreeMap<String, String> = resources()
            .map(|one| (text(&one["id"]), called(one)))
            .collect();
        let links = document["relationships"].as_array().unwrap().iter();
        Self {
            parents: resources()
                .map(|one| (called(one), names.get(&text(&one["parent"])).cloned()))
                .collect(),
            relationships: links
                .map(|link| {
                    let [from, to] = ["from", "to"].map(|end| &names[&text(&link[end])]);
                    let label = link["label"].as_str();
                    let label = label.map(|label| format!(" [{label}]")).unwrap_or_default();
                    format!("{from} {} {to}{label}", text(&link["kind"]))
                })
                .collect(),
            teams: resources()
                .map(|one| (called(one), text(&one["tags"]["team"])))
                .collect(),
        }
    }
}
