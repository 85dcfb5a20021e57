//! What ends a session before its time, and what keeps another from being made.

use super::watch::{PATIENCE, Turn, Watch};
use skymap::inventory::SliceId;
use skymap::sim::{Fault, Rule};
use std::time::Duration;

/// Longer than any session lasts.
const HOURS: Duration = Duration::from_hours(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_in_mid_watch_is_replaced_and_nobody_need_know() {
    let revoked = || {
        let kind = "identity-based policy".to_owned();
        vec![Rule::new(Fault::ExplicitDeny(kind)).service("ec2").times(1)]
    };
    for (name, rules, elapsed) in [
        ("its time is over", Vec::new(), HOURS),
        ("its sessions were revoked", revoked(), Duration::ZERO),
    ] {
        let mut watch = Watch::begun("").await;
        for rule in rules {
            watch.sim.add_fault(rule);
        }
        watch.clock.set_elapsed(elapsed);
        watch.turns(2, |_| true).await;
        assert_eq!(watch.sim.count("AssumeRole"), 2, "{name}");
        let failed = watch.turns.values().flatten();
        assert!(
            !failed.into_iter().any(|turn| *turn == Turn::Failed),
            "{name}: {:?}",
            watch.turns
        );
    }
}

/// What keeps a session from being made, and what is said of it.
struct Row {
    name: &'static str,
    fault: fn() -> Fault,
    word: &'static str,
    /// Over the map.
    banner: &'static str,
    /// Of every slice.
    says: &'static [&'static str],
}

