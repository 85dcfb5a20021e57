//! The texts that make a role: trust policy, minimal policy, caller-side statement,
//! AWS CLI commands, templates, console addresses and a hand-off text for an
//! administrator. It must not know who shows them, nor what the actions are for.

mod commands;
mod console;
mod handoff;
mod policy;
mod template;

pub use commands::assume_role;
pub use policy::{caller_policy, minimal_policy, permissions_policy, trust_policy};

use super::{AccountId, ExternalId, Partition, RoleArn, Services};

/// Stands where the caller's own account number is not known yet. IAM refuses it, so
/// a text that is used too early makes nothing.
pub const TRUSTED_PLACEHOLDER: &str = "YOUR-OWN-ACCOUNT-NUMBER";

/// Stands where the number of the account to be connected is not known yet.
pub const TARGET_PLACEHOLDER: &str = "ACCOUNT-NUMBER";

/// The minimal policy's name where it needs one.
pub const POLICY_NAME: &str = "skymap-read";

/// Why the console's check box stays empty.
pub const MFA_NOTE: &str = "Leave \"Require MFA\" off: skymap assumes the role with the identity \
that you are signed in with and renews the session by itself; a role that requires MFA refuses \
that, unless that identity itself was signed in with MFA. The external ID and the trusted \
account are what protects the role.";

const DESCRIPTION: &str = "Read-only access for skymap, a live map of AWS accounts in a terminal";

/// What is known when the texts are made.
#[derive(Debug, Clone)]
pub struct Onboarding<'a> {
    pub account_name: &'a str,
    pub partition: Partition,
    /// The caller's own account, from `GetCallerIdentity`; a placeholder is printed while unknown.
    pub trusted: Option<AccountId>,
    /// The account to be connected, once it is known.
    pub target: Option<AccountId>,
    /// With its path before it, when it has one.
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
    /// What to do with it, in a sentence or two; not a part of what is copied.
    pub note: String,
    pub text: String,
}

impl Onboarding<'_> {
    /// Every text, in the order in which a person needs them.
    pub fn handouts(&self) -> Vec<Handout> {
        let is_minimal = self.permissions == Permissions::Minimal;
        let mut handouts = Vec::new();
        if is_minimal {
            handouts.push(Handout {
                title: "Minimal policy",
                file_name: "skymap-policy.json",
                note: "What the role may do: the read calls of the services that are on."
                    .to_owned(),
                text: self.permissions_policy(),
            });
            handouts.push(Handout {
                title: "Console: create the policy",
                file_name: "skymap-policy-address.txt",
                note: format!(
                    "Must come before the role: choose JSON, paste the minimal policy, name it {POLICY_NAME}."
                ),
                text: self.create_policy_address(),
            });
        }
        handouts.extend([
            Handout {
                title: "Console: create the role",
                file_name: "skymap-role-address.txt",
                note: self.console_steps(),
                text: self.create_role_address(),
            },
            Handout {
                title: "AWS CLI",
                file_name: "skymap-role.sh",
                note: "Run it in the account to be connected; the last line prints the role's ARN."
                    .to_owned(),
                text: self.create_role_commands(),
            },
            Handout {
                title: "CloudFormation",
                file_name: "skymap-role.template.json",
                note: "The stack needs the capability CAPABILITY_NAMED_IAM; its output is the role's ARN."
                    .to_owned(),
                text: self.cloudformation(),
            },
            Handout {
                title: "Terraform",
                file_name: "skymap-role.tf",
                note: "For the AWS provider of the account to be connected; its output is the role's ARN."
                    .to_owned(),
                text: self.terraform(),
            },
            Handout {
                title: "Trust policy",
                file_name: "skymap-trust.json",
                note: "Who may become the role: identities of your own account that know the external ID."
                    .to_owned(),
                text: self.trust_policy(),
            },
            Handout {
                title: "Your own side",
                file_name: "skymap-caller.json",
                note: "The identity that skymap starts from must be allowed this, unless it may assume any role already."
                    .to_owned(),
                text: self.caller_policy(),
            },
            Handout {
                title: "For an administrator",
                file_name: "skymap-request.txt",
                note: "Everything above in one text, when somebody else makes the role.".to_owned(),
                text: self.request(),
            },
        ]);
        handouts
    }

    /// The way through the console as one text: each step with its address.
    pub fn console(&self) -> String {
        let steps = self.handouts().into_iter().filter(|handout| {
            let is_policy = handout.file_name == "skymap-policy.json";
            is_policy || handout.title.starts_with("Console")
        });
        let steps = (1..).zip(steps).map(|(number, step)| {
            let text = step.text.trim_end();
            format!("{number}. {}\n{}\n\n{text}\n", step.title, step.note)
        });
        steps.collect::<Vec<_>>().join("\n")
    }

    /// The ARN that the role will have, with placeholders for what is not known.
    pub fn role_arn(&self) -> String {
        format!(
            "arn:{}:iam::{}:role/{}",
            self.partition,
            self.target(),
            self.role_name
        )
    }

    fn trusted(&self) -> String {
        numbered(self.trusted, TRUSTED_PLACEHOLDER)
    }

    fn target(&self) -> String {
        numbered(self.target, TARGET_PLACEHOLDER)
    }

    /// The path with its slashes, and the name: IAM takes them apart.
    fn path_and_name(&self) -> (String, &str) {
        match self.role_name.rsplit_once('/') {
            Some((path, name)) => (format!("/{path}/"), name),
            None => ("/".to_owned(), self.role_name),
        }
    }

    fn read_only_access(&self) -> String {
        format!("arn:{}:iam::aws:policy/ReadOnlyAccess", self.partition)
    }
}

/// What deletes the role after its account was removed here.
pub fn delete_role(role: &RoleArn) -> Handout {
    Handout {
        title: "Delete the role",
        file_name: "skymap-delete-role.sh",
        note: format!("The role {role} still exists in AWS. Delete it if nobody else uses it."),
        text: commands::delete_role(role),
    }
}

fn numbered(number: Option<AccountId>, placeholder: &str) -> String {
    number.map_or_else(|| placeholder.to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests;
