//! The request to an administrator who makes the role: plain text for a ticket or a mail.

use super::{MFA_NOTE, Onboarding, POLICY_NAME};
use crate::account::Service;
use crate::text;

impl Onboarding<'_> {
    /// What is asked for, why, from whom, and what to send back.
    pub fn request(&self) -> String {
        let (path, name) = self.path_and_name();
        let path = match path.as_str() {
            "/" => String::new(),
            path => format!(", path {path}"),
        };
        let permissions = if self.is_minimal() {
            format!(
                "Only these read calls; as a policy called {POLICY_NAME}:\n\n{}\n",
                self.permissions_policy()
            )
        } else {
            format!(
                "AWS's managed policy ReadOnlyAccess:\n\n  {}\n",
                self.read_only_access()
            )
        };
        let external_id = match self.external_id {
            Some(external_id) => format!("external ID {external_id}"),
            None => "no external ID".to_owned(),
        };
        format!(
            "Request: a read-only role in the AWS account {target} ({account})\n\
             \n\
             What for\n\
             skymap draws a live map of the account's infrastructure in a terminal. It makes\n\
             read calls alone (Describe, List, Get) and narrows every session to them. It runs\n\
             on our own machines with our own identities; nothing is sent to a third party.\n\
             It reads {services}.\n\
             \n\
             Who gets access\n\
             Identities of the AWS account {trusted} that are allowed to assume the role, with\n\
             {external_id}.\n\
             \n\
             1. The role\n\
             Name {name}{path}. Its trust policy:\n\
             \n\
             {trust}\n\
             \n\
             {mfa}\n\
             \n\
             2. Its permissions\n\
             {permissions}\
             \n\
             Either by hand, or with these commands:\n\
             \n\
             {commands}\
             \n\
             Please send back\n\
             the role's ARN, which looks like {arn}\n",
            target = self.target(),
            account = text::clean(self.account_name),
            services = self.services_read(),
            trusted = self.trusted(),
            trust = self.trust_policy(),
            mfa = wrapped(MFA_NOTE),
            commands = self.create_role_commands(),
            arn = self.role_arn(),
        )
    }

    fn services_read(&self) -> String {
        let read: Vec<&str> = Service::ALL
            .into_iter()
            .filter(|service| self.services.reads(*service))
            .map(Service::title)
            .collect();
        if read.is_empty() {
            "the list of regions alone".to_owned()
        } else {
            read.join(", ")
        }
    }
}

/// Lines of at most eighty columns.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + 1 + word.len() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines.join("\n")
}
