//! Policy documents. Structs and not maps, so that the keys come in the order in
//! which AWS writes them.

use super::{Onboarding, Permissions};
use crate::account::{AccountId, ExternalId, Partition, RoleArn, Service};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who may become a role: identities of the trusted account that know the external ID.
pub fn trust_policy(
    partition: Partition,
    trusted: AccountId,
    external_id: Option<&ExternalId>,
) -> String {
    written(&trust(partition, &trusted.to_string(), external_id))
}

/// What a role may do that does exactly this.
pub fn permissions_policy(actions: &[&str]) -> String {
    let actions: BTreeSet<&str> = actions.iter().copied().collect();
    let actions = actions.into_iter().map(str::to_owned).collect();
    let everything = Resource::One("*".to_owned());
    written(&permissions(vec![("ReadTheMap", actions, everything)]))
}

/// What a role may do that reads the map: these actions, and of API Gateway no keys.
pub fn minimal_policy(partition: Partition, actions: &[&str]) -> String {
    written(&minimal(partition, actions.iter().copied()))
}

/// What an identity must be allowed that is to become the role.
pub fn caller_policy(role: &RoleArn) -> String {
    written(&caller(role.to_string()))
}

/// Which regions an account has is asked whatever is read in them.
const ALWAYS: &str = "ec2:DescribeRegions";

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal>,
    action: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Resource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
}

/// AWS writes one alone without brackets.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Resource {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Serialize)]
struct Principal {
    #[serde(rename = "AWS")]
    aws: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Condition {
    string_equals: BTreeMap<&'static str, String>,
}

impl Onboarding<'_> {
    /// Who may become the role.
    pub fn trust_policy(&self) -> String {
        written(&self.trust())
    }

    /// What the role may do under the minimal policy.
    pub fn permissions_policy(&self) -> String {
        written(&self.minimal())
    }

    /// What the caller's own identity must be allowed.
    pub fn caller_policy(&self) -> String {
        written(&caller(self.role_arn()))
    }

    pub(super) fn trust(&self) -> Policy {
        trust(self.partition, &self.trusted(), self.external_id)
    }

    pub(super) fn minimal(&self) -> Policy {
        minimal(self.partition, self.actions.iter().copied().chain([ALWAYS]))
    }

    pub(super) fn is_minimal(&self) -> bool {
        self.permissions == Permissions::Minimal
    }
}

fn trust(partition: Partition, trusted: &str, external_id: Option<&ExternalId>) -> Policy {
    let condition = external_id.map(|external_id| Condition {
        string_equals: [("sts:ExternalId", external_id.to_string())].into(),
    });
    Policy::new(vec![Statement {
        sid: "TrustedAccount",
        effect: "Allow",
        principal: Some(Principal {
            aws: format!("arn:{partition}:iam::{trusted}:root"),
        }),
        action: vec!["sts:AssumeRole".to_owned()],
        resource: None,
        condition,
    }])
}

fn permissions(statements: Vec<(&'static str, Vec<String>, Resource)>) -> Policy {
    let statements = statements.into_iter();
    let statements = statements.filter(|(_, actions, _)| !actions.is_empty());
    let statements = statements.map(|(sid, action, resource)| Statement {
        sid,
        effect: "Allow",
        principal: None,
        action,
        resource: Some(resource),
        condition: None,
    });
    Policy::new(statements.collect())
}

fn minimal<'a>(partition: Partition, actions: impl Iterator<Item = &'a str>) -> Policy {
    let actions: BTreeSet<&str> = actions.collect();
    let owned = actions.into_iter().map(str::to_owned);
    let (of_apis, others) = owned.partition(|action| action.starts_with("apigateway:"));
    let apis = Resource::Several(Service::resources_of_apis(partition));
    permissions(vec![
        ("ReadTheMap", others, Resource::One("*".to_owned())),
        ("ReadApis", of_apis, apis),
    ])
}

fn caller(role: String) -> Policy {
    let actions = vec!["sts:AssumeRole".to_owned()];
    permissions(vec![("BecomeTheRole", actions, Resource::One(role))])
}

impl Policy {
    fn new(statement: Vec<Statement>) -> Self {
        Self {
            version: "2012-10-17",
            statement,
        }
    }
}

/// Indented JSON that ends without a line break.
#[expect(
    clippy::expect_used,
    reason = "structs of texts always have a JSON form"
)]
pub(super) fn written(document: &impl Serialize) -> String {
    serde_json::to_string_pretty(document).expect("structs of texts always have a JSON form")
}
