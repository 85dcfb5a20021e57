//! From an account's record to a role session: base identity, `AssumeRole` on the
//! regional endpoint, credentials that live in memory only. It must not know which
//! service is read with them.

mod tenure;

use super::arns::{Ids, Place};
use super::base::{Base, identity};
use super::error::Failure;
use super::limits::{Limits, Rate};
use super::policy;
use super::receipt::Receipt;
use crate::account::{Account, AccountId, Region, RoleArn};
use crate::inventory::SliceId;
use crate::provider::Caller;
use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tenure::{Standing, Step};
use tokio::sync::OnceCell;
use tokio::time::Instant;

/// A chained role session is capped at one hour.
const SESSION_SECONDS: i32 = 3600;
/// STS grants none that is shorter.
const SHORTEST_SESSION: Duration = Duration::from_mins(15);
/// Renewed this long before its end, less a jitter, so that no call meets the end.
const RENEW_BEFORE: Duration = Duration::from_mins(5);

/// What a session is for: it is cut down to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Reading,
    /// Metrics alone, which AWS charges for.
    Measuring,
}

/// One account's session, shared by all its scans and checks.
pub struct Session {
    pub account: Account,
    pub role: RoleArn,
    pub limits: Limits,
    purpose: Purpose,
    ids: Arc<Ids>,
    base: Base,
    base_config: OnceCell<SdkConfig>,
    held: tokio::sync::Mutex<Held>,
    denials: Mutex<BTreeMap<SliceId, Failure>>,
}

/// What a session is worth now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    pub seconds_left: u64,
    /// How full the packed session policy and tags are, of what STS takes.
    pub packed_policy_percent: i32,
    /// Whether this asked STS, or an earlier session still stands.
    pub is_new: bool,
}

#[derive(Default)]
struct Held {
    issued: Option<Issued>,
    packed_policy_percent: i32,
    refused: Option<(Instant, Failure)>,
}

/// Credentials and their end by both clocks: the wall's can be set, and the other one
/// stands still while a machine sleeps.
#[derive(Clone)]
struct Issued {
    credentials: Credentials,
    ends: Instant,
    ends_by_wall: SystemTime,
}

impl Issued {
    fn new(credentials: Credentials) -> Self {
        let lasts = lifetime(&credentials);
        Self {
            credentials,
            ends: Instant::now() + lasts,
            ends_by_wall: SystemTime::now() + lasts,
        }
    }

    fn left(&self) -> Duration {
        let by_wall = self.ends_by_wall.duration_since(SystemTime::now());
        let left = self.ends.saturating_duration_since(Instant::now());
        left.min(by_wall.unwrap_or_default())
    }
}

impl Held {
    fn standing(&self) -> Standing {
        Standing {
            left: self.issued.as_ref().map(Issued::left),
            refused: self.refused.as_ref().map(|(at, _)| at.elapsed()),
        }
    }
}

impl Session {
    pub fn new(account: Account, role: RoleArn, base: Base, rate: Rate) -> Self {
        Self {
            account,
            role,
            limits: Limits::new(rate),
            purpose: Purpose::Reading,
            ids: Arc::default(),
            base,
            base_config: OnceCell::new(),
            held: tokio::sync::Mutex::default(),
            denials: Mutex::default(),
        }
    }

    /// The same role for metrics alone.
    pub fn measuring(self) -> Self {
        Self {
            purpose: Purpose::Measuring,
            ..self
        }
    }

    pub fn number(&self) -> AccountId {
        self.role.account
    }

    /// The region that calls are signed for: services that the partition has once have
    /// one of their own.
    pub fn signed_for(&self, region: &Region) -> Region {
        if region.is_global() {
            Region::new(self.role.partition.region_of_global_services())
        } else {
            region.clone()
        }
    }

    pub fn place(&self, region: &Region) -> Place {
        Place {
            partition: self.role.partition,
            account: self.role.account,
            region: region.clone(),
            ids: Arc::clone(&self.ids),
        }
    }

    /// Makes or renews the session where needed.
    pub async fn ready(&self, receipt: Option<Receipt>) -> Result<Granted, Failure> {
        let (issued, packed_policy_percent, is_new) = self.hold(receipt).await?;
        Ok(Granted {
            seconds_left: issued.left().as_secs(),
            packed_policy_percent,
            is_new,
        })
    }

