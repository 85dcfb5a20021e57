//! How the running scans stand: sessions, slices, regions, the receipt, the pace.

use super::in_view::InView;
use super::receipt::Receipt;
use super::{Effect, Topology};
use crate::account::{Account, AccountId, Region};
use crate::inventory::{Assessed, Content, SliceId};
use crate::provider::{Control, Explanation, RegionState};
use crate::text::natural;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The running watches: sessions, planned slices, reads in flight, denials, the receipt.
#[derive(Debug, Default)]
pub struct Watch {
    pub accounts: BTreeMap<Uuid, Watched>,
    pub coverage: BTreeMap<SliceId, Coverage>,
    pub receipt: Receipt,
    pub pace: Pace,
    /// The person asked for everything to be read now, and it is not yet.
    pub is_asked_to_refresh: bool,
    /// What the scans were told to be on the screen, and which scans that were.
    pub told_in_view: (InView, Vec<u64>),
    /// When the person last pressed a key; a forgotten map falls asleep.
    pub touched: Option<Instant>,
}

/// Whether the scans go on by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    #[default]
    Running,
    /// Paused by the person.
    Paused,
    /// Nobody pressed a key for a long time; the next key wakes it.
    Asleep,
}

/// One watched account.
#[derive(Debug)]
pub struct Watched {
    /// Messages of an older one are dropped.
    pub generation: u64,
    pub account: Account,
    pub regions: Vec<Region>,
    /// Every region of the account, once it was told.
    pub known_regions: Vec<RegionState>,
    pub session: SessionState,
    /// Everything planned was read once.
    pub is_complete: bool,
    /// The stream has ended; nothing more comes until it is started again.
    pub is_ended: bool,
}

/// How an account's session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    Opening,
    Open,
    Failed {
        since: Instant,
        explanation: Explanation,
    },
}

/// How one slice stands: its last good read and, when the latest failed, why.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// How often it is read; `None` for once.
    pub due: Option<Duration>,
    pub is_reading: bool,
    pub read: Option<Read>,
    pub failure: Option<Failure>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub at: Instant,
    pub count: usize,
    pub issues: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// When it first failed since the last good read.
    pub since: Instant,
    pub error: Explanation,
    /// It is not asked again by itself.
    pub is_remembered: bool,
}

impl Watched {
    /// Without a session, as far as was told.
    fn is_refused(&self) -> bool {
        matches!(self.session, SessionState::Failed { .. })
    }

    /// Opening it again would change nothing.
    pub(super) fn is_going_on(&self) -> bool {
        !self.is_ended && !self.is_refused()
    }
}

impl Coverage {
    /// It could not be read; since when is told by the first time.
    pub(super) fn failed(&mut self, failure: Failure) {
        self.is_reading = false;
        let first = self.failure.take().map(|earlier| earlier.since);
        self.failure = Some(Failure {
            since: first.unwrap_or(failure.since),
            ..failure
        });
    }

    /// When what is kept counts as older than it should be: two reads were missed.
    pub fn overdue_at(&self) -> Option<Instant> {
        let (read, due) = (self.read.as_ref()?, self.due?);
        Some(read.at + due * 2 + Duration::from_secs(5))
    }
}

impl Topology {
    /// From when what is known of a resource is, while that is older than it should be.
    pub fn read_at(&self, assessed: &Assessed) -> Option<Instant> {
        let id = assessed.is_stale.then_some(&assessed.resource.id)?;
        let stale = self.inventory.slices().filter(|(slice, kept)| {
            let is_near = slice.account == assessed.resource.account;
            kept.stale.is_some() && is_near && slice.region == assessed.resource.region
        });
        let reads = stale.filter_map(|(_, kept)| {
            let speaks_of_it = match &kept.slice {
                Content::NeverRead => false,
                Content::Resources(resources) => resources.contains_key(id),
                // Of whom a status speaks is known to the survey alone.
                Content::Observations(observations) => !observations.is_empty(),
            };
            speaks_of_it.then_some(kept.read_at)
        });
        reads.min()
    }

