//! Which metrics of CloudWatch tell what, what asking costs, and what a month of their
//! days is.

use super::estate::{account, survey_in};
use skymap::budget::{Assumptions, Budget, Inputs, Queries, counts};
use skymap::prices::Prices;
use std::fmt::Write;

/// The first of each is the one that is asked about.
const RESOURCES: &[&str] = &[
    "volume vol-1 = in-use; type=standard; StorageGib:100",
    "function take = Active; memory=512 MiB",
    "function image = Active",
    "state-machine fast = ACTIVE; type=EXPRESS",
    "state-machine slow = ACTIVE; type=STANDARD",
    "nat-gateway nat-1 = available",
    "load-balancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1 = active; type=application",
    "load-balancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/web/1 = active; type=network",
    "load-balancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/gwy/web/1 = active; type=gateway",
    "load-balancer old = ; type=classic",
    "vpc-endpoint vpce-1 = available; type=Interface; service=com.amazonaws.us-east-1.sqs; Zones:2; in vpc-1\nvpc vpc-1 = available",
    "vpc-endpoint vpce-2 = available; type=Interface; Zones:2",
    "transit-gateway-attachment tgw-attach-1 = available; attached=vpc; on tgw-1",
    "transit-gateway-attachment tgw-attach-2 = available; attached=peering; on tgw-1",
    "vpc-peering-connection pcx-1 = active",
    "db-instance one = available; class=db.serverless; of c\ndb-cluster c = available; engine=aurora-postgresql; MinimumMilliAcu:500",
    "db-cluster c = available; engine=aurora-mysql",
    "db-cluster d = available; engine=docdb",
    "db-cluster e = available; engine=aurora-mysql; storage type=aurora-iopt1",
    "table orders = ACTIVE",
    "table fixed = ACTIVE; ReadUnits:5; WriteUnits:5",
    "stream clicks = ACTIVE; mode=ON_DEMAND",
    "stream shards = ACTIVE; mode=PROVISIONED; Shards:2",
    "bucket logs = ",
    "file-system fs-1 = available; type=EFS; SizeBytes:1; throughput=elastic",
    "repository app = ",
    "queue jobs = ",
    "topic news = ",
    "distribution E1 = ",
    "api shop = ; protocol=REST",
    "api shop = ; protocol=REST; tag/Name=another",
    "api arn:aws:apigateway:us-east-1::/restapis/a1/shop = ; protocol=REST\napi arn:aws:apigateway:us-east-1::/restapis/a2/shop = ; protocol=REST",
    "api a1 = ; protocol=HTTP",
    "api w1 = ; protocol=WEBSOCKET",
    "web-acl arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/1 = ",
    "web-acl arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1 = ",
    "event-bus b = ",
];

#[test]
fn each_usage_has_its_metrics() {
    let mut table = String::new();
    for resource in RESOURCES {
        let region = match resource {
            resource if resource.starts_with("distribution") => "global",
            resource if resource.contains(":global/") => "global",
            // Where each has a price: of the rest nothing is asked.
            _ => "us-east-1",
        };
        let survey = survey_in(region, resource);
        let budget = Budget::of(&survey, &Assumptions::default());
        let queries = Queries::of(&survey, &budget);
        writeln!(table, "{}", resource.lines().next().unwrap_or_default()).expect("room");
        for query in queries.by_account.values().flatten() {
            let metric = &query.metric;
            let by = metric.dimensions.iter();
            let by: Vec<String> = by.map(|(name, value)| format!("{name}={value}")).collect();
            let (space, name) = (metric.namespace, metric.name);
            let statistic = metric.statistic.name();
            // A day of ten million, thirty times.
            let counted = counts(std::slice::from_ref(query), &[vec![1e7; 30]]);
            let (usage, count) = counted.values().flatten().next().expect("a count");
            let by = by.join(", ");
            writeln!(table, "    {space} {name} {statistic} by {by}").expect("room");
            writeln!(table, "        {count:.2} {usage}").expect("room");
        }
        if queries.count() == 0 {
            table.push_str("    nothing\n");
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_charge_is_exact() {
    let prices = Prices::default();
    for (region, resources, count, charge) in [
        ("us-east-1", "queue q = ", 4, Some("0.00004")),
        (
            "us-east-1",
            "queue q = \nqueue r = \nbucket b = ",
            10,
            Some("0.00010"),
        ),
        ("global", "distribution E1 = ", 2, Some("0.00002")),
        ("eu-west-1", "vpc v = available", 0, Some("0.00000")),
        // Nothing there has a price, so nothing is asked.
        ("cn-north-1", "queue q = ", 0, Some("0.00000")),
    ] {
        let survey = survey_in(region, resources);
        let budget = Budget::of(&survey, &Assumptions::default());
        let queries = Queries::of(&survey, &budget);
        assert_eq!(queries.count(), count, "{resources}");
        let found = queries.charge(&prices).map(|charge| charge.text(5));
        assert_eq!(found.as_deref(), charge, "{resources} in {region}");
    }
}

/// 720 GB in thirty days are 730 in a month; what has no values stays open, and what was
/// measured or typed is not asked again.
#[test]
fn what_was_measured_is_counted() {
    let survey = survey_in("us-east-1", "nat-gateway n = available\nqueue q = ");
    let assumptions = Assumptions::default();
    let budget = Budget::of(&survey, &assumptions);
    let queries = Queries::of(&survey, &budget);
    let asked = &queries.by_account[&account()];
    let gibibytes = |count: u32| f64::from(count) * f64::from(1 << 30);
    let days = asked.iter().map(|query| match query.metric.name {
        "BytesInFromSource" => vec![gibibytes(72); 10],
        _ => vec![],
    });
    let days: Vec<Vec<f64>> = days.collect();
    let measured = counts(asked, &days);
    assert_eq!(measured.len(), 1);
    let usage = measured.values().flatten().next().expect("one");
    assert_eq!(
        (usage.0.as_str(), usage.1.round() as i64),
        ("gb-processed", 730)
    );

    let inputs = Inputs {
        measured,
        ..Inputs::default()
    };
    let after = Budget::of(
        &survey,
        &Assumptions {
            inputs,
            ..assumptions
        },
    );
    let again = Queries::of(&survey, &after);
    assert_eq!(again.count(), 4, "of the queue alone");
    let (before, after) = (budget.total(), after.total());
    // 730 GB at 0.045.
    assert_eq!((after.known - before.known).to_string(), "32.85");
    assert_eq!(before.open - after.open, 1);
}
