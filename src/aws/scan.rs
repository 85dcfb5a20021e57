//! Reads an account: session, regions, then every slice when it is due. Nothing is
//! spawned: the stream owns its calls, and dropped it ends them. It must not know what
//! becomes of a slice.

use super::collect::{COLLECTORS, Collector};
use super::error::Failure;
use super::reader::{Clients, Depth, Read, Reader};
use super::receipt::Receipt;
use super::schedule::{Ended, Schedule};
use super::session::{Granted, Session, concerns_session};
use super::{refusal, regions};
use crate::account::Region;
use crate::inventory::{Resource, ResourceId, Slice, SliceId};
use crate::provider::{
    Cadence, Call, Control, ErrorKind, Explanation, RegionState, ScanEvent, ScanTarget,
};
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, FuturesUnordered};
use futures::{FutureExt, StreamExt};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// The events of one scan. An account without a role cannot be scanned.
pub fn scan(
    session: Result<Arc<Session>, Explanation>,
    target: ScanTarget,
) -> BoxStream<'static, ScanEvent> {
    match session {
        Ok(session) => stream::unfold(Scan::new(session, target), Scan::step).boxed(),
        Err(explanation) => {
            stream::iter([ScanEvent::SessionFailed(explanation), ScanEvent::Finished]).boxed()
        }
    }
}

struct Scan {
    session: Arc<Session>,
    cadence: Cadence,
    regions: Vec<Region>,
    controls: Option<BoxStream<'static, Control>>,
    events: VecDeque<ScanEvent>,
    jobs: FuturesUnordered<BoxFuture<'static, Done>>,
    calls: UnboundedReceiver<Call>,
    sink: UnboundedSender<Call>,
    state: State,
    /// When the session is to be made again, after it failed, or renewed.
    session_due: Option<Instant>,
    failures: u32,
    clients: BTreeMap<Region, Clients>,
    schedule: Option<Schedule>,
    closed: BTreeMap<Region, Failure>,
    target_groups: BTreeMap<Region, Vec<String>>,
    /// What each slice was when it was read last.
    last: BTreeMap<SliceId, Slice>,
    /// Also before there is a schedule that could be paused.
    is_paused: bool,
    has_finished: bool,
    is_over: bool,
}

/// Whether calls can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The session is being made.
    Waiting,
    Ready,
    Failed,
}

/// A job's end.
enum Done {
    Session(Result<Granted, Failure>),
    Clients(Result<Vec<RegionState>, Failure>, BTreeMap<Region, Clients>),
    Slice {
        index: usize,
        result: Result<Read, Failure>,
        calls: u32,
    },
}

/// The longest wait before a failed session is tried again by itself.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// A session is renewed before the calls would find it in its last five minutes.
const RENEW_BEFORE: Duration = Duration::from_mins(6);

impl Scan {
    fn new(session: Arc<Session>, target: ScanTarget) -> Self {
        let (sink, calls) = unbounded();
        let regions = if target.regions.is_empty() {
            target.account.watched_regions()
        } else {
            target.regions
        };
        let mut scan = Self {
            session,
            cadence: target.cadence,
            regions,
            controls: Some(target.controls),
            events: VecDeque::new(),
            jobs: FuturesUnordered::new(),
            calls,
            sink,
            state: State::Waiting,
            session_due: None,
            failures: 0,
            clients: BTreeMap::new(),
            schedule: None,
            closed: BTreeMap::new(),
            target_groups: BTreeMap::new(),
            last: BTreeMap::new(),
            is_paused: false,
            has_finished: false,
            is_over: false,
        };
        scan.make_session();
        scan
    }

