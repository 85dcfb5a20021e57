//! The check of every permission, over the demo's AWS with policies in the way.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use futures::StreamExt;
use skymap::account::{Account, ExternalId, Region, Services};
use skymap::aws::Aws;
use skymap::provider::{Cause, Check, Probe, Provider, Verdict};
use skymap::sim::{self, BASE_IDENTITY, Fault, Fleet, Rule, Sim, SystemClock};
use std::collections::BTreeMap;

/// The last word on each subject, with the sentence of its first cause.
async fn checked(rules: Vec<Rule>, probe: Probe) -> (BTreeMap<String, String>, Option<Cause>) {
    let sim = Sim::new(Fleet::demo(None).unwrap(), SystemClock);
    for rule in rules {
        sim.add_fault(rule);
    }
    let record = &sim.fleet().accounts()[0];
    let account = Account {
        id: uuid::Uuid::from_u128(1),
        name: record.name.clone(),
        role: Some(record.role_arn.parse().unwrap()),
        external_id: Some(ExternalId::parse(&record.external_id).unwrap()),
        home_region: Region::new(record.home_region.as_str()),
        regions: Vec::new(),
        services: Services::default(),
        profile: None,
        colour: None,
        teams: Vec::new(),
    };
    let aws = Aws::over(sim::http_client(&sim), BASE_IDENTITY.credentials());
    let checks: Vec<Check> = aws.verify(&account, probe).collect().await;
    let (mut words, mut mend) = (BTreeMap::new(), None);
    for Check { subject, verdict } in checks {
        let sentence = match &verdict {
            Verdict::Failed(why) => why.causes.first().map(|cause| cause.sentence.clone()),
            Verdict::Untested(why) => Some(why.clone()),
            _ => None,
        };
        let word = match sentence {
            Some(sentence) => format!("{}: {sentence}", verdict.word()),
            None => verdict.word().to_owned(),
        };
        words.insert(subject, word);
        if let Verdict::Mend(cause) = verdict {
            mend = Some(cause);
        }
    }
    (words, mend)
}

fn deny(operation: &str) -> Rule {
    Rule::new(Fault::AccessDenied).operation(operation)
}

fn explicitly(policy: &str, operation: &str) -> Rule {
    Rule::new(Fault::ExplicitDeny(policy.to_owned())).operation(operation)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_action_is_told_and_one_policy_mends_what_it_can() {
    let rules = vec![
        deny("DescribeVpcs"),
        deny("DescribeRules"),
        deny("DescribeTags"),
        explicitly("service control policy", "DescribeVolumes"),
        explicitly("permissions boundary", "DescribeSubnets"),
        Rule::new(Fault::Throttle).operation("DescribeNatGateways"),
        deny("DescribeTargetGroups"),
    ];
    let (words, mend) = checked(rules, Probe::Standard).await;
    for (action, expected) in [
        ("ec2:DescribeInstances", "allowed"),
        ("ec2:DescribeVpcs", "denied: "),
        (
            "ec2:DescribeVolumes",
            "denied: an explicit deny in a service control policy",
        ),
        (
            "ec2:DescribeSubnets",
            "denied: an explicit deny in a permissions boundary",
        ),
        ("ec2:DescribeNatGateways", "throttled: "),
        // A detail that fails hides none of the others.
        ("elasticloadbalancing:DescribeLoadBalancers", "allowed"),
        ("elasticloadbalancing:DescribeListeners", "allowed"),
        ("elasticloadbalancing:DescribeRules", "denied: "),
        ("elasticloadbalancing:DescribeTags", "denied: "),
        (
            "elasticloadbalancing:DescribeTargetHealth",
            "not testable here: it is asked of what elasticloadbalancing:DescribeTargetGroups answers",
        ),
    ] {
        let word = words.get(action).map_or("nothing", String::as_str);
        assert!(word.starts_with(expected), "{action}: {word}");
    }
    let policy = mend.unwrap().remedy.unwrap();
    let policy: serde_json::Value = serde_json::from_str(&policy).unwrap();
    let actions = policy["Statement"][0]["Action"].as_array().unwrap();
    let actions: Vec<&str> = actions.iter().filter_map(|one| one.as_str()).collect();
    assert_eq!(
        actions,
        [
            "ec2:DescribeVpcs",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroups",
        ],
        "what an organization or a boundary forbids is mended by no statement"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_account_has_nothing_of_is_not_testable_there() {
    let none = Rule::new(Fault::MissingField("LoadBalancers".to_owned()));
    let (words, mend) = checked(vec![none], Probe::Standard).await;
    for action in ["DescribeListeners", "DescribeRules"] {
        let word = &words[&format!("elasticloadbalancing:{action}")];
        assert_eq!(
            word, "not testable here: it is asked of a resource, and there is none",
            "{action}"
        );
    }
    assert_eq!(mend, None);
    assert_eq!(
        words["elasticloadbalancing:DescribeLoadBalancers"],
        "allowed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_is_tested_without_trying_the_services() {
    let (words, _) = checked(Vec::new(), Probe::Connection).await;
    let subjects: Vec<&str> = words.keys().map(String::as_str).collect();
    assert_eq!(subjects.len(), 4, "{subjects:?}");
    let (words, _) = checked(vec![deny("AssumeRole")], Probe::Connection).await;
    assert!(
        words.values().any(|word| word.starts_with("denied")),
        "{words:?}"
    );
}
