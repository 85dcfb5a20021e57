//! Amounts as they stand on the screen. They are of the exact sums, and rounded here
//! alone: to cents in tables, to what there is room for elsewhere.

use crate::app::Model;
use crate::budget::{Amount, Class};
use crate::export::budget::{Span, Terms};
use crate::layout::Glyphs;
use crate::prices::Money;

/// What an amount is shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub terms: Terms,
    glyphs: Glyphs,
}

/// Currencies whose sign is theirs alone.
const SIGNS: [(&str, &str); 3] = [("USD", "$"), ("EUR", "€"), ("GBP", "£")];

impl Tag {
    pub fn of(model: &Model, span: Span) -> Self {
        Self {
            terms: model.terms(span),
            glyphs: model.screen.glyphs,
        }
    }

    /// `$`, or where there is none `CHF `.
    fn sign(&self) -> String {
        let code = self.terms.currency.code();
        match self.short_sign() {
            "" => format!("{code} "),
            sign => sign.to_owned(),
        }
    }

    fn short_sign(&self) -> &'static str {
        let code = self.terms.currency.code();
        let known = SIGNS.iter().find(|(known, _)| *known == code);
        let sign = known.map_or("", |(_, sign)| *sign);
        match self.glyphs {
            Glyphs::Ascii if !sign.is_ascii() => "",
            _ => sign,
        }
    }

    /// To the cent: `~$4,812.33 + ?`.
    pub fn exact(&self, amount: &Amount) -> String {
        self.signed(amount, (2, ""))
    }

    /// Without cents from a hundred on: `~$4,812/mo + ?`.
    pub fn whole_month(&self, amount: &Amount) -> String {
        let is_small = self.terms.money(amount.known) < Money::of_cents(10_000);
        self.signed(amount, (if is_small { 2 } else { 0 }, "/mo"))
    }

    /// To the cent: `~$4,812.33/mo + ?`.
    pub fn month(&self, amount: &Amount) -> String {
        self.signed(amount, (2, "/mo"))
    }

    /// `+$78.11`, `-$28.90`.
    pub fn difference(&self, month: Money) -> String {
        let money = self.terms.money(month);
        let (sign, size) = if money < Money::ZERO {
            ("-", -money)
        } else {
            ("+", money)
        };
        format!("{sign}{}{size}", self.sign())
    }

    fn signed(&self, amount: &Amount, (decimals, span): (usize, &str)) -> String {
        let class = amount.class();
        if class == Class::Unknown {
            return format!("{}{span}", class.sign());
        }
        let unknown = if amount.unknown > 0 { " + ?" } else { "" };
        let money = self.terms.money(amount.known).grouped(decimals);
        format!("{}{}{money}{span}{unknown}", class.sign(), self.sign())
    }

    /// In at most seven columns, for a box of the map: `~$1.2k`. `+` is what only use
    /// tells; nothing for what costs nothing.
    pub fn tiny(&self, amount: &Amount) -> String {
        if amount.known == Money::ZERO {
            let sign = if amount.unknown > 0 { "?" } else { "" };
            let sign = if sign.is_empty() && amount.open > 0 {
                "+"
            } else {
                sign
            };
            return sign.to_owned();
        }
        let class = amount.class().sign();
        format!(
            "{class}{}{}",
            self.short_sign(),
            rounded(self.terms.money(amount.known))
        )
    }
}

/// Three figures at most, and never a zero.
fn rounded(money: Money) -> String {
    let thousandth = Money::of_cents(100_000);
    let (scaled, letter) = [
        ("", 1),
        ("k", 1_000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
    ]
    .into_iter()
    .find_map(|(letter, by)| {
        let scaled = money.scaled(1, by)?;
        let fits = scaled.rounded(0) < thousandth.rounded(0) || letter == "G";
        fits.then_some((scaled, letter))
    })
    .unwrap_or((money, ""));
    let text = match scaled.rounded(1) {
        0..100 => scaled.text(1),
        _ => scaled.text(0),
    };
    let text = if text == "0.0" { "<0.1" } else { &text };
    format!("{}{letter}", text.strip_suffix(".0").unwrap_or(text))
}
