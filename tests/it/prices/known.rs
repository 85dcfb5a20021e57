//! Prices that AWS's pages state are those that the program answers.

use skymap::account::Region;
use skymap::prices::{
    Deployment, Engine, NodeService, Prices, Product, Quantity, Rate, System, UnitPrice,
};

const LISTED: &str = include_str!("listed.csv");

#[test]
fn known_list_prices_are_found() {
    let prices = Prices::embedded();
    let mut wrong = Vec::new();
    let rows = LISTED.lines().skip(1);
    for row in rows.clone() {
        let [region, what, usd, source] = row.split(',').collect::<Vec<_>>()[..] else {
            unreachable!("{row}")
        };
        assert!(source.starts_with("https://"), "{row} has a public source");
        let price = prices.lookup(&Region::new(region), &product(what));
        let amount = price.map(|price| price.amount);
        if amount != UnitPrice::parse(usd) {
            wrong.push(format!("{what} in {region}: {amount:?}, listed {usd}"));
        }
    }
    assert!(rows.count() >= 100);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What infracost 95ba4f4 prints for a month of 730 hours, in its testdata for Terraform's
/// AWS provider.
#[test]
fn a_month_is_what_others_count() {
    let prices = Prices::embedded();
    for (region, product, count, month) in [
        (
            "us-east-1",
            Product::instance("t3.medium", System::Windows),
            1,
            "43.80",
        ),
        (
            "us-east-1",
            Product::instance("t3.micro", System::Linux),
            1,
            "7.59",
        ),
        (
            "us-east-1",
            Product::instance("m3.large", System::Linux),
            1,
            "97.09",
        ),
        (
            "us-east-1",
            Product::instance("t3a.xlarge", System::Linux),
            1,
            "109.79",
        ),
        (
            "us-east-1",
            Product::node(NodeService::ActiveMqActiveStandby, "mq.m5.large"),
            1,
            "420.48",
        ),
        (
            "us-east-1",
            Product::node(NodeService::RabbitMqCluster, "mq.m5.xlarge"),
            1,
            "1261.44",
        ),
        (
            "us-east-1",
            Product::node(NodeService::ElastiCacheMemcached, "cache.m6g.12xlarge"),
            1,
            "2596.61",
        ),
        (
            "us-east-1",
            Product::node(NodeService::Redshift, "ra3.16xlarge"),
            1,
            "9519.20",
        ),
        (
            "us-east-1",
            Product::node(NodeService::OpenSearch, "c4.2xlarge.elasticsearch"),
            1,
            "428.51",
        ),
        (
            "us-east-2",
            Product::node(NodeService::DocumentDb, "db.r5.4xlarge"),
            1,
            "1617.68",
        ),
        ("us-east-1", Rate::NatHour.into(), 1, "32.85"),
        ("us-east-1", Rate::EksClusterHour.into(), 1, "73.00"),
    ] {
        let price = prices.lookup(&Region::new(region), &product);
        let cost = price.and_then(|price| price.month_of(Quantity::of(count)));
        let cost = cost.map(|cost| cost.text(2));
        assert_eq!(cost.as_deref(), Some(month), "{product}");
    }
}

/// `ec2 m5.large`, `rds mysql single db.m5.large`, `node redshift ra3.4xlarge`,
/// `rate nat/nat_gateway_hour`.
fn product(what: &str) -> Product {
    match what.split(' ').collect::<Vec<_>>()[..] {
        ["ec2", class] => Product::instance(class, System::Linux),
        ["rds", engine, deployment, class] => Product::database(
            class,
            Engine::parse(engine).unwrap(),
            Deployment::parse(deployment).unwrap(),
        ),
        ["node", service, class] => Product::node(NodeService::parse(service).unwrap(), class),
        ["rate", key] => Rate::parse(key).unwrap().into(),
        _ => unreachable!("{what}"),
    }
}