    /// Drops what is held, so that the next call asks STS again.
    pub async fn discard(&self) {
        *self.held.lock().await = Held::default();
    }

    /// The shared configuration of every client of this account in `region`.
    pub async fn config(self: &Arc<Self>, region: &Region) -> SdkConfig {
        let base = self.base_config().await;
        base.to_builder()
            .region(aws_types::region::Region::new(region.as_str().to_owned()))
            .credentials_provider(
                aws_credential_types::provider::SharedCredentialsProvider::new(OfSession(
                    Arc::clone(self),
                )),
            )
            .identity_cache(IdentityCache::no_cache())
            .build()
    }

    /// Who we are before the role, asked in the account's home region.
    pub async fn caller(&self) -> Result<Caller, Failure> {
        identity(self.base_config().await).await
    }

    /// Who we are in the session.
    pub async fn identity(self: &Arc<Self>) -> Result<Caller, Failure> {
        identity(&self.config(&self.account.home_region).await).await
    }

    /// Asks for the role; `with_external_id` is false only to see whether the trust policy
    /// demands it.
    pub async fn assume(
        &self,
        with_external_id: bool,
        receipt: Option<Receipt>,
    ) -> Result<AssumeRoleOutput, Failure> {
        let client = aws_sdk_sts::Client::new(self.base_config().await);
        let external_id = self
            .account
            .external_id
            .as_ref()
            .filter(|_| with_external_id);
        let mut request = client
            .assume_role()
            .role_arn(self.role.to_string())
            .set_external_id(external_id.map(|id| id.as_str().to_owned()))
            .role_session_name(session_name())
            .duration_seconds(SESSION_SECONDS)
            .policy(self.policy())
            .customize();
        if let Some(receipt) = receipt {
            request = request.interceptor(receipt);
        }
        request
            .send()
            .await
            .map_err(|error| Failure::of("sts:AssumeRole", &error))
    }

    fn policy(&self) -> String {
        match self.purpose {
            Purpose::Reading => policy::session_policy(&self.account.services, self.role.partition),
            Purpose::Measuring => policy::measuring_policy(),
        }
    }

    /// What was denied before and is not asked again by itself.
    pub fn denial(&self, id: &SliceId) -> Option<Failure> {
        self.denials().get(id).cloned()
    }

    pub fn remember_denial(&self, id: SliceId, failure: Failure) {
        self.denials().insert(id, failure);
    }

    /// Forgets the denials of one collector, in one region or in all.
    pub fn forget_denials(&self, collector: &str, region: Option<&Region>) {
        self.denials().retain(|id, _| {
            id.collector != collector || region.is_some_and(|region| *region != id.region)
        });
    }

    pub fn forget_all_denials(&self) {
        self.denials().clear();
    }

    fn denials(&self) -> std::sync::MutexGuard<'_, BTreeMap<SliceId, Failure>> {
        self.denials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn base_config(&self) -> &SdkConfig {
        self.base_config
            .get_or_init(|| {
                self.base.config(
                    self.account.profile.as_ref(),
                    Some(&self.account.home_region),
                )
            })
            .await
    }

    /// The lock is held while STS is asked, so that many calls make one session. A
    /// session that cannot be renewed serves until its end.
    async fn hold(&self, receipt: Option<Receipt>) -> Result<(Issued, i32, bool), Failure> {
        let mut held = self.held.lock().await;
        let standing = held.standing();
        let issued = held.issued.clone();
        let percent = held.packed_policy_percent;
        match (
            standing.step(renew_before(&self.role)),
            issued,
            &held.refused,
        ) {
            (Step::Use, Some(issued), _) => return Ok((issued, percent, false)),
            (Step::Refuse, _, Some((_, failure))) => return Err(failure.clone()),
            _ => {}
        }
        match self.assume(true, receipt).await.and_then(granted) {
            Ok((credentials, percent)) => {
                if percent > 80 {
                    tracing::warn!(percent, "the packed session policy is nearly too large");
                }
                let issued = Issued::new(credentials);
                *held = Held {
                    issued: Some(issued.clone()),
                    packed_policy_percent: percent,
                    refused: None,
                };
                Ok((issued, percent, true))
            }
            Err(failure) => {
                held.refused = Some((Instant::now(), failure.clone()));
                match held.issued.clone().filter(|_| standing.serves()) {
                    Some(issued) => Ok((issued, percent, false)),
                    None => Err(failure),
                }
            }
        }
    }
}

