//! The provider against moto, an AWS emulator that is not ours: every resource and every
//! target must be what boto3 lists there. Moto is blind to trust policies, external IDs,
//! session policies, paging of most calls and throttling; `aws_wire` has those.

#![cfg(test)]

mod apps;
mod data;
mod edge;
mod samples;
pub mod server;

use futures::StreamExt;
use serde_json::{Map, Value, json};
use server::{ACCOUNTS, Moto, REGION, role};
use skymap::account::{Account, ExternalId, Region, Services};
use skymap::aws::Aws;
use skymap::inventory::{Reference, Slice};
use skymap::provider::{Cadence, Probe, Provider, ScanEvent, ScanTarget, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the child writes what it read.
const OUTPUT: &str = "SKYMAP_TEST_OUTPUT";
const ACCOUNT: &str = "SKYMAP_TEST_ACCOUNT";

#[test]
fn every_resource_is_what_boto3_lists() {
    let moto = Moto::start();
    moto.make_estates();
    for number in ACCOUNTS {
        let expected: Value = moto.list(number);
        let found = in_a_process_of_its_own(&moto, number, "read_the_account");
        let kinds = expected["kinds"].as_object().unwrap();
        let count: usize = kinds
            .values()
            .map(|ids| ids.as_array().unwrap().len())
            .sum();
        assert!(count >= 60, "an estate of {count} resources");
        let global = expected["global"].as_object().unwrap();
        let names: BTreeSet<&String> = kinds.keys().chain(global.keys()).collect();
        for kind in names {
            let of = |part: &Map<String, Value>| {
                let ids = part.get(kind).and_then(Value::as_array).cloned();
                ids.unwrap_or_default()
            };
            let expected = [of(kinds), of(global)].concat();
            let found = of(found["kinds"].as_object().unwrap());
            assert_eq!(found, expected, "{kind} of {number}");
        }
        assert_eq!(found["targets"], expected["targets"], "targets of {number}");
        assert_eq!(found["roles"], 1, "one AssumeRole serves all clients");
    }
}

#[test]
fn every_line_of_a_check_passes() {
    let moto = Moto::start();
    let found = in_a_process_of_its_own(&moto, ACCOUNTS[0], "check_the_account");
    let lines = found["lines"].as_array().unwrap();
    assert_eq!(found["failed"], json!([]));
    assert!(lines.len() >= 24, "{lines:?}");
    // Nothing has been made there, so there is nothing that more could be asked of.
    for why in found["untested"].as_array().unwrap() {
        assert_eq!(why, "it is asked of a resource, and there is none");
    }
    // Moto checks no external ID: that is what the opposite check is there to notice.
    assert_eq!(found["warned"], json!(["refusal without the external ID"]));
}

/// The environment of a process cannot be changed safely, and it is what is tested:
/// endpoint and base identity come from there.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child of every_resource_is_what_boto3_lists"]
async fn read_the_account() {
    let target = ScanTarget {
        account: account(),
        regions: Vec::new(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    };
    let events: Vec<ScanEvent> = Aws::from_environment().scan(target).collect().await;
    assert_eq!(events.last(), Some(&ScanEvent::Finished));
    let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut targets = Vec::new();
    let mut roles = 0;
    for event in &events {
        match event {
            ScanEvent::Collected {
                id, slice, issues, ..
            } => {
                assert_eq!(issues, &Vec::<String>::new(), "{id:?}");
                gather(slice, &mut kinds, &mut targets);
            }
            ScanEvent::Failed { id, error, .. } => panic!("{id:?}: {error:?}"),
            ScanEvent::Called(call) => {
                assert_eq!(call.error, None, "{call:?}");
                assert!(
                    call.service != "other" && call.operation != "Other",
                    "{call:?}"
                );
                roles += usize::from(call.operation == "AssumeRole");
            }
            _ => {}
        }
    }
    for ids in kinds.values_mut() {
        ids.sort();
    }
    targets.sort();
    answer(&json!({ "kinds": kinds, "targets": targets, "roles": roles }));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child of every_line_of_a_check_passes"]
async fn check_the_account() {
    let mut checks = Aws::from_environment().verify(&account(), Probe::WithoutExternalId);
    let (mut lines, mut failed, mut warned) = (Vec::new(), Vec::new(), Vec::new());
    let mut untested = BTreeSet::new();
    while let Some(check) = checks.next().await {
        match check.verdict {
            // In an account without anything most further calls have nothing to ask of.
            Verdict::Running => {}
            Verdict::Passed(_) => lines.push(check.subject),
            Verdict::Warning(_) => warned.push(check.subject),
            Verdict::Untested(why) => _ = untested.insert(why),
            other => failed.push(format!("{}: {other:?}", check.subject)),
        }
    }
    let found = json!({ "lines": lines, "failed": failed, "warned": warned, "untested": untested });
    answer(&found);
}

fn gather<'a>(
    slice: &'a Slice,
    kinds: &mut BTreeMap<&'a str, Vec<String>>,
    targets: &mut Vec<[String; 3]>,
) {
    match slice {
        Slice::Resources(resources) => {
            for resource in resources.iter() {
                let arn = resource.id.as_str();
                // boto3 lists EC2's by bare id, the others by ARN.
                let id = if arn.contains(":ec2:") {
                    resource.id.short()
                } else {
                    arn
                };
                kinds
                    .entry(resource.kind.name())
                    .or_default()
                    .push(id.to_owned());
            }
        }
        Slice::Observations(observations) => {
            for one in observations.iter() {
                let Some(group) = &one.through else { continue };
                let target = match &one.of {
                    Reference::Id(id) => id.short().to_owned(),
                    Reference::Address(address) => address.to_string(),
                    Reference::Sealed(_) | Reference::IfKnown(_) => "(unnamed)".to_owned(),
                    Reference::DnsName(name) => name.clone(),
                };
                targets.push([group.to_string(), target, one.state.to_string()]);
            }
        }
    }
}

fn account() -> Account {
    let number = std::env::var(ACCOUNT).expect("run by its parent");
    Account {
        id: uuid::Uuid::new_v4(),
        name: "shop".to_owned(),
        role: Some(role(&number).parse().unwrap()),
        external_id: Some(ExternalId::generate()),
        home_region: Region::new(REGION),
        regions: Vec::new(),
        services: Services::default(),
        profile: None,
        colour: None,
        teams: Vec::new(),
    }
}

fn answer(found: &Value) {
    let path = std::env::var(OUTPUT).expect("run by its parent");
    std::fs::write(path, found.to_string()).unwrap();
}

fn in_a_process_of_its_own(moto: &Moto, number: &str, test: &str) -> Value {
    let output = output_path(test, number);
    let mut child = Command::new(std::env::current_exe().unwrap());
    let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    child
        .args(["--exact", &name, "--ignored", "--nocapture"])
        .env("AWS_ENDPOINT_URL", &moto.endpoint)
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", "testing")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("NO_PROXY", "127.0.0.1")
        .env(ACCOUNT, number)
        .env(OUTPUT, &output);
    for name in ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION"] {
        child.env_remove(name);
    }
    let ran = child.output().unwrap();
    let text = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{text}");
    let mut found = String::new();
    let mut file = std::fs::File::open(&output).unwrap_or_else(|_| panic!("{text}"));
    file.read_to_string(&mut found).unwrap();
    serde_json::from_str(&found).unwrap()
}

fn output_path(test: &str, number: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{number}.json"))
}
