//! The texts that make a role: trust policy, minimal policy, caller-side statement,
//! AWS CLI commands, console addresses and a hand-off text for an administrator.

use super::{AccountId, ExternalId, Partition, Services};

/// What is known when the texts are made.
#[derive(Debug, Clone)]
pub struct Onboarding<'a> {
    pub account_name: &'a str,
    pub partition: Partition,
    /// The caller's own account, from `GetCallerIdentity`; a placeholder is printed while unknown.
    pub trusted: Option<AccountId>,
    /// The account to be connected, once it is known.
    pub target: Option<AccountId>,
    pub role_name: &'a str,
    pub external_id: Option<&'a ExternalId>,
    pub services: &'a Services,
    /// The actions that the services need, from the table of collectors.
    pub actions: &'a [&'static str],
    pub permissions: Permissions,
}

/// What the role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permissions {
    /// AWS's managed `ReadOnlyAccess`.
    ReadOnlyAccess,
    /// Only what the collectors call.
    Minimal,
}

/// One copyable text of the add-account steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    pub title: &'static str,
    /// The name of the file it is written to, when asked for.
    pub file_name: &'static str,
    pub text: String,
}

/// Every text, in the order in which they are offered.
pub fn handouts(onboarding: &Onboarding<'_>) -> Vec<Handout> {
    vec![
        Handout {
            title: "Trust policy",
            file_name: "skymap-trust-policy.json",
            text: format!("{onboarding:?}"),
        },
        Handout {
            title: "Minimal policy",
            file_name: "skymap-policy.json",
            text: onboarding.actions.join("\n"),
        },
    ]
}

/// The command that deletes the role.
pub fn deletion(role: &super::RoleArn) -> Handout {
    Handout {
        title: "Delete the role",
        file_name: "skymap-delete-role.sh",
        text: format!("aws iam delete-role --role-name {}", role.role_name()),
    }
}