    /// The same of the selection, whose age is on the screen.
    pub(super) fn selection_read_at(&self) -> Option<Instant> {
        let node = self
            .derived
            .graph
            .nodes
            .get(self.look.selection.as_ref()?)?;
        let resources = &self.derived.survey.resources;
        self.read_at(resources.get(node.resource.as_ref()?)?)
    }
}

impl Watch {
    /// When the oldest overdue slice was read.
    pub fn overdue_since(&self, now: Instant) -> Option<Instant> {
        self.coverage
            .values()
            .filter(|slice| slice.overdue_at().is_some_and(|at| at <= now))
            .filter_map(|slice| slice.read.as_ref().map(|read| read.at))
            .min()
    }

    /// Everything that can be had for now was read once. An account without a session
    /// keeps nobody waiting, unless there is no other.
    pub fn is_complete(&self) -> bool {
        let mut accounts = self.accounts.values();
        let is_done = |watched: &Watched| watched.is_complete || watched.is_refused();
        self.accounts.values().all(is_done) && accounts.any(|watched| watched.is_complete)
    }

    /// The accounts of which everything planned was read once.
    pub(super) fn complete_accounts(&self) -> BTreeSet<AccountId> {
        let complete = self.accounts.values().filter(|watched| watched.is_complete);
        complete
            .filter_map(|watched| watched.account.number())
            .collect()
    }

    /// The accounts in the order in which the map shows them.
    pub fn in_order(&self) -> Vec<&Watched> {
        let mut accounts: Vec<&Watched> = self.accounts.values().collect();
        accounts.sort_by(|one, other| natural(&one.account.name, &other.account.name));
        accounts
    }

    /// Whether places have to be told with their account.
    pub fn has_several_accounts(&self) -> bool {
        self.accounts.len() > 1
    }

    /// What people call an account, else its number.
    pub fn name_of(&self, account: AccountId) -> String {
        let mut watched = self.accounts.values();
        let found = watched.find(|watched| watched.account.number() == Some(account));
        found.map_or_else(|| account.grouped(), |watched| watched.account.name.clone())
    }

    /// A place as it has to be told: the region, behind its account where there are several.
    pub fn place(&self, account: AccountId, region: &Region) -> String {
        if self.has_several_accounts() {
            format!("{} {region}", self.name_of(account))
        } else {
            region.to_string()
        }
    }

    pub fn is_reading(&self) -> bool {
        self.coverage.values().any(|slice| slice.is_reading)
    }

    /// Slices that were planned, and how many of them have answered.
    pub fn progress(&self) -> (usize, usize) {
        let answered = self
            .coverage
            .values()
            .filter(|slice| slice.read.is_some() || slice.failure.is_some())
            .count();
        (answered, self.coverage.len())
    }

    /// How many slices could not be read, by the word for why.
    pub fn failures(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        let failures = self
            .coverage
            .values()
            .filter_map(|slice| slice.failure.as_ref());
        for failure in failures {
            *counts.entry(failure.error.kind.word()).or_default() += 1;
        }
        counts
    }
}

/// A map that nobody looks at stops reading after this long.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(30);

impl Watch {
    /// When the map falls asleep if nobody presses a key.
    pub(super) fn sleeps_at(&self) -> Option<Instant> {
        let touched = self.touched.filter(|_| self.pace == Pace::Running)?;
        Some(touched + FORGOTTEN_AFTER)
    }

    pub(super) fn fall_asleep(&mut self, now: Instant) -> Vec<Effect> {
        if self.sleeps_at().is_none_or(|at| at > now) {
            return Vec::new();
        }
        self.pace = Pace::Asleep;
        vec![Effect::Control(Control::Pause)]
    }

    pub(super) fn wake(&mut self, now: Instant) -> Vec<Effect> {
        self.touched = Some(now);
        if self.pace != Pace::Asleep {
            return Vec::new();
        }
        self.pace = Pace::Running;
        vec![Effect::Control(Control::Resume)]
    }
}
