//! Containers, functions, queues, APIs, events and alarms, made by boto3: each is in the
//! scan, stands where it should and knows what it is joined with. Moto speaks no CBOR,
//! which CloudWatch's client does; `server.py` translates.

use super::server::{ACCOUNTS, Moto, REGION, role};
use crate::main_job::reading::{document, listed, scanned};
use crate::main_job::{Machine, Ran};
use crate::python;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const NUMBER: &str = ACCOUNTS[0];

/// `FROM KIND TO [LABEL]`, each end by its kind and name.
const LINKS: [&str; 28] = [
    "queue orders sends-events-to queue orders-dead [dead letters]",
    "topic orders sends-events-to queue orders",
    "topic orders sends-events-to external mail subscription",
    "topic orders sends-events-to external hooks.example.com [https]",
    "function orders is-triggered-by queue orders",
    "function orders refers-to queue orders [QUEUE]",
    "function orders is-associated-with security-group apps",
    "ecs-service orders is-member-of ecs-cluster shop",
    "ecs-service orders is-attached-to subnet a",
    "ecs-service orders is-attached-to subnet b",
    "ecs-service orders is-associated-with security-group apps",
    "ecs-service orders refers-to repository shop/orders",
    "ecs-service orders refers-to topic orders [TOPIC]",
    "ecs-task orders is-contained-in subnet a",
    "ecs-task orders is-member-of ecs-cluster shop",
    "node-group large is-member-of eks-cluster workers",
    "node-group large is-attached-to subnet a",
    "fargate-profile batch is-member-of eks-cluster workers",
    "api shop forwards-to function orders [GET /]",
    "api shop-new forwards-to function orders [GET /orders]",
    "api shop-new forwards-to vpc-link in",
    "vpc-link in forwards-to external inside.example.com",
    "event-rule paid is-triggered-by event-bus shop",
    "event-rule paid sends-events-to function orders",
    "event-rule nightly sends-events-to queue orders",
    "state-machine checkout sends-events-to function orders",
    "alarm too many orders watches queue orders",
    "alarm too many orders sends-events-to topic orders",
];

/// The emulator gives every function the same VPC, and a node group an Auto Scaling group
/// that is not there. It leaves a function's dead letters out of the list.
const UNLIKE_AWS: [&str; 2] = ["vpc-123abc", "node-group large is-associated-with"];

#[test]
fn every_application_is_what_boto3_lists() {
    let moto = Moto::start();
    run(&moto, "make");
    let machine = Machine::at(&moto.endpoint);
    let role = role(NUMBER);
    let fields = ["--role-arn", &role, "--region", REGION];
    machine.expect(
        0,
        &[&["accounts", "add", "--name", "shop"], &fields[..]].concat(),
    );
    let Ran { out, .. } = machine.expect(0, &["scan", "shop", "--json"]);
    assert!(!out.contains("s3cret-value") && !out.contains("jo@example.com"));
    let document = document(&out);

    let found = scanned(&document, NUMBER, REGION);
    for (kind, ids) in listed(&serde_json::from_str(&run(&moto, "list")).unwrap()) {
        assert_eq!(found.get(&kind), Some(&ids), "{kind}");
    }
    let links = links(&document);
    for expected in LINKS {
        assert!(links.contains(expected), "{expected} in {links:#?}");
    }
    let queue = named(&document, "queue", "orders");
    assert_eq!(queue["health"], "degraded");
    assert_eq!(queue["reason"], "alarm too many orders: 117 wait");
    let function = named(&document, "function", "orders");
    assert_eq!(function["health"], "healthy");
    assert!(function["facts"].to_string().contains("lambda-url"));
    let service = named(&document, "ecs-service", "orders");
    assert_eq!(service["state"], "0 of 2 running");
    assert!(service["facts"].to_string().contains("shop/orders:7"));
    let strangers = links.iter().filter(|link| link.contains("external"));
    let is_unlike_aws = |link: &str| UNLIKE_AWS.iter().any(|part| link.contains(part));
    let strangers = strangers.filter(|link| !is_unlike_aws(link));
    for stranger in strangers {
        assert!(LINKS.contains(&stranger.as_str()), "{stranger}");
    }
}

fn run(moto: &Moto, verb: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/moto/apps.py");
    let output = Command::new(python::programs().join("python"))
        .arg(script)
        .args([verb, &moto.endpoint, REGION, &role(NUMBER)])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

fn named<'a>(document: &'a Value, kind: &str, name: &str) -> &'a Value {
    let mut resources = document["resources"].as_array().unwrap().iter();
    let found = resources.find(|one| one["kind"] == kind && one["name"] == name);
    found.unwrap_or_else(|| panic!("{kind} {name}"))
}

/// Every relationship as a line; a subnet without a name by
/// the letter of its zone.
pub(super) fn links(document: &Value) -> BTreeSet<String> {
    let resources = document["resources"].as_array().unwrap().iter();
    let names: BTreeMap<&str, String> = resources
        .map(|one| {
            let text = |field: &str| one[field].as_str().unwrap_or_default();
            let name = match text("kind") {
                "subnet" if text("name").starts_with("subnet-") => {
                    text("zone").trim_start_matches(REGION)
                }
                _ => text("name"),
            };
            (text("id"), format!("{} {name}", text("kind")))
        })
        .collect();
    let relationships = document["relationships"].as_array().unwrap().iter();
    let lines = relationships.map(|link| {
        let end = |field: &str| &names[link[field].as_str().unwrap()];
        let label = link["label"].as_str();
        let label = label.map(|label| format!(" [{label}]")).unwrap_or_default();
        let kind = link["kind"].as_str().unwrap();
        format!("{} {kind} {}{label}", end("from"), end("to"))
    });
    lines.collect()
}
