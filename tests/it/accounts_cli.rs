//! `skymap accounts` as a script and as a person at a terminal see it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use clap::Parser;
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use serde_json::Value;
use skymap::account::store::Store;
use skymap::account::{Account, ProfileName};
use skymap::cli::accounts::{Arguments, Desk, run};
use skymap::provider::{
    Caller, Cause, Check, Denial, ErrorKind, Explanation, Probe, Provider, ScanEvent, ScanTarget,
    Verdict,
};
use std::fs;
use std::sync::Mutex;

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    arguments: Arguments,
}

/// A cloud that answers every check with the same verdicts.
struct Cloud {
    verdicts: Vec<Verdict>,
    forgotten: Mutex<Vec<uuid::Uuid>>,
}

impl Provider for Cloud {
    fn caller(&self, _: Option<ProfileName>) -> BoxFuture<'static, Result<Caller, Explanation>> {
        Box::pin(futures::future::ready(Err(denied())))
    }

    fn verify(&self, account: &Account, _: Probe) -> BoxStream<'static, Check> {
        let subject = format!(
            "assume {}",
            account.role.as_ref().expect("a role").role_name()
        );
        let checks: Vec<Check> = self
            .verdicts
            .iter()
            .map(|verdict| Check {
                subject: subject.clone(),
                verdict: verdict.clone(),
            })
            .collect();
        futures::stream::iter(checks).boxed()
    }

    fn scan(&self, _: ScanTarget) -> BoxStream<'static, ScanEvent> {
        futures::stream::empty().boxed()
    }

    fn forget(&self, account: uuid::Uuid) {
        self.forgotten.lock().expect("a lock").push(account);
    }
}

fn denied() -> Explanation {
    Explanation {
        kind: ErrorKind::AccessDenied {
            action: None,
            reason: Denial::Unsaid,
        },
        summary: "the role cannot be assumed".to_owned(),
        causes: vec![Cause {
            sentence: "the trust policy names another account".to_owned(),
            remedy: Some("one\ntwo".to_owned()),
        }],
        request_id: Some("r-1".to_owned()),
    }
}

struct Shell {
    directory: tempfile::TempDir,
    cloud: Cloud,
    /// What a person at the terminal says; `None` when there is none.
    answer: Option<bool>,
}

/// What a command printed and how it ended: `Err` is an error's text.
struct Ran {
    out: String,
    errors: String,
    ending: Result<u8, String>,
}

impl Shell {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().expect("a directory"),
            cloud: Cloud {
                verdicts: vec![Verdict::Running, Verdict::Passed("for 1 h".to_owned())],
                forgotten: Mutex::default(),
            },
            answer: None,
        }
    }

    fn store(&self) -> Store {
        Store {
            config_dir: self.directory.path().to_owned(),
        }
    }

    fn run(&self, words: &[&str]) -> Ran {
        let line = CommandLine::parse_from([&["accounts"], words].concat());
        let (mut out, mut errors) = (Vec::new(), Vec::new());
        let mut asked = String::new();
        let mut say = |question: &str| {
            asked.push_str(question);
            Ok(self.answer.expect("an answer"))
        };
        let desk = Desk {
            store: &self.store(),
            provider: &self.cloud,
            out: &mut out,
            errors: &mut errors,
            confirm: self.answer.is_some().then_some(&mut say),
        };
        let ending = futures::executor::block_on(run(line.arguments, desk));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Ran {
            out: asked + &text(out),
            errors: text(errors),
            ending: ending
                .map(skymap::cli::Outcome::exit_code)
                .map_err(|report| format!("{report:#}")),
        }
    }

    /// Runs a command that must end well, and answers what it printed.
    fn done(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.ending, Ok(0), "{words:?}: {}{}", ran.out, ran.errors);
        ran.out
    }

    fn only(&self) -> Account {
        let [account] = &self.store().load().accounts[..] else {
            panic!("one account expected");
        };
        account.clone()
    }
}

/// One command that goes wrong: its exit code, or an error, with a part of what is said.
fn check(shell: &Shell, words: &[&str], expected: (Result<u8, ()>, &str)) {
    let ran = shell.run(words);
    let said = match &ran.ending {
        Ok(_) => &ran.errors,
        Err(report) => report,
    };
    assert!(said.contains(expected.1), "{words:?}: {said}");
    assert_eq!(ran.ending.map_err(|_| ()), expected.0, "{words:?}");
}

