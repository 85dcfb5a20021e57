//! A price as it is answered: the amount, what it is for, how sure it is, and whose word
//! that is.

use super::{Money, Period, Quantity, Unit, UnitPrice};
use std::fmt;
use std::sync::Arc;

/// What one unit of a product costs in a region, in USD. What is unknown has no price:
/// a lookup answers `None`, never a zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    pub amount: UnitPrice,
    pub unit: Unit,
    pub class: Class,
    pub source: Arc<Source>,
}

impl Price {
    /// What a quantity costs, exactly. A quantity counts single things, also where the price
    /// is for a batch of them: two million requests are `Quantity::of(2_000_000)`, whether
    /// they are priced by the thousand or by the million. Hours are counted as such.
    pub fn cost(&self, quantity: Quantity) -> Money {
        Money::of(self.amount, quantity, self.unit.batch())
    }

    /// What so many cost for a month of 730 hours: instances by the hour, GB by the month.
    /// Nothing for what is paid by use: how much is used must be known.
    pub fn month_of(&self, count: Quantity) -> Option<Money> {
        let hours = match self.unit.period() {
            Period::Hour => 730,
            Period::Month => 1,
            Period::Second => 730 * 3600,
            Period::Use => return None,
        };
        Some(self.cost(count * hours))
    }

    /// What one costs for a month of 730 hours.
    pub fn month(&self) -> Option<Money> {
        self.month_of(Quantity::ONE)
    }

    /// The same price as an estimate by a rule.
    pub(super) fn estimated(self, amount: UnitPrice, rule: impl Into<Arc<str>>) -> Self {
        let rule = rule.into();
        let class = match self.class {
            Class::Exact => Class::Estimate(rule),
            Class::Estimate(before) => Class::Estimate(format!("{rule}; {before}").into()),
        };
        Self {
            amount,
            class,
            ..self
        }
    }
}

/// How sure a price is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    /// AWS's list price.
    Exact,
    /// Made by a rule, which is said in words; shown with `~`.
    Estimate(Arc<str>),
}

impl Class {
    /// What stands before an amount: nothing, or `~`.
    pub fn mark(&self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Estimate(_) => "~",
        }
    }

    pub fn is_exact(&self) -> bool {
        *self == Self::Exact
    }

    /// The rule that made an estimate.
    pub fn rule(&self) -> Option<&str> {
        match self {
            Self::Exact => None,
            Self::Estimate(rule) => Some(rule),
        }
    }
}

/// Where a price was read, and of when it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// A short name, which `skymap prices list` explains: `awsprice`.
    pub id: Box<str>,
    pub as_of: AsOf,
}

impl Source {
    /// What the source is and where it can be read, for one that comes with the program.
    pub fn origin(&self) -> Option<super::Origin> {
        super::Origin::of(&self.id)
    }
}

/// The day that a price is of, as exactly as its source says: `2025-11-04`, `2025`, or
/// not at all. Later is greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf(Box<str>);

impl AsOf {
    pub fn parse(text: &str) -> Self {
        let is_dated = text.starts_with(|first: char| first.is_ascii_digit());
        Self(if is_dated { text.into() } else { "".into() })
    }

    pub fn is_dated(&self) -> bool {
        !self.0.is_empty()
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if self.is_dated() { &self.0 } else { "undated" })
    }
}
