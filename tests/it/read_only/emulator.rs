//! A role that holds only `assets/iam/minimal.json`, in an emulator that enforces
//! policies and checks signatures: a scan and a check meet no denial, a write does.
//!
//! Moto is blind to much of IAM: it looks at effects and actions alone, never at
//! resources or conditions; it knows no trust policy, no external ID, no session policy
//! (the sim has those); its EC2 says `AccessDenied` where AWS says
//! `UnauthorizedOperation`. It proves that the list of actions is complete, with names as another code
//! base knows them.

use super::MINIMAL;
use crate::main_job::reading::{document, listed, scanned};
use crate::main_job::{Machine, Ran};
use crate::moto::server::{ACCOUNTS, Moto, REGION, role};
use crate::python;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const NUMBER: &str = ACCOUNTS[0];

#[test]
fn the_published_policy_is_enough_for_a_scan_and_for_nothing_more() {
    let moto = Moto::start();
    moto.make_estates();
    let listed = listed(&moto.list(NUMBER));
    let keys = run(&moto, "enforce", MINIMAL, &[]);
    let text = |name: &str| keys[name].as_str().unwrap().to_owned();
    let (id, secret) = (text("id"), text("secret"));
    let environment = [
        ("AWS_ENDPOINT_URL", moto.endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", secret.as_str()),
    ];
    let machine = Machine::with(&environment);
    let role = role(NUMBER);
    let fields = ["--role-arn", &role, "--region", REGION];
    machine.expect(
        0,
        &[&["accounts", "add", "--name", "shop"], &fields[..]].concat(),
    );
    let Ran { out, .. } = machine.expect(0, &["scan", "shop", "--json"]);
    let document = document(&out);
    let found = scanned(&document, NUMBER, REGION);
    assert_eq!(found, listed);
    let tested = machine.expect(0, &["accounts", "test", "shop"]).out;
    assert!(!tested.contains("denied"), "{tested}");

    let refused = run(&moto, "write", "", &environment[1..]);
    let refused = refused.as_object().unwrap();
    assert!(refused.len() >= 5, "{refused:?}");
    for (operation, code) in refused {
        let is_denied = code == "UnauthorizedOperation" || code == "AccessDenied";
        assert!(is_denied, "{operation}: {code}");
    }

    // With one action less the scan says so: enforcement is on.
    let less = MINIMAL.replacen("\"ec2:DescribeVolumes\",", "", 1);
    assert_ne!(less, MINIMAL);
    run(&moto, "replace", &less, &[]);
    let partly = machine.expect(3, &["scan", "shop"]);
    assert!(
        partly.errors.contains("DescribeVolumes"),
        "{}",
        partly.errors
    );
}

/// Runs a verb of the script with a policy in its environment; what it printed.
fn run(moto: &Moto, verb: &str, policy: &str, environment: &[(&str, &str)]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/read_only/emulator.py");
    let output = Command::new(python::programs().join("python"))
        .arg(script)
        .args([verb, &moto.endpoint, REGION, NUMBER])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("POLICY", policy)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{verb}: {error}");
    serde_json::from_slice(&output.stdout).unwrap()
}
