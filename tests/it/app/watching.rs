//! What is watched: news, failures, sessions, sleep.

use super::program::{Program, explanation};
use super::shop;
use skymap::app::{Change, Effect, Pace, Session};
use skymap::graph::NodeKey;
use skymap::inventory::Health;
use skymap::provider::{Control, Denial, ErrorKind, ScanEvent};
use std::time::Duration;

#[test]
fn changes_are_news_only_after_everything_was_read_once() {
    let mut program = Program::with_shop(80, 24);
    assert!(
        program.topology().journal.events.is_empty(),
        "a first reading is no news"
    );
    program.collect(
        "target-health",
        shop::target_health(Some(("web-2", "Target.Timeout"))),
    );
    let events = &program.topology().journal.events;
    let change = |name: &str| {
        events
            .iter()
            .find(|event| event.name == name)
            .map(|event| &event.change)
    };
    assert!(
        matches!(
            change("web-2"),
            Some(Change::Health {
                to: Health::Unhealthy,
                ..
            })
        ),
        "{events:?}"
    );
    let problems = program.topology().problems();
    let sick = problems
        .iter()
        .find(|problem| problem.name == "web-2")
        .expect("it is a problem");
    assert_eq!(
        sick.since,
        Some(program.now),
        "the very next reading is news"
    );
    assert_eq!(sick.upstream, ["web"]);
    let key = NodeKey::from(&shop::arn("instance/i-web-2"));
    assert!(program.topology().journal.is_marked(&key));
    program.wait(11);
    assert!(!program.topology().journal.is_marked(&key), "a mark fades");
}

#[test]
fn what_comes_and_goes_is_written_down() {
    let mut program = Program::with_shop(80, 24);
    let left = ["web-1", "web-2", "web-5"].map(|name| shop::instance(name, "a"));
    program.collect("instances", skymap::inventory::Slice::of(left.to_vec()));
    let events = program.topology().journal.events.iter();
    let told: Vec<String> = events
        .map(|event| format!("{} {}", event.name, event.sentence()))
        .collect();
    for expected in ["web-5 appeared", "worker-1 is gone"] {
        assert!(
            told.iter().any(|event| event == expected),
            "{expected} in {told:?}"
        );
    }
}

#[test]
fn what_could_not_be_read_keeps_its_last_state_and_is_marked() {
    let mut program = Program::with_shop(80, 24);
    let denied = ErrorKind::AccessDenied {
        action: None,
        reason: Denial::Unsaid,
    };
    program.fail("instances", denied);
    assert!(program.labels().contains(&"worker-1"), "old data stays");
    assert_eq!(program.topology().watch.failures()["denied"], 1);
    let worker = &program.topology().derived.survey.resources[&shop::arn("instance/i-worker-1")];
    assert!(worker.is_stale);
    program.press("C");
    let effects = program.press("Enter");
    let expected = Effect::Control(Control::Retry(shop::slice_id("instances")));
    assert_eq!(
        effects,
        [expected],
        "what failed is under the cursor, and Enter asks again"
    );
    program.collect("instances", shop::instances());
    assert!(program.topology().watch.failures().is_empty());
}

#[test]
fn a_failed_session_is_a_banner_with_a_way_out_and_the_map_stays() {
    let mut program = Program::with_shop(80, 24);
    let expired = explanation(
        ErrorKind::ExpiredCredentials,
        "the credentials have expired",
    );
    program.scan(ScanEvent::SessionFailed(expired));
    let banner = skymap::app::Banner::of(&program.model).expect("a banner");
    assert!(
        banner
            .text(program.now)
            .contains("the credentials have expired")
    );
    assert!(program.labels().contains(&"worker-1"));
    assert_eq!(
        program.press("Ctrl-r"),
        [Effect::Control(Control::RefreshNow)]
    );
    program.scan(ScanEvent::SessionReady {
        account: shop::ACCOUNT.parse().unwrap(),
        seconds_left: 900,
    });
    assert_eq!(skymap::app::Banner::of(&program.model), None);
}

