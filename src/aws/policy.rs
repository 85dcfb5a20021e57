//! What the role must allow, and what the session is cut down to. It must not know a
//! network.

use super::collect::COLLECTORS;
use crate::account::{Service, Services};
use serde_json::json;
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
    json!({
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "Action": prefixes, "Resource": "*" },
            { "Effect": "Deny", "Action": CONTENTS, "Resource": "*" },
        ],
    })
    .to_string()
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

#[cfg(test)]
mod tests {
    use super::{actions, session_policy};
    use crate::account::onboard::permissions_policy;
    use crate::account::{Service, Services};

    /// The files in `assets/iam` are what people attach to a role: they are the table's.
    #[test]
    fn the_published_policies_are_those_of_the_table() {
        let services = Services::default();
        let published = [
            ("minimal.json", permissions_policy(&actions(&services))),
            ("session.json", session_policy(&services)),
        ];
        for (file, policy) in published {
            let expected = policy + "\n";
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
