//! What was read, in slices: one collector's answer in one region, replaced whole,
//! so that a resource that is gone is noticed by its absence.

use super::{ById, Evidence, Health, Reference, Resource, ResourceId};
use crate::account::{AccountId, Region};
use compact_str::CompactString;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Instant;

/// Which collector, where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SliceId {
    pub account: AccountId,
    pub region: Region,
    /// The collector's name in its table (`instances`, `target-health`).
    pub collector: &'static str,
}

/// One collector's whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slice {
    Resources(Arc<Vec<Arc<Resource>>>),
    /// What a status call says of resources that another slice owns.
    Observations(Arc<Vec<Observation>>),
}

impl Slice {
    pub fn of(resources: impl IntoIterator<Item = Resource>) -> Self {
        let resources = resources.into_iter().map(Arc::new);
        Self::Resources(Arc::new(resources.collect()))
    }

    pub fn observed(observations: impl IntoIterator<Item = Observation>) -> Self {
        Self::Observations(Arc::new(observations.into_iter().collect()))
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Resources(resources) => resources.len(),
            Self::Observations(observations) => observations.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a status call says of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub of: Reference,
    /// The target group through which a target was seen; it makes the relationship
    /// target group to target.
    pub through: Option<ResourceId>,
    /// The port, for a target; the check, for a status.
    pub label: Option<CompactString>,
    pub health: Health,
    pub state: CompactString,
    pub reason: Option<CompactString>,
    pub evidence: Evidence,
}

/// A slice as it is kept: the last answer, and whether it is still true.
#[derive(Debug, Clone)]
pub struct Kept {
    pub slice: Content,
    /// When the last answer came; of a slice that never came, when that was noticed.
    pub read_at: Instant,
    /// Set while the slice's last read failed: what is kept is older than it should be.
    pub stale: Option<Staleness>,
}

/// Why a slice is older than it should be, or empty because it never came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staleness {
    pub since: Instant,
    pub sentence: String,
}

/// The last answer, shared with whoever derives something from it.
#[derive(Debug, Clone)]
pub enum Content {
    /// No answer ever came: nothing is known, which is not the same as an empty answer.
    NeverRead,
    Resources(Arc<ById<Arc<Resource>>>),
    Observations(Arc<Vec<Observation>>),
}

