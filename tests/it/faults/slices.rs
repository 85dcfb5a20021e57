//! Faults that strike some reads of a running watch, as rows of one table.

use super::rows::{Row, rows};
use super::watch::{Turn, Watch};
use crate::screens::screen;
use futures::StreamExt;
use skymap::aws::COLLECTORS;
use skymap::inventory::SliceId;
use skymap::sim::{CallName, Fault, Rule};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_is_told_where_it_strikes_and_the_rest_stands() {
    futures::stream::iter(rows())
        .map(|row| tokio::spawn(check(row)))
        .buffer_unordered(6)
        .for_each(async |run| run.expect("a row that holds"))
        .await;
}

/// A policy is changed in mid-watch: what one of two calls told of stays as it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_asked_any_more_stays_and_the_rest_of_its_slice_is_read() {
    let mut watch = Watch::begun("").await;
    let before = watch.resources();
    assert!(
        before
            .iter()
            .any(|id| id.as_str().contains(":listener-rule/"))
    );
    let denied = Rule::new(Fault::AccessDenied).operation("DescribeRules");
    watch.sim.add_fault(denied);
    let are_listeners = |id: &SliceId| id.collector == "listeners";
    watch.turns(2, are_listeners).await;
    let mut listeners = watch.coverage().iter().filter(|(id, _)| are_listeners(id));
    assert!(listeners.all(|(_, slice)| slice.failure.is_none()));
    assert_eq!(watch.resources(), before);
    let shown = watch.screen_later("C");
    assert!(shown.contains("without the rules of"), "{shown}");
}

async fn check(row: Row) {
    let mut watch = Watch::begun(row.word).await;
    let before = watch.resources();
    let at_first = watch.sim.calls();

    for rule in (row.rules)() {
        watch.sim.add_fault(rule);
    }
    watch.clock.set_skew(row.skew);
    let begun = counts(&watch);
    let called = watch.sim.calls();
    let is_asked_on = row.word != "denied";
    watch.turns(2, |id| is_asked_on || !(row.strikes)(id)).await;
    if !is_asked_on {
        watch
            .until("what is denied is told", |watch| struck(watch, row.strikes))
            .await;
    }

    let name = row.name;
    for (id, slice) in watch.coverage() {
        let word = slice
            .failure
            .as_ref()
            .map_or("", |failure| failure.error.kind.word());
        let expected = if (row.strikes)(id) { row.word } else { "" };
        assert_eq!(
            word, expected,
            "{name}: {id:?} {:?} {:?}",
            watch.turns[id], slice
        );
    }
    let lost: Vec<_> = before.difference(&watch.resources()).cloned().collect();
    assert!(lost.is_empty(), "{name}: {lost:?} are gone from the map");
    let shown = watch.screen_later("C");
    for text in row.says {
        assert!(shown.contains(text), "{name}: {text:?} is not in\n{shown}");
    }
    let shown = watch.screen_later("");
    let banner = banner(&row, &watch);
    assert!(
        shown.contains(&banner),
        "{name}: {banner:?} is not in\n{shown}"
    );
    assert!(
        shown.contains(row.word),
        "{name}: {:?} is not in\n{shown}",
        row.word
    );
    check_attempts(&row, &watch, (&at_first, &called, &begun));

    watch.sim.clear_faults();
    watch.clock.set_skew(0);
    let ended: BTreeMap<SliceId, usize> = lengths(&watch);
    if row.word == "denied" {
        watch.press("Ctrl-r");
    }
    watch
        .until("everything is fresh", |watch| {
            watch
                .coverage()
                .values()
                .all(|slice| slice.failure.is_none())
        })
        .await;
    for (id, turns) in &watch.turns {
        let failed = turns[ended[id]..]
            .iter()
            .filter(|turn| **turn == Turn::Failed);
        assert!(
            failed.count() <= 1,
            "{name}: {id:?} failed on after the fault"
        );
    }
    assert_eq!(screen(&watch.program).matches(" reads fail").count(), 0);
}

/// With the numbers of its region, or of any where it names none.
fn banner(row: &Row, watch: &Watch) -> String {
    let (region, _) = row.banner.split_once(':').unwrap_or_default();
    let region = if region.is_empty() {
        "eu-west-1"
    } else {
        region
    };
    let all = watch.coverage().keys();
    let all: Vec<_> = all.filter(|id| id.region.as_str() == region).collect();
    let struck = all.iter().filter(|id| (row.strikes)(id)).count();
    row.banner
        .replace("{struck}", &struck.to_string())
        .replace("{all}", &all.len().to_string())
}

fn struck(watch: &Watch, strikes: fn(&SliceId) -> bool) -> bool {
    let mut struck = watch.coverage().iter().filter(|(id, _)| strikes(id));
    struck.all(|(_, slice)| slice.failure.is_some())
}

fn lengths(watch: &Watch) -> BTreeMap<SliceId, usize> {
    let turns = watch.turns.iter();
    turns.map(|(id, turns)| (id.clone(), turns.len())).collect()
}

/// How often each slice was begun.
fn counts(watch: &Watch) -> BTreeMap<SliceId, usize> {
    let begun = |turns: &Vec<Turn>| turns.iter().filter(|one| **one == Turn::Begun).count();
    let turns = watch.turns.iter();
    turns
        .map(|(id, turns)| (id.clone(), begun(turns)))
        .collect()
}

type Calls = BTreeMap<CallName, u64>;

/// Each call of a read is tried at most three times in the read's turn.
fn check_attempts(
    row: &Row,
    watch: &Watch,
    (at_first, before, begun): (&Calls, &Calls, &BTreeMap<SliceId, usize>),
) {
    let now = counts(watch);
    for (name, count) in watch.sim.calls() {
        let action = format!("{}:{}", name.service, name.operation);
        let turns: usize = COLLECTORS
            .iter()
            .filter(|collector| collector.actions.contains(&action.as_str()))
            .flat_map(|collector| {
                now.iter().filter(|(id, _)| {
                    id.collector == collector.name && id.region.as_str() == name.region
                })
            })
            .map(|(id, now)| now - begun[id])
            .max()
            .unwrap_or(0);
        if turns == 0 {
            continue;
        }
        // What was not asked for in the first round is asked once in a later one.
        let per_turn = at_first.get(&name).copied().unwrap_or(1);
        let made = count - before.get(&name).copied().unwrap_or(0);
        let most = 3 * per_turn * (turns as u64 + 1);
        assert!(
            made <= most,
            "{}: {made} calls of {name:?} in {turns} turns",
            row.name
        );
    }
}
