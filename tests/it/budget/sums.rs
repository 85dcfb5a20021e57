//! Sums agree however the budget is cut, more is never cheaper, and what is unknown is
//! never nothing.

use super::estate::{id, survey};
use proptest::prelude::*;
use skymap::budget::{Alteration, Amount, Assumptions, Budget, By, Class, Inputs, OnMap, Scenario};
use skymap::graph::Graph;
use skymap::inventory::Survey;
use skymap::prices::{Money, Reservation};

pub const SHOP: &str = "
    vpc shop = available
    subnet a = available; in shop
    instance web-1 = running; type=m5.large; platform=Linux/UNIX; in a; tag/team=web
    instance web-2 = stopped; type=m5.large; platform=Linux/UNIX; in a; tag/team=web
    volume root-1 = in-use; type=gp3; StorageGib:100; on web-1
    volume root-2 = in-use; type=gp3; StorageGib:50; on web-2
    volume lost = available; type=gp2; StorageGib:500
    elastic-ip spare = ; public address=198.51.100.7
    nat-gateway nat = available; in a; public address=198.51.100.8
    load-balancer lb = active; type=application; in shop
    load-balancer empty = active; type=network; in shop
    target-group tg = ; in shop; to web-1
    listener l = ; to tg
    db-instance odd = available; engine=db2-se; class=db.m5.large; storage type=gp2; StorageGib:20; in a
    bucket logs = ; tag/team=data
    hosted-zone zone = 
";

const CUTS: [&str; 6] = ["vpc", "kind", "service", "region", "account", "tag:team"];

fn assumed() -> Assumptions {
    Assumptions::default()
}

fn cut(text: &str) -> By {
    text.parse().expect("something to sum by")
}

fn check_sums(survey: &Survey, assumptions: &Assumptions) {
    let budget = Budget::of(survey, assumptions);
    let total = budget.total();
    for by in CUTS {
        let rows = budget.table(survey, &cut(by));
        let sum: Amount = rows.iter().map(|row| row.amount).sum();
        assert_eq!(sum, total, "by {by}");
        let resources: usize = rows.iter().map(|row| row.resources.len()).sum();
        assert_eq!(resources, budget.costs.len(), "by {by}");
    }
    let graph = Graph::of(survey);
    let on_map = OnMap::of(&budget, survey, &graph);
    let roots = graph.nodes.values().filter(|node| node.parent.is_none());
    let drawn: Amount = roots.filter_map(|node| on_map.amount(&node.key)).sum();
    assert_eq!(drawn + on_map.elsewhere, total, "on the map");
}

#[test]
fn every_cut_adds_up_to_the_total() {
    check_sums(&survey(SHOP), &assumed());
}

#[test]
fn a_row_is_what_stands_in_it() {
    let survey = survey(SHOP);
    let budget = Budget::of(&survey, &assumed());
    let rows = |by: &str| -> Vec<String> {
        let rows = budget.table(&survey, &cut(by)).into_iter();
        let row = rows.map(|row| {
            let class = row.amount.class().sign();
            format!("{} {class}{}", row.title, row.amount.known)
        });
        row.collect()
    };
    assert_eq!(
        rows("tag:team"),
        ["untagged ~160.59", "web 78.11", "data 0.00"]
    );
    let vpcs = rows("vpc");
    assert_eq!(vpcs.len(), 2, "{vpcs:?}");
    assert!(vpcs[0].starts_with("shop ~"), "{vpcs:?}");
}

#[test]
fn what_serves_nobody_is_told() {
    let survey = survey(SHOP);
    let budget = Budget::of(&survey, &assumed());
    let idle = budget.idle(&survey).into_iter();
    let idle = idle.map(|one| format!("{} {} {}", one.id.short(), one.reason, one.amount.known));
    assert_eq!(
        idle.collect::<Vec<_>>(),
        [
            "lost attached to nothing 55.00",
            "nat no route leads to it 38.69",
            "lb no targets 24.24",
            "empty no targets 22.78",
            "root-2 of a stopped instance 4.40",
            "spare attached to nothing 3.65",
        ]
    );
}

#[test]
fn what_somebody_says_of_use_is_counted() {
    let survey = survey(SHOP);
    let before = Budget::of(&survey, &assumed()).total();
    let mut inputs = Inputs::default();
    let nat = inputs
        .typed
        .entry(id("eu-west-1", "nat").as_str().to_owned());
    nat.or_default().insert("gb-processed".to_owned(), 100.0);
    let assumptions = Assumptions {
        inputs,
        ..assumed()
    };
    let after = Budget::of(&survey, &assumptions).total();
    assert_eq!((after.known - before.known).to_string(), "4.80");
    assert_eq!(before.open - after.open, 1);
}

#[test]
fn a_scenario_changes_what_it_names_alone() {
    let survey = survey(SHOP);
    let before = Budget::of(&survey, &assumed()).total();
    let class = |class: &str| Alteration {
        class: Some(class.into()),
        ..Alteration::default()
    };
    let count = Alteration {
        count: Some(3),
        ..Alteration::default()
    };
    let reserved = Alteration {
        reservation: Some(Reservation::OneYear),
        ..Alteration::default()
    };
    for (name, alteration, difference) in [
        ("web-1", class("m5.xlarge"), "78.11"),
        ("web-1", count, "156.22"),
        ("web-1", reserved, "-28.90"),
        ("web-2", class("m5.xlarge"), "0.00"),
    ] {
        let mut scenario = Scenario::default();
        scenario.put(id("eu-west-1", name), alteration.clone());
        let assumptions = Assumptions {
            scenario,
            ..assumed()
        };
        let after = Budget::of(&survey, &assumptions).total();
        let seen = (after.known - before.known).to_string();
        assert_eq!(seen, difference, "{name} {alteration:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_is_never_cheaper_and_unknown_is_never_nothing(
        gib in 1_u64..16_384,
        more in 1_u64..1000,
        iops in 3000_u64..16_000,
        kind in prop::sample::select(vec!["gp2", "gp3", "io1", "io2", "st1", "sc1", "gp9"]),
        region in prop::sample::select(vec!["eu-west-1", "us-east-1", "ap-southeast-7", "xx-nowhere-1"]),
    ) {
        let of = |gib: u64| {
            let text = format!("volume v = in-use; type={kind}; StorageGib:{gib}; Iops:{iops}");
            let survey = super::estate::survey_in(region, &text);
            check_sums(&survey, &assumed());
            Budget::of(&survey, &assumed()).total()
        };
        let (less, most) = (of(gib), of(gib + more));
        match less.class() {
            Class::Unknown => prop_assert!(less.unknown > 0 && most.unknown > 0),
            _ => prop_assert!(less.known > Money::ZERO && most.known > less.known),
        }
    }
}
