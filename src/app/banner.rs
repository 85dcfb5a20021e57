//! What keeps the whole map from being up to date, in one line over it. The map stays.

use super::age::coarse;
use super::watch::{Coverage, SessionState, Watch};
use super::{Model, Pace};
use crate::provider::{ErrorKind, Explanation};
use std::collections::BTreeMap;
use std::time::Instant;

/// The failure that is worst for the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The shortest of it: what, where.
    pub head: String,
    pub since: Option<Instant>,
    /// The reason; it may be cut.
    pub reason: String,
    /// The key that does something about it.
    pub way_out: &'static str,
    pub is_error: bool,
}

impl Banner {
    pub fn of(model: &Model) -> Option<Self> {
        let watch = &model.topology.as_ref()?.watch;
        if watch.pace == Pace::Asleep {
            return Some(Self {
                head: "nothing was read since nobody pressed a key for 30 minutes".to_owned(),
                since: None,
                reason: String::new(),
                way_out: "any key goes on",
                is_error: false,
            });
        }
        let (since, head, failure) = watch.failing()?;
        Some(Self {
            head: format!("{head}, {}", failure.kind.word()),
            since: Some(since),
            reason: failure.summary.clone(),
            way_out: "{anywhere.coverage} says why, {anywhere.refresh} tries again",
            is_error: true,
        })
    }

    /// With the age of the failure.
    pub fn text(&self, now: Instant) -> String {
        match self.since {
            Some(since) => {
                let age = coarse(now.saturating_duration_since(since));
                format!("{} for {age}: {}", self.head, self.reason)
            }
            None => self.head.clone(),
        }
    }
}

impl Watch {
    pub(super) fn failing_since(&self) -> Option<Instant> {
        self.failing().map(|(since, ..)| since)
    }

    /// A session that cannot be had, else a network or an identity that fails somewhere.
    fn failing(&self) -> Option<(Instant, String, &Explanation)> {
        let refused = self.in_order().into_iter();
        let refused = refused.filter_map(|watched| match &watched.session {
            SessionState::Failed { since, explanation } => {
                Some((*since, &watched.account.name, explanation))
            }
            _ => None,
        });
        let refused: Vec<_> = refused.collect();
        match refused.as_slice() {
            [] => self.failing_region(),
            [(since, name, explanation), more @ ..] => {
                let others = match more.len() {
                    0 => String::new(),
                    count => format!(" and {count} more"),
                };
                Some((*since, format!("{name}{others}: no session"), *explanation))
            }
        }
    }

    /// The region that fails for longest, if one fails as a whole.
    fn failing_region(&self) -> Option<(Instant, String, &Explanation)> {
        let mut regions: BTreeMap<_, Vec<&Coverage>> = BTreeMap::new();
        for (id, slice) in &self.coverage {
            let place = (id.account, &id.region);
            regions.entry(place).or_default().push(slice);
        }
        let failing = regions
            .into_iter()
            .filter_map(|((account, region), slices)| {
                let failed = slices.iter().filter_map(|slice| slice.failure.as_ref());
                let failed: Vec<_> = failed.collect();
                let general = failed.iter().find(|one| is_general(&one.error.kind));
                let most = (failed.len() * 2 > slices.len()).then_some(failed.first());
                let failure = general.or(most.flatten())?;
                let (count, all) = (failed.len(), slices.len());
                let place = self.place(account, region);
                let head = format!("{place}: {count} of {all} reads fail");
                Some((failure.since, head, &failure.error))
            });
        failing.min_by_key(|(since, ..)| *since)
    }
}

/// Failures that are no matter of one call.
fn is_general(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ExpiredCredentials
            | ErrorKind::NoCredentials
            | ErrorKind::Unreachable { .. }
            | ErrorKind::ClockSkew { .. }
    )
}
