//! How much is used, as far as somebody has said it: by ARN, and by the name of what is
//! used. A blueprint keeps what was typed; what CloudWatch has counted lives in memory.

use super::cost::{Basis, Usage};
use crate::prices::Quantity;
use std::collections::BTreeMap;

/// Units of a month, by ARN and usage.
pub type Counts = BTreeMap<String, BTreeMap<String, f64>>;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    pub typed: Counts,
    pub measured: Counts,
}

impl Inputs {
    /// What somebody typed stands before what was measured.
    pub(super) fn get(&self, id: &str, usage: Usage) -> Option<(Basis, Quantity)> {
        let find = |counts: &Counts| {
            let count = counts.get(id)?.get(usage.0)?;
            Quantity::of_f64(*count)
        };
        let typed = find(&self.typed).map(|count| (Basis::Typed(usage), count));
        typed.or_else(|| find(&self.measured).map(|count| (Basis::Measured(usage), count)))
    }
}
