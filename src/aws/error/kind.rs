//! From AWS's code and sentence to the kind of an error. It must not know how either came
//! here.

use super::answer::Said;
use crate::provider::{Denial, ErrorKind, PolicyType};

/// AWS accepts five minutes; under four it was something else.
const TOLERATED_SKEW_SECONDS: i64 = 240;

/// The kind that an error code of AWS stands for, in whichever protocol. `message` tells
/// which policy denied.
pub fn kind_of(code: &str, message: &str) -> ErrorKind {
    match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "AllAccessDisabled"
        | "AuthorizationError"
        | "AuthorizationErrorException"
        | "Client.UnauthorizedOperation"
        | "ForbiddenException"
        | "NotAuthorized"
        | "NotAuthorizedException"
        | "UnauthorizedAccess"
        | "UnauthorizedException"
        | "UnauthorizedOperation" => ErrorKind::AccessDenied {
            action: action_in(message),
            reason: reason_in(message),
        },
        "BandwidthLimitExceeded"
        | "EC2ThrottledException"
        | "LimitExceededException"
        | "PriorRequestNotComplete"
        | "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "ThrottledException"
        | "Throttling"
        | "ThrottlingException"
        | "TooManyRequestsException" => ErrorKind::Throttled,
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" | "RequestExpired" => {
            ErrorKind::ExpiredCredentials
        }
        "RegionDisabledException" => ErrorKind::RegionDisabled,
        "NotSignedUp" | "OptInRequired" | "SubscriptionRequiredException" => ErrorKind::NotEnabled,
        "AuthFailure"
        | "InvalidAccessKeyId"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "InvalidToken"
        | "MissingAuthenticationTokenException"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => ErrorKind::RejectedKeys,
        _ => ErrorKind::Other {
            code: code.to_owned(),
        },
    }
}

/// AWS leaves the code out where an answer has no body; what stands between here and AWS
/// never had one.
pub(super) fn of_answer(said: &Said) -> (ErrorKind, String) {
    if let Some(code) = &said.code {
        let message = said.message.clone().unwrap_or_default();
        return (by_clock(code, &message, said.skew), message);
    }
    let status = said.status;
    let kind = match status {
        401 if said.is_of_aws => ErrorKind::RejectedKeys,
        403 if said.is_of_aws => ErrorKind::AccessDenied {
            action: None,
            reason: Denial::Unsaid,
        },
        429 if said.is_of_aws => ErrorKind::Throttled,
        _ => ErrorKind::Other {
            code: format!("HTTP status {status}"),
        },
    };
    let message = if said.is_of_aws {
        format!("HTTP status {status} without a word")
    } else {
        "the answer is none of AWS's".to_owned()
    };
    (kind, message)
}

pub(super) fn by_clock(code: &str, message: &str, skew: Option<i64>) -> ErrorKind {
    let by_skew = [
        "RequestExpired",
        "RequestTimeTooSkewed",
        "RequestInTheFuture",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "AuthFailure",
        "ExpiredToken",
    ];
    match skew {
        Some(seconds) if seconds.abs() > TOLERATED_SKEW_SECONDS && by_skew.contains(&code) => {
            ErrorKind::ClockSkew { seconds }
        }
        _ => kind_of(code, message),
    }
}

/// `ec2:DescribeVpcs` out of `… is not authorized to perform: ec2:DescribeVpcs on …`.
fn action_in(message: &str) -> Option<String> {
    let rest = message.split("perform: ").nth(1)?;
    let action = rest.split_whitespace().next()?;
    let action = action.trim_end_matches(|c: char| !c.is_alphanumeric());
    // It goes into a policy that is offered for copying, which allows one thing by name.
    let is_name = |part: &str| {
        let mut characters = part.chars();
        !part.is_empty() && characters.all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let (service, operation) = action.split_once(':')?;
    (is_name(service) && is_name(operation)).then(|| action.to_owned())
}

/// Which policy it was: AWS's sentences end in `because no identity-based policy allows
/// the … action` or `with an explicit deny in a service control policy`.
pub(super) fn reason_in(message: &str) -> Denial {
    let policy = |words: &str| {
        let rest = words.trim_start_matches(['a', 'n']).trim_start();
        let mut types = PolicyType::ALL.into_iter();
        types.find(|policy| rest.starts_with(policy.title()))
    };
    if let Some((_, words)) = message.split_once("explicit deny in ") {
        return Denial::Explicit(policy(words));
    }
    if message.contains("explicit deny") {
        return Denial::Explicit(None);
    }
    let named = message.split_once("because no ");
    let named = named.and_then(|(_, words)| policy(words));
    named.map_or(Denial::Unsaid, Denial::NotAllowed)
}
