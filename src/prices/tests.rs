//! What lookups answer.

use super::{Class, Prices, Product, Quantity, Rate, System, Tenancy};
use crate::account::Region;
use proptest::prelude::*;

#[test]
fn what_was_estimated_before_is_answered_again() {
    let prices = Prices::embedded();
    let region = Region::new("us-east-1");
    let product = Product::instance("m5.large", System::Windows);
    let first = prices.lookup(&region, &product);
    assert!(matches!(
        first.as_ref().map(|price| &price.class),
        Some(Class::Estimate(_))
    ));
    assert_eq!(prices.clone().lookup(&region, &product), first);
}

#[test]
fn global_services_are_priced_without_a_region() {
    let prices = Prices::embedded();
    for (rate, amount) in [
        (Rate::Route53HostedZoneMonthFirst25, "0.50"),
        (Rate::WafAclMonth, "5.00"),
        (Rate::CloudFrontInternetOutGbT1, "0.085"),
        (Rate::CloudFrontHttpsRequests10k, "0.01"),
    ] {
        let price = prices.lookup(&Region::global(), &rate.into());
        assert_eq!(
            price.map(|price| price.amount.to_string()),
            Some(amount.into())
        );
    }
}

#[test]
fn a_month_is_730_hours_and_a_batch_is_divided() {
    let prices = Prices::embedded();
    let cost = |rate: Rate, quantity| {
        let price = prices.lookup(&Region::new("us-east-1"), &rate.into())?;
        Some((
            price.cost(quantity).text(4),
            price.month_of(quantity).map(|month| month.text(2)),
        ))
    };
    for (rate, count, cost_of, month) in [
        (Rate::NatHour, 2, "0.0900", Some("65.70")),
        (Rate::EbsGp3GbMonth, 500, "40.0000", Some("40.00")),
        (Rate::NatGb, 1000, "45.0000", None),
        (Rate::LambdaRequestsMillion, 500_000, "0.1000", None),
        (Rate::S3PutCopyPostList1000, 1, "0.0000", None),
        (Rate::KmsRequests10k, 5_000, "0.0150", None),
    ] {
        let expected = (cost_of.to_owned(), month.map(str::to_owned));
        assert_eq!(cost(rate, Quantity::of(count)), Some(expected), "{rate:?}");
    }
}

#[test]
fn systems_of_dedicated_hardware_are_unknown() {
    let product = Product::Instance {
        class: "m5.large".into(),
        system: System::Linux,
        tenancy: Tenancy::Host,
    };
    assert_eq!(
        Prices::embedded().lookup(&Region::new("eu-west-1"), &product),
        None
    );
}

proptest! {
    /// What no table and no rule knows has no price, and nothing has a price of zero.
    #[test]
    fn what_is_unknown_is_never_nothing(
        region in prop::sample::select(vec!["us-east-1", "mx-central-1", "eu-central-2", "cn-north-1", "global", "mars-1"]),
        class in "(db\\.|cache\\.|)(m|r|t|x)[0-9]{1,2}(g|i|a|)\\.(large|2xlarge|metal|)",
        system in prop::sample::select(System::ALL),
        rate in prop::sample::select(Rate::ALL),
    ) {
        let prices = Prices::embedded();
        for product in [Product::instance(&class, system), rate.into()] {
            let price = prices.lookup(&Region::new(region), &product);
            prop_assert!(price.is_none_or(|price| price.amount.steps() > 0));
        }
    }
}
