//! The accounts modal: keys in; state, effects and the screen out.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the functions that the tests share fail as the tests do"
)]

mod desk;

use crossterm::event::{MouseButton, MouseEventKind};
use desk::Desk;
use proptest::prelude::*;
use skymap::account::store::{FileState, Loaded};
use skymap::account::{Account, Draft, Service, TeamName};
use skymap::app::{Effect, Message, Phase};
use skymap::layout::Glyphs;
use skymap::provider::{Caller, Cause, Check, ErrorKind, Explanation, Probe, Verdict};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

fn account(name: &str, number: u64, regions: &str) -> Account {
    let draft = Draft {
        name: name.to_owned(),
        role_arn: format!("arn:aws:iam::{number:012}:role/skymap"),
        regions: regions.to_owned(),
        ..Draft::new()
    };
    draft.parse(&[]).unwrap()
}

fn resized(width: u16, height: u16) -> Message {
    Message::Resized { width, height }
}

fn team_file(team: &str, read_only: Option<&str>) -> FileState {
    FileState {
        team: Some(TeamName(team.to_owned())),
        path: format!("/srv/skymap/{team}.toml").into(),
        read_only: read_only.map(str::to_owned),
        holds: BTreeSet::new(),
    }
}

fn files() -> Vec<FileState> {
    vec![
        FileState {
            team: None,
            path: "/home/ada/.config/skymap/accounts.toml".into(),
            read_only: None,
            holds: BTreeSet::new(),
        },
        team_file("platform", None),
        team_file("audit", Some("the file belongs to root")),
    ]
}

fn three() -> Loaded {
    let mut prod = account("shop-prod", 1111_2222_3333, "eu-west-1, us-east-1");
    prod.teams = vec![TeamName("platform".to_owned())];
    let mut pending = account("data", 3333_4444_5555, "us-east-1");
    pending.role = None;
    let mut files = files();
    files[1].holds.insert(prod.id);
    Loaded {
        accounts: vec![
            prod,
            account("shop-stage", 2222_3333_4444, "eu-west-1"),
            pending,
        ],
        files,
        ..Loaded::default()
    }
}

fn none() -> Loaded {
    Loaded {
        files: files(),
        ..Loaded::default()
    }
}

fn refusal() -> Explanation {
    Explanation {
        kind: ErrorKind::AccessDenied {
            action: Some("sts:AssumeRole".to_owned()),
            explicit_deny: false,
            scp: false,
        },
        summary: "assuming the role was refused".to_owned(),
        causes: vec![
            Cause {
                sentence: "the trust policy does not name account 444455556666".to_owned(),
                remedy: Some("{ \"Effect\": \"Allow\" }".to_owned()),
            },
            Cause {
                sentence: "the external ID differs".to_owned(),
                remedy: None,
            },
        ],
        request_id: None,
    }
}

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
fn an_account_is_added_by_keys_alone() {
    let mut desk = Desk::new(80, 24, none());
    desk.press("a");
    let Some(Effect::AskCaller { generation, .. }) = desk.effects.last().cloned() else {
        panic!("nobody asked who we are");
    };
    let caller = Caller {
        account: "444455556666".parse().unwrap(),
        arn: "arn:aws:sts::444455556666:assumed-role/ops/ada".to_owned(),
        partition: skymap::account::Partition::Aws,
    };
    let outcome = Ok(caller);
    desk.say(Message::CallerKnown {
        generation,
        outcome,
    });
    desk.expect(&["4444-5555-6666", "assumed-role/ops/ada", "external ID"]);
    insta::assert_snapshot!("identity_80x24", without_external_id(&desk));
    desk.press("Enter");
    desk.expect(&["step 2 of 6", "Trust policy", "Require MFA"]);
    desk.say(resized(140, 45)).press("j");
    desk.expect(&[
        "Run it in the account to be connected",
        "aws iam create-role",
    ]);
    desk.say(resized(80, 24));
    desk.press("Ctrl-n");
    desk.expect(&["(*) ReadOnlyAccess", "ec2:DescribeInstances"]);
    desk.press("j Enter");
    desk.expect(&["step 4 of 6", "saved as pending"]);
    desk.paste("  arn:aws:iam::111122223333:role/te\n");
    desk.type_text("am/skymap");
    desk.expect(&["account 1111-2222-3333 · partition aws · role skymap"]);
    desk.press("Tab").type_text("quiet-prod");
    desk.press("Enter").type_text("frank");
    desk.expect(&["eu-central-1 Frankfurt"]);
    desk.press("Down Enter").type_text(", us-east-1");
    desk.expect(&["eu-central-1, us-east-1", "Frankfurt, N. Virginia"]);
    // External ID, profile, services.
    desk.press("Tab Tab Tab Down Space");
    desk.expect(&["[x] EC2 and VPC", "[ ] Elastic Load Balancing"]);
    desk.press("Tab Space");
    desk.expect(&[
        "[x] platform",
        "audit (read-only: the file belongs to root)",
    ]);
    desk.press("Down Space");
    desk.expect(&["[ ] audit"]);
    insta::assert_snapshot!("account_80x24", without_external_id(&desk));
    desk.press("Ctrl-n");
    desk.check("assume role", Verdict::Running);
    desk.check(
        "assume role",
        Verdict::Passed("session for 60 min".to_owned()),
    );
    let generation = desk.generation();
    desk.say(Message::CheckEnded { generation });
    desk.expect(&["● assume role: session for 60 min", "The check passed."]);
    desk.press("Ctrl-n");
    desk.expect(&["quiet-prod", "1111-2222-3333", "[ Save account ]"]);
    desk.press("Enter");
    let saved = desk.saved().expect("an order to save");
    assert_eq!(saved.name, "quiet-prod");
    assert_eq!(saved.role.as_ref().unwrap().path_and_name, "team/skymap");
    assert_eq!(saved.home_region.as_str(), "eu-central-1");
    assert_eq!(saved.services.off, [Service::LoadBalancing].into());
    assert_eq!(saved.teams, [TeamName("platform".to_owned())]);
    desk.say(Message::AccountSaved {
        id: saved.id,
        outcome: Ok(Vec::new()),
    });
    assert_eq!(desk.effects.last(), Some(&Effect::LoadAccounts));
    desk.say(Message::AccountsLoaded(Loaded {
        accounts: vec![account("first", 9, "eu-west-1"), saved],
        ..none()
    }));
    desk.expect(&["quiet-prod is saved", "2 of 2", "> ✎ quiet-prod"]);
}

