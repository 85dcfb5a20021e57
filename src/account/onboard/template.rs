//! The role as infrastructure code: CloudFormation and Terraform.

use super::policy::{Policy, written};
use super::{DESCRIPTION, Onboarding, POLICY_NAME};
use crate::text;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    #[serde(rename = "AWSTemplateFormatVersion")]
    version: &'static str,
    description: &'static str,
    resources: Resources,
    outputs: Outputs,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resources {
    role: Role,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Role {
    r#type: &'static str,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    role_name: String,
    path: String,
    description: &'static str,
    assume_role_policy_document: Policy,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    managed_policy_arns: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<InlinePolicy>,
    tags: [Tag; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InlinePolicy {
    policy_name: &'static str,
    policy_document: Policy,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: &'static str,
    value: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Outputs {
    role_arn: Output,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    value: Attribute,
}

#[derive(Serialize)]
struct Attribute {
    #[serde(rename = "Fn::GetAtt")]
    path: [&'static str; 2],
}

impl Onboarding<'_> {
    /// A template of one role, in JSON.
    pub fn cloudformation(&self) -> String {
        let (path, name) = self.path_and_name();
        let (managed_policy_arns, policies) = if self.is_minimal() {
            let policy = InlinePolicy {
                policy_name: POLICY_NAME,
                policy_document: self.minimal(),
            };
            (Vec::new(), vec![policy])
        } else {
            (vec![self.read_only_access()], Vec::new())
        };
        let role = Role {
            r#type: "AWS::IAM::Role",
            properties: Properties {
                role_name: name.to_owned(),
                path,
                description: DESCRIPTION,
                assume_role_policy_document: self.trust(),
                managed_policy_arns,
                policies,
                tags: [Tag {
                    key: "purpose",
                    value: "skymap",
                }],
            },
        };
        let template = Template {
            version: "2010-09-09",
            description: DESCRIPTION,
            resources: Resources { role },
            outputs: Outputs {
                role_arn: Output {
                    value: Attribute {
                        path: ["Role", "Arn"],
                    },
                },
            },
        };
        written(&template) + "\n"
    }

    /// The role as Terraform writes it.
    pub fn terraform(&self) -> String {
        let (path, name) = self.path_and_name();
        let permissions = if self.is_minimal() {
            format!(
                "resource \"aws_iam_role_policy\" \"skymap\" {{\n  \
                 name   = {}\n  \
                 role   = aws_iam_role.skymap.id\n  \
                 policy = jsonencode({})\n\
                 }}",
                quoted(POLICY_NAME),
                indented(&self.permissions_policy())
            )
        } else {
            format!(
                "resource \"aws_iam_role_policy_attachment\" \"skymap\" {{\n  \
                 role       = aws_iam_role.skymap.name\n  \
                 policy_arn = {}\n\
                 }}",
                quoted(&self.read_only_access())
            )
        };
        format!(
            "# {}: in the account {}.\n\
             resource \"aws_iam_role\" \"skymap\" {{\n  \
             name        = {}\n  \
             path        = {}\n  \
             description = {}\n\n  \
             assume_role_policy = jsonencode({})\n\n  \
             tags = {{\n    purpose = \"skymap\"\n  }}\n\
             }}\n\n\
             {permissions}\n\n\
             output \"role_arn\" {{\n  value = aws_iam_role.skymap.arn\n}}\n",
            text::clean(self.account_name),
            self.target(),
            quoted(name),
            quoted(&path),
            quoted(DESCRIPTION),
            indented(&self.trust_policy()),
        )
    }
}

/// A JSON document two columns further in; JSON is an expression of Terraform's too.
fn indented(document: &str) -> String {
    document.replace('\n', "\n  ")
}

fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace("${", "$${")
        .replace("%{", "%%{");
    format!("\"{escaped}\"")
}
