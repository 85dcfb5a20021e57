//! The demo's AWS behind a port: boto3, the AWS CLI and the program itself read the same.

use super::reading::{document, listed, scanned};
use super::{Machine, Ran};
use crate::estate::Entrance;
use crate::pty::BINARY;
use crate::python;
use serde_json::{Value, json};
use skymap::sim::{AccountRecord, Fleet};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// The program that serves, and what it said to do.
pub struct Server {
    child: Child,
    exports: Vec<(String, String)>,
    /// For each account the words that add it.
    pub commands: Vec<Vec<String>>,
}

impl Server {
    pub fn start(accounts: usize) -> Self {
        let mut child = Command::new(BINARY)
            .args(["sim", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let (mut exports, mut commands) = (Vec::new(), Vec::new());
        for line in said.lines().take(3 + accounts) {
            let line = line.unwrap();
            if let Some(variable) = line.strip_prefix("export ") {
                let (name, value) = variable.split_once('=').unwrap();
                exports.push((name.to_owned(), value.to_owned()));
            } else {
                let command = line.strip_prefix("# skymap ").unwrap();
                commands.push(command.split(' ').map(str::to_owned).collect());
            }
        }
        Self {
            child,
            exports,
            commands,
        }
    }

    pub fn environment(&self) -> Vec<(&str, &str)> {
        let exports = self.exports.iter();
        exports
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    pub fn endpoint(&self) -> &str {
        let mut exports = self.exports.iter();
        let found = exports.find(|(name, _)| name == "AWS_ENDPOINT_URL");
        &found.unwrap().1
    }

    /// What boto3 lists in a region of an account.
    fn list(&self, account: &AccountRecord, region: &str) -> Value {
        let external_id = ("EXTERNAL_ID", account.external_id.as_str());
        let environment = [self.environment(), vec![external_id]].concat();
        let entrance = Entrance {
            endpoint: self.endpoint(),
            region,
            role: &account.role_arn,
            environment: &environment,
        };
        entrance.list()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(Some(status)) = self.child.try_wait() {
            writeln!(io::stderr(), "the server ended by itself: {status}").ok();
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Kinds of which the demo's shop has none.
const NOT_IN_THE_SHOP: [&str; 10] = [
    "customer-gateway",
    "direct-connect-connection",
    "eks-cluster",
    "fargate-profile",
    "kafka-cluster",
    "node-group",
    "redshift-cluster",
    "search-domain",
    "virtual-interface",
    "vpn-gateway",
];

#[test]
fn a_scan_of_the_demo_is_what_boto3_and_the_aws_cli_list() {
    let accounts = Fleet::demo(None).unwrap().accounts();
    let server = Server::start(accounts.len());
    let machine = Machine::with(&server.environment());
    let mut listings = Vec::new();
    for (account, words) in accounts.iter().zip(&server.commands) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        machine.expect(0, &words);
        machine.expect(0, &["accounts", "test", &account.name]);
        let before: Vec<Value> = lists(&server, account);
        let Ran { out, .. } = machine.expect(0, &["scan", &account.name, "--json"]);
        let document = document(&out);
        let after: Vec<Value> = lists(&server, account);
        for (region, (before, after)) in account.regions.iter().zip(before.iter().zip(&after)) {
            let scanned = scanned(&document, &account.number, region);
            let (before, after) = (listed(before), listed(after));
            let kinds: Vec<_> = scanned.keys().collect();
            assert_eq!(kinds, before.keys().collect::<Vec<_>>(), "{region}");
            for (kind, ids) in &scanned {
                // The demo lives on meanwhile: only what is new or gone may differ.
                let stayed: BTreeSet<_> = before[kind].intersection(&after[kind]).collect();
                let there: BTreeSet<_> = before[kind].union(&after[kind]).collect();
                let ids: BTreeSet<_> = ids.iter().collect();
                assert!(stayed.is_subset(&ids), "{kind}: {stayed:?} {ids:?}");
                assert!(ids.is_subset(&there), "{kind}: {ids:?} {there:?}");
            }
        }
        let everywhere = listed(&json!({ "kinds": after[0]["global"] }));
        assert_eq!(scanned(&document, &account.number, "global"), everywhere);
        listings.push(after);
    }
    let (shop, all) = (&accounts[0], &listings[0]);
    let kinds = all[0]["kinds"].as_object().unwrap().keys();
    let absent = kinds.filter(|kind| !all.iter().any(|one| listed(one).contains_key(*kind)));
    assert_eq!(absent.collect::<Vec<_>>(), NOT_IN_THE_SHOP);
    let home = shop
        .regions
        .iter()
        .position(|region| *region == shop.home_region);
    let kinds = listed(&all[home.unwrap()]);
    for (kind, service, list, query) in [
        ("vpc", "ec2", "describe-vpcs", "Vpcs[].VpcId"),
        ("subnet", "ec2", "describe-subnets", "Subnets[].SubnetId"),
        (
            "target-group",
            "elbv2",
            "describe-target-groups",
            "TargetGroups[].TargetGroupArn",
        ),
    ] {
        let words = [service, list, "--query", query, "--output", "json"];
        let ids: BTreeSet<String> = aws_cli(&server, (&machine, shop), &words);
        assert_eq!(ids, kinds[kind], "{kind}");
    }
}

#[test]
fn a_wrong_external_id_is_refused_with_its_likely_causes() {
    let accounts = Fleet::demo(None).unwrap().accounts();
    let server = Server::start(accounts.len());
    let machine = Machine::with(&server.environment());
    let AccountRecord {
        name,
        role_arn,
        external_id,
        ..
    } = &accounts[0];
    let fields = ["--role-arn", role_arn, "--external-id", "wrong"];
    let added = machine.expect(
        3,
        &[&["accounts", "add", "--name", name], &fields[..]].concat(),
    );
    assert!(added.errors.contains("saved although its check failed"));
    let tested = machine.expect(1, &["accounts", "test", name]).out;
    let scanned = machine.expect(1, &["scan", name]).errors;
    for said in [tested, scanned] {
        for cause in [
            "is not authorized to perform: sts:AssumeRole",
            "the role's trust policy does not name",
            "the trust policy demands another external ID than this account's",
            "no policy of the caller allows sts:AssumeRole on this role",
            "the role does not exist",
            "aws iam get-role --role-name SkymapReadOnly",
        ] {
            assert!(said.contains(cause), "{cause:?} is not in {said}");
        }
    }
    machine.expect(0, &["accounts", "edit", name, "--external-id", external_id]);
    machine.expect(0, &["accounts", "test", name]);
}

fn lists(server: &Server, account: &AccountRecord) -> Vec<Value> {
    let regions = account.regions.iter();
    regions.map(|region| server.list(account, region)).collect()
}

/// Ids that the AWS CLI lists through a profile with the account's role.
fn aws_cli(
    server: &Server,
    (machine, account): (&Machine, &AccountRecord),
    words: &[&str],
) -> BTreeSet<String> {
    let config = machine.directory.path().join("aws-config");
    let profile = format!(
        "[profile shop]\nrole_arn = {}\nexternal_id = {}\nregion = {}\ncredential_source = Environment\n",
        account.role_arn, account.external_id, account.home_region
    );
    fs::write(&config, profile).unwrap();
    let programs = python::programs();
    let output = Command::new(programs.join("python"))
        .arg(programs.join("aws"))
        .args(["--profile", "shop"])
        .args(words)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", machine.directory.path())
        .env("AWS_CONFIG_FILE", &config)
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_PAGER", "")
        .envs(server.environment())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}
