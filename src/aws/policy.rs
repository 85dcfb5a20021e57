//! What the role must allow, and what the session is cut down to. It must not know a
//! network.

use super::collect::COLLECTORS;
use crate::account::{Service, Services};
use serde_json::json;
use std::collections::BTreeSet;

/// Actions that no service switch turns off: who we are is always allowed by STS, which
/// regions there are is not.
pub const ALWAYS: &[&str] = &["ec2:DescribeRegions"];

/// Reads that a prefix like `ec2:Describe*` would let through and that answer with
/// contents: user data and uploads' addresses, which often hold secrets, client secrets,
/// pre-shared keys. Patterns, because STS counts characters.
const CONTENTS: &[&str] = &[
    "autoscaling:DescribeLaunchConfigurations",
    "ec2:DescribeBundleTasks",
    "ec2:DescribeConversionTasks",
    "ec2:DescribeImport*",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeSpot*Requests",
    "ec2:DescribeVerifiedAccessTrustProviders",
    "ec2:DescribeVpnConnections",
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
    let patterns: BTreeSet<String> = actions(services)
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
    let is_widened = |service: &str| {
        let mut patterns = patterns
            .iter()
            .filter_map(|pattern| pattern.split_once(':'));
        patterns.any(|(of, name)| of == service && name.ends_with('*'))
    };
    let denied: Vec<&str> = CONTENTS
        .iter()
        .copied()
        .filter(|denied| denied.split(':').next().is_some_and(is_widened))
        .collect();
    let mut statements = vec![json!({ "Effect": "Allow", "Action": patterns, "Resource": "*" })];
    if !denied.is_empty() {
        statements.push(json!({ "Effect": "Deny", "Action": denied, "Resource": "*" }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// `ec2:DescribeVpcs` to `ec2:Describe*`: the service and the verb. Not so for `Get`,
/// which is also how contents are read: such an action stands for itself.
fn with_prefix(action: &str) -> String {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    let verb_ends = name
        .char_indices()
        .skip(1)
        .find(|(_, character)| character.is_uppercase())
        .map_or(name.len(), |(at, _)| at);
    match &name[..verb_ends] {
        "Get" => action.to_owned(),
        verb => format!("{service}:{verb}*"),
    }
}

#[cfg(test)]
mod tests {
    use super::{actions, session_policy, with_prefix};
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
    fn a_verb_that_also_reads_contents_is_not_widened() {
        for (action, pattern) in [
            ("ec2:DescribeVpcs", "ec2:Describe*"),
            ("sqs:ListQueues", "sqs:List*"),
            ("s3:GetBucketLocation", "s3:GetBucketLocation"),
        ] {
            assert_eq!(with_prefix(action), pattern);
        }
    }

    #[test]
    fn the_session_reads_and_nothing_else() {
        for off in [vec![], vec![Service::Ec2], Service::ALL.to_vec()] {
            let services = Services::without(&off.into_iter().collect());
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
            assert_eq!(denied.contains("DescribeInstanceAttribute"), opens_ec2);
        }
    }
}
