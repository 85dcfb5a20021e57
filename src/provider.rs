//! The one port: what the program asks of a cloud. `aws` implements it; tests may.
//! It must not know which SDK is behind it, nor tokio.

use crate::account::{Account, AccountId, Member, Partition, ProfileName, Region, Service};
use crate::budget::Query;
use crate::inventory::{Slice, SliceId};
use compact_str::CompactString;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use std::collections::BTreeSet;
use std::time::Duration;

/// Reads accounts. Every stream ends when it is dropped, and with it its calls.
pub trait Provider: Send + Sync + 'static {
    /// Who we are before any role is assumed.
    fn caller(
        &self,
        profile: Option<ProfileName>,
    ) -> BoxFuture<'static, Result<Caller, Explanation>>;

    /// The accounts of the organization that we are in, where we may list them.
    fn organization(
        &self,
        _profile: Option<ProfileName>,
    ) -> BoxFuture<'static, Result<Vec<Member>, Explanation>> {
        Box::pin(futures::future::ready(Ok(Vec::new())))
    }

    /// Checks an account's connection, a line at a time.
    fn verify(&self, account: &Account, probe: Probe) -> BoxStream<'static, Check>;

    /// Reads an account: once, or again and again until the stream is dropped.
    fn scan(&self, target: ScanTarget) -> BoxStream<'static, ScanEvent>;

    /// The days of each query's metric, in the queries' order: see [`crate::budget::counts`].
    /// AWS charges for each, so only what somebody has seen the charge of is asked.
    fn measure(
        &self,
        _account: &Account,
        _queries: Vec<Query>,
    ) -> BoxFuture<'static, Result<Measured, Explanation>> {
        Box::pin(futures::future::ready(Ok(Measured::default())))
    }

    /// Forgets the session and everything remembered of an account (it was removed or edited).
    fn forget(&self, account: uuid::Uuid);
}

/// The base identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub account: AccountId,
    pub arn: String,
    pub partition: Partition,
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// Role, number and regions alone: whether an account can be connected.
    Connection,
    /// Role, identity, regions, one cheap call per action.
    Standard,
    /// Also try without the external ID, which leaves a denied `AssumeRole` in the
    /// account's `CloudTrail`: only after a yes.
    WithoutExternalId,
}

/// One line of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is checked, as a person reads it: `assume role arn:…`, or as IAM names an
    /// action: `ec2:DescribeVpcs`.
    pub subject: String,
    pub verdict: Verdict,
}

impl Check {
    /// The service whose action it is; `None` for the connection itself.
    pub fn service(&self) -> Option<Service> {
        let (prefix, action) = self.subject.split_once(':')?;
        let is_action = action.chars().all(|letter| letter.is_ascii_alphanumeric());
        Service::of_name(prefix).filter(|_| is_action)
    }
}

/// How a line of a check stands. A `Running` line is followed by one with the same subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Running,
    Passed(String),
    Warning(Explanation),
    Failed(Explanation),
    /// Not asked, because an earlier line failed.
    Skipped,
    /// It cannot be asked in this account, and why: there is nothing to ask of.
    Untested(String),
    /// What would mend the lines before it, ready to copy.
    Mend(Cause),
}

impl Verdict {
    /// In a word, as summaries count it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Passed(_) => "allowed",
            Self::Warning(_) => "warning",
            Self::Failed(explanation) => match explanation.kind {
                ErrorKind::RegionDisabled => "region disabled",
                _ => explanation.kind.word(),
            },
            Self::Skipped => "not asked",
            Self::Untested(_) => "not testable here",
            Self::Mend(_) => "missing",
        }
    }

    /// Somebody has to do something about it.
    pub fn is_problem(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Warning(_))
    }
}

/// An error made understandable: what happened, what it can be, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{summary}")]
pub struct Explanation {
    pub kind: ErrorKind,
    /// One sentence: the operation, the thing, the cause as far as it is known.
    pub summary: String,
    /// Possible causes, the likeliest first, each with what to do about it.
    pub causes: Vec<Cause>,
    pub request_id: Option<String>,
}

/// One possible cause and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub sentence: String,
    /// A text to copy: a policy statement, a command.
    pub remedy: Option<String>,
}

/// The few kinds of errors that the program treats differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    AccessDenied {
        action: Option<String>,
        reason: Denial,
    },
    Throttled,
    /// The base identity's credentials or the session expired and cannot be renewed.
    ExpiredCredentials,
    /// No base identity at all.
    NoCredentials,
    /// The keys are not known there: they were revoked, or the region is not enabled.
    RejectedKeys,
    RegionDisabled,
    /// The account has not subscribed to the service.
    NotEnabled,
    /// The service has no endpoint there.
    NotOffered,
    Unreachable {
        proxy: Option<String>,
        ca: Option<String>,
    },
    ClockSkew {
        seconds: i64,
    },
    TimedOut,
    /// The answer was not what AWS sends.
    BadAnswer,
    Other {
        code: String,
    },
}