    /// The next event, however many things must happen until there is one.
    async fn step(mut self) -> Option<(ScanEvent, Self)> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some((event, self));
            }
            if self.is_over {
                return None;
            }
            self.advance().await;
        }
    }

    /// Begins what is due, then waits for one thing to happen.
    async fn advance(&mut self) {
        self.begin_due();
        if !self.events.is_empty() {
            return;
        }
        let wake = self.next_wake();
        let woken = async move {
            match wake {
                Some(wake) => tokio::time::sleep_until(wake).await,
                None => std::future::pending().await,
            }
        };
        let controls = &mut self.controls;
        let control = async {
            match controls {
                Some(controls) => controls.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(call) = self.calls.next() => self.events.push_back(ScanEvent::Called(call)),
            control = control => match control {
                Some(control) => self.obey(&control),
                None => self.controls = None,
            },
            Some(done) = self.jobs.next() => self.complete(done),
            () = woken => {}
        }
    }

    fn next_wake(&self) -> Option<Instant> {
        let slice = match self.state {
            State::Ready => self.schedule.as_ref().and_then(Schedule::next_due),
            State::Waiting | State::Failed => None,
        };
        slice.into_iter().chain(self.session_due).min()
    }

    fn begin_due(&mut self) {
        let now = Instant::now();
        if self.session_due.is_some_and(|due| due <= now) {
            self.make_session();
        }
        if self.state != State::Ready {
            return;
        }
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        for index in schedule.take_due(now) {
            self.begin(index);
        }
        // What is refused before any call may have been the last of them.
        self.finish_if_complete();
    }

    fn begin(&mut self, index: usize) {
        let Some(schedule) = &self.schedule else {
            return;
        };
        let (id, collector) = (schedule.id(index).clone(), schedule.collector(index));
        let refused = self.closed.get(&id.region).cloned();
        if let Some(failure) = refused.or_else(|| self.session.denial(&id)) {
            self.slice_failed(index, &failure, 0);
            return;
        }
        let Some(clients) = self.clients.get(&id.region).cloned() else {
            return;
        };
        let reader = Arc::new(Reader {
            place: self.session.place(&id.region),
            clients,
            depth: Depth::Everything,
            target_groups: self.target_groups.get(&id.region).cloned(),
            last: self.last.get(&id).map_or_else(HashMap::new, by_id),
            session: Arc::clone(&self.session),
            calls: AtomicU32::new(0),
        });
        self.events.push_back(ScanEvent::Started(id));
        self.jobs.push(read(index, collector, reader).boxed());
    }

    fn make_session(&mut self) {
        self.session_due = None;
        if self.state != State::Ready {
            self.state = State::Waiting;
        }
        let session = Arc::clone(&self.session);
        let home = session.account.home_region.clone();
        let receipt = Receipt::new(home, self.sink.clone());
        let job = async move { Done::Session(session.ready(Some(receipt)).await) };
        self.jobs.push(job.boxed());
    }

    fn complete(&mut self, done: Done) {
        match done {
            Done::Session(Ok(granted)) => self.session_made(granted),
            Done::Session(Err(failure)) => self.session_failed(&failure),
            Done::Clients(regions, clients) => self.plan(regions, clients),
            Done::Slice {
                index,
                result: Ok(read),
                calls,
            } => self.slice_read(index, read, calls),
            Done::Slice {
                index,
                result: Err(failure),
                calls,
            } => self.slice_failed(index, &failure, calls),
        }
        self.finish_if_complete();
    }

    fn session_made(&mut self, granted: Granted) {
        let left = Duration::from_secs(granted.seconds_left);
        // What cannot be renewed yet is tried again before long.
        let renew_in = left
            .saturating_sub(RENEW_BEFORE)
            .max(Duration::from_secs(30));
        self.session_due = (self.cadence != Cadence::Once).then(|| Instant::now() + renew_in);
        self.state = State::Ready;
        self.events.push_back(ScanEvent::SessionReady {
            account: self.session.number(),
            seconds_left: granted.seconds_left,
        });
        if self.schedule.is_none() {
            self.ask_for_regions();
        }
    }

    fn session_failed(&mut self, failure: &Failure) {
        let (account, role) = (&self.session.account, &self.session.role);
        let explanation = refusal::of_role(account, role, None, failure);
        self.events.push_back(ScanEvent::SessionFailed(explanation));
        self.state = State::Failed;
        if self.cadence == Cadence::Once {
            self.end();
            return;
        }
        self.failures += 1;
        let wait = Duration::from_secs(5) * 2_u32.pow(self.failures.min(5) - 1);
        self.session_due = Some(Instant::now() + wait.min(LONGEST_WAIT));
    }

    fn ask_for_regions(&mut self) {
        let session = Arc::clone(&self.session);
        let sink = self.sink.clone();
        let watched = self.regions.clone();
        self.jobs.push(
            async move {
                let mut clients = BTreeMap::new();
                for region in watched.iter().chain([&session.account.home_region]) {
                    let receipt = Receipt::new(region.clone(), sink.clone());
                    let of_region = Clients::new(&session, region, Some(receipt)).await;
                    clients.insert(region.clone(), of_region);
                }
                let known = match clients.get(&session.account.home_region) {
                    Some(home) => regions::regions(home).await,
                    None => Ok(Vec::new()),
                };
                Done::Clients(known, clients)
            }
            .boxed(),
        );
    }

    /// Who may not list regions may still read those that are watched.
    fn plan(
        &mut self,
        known: Result<Vec<RegionState>, Failure>,
        clients: BTreeMap<Region, Clients>,
    ) {
        match known {
            Ok(known) => {
                let closed = self.regions.iter();
                self.closed = closed
                    .filter_map(|region| Some((region.clone(), regions::closed(region, &known)?)))
                    .collect();
                self.events.push_back(ScanEvent::RegionsKnown(known));
            }
            Err(failure) => tracing::warn!(%failure, "regions are not known"),
        }
        self.clients = clients;
        let account = self.session.number();
        let services = &self.session.account.services;
        let collectors = COLLECTORS
            .iter()
            .filter(|collector| services.reads(collector.service));
        let regions = &self.regions;
        let slices = collectors.flat_map(|collector| {
            regions.iter().map(move |region| {
                let id = SliceId {
                    account,
                    region: region.clone(),
                    collector: collector.name,
                };
                (id, collector)
            })
        });
        let mut schedule = Schedule::new(slices.collect(), self.cadence, Instant::now());
        if self.is_paused {
            schedule.pause();
        }
        self.events.push_back(ScanEvent::Planned(schedule.plan()));
        self.schedule = Some(schedule);
    }

    fn slice_read(&mut self, index: usize, read: Read, calls: u32) {
        // A session is only as good as what is read with it.
        self.failures = 0;
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        let id = schedule.id(index).clone();
        if let ("target-groups", Slice::Resources(groups)) = (id.collector, &read.slice) {
            let arns = groups.iter().map(|group| group.id.as_str().to_owned());
            self.target_groups.insert(id.region.clone(), arns.collect());
        }
        let last = self.last.insert(id.clone(), read.slice.clone());
        let how = if last.is_some_and(|last| last != read.slice) {
            Ended::Changed
        } else {
            Ended::Unchanged
        };
        let is_replanned = schedule.ended(index, how, Instant::now());
        self.events.push_back(ScanEvent::Collected {
            id,
            slice: read.slice,
            calls,
            issues: read.issues,
        });
        self.say_plan(is_replanned);
    }

    fn slice_failed(&mut self, index: usize, failure: &Failure, calls: u32) {
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        let id = schedule.id(index).clone();
        let is_remembered = failure.is_lasting();
        let of_session = concerns_session(failure);
        let is_replanned = if of_session && self.cadence != Cadence::Once {
            schedule.put_back(index, Instant::now());
            false
        } else {
            let how = match failure.kind {
                ErrorKind::Throttled => Ended::Throttled,
                _ if is_remembered => Ended::ForGood,
                _ => Ended::Failed,
            };
            schedule.ended(index, how, Instant::now())
        };
        if is_remembered && calls > 0 {
            self.session.remember_denial(id.clone(), failure.clone());
        }
        self.events.push_back(ScanEvent::Failed {
            error: failure.explain(&id.region),
            id,
            calls,
            is_remembered,
        });
        self.say_plan(is_replanned);
        if of_session {
            self.session_lost(failure);
        }
    }

    /// The session ended early: the role was changed, or its sessions were revoked.
    fn session_lost(&mut self, failure: &Failure) {
        if self.state != State::Ready || self.cadence == Cadence::Once {
            return;
        }
        let session = Arc::clone(&self.session);
        self.session_failed(failure);
        let receipt = Receipt::new(session.account.home_region.clone(), self.sink.clone());
        if self.failures == 1 {
            // The first time a new session is the remedy, and nobody need wait for it.
            self.session_due = None;
            self.state = State::Waiting;
            self.jobs.push(
                async move {
                    session.discard().await;
                    Done::Session(session.ready(Some(receipt)).await)
                }
                .boxed(),
            );
        }
    }

    fn obey(&mut self, control: &Control) {
        let now = Instant::now();
        if let Control::RefreshNow = control
            && self.state == State::Failed
        {
            self.make_session();
        }
        match control {
            Control::Pause => self.is_paused = true,
            Control::Resume => self.is_paused = false,
            Control::RefreshNow | Control::Retry(_) => {}
        }
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        match control {
            Control::Pause => schedule.pause(),
            Control::Resume => schedule.resume(),
            Control::RefreshNow => schedule.refresh(now),
            Control::Retry(id) => {
                self.session.forget_denials(id.collector, Some(&id.region));
                self.closed.remove(&id.region);
                schedule.retry(id, now);
            }
        }
    }

    fn say_plan(&mut self, is_replanned: bool) {
        if let Some(schedule) = &self.schedule
            && is_replanned
        {
            self.events.push_back(ScanEvent::Planned(schedule.plan()));
        }
    }

    fn finish_if_complete(&mut self) {
        let is_complete = self.schedule.as_ref().is_some_and(Schedule::is_complete);
        if is_complete && !self.has_finished {
            self.end();
        }
    }

    /// What was asked is told before the end.
    fn end(&mut self) {
        while let Ok(call) = self.calls.try_recv() {
            self.events.push_back(ScanEvent::Called(call));
        }
        self.events.push_back(ScanEvent::Finished);
        self.has_finished = true;
        self.is_over = self.cadence == Cadence::Once;
    }
}

async fn read(index: usize, collector: &'static Collector, reader: Arc<Reader>) -> Done {
    let result = (collector.collect)(Arc::clone(&reader)).await;
    Done::Slice {
        index,
        result,
        calls: reader.calls.load(Ordering::Relaxed),
    }
}

fn by_id(slice: &Slice) -> HashMap<ResourceId, Arc<Resource>> {
    let resources = match slice {
        Slice::Resources(resources) => resources.as_slice(),
        Slice::Observations(_) => &[],
    };
    let resources = resources.iter();
    resources
        .map(|resource| (resource.id.clone(), Arc::clone(resource)))
        .collect()
}
