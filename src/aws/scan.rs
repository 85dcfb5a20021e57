//! Reads an account: session, regions, then every slice when it is due. Nothing is
//! spawned: the stream owns its calls, and dropped it ends them. It must not know what
//! becomes of a slice.

mod missing;
mod renewal;

use super::clients::Clients;
use super::collect::{COLLECTORS, Collector, Scope};
use super::error::Failure;
use super::reader::{Depth, Heard, Read, Reader};
use super::receipt::Receipt;
use super::regions;
use super::schedule::{Ended, Schedule};
use super::session::{Granted, Session};
use crate::account::Region;
use crate::inventory::{Observation, Resource, ResourceId, Slice, SliceId};
use crate::provider::{
    Cadence, Call, Control, ErrorKind, Explanation, RegionState, ScanEvent, ScanTarget,
};
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, FuturesUnordered};
use futures::{FutureExt, StreamExt};
use renewal::Renewals;
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
    renewals: Renewals,
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
    Slice(Turn, Result<Read, Failure>),
}

/// A slice's turn at being read.
#[derive(Clone, Copy)]
struct Turn {
    index: usize,
    /// The number of the session that it was begun with.
    session: u32,
    calls: u32,
}

/// Regions that nobody lists within this time are read without the list.
const PATIENCE: Duration = Duration::from_secs(10);

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
            renewals: Renewals::default(),
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
        slice.into_iter().chain(self.renewals.due).min()
    }

    fn begin_due(&mut self) {
        let now = Instant::now();
        if self.renewals.due.is_some_and(|due| due <= now) {
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
            let turn = self.turn(index);
            self.slice_failed(turn, &failure);
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
            observed: self.last.get(&id).and_then(observed),
            round: schedule.round(index),
            session: Arc::clone(&self.session),
            calls: AtomicU32::new(0),
            heard: Heard::default(),
        });
        self.events.push_back(ScanEvent::Started(id));
        let turn = self.turn(index);
        self.jobs.push(read(turn, collector, reader).boxed());
    }

    fn turn(&self, index: usize) -> Turn {
        Turn {
            index,
            session: self.renewals.number,
            calls: 0,
        }
    }

    fn complete(&mut self, done: Done) {
        match done {
            Done::Session(Ok(granted)) => self.session_made(granted),
            Done::Session(Err(failure)) => self.session_failed(&failure),
            Done::Clients(regions, clients) => self.plan(regions, clients),
            Done::Slice(turn, Ok(read)) => self.slice_read(turn, read),
            Done::Slice(turn, Err(failure)) => self.slice_failed(turn, &failure),
        }
        self.finish_if_complete();
    }

    fn ask_for_regions(&mut self) {
        let session = Arc::clone(&self.session);
        let sink = self.sink.clone();
        let watched = self.regions.clone();
        self.jobs.push(
            async move {
                let mut clients = BTreeMap::new();
                let global = Region::global();
                let home = &session.account.home_region;
                for region in watched.iter().chain([home, &global]) {
                    let receipt = Receipt::new(region.clone(), sink.clone());
                    let signed_for = session.signed_for(region);
                    let of_region = Clients::new(&session, &signed_for, Some(receipt)).await;
                    clients.insert(region.clone(), of_region);
                }
                let known = match clients.get(&session.account.home_region) {
                    Some(home) => tokio::time::timeout(PATIENCE, regions::regions(home)).await,
                    None => Ok(Ok(Vec::new())),
                };
                Done::Clients(known.unwrap_or_else(|_| Err(regions::too_slow())), clients)
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
        self.clients = clients;
        match known {
            Ok(known) => self.regions_listed(known),
            Err(failure) => tracing::warn!(%failure, "regions are not known"),
        }
        if self.schedule.is_none() {
            self.make_schedule();
        }
    }

    /// A region that was closed, and is not any more, is read at once.
    fn regions_listed(&mut self, known: Vec<RegionState>) {
        let regions = self.regions.iter();
        let closed: BTreeMap<Region, Failure> = regions
            .filter_map(|region| Some((region.clone(), regions::closed(region, &known)?)))
            .collect();
        let opened = self.closed.keys().filter(|was| !closed.contains_key(was));
        if let Some(schedule) = &mut self.schedule {
            for region in opened {
                schedule.retry_region(region, Instant::now());
            }
        }
        self.closed = closed;
        self.events.push_back(ScanEvent::RegionsKnown(known));
    }

    fn make_schedule(&mut self) {
        let account = self.session.number();
        let services = &self.session.account.services;
        let collectors = COLLECTORS
            .iter()
            .filter(|collector| services.reads(collector.service));
        let (regions, global) = (self.regions.as_slice(), [Region::global()]);
        let slices = collectors.flat_map(|collector| {
            let regions = match collector.scope {
                Scope::Regional => regions,
                Scope::Global => &global,
            };
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

    fn slice_read(&mut self, turn: Turn, mut read: Read) {
        // A session is only as good as what is read with it.
        self.renewals.failures = 0;
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        let id = schedule.id(turn.index).clone();
        // What is missing now and was there before is no proof that anything is gone.
        if let Some(last) = self.last.get(&id) {
            if let Some(gap) = read.gaps.iter().find(|gap| !gap.is_lasting()) {
                self.slice_failed(turn, gap);
                return;
            }
            missing::keep(&mut read, last);
        }
        if let ("target-groups", Slice::Resources(groups)) = (id.collector, &read.slice) {
            let arns = groups.iter().map(|group| group.id.as_str().to_owned());
            self.target_groups.insert(id.region.clone(), arns.collect());
        }
        let last = self.last.get(&id);
        let is_changed = last.is_some_and(|last| *last != read.slice);
        // What was read in part is no measure for what is read later.
        if read.issues.is_empty() {
            self.last.insert(id.clone(), read.slice.clone());
        }
        let how = if is_changed {
            Ended::Changed
        } else {
            Ended::Unchanged
        };
        let is_replanned = schedule.ended(turn.index, how, Instant::now());
        self.events.push_back(ScanEvent::Collected {
            id,
            slice: read.slice,
            calls: turn.calls,
            issues: read.issues,
        });
        self.say_plan(is_replanned);
    }

    fn slice_failed(&mut self, turn: Turn, failure: &Failure) {
        if self.waits_for_session(turn, failure) {
            return;
        }
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        let id = schedule.id(turn.index).clone();
        let was_read = self.last.contains_key(&id);
        let failure = match failure.clone() {
            failure if was_read => failure.of_what_was_read(),
            failure => failure,
        };
        let is_remembered = failure.is_lasting();
        let how = match failure.kind {
            ErrorKind::Throttled => Ended::Throttled,
            _ if is_remembered => Ended::ForGood,
            _ => Ended::Failed,
        };
        let is_replanned = schedule.ended(turn.index, how, Instant::now());
        if is_remembered && turn.calls > 0 {
            self.session.remember_denial(id.clone(), failure.clone());
        }
        self.events.push_back(ScanEvent::Failed {
            error: failure.explain(&id.region),
            id,
            calls: turn.calls,
            is_remembered,
        });
        self.say_plan(is_replanned);
    }

    fn obey(&mut self, control: &Control) {
        let now = Instant::now();
        let asks = matches!(control, Control::RefreshNow | Control::Retry(_));
        if asks && self.state == State::Failed {
            self.make_session();
        }
        if *control == Control::RefreshNow {
            self.session.forget_all_denials();
            if !self.closed.is_empty() {
                self.ask_for_regions();
            }
        }
        match control {
            Control::Pause => self.is_paused = true,
            Control::Resume => self.is_paused = false,
            Control::RefreshNow | Control::Retry(_) | Control::InView(_) => {}
        }
        let number = self.session.number();
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
            Control::InView(regions) => {
                let own = regions.iter().filter(|(account, _)| *account == number);
                schedule.look_at(own.map(|(_, region)| region.clone()).collect());
                self.events.push_back(ScanEvent::Planned(schedule.plan()));
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

async fn read(turn: Turn, collector: &'static Collector, reader: Arc<Reader>) -> Done {
    let result = (collector.collect)(Arc::clone(&reader)).await;
    let calls = reader.calls.load(Ordering::Relaxed);
    Done::Slice(Turn { calls, ..turn }, result)
}

fn observed(slice: &Slice) -> Option<Arc<Vec<Observation>>> {
    match slice {
        Slice::Resources(_) => None,
        Slice::Observations(observations) => Some(Arc::clone(observations)),
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
