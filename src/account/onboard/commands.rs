//! Commands of the AWS CLI for a POSIX shell.

use super::policy::written;
use super::{DESCRIPTION, Onboarding, POLICY_NAME};
use crate::account::{Account, Partition, RoleArn};
use crate::text;

impl Onboarding<'_> {
    /// Makes the role and prints its ARN.
    pub fn create_role_commands(&self) -> String {
        let (path, name) = self.path_and_name();
        let iam = iam(self.partition);
        let name = quoted(name);
        let permissions = if self.is_minimal() {
            format!(
                "{iam} put-role-policy --role-name {name} --policy-name {POLICY_NAME} \\\n  --policy-document {}",
                quoted(&written(&self.minimal()))
            )
        } else {
            format!(
                "{iam} attach-role-policy --role-name {name} \\\n  --policy-arn {}",
                quoted(&self.read_only_access())
            )
        };
        format!(
            "# {}: in the account {}, as somebody who may make roles.\n\
             {iam} create-role --role-name {name} --path {} \\\n  \
             --description {} \\\n  \
             --tags Key=purpose,Value=skymap \\\n  \
             --assume-role-policy-document {}\n\
             {permissions}\n\
             {iam} get-role --role-name {name} --query Role.Arn --output text\n",
            text::clean(self.account_name),
            self.target(),
            quoted(&path),
            quoted(DESCRIPTION),
            quoted(&self.trust_policy()),
        )
    }
}

/// Becomes the role outside of this program, to see what AWS says.
pub fn assume_role(account: &Account, role: &RoleArn) -> String {
    let option = |name: &str, value: String| format!(" {name} {}", quoted(&value));
    let external_id = account
        .external_id
        .as_ref()
        .map_or_else(String::new, |id| option("--external-id", id.to_string()));
    let profile = account.profile.as_ref().map_or_else(String::new, |name| {
        option("--profile", text::clean(&name.0))
    });
    format!(
        "aws sts assume-role --role-arn {role} --role-session-name skymap{external_id} --region {}{profile}",
        account.home_region
    )
}

/// A role can be deleted when it has no policies left, whichever they are by now.
pub(super) fn delete_role(role: &RoleArn) -> String {
    let iam = iam(role.partition);
    let name = quoted(role.role_name());
    format!(
        "# In the account {}, as somebody who may delete roles.\n\
         for policy in $({iam} list-attached-role-policies --role-name {name} --query 'AttachedPolicies[].PolicyArn' --output text); do\n  \
         {iam} detach-role-policy --role-name {name} --policy-arn \"$policy\"\n\
         done\n\
         for policy in $({iam} list-role-policies --role-name {name} --query 'PolicyNames[]' --output text); do\n  \
         {iam} delete-role-policy --role-name {name} --policy-name \"$policy\"\n\
         done\n\
         {iam} delete-role --role-name {name}\n",
        role.account
    )
}

/// IAM has one endpoint in a partition, which the CLI finds by any of its regions.
fn iam(partition: Partition) -> String {
    match partition {
        Partition::Aws => "aws iam".to_owned(),
        other => format!("aws --region {} iam", other.default_region()),
    }
}

/// One word for the shell, whatever it holds.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
