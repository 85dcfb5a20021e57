//! What if: another class, another number, another way to pay. Nothing real is touched.

use super::Cost;
use super::cost::Line;
use crate::inventory::ResourceId;
use crate::prices::{Class, Reservation, reserved_thousandths};
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
    /// An EC2 instance that is reserved, without anything upfront, instead of on demand.
    pub reservation: Option<Reservation>,
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
    /// `class`: of an EC2 instance, which alone has reserved prices here.
    pub(super) fn apply(&self, cost: &mut Cost, class: Option<&str>) {
        if let (Some(reservation), Some(class)) = (self.reservation, class)
            && let Some(line) = cost.lines.first_mut()
        {
            reserve(line, class, reservation);
        }
        let Some(count) = self.count else { return };
        for line in &mut cost.lines {
            line.quantity = line.quantity.map(|quantity| quantity * count);
        }
    }
}

/// The hours of the instance are its first line.
fn reserve(line: &mut Line, class: &str, reservation: Reservation) {
    let family = class.split('.').next().unwrap_or(class);
    let thousandths = reserved_thousandths(family, reservation);
    let reserved = thousandths.and_then(|part| line.price.as_ref()?.amount.scaled(part, 1000));
    match (reserved, &mut line.price) {
        (Some(amount), Some(price)) => {
            price.amount = amount;
            price.class = Class::Estimate(format!("{family}, {reservation}").into());
        }
        _ => line.note = Some("no reserved price of its family is known"),
    }
}
