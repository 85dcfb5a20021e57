//! IAM policies as far as the sim enforces them: effects and actions. Resources and
//! conditions are read as `*`. It must not know whose policy it is.

use super::filter::matches_pattern;
use serde_json::Value;

/// The actions that a policy allows and denies, patterns as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Policy {
    pub allow: Vec<String>,
    pub deny: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Allowed,
    NotAllowed,
    Denied,
}

impl Policy {
    /// `None` where IAM would call the document malformed.
    pub(super) fn parse(document: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(document).ok()?;
        let version = document.get("Version").and_then(Value::as_str);
        if !matches!(version, None | Some("2012-10-17" | "2008-10-17")) {
            return None;
        }
        let mut policy = Self::default();
        for statement in one_or_many(document.get("Statement")?) {
            let actions = one_or_many(statement.get("Action")?)
                .into_iter()
                .map(|action| action.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()?;
            statement.get("Resource")?;
            let well_formed = |action: &String| action == "*" || action.contains(':');
            if !actions.iter().all(well_formed) {
                return None;
            }
            match statement.get("Effect")?.as_str()? {
                "Allow" => policy.allow.extend(actions),
                "Deny" => policy.deny.extend(actions),
                _ => return None,
            }
        }
        Some(policy)
    }

    pub(super) fn decide(&self, action: &str) -> Decision {
        let action = action.to_ascii_lowercase();
        let names = |patterns: &[String]| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| matches_pattern(&pattern.to_ascii_lowercase(), &action))
        };
        if names(&self.deny) {
            Decision::Denied
        } else if names(&self.allow) {
            Decision::Allowed
        } else {
            Decision::NotAllowed
        }
    }
}

fn one_or_many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deny_wins_over_an_allow_and_names_are_matched_without_case() {
        let document = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["ec2:Describe*","sts:GetCallerIdentity"],"Resource":"*"},
            {"Effect":"Deny","Action":"ec2:DescribeInstanceAttribute","Resource":"*"}]}"#;
        let policy = Policy::parse(document).expect("a policy");
        let cases = [
            ("ec2:DescribeVpcs", Decision::Allowed),
            ("EC2:describevpcs", Decision::Allowed),
            ("ec2:DescribeInstanceAttribute", Decision::Denied),
            ("ec2:RunInstances", Decision::NotAllowed),
        ];
        for (action, expected) in cases {
            assert_eq!(policy.decide(action), expected, "{action}");
        }
    }

    #[test]
    fn what_iam_calls_malformed_is_no_policy() {
        for document in [
            "",
            "{}",
            r#"{"Statement":[{"Effect":"Allow"}]}"#,
            r#"{"Version":"2020-01-01","Statement":[]}"#,
            r#"{"Statement":{"Effect":"Perhaps","Action":"*","Resource":"*"}}"#,
            r#"{"Statement":{"Effect":"Allow","Action":"describe","Resource":"*"}}"#,
        ] {
            assert_eq!(Policy::parse(document), None, "{document}");
        }
    }
}