fn without_external_id(desk: &Desk) -> String {
    let screen = desk.screen();
    let hex = |character: char| character.is_ascii_hexdigit() || character == '-';
    let mut text = String::new();
    for line in screen.lines() {
        let words: Vec<String> = line
            .split(' ')
            .map(|word| {
                let id = word.trim_end_matches('_');
                if id.len() == 36 && id.chars().all(hex) {
                    word.replace(id, "00000000-0000-4000-8000-000000000000")
                } else {
                    word.to_owned()
                }
            })
            .collect();
        text.push_str(&words.join(" "));
        text.push('\n');
    }
    text
}

#[test]
fn a_pasted_arn_may_have_line_breaks_and_goes_to_its_field() {
    for pasted in [
        "\narn:aws:iam::111122223333:role/skymap\r\n",
        "arn:aws:iam::111122223333:role/skymap\n",
        "  arn:aws:iam::1111222\n  23333:role/sky\nmap",
    ] {
        let mut desk = Desk::new(80, 24, none());
        desk.press("a").paste(pasted);
        desk.expect(&["step 4 of 6", "account 1111-2222-3333"]);
    }
    let mut desk = Desk::new(80, 24, none());
    desk.press("a Ctrl-n Ctrl-n Ctrl-n Tab").paste("one\ntwo ");
    desk.expect(&["one two___"]);
}

#[test]
fn errors_stand_beside_the_field_and_stop_only_the_saving() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("a Ctrl-n Ctrl-n Ctrl-n");
    assert!(!desk.shows("needs a name"), "nothing was typed yet");
    desk.type_text("arn:aws:iam::12:role/q");
    desk.expect(&["twelve digits"]);
    desk.press("Ctrl-u Tab").type_text("Shop-Prod");
    desk.expect(&["\"shop-prod\" already"]);
    desk.press("Ctrl-n Ctrl-n Ctrl-s");
    desk.expect(&["step 4 of 6", "\"shop-prod\" already"]);
    assert_eq!(desk.saved(), None);
    desk.type_text("-2").press("Ctrl-s");
    let saved = desk.saved().expect("a pending account can be saved");
    assert_eq!((saved.name.as_str(), saved.role), ("Shop-Prod-2", None));
    desk.say(Message::AccountSaved {
        id: saved.id,
        outcome: Err("the disk is full".to_owned()),
    });
    desk.expect(&["step 6 of 6", "Not saved: the disk is full", "Shop-Prod-2"]);
    desk.press("Ctrl-s");
    let again = desk.saved().unwrap();
    assert_eq!(again.id, saved.id, "one account, however often it is tried");
}

#[test]
fn a_failing_check_is_explained_and_the_account_saved_anyway() {
    let mut desk = Desk::new(80, 24, none());
    desk.press("a")
        .paste("arn:aws:iam::111122223333:role/skymap");
    desk.press("Tab").type_text("prod");
    desk.press("Tab").type_text("eu-west-1");
    desk.press("Ctrl-n");
    desk.check("assume role", Verdict::Failed(refusal()));
    desk.check("regions", Verdict::Skipped);
    let generation = desk.generation();
    desk.say(Message::Checked {
        generation: generation - 1,
        check: Check {
            subject: "a line of an older check".to_owned(),
            verdict: Verdict::Skipped,
        },
    });
    desk.say(Message::CheckEnded { generation });
    assert!(!desk.shows("older check"));
    insta::assert_snapshot!("check_80x24", desk.screen());
    desk.press("Enter");
    desk.expect(&[
        "likeliest first",
        "- the external ID differs",
        "1 copy the remedy",
    ]);
    desk.press("1");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { text, .. }) if text.contains("Allow"))
    );
    desk.press("Esc y");
    assert!(
        matches!(desk.effects.last(), Some(Effect::Copy { text, .. }) if text.contains("refused"))
    );
    desk.press("o");
    desk.expect(&["CloudTrail", ">[ Do not try ]"]);
    desk.press("Tab Enter");
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::Verify {
            probe: Probe::WithoutExternalId,
            ..
        })
    ));
    desk.check("assume role", Verdict::Failed(refusal()));
    let generation = desk.generation();
    desk.say(Message::CheckEnded { generation });
    desk.press("Ctrl-n");
    desk.expect(&["The check failed", "can be saved all the same"]);
    desk.press("Enter");
    assert_eq!(desk.saved().unwrap().name, "prod");
}

