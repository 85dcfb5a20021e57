//! What the role must allow, and what the session is cut down to. It must not know a
//! network.

use super::collect::COLLECTORS;
use super::measure;
use crate::account::{Partition, Service, Services};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Actions that no service switch turns off: who we are is always allowed by STS, which
/// regions there are is not.
pub const ALWAYS: &[&str] = &["ec2:DescribeRegions"];

/// Whose other actions list or describe as well, and give away nothing but what
/// `CONTENTS` names. What is not here stands for itself: `List` of SNS has telephone
/// numbers and that of WAF keys, `Describe` of Redshift queries and that of Step
/// Functions inputs and outputs, and `Get` is also how contents are read.
const WIDENED: &[&str] = &[
    "autoscaling:Describe*",
    "directconnect:DescribeDirectConnectGateway*",
    "dynamodb:List*",
    "ec2:Describe*",
    "ecs:Describe*",
    "ecs:List*",
    "eks:Describe*",
    "eks:List*",
    "elasticache:Describe*",
    "elasticfilesystem:Describe*",
    "elasticloadbalancing:Describe*",
    "es:List*",
    "events:List*",
    "kinesis:List*",
    "lambda:ListFunction*",
    "rds:Describe*",
    "route53:List*",
    "sqs:List*",
];

/// Reads that a pattern like `ec2:Describe*` would let through and that answer with
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
    "ecs:DescribeDaemon*",
    "ecs:DescribeExpress*",
    "rds:DescribeDBProxyTargetGroups",
    "rds:DescribeOptionGroups",
    "rds:DescribeTenantDatabases",
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

/// The same, and the one that metrics take.
pub fn actions_with_metrics(services: &Services) -> Vec<&'static str> {
    let mut all = actions(services);
    all.push(measure::CALL);
    all.sort_unstable();
    all
}

/// The inline policy of the session: whatever the role allows, the session only reads.
/// Written with patterns where two actions need one, because STS takes 2,048 characters
/// at most.
pub fn session_policy(services: &Services, partition: Partition) -> String {
    document(services, (&actions(services), 2), partition).to_string()
}

/// The inline policy of the session that measures: what AWS charges for is in no other.
pub fn measuring_policy() -> String {
    let statement = json!({ "Effect": "Allow", "Action": [measure::CALL], "Resource": "*" });
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// What a role may be given so that a later version finds its actions there as well:
/// the patterns of each service that is read, without what answers with contents.
pub fn custom_policy(services: &Services, partition: Partition) -> String {
    format!(
        "{:#}",
        document(services, (&actions(services), 1), partition)
    )
}

/// The same for a role that metrics are read through as well.
pub fn custom_policy_with_metrics(services: &Services, partition: Partition) -> String {
    let wanted = actions_with_metrics(services);
    format!("{:#}", document(services, (&wanted, 1), partition))
}

/// `needed` is how many of the wanted actions a pattern must spare to stand for them.
fn document(
    services: &Services,
    (wanted, needed): (&[&'static str], usize),
    partition: Partition,
) -> Value {
    let is_spared = |pattern: &str| {
        let covered = wanted.iter().filter(|action| covers(pattern, action));
        // The permissions of one region list must not open all of EC2.
        let is_ec2 = pattern.starts_with("ec2:");
        covered.count() >= needed && (!is_ec2 || services.reads(Service::Ec2))
    };
    let patterns: Vec<&str> = WIDENED
        .iter()
        .copied()
        .filter(|one| is_spared(one))
        .collect();
    let written = |action: &'static str| {
        let mut patterns = patterns.iter().copied();
        patterns
            .find(|pattern| covers(pattern, action))
            .unwrap_or(action)
    };
    let allowed: BTreeSet<&str> = wanted.iter().map(|action| written(action)).collect();
    let (of_apis, allowed): (Vec<&str>, Vec<&str>) = allowed
        .iter()
        .partition(|action| action.starts_with("apigateway:"));
    let denied = CONTENTS.iter().filter(|denied| {
        let is_open = patterns.iter().any(|pattern| covers(pattern, denied));
        is_open && !wanted.contains(denied)
    });
    let denied: Vec<&str> = denied.copied().collect();

    let mut statements = vec![json!({ "Effect": "Allow", "Action": allowed, "Resource": "*" })];
    if !of_apis.is_empty() {
        let resources = Service::resources_of_apis(partition);
        statements.push(json!({ "Effect": "Allow", "Action": of_apis, "Resource": resources }));
    }
    if !denied.is_empty() {
        statements.push(json!({ "Effect": "Deny", "Action": denied, "Resource": "*" }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn covers(pattern: &str, action: &str) -> bool {
    let start = pattern.strip_suffix('*');
    start.is_some_and(|start| action.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{CONTENTS, WIDENED, actions, covers, custom_policy, session_policy};
    use crate::account::onboard::minimal_policy;
    use crate::account::{Partition, Service, Services};
    use serde_json::Value;

    /// The files in `assets/iam` are what people attach to a role: they are the table's.
    #[test]
    fn the_published_policies_are_those_of_the_table() {
        let (services, partition) = (Services::default(), Partition::Aws);
        let published = [
            (
                "minimal.json",
                minimal_policy(partition, &actions(&services)),
            ),
            ("custom.json", custom_policy(&services, partition)),
            ("session.json", session_policy(&services, partition)),
        ];
        for (file, policy) in published {
            let expected = policy + "\n";
            let path = format!("{}/assets/iam/{file}", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("UPDATE_ASSETS").is_some() {
                std::fs::write(&path, &expected).unwrap();
            }
            let found = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(found, expected, "{file} differs; UPDATE_ASSETS=1 writes it");
        }
    }

    #[test]
    fn only_lists_and_descriptions_are_widened() {
        for pattern in WIDENED {
            let (_, name) = pattern.split_once(':').unwrap();
            assert!(name.starts_with("Describe") || name.starts_with("List"));
        }
        for denied in CONTENTS {
            assert!(
                WIDENED.iter().any(|pattern| covers(pattern, denied)),
                "{denied}"
            );
        }
    }

    #[test]
    fn the_session_reads_and_nothing_else() {
        let all = Services::all();
        for services in [
            Services::default(),
            Services::without(&[Service::Ec2].into()),
            Services::only(&[]),
            all.clone(),
        ] {
            for partition in Partition::ALL {
                let policy = session_policy(&services, partition);
                assert!(policy.len() <= 2048, "{} characters", policy.len());
                let parsed: Value = serde_json::from_str(&policy).unwrap();
                let allowed = parsed["Statement"][0]["Action"].as_array().unwrap();
                for action in allowed {
                    let name = action.as_str().unwrap().split(':').nth(1).unwrap();
                    let verbs = ["Describe", "List", "Get"];
                    let is_read = verbs.iter().any(|verb| name.starts_with(verb));
                    assert!(is_read, "{action} is no read");
                    assert!(!name.starts_with("Get*"), "{action}");
                }
                let mut statements = parsed["Statement"].as_array().unwrap().iter();
                let denied = statements.find(|statement| statement["Effect"] == "Deny");
                let denied = denied.map(Value::to_string).unwrap_or_default();
                let opens_ec2 = allowed.iter().any(|action| action == "ec2:Describe*");
                assert_eq!(opens_ec2, services.reads(Service::Ec2));
                assert_eq!(denied.contains("DescribeInstanceAttribute"), opens_ec2);
                let denies = denied.contains("DescribeVpnConnections");
                assert_eq!(
                    denies,
                    opens_ec2 && !services.reads(Service::VpnConnections)
                );
            }
        }
    }
}
