//! The map seen by what it costs: an amount on each box, and a shade by its share.

use crate::app::{Effect, Model};
use crate::budget::Amount;
use crate::prices::Money;
use std::time::Instant;

/// What the map is seen by besides health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lens {
    Cost,
}

impl Lens {
    /// How much of the most something costs, in five steps; `None` for what costs nothing
    /// that is known.
    pub fn step(amount: &Amount, most: &Amount) -> Option<usize> {
        if amount.known <= Money::ZERO {
            return None;
        }
        let share = amount.known.to_f64() / most.known.to_f64();
        let above = [0.02, 0.1, 0.25, 0.5];
        Some(above.iter().filter(|least| share > **least).count())
    }
}

/// `:lens cost`, `:lens off`; without a word, the other.
pub(in crate::app) fn command(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let Some(topology) = &mut model.topology else {
        model.notify_error(
            "no account is open; {anywhere.accounts} lists the accounts",
            now,
        );
        return Vec::new();
    };
    let lens = &mut topology.look.lens;
    *lens = match (rest, *lens) {
        ("cost", _) | ("", None) => Some(Lens::Cost),
        _ => None,
    };
    let sentence = match lens {
        Some(Lens::Cost) => "what each box costs a month; {map.lens} shows health alone",
        None => "costs are off the map",
    };
    model.notify(sentence, now);
    Vec::new()
}
