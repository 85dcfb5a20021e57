//! The texts for making a role, as IAM and a shell read them.

use super::{Onboarding, Permissions, delete_role};
use crate::account::{AccountId, ExternalId, Partition, RoleArn, Services};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

fn number(text: &str) -> Option<AccountId> {
    text.parse().ok()
}

/// Makes the texts of one account and hands them to `look`.
fn check(change: impl FnOnce(&mut Onboarding<'_>), look: impl FnOnce(&Onboarding<'_>)) {
    let external_id = ExternalId::parse("4414aef4/8f04+4b0b=x").expect("an external ID");
    let services = Services::default();
    let mut onboarding = Onboarding {
        account_name: "shop-prod",
        partition: Partition::Aws,
        trusted: number("999988887777"),
        target: number("111122223333"),
        role_name: "skymap",
        external_id: Some(&external_id),
        services: &services,
        actions: &["ec2:DescribeVpcs", "ec2:DescribeInstances"],
        permissions: Permissions::ReadOnlyAccess,
    };
    change(&mut onboarding);
    look(&onboarding);
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Runs the script with an `aws` that prints its arguments, a line each.
fn run(script: &str) -> Vec<Vec<String>> {
    let aws = "aws() { printf '%s\\037' \"$@\"; printf '\\036'; }\n";
    let mut shell = Command::new("sh")
        .args(["-eu", "-s"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut input = shell.stdin.take().expect("an input");
    write!(input, "{aws}{script}").expect("a script");
    drop(input);
    let output = shell.wait_with_output().expect("an end");
    assert!(output.status.success(), "{script}");
    let text = String::from_utf8(output.stdout).expect("text");
    let calls = text.split('\u{1e}').filter(|call| !call.is_empty());
    calls
        .map(|call| call.split_terminator('\u{1f}').map(str::to_owned).collect())
        .collect()
}

fn option<'a>(call: &'a [String], name: &str) -> &'a str {
    let index = call.iter().position(|word| word == name);
    index.map_or_else(|| panic!("no {name}: {call:?}"), |index| &call[index + 1])
}

#[test]
fn policies_say_who_may_come_and_what_may_be_done() {
    check(
        |_| {},
        |onboarding| {
            assert_eq!(
                parsed(&onboarding.trust_policy()),
                json!({"Version": "2012-10-17", "Statement": [{
                    "Sid": "TrustedAccount", "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::999988887777:root"},
                    "Action": ["sts:AssumeRole"],
                    "Condition": {"StringEquals": {"sts:ExternalId": "4414aef4/8f04+4b0b=x"}},
                }]})
            );
            let minimal = parsed(&onboarding.permissions_policy());
            assert_eq!(
                minimal["Statement"][0]["Action"],
                json!([
                    "ec2:DescribeInstances",
                    "ec2:DescribeRegions",
                    "ec2:DescribeVpcs"
                ])
            );
            assert_eq!(
                parsed(&onboarding.caller_policy())["Statement"][0]["Resource"],
                "arn:aws:iam::111122223333:role/skymap"
            );
        },
    );
    check(
        |onboarding| {
            onboarding.external_id = None;
            onboarding.partition = Partition::China;
        },
        |onboarding| {
            let statement = &parsed(&onboarding.trust_policy())["Statement"][0];
            assert_eq!(statement["Condition"], Value::Null);
            assert_eq!(
                statement["Principal"]["AWS"],
                "arn:aws-cn:iam::999988887777:root"
            );
            assert!(onboarding.request().contains("no external ID"));
        },
    );
}

#[test]
fn what_is_not_known_is_marked_in_every_text() {
    check(
        |onboarding| (onboarding.trusted, onboarding.target) = (None, None),
        |onboarding| {
            for handout in onboarding.handouts() {
                let text = format!("{} {}", handout.note, handout.text);
                let is_marked =
                    text.contains("YOUR-OWN-ACCOUNT-NUMBER") || text.contains(":ACCOUNT-NUMBER:");
                assert!(is_marked, "{}: {text}", handout.title);
            }
        },
    );
}

#[test]
fn the_console_address_carries_what_is_known() {
    for (partition, permissions, expected) in [
        (
            Partition::Aws,
            Permissions::ReadOnlyAccess,
            "https://console.aws.amazon.com/iam/home#/roles/create?step=selectEntities&trustedEntityType=AWS_ACCOUNT&awsAccount=999988887777&isThirdParty=true&externalId=4414aef4%2F8f04%2B4b0b%3Dx&policies=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess&roleName=skymap&description=Read-only%20access",
        ),
        (
            Partition::GovCloud,
            Permissions::Minimal,
            "https://console.amazonaws-us-gov.com/iam/home#/roles/create?step=selectEntities&trustedEntityType=AWS_ACCOUNT&awsAccount=999988887777&isThirdParty=true&externalId=4414aef4%2F8f04%2B4b0b%3Dx&policies=arn%3Aaws-us-gov%3Aiam%3A%3A111122223333%3Apolicy%2Fskymap-read&roleName=skymap",
        ),
    ] {
        check(
            |onboarding| (onboarding.partition, onboarding.permissions) = (partition, permissions),
            |onboarding| {
                let address = onboarding.create_role_address();
                assert!(address.starts_with(expected), "{address}");
            },
        );
    }
}

