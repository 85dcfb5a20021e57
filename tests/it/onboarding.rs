//! The texts that make a role, read by programs that are not ours.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use crate::python::programs;
use skymap::account::onboard::{Onboarding, Permissions};
use skymap::account::{ExternalId, Partition, Service, Services};
use std::fs;
use std::process::Command;

const HCL: &str = "\
import json, sys, hcl2
with open(sys.argv[1]) as file:
    parsed = hcl2.load(file)
strip = lambda name: name.strip('\"')
kinds = [strip(kind) for block in parsed['resource'] for kind in block if not kind.startswith('__')]
outputs = [strip(name) for block in parsed['output'] for name in block if not name.startswith('__')]
print(json.dumps({'resources': sorted(kinds), 'outputs': outputs}))
";

fn texts(permissions: Permissions, off: &[Service]) -> (String, String) {
    let services = Services {
        off: off.iter().copied().collect(),
        ..Services::default()
    };
    let external_id = ExternalId::parse("example-external-id").unwrap();
    let onboarding = Onboarding {
        account_name: "shop \"prod\" ${x}",
        partition: Partition::Aws,
        trusted: "444455556666".parse().ok(),
        target: "111122223333".parse().ok(),
        role_name: "team/skymap",
        external_id: Some(&external_id),
        services: &services,
        actions: &skymap::aws::actions(&services),
        permissions,
    };
    (onboarding.cloudformation(), onboarding.terraform())
}

#[test]
fn templates_are_what_other_readers_take_them_for() {
    let (programs, directory) = (programs(), tempfile::tempdir().unwrap());
    let mut templates = Vec::new();
    for (name, permissions, off) in [
        ("minimal", Permissions::Minimal, vec![]),
        ("few", Permissions::Minimal, vec![Service::Ec2, Service::S3]),
        ("managed", Permissions::ReadOnlyAccess, vec![]),
    ] {
        let (template, terraform) = texts(permissions, &off);
        let path = directory.path().join(format!("{name}.template.json"));
        fs::write(&path, template).unwrap();
        templates.push(path);
        let path = directory.path().join(format!("{name}.tf"));
        fs::write(&path, terraform).unwrap();
        let python = Command::new(programs.join("python"))
            .args(["-c", HCL])
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&python.stderr);
        assert!(python.status.success(), "{name}: {said}");
        let parsed: serde_json::Value = serde_json::from_slice(&python.stdout).unwrap();
        let resources = parsed["resources"].to_string();
        assert!(resources.contains("aws_iam_role"), "{name}: {resources}");
        assert_eq!(parsed["outputs"].as_array().unwrap().len(), 1, "{name}");
    }
    let lint = Command::new(programs.join("cfn-lint"))
        .args([
            "--non-zero-exit-code",
            "warning",
            "--regions",
            "us-east-1",
            "--",
        ])
        .args(&templates)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&lint.stdout);
    assert!(lint.status.success(), "{said}");
}
