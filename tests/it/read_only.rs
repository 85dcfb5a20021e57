//! Read-only, proven four times: nothing but reads is written down in the source, the
//! session policy lets nothing but reads through, that policy is what goes over the wire
//! and is enforced there, and a role with the published policy alone is enough.

#![expect(
    clippy::unwrap_used,
    reason = "a proof that cannot be made is a failed test"
)]

mod called;
mod emulator;
mod names;
mod policy;
mod recorder;
mod sdk;
mod source;
mod wire;

use serde_json::Value;

const CUSTOM: &str = include_str!("../../assets/iam/custom.json");
const MINIMAL: &str = include_str!("../../assets/iam/minimal.json");
const SESSION: &str = include_str!("../../assets/iam/session.json");

/// The action patterns of a policy's statements with this effect.
fn patterns(policy: &str, effect: &str) -> Vec<String> {
    let policy: Value = serde_json::from_str(policy).unwrap();
    let statements = policy["Statement"].as_array().unwrap().iter();
    let of_effect = statements.filter(|statement| statement["Effect"] == effect);
    of_effect
        .flat_map(|statement| statement["Action"].as_array().unwrap())
        .map(|action| action.as_str().unwrap().to_owned())
        .collect()
}

/// As IAM matches: `*` is any text, case does not count.
fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_lowercase(), action.to_lowercase());
    match pattern.split_once('*') {
        None => pattern == action,
        Some((start, rest)) => {
            let Some(left) = action.strip_prefix(start) else {
                return false;
            };
            let mut ends = (0..=left.len()).filter(|at| left.is_char_boundary(*at));
            ends.any(|at| matches(rest, &left[at..]))
        }
    }
}

/// What IAM decides by this policy.
fn allows(policy: &str, action: &str) -> bool {
    let named = |effect| {
        let patterns = patterns(policy, effect);
        patterns.iter().any(|pattern| matches(pattern, action))
    };
    named("Allow") && !named("Deny")
}
