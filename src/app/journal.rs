//! What changed since the program started, in memory only; and since when a
//! resource is as it is.

use super::Clock;
use crate::graph::NodeKey;
use crate::inventory::{Assessed, Changes, Health, Kind, ResourceId, Survey};
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
    /// Everything was read once before the next comparison.
    is_informed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub number: u64,
    pub at: Instant,
    pub id: ResourceId,
    pub name: String,
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
    /// Remembers what a slice that was read before has gained and lost: only that is
    /// news, a first reading is not.
    pub(super) fn expect(&mut self, changes: &Changes) {
        self.expected.extend(changes.added.iter().cloned());
        self.expected.extend(changes.removed.iter().cloned());
    }

    /// Says whether everything was read once by now. What is compared later is news then,
    /// what came before was only our learning of it.
    pub(super) fn inform(&mut self, is_complete: bool) {
        self.is_informed = is_complete;
    }

    /// Writes down how two surveys differ.
    pub(super) fn compare(&mut self, (old, new): (&Survey, &Survey), now: Instant) {
        let mut found = Vec::new();
        for (id, was) in &old.resources {
            if !new.resources.contains_key(id) && self.expected.contains(id) {
                found.push((was, Change::Removed));
            }
        }
        for (id, is) in &new.resources {
            match old.resources.get(id) {
                None if self.expected.contains(id) => found.push((is, Change::Added)),
                Some(was) if self.is_informed => {
                    if let Some(change) = change(was, is) {
                        found.push((is, change));
                    }
                }
                _ => {}
            }
        }
        self.expected.clear();
        for (assessed, change) in found {
            self.write(assessed, change, now);
        }
    }

    fn write(&mut self, assessed: &Assessed, change: Change, now: Instant) {
        let resource = &assessed.resource;
        if resource.kind == Kind::External {
            return;
        }
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
    let passed = at.saturating_duration_since(clock.started);
    let passed = jiff::SignedDuration::try_from(passed).unwrap_or_default();
    let wall = clock.wall.checked_add(passed).unwrap_or(clock.wall);
    wall.strftime("%H:%M:%S").to_string()
}
