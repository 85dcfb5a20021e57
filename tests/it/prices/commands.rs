//! `skymap prices show` and `list`: what they say, and that they say it without a network.

use super::price_list::PriceList;
use serde_json::Value;
use std::fs;

#[test]
fn a_price_is_explained() {
    let list = PriceList::new();
    let cases: [(&[&str], &[&str]); 9] = [
        (
            &["m7g.large", "eu-west-1"],
            &[
                "eu-west-1 (Ireland)",
                "EC2 m7g.large, Linux",
                "  0.091 USD an hour, 66.43 USD a month of 730 hours",
                "  AWS's list price",
                "  as of 2025-11-04, source awsprice: https://github.com/",
            ],
        ),
        (&["eu-west-1", "m7g.large"], &["EC2 m7g.large, Linux"]),
        (
            &["m5.large", "us-east-1", "--system", "windows"],
            &[
                "  ~0.188 USD an hour, ~137.24 USD",
                "  estimate: Linux + 0.046 an hour",
            ],
        ),
        (
            &["db.r6g.large", "eu-west-1", "--engine", "postgres"],
            &[
                "RDS db.r6g.large, PostgreSQL, Single-AZ",
                "PostgreSQL, Multi-AZ\n",
            ],
        ),
        (
            &["ebs", "gp3", "eu-west-1"],
            &[
                "ebs/gp3_gb_month",
                "0.088 USD per GB a month",
                "ebs/gp3_iops_month",
            ],
        ),
        (
            &["cache.t4g.small", "eu-west-1"],
            &["ElastiCache Redis cache.t4g.small", "ElastiCache Valkey"],
        ),
        (
            &["nat", "eu-west-1"],
            &["nat/nat_gateway_gb", "USD per GB\n"],
        ),
        (&["route53", "global"], &["zone a month"]),
        (
            &["db.r5.large", "us-east-1"],
            &["Neptune db.r5.large", "Aurora MySQL"],
        ),
    ];
    for (words, said) in cases {
        let ran = list.run(&[&["prices", "show"], words].concat());
        assert_eq!((ran.code, ran.errors.as_str()), (Some(0), ""), "{words:?}");
        for line in said {
            assert!(ran.out.contains(line), "{line}\nin\n{}", ran.out);
        }
    }
    assert_eq!(list.asked().len(), 0, "nobody was asked");
}

#[test]
fn what_is_unknown_is_said_with_the_way_out() {
    let list = PriceList::new();
    for (words, code, sentence) in [
        (
            &["m99.large", "eu-west-1"][..],
            1,
            "the price of m99.large in eu-west-1 is unknown; `skymap prices update --region eu-west-1` asks AWS",
        ),
        (
            &["snowballs", "eu-west-1"],
            1,
            "nothing is priced under \"snowballs\"",
        ),
        (&["m5.large", "cn-north-1"], 1, "never mixed in"),
        (&["m5.large"], 2, "then a region"),
        (&["eu-west-1"], 2, "then a region"),
        (
            &["m5.large", "eu-west-1", "--engine", "db3"],
            2,
            "it is one of aurora-mysql",
        ),
    ] {
        let ran = list.run(&[&["prices", "show"], words].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{words:?}");
        assert!(ran.errors.contains(sentence), "{}", ran.errors);
    }
}

#[test]
fn the_tables_say_where_they_come_from() {
    let list = PriceList::new();
    let said = list.run(&["prices", "list"]).out;
    for line in [
        "ec2    36",
        "https://github.com/lamngockhuong/aws-price",
        "none; `skymap prices update",
    ] {
        assert!(said.contains(line), "{line}\nin\n{said}");
    }
    let of_region = list.run(&["prices", "list", "--region", "eu-west-1"]).out;
    assert!(of_region.contains("2025-11-04  awsprice"), "{of_region}");
    let json = list.run(&["prices", "list", "--json"]).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    let tables = json["tables"].as_array().unwrap();
    for table in tables {
        assert!(table["prices"].as_u64().unwrap() > 0);
        for source in table["sources"].as_array().unwrap() {
            let id = source["source"].as_str().unwrap();
            assert!(json["sources"][id]["what"].is_string(), "{id}");
        }
    }
    let of = |name: &str| tables.iter().filter(|table| table["table"] == name).count();
    assert_eq!(of("ec2"), 36);
}

#[test]
fn a_currency_of_ones_own_is_shown_beside() {
    let list = PriceList::new();
    let config = list.directory.path().join("config");
    fs::create_dir_all(&config).unwrap();
    fs::write(
        config.join("config.toml"),
        "currency = { code = \"EUR\", per_usd = 0.5 }\n",
    )
    .unwrap();
    let said = list
        .run(&["prices", "show", "nat_gateway_hour", "us-east-1"])
        .out;
    assert!(
        said.contains("32.85 USD a month of 730 hours (16.42 EUR)"),
        "{said}"
    );
}