/// Whatever AWS says of its end: the longest that a role can have.
#[test]
fn a_session_lasts_twelve_hours_at_most() {
    let mut program = Program::with_shop(80, 24);
    program.scan(ScanEvent::SessionReady {
        account: shop::ACCOUNT.parse().unwrap(),
        seconds_left: u64::MAX,
    });
    let until = program.now + Duration::from_hours(12);
    let sessions = program.model.accounts.sessions.values();
    assert_eq!(sessions.collect::<Vec<_>>(), [&Session::Open { until }]);
}

#[test]
fn an_idle_program_wakes_only_for_what_changes_by_itself() {
    let mut program = Program::with_shop(80, 24);
    let overdue = program.now + Duration::from_secs(125);
    assert_eq!(
        program.model.next_deadline(),
        Some(overdue),
        "two missed reads make data old"
    );
    assert_eq!(program.topology().watch.overdue_since(program.now), None);
    program.wait(125);
    assert!(
        program
            .topology()
            .watch
            .overdue_since(program.now)
            .is_some()
    );
    let step = program.model.next_deadline().expect("an age is on screen");
    assert_eq!(
        step - program.now,
        Duration::from_secs(55),
        "ages go in whole minutes"
    );
    program.press("Ctrl-l");
    let never = Program::new(80, 24);
    assert_eq!(never.model.next_deadline(), None);
}

#[test]
fn a_forgotten_map_falls_asleep_and_any_key_wakes_it() {
    let mut program = Program::with_shop(80, 24);
    program.wait(30 * 60 - 1);
    assert_eq!(program.topology().watch.pace, Pace::Running);
    assert_eq!(program.wait(1), [Effect::Control(Control::Pause)]);
    assert!(skymap::app::Banner::of(&program.model).is_some());
    assert_eq!(program.press("j"), [Effect::Control(Control::Resume)]);
    assert_eq!(program.topology().watch.pace, Pace::Running);
}

#[test]
fn pausing_is_remembered_and_said_to_the_scan() {
    let mut program = Program::with_shop(80, 24);
    assert_eq!(program.press("p"), [Effect::Control(Control::Pause)]);
    assert_eq!(
        program.wait(3600),
        [],
        "what is paused does not fall asleep as well"
    );
    assert_eq!(program.press("p"), [Effect::Control(Control::Resume)]);
}

#[test]
fn picked_regions_are_watched_in_the_place_of_the_old_ones() {
    let mut program = Program::with_shop(80, 24);
    let region = |code: &str, is_enabled| skymap::provider::RegionState {
        region: skymap::account::Region::new(code),
        is_enabled,
    };
    program.scan(ScanEvent::RegionsKnown(vec![
        region("eu-west-1", true),
        region("us-east-1", true),
        region("me-south-1", false),
    ]));
    assert_eq!(
        program.press("r Enter"),
        [],
        "the same regions are not read anew"
    );
    program.press("r G Space");
    assert!(
        program.model.notice.is_some(),
        "a region that is off cannot be picked"
    );
    let effects = program.press("k Space Enter");
    let watched = effects.iter().find_map(|effect| match effect {
        Effect::Watch { regions, .. } => Some(
            regions
                .iter()
                .map(skymap::account::Region::as_str)
                .collect::<Vec<_>>(),
        ),
        _ => None,
    });
    assert_eq!(watched, Some(vec!["eu-west-1", "us-east-1"]));
}

#[test]
fn a_removed_account_is_watched_no_more() {
    let mut program = Program::with_shop(80, 24);
    let id = shop::account("shop-prod").id;
    let effects = program.send(skymap::app::Message::AccountRemoved {
        id,
        outcome: Ok(skymap::account::store::Removed::default()),
    });
    assert!(effects.contains(&Effect::Unwatch(id)));
    assert!(program.model.topology.is_none());
}
