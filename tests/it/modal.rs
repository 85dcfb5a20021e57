//! The accounts modal: keys in; state, effects and the screen out.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the functions that the tests share fail as the tests do"
)]

mod desk;
mod form;
mod loaded;

use crossterm::event::{MouseButton, MouseEventKind};
use desk::Desk;
use loaded::{account, none, refusal, resized, three};
use proptest::prelude::*;
use skymap::account::TeamName;
use skymap::account::store::Removed;
use skymap::app::{ColourDepth, Effect, Message, Phase};
use skymap::layout::Glyphs;
use skymap::provider::{Cause, Verdict};
use std::time::{Duration, Instant};

#[test]
fn the_list_at_two_sizes() {
    let mut desk = Desk::new(80, 24, three());
    let until = desk.now + Duration::from_secs(52 * 60 + 10);
    let id = desk.model.accounts.all()[0].id;
    let session = skymap::app::Session::Open { until };
    desk.model.accounts.sessions.insert(id, session);
    insta::assert_snapshot!("list_80x24", desk.screen());
    desk.say(resized(140, 45));
    insta::assert_snapshot!("list_140x45", desk.screen());
}

#[test]
fn a_first_start_says_what_to_do_and_enter_does_it() {
    let mut desk = Desk::new(80, 24, none());
    desk.expect(&[
        "No AWS account is connected yet",
        "[ Add AWS account ]",
        "0 of 0",
    ]);
    desk.press("Enter");
    desk.expect(&["Add an AWS account", "step 1 of 6", "Asking AWS who we are"]);
    assert!(matches!(desk.effects[..], [Effect::AskCaller { .. }]));
}

#[test]
fn a_removal_needs_more_than_one_key_and_drops_everything_at_once() {
    let mut desk = Desk::new(80, 24, three());
    let first = desk.model.accounts.all()[0].clone();
    let id = first.id;
    desk.press("d y d Enter");
    assert_eq!(desk.effects, [], "Cancel is selected first");
    desk.press("d");
    desk.expect(&[
        "Remove this account?",
        "1111-2222-3333",
        "/srv/skymap/platform.toml",
        ">[ Cancel ]",
    ]);
    insta::assert_snapshot!("removal_80x24", desk.screen());
    desk.press("Right Enter Enter");
    assert_eq!(
        desk.effects,
        [Effect::Forget(id), Effect::RemoveAccount(Box::new(first))]
    );
    desk.say(Message::AccountRemoved {
        id,
        outcome: Ok(Removed {
            files: vec!["/srv/skymap/platform.toml".into()],
            notes: vec!["somebody else has changed colour".to_owned()],
        }),
    });
    assert_eq!(desk.effects.last(), Some(&Effect::LoadAccounts));
    desk.expect(&[
        "platform.toml",
        "somebody else",
        "still exists in AWS",
        "delete-role",
    ]);
    desk.press("y");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { text, .. }) if text.contains("delete-role"))
    );
    let mut rest = three();
    rest.accounts.remove(0);
    desk.say(Message::AccountsLoaded(rest)).press("Esc");
    desk.expect(&["2 of 2"]);
}

#[test]
fn what_was_read_through_a_removed_account_leaves_the_map() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("Enter");
    assert!(desk.model.topology.is_some() && !desk.is_open());
    desk.effects.clear();
    desk.press("a d Right Enter");
    assert!(desk.model.topology.is_none());
    assert!(matches!(
        desk.effects[..],
        [
            Effect::Unwatch(_),
            Effect::Forget(_),
            Effect::RemoveAccount(_)
        ]
    ));
    desk.say(Message::AccountRemoved {
        id: desk.model.accounts.all()[0].id,
        outcome: Err("platform.toml is read-only".to_owned()),
    });
    desk.expect(&["platform.toml is read-only"]);
    desk.press("Esc Esc");
    assert!(!desk.is_open());
}

#[test]
fn names_that_begin_alike_are_told_apart_on_a_small_screen() {
    let mut loaded = none();
    let names = ["billing-sandbox-eu-17", "billing-sandbox-eu-18"];
    loaded.accounts = names
        .iter()
        .zip(1..)
        .map(|(name, number)| account(name, number, "ap-southeast-2, us-east-1"))
        .collect();
    let desk = Desk::new(80, 24, loaded);
    desk.expect(&names);
    desk.expect(&["0000-0000-0002", "ap-southeast-2"]);
}