/// Why a call was denied, as far as AWS's sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// The sentence names no policy.
    Unsaid,
    /// No policy of this type allows the action.
    NotAllowed(PolicyType),
    /// A statement denies the action, whatever others allow.
    Explicit(Option<PolicyType>),
}

impl Denial {
    pub fn is_explicit(self) -> bool {
        matches!(self, Self::Explicit(_))
    }

    /// Whether allowing the action in a policy of the role's may help.
    pub fn is_for_the_role(self) -> bool {
        matches!(
            self,
            Self::Unsaid | Self::NotAllowed(PolicyType::IdentityBased)
        )
    }
}

/// The types of policies that AWS's sentences name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyType {
    IdentityBased,
    Session,
    PermissionsBoundary,
    ServiceControl,
    ResourceControl,
    VpcEndpoint,
    ResourceBased,
    RoleTrust,
}

impl PolicyType {
    pub const ALL: [Self; 8] = [
        Self::IdentityBased,
        Self::Session,
        Self::PermissionsBoundary,
        Self::ServiceControl,
        Self::ResourceControl,
        Self::VpcEndpoint,
        Self::ResourceBased,
        Self::RoleTrust,
    ];

    /// As AWS's sentences write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::IdentityBased => "identity-based policy",
            Self::Session => "session policy",
            Self::PermissionsBoundary => "permissions boundary",
            Self::ServiceControl => "service control policy",
            Self::ResourceControl => "resource control policy",
            Self::VpcEndpoint => "VPC endpoint policy",
            Self::ResourceBased => "resource-based policy",
            Self::RoleTrust => "role trust policy",
        }
    }
}

impl ErrorKind {
    /// A word for coverage lines and marks: `denied`, `throttled`, …
    pub fn word(&self) -> &'static str {
        match self {
            Self::AccessDenied { .. } => "denied",
            Self::Throttled => "throttled",
            Self::ExpiredCredentials => "expired",
            Self::NoCredentials => "no-credentials",
            Self::RejectedKeys => "keys-rejected",
            Self::RegionDisabled => "region-disabled",
            Self::NotEnabled => "not-enabled",
            Self::NotOffered => "not-offered",
            Self::Unreachable { .. } => "unreachable",
            Self::ClockSkew { .. } => "clock-skew",
            Self::TimedOut => "timed-out",
            Self::BadAnswer => "bad-answer",
            Self::Other { .. } => "error",
        }
    }
}

/// A collector as the program tells of it: a line of the coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catalogued {
    /// As slices are named.
    pub name: &'static str,
    /// As a person reads it.
    pub title: &'static str,
    pub service: Service,
    /// Read once for the account, not in each region.
    pub is_global: bool,
}

/// What to read.
pub struct ScanTarget {
    pub account: Account,
    /// Empty: the account's own regions.
    pub regions: Vec<Region>,
    pub cadence: Cadence,
    /// Orders while it runs; `None` when it is closed.
    pub controls: BoxStream<'static, Control>,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    Once,
    Every {
        status: Duration,
        structure: Duration,
    },
}

impl Cadence {
    /// Status every 10 s, structure every 60 s.
    pub const WATCH: Self = Self::Every {
        status: Duration::from_secs(10),
        structure: Duration::from_mins(1),
    };
}

/// An order to a running scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    Pause,
    Resume,
    /// Read everything now.
    RefreshNow,
    /// Ask again what was denied.
    Retry(SliceId),
    /// Only these are on the screen: elsewhere status is read as seldom as structure.
    InView(BTreeSet<(AccountId, Region)>),
}

/// What a running scan says.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanEvent {
    /// The session was made or renewed; it ends then.
    SessionReady {
        account: AccountId,
        seconds_left: u64,
    },
    /// No session can be had; the scan tries again by itself and on `RefreshNow`.
    SessionFailed(Explanation),
    /// Every region of the account and whether it is enabled.
    RegionsKnown(Vec<RegionState>),
    /// The slices that this scan reads, with how often each is due.
    Planned(Vec<(SliceId, Option<Duration>)>),
    /// A read has begun.
    Started(SliceId),
    Collected {
        id: SliceId,
        slice: Slice,
        calls: u32,
        issues: Vec<String>,
    },
    /// `calls` counts what was tried; `is_remembered` when it will not be asked again by itself.
    Failed {
        id: SliceId,
        error: Explanation,
        calls: u32,
        is_remembered: bool,
    },
    /// One call to AWS, for the receipt.
    Called(Call),
    /// Everything planned was read once (`Cadence::Once`: the stream ends).
    Finished,
}

/// What CloudWatch answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// Of each query the values of the days that have one.
    pub days: Vec<Vec<f64>>,
    /// Why some have none though they may.
    pub issues: Vec<Explanation>,
}

/// A region of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionState {
    pub region: Region,
    pub is_enabled: bool,
}

/// One call, as the receipt keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `ec2`, `elasticloadbalancing`, `sts`.
    pub service: &'static str,
    pub operation: CompactString,
    pub region: Region,
    pub took: Duration,
    /// `None` when it succeeded.
    pub error: Option<ErrorKind>,
}
