//! What if: another class, another number, another way to pay. Nothing real is touched.

use super::Cost;
use super::cost::Line;
use crate::inventory::ResourceId;
use crate::prices::{Prices, Term};
use compact_str::CompactString;
use std::collections::BTreeMap;

/// The alterations that are thought through together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scenario(BTreeMap<ResourceId, Alteration>);

/// What is otherwise for one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alteration {
    /// Of an instance its type, of a database, a cache, a node its class.
    pub class: Option<CompactString>,
    /// So many of them instead of one.
    pub count: Option<u64>,
    /// Reserved for a term, instead of on demand.
    pub term: Option<Term>,
}

impl Scenario {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of(&self, id: &ResourceId) -> Option<&Alteration> {
        self.0.get(id)
    }

    /// An alteration that alters nothing is forgotten.
    pub fn put(&mut self, id: ResourceId, alteration: Alteration) {
        if alteration == Alteration::default() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, alteration);
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn iter(&self) -> impl Iterator<Item = (&ResourceId, &Alteration)> {
        self.0.iter()
    }
}

impl Alteration {
    pub(super) fn apply(&self, cost: &mut Cost, class: Option<&str>, prices: &Prices) {
        if let (Some(term), Some(class), Some(line)) = (self.term, class, cost.lines.first_mut()) {
            reserve(line, prices.reserved_ratio(class, term));
        }
        let Some(count) = self.count else { return };
        for line in &mut cost.lines {
            line.quantity = line.quantity.map(|quantity| quantity * count);
        }
    }
}

/// The hours of the class are the first line.
fn reserve(line: &mut Line, ratio: Option<crate::prices::Ratio>) {
    match (ratio, &line.price) {
        (Some(ratio), Some(price)) => line.price = Some(price.reserved(ratio)),
        _ => line.note = Some("no reserved price is known"),
    }
}
