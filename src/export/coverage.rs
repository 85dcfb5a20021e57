//! What was asked for and what came of it. A document without it would make a hole
//! look like an empty account.

use serde::Serialize;

/// One collector in one region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Coverage {
    pub account: String,
    pub region: String,
    pub collector: String,
    /// The service's prefix in IAM; `None` where it is not known.
    pub service: Option<String>,
    /// `ok`, `off` where the service is switched off for the account, or the word for what
    /// went wrong: `denied`, `throttled`, `timed-out`, `region-disabled`, `not-offered`, …
    pub result: String,
    /// How many resources or observations came.
    pub count: usize,
    /// How many calls that took.
    pub calls: u32,
    pub error: Option<String>,
}

impl Coverage {
    pub const OK: &str = "ok";
    pub const OFF: &str = "off";
    /// Some of it was left out, as when one of many calls was refused.
    pub const INCOMPLETE: &str = "incomplete";
    /// It was planned and has not answered.
    pub const NOT_READ: &str = "not-read";

    /// Nothing is missing that was asked for.
    pub fn is_complete(&self) -> bool {
        self.result == Self::OK || self.result == Self::OFF
    }

    /// Why it is not complete.
    pub fn reason(&self) -> &str {
        self.error.as_deref().unwrap_or(&self.result)
    }
}
