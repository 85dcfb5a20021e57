//! IAM policies: what the role must allow, what the session is cut down to, who may
//! assume the role. It must not know a network.

use super::collect::COLLECTORS;
use crate::account::{AccountId, ExternalId, Partition, Service, Services};
use serde::Serialize;
use std::collections::BTreeSet;

/// Actions that no service switch turns off: who we are is always allowed by STS, which
/// regions there are is not.
pub const ALWAYS: &[&str] = &["ec2:DescribeRegions"];

/// Reads that the prefix `ec2:Describe*` would let through and that return user data,
/// which often holds secrets.
const CONTENTS: &[&str] = &[
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeLaunchTemplateVersions",
];

/// Every action that reading these services takes, sorted.
pub fn actions(services: &Services) -> Vec<&'static str> {
    let of_collectors = COLLECTORS
        .iter()
        .filter(|collector| services.reads(collector.service))
        .flat_map(|collector| collector.actions);
    let all: BTreeSet<&'static str> = ALWAYS.iter().chain(of_collectors).copied().collect();
    all.into_iter().collect()
}

/// The permissions policy of a role that may do exactly this.
pub fn minimal_policy(actions: &[&str]) -> String {
    pretty(&Policy::of(vec![Statement::new(
        "Allow",
        actions.iter().map(|action| (*action).to_owned()).collect(),
    )]))
}

/// The inline policy of the session: whatever the role allows, the session only reads.
/// Written with prefixes, because STS takes 2,048 characters at most.
pub fn session_policy(services: &Services) -> String {
    let prefixes: BTreeSet<String> = actions(services)
        .into_iter()
        .map(|action| {
            // The permissions of one region list must not open all of EC2.
            if action == ALWAYS[0] && !services.reads(Service::Ec2) {
                action.to_owned()
            } else {
                with_prefix(action)
            }
        })
        .collect();
    let policy = Policy::of(vec![
        Statement::new("Allow", prefixes.into_iter().collect()),
        Statement::new(
            "Deny",
            CONTENTS.iter().map(|action| (*action).to_owned()).collect(),
        ),
    ]);
    serde_json::to_string(&policy).unwrap_or_default()
}

/// The trust policy that lets the caller's account assume the role.
pub fn trust_policy(
    partition: Partition,
    trusted: AccountId,
    external_id: Option<&ExternalId>,
) -> String {
    let condition = external_id.map_or_else(String::new, |id| {
        format!(
            ",\n      \"Condition\": {{ \"StringEquals\": {{ \"sts:ExternalId\": \"{id}\" }} }}"
        )
    });
    format!(
        r#"{{
  "Version": "2012-10-17",
  "Statement": [
    {{
      "Effect": "Allow",
      "Principal": {{ "AWS": "arn:{partition}:iam::{trusted}:root" }},
      "Action": "sts:AssumeRole"{condition}
    }}
  ]
}}"#
    )
}

/// `ec2:DescribeVpcs` to `ec2:Describe*`: the service and the verb.
fn with_prefix(action: &str) -> String {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    let verb_ends = name
        .char_indices()
        .skip(1)
        .find(|(_, character)| character.is_uppercase())
        .map_or(name.len(), |(at, _)| at);
    format!("{service}:{}*", &name[..verb_ends])
}

fn pretty(policy: &Policy) -> String {
    let mut text = serde_json::to_string_pretty(policy).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: &'static str,
    action: Vec<String>,
    resource: &'static str,
}

impl Policy {
    fn of(statement: Vec<Statement>) -> Self {
        Self {
            version: "2012-10-17",
            statement,
        }
    }
}

impl Statement {
    fn new(effect: &'static str, action: Vec<String>) -> Self {
        Self {
            effect,
            action,
            resource: "*",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{actions, minimal_policy, session_policy};
    use crate::account::{Service, Services};

    /// The files in `assets/iam` are what people attach to a role: they are the table's.
    #[test]
    fn the_published_policies_are_those_of_the_table() {
        let services = Services::default();
        let published = [
            ("minimal.json", minimal_policy(&actions(&services))),
            ("session.json", session_policy(&services) + "\n"),
        ];
        for (file, expected) in published {
            let path = format!("{}/assets/iam/{file}", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("UPDATE_ASSETS").is_some() {
                std::fs::write(&path, &expected).unwrap();
            }
            let found = std::fs::read_to_string(&path).unwrap();
            assert_eq!(found, expected, "{file} differs; UPDATE_ASSETS=1 writes it");
        }
    }

    #[test]
    fn the_session_reads_and_nothing_else() {
        for off in [vec![], vec![Service::Ec2], Service::ALL.to_vec()] {
            let services = Services {
                off: off.iter().copied().collect(),
            };
            let policy = session_policy(&services);
            assert!(policy.len() <= 2048, "{} characters", policy.len());
            let parsed: serde_json::Value = serde_json::from_str(&policy).unwrap();
            let allowed = parsed["Statement"][0]["Action"].as_array().unwrap();
            for action in allowed {
                let name = action.as_str().unwrap().split(':').nth(1).unwrap();
                assert!(name.starts_with("Describe"), "{action} is no read");
            }
            let opens_ec2 = allowed.iter().any(|action| action == "ec2:Describe*");
            assert_eq!(opens_ec2, services.reads(Service::Ec2));
            let denied = parsed["Statement"][1]["Action"].to_string();
            assert!(denied.contains("DescribeInstanceAttribute"));
        }
    }
}
