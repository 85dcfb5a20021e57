//! What running scans say becomes inventory here, and nowhere else.

use super::watch::{Failure, Read, SessionState};
use super::{Effect, Model, Session, Topology};
use crate::inventory::{Slice, SliceId};
use crate::provider::{Control, Explanation, RegionState, ScanEvent};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// No role's session lasts longer (IAM, maximum session duration).
const LONGEST_SESSION: Duration = Duration::from_hours(12);

/// A scan said something. What an ended watch still says was dropped before.
pub(super) fn advanced(model: &mut Model, account: Uuid, event: ScanEvent, now: Instant) {
    match &event {
        ScanEvent::SessionReady { seconds_left, .. } => {
            let left = Duration::from_secs(*seconds_left).min(LONGEST_SESSION);
            let until = now + left;
            let session = Session::Open { until };
            model.accounts.sessions.insert(account, session);
        }
        ScanEvent::SessionFailed(explanation) => {
            let session = Session::Failed(explanation.clone());
            model.accounts.sessions.insert(account, session);
        }
        _ => {}
    }
    if let Some(topology) = &mut model.topology {
        topology.advance(account, event, now);
    }
}

impl Topology {
    fn advance(&mut self, account: Uuid, event: ScanEvent, now: Instant) {
        let watch = &mut self.watch;
        match event {
            ScanEvent::SessionReady { .. } => self.session_ready(account),
            ScanEvent::SessionFailed(explanation) => self.session_failed(account, explanation, now),
            ScanEvent::RegionsKnown(regions) => self.regions_known(account, regions),
            ScanEvent::Planned(slices) => {
                for (id, due) in slices {
                    watch.coverage.entry(id).or_default().due = due;
                }
            }
            ScanEvent::Started(id) => watch.coverage.entry(id).or_default().is_reading = true,
            ScanEvent::Collected {
                id, slice, issues, ..
            } => self.collected((id, slice), issues, now),
            ScanEvent::Failed {
                id,
                error,
                is_remembered,
                ..
            } => {
                let since = now;
                self.failed(
                    id,
                    Failure {
                        since,
                        error,
                        is_remembered,
                    },
                );
            }
            ScanEvent::Called(call) => {
                let watched = watch.accounts.get(&account);
                if let Some(number) = watched.and_then(|watched| watched.account.number()) {
                    watch.receipt.add(number, call);
                }
            }
            ScanEvent::Finished => {
                if let Some(watched) = watch.accounts.get_mut(&account) {
                    watched.is_complete = true;
                }
            }
        }
    }

    fn session_ready(&mut self, account: Uuid) {
        let Some(watched) = self.watch.accounts.get_mut(&account) else {
            return;
        };
        let before = std::mem::replace(&mut watched.session, SessionState::Open);
        let SessionState::Failed { explanation, .. } = before else {
            return;
        };
        // What failed for want of a session is merely old, and read again at once.
        let number = watched.account.number();
        let concerned = self.watch.coverage.iter_mut();
        for (_, coverage) in concerned.filter(|(id, _)| Some(id.account) == number) {
            let failure = coverage.failure.take();
            coverage.failure = failure.filter(|failure| failure.error != explanation);
        }
    }

    fn regions_known(&mut self, account: Uuid, regions: Vec<RegionState>) {
        if let Some(watched) = self.watch.accounts.get_mut(&account) {
            watched.known_regions = regions;
        }
    }

    fn collected(&mut self, (id, slice): (SliceId, Slice), issues: Vec<String>, now: Instant) {
        let coverage = self.watch.coverage.entry(id.clone()).or_default();
        let is_first = coverage.read.is_none();
        coverage.is_reading = false;
        coverage.failure = None;
        coverage.read = Some(Read {
            at: now,
            count: slice.len(),
            issues,
        });
        let changes = self.inventory.replace(id, slice, now);
        if !is_first {
            self.journal.expect(&changes);
        }
        self.settle_refresh();
    }

    /// What was read before is kept, and is stale from now on.
    fn failed(&mut self, id: SliceId, failure: Failure) {
        let sentence = failure.error.summary.clone();
        self.inventory.mark_stale(&id, sentence, failure.since);
        self.watch.coverage.entry(id).or_default().failed(failure);
        self.settle_refresh();
    }

    fn settle_refresh(&mut self) {
        self.watch.is_asked_to_refresh &= self.watch.is_reading();
    }

    /// Without a session everything of the account grows old, and is said to.
    fn session_failed(&mut self, account: Uuid, explanation: Explanation, now: Instant) {
        let Some(watched) = self.watch.accounts.get_mut(&account) else {
            return;
        };
        let number = watched.account.number();
        let is_concerned = |id: &SliceId| number.is_none_or(|number| id.account == number);
        let slices = self.inventory.slices().map(|(id, _)| id.clone());
        let stale: Vec<SliceId> = slices.filter(is_concerned).collect();
        for id in stale {
            self.inventory
                .mark_stale(&id, explanation.summary.clone(), now);
        }
        let planned = self.watch.coverage.iter_mut();
        for (_, coverage) in planned.filter(|(id, _)| is_concerned(id)) {
            coverage.failed(Failure {
                since: now,
                error: explanation.clone(),
                is_remembered: false,
            });
        }
        let since = match &watched.session {
            SessionState::Failed { since, .. } => *since,
            _ => now,
        };
        watched.session = SessionState::Failed { since, explanation };
        self.watch.is_asked_to_refresh = false;
    }
}

/// The scan's stream ended by itself: nothing more will come.
pub(super) fn ended(model: &mut Model, account: Uuid, now: Instant) {
    let Some(topology) = &mut model.topology else {
        return;
    };
    if let Some(watched) = topology.watch.accounts.get_mut(&account) {
        let number = watched.account.number();
        for (id, coverage) in &mut topology.watch.coverage {
            coverage.is_reading &= Some(id.account) != number;
        }
        watched.is_ended = true;
        let name = &watched.account.name;
        let sentence = format!("the watch of {name} has ended; Ctrl-r starts it again");
        model.notify_error(sentence, now);
    }
}

/// Asks the running watches to read now; one whose stream has ended is started again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let watch = &mut topology.watch;
    watch.is_asked_to_refresh = true;
    let mut effects = Vec::new();
    for watched in watch
        .accounts
        .values_mut()
        .filter(|watched| watched.is_ended)
    {
        watched.is_ended = false;
        effects.push(Effect::Watch {
            generation: watched.generation,
            account: Box::new(watched.account.clone()),
            regions: watched.regions.clone(),
        });
    }
    effects.push(Effect::Control(Control::RefreshNow));
    effects
}
