//! What a refreshed table says that was not known before. It must not know where the
//! table came from.

use super::{Facts, Prices, Unit, UnitPrice};

/// A table against the prices that held before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub same: usize,
    /// Keys that had no price.
    pub new: usize,
    /// The greatest change first.
    pub changed: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub key: String,
    pub unit: Unit,
    pub before: UnitPrice,
    pub after: UnitPrice,
}

impl Change {
    /// -0.10 for a tenth less.
    pub fn ratio(&self) -> f64 {
        self.after.steps() as f64 / self.before.steps().max(1) as f64 - 1.0
    }
}

impl Difference {
    pub fn of(before: &Prices, facts: &Facts) -> Self {
        let mut difference = Self::default();
        for (key, unit, region, fact) in facts.iter() {
            match before.by_key(region, key) {
                None => difference.new += 1,
                Some(price) if price.amount == fact.amount => difference.same += 1,
                Some(price) => difference.changed.push(Change {
                    key: key.to_owned(),
                    unit,
                    before: price.amount,
                    after: fact.amount,
                }),
            }
        }
        let size = |change: &Change| change.ratio().abs();
        difference
            .changed
            .sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.key.cmp(&b.key)));
        difference
    }
}
