//! What only use tells, asked of CloudWatch: which metrics say how much of it there was,
//! what asking for them costs, and how their days become the units of a month. It must
//! not know how CloudWatch is asked.
//!
//! Source of the charge: Amazon CloudWatch pricing: `GetMetricData` is billed by the
//! metrics that are requested, at the price of so many API requests; no free tier has it.

mod metrics;

use super::cost::{Basis, Usage};
use super::{Budget, Counts, Line};
use crate::account::{AccountId, Region};
use crate::inventory::{ResourceId, Survey};
use crate::prices::{Money, Prices, Quantity, Rate};
use compact_str::CompactString;
use std::collections::BTreeMap;

/// How many whole days are read, those before today by UTC.
pub const DAYS: u32 = 30;

/// The days of a month of 730 hours, of those that are read.
const MONTH: f64 = 730.0 / (24.0 * DAYS as f64);

/// A metric, as CloudWatch knows it: only with all of its dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    pub namespace: &'static str,
    pub name: &'static str,
    pub dimensions: Vec<(&'static str, CompactString)>,
    pub statistic: Statistic,
}

/// What of a day's values is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// Of what happens: the days are added up.
    Sum,
    /// Of what there is: a month has as much as its mean day.
    Average,
}

impl Statistic {
    /// As CloudWatch calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "Sum",
            Self::Average => "Average",
        }
    }
}

/// One metric to ask for, and what its values count.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Where it is kept; of what AWS has once, [`Region::global`].
    pub region: Region,
    pub metric: Metric,
    resource: ResourceId,
    usage: Usage,
    /// The units of the usage that one of the metric is.
    factor: f64,
}

/// What would be asked, by account.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Queries {
    pub by_account: BTreeMap<AccountId, Vec<Query>>,
}

impl Queries {
    /// Of everything that is not counted, or as little as it can be, though it has a price.
    pub fn of(survey: &Survey, budget: &Budget) -> Self {
        let mut by_account: BTreeMap<AccountId, Vec<Query>> = BTreeMap::new();
        for (ordinal, assessed) in survey.iter() {
            let resource = &assessed.resource;
            let Some(cost) = budget.cost(&resource.id) else {
                continue;
            };
            for usage in cost.lines.iter().filter_map(asked) {
                let found = metrics::of((survey, ordinal), usage);
                let queries = found.into_iter().map(|(metric, factor)| Query {
                    region: resource.region.clone(),
                    metric,
                    resource: resource.id.clone(),
                    usage,
                    factor,
                });
                let of_account = by_account.entry(resource.account).or_default();
                of_account.extend(queries);
            }
        }
        by_account.retain(|_, queries| !queries.is_empty());
        Self { by_account }
    }

    /// How many metrics that are.
    pub fn count(&self) -> usize {
        self.by_account.values().map(Vec::len).sum()
    }

    /// What AWS charges for asking; `None` where no price is known.
    pub fn charge(&self, prices: &Prices) -> Option<Money> {
        let regions = self.by_account.values().flatten();
        let regions = regions.map(|query| {
            if query.region.is_global() {
                Region::new(query.region.partition().region_of_global_services())
            } else {
                query.region.clone()
            }
        });
        let mut counts: BTreeMap<Region, u64> = BTreeMap::new();
        for region in regions {
            *counts.entry(region).or_default() += 1;
        }
        let charges = counts.into_iter().map(|(region, count)| {
            let price = prices.lookup(&region, &Rate::CloudWatchApiRequests1000.into())?;
            Some(price.cost(Quantity::of(count)))
        });
        charges.sum()
    }
}

fn asked(line: &Line) -> Option<Usage> {
    line.price.as_ref()?;
    match line.basis {
        Basis::Open(usage) | Basis::AtLeast(usage) => Some(usage),
        Basis::Described | Basis::Typed(_) | Basis::Measured(_) => None,
    }
}

/// The units of a month by what the days of each query were, in the queries' order. Where
/// CloudWatch has no values at all, nothing is counted: that is not known to be nothing.
pub fn counts(queries: &[Query], days: &[Vec<f64>]) -> Counts {
    let mut counts = Counts::new();
    let answered = queries.iter().zip(days);
    for (query, days) in answered.filter(|(_, days)| !days.is_empty()) {
        let id = query.resource.as_str().to_owned();
        let of_resource = counts.entry(id).or_default();
        let count = of_resource.entry(query.usage.0.to_owned()).or_default();
        *count += query.units(days);
    }
    counts
}

impl Query {
    fn units(&self, days: &[f64]) -> f64 {
        let sum: f64 = days.iter().sum();
        let month = match self.metric.statistic {
            Statistic::Sum => sum * MONTH,
            Statistic::Average => sum / days.len() as f64,
        };
        month * self.factor
    }
}
