//! What changed since the program started, in memory only; and since when a
//! resource is as it is.

use super::Clock;
use crate::account::AccountId;
use crate::graph::NodeKey;
use crate::inventory::{Assessed, Changes, Health, Kind, ResourceId, Survey};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

/// How long a change is marked on the map.
const MARKED_FOR: Duration = Duration::from_secs(10);

/// More events than these are forgotten, the oldest first.
const MOST_EVENTS: usize = 2_000;

#[derive(Debug, Default)]
pub struct Journal {
    /// The oldest first.
    pub events: VecDeque<Event>,
    /// The number of the next event.
    next: u64,
    /// Boxes that changed, and until when they are marked.
    marks: BTreeMap<NodeKey, Instant>,
    /// When a resource came to its present health, if that was seen.
    since: BTreeMap<ResourceId, Instant>,
    /// Comings and goings that are no first reading of a slice.
    expected: BTreeSet<ResourceId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub number: u64,
    pub at: Instant,
    pub id: ResourceId,
    pub name: String,
    pub account: AccountId,
    pub kind: Kind,
    pub change: Change,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Added,
    Removed,
    Health {
        from: Health,
        to: Health,
        reason: Option<String>,
    },
    State {
        from: String,
        to: String,
    },
}

impl Journal {
    /// The number that the next event will have.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// Remembers what a slice that was read before has gained and lost: only that is
    /// news, a first reading is not.
    pub(super) fn expect(&mut self, changes: &Changes) {
        self.expected.extend(changes.added.iter().cloned());
        self.expected.extend(changes.removed.iter().cloned());
    }

    /// What is news when the next two surveys are compared.
    pub(super) fn take_expected(&mut self) -> BTreeSet<ResourceId> {
        std::mem::take(&mut self.expected)
    }

    /// Writes down how two surveys differ: what was expected to come or go, and, of the
    /// accounts of which everything was known before, what is another way than it was.
    pub(super) fn compare(
        &mut self,
        (old, new): (&Survey, &Survey),
        (expected, informed): (&BTreeSet<ResourceId>, &BTreeSet<AccountId>),
        now: Instant,
    ) {
        let mut found = Vec::new();
        for pair in pairs(old.known(), new.known()) {
            match pair {
                (Some(was), None) if expected.contains(&was.resource.id) => {
                    found.push((was, Change::Removed));
                }
                (None, Some(is)) if expected.contains(&is.resource.id) => {
                    found.push((is, Change::Added));
                }
                (Some(was), Some(is)) if informed.contains(&was.resource.account) => {
                    found.extend(change(was, is).map(|change| (is, change)));
                }
                _ => {}
            }
        }
        for (assessed, change) in found {
            self.write(assessed, change, now);
        }
    }

    fn write(&mut self, assessed: &Assessed, change: Change, now: Instant) {
        let resource = &assessed.resource;
        match change {
            Change::Removed => self.since.remove(&resource.id),
            Change::Added | Change::Health { .. } => self.since.insert(resource.id.clone(), now),
            Change::State { .. } => None,
        };
        self.marks
            .insert(NodeKey::from(&resource.id), now + MARKED_FOR);
        self.events.push_back(Event {
            number: self.next,
            at: now,
            id: resource.id.clone(),
            name: resource.name.to_string(),
            account: resource.account,
            kind: resource.kind,
            change,
        });
        self.next += 1;
        while self.events.len() > MOST_EVENTS {
            self.events.pop_front();
        }
    }

    /// When the resource came to its present health; `None` when it was so already
    /// at the first reading.
    pub fn since(&self, id: &ResourceId) -> Option<Instant> {
        self.since.get(id).copied()
    }

    /// The latest events of one resource, the newest first.
    pub fn of<'a>(&'a self, id: &'a ResourceId) -> impl Iterator<Item = &'a Event> {
        self.events
            .iter()
            .rev()
            .filter(move |event| event.id == *id)
    }

    pub fn has_marks(&self) -> bool {
        !self.marks.is_empty()
    }

    pub fn is_marked(&self, key: &NodeKey) -> bool {
        self.marks.contains_key(key)
    }

    /// When the next mark fades.
    pub(super) fn next_fading(&self) -> Option<Instant> {
        self.marks.values().min().copied()
    }

    pub(super) fn fade(&mut self, now: Instant) {
        self.marks.retain(|_, until| *until > now);
    }
}

/// What is in one, in the other, or in both, of two lists in the order of their ids.
fn pairs<'a>(
    old: impl Iterator<Item = &'a Assessed>,
    new: impl Iterator<Item = &'a Assessed>,
) -> impl Iterator<Item = (Option<&'a Assessed>, Option<&'a Assessed>)> {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some(was), Some(is)) => was.resource.id.cmp(&is.resource.id),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        Some(match order {
            Ordering::Less => (old.next(), None),
            Ordering::Equal => (old.next(), new.next()),
            Ordering::Greater => (None, new.next()),
        })
    })
}

fn change(was: &Assessed, is: &Assessed) -> Option<Change> {
    let (was, is) = (&was.assessment, &is.assessment);
    if was.health != is.health {
        return Some(Change::Health {
            from: was.health,
            to: is.health,
            reason: is.reason.as_ref().map(ToString::to_string),
        });
    }
    (was.state != is.state).then(|| Change::State {
        from: was.state.to_string(),
        to: is.state.to_string(),
    })
}

/// The time of day of an instant, in UTC.
pub fn time_of_day(clock: Clock, at: Instant) -> String {
    time_at(clock, at).strftime("%H:%M:%S").to_string()
}

/// The time of an instant.
pub fn time_at(clock: Clock, at: Instant) -> jiff::Timestamp {
    let passed = at.saturating_duration_since(clock.started);
    let passed = jiff::SignedDuration::try_from(passed).unwrap_or_default();
    clock.wall.checked_add(passed).unwrap_or(clock.wall)
}
