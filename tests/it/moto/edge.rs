//! The edge and the ways into a network: what a scan prints is what boto3 lists, each
//! joined to what it leads to; records that lead to nothing known make nothing.

use super::server::{ACCOUNTS, Moto, REGION, role};
use crate::main_job::Machine;
use crate::main_job::reading::{Ids, document, listed};
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn a_scan_prints_the_edge_that_boto3_lists() {
    let moto = Moto::start();
    let role = role(ACCOUNTS[0]);
    let entrance = moto.entrance(&role);
    entrance.run_script("moto/edge.py", "make", &[]);
    let answer = entrance.run_script("moto/edge.py", "list", &[]);
    let mut expected = listed(&serde_json::from_str(&answer).unwrap());
    assert_eq!(expected.len(), 9, "{expected:?}");

    let machine = Machine::at(&moto.endpoint);
    let added = ["--name", "shop", "--role-arn", &role, "--region", REGION];
    machine.expect(0, &[&["accounts", "add"], &added[..]].concat());
    let scan = |machine: &Machine| document(&machine.expect(0, &["scan", "shop", "--json"]).out);
    switch_on(&machine, "vpn");
    let with_keys = scan(&machine);
    let ids = ids(&with_keys);
    for (kind, ids_of) in &expected {
        assert_eq!(ids.get(kind), Some(ids_of), "{kind}");
    }
    let links = links(&with_keys);
    for link in [
        "distribution/shop.example.com forwards-to load-balancer/web [*]",
        "hosted-zone/example.com forwards-to load-balancer/web [www.example.com]",
        "hosted-zone/example.com forwards-to distribution/shop.example.com [shop.example.com]",
        "hosted-zone/inside.example.com is-associated-with vpc",
        "hosted-zone/inside.example.com forwards-to instance [db.inside.example.com]",
        "web-acl/edge protects load-balancer/web",
        "load-balancer/old forwards-to instance [8080]",
        "vpn-gateway is-attached-to vpc",
        "vpn-connection is-attached-to vpn-gateway",
        "vpn-connection is-attached-to customer-gateway",
        "egress-only-internet-gateway is-attached-to vpc",
    ] {
        assert!(links.iter().any(|one| one == link), "{link}: {links:#?}");
    }
    let nowhere = |id: &String| id.contains("198.51.100.") || id.contains("far-");
    let external = ids.get("external").into_iter().flatten();
    assert_eq!(external.filter(|id| nowhere(id)).count(), 0);

    switch_on(&machine, "");
    let without = scan(&machine);
    expected.remove("vpn-connection");
    let ids = self::ids(&without);
    assert_eq!(ids.get("vpn-connection"), None);
    for kind in ["vpn-gateway", "customer-gateway"] {
        assert_eq!(ids.get(kind), expected.get(kind));
    }
}

/// As a person edits the accounts file.
fn switch_on(machine: &Machine, service: &str) {
    let environment = machine.environment();
    let (_, config) = environment
        .iter()
        .find(|(name, _)| *name == "SKYMAP_CONFIG_DIR")
        .unwrap();
    let path = Path::new(config).join("accounts.toml");
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("services_on"));
    let lines: Vec<&str> = lines.collect();
    let on = format!("services_on = [{service:?}]\n");
    let on = if service.is_empty() { "" } else { &on };
    fs::write(&path, format!("{}\n{on}", lines.join("\n"))).unwrap();
}

fn ids(document: &Value) -> Ids {
    let mut ids = Ids::new();
    for resource in document["resources"].as_array().unwrap() {
        let [kind, id] = ["kind", "id"].map(|field| resource[field].as_str().unwrap().to_owned());
        ids.entry(kind).or_default().insert(id);
    }
    ids
}

/// By kinds, and by names where these are not made up by the emulator.
fn links(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let called = |id: &Value| {
        let mut resources = document["resources"].as_array().unwrap().iter();
        let found = resources.find(|one| one["id"] == *id).unwrap();
        let (kind, name) = (text(&found["kind"]), text(&found["name"]));
        let is_named = !text(id).ends_with(&name) || kind == "load-balancer";
        if is_named {
            format!("{kind}/{name}")
        } else {
            kind
        }
    };
    let links = document["relationships"].as_array().unwrap().iter();
    links
        .map(|link| {
            let label = link["label"].as_str();
            let label = label.map(|label| format!(" [{label}]")).unwrap_or_default();
            let (from, to) = (called(&link["from"]), called(&link["to"]));
            format!("{from} {} {to}{label}", text(&link["kind"]))
        })
        .collect()
}
