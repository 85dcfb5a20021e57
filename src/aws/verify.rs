//! Checks an account's connection line by line: who we are, the role, the account's
//! number, its regions, one cheap call per collector. It must not remember anything but
//! that a denial is over.

use super::clients::Clients;
use super::collect::{COLLECTORS, Collector, Scope};
use super::error::Failure;
use super::reader::{Depth, Reader};
use super::session::Session;
use super::{refusal, regions};
use crate::account::{Region, onboard};
use crate::provider::{Caller, Cause, Check, ErrorKind, Explanation, Probe, Verdict};
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// Runs while it is polled; dropped, its calls end with it.
pub fn verify(
    session: Result<Arc<Session>, Explanation>,
    probe: Probe,
) -> BoxStream<'static, Check> {
    let (lines, shown) = unbounded();
    let work = async move {
        match session {
            Ok(session) => Verification { session, lines }.run(probe).await,
            Err(explanation) => Verification::say(&lines, "role", Verdict::Failed(explanation)),
        }
    };
    let work = work.into_stream().filter_map(|()| async { None });
    stream::select(shown, work).boxed()
}

struct Verification {
    session: Arc<Session>,
    lines: UnboundedSender<Check>,
}

/// What happened was said; the lines that follow cannot be asked.
struct Stopped;

impl Verification {
    async fn run(self, probe: Probe) {
        if self.connection().await.is_err() {
            self.skip_the_rest();
            return;
        }
        let open = self.home_is_open().await;
        let region = &self.session.account.home_region;
        for collector in self.collectors() {
            let subject = subject(collector, region);
            if open || collector.scope == Scope::Global {
                self.try_collector(collector, &subject).await;
            } else {
                Self::say(&self.lines, &subject, Verdict::Skipped);
            }
        }
        if probe == Probe::WithoutExternalId {
            self.opposite().await;
        }
    }

    /// The three lines without which nothing else can be asked.
    async fn connection(&self) -> Result<(), Stopped> {
        let caller = self.base().await?;
        self.role(&caller).await?;
        self.number().await
    }

    async fn base(&self) -> Result<Caller, Stopped> {
        self.begin(BASE);
        match self.session.caller().await {
            Ok(caller) => {
                self.end(BASE, Verdict::Passed(caller.arn.clone()));
                Ok(caller)
            }
            Err(failure) => {
                let profile = self.session.account.profile.as_ref();
                self.end(BASE, Verdict::Failed(refusal::of_base(&failure, profile)));
                Err(Stopped)
            }
        }
    }

    async fn role(&self, caller: &Caller) -> Result<(), Stopped> {
        let (account, role) = (&self.session.account, &self.session.role);
        let subject = self.role_subject();
        self.begin(&subject);
        if let Some(explanation) = refusal::foreseeable(account, role, caller) {
            self.end(&subject, Verdict::Failed(explanation));
            return Err(Stopped);
        }
        self.session.discard().await;
        match self.session.ready(None).await {
            Ok(granted) if granted.packed_policy_percent > 80 => {
                let summary = format!(
                    "the session policy and its tags fill {} % of what STS takes",
                    granted.packed_policy_percent
                );
                self.end(&subject, Verdict::Warning(warning(summary, Vec::new())));
                Ok(())
            }
            Ok(granted) => {
                let passed = format!("for {} minutes", granted.seconds_left.div_ceil(60));
                self.end(&subject, Verdict::Passed(passed));
                Ok(())
            }
            Err(failure) => {
                let mut explanation = refusal::of_role(account, role, Some(caller), &failure);
                explanation.causes.push(Cause {
                    sentence: "the same call by the AWS CLI".to_owned(),
                    remedy: Some(onboard::assume_role(account, role)),
                });
                self.end(&subject, Verdict::Failed(explanation));
                Err(Stopped)
            }
        }
    }

    async fn number(&self) -> Result<(), Stopped> {
        self.begin(NUMBER);
        let expected = self.session.number();
        match self.session.identity().await {
            Ok(found) if found.account == expected => {
                self.end(NUMBER, Verdict::Passed(expected.grouped()));
                Ok(())
            }
            Ok(found) => {
                let explanation = Explanation {
                    kind: ErrorKind::BadAnswer,
                    summary: format!(
                        "the session is of account {}, the role's ARN says {expected}",
                        found.account
                    ),
                    causes: Vec::new(),
                    request_id: None,
                };
                self.end(NUMBER, Verdict::Failed(explanation));
                Err(Stopped)
            }
            Err(failure) => {
                self.end(NUMBER, self.failed(&failure));
                Err(Stopped)
            }
        }
    }

