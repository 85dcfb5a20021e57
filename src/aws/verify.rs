//! Checks an account's connection line by line: who we are, the role, the account's
//! number, its regions, every action that a collector takes. It must not remember
//! anything but that a denial is over.

mod actions;
mod denial;

use self::actions::{Outcome, merge, outcomes};
use super::clients::Clients;
use super::collect::{Collector, Scope};
use super::error::Failure;
use super::reader::{Depth, Heard, Reader};
use super::session::Session;
use super::{refusal, regions};
use crate::account::{Region, Service, onboard};
use crate::provider::{Caller, Cause, Check, ErrorKind, Explanation, Probe, Verdict};
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
            self.end(REGIONS, Verdict::Skipped);
            if probe != Probe::Connection {
                self.skip_the_rest();
            }
            return;
        }
        let region = self.open_region().await;
        if probe == Probe::Connection {
            return;
        }
        let mut probes: Vec<BoxFuture<'_, BTreeSet<String>>> = Vec::new();
        for service in self.services() {
            probes.push(self.service(service, region.as_ref()).boxed());
        }
        let probes = stream::iter(probes).buffered(SERVICES_AT_ONCE);
        let missing: BTreeSet<String> = probes.map(stream::iter).flatten().collect().await;
        self.mend(&missing);
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

    /// Where the actions are tried: at home, or where another watched region is open.
    /// Without permission to list regions home is still tried.
    async fn open_region(&self) -> Option<Region> {
        self.begin(REGIONS);
        let home = &self.session.account.home_region;
        match regions::of(&self.reader(home).await).await {
            Ok(known) => {
                let watched = self.session.account.watched_regions();
                let mut watched_and_home = watched.iter().chain([home]);
                let closed = watched_and_home.find_map(|region| regions::closed(region, &known));
                let verdict = if let Some(failure) = &closed {
                    self.failed(failure)
                } else {
                    let enabled = known.iter().filter(|state| state.is_enabled).count();
                    Verdict::Passed(format!("{enabled} of {} enabled", known.len()))
                };
                self.end(REGIONS, verdict);
                let mut regions = [home].into_iter().chain(&watched);
                let open = regions.find(|region| regions::closed(region, &known).is_none());
                open.cloned()
            }
            Err(failure) => {
                self.end(REGIONS, self.failed(&failure));
                Some(home.clone())
            }
        }
    }

    /// Tries every action of a service; answers those that a statement would mend.
    async fn service(&self, service: Service, region: Option<&Region>) -> BTreeSet<String> {
        let collectors = actions::of_service(service);
        let mut known = BTreeMap::new();
        let mut asked = Vec::new();
        let mut begun: BTreeSet<&str> = BTreeSet::new();
        let mut skipped: BTreeSet<&str> = BTreeSet::new();
        for collector in &collectors {
            let global = Region::global();
            let place = match collector.scope {
                Scope::Global => Some(&global),
                Scope::Regional => region,
            };
            match place {
                Some(place) => {
                    begun.extend(collector.actions);
                    asked.push((*collector, place.clone()));
                }
                None => skipped.extend(collector.actions),
            }
        }
        for action in &begun {
            self.begin(action);
        }
        for action in skipped.difference(&begun).copied() {
            self.end(action, Verdict::Skipped);
        }
        let mut probes: Vec<BoxFuture<'_, BTreeMap<String, Outcome>>> = Vec::new();
        for (collector, place) in asked {
            probes.push(self.collector(collector, place).boxed());
        }
        let mut probes = stream::iter(probes).buffer_unordered(COLLECTORS_AT_ONCE);
        while let Some(outcomes) = probes.next().await {
            for (action, outcome) in outcomes {
                merge(&mut known, action, outcome);
            }
        }
        self.tell(known)
    }

    async fn collector(
        &self,
        collector: &'static Collector,
        region: Region,
    ) -> BTreeMap<String, Outcome> {
        let reader = Arc::new(self.reader(&region).await);
        let ended = (collector.collect)(Arc::clone(&reader)).await.err();
        let outcomes = outcomes(collector, &reader.heard.all(), ended.as_ref());
        let failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_));
        if !outcomes.values().any(failed) {
            self.session.forget_denials(collector.name, None);
        }
        outcomes
    }

    /// A line for each action; answers those that a statement would mend.
    fn tell(&self, known: BTreeMap<String, Outcome>) -> BTreeSet<String> {
        let mut missing = BTreeSet::new();
        for (action, outcome) in known {
            let verdict = match outcome {
                Outcome::Allowed => Verdict::Passed("allowed".to_owned()),
                Outcome::Untested(why) => Verdict::Untested(why),
                Outcome::Failed(failure) => {
                    let denial = denial::denial(&failure);
                    if denial.is_some_and(denial::Denial::is_mended_by_allowing) {
                        missing.insert(action.clone());
                    }
                    let plain = failure.explain(&self.session.account.home_region);
                    Verdict::Failed(denial::explained(&action, &failure, plain))
                }
            };
            self.end(&action, verdict);
        }
        missing
    }

    /// One statement for all that is missing, and for nothing else.
    fn mend(&self, missing: &BTreeSet<String>) {
        if missing.is_empty() {
            return;
        }
        let actions: Vec<&str> = missing.iter().map(String::as_str).collect();
        let (number, role) = (self.session.number().grouped(), &self.session.role);
        let noun = if actions.len() == 1 {
            "action"
        } else {
            "actions"
        };
        let mend = Cause {
            sentence: format!(
                "a policy of the role {} in the account {number} that allows {} {noun} more",
                role.role_name(),
                actions.len()
            ),
            remedy: Some(onboard::permissions_policy(&actions)),
        };
        self.end(MISSING, Verdict::Mend(mend));
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
        let collectors = self.services().flat_map(actions::of_service);
        let actions: BTreeSet<&str> = collectors.flat_map(|one| one.actions).copied().collect();
        for action in actions {
            self.end(action, Verdict::Skipped);
        }
    }

    fn services(&self) -> impl Iterator<Item = Service> + use<> {
        let services = self.session.account.services.clone();
        let all = Service::ALL.into_iter();
        all.filter(move |service| services.reads(*service))
    }

    async fn reader(&self, region: &Region) -> Reader {
        let signed_for = self.session.signed_for(region);
        Reader {
            place: self.session.place(region),
            clients: Clients::new(&self.session, &signed_for, None).await,
            depth: Depth::Probe,
            target_groups: None,
            last: HashMap::new(),
            observed: None,
            round: 0,
            session: Arc::clone(&self.session),
            calls: AtomicU32::new(0),
            heard: Heard::default(),
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
const MISSING: &str = "missing permissions";

/// Services that are tried at a time, in each so many collectors: the account's limits
/// hold for all of them.
const SERVICES_AT_ONCE: usize = 4;
const COLLECTORS_AT_ONCE: usize = 4;

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
