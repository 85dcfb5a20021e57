//! Several accounts on one map: opened by keys, joined by what both know, let go again.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

mod closed;
pub mod map;

use crate::screens::screen;
use map::Map;
use skymap::account::AccountId;
use skymap::app::Effect;
use skymap::graph::Role;
use skymap::inventory::Kind;
use skymap::provider::Control;
use skymap::sim::{Fault, Rule};
use std::collections::BTreeSet;

fn number(text: &str) -> AccountId {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_added_to_the_map_and_what_joins_them_is_one() {
    let mut map = Map::of(&[], Vec::new()).await;
    assert_eq!(map.begun, ["shop-prod"], "the demo's first");
    assert!(map.labels(Role::Account).is_empty(), "one needs no frame");
    assert_eq!(
        map.joined_with("analytics-lake").len(),
        1,
        "the lake is known by name only"
    );
    let unknown: BTreeSet<&str> = map.labels(Role::External).into_iter().collect();
    assert_eq!(unknown.len(), 3, "{unknown:?}");
    assert!(unknown.contains("lake-orders-444455556666"), "{unknown:?}");
    map.press("a j Space").await;
    assert!(screen(&map.program).contains("2 of 2 marked"));
    assert_eq!(map.begun.len(), 1, "a mark alone does nothing");
    map.press("Enter").await;
    assert_eq!(map.begun, ["shop-prod", "data"], "the first goes on");
    assert_eq!(
        map.labels(Role::Account),
        ["shop-prod 1111-2222-3333", "data 4444-5555-6666"]
    );
    let unknown = map.labels(Role::External);
    assert_eq!(unknown, ["mail subscription"], "AWS's ends are all known");
    let peerings: BTreeSet<&str> = map.labels(Role::Peering).into_iter().collect();
    assert_eq!(
        peerings,
        ["analytics-lake", "dx office-dublin", "shop-analytics"].into()
    );
    assert_eq!(map.nodes(Role::Peering).len(), 3, "each is drawn once");
    assert_eq!(
        map.joined_with("analytics-lake"),
        ["lake 10.50.0.0/16"].into()
    );
    assert_eq!(map.labels(Role::TransitGateway), ["backbone"]);
    assert_eq!(
        map.joined_with("backbone"),
        ["archive 10.51.0.0/16", "standby 10.40.0.0/16"].into()
    );
    let survey = &map.program.topology().derived.survey;
    let gateway = survey
        .known()
        .find(|known| known.resource.kind == Kind::TransitGateway);
    let gateway = &gateway.unwrap().resource;
    assert_eq!(gateway.account, number("444455556666"), "its owner's");
    assert_eq!(
        gateway.fact("read in"),
        Some("4444-5555-6666, 1111-2222-3333")
    );
    assert!(
        map.program.topology().journal.events.is_empty(),
        "a first reading is no news"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_says_which_account_is_meant() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    assert_eq!(map.begun.len(), 2, "both are asked for");
    assert!(screen(&map.program).contains(" skymap ▌data ▌shop-prod"));
    for (keys, rows) in [
        ("C", "EC2 and VPC in data eu-west-1"),
        ("C l l l", "EC2 and VPC in shop-prod eu-west-1"),
        ("R", "shop-prod apigateway:Get"),
        ("R G", "data wafv2:ListWebACLs"),
        ("!", "in shop-prod eu-west-1"),
        ("r", "data      [ ]"),
    ] {
        let seen = map.seen(keys).await;
        assert!(seen.contains(rows), "{keys}: no {rows:?} in\n{seen}");
    }
    let lake = map.nodes(Role::Vpc);
    let lake = lake.iter().find(|node| node.label.starts_with("lake"));
    let key = lake.unwrap().key.clone();
    map.program.model.topology.as_mut().unwrap().look.selection = Some(key);
    let seen = map.seen("d").await;
    for row in ["data 4444-5555-6666", "analytics-lake in shop-prod"] {
        assert!(seen.contains(row), "no {row:?} in\n{seen}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_let_go_takes_its_own_with_it() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    assert_eq!(map.read().len(), 2);
    let calls = map.program.topology().watch.receipt.total();
    let effects = map.press("a g Space Enter").await;
    assert!(matches!(effects[..], [Effect::Unwatch(_)]), "{effects:?}");
    let in_view = skymap::app::in_view(&mut map.program.model);
    let Some(Effect::Control(Control::InView(regions))) = in_view else {
        panic!("another map is another view: {in_view:?}");
    };
    let mut accounts = regions.iter().map(|(account, _)| *account);
    assert!(accounts.all(|account| account == number("444455556666")));
    assert!(!regions.is_empty());
    let again = skymap::app::in_view(&mut map.program.model);
    assert_eq!(again, None, "told once");
    assert_eq!(map.begun.len(), 2, "the other one goes on");
    assert_eq!(map.read(), [number("444455556666")].into());
    assert!(map.labels(Role::Account).is_empty());
    let topology = map.program.topology();
    let mut coverage = topology.watch.coverage.keys();
    assert!(coverage.all(|slice| slice.account == number("444455556666")));
    assert!(topology.journal.events.is_empty(), "nothing has happened");
    assert_eq!(topology.watch.receipt.total(), calls, "what was asked was");
    let seen = screen(&map.program);
    assert!(!seen.contains("shop"), "{seen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_fails_leaves_the_other_as_it_is() {
    let denied = Rule::new(Fault::AccessDenied)
        .service("sts")
        .account("444455556666");
    let mut map = Map::of(&["shop-prod", "data"], vec![denied]).await;
    let topology = map.program.topology();
    assert_eq!(map.read(), [number("111122223333")].into());
    assert!(topology.watch.is_complete(), "nobody waits for it");
    assert!(topology.derived.whole.contains(&number("111122223333")));
    let failed = topology
        .watch
        .coverage
        .values()
        .filter(|slice| slice.failure.is_some());
    assert_eq!(failed.count(), 0, "no slice of the shop fails for it");
    let seen = screen(&map.program);
    for part in ["data: no session, denied", "▌data ▌shop-prod", "shop-alb"] {
        assert!(seen.contains(part), "no {part:?} in\n{seen}");
    }
    map.sim.clear_faults();
    map.press("a G Space Enter a G Space Enter").await;
    assert_eq!(map.begun, ["shop-prod", "data", "data"]);
    assert_eq!(map.read().len(), 2, "it is there when it may be read");
    assert!(!screen(&map.program).contains("no session"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_accounts_that_fail_each_says_why_where_there_is_no_map() {
    let denied = vec![Rule::new(Fault::AccessDenied).service("sts")];
    let map = Map::of(&["shop-prod", "data"], denied).await;
    let seen = screen(&map.program);
    for part in [
        "data and 1 more: no session, denied",
        "data: the role arn:aws:iam::444455556666",
        "shop-prod: the role arn:aws:iam::111122223333",
    ] {
        assert!(seen.contains(part), "no {part:?} in\n{seen}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn regions_are_picked_for_each_account() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    let rows = map.program.topology().regions();
    let row = rows
        .iter()
        .position(|row| row.account_name == "data" && row.state.region.as_str() == "us-east-1");
    let steps = vec!["j"; row.unwrap()].join(" ");
    map.press(&format!("r {steps} Space Enter")).await;
    assert_eq!(map.begun, ["shop-prod", "data", "data"]);
    let survey = &map.program.topology().derived.survey;
    let regions: BTreeSet<(String, &str)> = survey
        .known()
        .map(|known| &known.resource)
        .map(|resource| (resource.account.to_string(), resource.region.as_str()))
        .collect();
    let regions: Vec<(&str, &str)> = regions
        .iter()
        .map(|(account, region)| (account.as_str(), *region))
        .collect();
    assert_eq!(
        regions,
        [
            ("111122223333", "eu-west-1"),
            ("111122223333", "global"),
            ("111122223333", "us-east-1"),
            ("444455556666", "eu-west-1"),
            ("444455556666", "global"),
        ]
    );
    let gateways = map.labels(Role::TransitGateway);
    assert!(
        gateways.len() == 1 && gateways[0].starts_with("tgw-"),
        "the shop still sees what is shared with it, without its owner's tags: {gateways:?}"
    );
}
