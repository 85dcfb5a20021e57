//! Which policy denied a call, where AWS's message tells, and who can mend that.

use super::super::error::Failure;
use crate::provider::{Cause, ErrorKind, Explanation};

/// What stood in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Denial {
    /// As AWS calls it; `None` where the message does not tell.
    policy: Option<&'static str>,
    is_explicit: bool,
}

/// AWS's words for the kinds of policies (IAM user guide, "Access denied error messages").
const POLICIES: &[&str] = &[
    "service control policy",
    "resource control policy",
    "permissions boundary",
    "session policy",
    "VPC endpoint policy",
    "resource-based policy",
    "identity-based policy",
];

/// What denied it, when it was denied.
pub(super) fn denial(failure: &Failure) -> Option<Denial> {
    if !matches!(failure.kind, ErrorKind::AccessDenied { .. }) {
        return None;
    }
    let message = failure.message.as_str();
    let policy = POLICIES.iter().find(|policy| message.contains(**policy));
    Some(Denial {
        policy: policy.copied(),
        is_explicit: message.contains("explicit deny"),
    })
}

impl Denial {
    /// Whether a statement more in the role's policies would be enough.
    pub(super) fn is_mended_by_allowing(self) -> bool {
        !self.is_explicit && matches!(self.policy, None | Some("identity-based policy"))
    }

    fn sentence(self, action: &str) -> String {
        let Some(policy) = self.policy else {
            return if self.is_explicit {
                format!("a policy denies {action} explicitly; AWS does not tell which")
            } else {
                format!(
                    "AWS does not tell which policy: most often no policy of the role allows {action}"
                )
            };
        };
        let how = if self.is_explicit {
            format!("an explicit deny in a {policy} forbids {action}")
        } else {
            format!("no {policy} allows {action}")
        };
        let who = match (policy, self.is_explicit) {
            ("identity-based policy", false) => "the statement at the end would",
            ("identity-based policy", true) => {
                "no other statement overrules it: take the action out of that deny"
            }
            ("service control policy" | "resource control policy", _) => {
                "it is the organization's: its administrators can change it"
            }
            ("permissions boundary", _) => "whoever keeps the role's boundary can change it",
            ("session policy", _) => {
                "skymap cuts its sessions down by itself, and so does whoever starts the base identity's"
            }
            ("VPC endpoint policy", _) => {
                "whoever keeps the endpoint that calls from here go through can change it"
            }
            _ => "whoever keeps that resource can change it",
        };
        format!("{how}; {who}")
    }
}

/// The failure of an action, with who can mend it. What a statement mends is said once
/// for all actions, at the end.
pub(super) fn explained(action: &str, failure: &Failure, otherwise: Explanation) -> Explanation {
    let Some(denial) = denial(failure) else {
        return otherwise;
    };
    Explanation {
        causes: vec![Cause {
            sentence: denial.sentence(action),
            remedy: None,
        }],
        ..otherwise
    }
}

#[cfg(test)]
mod tests {
    use super::{Denial, denial};
    use crate::aws::error::{Failure, kind_of};

    #[test]
    fn the_message_tells_who_can_mend_it() {
        for (message, policy, is_explicit, is_mended) in [
            (
                "not authorized to perform: ec2:DescribeVpcs",
                None,
                false,
                true,
            ),
            (
                "because no identity-based policy allows the ec2:DescribeVpcs action",
                Some("identity-based policy"),
                false,
                true,
            ),
            (
                "with an explicit deny in an identity-based policy",
                Some("identity-based policy"),
                true,
                false,
            ),
            (
                "with an explicit deny in a service control policy",
                Some("service control policy"),
                true,
                false,
            ),
            (
                "because no service control policy allows it",
                Some("service control policy"),
                false,
                false,
            ),
            (
                "because no permissions boundary allows it",
                Some("permissions boundary"),
                false,
                false,
            ),
            (
                "because no session policy allows it",
                Some("session policy"),
                false,
                false,
            ),
            (
                "because no VPC endpoint policy allows it",
                Some("VPC endpoint policy"),
                false,
                false,
            ),
            ("with an explicit deny", None, true, false),
        ] {
            let failure = Failure {
                kind: kind_of("UnauthorizedOperation", message),
                operation: "ec2:DescribeVpcs".to_owned(),
                message: message.to_owned(),
                request_id: None,
            };
            let found = denial(&failure).unwrap();
            assert_eq!(
                found,
                Denial {
                    policy,
                    is_explicit
                },
                "{message}"
            );
            assert_eq!(found.is_mended_by_allowing(), is_mended, "{message}");
            assert!(
                found
                    .sentence("ec2:DescribeVpcs")
                    .contains("ec2:DescribeVpcs")
            );
        }
        assert_eq!(denial(&Failure::bad_answer("ec2:DescribeVpcs", "it")), None);
    }
}