/// Nothing of the credentials: not even that there are any.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// The credentials of a session, as the clients ask for them before each call.
struct OfSession(Arc<Session>);

impl fmt::Debug for OfSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfSession(..)")
    }
}

impl ProvideCredentials for OfSession {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            match self.0.hold(None).await {
                Ok((issued, ..)) => Ok(issued.credentials),
                Err(failure) => Err(CredentialsError::provider_error(failure)),
            }
        })
    }
}

fn granted(answer: AssumeRoleOutput) -> Result<(Credentials, i32), Failure> {
    let percent = fullness(&answer);
    let issued = answer
        .credentials
        .ok_or_else(|| Failure::bad_answer("sts:AssumeRole", "the answer holds no credentials"))?;
    let ends = SystemTime::try_from(issued.expiration)
        .map_err(|_| Failure::bad_answer("sts:AssumeRole", "the session's end is no time"))?;
    let credentials = Credentials::new(
        issued.access_key_id,
        issued.secret_access_key,
        Some(issued.session_token),
        Some(ends),
        "skymap role session",
    );
    Ok((credentials, percent))
}

/// STS says it in a new field; older endpoints say it in the old one.
#[expect(deprecated, reason = "older endpoints know the old field alone")]
fn fullness(answer: &AssumeRoleOutput) -> i32 {
    let percent = answer.session_token_utilization();
    percent.or(answer.packed_policy_size()).unwrap_or_default()
}

/// How long a session lasts that was granted just now: as long as was asked for, unless
/// STS says something else that it can grant. A clock that is off says what it cannot.
fn lifetime(credentials: &Credentials) -> Duration {
    let asked = Duration::from_secs(SESSION_SECONDS.unsigned_abs().into());
    credentials
        .expiry()
        .and_then(|ends| ends.duration_since(SystemTime::now()).ok())
        .filter(|left| (SHORTEST_SESSION..asked).contains(left))
        .unwrap_or(asked)
}

/// Up to a minute earlier, by the role: accounts that were opened together do not renew
/// together.
fn renew_before(role: &RoleArn) -> Duration {
    let jitter = role.to_string().bytes().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    RENEW_BEFORE + Duration::from_secs(jitter % 60)
}

/// `skymap-USER@HOST`, so that `CloudTrail` says who reads.
fn session_name() -> String {
    let user = std::env::var("USER")
        .or_else(|_| std::env::var("LOGNAME"))
        .unwrap_or_else(|_| "someone".to_owned());
    let host = rustix::system::uname();
    sanitized_session_name(&user, &host.nodename().to_string_lossy())
}

/// STS takes `[\w+=,.@-]`, 2 to 64 characters.
fn sanitized_session_name(user: &str, host: &str) -> String {
    format!("skymap-{user}@{host}")
        .chars()
        .map(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '+' | '=' | ',' | '.' | '@' | '-' => {
                character
            }
            _ => '-',
        })
        .take(64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{lifetime, sanitized_session_name};
    use aws_credential_types::Credentials;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_wrong_clock_makes_no_session_longer_or_useless() {
        for (minutes_left_by_clock, expected) in [
            (60_i64, 60),
            (70, 60),
            (50, 50),
            (20, 20),
            (5, 60),
            (0, 60),
            (-60, 60),
        ] {
            let now = SystemTime::now();
            let span = Duration::from_mins(minutes_left_by_clock.unsigned_abs());
            let ends = if minutes_left_by_clock < 0 {
                now - span
            } else {
                now + span
            };
            let credentials = Credentials::new("id", "secret", None, Some(ends), "test");
            let minutes = lifetime(&credentials).as_secs_f64() / 60.0;
            assert_eq!(minutes.round() as u64, expected, "{minutes_left_by_clock}");
        }
    }

    #[test]
    fn session_names_fit_the_alphabet_of_sts() {
        for (user, host, expected) in [
            ("ada", "web-1", "skymap-ada@web-1"),
            ("ada l", "hôst/1", "skymap-ada-l@h-st-1"),
        ] {
            assert_eq!(sanitized_session_name(user, host), expected);
        }
        assert_eq!(sanitized_session_name("ada", &"h".repeat(200)).len(), 64);
    }
}
