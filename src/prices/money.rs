//! Money as whole numbers: what one costs, how many there are, what that makes.
//! Nothing here rounds but what is shown, so that every sum agrees with its parts.
//! It must not know what is priced.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// What one unit costs, in steps of 10⁻¹⁰ USD: AWS lists no price more finely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(u64);

impl UnitPrice {
    /// The decimals that a price has.
    pub const DECIMALS: usize = 10;

    /// In steps of 10⁻¹⁰ USD.
    pub const fn of_steps(steps: u64) -> Self {
        Self(steps)
    }

    pub const fn steps(self) -> u64 {
        self.0
    }

    /// Reads `0.0816`; more decimals than a price has are rounded, half to even.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        let (kept, rest) = fraction.split_at(fraction.len().min(Self::DECIMALS));
        let steps: u64 = format!("{whole}{kept:0<width$}", width = Self::DECIMALS)
            .parse()
            .ok()?;
        let half = rest.trim_end_matches('0').cmp("5");
        let is_up = half.is_gt() || (half.is_eq() && steps % 2 == 1);
        steps.checked_add(u64::from(is_up)).map(Self)
    }

    /// This price × `numerator` / `denominator`, rounded half to even; nothing when there
    /// is nothing to divide by, or no room.
    pub fn scaled(self, numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let scaled = divide_half_even(product, i128::from(denominator));
        u64::try_from(scaled).ok().map(Self)
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

/// As AWS writes it: `0.0816`, with at least two decimals: `5.00`, and with exactly as
/// many as are asked for: `{:.4}`.
impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(decimals) = f.precision() {
            let money = Money(i128::from(self.0) * Money::PER_PRICE_STEP);
            return f.pad_integral(true, "", &money.text(decimals));
        }
        let steps = format!("{:0>width$}", self.0, width = Self::DECIMALS + 1);
        let (whole, fraction) = steps.split_at(steps.len() - Self::DECIMALS);
        let shown = fraction.trim_end_matches('0').len().max(2);
        f.pad_integral(true, "", &format!("{whole}.{}", &fraction[..shown]))
    }
}

/// How many units, in millionths: 12.5 GB, 730 hours, 2 million requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u64);

impl Quantity {
    const PER_ONE: u64 = 1_000_000;
    /// The first float that has no u64.
    const TOO_MANY: f64 = 18_446_744_073_709_551_616.0;

    pub const ZERO: Self = Self(0);
    pub const ONE: Self = Self(Self::PER_ONE);
    /// The hours that a month is counted with.
    pub const HOURS_A_MONTH: Self = Self::of(730);

    /// Whole units; what there is no room for (18 trillion) is the most there is.
    pub const fn of(count: u64) -> Self {
        Self(count.saturating_mul(Self::PER_ONE))
    }

    /// Nothing for a number that is no quantity: negative, infinite, or none at all.
    pub fn of_f64(count: f64) -> Option<Self> {
        let millionths = (count * Self::PER_ONE as f64).round_ties_even();
        (0.0..Self::TOO_MANY)
            .contains(&millionths)
            .then_some(Self(millionths as u64))
    }

    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::PER_ONE as f64
    }

    /// What is above another quantity; nothing is below zero.
    #[must_use]
    pub const fn above(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub(super) fn millionths(self) -> i128 {
        i128::from(self.0)
    }
}

impl Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// So many of so many: 3 instances × 730 hours.
impl Mul<u64> for Quantity {
    type Output = Self;
    fn mul(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }
}

/// `12.5`, `730`: no decimals that say nothing.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / Self::PER_ONE, self.0 % Self::PER_ONE);
        let fraction = format!(".{fraction:06}");
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        f.pad_integral(true, "", &format!("{whole}{fraction}"))
    }
}

