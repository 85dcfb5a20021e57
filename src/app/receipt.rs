//! The receipt: every call to AWS that was made, by operation and region.

use crate::account::Region;
use crate::provider::{Call, ErrorKind};
use std::collections::BTreeMap;
use std::time::Duration;

/// Service, operation and region.
pub type CallName = (&'static str, &'static str, Region);

/// Tallies instead of calls, so that a night's watch stays small.
#[derive(Debug, Default)]
pub struct Receipt {
    pub tallies: BTreeMap<CallName, Tally>,
}

/// What became of the calls of one operation in one region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub calls: u64,
    pub failed: u64,
    pub slowest: Duration,
    pub last_error: Option<ErrorKind>,
}

impl Receipt {
    pub fn add(&mut self, call: Call) {
        let name = (call.service, call.operation, call.region);
        let tally = self.tallies.entry(name).or_default();
        tally.calls += 1;
        tally.slowest = tally.slowest.max(call.took);
        if call.error.is_some() {
            tally.failed += 1;
            tally.last_error = call.error;
        }
    }

    /// All calls, and how many of them failed.
    pub fn total(&self) -> (u64, u64) {
        self.tallies
            .values()
            .fold((0, 0), |(calls, failed), tally| {
                (calls + tally.calls, failed + tally.failed)
            })
    }
}
