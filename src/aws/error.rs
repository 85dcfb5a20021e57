//! Errors of the SDK, classified once. A refused role reaches every service call as a
//! failed dispatch without a code, so the whole chain of sources is read. It must not
//! know what the caller wanted beyond the operation's name.

mod causes;

use super::redact::redact;
use crate::account::Region;
use crate::provider::{ErrorKind, Explanation};
use crate::text;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A call that failed, in our words. It keeps no SDK type and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: ErrorKind,
    /// As IAM names it: `ec2:DescribeInstances`.
    pub operation: String,
    /// AWS's own sentence, cleaned, or the innermost cause.
    pub message: String,
    pub request_id: Option<String>,
}

impl Failure {
    /// What the SDK said of `operation`.
    pub fn of<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let answer = Answer {
            code: error.code().map(text::clean),
            message: error.message().map(text::clean),
            status: error.raw_response().map(|raw| raw.status().as_u16()),
            skew: error.raw_response().and_then(skew),
            timed_out: matches!(error, SdkError::TimeoutError(_)),
        };
        let mut failure = classify(operation, &answer, error);
        // A session's failure keeps its own.
        if let Some(id) = error.request_id() {
            failure.request_id = Some(text::clean(id));
        }
        failure
    }

    /// An answer that AWS does not give: a token that comes twice, a missing list.
    pub fn bad_answer(operation: &str, message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::BadAnswer,
            operation: operation.to_owned(),
            message: message.into(),
            request_id: None,
        }
    }

    /// Whether AWS answered with this code, one that the program has no kind for.
    pub fn has_code(&self, wanted: &str) -> bool {
        matches!(&self.kind, ErrorKind::Other { code } if code.starts_with(wanted))
    }

    /// Whether asking again by itself is pointless until somebody changes something.
    pub fn is_lasting(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::AccessDenied { .. } | ErrorKind::NotOffered | ErrorKind::RegionDisabled
        )
    }

    /// In one sentence with what can be done, for a call in `region`.
    pub fn explain(&self, region: &Region) -> Explanation {
        Explanation {
            kind: self.kind.clone(),
            summary: self.to_string(),
            causes: causes::of(self, region),
            request_id: self.request_id.clone(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, message, ..
        } = self;
        match &self.kind {
            ErrorKind::AccessDenied { .. } => write!(f, "{operation} was denied: {message}"),
            ErrorKind::Throttled => write!(f, "{operation} was throttled: {message}"),
            ErrorKind::ExpiredCredentials => {
                write!(f, "{operation} failed, credentials have expired: {message}")
            }
            ErrorKind::NoCredentials => write!(f, "{operation} has no credentials: {message}"),
            ErrorKind::RejectedKeys => {
                write!(
                    f,
                    "{operation} was refused, its keys are not accepted: {message}"
                )
            }
            ErrorKind::RegionDisabled => {
                write!(f, "{operation}: the region is not enabled: {message}")
            }
            ErrorKind::NotOffered => write!(f, "{operation} is not offered here: {message}"),
            ErrorKind::Unreachable { .. } => {
                write!(f, "{operation} could not reach its endpoint: {message}")
            }
            ErrorKind::ClockSkew { seconds } => {
                let way = if *seconds > 0 { "ahead" } else { "behind" };
                let off = seconds.unsigned_abs();
                write!(
                    f,
                    "{operation} was refused: this machine's clock is {} {way}",
                    span(off)
                )
            }
            ErrorKind::TimedOut => write!(f, "{operation} timed out: {message}"),
            ErrorKind::BadAnswer => {
                write!(
                    f,
                    "{operation} got an answer that cannot be used: {message}"
                )
            }
            ErrorKind::Other { code } => write!(f, "{operation} failed with {code}: {message}"),
        }
    }
}

impl Error for Failure {}

/// A wrong clock is read in minutes.
fn span(seconds: u64) -> String {
    match (seconds + 30) / 60 {
        0 | 1 => format!("{seconds} s"),
        minutes => format!("{minutes} min"),
    }
}

