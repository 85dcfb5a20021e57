//! Errors of the SDK, classified once. A refused role reaches every service call as a
//! failed dispatch without a code, so the whole chain of sources is read. It must not
//! know what the caller wanted beyond the operation's name.

mod answer;
mod causes;
mod kind;
#[cfg(test)]
mod raw;

#[cfg(test)]
pub use kind::kind_of;

use super::redact::redact;
use crate::account::Region;
use crate::provider::{ErrorKind, Explanation};
use crate::text;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error;
use std::fmt;

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
        let said = error.raw_response().map(answer::Said::of);
        let answer = Answer {
            code: error.code().map(text::clean),
            message: error.message().map(text::clean),
            said: said.unwrap_or_default(),
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
            ErrorKind::AccessDenied { .. }
                | ErrorKind::NotOffered
                | ErrorKind::NotEnabled
                | ErrorKind::RegionDisabled
        )
    }

    /// Of a service that has answered there before: a name that is not known any more is
    /// the network's trouble.
    pub fn of_what_was_read(mut self) -> Self {
        if self.kind == ErrorKind::NotOffered {
            self.kind = unreachable();
        }
        self
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
            ErrorKind::NotEnabled => {
                write!(f, "{operation}: the service is not enabled: {message}")
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

/// The kind of an answer that is an error, as it came over the wire.
pub fn kind_of_response(response: &HttpResponse) -> ErrorKind {
    kind::of_answer(&answer::Said::of(response)).0
}

/// The kind of a call that got no answer, by what the system said.
pub fn kind_without_answer(service: &str, error: &(dyn Error + 'static)) -> ErrorKind {
    if has_no_endpoint(service, &innermost(error)) {
        return ErrorKind::NotOffered;
    }
    unreachable()
}

/// A name that does not exist is that of an endpoint that does not, where AWS makes the
/// names and not somebody's setting. STS and EC2 are everywhere.
fn has_no_endpoint(service: &str, cause: &str) -> bool {
    let unknown = [
        "Name or service not known",
        "No address associated with hostname",
        "nodename nor servname provided",
        "Name does not resolve",
    ];
    unknown.iter().any(|words| cause.contains(words))
        && !matches!(service, "sts" | "ec2")
        && super::transport::endpoint_in_force().is_none()
        && super::transport::proxy_in_force().is_none()
}

fn unreachable() -> ErrorKind {
    ErrorKind::Unreachable {
        proxy: super::transport::proxy_in_force(),
        ca: super::transport::authorities_in_force(),
    }
}

/// What an error says of itself, freed of its type.
struct Answer {
    code: Option<String>,
    message: Option<String>,
    said: answer::Said,
    timed_out: bool,
}

fn classify(operation: &str, answer: &Answer, error: &(dyn Error + 'static)) -> Failure {
    if let Some(session) = find::<Failure>(error) {
        return session.clone();
    }
    let (kind, message) = if let Some(code) = &answer.code {
        let message = answer.message.clone();
        let message = message.or_else(|| answer.said.message.clone());
        let message = message.unwrap_or_default();
        (kind::by_clock(code, &message, answer.said.skew), message)
    } else if let Some(credentials) = find::<CredentialsError>(error) {
        credentials_kind(credentials)
    } else if answer.timed_out || innermost(error).contains("timed out") {
        (ErrorKind::TimedOut, waited(&innermost(error)))
    } else if answer.said.status >= 400 {
        kind::of_answer(&answer.said)
    } else if answer.said.status > 0 {
        (ErrorKind::BadAnswer, innermost(error))
    } else {
        let service = operation.split(':').next().unwrap_or_default();
        let kind = kind_without_answer(service, error);
        (kind, in_plain_words(&innermost(error)))
    };
    Failure {
        kind,
        operation: operation.to_owned(),
        message,
        request_id: None,
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
    use super::kind::reason_in;
    use super::{Failure, kind_of};
    use crate::account::Region;
    use crate::provider::{Denial, ErrorKind, PolicyType};
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
        let denied = |action: Option<&str>, reason| ErrorKind::AccessDenied {
            action: action.map(str::to_owned),
            reason,
        };
        let other = |code: &str| ErrorKind::Other {
            code: code.to_owned(),
        };
        let user = "User: x is not authorized to perform: ec2:DescribeVpcs on resource: *";
        for (code, message, kind) in [
            ("UnauthorizedOperation", "", denied(None, Denial::Unsaid)),
            (
                "AccessDeniedException",
                user,
                denied(Some("ec2:DescribeVpcs"), Denial::Unsaid),
            ),
            ("RequestLimitExceeded", "", ErrorKind::Throttled),
            ("Throttling", "", ErrorKind::Throttled),
            ("SlowDown", "", ErrorKind::Throttled),
            (
                "ProvisionedThroughputExceededException",
                "",
                ErrorKind::Throttled,
            ),
            ("ExpiredTokenException", "", ErrorKind::ExpiredCredentials),
            ("UnrecognizedClientException", "", ErrorKind::RejectedKeys),
            ("OptInRequired", "", ErrorKind::NotEnabled),
            ("SubscriptionRequiredException", "", ErrorKind::NotEnabled),
            ("InvalidParameterValue", "", other("InvalidParameterValue")),
        ] {
            assert_eq!(kind_of(code, message), kind, "{code}: {message}");
        }
    }

    #[test]
    fn a_denial_says_which_policy_it_was() {
        for policy in PolicyType::ALL {
            let title = policy.title();
            let no = format!("because no {title} allows the s3:ListAllMyBuckets action");
            assert_eq!(reason_in(&no), Denial::NotAllowed(policy));
            for article in ["a", "an"] {
                let deny = format!("with an explicit deny in {article} {title}");
                assert_eq!(reason_in(&deny), Denial::Explicit(Some(policy)));
            }
        }
        for (sentence, reason) in [
            ("Access Denied", Denial::Unsaid),
            ("with an explicit deny", Denial::Explicit(None)),
            (
                "with an explicit deny in a novel policy",
                Denial::Explicit(None),
            ),
            (
                "because no novel policy allows the s3:X action",
                Denial::Unsaid,
            ),
        ] {
            assert_eq!(reason_in(sentence), reason, "{sentence}");
        }
    }

    #[test]
    fn a_service_without_an_endpoint_there_is_not_offered() {
        let unknown = "failed to lookup address information: Name or service not known";
        let later = "failed to lookup address information: Temporary failure in name resolution";
        for (operation, cause, word) in [
            ("fsx:DescribeFileSystems", unknown, "not-offered"),
            ("fsx:DescribeFileSystems", later, "unreachable"),
            ("sts:AssumeRole", unknown, "unreachable"),
        ] {
            let failure = Failure::of(operation, &dispatch(cause));
            assert_eq!(failure.kind.word(), word, "{failure}");
            let known = failure.of_what_was_read();
            assert_eq!(known.kind.word(), "unreachable");
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
