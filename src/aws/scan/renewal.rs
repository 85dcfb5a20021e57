//! When a scan's session is made, renewed and made again. It must not know what is read.

use super::{Done, Scan, State, Turn};
use crate::aws::error::Failure;
use crate::aws::receipt::Receipt;
use crate::aws::refusal;
use crate::aws::session::Granted;
use crate::provider::{Cadence, ErrorKind, ScanEvent};
use futures::FutureExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The sessions of one scan.
#[derive(Default)]
pub(super) struct Renewals {
    /// When the session is to be made again, after it failed, or renewed.
    pub due: Option<Instant>,
    /// How often no session could be had since something was read.
    pub failures: u32,
    /// Counts the sessions.
    pub number: u32,
    /// When a session was last given up before its end.
    lost_at: Option<Instant>,
}

/// How long a role that is refused is left alone, and a session that is new is kept
/// although it is refused.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// The same for what passes by itself: a network that is down, credentials that somebody
/// renews.
const SHORT_WAIT: Duration = Duration::from_secs(10);
/// A session is renewed before the calls would find it in its last five minutes.
const RENEW_BEFORE: Duration = Duration::from_mins(6);

impl Scan {
    pub(super) fn make_session(&mut self) {
        self.renewals.due = None;
        if self.state != State::Ready {
            self.state = State::Waiting;
        }
        let session = Arc::clone(&self.session);
        let receipt = self.receipt();
        let job = async move { Done::Session(session.ready(Some(receipt)).await) };
        self.jobs.push(job.boxed());
    }

    pub(super) fn session_made(&mut self, granted: Granted) {
        let left = Duration::from_secs(granted.seconds_left);
        // What cannot be renewed yet is tried again before long.
        let renew_in = left
            .saturating_sub(RENEW_BEFORE)
            .max(Duration::from_secs(30));
        let now = Instant::now();
        self.renewals.due = (self.cadence != Cadence::Once).then(|| now + renew_in);
        self.state = State::Ready;
        self.events.push_back(ScanEvent::SessionReady {
            account: self.session.number(),
            seconds_left: granted.seconds_left,
        });
        if self.schedule.is_none() {
            self.ask_for_regions();
        }
        if let Some(schedule) = self
            .schedule
            .as_mut()
            .filter(|_| self.renewals.failures > 0)
        {
            schedule.catch_up(now);
        }
        if granted.is_new {
            self.renewals.number += 1;
            self.ask_again_what_was_denied(now);
        }
    }

    /// A denial stands for a session. One that was made because another was lost is too
    /// young to be worth the question.
    fn ask_again_what_was_denied(&mut self, now: Instant) {
        if self.renewals.was_lost_lately(now) {
            return;
        }
        let Some(schedule) = &mut self.schedule else {
            return;
        };
        self.session.forget_all_denials();
        schedule.revive(now);
        if !self.closed.is_empty() {
            self.ask_for_regions();
        }
    }

    pub(super) fn session_failed(&mut self, failure: &Failure) {
        let (account, role) = (&self.session.account, &self.session.role);
        let explanation = refusal::of_role(account, role, None, failure);
        self.events.push_back(ScanEvent::SessionFailed(explanation));
        self.state = State::Failed;
        if self.cadence == Cadence::Once {
            self.end();
            return;
        }
        self.renewals.failures += 1;
        let longest = if failure.is_lasting() {
            LONGEST_WAIT
        } else {
            SHORT_WAIT
        };
        let wait = Duration::from_secs(5) * 2_u32.pow(self.renewals.failures.min(5) - 1);
        self.renewals.due = Some(Instant::now() + wait.min(longest));
    }

    /// Whether a failure is one of the session, and the slice is read again as soon as
    /// there is another one.
    pub(super) fn waits_for_session(&mut self, turn: Turn, failure: &Failure) -> bool {
        let Some(schedule) = &mut self.schedule else {
            return false;
        };
        if self.cadence == Cadence::Once {
            return false;
        }
        let now = Instant::now();
        let is_without = failure.operation.starts_with("sts:");
        let was_read = self.last.contains_key(schedule.id(turn.index));
        if !is_without && !refuses_session(failure, was_read) {
            return false;
        }
        let is_former = self.state != State::Ready || turn.session < self.renewals.number;
        let is_hopeless = !is_without && !is_former && self.renewals.was_lost_lately(now);
        if is_hopeless {
            return false;
        }
        schedule.put_back(turn.index, now);
        match (is_without, is_former) {
            (true, _) if self.state == State::Ready => self.session_failed(failure),
            (false, false) => self.replace_session(now),
            _ => {}
        }
        true
    }

    /// AWS does not take the session any more although it has not ended: the role was
    /// changed, or its sessions were revoked.
    fn replace_session(&mut self, now: Instant) {
        self.renewals.lost_at = Some(now);
        self.renewals.due = None;
        self.state = State::Waiting;
        let session = Arc::clone(&self.session);
        let receipt = self.receipt();
        self.jobs.push(
            async move {
                session.discard().await;
                Done::Session(session.ready(Some(receipt)).await)
            }
            .boxed(),
        );
    }

    fn receipt(&self) -> Receipt {
        let home = self.session.account.home_region.clone();
        Receipt::new(home, self.sink.clone())
    }
}

impl Renewals {
    fn was_lost_lately(&self, now: Instant) -> bool {
        self.lost_at.is_some_and(|at| now < at + LONGEST_WAIT)
    }
}

/// Whether another session may be the remedy. A revoked session is denied everything, and
/// keys that are not known any more look like those of a region that is not enabled: both
/// only count where something could be read before.
fn refuses_session(failure: &Failure, was_read: bool) -> bool {
    match &failure.kind {
        ErrorKind::ExpiredCredentials => true,
        ErrorKind::AccessDenied { reason, .. } => reason.is_explicit() && was_read,
        ErrorKind::RejectedKeys => was_read,
        _ => false,
    }
}