#[test]
fn a_thousand_accounts_are_filtered_by_words() {
    let mut loaded = none();
    loaded.accounts = (0..1000)
        .map(|index| {
            let regions = if index % 2 == 0 {
                "eu-west-1"
            } else {
                "us-east-1"
            };
            let mut account = account(
                &format!("Team-{index:03}-日本"),
                500_000_000_000 + index,
                regions,
            );
            if index == 7 {
                account.teams = vec![TeamName("platform".to_owned())];
            }
            account
        })
        .collect();
    let mut desk = Desk::new(80, 24, loaded);
    for (filter, count, first) in [
        ("team-99", 10, "Team-990"),
        ("TEAM-99 us-east", 5, "Team-991"),
        ("500000000123", 1, "Team-123"),
        ("5000-0000-0123", 1, "Team-123"),
        (":role/skymap 0456", 1, "Team-456"),
        ("platform", 1, "Team-007"),
        ("日本 team-5 eu", 50, "Team-500"),
        ("nothing like it", 0, "No account matches"),
    ] {
        desk.press("/").type_text(filter);
        desk.expect(&[&format!("{count} of 1000"), first]);
        desk.press("Esc");
        desk.expect(&["1000 of 1000"]);
    }
    desk.press("/").type_text("team-12").press("Enter j j");
    desk.expect(&[">  ✎ Team-122"]);
    desk.press("Esc");
    desk.expect(&["1000 of 1000", ">  ✎ Team-122"]);
    desk.press("G");
    desk.expect(&[">  ✎ Team-999"]);
    desk.press("PgUp g PgDn k");
    desk.expect(&[">  ✎ Team-0"]);
    let started = Instant::now();
    desk.press("/");
    for _ in 0..10 {
        desk.type_text("team-5");
        desk.screen();
        desk.press("Ctrl-u");
    }
    let each = started.elapsed() / 70;
    // A frame, on a machine that does other things too and without optimisation.
    assert!(each < Duration::from_millis(48), "a key took {each:?}");
}

#[test]
fn the_mouse_finds_the_pencil_the_trash_can_and_the_button() {
    let mut desk = Desk::new(80, 24, three());
    desk.click("✎ shop-stage");
    desk.expect(&["Edit shop-stage"]);
    desk.press("Esc").click("shop-prod").click("⌫");
    desk.expect(&["Remove this account?", "shop-prod"]);
    desk.click("[ Remove ]");
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::RemoveAccount(_))
    ));
    desk.press("Esc").click("Add AWS account");
    desk.expect(&["Add an AWS account"]);
    desk.click("4 Account").click("Name");
    desk.type_text("by-mouse").click("platform").click("6 Save");
    desk.expect(&["by-mouse", "platform"]);
    desk.click("[ Save account ]");
    assert_eq!(desk.saved().unwrap().name, "by-mouse");
    let mut desk = Desk::new(80, 24, three());
    desk.mouse(MouseEventKind::ScrollDown, 40, 10);
    desk.expect(&[">  ✎ shop-stage"]);
    desk.click("shop-stage");
    assert!(matches!(desk.effects[..], [Effect::Watch { .. }]));
}

#[test]
fn texts_are_read_copied_and_written() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("y Enter");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { what, .. }) if what == "external ID")
    );
    desk.press("y j Enter");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { text, .. })
        if text == "arn:aws:iam::111122223333:role/skymap")
    );
    desk.press("e Ctrl-p Ctrl-p y");
    let copied = desk.effects.last().cloned();
    desk.press("w");
    let written = desk.effects.last().cloned();
    desk.press("Enter");
    assert!(matches!(copied, Some(Effect::Copy { ref what, .. }) if desk.shows(what)));
    assert!(matches!(written, Some(Effect::WriteFile { .. })));
    desk.press("y");
    assert_eq!(desk.effects.last(), copied.as_ref());
    desk.say(Message::Delivered(Err("it exists already".to_owned())));
    desk.expect(&["it exists already"]);
}

#[test]
fn what_is_wrong_with_the_files_can_be_read() {
    let mut loaded = three();
    loaded.issues = vec![
        "/srv/skymap/audit.toml, line 3, column 7: not TOML".to_owned(),
        "/srv/skymap/platform.toml may be written by everybody".to_owned(),
    ];
    let mut desk = Desk::new(80, 24, loaded);
    desk.expect(&["line 3, column 7", "i reads all 2"]);
    desk.press("i");
    desk.expect(&["line 3, column 7", "written by everybody"]);
}