fn rows() -> [Row; 4] {
    [
        Row {
            name: "revoked role",
            fault: || Fault::AccessDenied,
            word: "denied",
            banner: "shop-prod: no session, denied for 3 min: ",
            says: &["- no policy of the caller allows sts:AssumeRole on this role; this one would"],
        },
        Row {
            name: "expired base identity",
            fault: || Fault::ExpiredToken,
            word: "expired",
            banner: "shop-prod: no session, expired for 3 min: ",
            says: &[
                "- the base identity's credentials have expired; renew them, and reading goes on by",
                "aws sso login",
            ],
        },
        Row {
            name: "an STS that cannot be reached",
            fault: || Fault::Reset,
            word: "unreachable",
            banner: "shop-prod: no session, unreachable for 3 min: ",
            says: &["stands between here and the endpoint of sts in eu-west-1; no proxy is set"],
        },
        Row {
            name: "an STS that hangs",
            fault: || Fault::Hang,
            word: "timed-out",
            banner: "shop-prod: no session, timed-out for 3 min: ",
            says: &["- the network to the endpoint of sts in eu-west-1 is slow or drops packets"],
        },
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_session_every_slice_says_so_and_the_map_stands() {
    futures::future::join_all(rows().map(check)).await;
}

async fn check(row: Row) {
    let name = row.name;
    let mut watch = Watch::begun(row.word).await;
    let before = watch.resources();
    watch.sim.add_fault(Rule::new((row.fault)()).service("sts"));
    watch.clock.set_elapsed(HOURS);
    let asked = watch.sim.count("AssumeRole");
    watch
        .until("every slice has failed", |watch| {
            watch
                .coverage()
                .values()
                .all(|slice| slice.failure.is_some())
        })
        .await;
    for (id, slice) in watch.coverage() {
        let word = slice
            .failure
            .as_ref()
            .map(|failure| failure.error.kind.word());
        assert_eq!(word, Some(row.word), "{name}: {id:?}");
        assert!(slice.read.is_some() && !slice.is_reading, "{name}: {id:?}");
    }
    assert_eq!(watch.resources(), before, "{name}: the map stands");
    assert!(watch.sim.count("AssumeRole") - asked <= 3, "{name}");
    let map = watch.screen_later("");
    assert!(
        map.contains(row.banner) && map.contains("C says why, Ctrl-r tries again"),
        "{name}:\n{map}"
    );
    let coverage = watch.screen_later("C");
    let told = coverage.matches("stale 3 min").count();
    assert!(told > 5, "{name}: {told} in\n{coverage}");
    let shown = format!("{}, shown: ", row.word);
    assert!(coverage.contains(&shown), "{name}: {coverage}");
    for text in row
        .says
        .iter()
        .chain(&["from 3 min ago", "failing for 3 min"])
    {
        assert!(
            coverage.contains(text),
            "{name}: {text:?} is not in\n{coverage}"
        );
    }
    let problems = watch.screen_later("!");
    let all = watch.coverage().len();
    assert!(
        problems.contains(&format!("{all} of {all} reads fail")),
        "{name}:\n{problems}"
    );

    watch.sim.clear_faults();
    watch
        .until("everything is fresh", |watch| {
            watch
                .coverage()
                .values()
                .all(|slice| slice.failure.is_none())
        })
        .await;
    assert!(!watch.screen_later("").contains("no session"), "{name}");
}

/// A region that cannot be read from the beginning, and what is said of it.
struct Closed {
    region: &'static str,
    /// Whether the account's regions may be listed.
    is_listed: bool,
    word: &'static str,
    says: &'static [&'static str],
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_region_that_is_closed_says_so_and_the_others_are_read() {
    let row = |region, is_listed, word, says| Closed {
        region,
        is_listed,
        word,
        says,
    };
    let says_disabled: &'static [&'static str] = &[
        "- me-south-1 is not enabled in this account",
        "aws account enable-region --region-name me-south-1",
    ];
    let says_unknown: &'static [&'static str] = &["this account knows no region mars-1"];
    let says_unresolved: &'static [&'static str] = &[
        "could not reach its endpoint: its name is not known",
        "- the resolver does not know the endpoint of ec2 in mars-1",
        "misspelt",
    ];
    for closed in [
        row("me-south-1", true, "region-disabled", says_disabled),
        row("me-south-1", false, "keys-rejected", says_disabled),
        row("mars-1", true, "region-disabled", says_unknown),
        row("mars-1", false, "unreachable", says_unresolved),
    ] {
        let mut watch = Watch::new(&[closed.region], PATIENCE);
        if !closed.is_listed {
            let denied = Rule::new(Fault::AccessDenied).operation("DescribeRegions");
            watch.sim.add_fault(denied);
        }
        watch
            .until("everything was tried once", Watch::is_read)
            .await;
        for (id, slice) in watch.coverage() {
            let word = slice
                .failure
                .as_ref()
                .map_or("", |failure| failure.error.kind.word());
            let is_closed = id.region.as_str() == closed.region;
            assert_eq!(word, if is_closed { closed.word } else { "" }, "{id:?}");
        }
        let shown = watch.screen_later("C");
        for text in closed.says {
            assert!(shown.contains(text), "{text:?} is not in\n{shown}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_percent_throttled_slows_the_pace_and_loses_nothing() {
    let mut watch = Watch::begun("").await;
    let before = watch.resources();
    watch.sim.add_fault(Rule::new(Fault::Throttle).percent(30));
    watch.turns(4, |_| true).await;
    let paces: Vec<Duration> = watch
        .coverage()
        .values()
        .filter_map(|slice| slice.due)
        .collect();
    let failed = watch
        .turns
        .values()
        .flatten()
        .filter(|turn| **turn == Turn::Failed)
        .count();
    let turns = watch
        .turns
        .values()
        .flatten()
        .filter(|turn| **turn == Turn::Read)
        .count();
    assert!(failed * 5 < turns, "{failed} of {turns} turns failed");
    assert_eq!(watch.resources(), before);
    let is_slowed = paces.iter().any(|pace| *pace > Duration::from_millis(900));
    assert!(failed == 0 || is_slowed, "{paces:?}");
    watch.sim.clear_faults();
    watch.turns(2, |_| true).await;
    let is_fresh = |id: &SliceId| watch.coverage()[id].failure.is_none();
    assert!(watch.turns.keys().all(is_fresh));
}