/// The kind that an error code of AWS stands for. `message` tells an SCP from a missing
/// permission.
pub fn kind_of(code: &str, message: &str) -> ErrorKind {
    match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "UnauthorizedAccess"
        | "NotAuthorized"
        | "AuthorizationError"
        | "Client.UnauthorizedOperation" => ErrorKind::AccessDenied {
            action: action_in(message),
            explicit_deny: message.contains("explicit deny"),
            scp: message.contains("service control policy"),
        },
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "BandwidthLimitExceeded"
        | "EC2ThrottledException" => ErrorKind::Throttled,
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" | "RequestExpired" => {
            ErrorKind::ExpiredCredentials
        }
        "RegionDisabledException" | "OptInRequired" => ErrorKind::RegionDisabled,
        "AuthFailure"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException" => ErrorKind::RejectedKeys,
        _ => ErrorKind::Other {
            code: code.to_owned(),
        },
    }
}

/// What an answer says of itself, freed of its type.
struct Answer {
    code: Option<String>,
    message: Option<String>,
    status: Option<u16>,
    /// How far our clock is ahead of AWS's, by the answer's `Date` header.
    skew: Option<i64>,
    timed_out: bool,
}

/// AWS accepts five minutes; under four it was something else.
const TOLERATED_SKEW_SECONDS: i64 = 240;

fn classify(operation: &str, answer: &Answer, error: &(dyn Error + 'static)) -> Failure {
    if let Some(session) = find::<Failure>(error) {
        return session.clone();
    }
    let (kind, message) = if let Some(code) = &answer.code {
        let message = answer.message.clone().unwrap_or_default();
        (kind_by_clock(code, &message, answer.skew), message)
    } else if let Some(credentials) = find::<CredentialsError>(error) {
        credentials_kind(credentials)
    } else if answer.timed_out || innermost(error).contains("timed out") {
        (ErrorKind::TimedOut, waited(&innermost(error)))
    } else if let Some(status) = answer.status {
        if status < 400 {
            (ErrorKind::BadAnswer, innermost(error))
        } else {
            let code = format!("HTTP status {status}");
            let message = "the answer is none of AWS's".to_owned();
            (ErrorKind::Other { code }, message)
        }
    } else {
        let kind = ErrorKind::Unreachable {
            proxy: super::transport::proxy_in_force(),
            ca: super::transport::authorities_in_force(),
        };
        (kind, in_plain_words(&innermost(error)))
    };
    Failure {
        kind,
        operation: operation.to_owned(),
        message,
        request_id: None,
    }
}

fn kind_by_clock(code: &str, message: &str, skew: Option<i64>) -> ErrorKind {
    let by_clock = [
        "RequestExpired",
        "RequestTimeTooSkewed",
        "RequestInTheFuture",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "AuthFailure",
        "ExpiredToken",
    ];
    match skew {
        Some(seconds) if seconds.abs() > TOLERATED_SKEW_SECONDS && by_clock.contains(&code) => {
            ErrorKind::ClockSkew { seconds }
        }
        _ => kind_of(code, message),
    }
}

fn credentials_kind(error: &CredentialsError) -> (ErrorKind, String) {
    let message = innermost(error);
    let kind = match error {
        CredentialsError::ProviderTimedOut(_) => ErrorKind::TimedOut,
        _ if message.to_ascii_lowercase().contains("expired") => ErrorKind::ExpiredCredentials,
        _ => ErrorKind::NoCredentials,
    };
    // Every provider's own reason follows; the likely causes are told in our words.
    let message = match message.split_once(" Attempted:") {
        Some((summary, _)) => summary.trim_end_matches('.').to_owned(),
        None => message,
    };
    (kind, redact(&message))
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

fn skew(response: &HttpResponse) -> Option<i64> {
    let date = response.headers().get("date")?;
    let theirs = aws_smithy_types::DateTime::from_str(date, Format::HttpDate).ok()?;
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() as i64;
    Some(ours - theirs.secs())
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref::<E>())
}

/// The innermost cause is the one that names the thing: the host, the file, the token.
fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error)
        .last()
        .map(|error| text::clean(&error.to_string()))
        .unwrap_or_default()
}

/// `HTTP connect timeout occurred after 5s`, as a person would say it.
fn waited(cause: &str) -> String {
    let what = if cause.contains("connect timeout") {
        "no connection"
    } else {
        "no answer"
    };
    match cause.rsplit_once("after ") {
        Some((_, time)) => {
            let unit = time.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
            let (number, unit) = time.split_at(unit.unwrap_or(time.len()));
            format!("{what} within {number} {unit}")
        }
        None => format!("{what} came in time"),
    }
}

