//! The program as a value: a message in, the model and its effects out.

pub mod program;
pub mod shop;

use self::program::{Program, explanation};
use skymap::app::{Change, Effect, Overlay, Pace, Pane, Phase};
use skymap::graph::NodeKey;
use skymap::inventory::Health;
use skymap::provider::{Control, ErrorKind, ScanEvent};
use std::time::Duration;

/// A feature: what is done, and what must then be so.
fn check(feature: &str, keys: &str, holds: impl Fn(&Program) -> bool) {
    let mut program = Program::with_shop(80, 24);
    if !keys.is_empty() {
        program.press(keys);
    }
    assert!(
        holds(&program),
        "{feature}, after {keys:?}: {:?} of {:?}",
        program.selected(),
        program.labels()
    );
}

#[test]
fn one_account_is_opened_and_several_are_offered() {
    for (names, is_opened) in [
        (&["shop-prod"][..], true),
        (&["shop-prod", "shop-stage"], false),
        (&[], false),
    ] {
        let mut program = Program::new(80, 24);
        let effects = program.load(names);
        let watched = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Watch { .. }));
        assert_eq!(watched, is_opened, "{names:?}");
        assert_eq!(program.model.topology.is_some(), is_opened, "{names:?}");
        let is_modal = matches!(program.model.overlays.last(), Some(Overlay::Accounts(_)));
        assert_eq!(is_modal, !is_opened, "{names:?}");
    }
}

#[test]
fn opening_another_account_lets_the_first_go_and_drops_its_late_messages() {
    let mut program = Program::with_shop(80, 24);
    let old = program.model.generations.watch;
    let other = shop::account("shop-stage");
    let effects = skymap::app::open_account(&mut program.model, &other, program.now);
    assert_eq!(effects[0], Effect::Unwatch(shop::account("shop-prod").id));
    assert!(matches!(&effects[1], Effect::Watch { account, .. } if account.name == "shop-stage"));
    program.scan_of(
        old,
        ScanEvent::Collected {
            id: shop::slice_id("instances"),
            slice: shop::instances(),
            calls: 1,
            issues: Vec::new(),
        },
    );
    assert!(program.topology().derived.survey.resources.is_empty());
}

#[test]
fn keys_do_what_the_table_says() {
    check("something is selected from the start", "", |program| {
        !program.selected().is_empty()
    });
    check("q on the map leaves", "q", |program| {
        program.model.phase == Phase::Quitting
    });
    check("Esc on the map never leaves", "Esc Esc", |program| {
        program.model.phase == Phase::Running
    });
    check("Ctrl-c leaves from a prompt", "/ q Ctrl-c", |program| {
        program.model.phase == Phase::Quitting
    });
    check("q in a prompt is a letter", "/ q", |program| {
        program.model.phase == Phase::Running
    });
    check("q in a list closes it", "! q", |program| {
        program.model.overlays.is_empty() && program.model.phase == Phase::Running
    });
    check("the key of a view closes it again", "! !", |program| {
        program.model.overlays.is_empty()
    });
    check("views do not pile up", "! E ! E", |program| {
        program.model.overlays.len() == 2
    });
    check("Ctrl-z stops", "Ctrl-z", |program| {
        program.model.phase == Phase::Suspending
    });
    check("u selects what is round it", "g u", |program| {
        program.selected() != "web-alb"
    });
    check("[ goes back after a jump", "g G [", |program| {
        let order = program.topology().reading_order();
        program.topology().selected() == order.first().copied()
    });
    check("] goes forward again", "g G [ ]", |program| {
        let order = program.topology().reading_order();
        program.topology().selected() == order.last().copied()
    });
    check("d describes", "d", |program| {
        program.model.overlays.last().map(Overlay::pane) == Some(Pane::Details)
    });
    check("the tree has the same selection", "G t", |program| {
        let order = program.topology().derived.scene.reading_order();
        program.topology().selected() == order.last().copied()
    });
    check(
        "a command is an action by its name",
        ": p r o b l Enter",
        |program| program.model.overlays.last().map(Overlay::pane) == Some(Pane::Problems),
    );
    check(
        "an unknown command is said to be unknown",
        ": x y Enter",
        |program| {
            program
                .model
                .notice
                .as_ref()
                .is_some_and(|notice| notice.is_error)
        },
    );
}

