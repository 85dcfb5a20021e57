//! Every service whose answers are documents, as boto3 reads it through the loopback port.

use super::World;
use super::foreign::{open, run};
use serde_json::{Value, json};
use skymap::sim;
use std::collections::BTreeSet;

/// What boto3 found in one account.
async fn read(world: &World, account: &str) -> Value {
    let listener = open(world).await;
    let account = world.account(account);
    let described = tempfile::NamedTempFile::new().expect("a file");
    let documents = world.sim.fleet().documents(&account.number);
    serde_json::to_writer(&described, &documents).expect("the documents in a file");
    let file = described.path().to_string_lossy().into_owned();
    let arguments = [
        "documents.py",
        &file,
        &account.role_arn,
        &account.external_id,
    ];
    let (is_well, text) = run(world, &listener, &arguments).await;
    assert!(is_well, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn boto3_calls_every_operation_and_gets_every_field_of_every_document() {
    let world = World::new(None);
    let (shop, data) = tokio::join!(read(&world, "shop-prod"), read(&world, "data"));
    for found in [&shop, &data] {
        assert_eq!(found["wrong"], json!([]), "{found:#}");
    }
    let calls = world.sim.calls();
    let called: BTreeSet<(&str, &str)> = calls
        .keys()
        .map(|name| (name.service.as_str(), name.operation.as_str()))
        .collect();
    let missed: Vec<_> = sim::operations()
        .filter(|operation| !called.contains(operation))
        .collect();
    assert_eq!(missed, [], "every operation of the tables was called");
    let unknown = json!({
        "query": "InvalidAction",
        "json": "UnknownOperationException",
        "rest-json": "UnknownOperationException",
        "rest-xml": "UnknownOperationException",
        "s3": "MethodNotAllowed",
        "cbor": "UnknownOperationException",
        "ec2": "InvalidAction",
    });
    assert_eq!(data["unknown"], unknown);
    let denied = json!({
        "query": "AccessDenied",
        "sns": "AuthorizationError",
        "json": "AccessDeniedException",
        "query-compatible": "AccessDenied",
        "rest-json": "AccessDeniedException",
        "rest-xml": "AccessDenied",
        "s3": "AccessDenied",
        "cbor": "AccessDeniedException",
        "ec2": "UnauthorizedOperation",
    });
    assert_eq!(data["denied"], denied);
}
