//! What keeps the whole map from being up to date, in one line over it. The map stays.

use super::age::coarse;
use super::watch::{SessionState, Watch};
use super::{Model, Pace};
use crate::provider::ErrorKind;
use std::time::Instant;

/// The failure that is worst for the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    pub sentence: String,
    pub since: Option<Instant>,
    /// The key that does something about it.
    pub way_out: &'static str,
    pub is_error: bool,
}

impl Banner {
    pub fn of(model: &Model) -> Option<Self> {
        let watch = &model.topology.as_ref()?.watch;
        if watch.pace == Pace::Asleep {
            return Some(Self {
                sentence: "nothing was read since nobody pressed a key for 30 minutes".to_owned(),
                since: None,
                way_out: "any key goes on",
                is_error: false,
            });
        }
        let (since, sentence) = watch.failing()?;
        Some(Self {
            sentence,
            since: Some(since),
            way_out: "Ctrl-r tries again",
            is_error: true,
        })
    }

    /// The sentence with the age of the failure.
    pub fn text(&self, now: Instant) -> String {
        match self.since {
            Some(since) => {
                let age = coarse(now.saturating_duration_since(since));
                format!("{} (for {age})", self.sentence)
            }
            None => self.sentence.clone(),
        }
    }
}

impl Watch {
    pub(super) fn failing_since(&self) -> Option<Instant> {
        self.failing().map(|(since, _)| since)
    }

    /// A session that cannot be had, else a network or an identity that fails somewhere.
    fn failing(&self) -> Option<(Instant, String)> {
        let session = self
            .accounts
            .values()
            .find_map(|watched| match &watched.session {
                SessionState::Failed { since, explanation } => Some((
                    *since,
                    format!(
                        "no session in {}: {}",
                        watched.account.name, explanation.summary
                    ),
                )),
                _ => None,
            });
        let network = || {
            let failures = self.coverage.iter().filter_map(|(id, slice)| {
                let failure = slice
                    .failure
                    .as_ref()
                    .filter(|failure| is_general(&failure.error.kind))?;
                Some((
                    failure.since,
                    format!("{}: {}", id.region, failure.error.summary),
                ))
            });
            failures.min_by_key(|(since, _)| *since)
        };
        session.or_else(network)
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