/// An amount, in steps of 10⁻¹⁶ USD: a price times a quantity fits without rounding, and
/// so does a price per million requests times a number of requests. Sums are exact; only
/// what is shown is rounded, half to even ([`Money::rounded`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    const DECIMALS: usize = 16;
    const PER_PRICE_STEP: i128 = 1_000_000;

    pub const ZERO: Self = Self(0);

    /// `price` for every `batch` of what is counted.
    pub(super) fn of(price: UnitPrice, quantity: Quantity, batch: u64) -> Self {
        let product = i128::from(price.0) * quantity.millionths();
        Self(divide_half_even(product, i128::from(batch.max(1))))
    }

    pub const fn of_cents(cents: i64) -> Self {
        Self(cents as i128 * 100_000_000_000_000)
    }

    /// In cents, half to even. Every view and output shows amounts by this or by
    /// [`Money::text`], of the exact sum: never sums of what was shown.
    pub fn cents(self) -> i128 {
        self.rounded(2)
    }

    /// In steps of 10⁻ᵈ USD, half to even.
    pub fn rounded(self, decimals: usize) -> i128 {
        let dropped = Self::DECIMALS.saturating_sub(decimals) as u32;
        divide_half_even(self.0, 10_i128.pow(dropped))
    }

    /// `-1234.50`: a plain number of so many decimals (at most 16), as CSV and JSON have it.
    pub fn text(self, decimals: usize) -> String {
        self.written(decimals, "")
    }

    /// `1,234.50`: as people read it.
    pub fn grouped(self, decimals: usize) -> String {
        self.written(decimals, ",")
    }

    fn written(self, decimals: usize, separator: &str) -> String {
        let decimals = decimals.min(Self::DECIMALS);
        let rounded = self.rounded(decimals);
        let digits = format!("{:0>width$}", rounded.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let mut text = String::from(if rounded < 0 { "-" } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(separator);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }

    /// For shares and bars; never for sums.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e16
    }

    /// This × `numerator` / `denominator`, half to even in steps of 10⁻¹⁶: another period,
    /// or a ratio. Nothing when there is nothing to divide by, or no room.
    pub fn scaled(self, numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let product = self.0.checked_mul(i128::from(numerator))?;
        Some(Self(divide_half_even(product, i128::from(denominator))))
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// `1,234.50`, or with as many decimals as are asked for: `{:.0}`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.grouped(f.precision().unwrap_or(2));
        let (is_positive, digits) = match text.strip_prefix('-') {
            Some(digits) => (false, digits),
            None => (true, text.as_str()),
        };
        f.pad_integral(is_positive, "", digits)
    }
}

/// What amounts are shown in. Prices are in USD; another currency has the rate that its
/// user set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    code: compact_str::CompactString,
    /// How many of it are one USD, in millionths.
    per_usd: u64,
}

/// A currency that no amount can be shown in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CurrencyError {
    #[error("{0:?} is no currency's code; three letters such as EUR are")]
    Code(String),
    #[error("{0} {1} per USD is no rate; it is a number above 0 and below 1,000,000")]
    Rate(f64, String),
}

impl Currency {
    pub fn usd() -> Self {
        Self {
            code: "USD".into(),
            per_usd: Quantity::PER_ONE,
        }
    }

    /// `per_usd` is how many of it are one USD: 0.92 for EUR. It counts in millionths.
    pub fn new(code: &str, per_usd: f64) -> Result<Self, CurrencyError> {
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(CurrencyError::Code(code.chars().take(20).collect()));
        }
        let code = code.to_ascii_uppercase();
        let millionths = Quantity::of_f64(per_usd).map(|quantity| quantity.0);
        match millionths {
            Some(millionths) if millionths > 0 && per_usd < 1e6 => Ok(Self {
                code: code.into(),
                per_usd: millionths,
            }),
            _ => Err(CurrencyError::Rate(per_usd, code)),
        }
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many of it are one USD.
    pub fn per_usd(&self) -> f64 {
        Quantity(self.per_usd).to_f64()
    }

    /// An amount of USD in this currency. Convert the sum, not its parts.
    pub fn of_usd(&self, usd: Money) -> Money {
        usd.scaled(self.per_usd, Quantity::PER_ONE).unwrap_or(usd)
    }
}

fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (dividend / divisor, dividend % divisor);
    let twice = rest.abs() * 2;
    let is_away = twice > divisor || (twice == divisor && quotient % 2 != 0);
    if is_away {
        quotient + rest.signum()
    } else {
        quotient
    }
}

#[cfg(test)]
mod tests;
