//! Amounts are exact, and rounded only where they are shown.

use super::{Currency, Money, Quantity, UnitPrice};
use proptest::prelude::*;

#[test]
fn prices_are_read_and_written() {
    for (text, steps, written) in [
        ("0.0816", 816_000_000, "0.0816"),
        ("5", 50_000_000_000, "5.00"),
        ("0.5", 5_000_000_000, "0.50"),
        ("360.98695", 3_609_869_500_000, "360.98695"),
        ("0.0000000309", 309, "0.0000000309"),
        ("0.05712001953125", 571_200_195, "0.0571200195"),
        ("0.00000000015", 2, "0.0000000002"),
        ("0.00000000025", 2, "0.0000000002"),
        ("0", 0, "0.00"),
    ] {
        let price = UnitPrice::parse(text).expect("a price");
        assert_eq!(
            (price.steps(), price.to_string().as_str()),
            (steps, written)
        );
    }
    for text in ["", ".5", "-1", "1e3", "1,5", "0x1", "99999999999"] {
        assert_eq!(UnitPrice::parse(text), None, "{text}");
    }
}

#[test]
fn amounts_are_rounded_half_to_even_where_they_are_shown() {
    let cent = Money::of_cents(1);
    let half = cent.scaled(1, 2).expect("room");
    for (amount, decimals, text) in [
        (half, 2, "0.00"),
        (cent + half, 2, "0.02"),
        (-(cent + half), 2, "-0.02"),
        (-half, 2, "0.00"),
        (half, 3, "0.005"),
        (Money::of_cents(123_456_789), 2, "1,234,567.89"),
        (Money::of_cents(-100_050), 0, "-1,000"),
        (Money::of_cents(100_150), 0, "1,002"),
        (Money::ZERO, 2, "0.00"),
    ] {
        assert_eq!(format!("{amount:.decimals$}"), text);
    }
    assert_eq!(Money::of_cents(123_456).text(2), "1234.56");
    assert_eq!(format!("{:>9}", Money::of_cents(-5)), "    -0.05");
}

#[test]
fn a_currency_has_a_code_and_a_rate() {
    let euro = Currency::new("eur", 0.92).expect("a currency");
    assert_eq!(euro.code(), "EUR");
    assert_eq!(euro.of_usd(Money::of_cents(1000)), Money::of_cents(920));
    assert_eq!(
        Currency::usd().of_usd(Money::of_cents(7)),
        Money::of_cents(7)
    );
    for (code, rate) in [
        ("EURO", 1.0),
        ("E1R", 1.0),
        ("EUR", 0.0),
        ("EUR", -1.0),
        ("EUR", f64::NAN),
        ("EUR", 1e9),
        ("EUR", 1e-9),
    ] {
        assert!(Currency::new(code, rate).is_err(), "{code} {rate}");
    }
}

proptest! {
    #[test]
    fn a_cost_grows_with_the_quantity(steps in 1_u64..1 << 40, a in 0.0..1e9, b in 0.0..1e9) {
        let price = UnitPrice::of_steps(steps);
        let cost = |count| Money::of(price, Quantity::of_f64(count).expect("a quantity"), 1);
        prop_assert_eq!(f64::total_cmp(&a, &b), cost(a).cmp(&cost(b)));
        prop_assert!(cost(a) >= Money::ZERO);
    }

    #[test]
    fn the_sum_of_the_parts_is_the_whole(steps in 0_u64..1 << 40, parts in prop::collection::vec(0_u64..1 << 30, 0..20), batch in prop::sample::select(vec![1_u64, 1_000, 10_000, 1_000_000])) {
        let price = UnitPrice::of_steps(steps);
        let sum: Money = parts.iter().map(|part| Money::of(price, Quantity::of(*part), batch)).sum();
        let whole = Money::of(price, Quantity::of(parts.iter().sum()), batch);
        prop_assert_eq!(sum, whole);
    }

    #[test]
    fn a_price_is_read_as_it_is_written(steps in 0..u64::MAX) {
        let price = UnitPrice::of_steps(steps);
        prop_assert_eq!(UnitPrice::parse(&price.to_string()), Some(price));
    }
}
