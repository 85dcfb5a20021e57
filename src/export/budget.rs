//! A budget as text for people, CSV for spreadsheets and JSON for programs. Every form
//! has the same exact sums, rounded where they are shown and nowhere before.

mod data;
mod text;

pub use data::{csv, json};
pub use text::{idle_text, remarks, text};

use crate::budget::{Amount, Budget, By, Class};
use crate::inventory::Survey;
use crate::prices::{Currency, Money};

/// What amounts are for: a month has 730 hours, a year twelve months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Span {
    Hour,
    Day,
    Week,
    #[default]
    Month,
    Year,
}

impl Span {
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn of_month(self, month: Money) -> Money {
        let (numerator, denominator) = match self {
            Self::Hour => (1, 730),
            Self::Day => (24, 730),
            Self::Week => (168, 730),
            Self::Month => (1, 1),
            Self::Year => (12, 1),
        };
        month.scaled(numerator, denominator).unwrap_or(month)
    }
}

/// How amounts are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub span: Span,
    pub currency: Currency,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            span: Span::default(),
            currency: Currency::usd(),
        }
    }
}

impl Terms {
    /// Of an amount of USD a month.
    pub fn money(&self, month: Money) -> Money {
        self.currency.of_usd(self.span.of_month(month))
    }

    /// `4,812.33`, `~4,812.33`, `~4,812.33 + ?`, and `?` where nothing of it is known;
    /// what is billed by use alone is no zero.
    pub fn amount(&self, amount: &Amount) -> String {
        if amount.is_by_use() {
            return "by use".to_owned();
        }
        let class = amount.class();
        if class == Class::Unknown {
            return class.sign().to_owned();
        }
        let unknown = if amount.unknown > 0 { " + ?" } else { "" };
        format!("{}{}{unknown}", class.sign(), self.money(amount.known))
    }
}

/// A budget with what it is of.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// What people call the account.
    pub title: &'a str,
    pub survey: &'a Survey,
    pub budget: &'a Budget,
    pub by: &'a By,
    pub terms: &'a Terms,
}

/// The days that the prices are of: `2024-07-18 to 2026-07-20`.
pub fn price_dates(budget: &Budget) -> Option<String> {
    let lines = budget.costs.values().flat_map(|cost| &cost.lines);
    let prices = lines.filter_map(|line| line.price.as_ref());
    let dates = prices.map(|price| &price.source.as_of);
    let dated = dates.filter(|date| date.is_dated());
    let (mut first, mut last) = (None, None);
    for date in dated {
        first = Some(first.map_or(date, |first| date.min(first)));
        last = Some(last.map_or(date, |last| date.max(last)));
    }
    match (first?, last?) {
        (first, last) if first == last => Some(first.to_string()),
        (first, last) => Some(format!("{first} to {last}")),
    }
}
