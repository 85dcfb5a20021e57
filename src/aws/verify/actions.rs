//! How each IAM action of a service ended, by the calls of its collectors. It must not
//! know who asks.

use super::super::collect::{COLLECTORS, Collector};
use super::super::error::Failure;
use std::collections::BTreeMap;

/// How one action stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Failed(Failure),
    Allowed,
    /// It was never called, and why.
    Untested(String),
}

/// The operations whose action is called otherwise (Service Authorization Reference).
const OTHERWISE: &[(&str, &str)] = &[
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    (
        "s3:GetBucketLifecycleConfiguration",
        "s3:GetLifecycleConfiguration",
    ),
    (
        "s3:GetBucketNotificationConfiguration",
        "s3:GetBucketNotification",
    ),
    ("s3:GetBucketReplication", "s3:GetReplicationConfiguration"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
];

/// What a collector's calls say of its actions. An operation that fails and is no action
/// of the table stands for itself.
pub(super) fn outcomes(
    collector: &Collector,
    heard: &BTreeMap<&'static str, Result<(), Failure>>,
    ended: Option<&Failure>,
) -> BTreeMap<String, Outcome> {
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    for (operation, result) in heard {
        let outcome = match result {
            Ok(()) => Outcome::Allowed,
            Err(failure) => Outcome::Failed(failure.clone()),
        };
        let action = action_of(operation, collector.actions);
        match (action, result) {
            (Some(action), _) => merge(&mut outcomes, action.to_owned(), outcome),
            (None, Err(_)) => merge(&mut outcomes, (*operation).to_owned(), outcome),
            (None, Ok(())) => {}
        }
    }
    // What ended it and was heard of no call: before any was made.
    if let (Some(failure), Some(first)) = (ended, collector.actions.first())
        && !outcomes
            .values()
            .any(|one| matches!(one, Outcome::Failed(_)))
    {
        let failed = Outcome::Failed(failure.clone());
        merge(&mut outcomes, (*first).to_owned(), failed);
    }
    let before = outcomes
        .iter()
        .find(|(_, one)| matches!(one, Outcome::Failed(_)));
    let why = match before {
        Some((action, _)) => format!("it is asked of what {action} answers, which failed"),
        None => "it is asked of a resource, and there is none".to_owned(),
    };
    for action in collector.actions {
        let untested = || Outcome::Untested(why.clone());
        outcomes
            .entry((*action).to_owned())
            .or_insert_with(untested);
    }
    outcomes
}

/// Keeps the worse of two: a failure says more than that it went well elsewhere.
pub(super) fn merge(outcomes: &mut BTreeMap<String, Outcome>, action: String, outcome: Outcome) {
    let rank = |one: &Outcome| match one {
        Outcome::Failed(_) => 0,
        Outcome::Allowed => 1,
        Outcome::Untested(_) => 2,
    };
    match outcomes.get(&action) {
        Some(known) if rank(known) <= rank(&outcome) => {}
        _ => {
            outcomes.insert(action, outcome);
        }
    }
}

fn action_of(operation: &str, actions: &[&'static str]) -> Option<&'static str> {
    let named = |wanted: &str| actions.iter().find(|action| **action == wanted).copied();
    let otherwise = OTHERWISE.iter().find(|(known, _)| *known == operation);
    named(operation)
        .or_else(|| named(otherwise?.1))
        // API Gateway has an action for each method of HTTP.
        .or_else(|| named("apigateway:GET").filter(|_| operation.starts_with("apigateway:")))
}

/// The actions of some services' collectors, in the order of the table.
pub(super) fn of_service(service: crate::account::Service) -> Vec<&'static Collector> {
    let own = COLLECTORS.iter().filter(|one| one.service == service);
    own.collect()
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcomes};
    use crate::aws::collect::COLLECTORS;
    use crate::aws::error::Failure;
    use std::collections::BTreeMap;

    #[test]
    fn what_was_called_says_how_each_action_stands() {
        let listeners = COLLECTORS.iter().find(|one| one.name == "listeners");
        let listeners = listeners.unwrap();
        let denied = || Err(Failure::bad_answer("it", "no"));
        let (balancers, lists, rules) = (
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
        );
        for (heard, expected) in [
            (vec![], "untested untested untested"),
            (vec![(balancers, Ok(()))], "allowed untested untested"),
            (vec![(balancers, denied())], "failed untested untested"),
            (
                vec![(balancers, Ok(())), (lists, Ok(())), (rules, denied())],
                "allowed allowed failed",
            ),
        ] {
            let heard: BTreeMap<_, _> = heard.into_iter().collect();
            let found = outcomes(listeners, &heard, None);
            let words = [balancers, lists, rules].map(|action| match &found[action] {
                Outcome::Allowed => "allowed",
                Outcome::Failed(_) => "failed",
                Outcome::Untested(_) => "untested",
            });
            assert_eq!(words.join(" "), expected);
        }
    }
}
