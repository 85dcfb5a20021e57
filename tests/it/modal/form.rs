//! The form: an account is added, checked, saved and edited.

use super::desk::Desk;
use super::loaded::{account, none, refusal, resized, three};
use skymap::account::store::Loaded;
use skymap::account::{Account, Service, TeamName};
use skymap::app::{Effect, Message};
use skymap::provider::{Caller, Check, Probe, Verdict};

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
    desk.press("Tab Tab Tab");
    desk.expect(&["[-] 27 of 29; off: VPN connections", "[x] EC2 and VPC"]);
    desk.press("Space");
    desk.expect(&["[ ] none of 29", "[ ] EC2 and VPC"]);
    // What AWS answers with keys is never switched on along with the rest.
    desk.press("Space");
    desk.expect(&["[-] 27 of 29; off: VPN connections", "[x] EC2 and VPC"]);
    desk.press("Down Down Space");
    desk.expect(&["[x] EC2 and VPC", "[ ] Elastic Load Balancing"]);
    desk.press("Tab Space");
    desk.expect(&[
        "[-] 26 of 29; off: Elastic Load Balancing, VPN",
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
    assert!(saved.services.on.is_empty(), "{:?}", saved.services.on);
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
    desk.expect(&["quiet-prod is saved", "2 of 2", ">  ✎ quiet-prod"]);
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
fn every_service_is_reached_on_a_small_screen() {
    let mut desk = Desk::new(80, 24, none());
    desk.press("a Ctrl-n Ctrl-n Ctrl-n Tab Tab Tab Tab Tab");
    for service in Service::ALL {
        let (before, after) = if service.is_off_by_default() {
            ("[ ]", "[x]")
        } else {
            ("[x]", "[ ]")
        };
        desk.press("Down");
        desk.expect(&[&format!("{before} {}", service.title())]);
        desk.press("Space");
        desk.expect(&[&format!("{after} {}", service.title())]);
        desk.press("Space");
    }
    // All are on only where each of these was switched on for itself.
    desk.press("Space Up Space");
    desk.press(&vec!["Up"; Service::ALL.len() - 1].join(" "));
    desk.expect(&["[x] all 29"]);
    desk.press("Space");
    desk.expect(&["[ ] none of 29"]);
    desk.press("Space");
    desk.expect(&["[-] 27 of 29; off: VPN connections"]);
    desk.press(&vec!["Down"; Service::ALL.len() - 2].join(" "));
    desk.press("Space Ctrl-p");
    desk.expect(&["Off, and not called", "Step Functions"]);
    desk.press("Ctrl-n");
    desk.expect(&["[-] 26 of 29; off: Step Functions, VPN"]);
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