    /// Without permission to list regions they are still tried.
    async fn home_is_open(&self) -> bool {
        self.begin(REGIONS);
        let home = &self.session.account.home_region;
        match regions::of(&self.reader(Scope::Regional).await).await {
            Ok(known) => {
                let watched = self.session.account.watched_regions();
                let mut watched = watched.iter().chain([home]);
                let closed = watched.find_map(|region| regions::closed(region, &known));
                let verdict = if let Some(failure) = &closed {
                    self.failed(failure)
                } else {
                    let enabled = known.iter().filter(|state| state.is_enabled).count();
                    Verdict::Passed(format!("{enabled} of {} enabled", known.len()))
                };
                self.end(REGIONS, verdict);
                regions::closed(home, &known).is_none()
            }
            Err(failure) => {
                self.end(REGIONS, self.failed(&failure));
                true
            }
        }
    }

    async fn try_collector(&self, collector: &'static Collector, subject: &str) {
        self.begin(subject);
        let reader = Arc::new(self.reader(collector.scope).await);
        let verdict = match (collector.collect)(reader).await {
            Ok(read) if read.slice.is_empty() => {
                Verdict::Passed("allowed; none there, or none on the first page".to_owned())
            }
            Ok(_) => Verdict::Passed("allowed".to_owned()),
            Err(failure) => self.failed(&failure),
        };
        if matches!(verdict, Verdict::Passed(_)) {
            self.session.forget_denials(collector.name, None);
        }
        self.end(subject, verdict);
    }

    /// A role that can be assumed without the external ID can be assumed through anybody
    /// who is trusted by it.
    async fn opposite(&self) {
        self.begin(OPPOSITE);
        let (account, role) = (&self.session.account, &self.session.role);
        if account.external_id.is_none() {
            self.end(OPPOSITE, Verdict::Skipped);
            return;
        }
        let verdict = match self.session.assume(false, None).await {
            Err(failure) if matches!(failure.kind, ErrorKind::AccessDenied { .. }) => {
                Verdict::Passed("refused, as it should be".to_owned())
            }
            Err(failure) => self.failed(&failure),
            Ok(_) => {
                let remedy = match self.session.caller().await {
                    Ok(caller) => Some(onboard::trust_policy(
                        role.partition,
                        caller.account,
                        account.external_id.as_ref(),
                    )),
                    Err(_) => None,
                };
                let cause = Cause {
                    sentence: "its trust policy has no condition on sts:ExternalId, so that a confused deputy can use it".to_owned(),
                    remedy,
                };
                Verdict::Warning(warning(
                    format!("{role} can be assumed without the external ID"),
                    vec![cause],
                ))
            }
        };
        self.end(OPPOSITE, verdict);
    }

    fn skip_the_rest(&self) {
        let region = &self.session.account.home_region;
        let collectors = self
            .collectors()
            .map(|collector| subject(collector, region));
        for subject in [REGIONS.to_owned()].into_iter().chain(collectors) {
            self.end(&subject, Verdict::Skipped);
        }
    }

    fn collectors(&self) -> impl Iterator<Item = &'static Collector> + use<> {
        let services = self.session.account.services.clone();
        COLLECTORS
            .iter()
            .filter(move |collector| services.reads(collector.service))
    }

    async fn reader(&self, scope: Scope) -> Reader {
        let region = match scope {
            Scope::Regional => self.session.account.home_region.clone(),
            Scope::Global => Region::global(),
        };
        let signed_for = self.session.signed_for(&region);
        Reader {
            place: self.session.place(&region),
            clients: Clients::new(&self.session, &signed_for, None).await,
            depth: Depth::Probe,
            target_groups: None,
            last: HashMap::new(),
            observed: None,
            round: 0,
            session: Arc::clone(&self.session),
            calls: AtomicU32::new(0),
        }
    }

    fn role_subject(&self) -> String {
        format!("assume role {}", self.session.role)
    }

    fn failed(&self, failure: &Failure) -> Verdict {
        Verdict::Failed(failure.explain(&self.session.account.home_region))
    }

    fn begin(&self, subject: &str) {
        self.end(subject, Verdict::Running);
    }

    fn end(&self, subject: &str, verdict: Verdict) {
        Self::say(&self.lines, subject, verdict);
    }

    fn say(lines: &UnboundedSender<Check>, subject: &str, verdict: Verdict) {
        let subject = subject.to_owned();
        // The reader is polled by whoever polls this: it cannot be gone.
        lines.unbounded_send(Check { subject, verdict }).ok();
    }
}

const BASE: &str = "base identity";
const NUMBER: &str = "account number";
const REGIONS: &str = "regions";
const OPPOSITE: &str = "refusal without the external ID";

fn subject(collector: &Collector, region: &Region) -> String {
    match collector.scope {
        Scope::Regional => format!("{} in {region}", collector.title),
        Scope::Global => collector.title.to_owned(),
    }
}

fn warning(summary: String, causes: Vec<Cause>) -> Explanation {
    Explanation {
        kind: ErrorKind::Other {
            code: "warning".to_owned(),
        },
        summary,
        causes,
        request_id: None,
    }
}
