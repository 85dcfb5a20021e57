//! What was asked for and what came of it. A document without it would make a hole
//! look like an empty account.

use serde::Serialize;

/// One collector in one region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Coverage {
    pub account: String,
    pub region: String,
    pub collector: String,
    /// `ok`, or the word for what went wrong: `denied`, `throttled`, `timed-out`, …
    pub result: String,
    /// How many resources or observations came.
    pub count: usize,
    /// How many calls that took.
    pub calls: u32,
    pub error: Option<String>,
}

impl Coverage {
    pub const OK: &str = "ok";

    pub fn is_complete(&self) -> bool {
        self.result == Self::OK
    }

    /// Why it is not complete.
    pub fn reason(&self) -> &str {
        self.error.as_deref().unwrap_or(&self.result)
    }
}