/// What the system says of a connection, as a person would.
fn in_plain_words(cause: &str) -> String {
    let fixed = [
        ("connection refused", "the connection was refused"),
        ("connection reset", "the connection was reset"),
        ("tunnel error", "the proxy refused to connect to it"),
        (
            "connection closed",
            "the connection was closed before an answer",
        ),
    ];
    let lower = cause.to_ascii_lowercase();
    if let Some((_, words)) = fixed.iter().find(|(mark, _)| lower.contains(mark)) {
        return (*words).to_owned();
    }
    if let Some((_, detail)) = cause.split_once("failed to lookup address information: ") {
        return format!("its name is not known ({detail})");
    }
    if let Some((_, detail)) = cause.split_once("invalid peer certificate: ") {
        let detail = detail
            .trim_end_matches(')')
            .rsplit('(')
            .next()
            .unwrap_or(detail);
        return format!("its certificate is not trusted ({detail})");
    }
    cause.to_owned()
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

#[cfg(test)]
mod tests {
    use super::{Failure, kind_of};
    use crate::account::Region;
    use crate::provider::ErrorKind;
    use aws_credential_types::provider::error::CredentialsError;
    use aws_sdk_ec2::operation::describe_vpcs::DescribeVpcsError;
    use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
    use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
    use std::error::Error;

    type Answered = SdkError<DescribeVpcsError, HttpResponse>;

    fn dispatch(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Answered {
        SdkError::dispatch_failure(ConnectorError::other(cause.into(), None))
    }

    #[test]
    fn codes_have_their_kinds() {
        let denied = |action: Option<&str>, explicit_deny, scp| ErrorKind::AccessDenied {
            action: action.map(str::to_owned),
            explicit_deny,
            scp,
        };
        let user = "User: x is not authorized to perform: ec2:DescribeVpcs on resource: *";
        let by_scp = format!("{user} with an explicit deny in a service control policy");
        for (code, message, kind) in [
            ("UnauthorizedOperation", "", denied(None, false, false)),
            (
                "AccessDenied",
                user,
                denied(Some("ec2:DescribeVpcs"), false, false),
            ),
            (
                "AccessDenied",
                &by_scp,
                denied(Some("ec2:DescribeVpcs"), true, true),
            ),
            ("RequestLimitExceeded", "", ErrorKind::Throttled),
            ("Throttling", "", ErrorKind::Throttled),
            ("ExpiredToken", "", ErrorKind::ExpiredCredentials),
            ("OptInRequired", "", ErrorKind::RegionDisabled),
            (
                "InvalidParameterValue",
                "",
                ErrorKind::Other {
                    code: "InvalidParameterValue".to_owned(),
                },
            ),
        ] {
            assert_eq!(kind_of(code, message), kind, "{code}: {message}");
        }
    }

    /// A refused role reaches a service call as a failed dispatch without a code.
    #[test]
    fn a_refused_role_is_found_at_the_bottom_of_the_chain() {
        let refused = Failure {
            kind: kind_of("AccessDenied", "not authorized"),
            operation: "sts:AssumeRole".to_owned(),
            message: "not authorized".to_owned(),
            request_id: Some("0a1b".to_owned()),
        };
        let error = dispatch(CredentialsError::provider_error(refused.clone()));
        assert_eq!(Failure::of("ec2:DescribeVpcs", &error), refused);
    }

    #[test]
    fn what_never_reached_aws_says_why() {
        for (error, word) in [
            (
                dispatch(CredentialsError::not_loaded("nobody is signed in")),
                "no-credentials",
            ),
            (
                dispatch(CredentialsError::provider_error(
                    "the SSO token has expired",
                )),
                "expired",
            ),
            (dispatch("no route to host"), "unreachable"),
            (SdkError::timeout_error("10 s"), "timed-out"),
        ] {
            let failure = Failure::of("ec2:DescribeVpcs", &error);
            assert_eq!(failure.kind.word(), word, "{failure}");
            let explanation = failure.explain(&Region::new("eu-west-1"));
            assert!(!explanation.causes.is_empty());
        }
    }
}