#[test]
fn commands_reach_the_shell_as_they_are_meant() {
    check(
        |onboarding| {
            onboarding.account_name = "it's \"$(rm)\"\n`prod`";
            onboarding.role_name = "ops/it's";
        },
        |onboarding| {
            let calls = run(&onboarding.create_role_commands());
            let [create, attach, get] = &calls[..] else {
                panic!("three calls: {calls:?}");
            };
            assert_eq!(create[..2], ["iam", "create-role"]);
            assert_eq!(
                (option(create, "--role-name"), option(create, "--path")),
                ("it's", "/ops/")
            );
            let trust = parsed(option(create, "--assume-role-policy-document"));
            assert_eq!(trust, parsed(&onboarding.trust_policy()));
            assert_eq!(
                option(attach, "--policy-arn"),
                "arn:aws:iam::aws:policy/ReadOnlyAccess"
            );
            assert_eq!(get[1], "get-role");
        },
    );
    check(
        |onboarding| {
            onboarding.permissions = Permissions::Minimal;
            onboarding.partition = Partition::China;
        },
        |onboarding| {
            let calls = run(&onboarding.create_role_commands());
            assert_eq!(
                calls[1][..4],
                ["--region", "cn-north-1", "iam", "put-role-policy"]
            );
            let policy = parsed(option(&calls[1], "--policy-document"));
            assert_eq!(policy, parsed(&onboarding.permissions_policy()));
        },
    );
}

#[test]
fn the_role_is_deleted_with_whatever_hangs_on_it() {
    let role: RoleArn = "arn:aws:iam::111122223333:role/ops/skymap"
        .parse()
        .expect("a role");
    let handout = delete_role(&role);
    assert!(
        handout
            .note
            .contains("arn:aws:iam::111122223333:role/ops/skymap")
    );
    let list = "[ \"$2\" = list-attached-role-policies ] && echo arn:one arn:two || true;";
    let script = handout
        .text
        .replace("$(aws", &format!("$(aws() {{ {list} }}; aws"));
    let calls = run(&script);
    let names: Vec<&str> = calls.iter().map(|call| call[1].as_str()).collect();
    assert_eq!(
        names,
        ["detach-role-policy", "detach-role-policy", "delete-role"]
    );
    assert_eq!(option(&calls[1], "--policy-arn"), "arn:two");
    assert_eq!(option(&calls[2], "--role-name"), "skymap");
}

#[test]
fn templates_hold_the_same_policies() {
    for permissions in [Permissions::ReadOnlyAccess, Permissions::Minimal] {
        check(
            |onboarding| onboarding.permissions = permissions,
            |onboarding| {
                let template = parsed(&onboarding.cloudformation());
                let role = &template["Resources"]["Role"]["Properties"];
                assert_eq!(
                    role["AssumeRolePolicyDocument"],
                    parsed(&onboarding.trust_policy())
                );
                let terraform = onboarding.terraform();
                let documents: Vec<Value> = terraform
                    .split("jsonencode(")
                    .skip(1)
                    .map(|rest| {
                        let document = serde_json::Deserializer::from_str(rest).into_iter().next();
                        document.expect("a document").expect("JSON")
                    })
                    .collect();
                assert_eq!(documents[0], parsed(&onboarding.trust_policy()));
                if permissions == Permissions::Minimal {
                    let minimal = parsed(&onboarding.permissions_policy());
                    assert_eq!(role["Policies"][0]["PolicyDocument"], minimal);
                    assert_eq!(role["ManagedPolicyArns"], Value::Null);
                    assert_eq!(documents[1], minimal);
                } else {
                    assert_eq!(
                        role["ManagedPolicyArns"][0],
                        "arn:aws:iam::aws:policy/ReadOnlyAccess"
                    );
                    assert!(terraform.contains("\"arn:aws:iam::aws:policy/ReadOnlyAccess\""));
                }
            },
        );
    }
}

#[test]
fn the_request_has_all_that_an_administrator_needs() {
    check(
        |onboarding| onboarding.permissions = Permissions::Minimal,
        |onboarding| {
            let request = onboarding.request();
            for part in [
                "111122223333 (shop-prod)",
                "AWS account 999988887777",
                "external ID 4414aef4/8f04+4b0b=x",
                &onboarding.trust_policy(),
                &onboarding.permissions_policy(),
                "Leave \"Require MFA\" off",
                "It reads EC2 and VPC, Elastic Load Balancing, EC2 Auto Scaling, ",
                "looks like arn:aws:iam::111122223333:role/skymap",
            ] {
                assert!(request.contains(part), "{part:?} in {request}");
            }
        },
    );
}