impl Content {
    pub fn len(&self) -> usize {
        match self {
            Self::NeverRead => 0,
            Self::Resources(resources) => resources.len(),
            Self::Observations(observations) => observations.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What one slice changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: BTreeSet<ResourceId>,
    /// Resources that read differently, or of which something else is observed.
    pub changed: BTreeSet<ResourceId>,
    pub removed: BTreeSet<ResourceId>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Everything that was read of the watched accounts and regions.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    slices: BTreeMap<SliceId, Kept>,
    /// What people call the accounts.
    account_names: BTreeMap<AccountId, CompactString>,
    /// Grows with every change; derived state is rebuilt when it differs.
    revision: u64,
}

impl Inventory {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is held against it has changed: what is derived from both is rebuilt.
    pub fn touch(&mut self) {
        self.revision += 1;
    }

    pub fn slices(&self) -> impl Iterator<Item = (&SliceId, &Kept)> {
        self.slices.iter()
    }

    pub fn slice(&self, id: &SliceId) -> Option<&Kept> {
        self.slices.get(id)
    }

    pub fn is_empty(&self) -> bool {
        self.slices.is_empty()
    }

    /// Replaces a slice whole and says what that changed. An answer that is the same
    /// as before is only fresher: nothing derived from it needs to be rebuilt.
    pub fn replace(&mut self, id: SliceId, slice: Slice, now: Instant) -> Changes {
        let before = self.slices.remove(&id);
        let was_current = before.as_ref().is_some_and(|kept| kept.stale.is_none());
        let before = before.map_or(Content::NeverRead, |kept| kept.slice);
        let (content, changes, is_same) = match slice {
            Slice::Resources(resources) => replaced_resources(before, &resources),
            Slice::Observations(observations) => replaced_observations(&before, &observations),
        };
        if !is_same || !was_current {
            self.revision += 1;
        }
        let kept = Kept {
            slice: content,
            read_at: now,
            stale: None,
        };
        self.slices.insert(id, kept);
        changes
    }

    /// Keeps what was read before and marks it stale since now. The first failure's
    /// time stays while further ones follow; the sentence is always the latest.
    pub fn mark_stale(&mut self, id: &SliceId, sentence: String, now: Instant) {
        let kept = self.slices.entry(id.clone()).or_insert_with(|| Kept {
            slice: Content::NeverRead,
            read_at: now,
            stale: None,
        });
        let since = kept.stale.as_ref().map(|stale| stale.since);
        if since.is_none() {
            self.revision += 1;
        }
        let since = since.unwrap_or(now);
        kept.stale = Some(Staleness { since, sentence });
    }

    pub fn account_names(&self) -> &BTreeMap<AccountId, CompactString> {
        &self.account_names
    }

    pub fn name_account(&mut self, account: AccountId, name: &str) {
        let before = self.account_names.insert(account, name.into());
        if before.is_none_or(|before| before != name) {
            self.revision += 1;
        }
    }

    /// Takes over what was read of other accounts.
    pub fn absorb(&mut self, other: Self) {
        self.slices.extend(other.slices);
        self.account_names.extend(other.account_names);
        self.revision += other.revision;
    }

    /// Forgets everything that was read of an account.
    pub fn drop_account(&mut self, account: AccountId) {
        let name = self.account_names.remove(&account);
        self.revision += u64::from(name.is_some());
        self.keep(|id| id.account != account);
    }

    /// Forgets every slice but these.
    pub fn keep(&mut self, is_kept: impl Fn(&SliceId) -> bool) {
        let before = self.slices.len();
        self.slices.retain(|id, _| is_kept(id));
        if self.slices.len() != before {
            self.revision += 1;
        }
    }
}

/// Resources that read the same keep their allocation, so that a refresh of an
/// account at rest holds nothing twice.
fn replaced_resources(before: Content, resources: &[Arc<Resource>]) -> (Content, Changes, bool) {
    let was_read = matches!(before, Content::Resources(_));
    let mut old = match before {
        Content::Resources(old) => Arc::unwrap_or_clone(old),
        Content::NeverRead | Content::Observations(_) => ById::default(),
    };
    let mut changes = Changes::default();
    let mut new = ById::with_capacity_and_hasher(resources.len(), RandomState::default());
    for resource in resources {
        let id = resource.id.clone();
        // Pages may overlap while resources come and go.
        if new.contains_key(&id) {
            continue;
        }
        let previous = old.swap_remove(&id);
        let kept = match previous {
            Some(previous) if previous == *resource => previous,
            Some(_) => {
                changes.changed.insert(id.clone());
                Arc::clone(resource)
            }
            None => {
                changes.added.insert(id.clone());
                Arc::clone(resource)
            }
        };
        new.insert(id, kept);
    }
    changes.removed.extend(old.into_keys());
    let is_same = was_read && changes.is_empty();
    (Content::Resources(Arc::new(new)), changes, is_same)
}

fn replaced_observations(
    before: &Content,
    observations: &Arc<Vec<Observation>>,
) -> (Content, Changes, bool) {
    let mut changes = Changes::default();
    let old = match before {
        Content::Observations(old) => Some(old),
        Content::NeverRead | Content::Resources(_) => None,
    };
    // Nearly always the answer is the same, in the same order.
    if let Some(old) = old.filter(|old| **old == *observations) {
        return (Content::Observations(Arc::clone(old)), changes, true);
    }
    let old_by_key = by_key(old.map_or(&[][..], |old| old));
    let new_by_key = by_key(observations);
    for (key, said) in &new_by_key {
        if old_by_key.get(key) != Some(said) {
            changes.changed.extend(named_by(key));
        }
    }
    for key in old_by_key.keys() {
        if !new_by_key.contains_key(key) {
            changes.changed.extend(named_by(key));
        }
    }
    let is_same = old.is_some() && old_by_key == new_by_key;
    let content = match old {
        Some(old) if is_same => Arc::clone(old),
        _ => Arc::clone(observations),
    };
    (Content::Observations(content), changes, is_same)
}

/// Of what, and through which target group.
type ObservationKey<'a> = (&'a Reference, Option<&'a ResourceId>);

/// One target may be observed on several ports: they are compared together, in an
/// order of their own, because AWS promises none.
fn by_key(
    observations: &[Observation],
) -> HashMap<ObservationKey<'_>, Vec<&Observation>, RandomState> {
    let mut map: HashMap<_, Vec<_>, _> = HashMap::default();
    for observation in observations {
        map.entry((&observation.of, observation.through.as_ref()))
            .or_default()
            .push(observation);
    }
    for said in map.values_mut() {
        said.sort_by(|a, b| (&a.label, &a.state, &a.reason).cmp(&(&b.label, &b.state, &b.reason)));
    }
    map
}

/// The resources that an observation speaks of: the target itself, or the target group
/// where the target is known only by address.
fn named_by(key: &ObservationKey) -> Option<ResourceId> {
    match key {
        (Reference::Id(id), _) => Some(id.clone()),
        (_, through) => through.cloned(),
    }
}
