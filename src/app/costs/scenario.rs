//! What if: what can be otherwise for a resource, and what that makes of the budget.
//! Nothing real is touched.

use super::view::{BudgetRow, name_of};
use crate::app::{Model, Topology};
use crate::budget::{Alteration, Scenario};
use crate::inventory::{Kind, Resource, ResourceId};
use crate::prices::embedded::Name;
use crate::prices::{Product, Reservation, System};
use crate::text::nearest;
use std::collections::BTreeSet;

/// What can be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    Class,
    Count,
    Payment,
}

/// Where the classes of a kind stand in a table: what is before and behind them, and the
/// word that AWS puts before a class.
const CLASSES: [(Kind, Name, &str, &str); 6] = [
    (Kind::Instance, Name::Ec2, "", ""),
    (Kind::DbInstance, Name::Rds, "postgres", ""),
    (Kind::CacheCluster, Name::Other, "elasticache/redis_", ""),
    (Kind::SearchDomain, Name::Other, "opensearch/instance_", ""),
    (Kind::RedshiftCluster, Name::Other, "redshift/node_", ""),
    (Kind::KafkaCluster, Name::Other, "msk/broker_", "kafka."),
];

impl Choice {
    pub fn name(self) -> &'static str {
        match self {
            Self::Class => "type",
            Self::Count => "count",
            Self::Payment => "payment",
        }
    }
}

/// A row for each resource for which something is otherwise.
pub(super) fn altered(topology: &Topology, scenario: &Scenario) -> Vec<BudgetRow> {
    let derived = &topology.derived;
    let rows = scenario.iter().filter_map(|(id, alteration)| {
        let resource = &derived.survey.get(id)?.resource;
        let (before, after) = derived.costs.change_of(id);
        Some(BudgetRow::Altered {
            id: id.clone(),
            name: name_of(resource),
            what: said(resource, alteration),
            before,
            after,
        })
    });
    rows.collect()
}

fn said(resource: &Resource, alteration: &Alteration) -> String {
    let class = alteration.class.as_ref().map(|class| {
        let before = class_of(resource).unwrap_or_default();
        format!("{before} as {class}")
    });
    let count = alteration
        .count
        .map(|count| format!("{count} instead of 1"));
    let payment = alteration.reservation.map(|payment| payment.to_string());
    let parts: Vec<String> = [class, count, payment].into_iter().flatten().collect();
    parts.join(", ")
}

/// A row for all that can be otherwise for one resource.
pub(super) fn choices(
    topology: &Topology,
    (id, scenario): (&ResourceId, &Scenario),
) -> Vec<BudgetRow> {
    let Some(known) = topology.derived.survey.get(id) else {
        return Vec::new();
    };
    let altered = scenario.of(id).cloned().unwrap_or_default();
    let class = class_of(&known.resource).map(|class| BudgetRow::Choice {
        choice: Choice::Class,
        now: class.to_owned(),
        then: altered.class.as_ref().map(ToString::to_string),
    });
    let count = BudgetRow::Choice {
        choice: Choice::Count,
        now: "1".to_owned(),
        then: altered.count.map(|count| count.to_string()),
    };
    let is_instance = known.resource.kind == Kind::Instance;
    let payment = is_instance.then(|| BudgetRow::Choice {
        choice: Choice::Payment,
        now: "on demand".to_owned(),
        then: altered.reservation.map(|payment| payment.to_string()),
    });
    class.into_iter().chain([count]).chain(payment).collect()
}

/// Of an instance its type, of everything else its class.
pub(super) fn class_of(resource: &Resource) -> Option<&str> {
    if !CLASSES.iter().any(|(kind, ..)| *kind == resource.kind) {
        return None;
    }
    match resource.kind {
        Kind::Instance => resource.fact("type"),
        _ => resource.fact("class"),
    }
}

/// The classes that a resource could have.
pub(super) fn classes(kind: Kind) -> BTreeSet<String> {
    let Some((_, table, before, word)) = CLASSES.iter().find(|(known, ..)| *known == kind) else {
        return BTreeSet::new();
    };
    let keys = table.embedded().keys_from(before);
    let classes = keys.filter_map(|key| {
        let class = match table {
            Name::Ec2 => key,
            Name::Rds => key.rsplit('/').next()?,
            Name::Other => key.strip_prefix(before)?.strip_suffix("_hour")?,
        };
        let is_class = class.contains('.') && !class.contains('/');
        is_class.then(|| format!("{word}{class}"))
    });
    classes.collect()
}

/// Says of a class that nobody has heard of what may be meant.
pub(super) fn check_class(model: &Model, resource: &Resource, class: &str) -> Result<(), String> {
    let known = classes(resource.kind);
    let is_listed = known.contains(class);
    let is_priced = || {
        let product = Product::instance(class, System::Linux);
        let price = model.assumptions.prices.lookup(&resource.region, &product);
        resource.kind == Kind::Instance && price.is_some()
    };
    if is_listed || is_priced() {
        return Ok(());
    }
    Err(match nearest(class, known.iter().map(String::as_str)) {
        Some(near) => format!("no price of {class} is known; did you mean {near}?"),
        None => format!("no price of {class} is known; Tab shows what is"),
    })
}

/// On demand, then each way to reserve, then on demand again.
pub(super) fn next_payment(now: Option<Reservation>) -> Option<Reservation> {
    match now {
        None => Reservation::ALL.first().copied(),
        Some(now) => {
            let mut after = Reservation::ALL.into_iter().skip_while(|one| *one != now);
            after.nth(1)
        }
    }
}
