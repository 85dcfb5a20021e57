//! Whether a caller may do what it asks for. It must not know what that would answer.

use super::estate::Account;
use super::fault::Fault;
use super::front::Call;
use super::identity::Session;
use super::policy::{Decision, Policy};
use super::refusal::Refusal;

/// The role and the session policy must both allow it. Everyone may ask who they are.
pub(super) fn authorize(call: &Call<'_>, account: Option<&Account>) -> Result<(), Refusal> {
    if call.action == "GetCallerIdentity" {
        return Ok(());
    }
    let own = match account {
        Some(account) => Policy {
            allow: account.role.allow.clone(),
            deny: account.role.deny.clone(),
        },
        // Both identities of the start may try to assume roles; whether they get them is
        // the role's decision.
        None => Policy {
            allow: vec!["sts:AssumeRole".to_owned()],
            deny: Vec::new(),
        },
    };
    check(call, &own, "identity-based policy")?;
    let session = call.principal.session.as_ref();
    match session.and_then(Session::parsed_policy) {
        Some(policy) => check(call, &policy, "session policy"),
        None => Ok(()),
    }
}

fn check(call: &Call<'_>, policy: &Policy, kind: &str) -> Result<(), Refusal> {
    let action = &call.permission;
    let reason = match policy.decide(action) {
        Decision::Allowed => return Ok(()),
        Decision::NotAllowed => format!("because no {kind} allows the {action} action"),
        Decision::Denied => format!("with an explicit deny in a {kind}"),
    };
    Err(denied(call, action, &reason))
}

fn denied(call: &Call<'_>, action: &str, reason: &str) -> Refusal {
    let caller = &call.principal.arn;
    let resource = match call.parameters.get("RoleArn") {
        Some(arn) => format!(" on resource: {arn}"),
        None => String::new(),
    };
    let message =
        format!("User: {caller} is not authorized to perform: {action}{resource} {reason}");
    Refusal::denied(call.service, message)
}

/// Faults that are refusals.
pub(super) fn refusal(fault: &Fault, call: &Call<'_>) -> Option<Refusal> {
    let action = &call.permission;
    Some(match fault {
        Fault::Throttle => Refusal::throttled(call.service),
        Fault::ExpiredToken => Refusal::expired(call.service),
        Fault::AccessDenied => {
            let reason = format!("because no identity-based policy allows the {action} action");
            denied(call, action, &reason)
        }
        Fault::ExplicitDeny(kind) => {
            denied(call, action, &format!("with an explicit deny in a {kind}"))
        }
        _ => return None,
    })
}
