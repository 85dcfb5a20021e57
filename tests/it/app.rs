//! The program as a value: a message in, the model and its effects out.

mod exporting;
pub mod pointer;
pub mod program;
pub mod shop;
mod watching;

use self::program::Program;
use skymap::app::{Effect, Overlay, Pane, Phase};
use skymap::provider::ScanEvent;

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
    let old = program.model.accounts.generations.watch;
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
            let top = program.model.overlays.last();
            matches!(top, Some(Overlay::Command(line)) if line.problem.is_some())
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
fn a_search_lights_what_matches_and_enter_keeps_it_as_the_filter() {
    let mut program = Program::with_shop(80, 24);
    let everything = program.labels().len();
    program.press("/");
    program.type_in("worker");
    assert_eq!(
        program.selected(),
        "worker-1",
        "the first match is selected"
    );
    assert_eq!(program.labels().len(), everything, "nothing moves or goes");
    assert!(program.topology().derived.found.is_some());
    program.press("Esc");
    assert!(program.topology().derived.found.is_none(), "Esc ends it");
    assert!(program.topology().look.filter.is_empty());
    program.press("/");
    program.type_in("worker");
    program.press("Enter");
    assert!(program.model.overlays.is_empty());
    assert!(!program.labels().contains(&"web-alb"), "Enter keeps it");
    program.press("/");
    program.type_in(" AND (");
    program.press("Enter");
    assert!(
        !program.model.overlays.is_empty(),
        "what is broken is not kept"
    );
    program.press("Esc");
    assert!(
        !program.labels().contains(&"web-alb"),
        "Esc forgets what was typed, not the filter"
    );
    program.press("Esc");
    assert!(
        program.labels().contains(&"web-alb"),
        "Esc on the map clears the filter"
    );
}

#[test]
fn a_search_is_walked_match_by_match() {
    let mut program = Program::with_shop(80, 24);
    program.press("/");
    program.type_in("web");
    let first = program.selected().to_owned();
    program.press("Ctrl-n");
    let second = program.selected().to_owned();
    assert_ne!(first, second);
    program.press("Ctrl-p");
    assert_eq!(program.selected(), first);
    program.press("Ctrl-p Ctrl-n");
    assert_eq!(program.selected(), first, "behind the first comes the last");
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
    let mut program = Program::with_shop(60, 16);
    let camera = program.topology().look.camera;
    let selected = program
        .topology()
        .selected()
        .expect("something is selected");
    let vpc = program.topology().derived.scene.boxes[selected].rect;
    assert_eq!(program.selected(), "shop 10.0.0.0/16");
    assert_eq!((camera.x, camera.y), (0, vpc.y), "from its first row on");
    let scene = program.topology().derived.scene.clone();
    let mut other = Program::opened(60, 16);
    other.read_shop_in([3, 1, 4, 0, 2]);
    assert_eq!(other.topology().look.camera, camera);
    assert_eq!(other.selected(), "shop 10.0.0.0/16");
    assert_eq!(other.topology().derived.scene, scene, "in whatever order");
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
fn the_first_look_fits_the_window() {
    let labels = ["shop", "web-alb", "worker-1"];
    for (width, height, seen) in [(80, 24, 3), (60, 16, 3), (44, 24, 2), (44, 11, 1)] {
        let program = Program::with_shop(width, height);
        let size = program.topology().derived.scene.size;
        assert!(size.width <= i32::from(width), "{size:?} in {width}");
        let found = labels.map(|label| {
            program
                .labels()
                .iter()
                .any(|drawn| drawn.starts_with(label))
        });
        let expected = [0, 1, 2].map(|index| index < seen);
        assert_eq!(found, expected, "{width}: {:?}", program.labels());
    }
    let mut program = Program::with_shop(44, 11);
    program.press("+");
    assert!(
        program.labels().contains(&"worker-1"),
        "what is closed can be looked at: {:?} {:?}",
        program.topology().look.collapse.level,
        program.labels()
    );
    program.collect("network", shop::network());
    assert!(program.labels().contains(&"worker-1"), "and stays open");
}

#[test]
fn a_selection_that_is_gone_moves_to_what_was_round_it() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    let left = ["web-1", "web-2"].map(|name| shop::instance(name, "a"));
    program.collect("instances", skymap::inventory::Slice::of(left.to_vec()));
    assert_eq!(program.selected(), "private-b");
}

#[test]
fn the_selected_box_stays_where_it_is_on_the_screen() {
    let mut program = Program::with_shop(60, 16);
    let place = |program: &Program| {
        let topology = program.topology();
        let rect = topology.derived.scene.boxes[topology.selected().unwrap()].rect;
        (
            rect.x - topology.look.camera.x,
            rect.y - topology.look.camera.y,
        )
    };
    program.send(skymap::app::Message::Resized {
        width: 44,
        height: 11,
    });
    program.select("worker-1");
    program.press("Left Right");
    program.select("worker-1");
    program.send(skymap::app::Message::Resized {
        width: 43,
        height: 11,
    });
    let before = place(&program);
    let mut more: Vec<_> = (1..6)
        .map(|number| shop::instance(&format!("cache-{number}{number}"), "a"))
        .collect();
    more.push(shop::instance("worker-1", "b"));
    program.collect("instances", skymap::inventory::Slice::of(more));
    assert_eq!(program.selected(), "worker-1");
    assert_eq!(place(&program), before);
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
    let session = "aws ssm start-session --target i-worker-1 --region eu-west-1";
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
fn a_problem_inside_a_folded_container_is_brought_to_light() {
    let mut program = Program::with_shop(80, 24);
    program.select("shop 10.0.0.0/16");
    program.press("z");
    let sick = shop::target_health(Some(("web-2", "Target.Timeout")));
    program.collect("target-health", sick);
    assert!(!program.labels().contains(&"web-2"), "it is inside");
    program.press("! Enter");
    assert_eq!(program.selected(), "web-2");
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
