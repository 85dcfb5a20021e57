//! Policy documents. Structs and not maps, so that the keys come in the order in
//! which AWS writes them.

use super::{Onboarding, Permissions};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which regions an account has is asked whatever is read in them.
const ALWAYS: &str = "ec2:DescribeRegions";

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Policy {
    version: &'static str,
    statement: [Statement; 1],
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
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
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
        written(&Policy::new(Statement {
            sid: "BecomeTheRole",
            effect: "Allow",
            principal: None,
            action: vec!["sts:AssumeRole".to_owned()],
            resource: Some(self.role_arn()),
            condition: None,
        }))
    }

    pub(super) fn trust(&self) -> Policy {
        let condition = self.external_id.map(|external_id| Condition {
            string_equals: [("sts:ExternalId", external_id.to_string())].into(),
        });
        Policy::new(Statement {
            sid: "TrustedAccount",
            effect: "Allow",
            principal: Some(Principal {
                aws: format!("arn:{}:iam::{}:root", self.partition, self.trusted()),
            }),
            action: vec!["sts:AssumeRole".to_owned()],
            resource: None,
            condition,
        })
    }

    pub(super) fn minimal(&self) -> Policy {
        let actions: BTreeSet<&str> = self.actions.iter().copied().chain([ALWAYS]).collect();
        Policy::new(Statement {
            sid: "ReadTheMap",
            effect: "Allow",
            principal: None,
            action: actions.into_iter().map(str::to_owned).collect(),
            resource: Some("*".to_owned()),
            condition: None,
        })
    }

    pub(super) fn is_minimal(&self) -> bool {
        self.permissions == Permissions::Minimal
    }
}

impl Policy {
    fn new(statement: Statement) -> Self {
        Self {
            version: "2012-10-17",
            statement: [statement],
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
