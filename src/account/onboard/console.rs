//! Addresses of the IAM console with what is known filled in. The parameters are not
//! documented; they are those that the console itself writes into its address while a
//! role is created, and a console that does not take one leaves that field empty.

use super::{DESCRIPTION, MFA_NOTE, Onboarding, POLICY_NAME};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Onboarding<'_> {
    /// *Create role* for another account, with its external ID and permissions.
    pub fn create_role_address(&self) -> String {
        let policy = if self.is_minimal() {
            format!(
                "arn:{}:iam::{}:policy/{POLICY_NAME}",
                self.partition,
                self.target()
            )
        } else {
            self.read_only_access()
        };
        let (_, name) = self.path_and_name();
        let mut parameters = vec![
            ("step", "selectEntities".to_owned()),
            ("trustedEntityType", "AWS_ACCOUNT".to_owned()),
            ("awsAccount", self.trusted()),
        ];
        if let Some(external_id) = self.external_id {
            parameters.push(("isThirdParty", "true".to_owned()));
            parameters.push(("externalId", external_id.to_string()));
        }
        parameters.push(("policies", policy));
        parameters.push(("roleName", name.to_owned()));
        parameters.push(("description", DESCRIPTION.to_owned()));
        let parameters: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, VALUE)))
            .collect();
        let host = self.partition.console_host();
        format!(
            "https://{host}/iam/home#/roles/create?{}",
            parameters.join("&")
        )
    }

    /// *Create policy*; the console takes the document by paste alone.
    pub fn create_policy_address(&self) -> String {
        let host = self.partition.console_host();
        format!("https://{host}/iam/home#/policies/create")
    }

    pub(super) fn console_steps(&self) -> String {
        let policy = if self.is_minimal() {
            POLICY_NAME
        } else {
            "ReadOnlyAccess"
        };
        let (_, name) = self.path_and_name();
        let external_id = match self.external_id {
            Some(external_id) => {
                format!("\"Require external ID\" is on with {external_id}")
            }
            None => "\"Require external ID\" is off".to_owned(),
        };
        format!(
            "Sign in to the account to be connected. Check that the other account is {}, that {external_id}, \
             that the policy {policy} is chosen, and that the role is called {name}; a tag like \
             purpose=skymap helps to find it again. {MFA_NOTE}",
            self.trusted()
        )
    }
}
