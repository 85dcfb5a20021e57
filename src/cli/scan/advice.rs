//! What can be done about what could not be read: each cause once, however many reads
//! it spoiled.

use crate::account::onboard;
use crate::cli::warn;
use crate::provider::{Cause, ErrorKind, Explanation};
use std::collections::BTreeSet;

/// More causes than these are told by their number.
const MOST: usize = 5;

/// Prints the causes to standard error.
pub(in crate::cli) fn give(failures: &[&Explanation]) {
    let causes = causes(failures);
    for cause in causes.iter().take(MOST) {
        warn(&format!("skymap: possible cause: {}", cause.sentence));
        for line in cause.remedy.iter().flat_map(|remedy| remedy.lines()) {
            warn(&format!("  {line}"));
        }
    }
    if causes.len() > MOST {
        let more = causes.len() - MOST;
        warn(&format!("skymap: {more} more causes are like these"));
    }
}

/// One policy would allow all that is not allowed.
fn causes(failures: &[&Explanation]) -> Vec<Cause> {
    let missing: BTreeSet<&str> = failures.iter().filter_map(|one| missing(one)).collect();
    let mut causes: Vec<Cause> = Vec::new();
    if missing.len() > 1 {
        let actions: Vec<&str> = missing.iter().copied().collect();
        causes.push(Cause {
            sentence: format!(
                "the role's policy does not allow {} actions, or a permissions boundary or a service control policy denies them; this one would allow them",
                actions.len()
            ),
            remedy: Some(onboard::permissions_policy(&actions)),
        });
    }
    let others = failures
        .iter()
        .filter(|one| missing.len() < 2 || self::missing(one).is_none())
        .flat_map(|one| &one.causes);
    for cause in others {
        if !causes.contains(cause) {
            causes.push(cause.clone());
        }
    }
    causes
}

/// The action that the role lacks.
fn missing(failure: &Explanation) -> Option<&str> {
    match &failure.kind {
        ErrorKind::AccessDenied {
            action: Some(action),
            reason,
        } if reason.is_for_the_role() && !action.starts_with("sts:") => Some(action),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::causes;
    use crate::provider::{Cause, Denial, ErrorKind, Explanation};

    fn failed(kind: ErrorKind, cause: &str) -> Explanation {
        Explanation {
            kind,
            summary: String::from("it failed"),
            causes: vec![Cause {
                sentence: cause.to_owned(),
                remedy: None,
            }],
            request_id: None,
        }
    }

    fn denied(action: &str) -> Explanation {
        let kind = ErrorKind::AccessDenied {
            action: Some(action.to_owned()),
            reason: Denial::Unsaid,
        };
        failed(kind, action)
    }

    #[test]
    fn a_cause_is_told_once_and_denials_are_one_policy() {
        let slow = failed(ErrorKind::TimedOut, "slow");
        let (vpcs, zones) = (denied("ec2:DescribeVpcs"), denied("ec2:DescribeZones"));
        for (failures, expected) in [
            (vec![], vec![]),
            (vec![&slow, &slow], vec!["slow"]),
            (vec![&vpcs, &slow], vec!["ec2:DescribeVpcs", "slow"]),
            (
                vec![&vpcs, &slow, &zones, &vpcs],
                vec!["the role's policy does not allow 2 actions", "slow"],
            ),
        ] {
            let told = causes(&failures);
            assert_eq!(told.len(), expected.len(), "{told:?}");
            for (cause, expected) in told.iter().zip(expected) {
                assert!(cause.sentence.starts_with(expected), "{cause:?}");
            }
        }
        let policy = causes(&[&vpcs, &zones])[0].remedy.clone().unwrap();
        assert!(policy.contains("ec2:DescribeVpcs") && policy.contains("ec2:DescribeZones"));
    }
}
