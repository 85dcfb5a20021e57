//! What a month of one resource costs, line by line: how much of what, at which price,
//! and how well each is known. It must not know what a resource is.

use crate::prices::{Money, Price, Quantity};
use compact_str::CompactString;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// A month of one resource. Without a line it costs nothing by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cost {
    pub lines: Vec<Line>,
}

/// One thing that is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `m6i.large, Linux`, `8 GiB gp3`, `data processed`.
    pub what: CompactString,
    pub basis: Basis,
    /// The units of a month; `None` where only use tells.
    pub quantity: Option<Quantity>,
    /// `None` where no price is known.
    pub price: Option<Price>,
    /// Why the price or the quantity is not known, or what it leaves out.
    pub note: Option<&'static str>,
}

/// Where the quantity of a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// It follows from what AWS described.
    Described,
    /// As little as it can be, until somebody says more.
    AtLeast(Usage),
    /// Only use tells; nobody has said it yet.
    Open(Usage),
    /// Typed by the user.
    Typed(Usage),
    /// Read from CloudWatch.
    Measured(Usage),
}

impl Basis {
    /// What a user may say of it.
    pub fn usage(self) -> Option<Usage> {
        match self {
            Self::Described => None,
            Self::AtLeast(usage)
            | Self::Open(usage)
            | Self::Typed(usage)
            | Self::Measured(usage) => Some(usage),
        }
    }
}

/// What only use tells, by the name that a blueprint keeps it under: `gb-processed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usage(pub &'static str);

/// How well an amount is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Quantity × list price.
    Exact,
    /// By a rule, or as little as it can be.
    Estimate,
    Unknown,
}

impl Class {
    /// As it stands before an amount: nothing, `~`, `?`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Estimate => "~",
            Self::Unknown => "?",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Estimate => "estimate",
            Self::Unknown => "unknown",
        }
    }
}

impl Line {
    /// A month of it, where that is known.
    pub fn month(&self) -> Option<Money> {
        Some(self.price.as_ref()?.cost(self.quantity?))
    }

    pub fn class(&self) -> Class {
        let is_least = matches!(self.basis, Basis::AtLeast(_));
        match (&self.price, self.quantity) {
            (Some(price), Some(_)) if price.class.is_exact() && !is_least => Class::Exact,
            (Some(_), Some(_)) => Class::Estimate,
            _ => Class::Unknown,
        }
    }

    /// Not counted, because only use tells how much there is of it.
    pub fn is_open(&self) -> bool {
        matches!(self.basis, Basis::Open(_))
    }

    pub fn amount(&self) -> Amount {
        let is_open = self.is_open();
        match self.month() {
            Some(known) => Amount {
                known,
                is_estimate: self.class() == Class::Estimate,
                ..Amount::default()
            },
            None => Amount {
                unknown: usize::from(!is_open),
                open: usize::from(is_open),
                ..Amount::default()
            },
        }
    }
}

impl Cost {
    pub fn amount(&self) -> Amount {
        self.lines.iter().map(Line::amount).sum()
    }
}

/// A sum that does not forget what it could not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// What could be counted.
    pub known: Money,
    /// Some of that is estimated.
    pub is_estimate: bool,
    /// How many lines have no price, or a quantity that AWS did not tell.
    pub unknown: usize,
    /// How many lines only use tells.
    pub open: usize,
}

impl Amount {
    pub fn class(&self) -> Class {
        if self.unknown > 0 && self.known == Money::ZERO {
            Class::Unknown
        } else if self.is_estimate || self.unknown > 0 {
            Class::Estimate
        } else {
            Class::Exact
        }
    }

    /// All that is billed of it is billed by use, and nobody has said how much that is.
    pub fn is_by_use(&self) -> bool {
        self.open > 0 && self.unknown == 0 && self.known == Money::ZERO
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            known: self.known + other.known,
            is_estimate: self.is_estimate || other.is_estimate,
            unknown: self.unknown + other.unknown,
            open: self.open + other.open,
        }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}