#[test]
fn wires_are_followed_on_and_back() {
    let mut program = Program::with_shop(80, 24);
    program.select("web-alb");
    program.press("Tab");
    assert_eq!(program.selected(), "web");
    let group = program.topology().look.selection.clone();
    program.press("Tab");
    let first = program.topology().look.selection.clone();
    assert_ne!(first, group);
    program.press("n");
    assert_ne!(
        program.topology().look.selection,
        first,
        "n takes another end"
    );
    program.press("Shift-Tab");
    assert_eq!(
        program.topology().look.selection,
        group,
        "back the way we came"
    );
    program.press("Shift-Tab");
    assert_eq!(program.selected(), "web-alb");
    program.press("Shift-Tab");
    assert!(
        program.model.notice.is_some(),
        "nothing leads to the balancer"
    );
}

#[test]
fn folding_keeps_the_selection_in_sight() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    program.press("z");
    assert_eq!(
        program.selected(),
        "private-b",
        "a single box folds what is round it"
    );
    assert!(!program.labels().contains(&"worker-1"));
    program.press("Enter");
    assert!(
        program.labels().contains(&"worker-1"),
        "Enter opens it again"
    );
    program.press("- - -");
    assert!(program.labels().len() < 8, "{:?}", program.labels());
    program.press("+ + +");
    assert!(program.labels().contains(&"worker-1"));
}

#[test]
fn a_group_opens_into_its_members_and_closes_again() {
    let mut program = Program::with_shop(80, 24);
    let group = program
        .topology()
        .derived
        .diagram
        .items
        .iter()
        .find(|item| item.members.len() == 3 && !item.is_open)
        .cloned();
    let group = group.expect("three web servers of a subnet are one box");
    program.model.topology.as_mut().unwrap().look.selection = Some(group.key.clone());
    program.press("Enter");
    assert!(program.labels().contains(&"web-1"));
    assert_eq!(
        program.topology().look.selection.as_ref(),
        group.members.first()
    );
    program.press("z");
    assert_eq!(program.topology().look.selection, Some(group.key));
}

#[test]
fn the_filter_works_while_it_is_typed_and_esc_brings_the_last_one_back() {
    let mut program = Program::with_shop(80, 24);
    program.press("/");
    program.type_in("worker");
    assert!(program.labels().contains(&"worker-1") && !program.labels().contains(&"web-alb"));
    program.press("Enter");
    assert!(program.model.overlays.is_empty());
    assert!(!program.labels().contains(&"web-alb"), "Enter keeps it");
    program.press("/");
    program.type_in(" OR web");
    assert!(program.labels().contains(&"web-alb"));
    program.press("Esc");
    assert!(
        !program.labels().contains(&"web-alb"),
        "Esc forgets what was typed"
    );
    program.press("/");
    program.type_in(" AND (");
    program.press("Enter");
    assert!(
        !program.model.overlays.is_empty(),
        "what is broken is not kept"
    );
    program.press("Esc Esc");
    assert!(
        program.labels().contains(&"web-alb"),
        "Esc on the map clears the filter"
    );
}

#[test]
fn selection_and_filter_survive_a_refresh() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    program.press("/");
    program.type_in("Environment=prod");
    program.press("Enter");
    program.collect("instances", shop::instances());
    program.collect("network", shop::network());
    assert_eq!(program.selected(), "worker-1");
    assert_eq!(program.topology().look.filter.text, "Environment=prod");
}

#[test]
fn the_map_begins_at_its_beginning_whatever_was_read_first() {
    let mut program = Program::with_shop(44, 11);
    assert_eq!(program.selected(), "web-alb");
    let camera = program.topology().look.camera;
    assert_eq!(camera.y, 0);
    program.select("worker-1");
    program.press("Left Right");
    program.collect("balancers", shop::balancers());
    assert_eq!(
        program.selected(),
        "worker-1",
        "later nothing moves by itself"
    );
}

#[test]
fn a_selection_that_is_gone_moves_to_what_was_round_it() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    let left = ["web-1", "web-2"].map(|name| shop::instance(name, "a"));
    program.collect(
        "instances",
        skymap::inventory::Slice::Resources(left.to_vec()),
    );
    assert_eq!(program.selected(), "private-b");
}

