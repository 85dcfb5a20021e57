//! A watch of the demo's shop that lives some sixty times faster: the real scan against
//! the sim, and the model that shows it.

use crate::app::program::{Program, key};
use crate::screens::screen;
use futures::StreamExt;
use futures::channel::mpsc::UnboundedSender;
use futures::stream::BoxStream;
use skymap::account::store::Loaded;
use skymap::account::{Account, ExternalId, Region, Service, Services};
use skymap::app::{self, Coverage, Effect, Message};
use skymap::aws::{Aws, Patience, Rate};
use skymap::inventory::{ResourceId, SliceId};
use skymap::provider::{Cadence, Control, Provider, ScanEvent, ScanTarget};
use skymap::sim::{self, BASE_IDENTITY, Fleet, ManualClock, Sim};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const STATUS: Duration = Duration::from_millis(300);
const STRUCTURE: Duration = Duration::from_millis(900);
/// Soon over where nothing answers, and long for what does.
const ATTEMPT: Duration = Duration::from_secs(1);
/// Far longer than anything here takes.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// What the map stands on, one that answers in JSON, and none whose turns are far between.
const SERVICES: [Service; 4] = [
    Service::Ec2,
    Service::LoadBalancing,
    Service::AutoScaling,
    Service::Ecr,
];

pub struct Watch {
    pub sim: Sim,
    pub clock: ManualClock,
    pub program: Program,
    /// Every slice's turns so far, in order: how each ended.
    pub turns: BTreeMap<SliceId, Vec<Turn>>,
    account: Account,
    events: BoxStream<'static, ScanEvent>,
    orders: UnboundedSender<Control>,
}

/// A step of a slice's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Begun,
    Read,
    Failed,
}

impl Watch {
    /// Of the shop's own regions and perhaps more, each attempt of a call with so much time.
    pub fn new(more: &[&str], attempt: Duration) -> Self {
        let clock = ManualClock::starting_at(jiff::Timestamp::now());
        let sim = Sim::new(Fleet::demo(None).unwrap(), clock.clone());
        let account = shop(&sim, more);
        let patience = Patience {
            connect: attempt,
            attempt,
            operation: attempt * 5,
            backoff: Duration::from_millis(10),
        };
        let rate = Rate {
            burst: 1000,
            per_second: 1000.0,
            in_flight: 64,
        };
        let aws = Aws::over(sim::http_client(&sim), BASE_IDENTITY.credentials());
        let (orders, controls) = futures::channel::mpsc::unbounded();
        let events = aws
            .with_rate(rate)
            .with_patience(patience)
            .scan(ScanTarget {
                account: account.clone(),
                regions: account.regions.clone(),
                cadence: Cadence::Every {
                    status: STATUS,
                    structure: STRUCTURE,
                },
                controls: controls.boxed(),
            });
        let mut program = Program::new(140, 45);
        program.send(Message::AccountsLoaded(Loaded {
            accounts: vec![account.clone()],
            ..Loaded::default()
        }));
        Self {
            sim,
            clock,
            program,
            turns: BTreeMap::new(),
            account,
            events,
            orders,
        }
    }

    /// One whose every slice was read once. What ends for want of an answer alone is given
    /// little time: on a busy machine everything takes long.
    pub async fn begun(word: &str) -> Self {
        let is_short = word == "timed-out";
        let mut watch = Self::new(&[], if is_short { ATTEMPT } else { PATIENCE });
        watch.until("everything was read once", Self::is_read).await;
        watch
    }

    pub fn is_read(&self) -> bool {
        self.program.topology().watch.is_complete()
    }

    /// Lets it run until something is so.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let end = tokio::time::Instant::now() + PATIENCE;
        while !is_so(self) {
            let event = tokio::time::timeout_at(end, self.events.next()).await;
            let is_too_late = event.is_err();
            let shown = || format!("{:?}\n{}", self.turns, screen(&self.program));
            assert!(!is_too_late, "{what}: never\n{}", shown());
            self.tell(event.ok().flatten().unwrap());
        }
    }

    /// Lets every slice that is asked at all have this many more turns.
    pub async fn turns(&mut self, count: usize, of: impl Fn(&SliceId) -> bool) {
        let before: BTreeMap<SliceId, usize> = self.ended();
        let wanted = move |watch: &Self| {
            let now = watch.ended();
            let mut asked = before.iter().filter(|(id, _)| of(id));
            asked.all(|(id, before)| now[id] >= before + count)
        };
        self.until("their turns", wanted).await;
    }

    fn ended(&self) -> BTreeMap<SliceId, usize> {
        let ended = |turns: &Vec<Turn>| turns.iter().filter(|one| **one != Turn::Begun).count();
        let turns = self.turns.iter();
        turns
            .map(|(id, turns)| (id.clone(), ended(turns)))
            .collect()
    }

    fn tell(&mut self, event: ScanEvent) {
        let turn = match &event {
            ScanEvent::Started(id) => Some((id, Turn::Begun)),
            ScanEvent::Collected { id, .. } => Some((id, Turn::Read)),
            ScanEvent::Failed { id, .. } => Some((id, Turn::Failed)),
            _ => None,
        };
        if let Some((id, turn)) = turn {
            self.turns.entry(id.clone()).or_default().push(turn);
        }
        let message = Message::ScanAdvanced {
            generation: self.program.model.accounts.generations.watch,
            account: self.account.id,
            event,
        };
        self.program.now = Instant::now();
        // What is drawn is only made when somebody looks.
        app::update(&mut self.program.model, message, self.program.now);
    }

    /// Presses a key, and lets the scan hear what that orders.
    pub fn press(&mut self, name: &str) {
        for effect in self.program.send(Message::Key(key(name))) {
            if let Effect::Control(control) = effect {
                self.orders.unbounded_send(control).unwrap();
            }
        }
    }

    /// Every resource that the map knows.
    pub fn resources(&mut self) -> BTreeSet<ResourceId> {
        self.program.derive();
        let survey = &self.program.topology().derived.survey;
        survey.resources.keys().cloned().collect()
    }

    pub fn coverage(&self) -> &BTreeMap<SliceId, Coverage> {
        &self.program.topology().watch.coverage
    }

    /// The screen as it is three minutes later, with these keys pressed; nothing is
    /// heard of the scan meanwhile.
    pub fn screen_later(&mut self, keys: &str) -> String {
        let now = self.program.now;
        self.program.now += Duration::from_mins(3);
        for name in keys.split_whitespace() {
            self.program.send(Message::Key(key(name)));
        }
        self.program.send(Message::DeadlineReached);
        let shown = screen(&self.program);
        while !self.program.model.overlays.is_empty() {
            self.program.send(Message::Key(key("Esc")));
        }
        self.program.now = now;
        shown
    }
}

fn shop(sim: &Sim, more: &[&str]) -> Account {
    let accounts = sim.fleet().accounts();
    let record = accounts.into_iter().find(|one| one.name == "shop-prod");
    let record = record.unwrap();
    let regions = record.regions.iter().map(String::as_str);
    Account {
        id: uuid::Uuid::from_u128(1),
        name: record.name.clone(),
        role: Some(record.role_arn.parse().unwrap()),
        external_id: Some(ExternalId::parse(&record.external_id).unwrap()),
        home_region: Region::new(record.home_region.as_str()),
        regions: regions
            .chain(more.iter().copied())
            .map(Region::new)
            .collect(),
        services: Services::only(&SERVICES),
        profile: None,
        colour: None,
        teams: Vec::new(),
    }
}