#[test]
fn permissions_stand_by_service_with_the_problems_first() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("t");
    let mend = Cause {
        sentence: "a policy that allows 1 action more".to_owned(),
        remedy: Some("{\"Statement\": []}".to_owned()),
    };
    for (subject, verdict) in [
        ("assume role", Verdict::Passed("for 60 minutes".to_owned())),
        ("ec2:DescribeInstances", Verdict::Running),
        (
            "ec2:DescribeInstances",
            Verdict::Passed("allowed".to_owned()),
        ),
        (
            "s3:GetBucketLocation",
            Verdict::Untested("there is none".to_owned()),
        ),
        ("s3:ListAllMyBuckets", Verdict::Failed(refusal())),
        ("missing permissions", Verdict::Mend(mend)),
    ] {
        desk.check(subject, verdict);
    }
    let generation = desk.generation();
    desk.say(Message::CheckEnded { generation });
    let (screen, mut from) = (desk.screen(), 0);
    for text in [
        "assume role: for 60 minutes",
        "missing permissions, y copies: a policy that allows",
        "Actions: 1 allowed, 1 denied, 1 not testable here.",
        "S3",
        "s3:ListAllMyBuckets: denied: ",
        "s3:GetBucketLocation: not testable here: there is none",
        "EC2 and VPC",
        "ec2:DescribeInstances: allowed",
    ] {
        let place = screen[from..].find(text);
        from += place.unwrap_or_else(|| panic!("{text:?} is not below the others in\n{screen}"));
    }
    desk.press("j y");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { what, text })
        if what == "the missing policy" && text == "{\"Statement\": []}")
    );
    desk.press("j");
    desk.expect(&[&refusal().summary]);
}

#[test]
fn a_test_from_the_list_tells_the_list_how_it_went() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("t");
    desk.check("assume role", Verdict::Running);
    desk.expect(&["Test shop-prod", "◌ assume role"]);
    desk.check("assume role", Verdict::Failed(refusal()));
    let generation = desk.generation();
    desk.say(Message::CheckEnded { generation }).press("Esc");
    desk.expect(&["✗ denied"]);
    desk.press("t")
        .check("assume role", Verdict::Running)
        .press("Esc");
    assert_eq!(desk.effects.last(), Some(&Effect::CancelVerify));
}

#[test]
fn it_can_be_read_without_colour_and_in_ascii() {
    let mut desk = Desk::new(80, 24, three());
    desk.model.screen.appearance.depth = ColourDepth::None;
    desk.model.screen.glyphs = Glyphs::Ascii;
    for keys in [
        "j",
        "e",
        "Ctrl-n",
        "Ctrl-p Ctrl-p Ctrl-p",
        "Ctrl-p",
        "Esc d",
    ] {
        desk.press(keys);
        let screen = desk.screen();
        assert!(screen.is_ascii(), "{screen}");
        assert!(screen.contains('>'), "no focus on\n{screen}");
    }
}

#[test]
fn the_cursor_stands_in_the_field_that_is_typed_in() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("/").type_text("日");
    let mut terminal = desk.draw();
    let column = terminal.get_cursor_position().unwrap().x;
    desk.type_text("本");
    let mut terminal = desk.draw();
    assert_eq!(terminal.get_cursor_position().unwrap().x, column + 2);
    desk.press("Esc a Ctrl-n Ctrl-n Ctrl-n");
    desk.paste(&"x".repeat(100_000)).type_text("END");
    let mut terminal = desk.draw();
    let cursor = terminal.get_cursor_position().unwrap();
    assert!(cursor.x < 79, "{cursor}");
}

#[test]
fn the_programs_own_keys_work_where_no_text_is_typed() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("?");
    desk.expect(&["─ Help ─", "Views"]);
    desk.press("Esc e ?");
    desk.expect(&["role/skymap?"]);
    desk.press("Ctrl-z");
    assert_eq!(desk.model.phase, Phase::Suspending);
}

#[test]
fn no_size_is_too_small_to_be_drawn() {
    for (width, height) in [(0, 0), (12, 0), (0, 12), (1, 1), (3, 2), (12, 5), (40, 12)] {
        let mut desk = Desk::new(width, height, three());
        for keys in [
            "j",
            "e",
            "Ctrl-n",
            "Ctrl-n",
            "q Esc Esc",
            "d",
            "Esc y",
            "Esc a",
        ] {
            desk.press(keys).screen();
        }
    }
}

fn any_key() -> impl Strategy<Value = String> {
    let names = "Enter Esc Tab Shift-Tab Up Down Left Right PgDn PgUp Home End Space Backspace \
        Ctrl-n Ctrl-p Ctrl-s Ctrl-u Ctrl-d Ctrl-w a e d t y w r o i j k g G / q x 1 9";
    let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
    proptest::sample::select(names)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_keys_break_it_and_enough_esc_closes_it(
        keys in proptest::collection::vec(any_key(), 0..60),
        clicks in proptest::collection::vec((0u16..100, 0u16..50), 0..6),
        size in (0u16..150, 0u16..50),
    ) {
        let mut desk = Desk::new(size.0, size.1, three());
        for (index, key) in keys.iter().enumerate() {
            desk.press(key);
            if let Some((column, row)) = clicks.get(index / 8) {
                desk.mouse(MouseEventKind::Down(MouseButton::Left), *column, *row);
            }
            desk.screen();
        }
        for _ in 0..8 {
            desk.press("Esc");
        }
        prop_assert!(!desk.is_open(), "still open:\n{}", desk.screen());
    }
}
