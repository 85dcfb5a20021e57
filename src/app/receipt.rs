//! The receipt: every call to AWS that was made, by account, operation and region. It
//! outlives the watch of an account.

use crate::account::{AccountId, Region};
use crate::provider::{Call, ErrorKind};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Account, service, operation and region.
pub type CallName = (AccountId, &'static str, CompactString, Region);

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
    pub fn add(&mut self, account: AccountId, call: Call) {
        let name = (account, call.service, call.operation, call.region);
        let tally = self.tallies.entry(name).or_default();
        tally.calls += 1;
        tally.slowest = tally.slowest.max(call.took);
        if call.error.is_some() {
            tally.failed += 1;
            tally.last_error = call.error;
        }
    }

    /// How many accounts were asked.
    pub fn accounts(&self) -> usize {
        let accounts: BTreeSet<_> = self.tallies.keys().map(|name| name.0).collect();
        accounts.len()
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