#[test]
fn the_selected_box_stays_where_it_is_on_the_screen() {
    let mut program = Program::with_shop(44, 11);
    program.select("worker-1");
    program.press("Left Right");
    let place = |program: &Program| {
        let topology = program.topology();
        let rect = topology.derived.scene.boxes[topology.selected().unwrap()].rect;
        (
            rect.x - topology.look.camera.x,
            rect.y - topology.look.camera.y,
        )
    };
    program.select("worker-1");
    program.send(skymap::app::Message::Resized {
        width: 44,
        height: 11,
    });
    let before = place(&program);
    let mut more: Vec<_> = (1..6)
        .map(|number| shop::instance(&format!("cache-{number}{number}"), "a"))
        .collect();
    more.push(shop::instance("worker-1", "b"));
    program.collect("instances", skymap::inventory::Slice::Resources(more));
    assert_eq!(program.selected(), "worker-1");
    assert_eq!(place(&program), before);
}

#[test]
fn changes_are_news_only_after_everything_was_read_once() {
    let mut program = Program::with_shop(80, 24);
    assert!(
        program.topology().journal.events.is_empty(),
        "a first reading is no news"
    );
    program.wait(3);
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
    assert_eq!(sick.since, Some(program.now));
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
    program.collect(
        "instances",
        skymap::inventory::Slice::Resources(left.to_vec()),
    );
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
        explicit_deny: false,
        scp: false,
    };
    program.fail("instances", denied);
    assert!(program.labels().contains(&"worker-1"), "old data stays");
    assert_eq!(program.topology().watch.denied(), 1);
    let worker = &program.topology().derived.survey.resources[&shop::arn("instance/i-worker-1")];
    assert!(worker.is_stale);
    program.press("C");
    let effects = program.press("j j Enter");
    let expected = Effect::Control(Control::Retry(shop::slice_id("instances")));
    assert_eq!(effects, [expected], "Enter in the coverage asks again");
    program.collect("instances", shop::instances());
    assert_eq!(program.topology().watch.denied(), 0);
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
fn the_copy_menu_offers_what_people_paste() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    program.press("y");
    let Some(Overlay::CopyMenu { items, .. }) = program.model.overlays.last() else {
        panic!("no copy menu");
    };
    let text = |what: &str| {
        items
            .iter()
            .find(|item| item.what == what)
            .map(|item| item.text.as_str())
    };
    assert_eq!(text("id"), Some("i-worker-1"));
    assert_eq!(text("private address"), Some("10.0.1.80"));
    let console = "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-worker-1";
    assert_eq!(text("console address"), Some(console));
    let command = "aws ec2 describe-instances --instance-ids i-worker-1 --region eu-west-1";
    assert_eq!(text("aws command"), Some(command));
    let session = "aws ssm start-session --region eu-west-1 --target i-worker-1";
    assert_eq!(text("ssm session"), Some(session));
    let effects = program.press("j Enter");
    let copied = Effect::Copy {
        what: "ARN".to_owned(),
        text: format!(
            "arn:aws:ec2:eu-west-1:{}:instance/i-worker-1",
            shop::ACCOUNT
        ),
    };
    assert_eq!(effects, [copied]);
    assert!(program.model.overlays.is_empty());
}

#[test]
fn details_lead_from_a_relationship_to_its_other_end() {
    let mut program = Program::with_shop(80, 24);
    program.select("web-alb");
    program.press("d");
    let Some(Overlay::Details { key, .. }) = program.model.overlays.last() else {
        panic!("no details");
    };
    let rows = program.topology().details(key, program.model.screen.clock);
    let link = rows
        .iter()
        .position(|row| matches!(row, skymap::app::DetailRow::Link { name, .. } if name == "web"));
    let steps = vec!["j"; link.expect("the balancer forwards to its group")].join(" ");
    program.press(&steps);
    program.press("Enter");
    assert_eq!(program.selected(), "web");
    let Some(Overlay::Details { key, .. }) = program.model.overlays.last() else {
        panic!("the details stay open");
    };
    assert_eq!(key.as_str(), shop::arn("targetgroup/web/01").as_str());
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
        outcome: Ok(Vec::new()),
    });
    assert!(effects.contains(&Effect::Unwatch(id)));
    assert!(program.model.topology.is_none());
}

#[test]
fn a_problem_inside_what_is_folded_is_shown_where_it_is() {
    let mut program = Program::with_shop(80, 24);
    let health = shop::target_health(Some(("web-2", "Target.Timeout")));
    program.collect("target-health", health);
    program.press("- - - -");
    assert!(!program.labels().contains(&"web-2"));
    program.press("! g Enter");
    assert_eq!(program.selected(), "web-2");
    assert!(program.model.overlays.is_empty());
    program.press("[");
    assert_ne!(program.selected(), "web-2", "one step leads back");
}