#[test]
fn an_edit_keeps_the_id_and_asks_before_it_is_thrown_away() {
    let mut desk = Desk::new(80, 24, three());
    let before = desk.model.accounts.all()[1].clone();
    desk.press("j e");
    desk.expect(&["Edit shop-stage", "step 4 of 6"]);
    desk.press("Esc");
    desk.expect(&["AWS accounts"]);
    desk.press("e Tab").type_text("q");
    desk.expect(&["shop-stageq"]);
    desk.press("Esc");
    desk.expect(&["Discard this form?", ">[ Keep editing ]"]);
    desk.press("Enter");
    desk.expect(&["Edit shop-stageq"]);
    desk.press("Ctrl-s");
    let saved = desk.saved().unwrap();
    let expected = Account {
        name: "shop-stageq".to_owned(),
        ..before
    };
    assert_eq!(saved, expected);
    desk.say(Message::AccountSaved {
        id: saved.id,
        outcome: Ok(Vec::new()),
    });
    let forgets = |desk: &Desk| desk.effects.contains(&Effect::Forget(saved.id));
    assert!(!forgets(&desk), "a new name leaves the session as it is");
    desk.press("e Tab Tab")
        .type_text(", us-east-1")
        .press("Ctrl-s");
    desk.say(Message::AccountSaved {
        id: saved.id,
        outcome: Ok(Vec::new()),
    });
    assert!(forgets(&desk), "other regions are another session");
    desk.press("e").type_text("x").press("Esc Esc");
    desk.expect(&["AWS accounts", "3 of 3"]);
}

#[test]
fn an_external_id_that_was_handed_out_is_not_lost_unasked() {
    for hand_out in ["y", "Ctrl-n y", "Ctrl-n w", "Ctrl-n Enter Esc"] {
        let mut desk = Desk::new(80, 24, three());
        desk.press("a").press(hand_out).press("Esc");
        desk.expect(&["external ID was handed out", ">[ Keep editing ]"]);
    }
    let mut desk = Desk::new(80, 24, three());
    desk.press("a Ctrl-n Esc");
    desk.expect(&["AWS accounts", "3 of 3"]);
}

#[test]
fn a_watched_account_is_watched_anew_after_its_edit() {
    let mut desk = Desk::new(80, 24, three());
    desk.press("Enter a e Tab Tab").type_text(", eu-west-2");
    desk.press("Ctrl-s");
    let saved = desk.saved().unwrap();
    desk.effects.clear();
    desk.say(Message::AccountSaved {
        id: saved.id,
        outcome: Ok(vec![
            "platform.toml was changed by somebody else".to_owned(),
        ]),
    });
    assert_eq!(
        desk.effects,
        [Effect::Forget(saved.id), Effect::LoadAccounts]
    );
    desk.expect(&["changed by somebody else"]);
    let mut loaded = three();
    loaded.accounts[0] = saved.clone();
    desk.say(Message::AccountsLoaded(loaded));
    assert!(
        matches!(desk.effects.last(), Some(Effect::Watch { regions, .. }) if regions.len() == 3)
    );
    assert!(desk.is_open(), "the list stays");
}

#[test]
fn a_removal_needs_more_than_one_key_and_drops_everything_at_once() {
    let mut desk = Desk::new(80, 24, three());
    let id = desk.model.accounts.all()[0].id;
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
        [Effect::Forget(id), Effect::RemoveAccount(id)]
    );
    desk.say(Message::AccountRemoved {
        id,
        outcome: Ok(vec!["/srv/skymap/platform.toml".into()]),
    });
    assert_eq!(desk.effects.last(), Some(&Effect::LoadAccounts));
    desk.expect(&["still exists in AWS", "delete-role", "platform.toml"]);
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
    desk.expect(&["> ✎ Team-122"]);
    desk.press("Esc");
    desk.expect(&["1000 of 1000", "> ✎ Team-122"]);
    desk.press("G");
    desk.expect(&["> ✎ Team-999"]);
    desk.press("PgUp g PgDn k");
    desk.expect(&["> ✎ Team-0"]);
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
    desk.expect(&["> ✎ shop-stage"]);
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
    desk.model.screen.has_colour = false;
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
    desk.expect(&["─ Help ─", "Moving"]);
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