const ROLE: &str = "arn:aws:iam::111122223333:role/skymap";

#[test]
fn a_pending_account_gets_its_external_id_and_then_its_role() {
    let shell = Shell::new();
    let out = shell.done(&[
        "add",
        "--name",
        "shop-prod",
        "--region",
        "eu-west-1",
        "--region",
        "us-east-1",
    ]);
    let pending = shell.only();
    let external_id = pending.external_id.as_ref().expect("an external ID");
    for part in [
        &format!("external ID: {external_id}"),
        &format!("skymap accounts edit {} --role-arn ARN", pending.id),
        "accounts.toml",
    ] {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    check(&shell, &["test", "shop-prod"], (Err(()), "is pending"));
    let out = shell.done(&["edit", "shop-prod", "--role-arn", &format!(" {ROLE}\n")]);
    assert!(out.ends_with("ok    assume skymap: for 1 h\n"), "{out}");
    let account = shell.only();
    assert_eq!(
        account.role.as_ref().map(ToString::to_string).as_deref(),
        Some(ROLE)
    );
    assert_eq!(account.external_id, pending.external_id);
    assert_eq!(account.regions.len(), 2);
    assert_eq!(*shell.cloud.forgotten.lock().expect("a lock"), [account.id]);
}

#[test]
fn an_account_is_found_by_whatever_a_person_knows_of_it() {
    let shell = Shell::new();
    shell.done(&[
        "add",
        "--name",
        "shop-prod",
        "--role-arn",
        ROLE,
        "--no-check",
    ]);
    let id = shell.only().id.to_string();
    assert_eq!(shell.only().external_id, None);
    for typed in [
        "shop-prod",
        "SHOP-Prod",
        "111122223333",
        "1111-2222-3333",
        ROLE,
        &id,
    ] {
        shell.done(&["test", typed]);
    }
    shell.done(&[
        "add",
        "--name",
        "shop-audit",
        "--role-arn",
        "arn:aws:iam::111122223333:role/audit",
        "--no-check",
    ]);
    check(
        &shell,
        &["test", "111122223333"],
        (Err(()), "more than one account: shop-prod ("),
    );
    check(
        &shell,
        &["test", "shop"],
        (Err(()), "there is shop-prod, shop-audit"),
    );
    check(&shell, &["test", "x"], (Err(()), "`skymap accounts list`"));
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let shell = Shell::new();
    shell.done(&[
        "add",
        "--name",
        "shop-prod",
        "--role-arn",
        ROLE,
        "--no-check",
    ]);
    let before = fs::read(shell.directory.path().join("accounts.toml")).expect("a file");
    for (words, expected) in [
        (
            &["add", "--name", "Shop-Prod"][..],
            (Ok(2), "is an account called \"shop-prod\" already"),
        ),
        (
            &["add", "--name", "b", "--role-arn", ROLE],
            (Ok(2), "has this role already"),
        ),
        (
            &[
                "add",
                "--name",
                "b",
                "--role-arn",
                "arn:aws:iam::111122223333:user/eve",
            ],
            (Ok(2), "not a role"),
        ),
        (
            &["add", "--name", "b", "--region", "eu-wset-1"],
            (Ok(2), "did you mean eu-west-1?"),
        ),
        (
            &["add", "--name", "b", "--team", "nobody"],
            (Err(()), "no team \"nobody\""),
        ),
        (&["edit", "shop-prod"], (Ok(2), "nothing to change")),
        (
            &["edit", "shop-prod", "--external-id", "a b"],
            (Ok(2), "' '"),
        ),
        (&["remove", "shop-prod"], (Ok(2), "add --yes")),
    ] {
        check(&shell, words, expected);
    }
    let after = fs::read(shell.directory.path().join("accounts.toml")).expect("a file");
    assert_eq!(before, after);
}

#[test]
fn an_edit_changes_what_is_named_and_an_empty_text_takes_it_away() {
    let shell = Shell::new();
    fs::write(
        shell.directory.path().join("config.toml"),
        "[teams.platform]\nfile = \"platform.toml\"\n",
    )
    .expect("a file");
    shell.done(&[
        "add",
        "--name",
        "a",
        "--role-arn",
        ROLE,
        "--profile",
        "ops",
        "--external-id",
        "abc",
        "--team",
        "platform",
        "--no-check",
    ]);
    assert!(shell.directory.path().join("platform.toml").exists());
    let out = shell.done(&[
        "edit",
        "a",
        "--name",
        "b",
        "--external-id",
        "",
        "--no-check",
    ]);
    assert!(out.contains("platform.toml"), "{out}");
    let edited = shell.only();
    assert_eq!((edited.name.as_str(), &edited.external_id), ("b", &None));
    assert_eq!(edited.profile, Some(ProfileName("ops".to_owned())));
    assert_eq!(edited.teams.len(), 1);
    for (frame, colour) in [
        ("Orange", Some("Orange")),
        ("#ff8800", Some("#ff8800")),
        ("", None),
    ] {
        shell.done(&["edit", "b", "--frame", frame, "--no-check"]);
        assert_eq!(shell.only().colour.as_deref(), colour);
    }
    shell.done(&["edit", "b", "--team", "", "--profile", "", "--no-check"]);
    assert_eq!((shell.only().teams.len(), shell.only().profile), (0, None));
    assert_eq!(
        shell.done(&["edit", "b", "--name", "b", "--no-check"]),
        "b is as it was\n"
    );
}

#[test]
fn a_check_that_fails_partly_is_three_and_the_account_stays() {
    for (verdicts, added, tested) in [
        (vec![Verdict::Passed(String::new())], 0, 0),
        (vec![Verdict::Warning(denied())], 0, 0),
        (
            vec![Verdict::Passed(String::new()), Verdict::Failed(denied())],
            3,
            3,
        ),
        // The base identity is well, and the role is refused.
        (
            vec![
                Verdict::Passed(String::new()),
                Verdict::Failed(denied()),
                Verdict::Skipped,
            ],
            3,
            1,
        ),
        (vec![Verdict::Failed(denied()), Verdict::Skipped], 3, 1),
        (vec![], 3, 1),
    ] {
        let mut shell = Shell::new();
        shell.cloud.verdicts = verdicts;
        let ran = shell.run(&["add", "--name", "a", "--role-arn", ROLE]);
        assert_eq!(ran.ending, Ok(added), "{}", ran.out);
        assert_eq!(ran.errors.contains("saved although"), added == 3);
        assert_eq!(shell.only().name, "a");
        let ran = shell.run(&["test", "a", "--json"]);
        assert_eq!(ran.ending, Ok(tested));
        let document: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(document["passed"], tested == 0);
    }
}

#[test]
fn a_failure_is_explained_as_far_as_it_is_known() {
    let mut shell = Shell::new();
    shell.done(&["add", "--name", "a", "--role-arn", ROLE, "--no-check"]);
    shell.cloud.verdicts = vec![Verdict::Failed(denied())];
    let ran = shell.run(&["test", "a"]);
    assert_eq!(
        ran.out,
        "FAIL  assume skymap: the role cannot be assumed\n        \
         - the trust policy names another account\n          one\n          two\n        request r-1\n"
    );
    let ran = shell.run(&["test", "a", "--output", "json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(document["checks"][0]["error"]["kind"], "denied");
}

#[test]
fn a_removal_asks_names_every_file_and_says_how_to_delete_the_role() {
    let mut shell = Shell::new();
    fs::write(
        shell.directory.path().join("config.toml"),
        "[teams.platform]\nfile = \"platform.toml\"\n",
    )
    .expect("a file");
    shell.done(&[
        "add",
        "--name",
        "a",
        "--role-arn",
        ROLE,
        "--team",
        "platform",
        "--no-check",
    ]);
    shell.answer = Some(false);
    let out = shell.done(&["remove", "a"]);
    for part in [
        "Remove a from ",
        "accounts.toml and ",
        "platform.toml?",
        "nothing was removed",
    ] {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    let id = shell.only().id;
    shell.answer = Some(true);
    let out = shell.done(&["remove", "a"]);
    assert!(
        out.contains("still exists in AWS")
            && out.contains("aws iam delete-role --role-name 'skymap'"),
        "{out}"
    );
    assert_eq!(out.matches("removed a from ").count(), 2, "{out}");
    assert_eq!(shell.store().load().accounts, []);
    assert_eq!(*shell.cloud.forgotten.lock().expect("a lock"), [id]);
}

#[test]
fn the_table_is_aligned_by_what_a_terminal_shows() {
    let shell = Shell::new();
    assert!(shell.done(&["list"]).contains("no accounts yet"));
    shell.done(&[
        "add",
        "--name",
        "日本",
        "--role-arn",
        "arn:aws:iam::111122223333:role/ops/skymap",
        "--region",
        "ap-northeast-1",
        "--region",
        "us-east-1",
        "--no-check",
    ]);
    shell.done(&["add", "--name", "shop", "--region", "eu-west-1"]);
    assert_eq!(
        shell.done(&["list"]),
        "NAME  ACCOUNT         ROLE     REGIONS            TEAMS\n\
         日本  1111-2222-3333  skymap   ap-northeast-1 +1\n\
         shop  -               pending  eu-west-1\n"
    );
    let list: Value = serde_json::from_str(&shell.done(&["list", "--json"])).expect("JSON");
    assert_eq!(
        list[0]["regions"],
        serde_json::json!(["ap-northeast-1", "us-east-1"])
    );
    assert_eq!(list[1]["role_arn"], Value::Null);
    assert_eq!(list[0]["files"].as_array().map(Vec::len), Some(1));

    let path = shell.directory.path().join("accounts.toml");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, format!("{text}\n[[account]]\nname = \"odd\"\n")).expect("a file");
    let ran = shell.run(&["list"]);
    assert_eq!((ran.ending, ran.out.lines().count()), (Ok(3), 3));
    assert!(ran.errors.contains("\"odd\" is left out"), "{}", ran.errors);
}

#[test]
fn many_accounts_are_tested_and_saved_together_after_a_yes() {
    let mut shell = Shell::new();
    let list = "111122223333=shop,444455556666,12,arn";
    let words = [
        "import",
        "--accounts",
        list,
        "--role-pattern",
        "arn:aws:iam::{account}:role/skymap",
        "--region",
        "eu-west-1",
    ];
    let refused = shell.run(&words);
    assert_eq!(refused.ending, Ok(2), "nobody can say yes");
    assert!(refused.out.contains("works  shop"), "{}", refused.out);
    assert!(refused.errors.contains("add --yes"), "{}", refused.errors);
    assert!(refused.errors.contains("\"12\""), "{}", refused.errors);
    shell.answer = Some(false);
    assert_eq!(shell.run(&words).ending, Ok(0));
    assert!(shell.store().load().accounts.is_empty(), "no is no");
    shell.answer = Some(true);
    let asked = shell.run(&words);
    assert!(asked.out.contains("Save 2 accounts?"), "{}", asked.out);
    let accounts = shell.store().load().accounts;
    let names: Vec<&str> = accounts.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["shop", "444455556666"]);
    assert!(
        accounts
            .iter()
            .all(|one| one.home_region.as_str() == "eu-west-1")
    );
    let again = shell.run(&[&words[..], &["--yes", "--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&again.out).expect("JSON");
    assert_eq!(document["saved"], 0);
    assert_eq!(document["accounts"][0]["result"], "known");
    assert_eq!(
        shell.store().load().accounts.len(),
        2,
        "none is there twice"
    );
}

#[test]
fn what_cannot_be_reached_is_told_and_not_saved() {
    let mut shell = Shell::new();
    shell.cloud.verdicts = vec![Verdict::Failed(denied())];
    let words = [
        "import",
        "--accounts",
        "111122223333",
        "--role-pattern",
        "arn:aws:iam::{account}:role/skymap",
        "--yes",
    ];
    let ran = shell.run(&words);
    assert_eq!(ran.ending, Ok(1));
    for text in [
        "FAILS  111122223333  1111-2222-3333  the role cannot be assumed",
        "the trust policy names another account",
        "1 found: 0 work, 0 known already, 1 fail",
    ] {
        assert!(ran.out.contains(text), "{text:?} is not in {}", ran.out);
    }
    assert!(shell.store().load().accounts.is_empty());
}
