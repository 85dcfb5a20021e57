//! Completion in a real shell, with the accounts as they are; scripts for the other
//! shells; manual pages.

#![cfg(test)]

use crate::pty::{BINARY, Session};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const ACCOUNTS: &str = r#"
[[account]]
id = "00000000-0000-4000-8000-000000000001"
name = "shop-prod"
role_arn = "arn:aws:iam::111122223333:role/skymap"
home_region = "eu-west-1"

[[account]]
id = "00000000-0000-4000-8000-000000000002"
name = "it's $(late)"
role_arn = "arn:aws:iam::444455556666:role/skymap"
home_region = "eu-west-1"
"#;

/// A configuration with two accounts.
fn configuration() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("accounts.toml"), ACCOUNTS).expect("it is written");
    directory
}

fn run(words: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(BINARY)
        .args(words)
        .env_clear()
        .env("HOME", "/nonexistent")
        .envs(environment.iter().copied())
        .output()
        .expect("it starts")
}

/// What stands behind a line, as the script of fish asks for it: it says what each is.
fn offered(words: &[&str]) -> String {
    let configuration = configuration();
    let place = configuration.path().display().to_string();
    let mut asked = vec!["--", "skymap"];
    asked.extend(words);
    let environment = [("SKYMAP_COMPLETE", "fish"), ("SKYMAP_CONFIG_DIR", &place)];
    let output = run(&asked, &environment);
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_word_becomes_what_it_can_be() {
    for (words, expected, unexpected) in [
        (&["scan", ""][..], "shop-prod\t111122223333", "\nit's"),
        // A shell would run what stands in this name.
        (&["scan", ""], "444455556666\tit's $(late)", "\nit's"),
        (&["accounts", "test", "sh"], "shop-prod", "444455556666"),
        (&["accounts", "ed"], "edit", "import"),
        (
            &["policy", "minimal", "--account", ""],
            "shop-prod",
            "eu-west-1",
        ),
        (
            &["scan", "shop-prod", "--region", "eu-w"],
            "eu-west-1\tIreland",
            "us-east-1",
        ),
        (&["policy", "custom", "--services", "ec2,rd"], "rds", "sqs"),
        // The accounts of the demo, not those that are connected.
        (&["demo", ""], "shop-prod", "it's $(late)"),
        (&["sh"], "shop-prod", "444455556666"),
        (
            &["--config-dir", "/nonexistent", "scan", ""],
            "",
            "shop-prod",
        ),
        (&["--theme", "d"], "dark", "light"),
    ] {
        let offered = offered(words);
        assert!(offered.contains(expected), "{words:?}: {offered}");
        assert!(!offered.contains(unexpected), "{words:?}: {offered}");
    }
}

#[test]
fn no_mistake_reaches_the_line_that_is_typed() {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("accounts.toml"), "[[account]\n").expect("written");
    let place = directory.path().display().to_string();
    for shell in ["bash", "fish", "zsh", "powershell", "no-such-shell"] {
        let environment = [("SKYMAP_COMPLETE", shell), ("SKYMAP_CONFIG_DIR", &place)];
        let output = run(&["--", "skymap", "scan", ""], &environment);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && said.is_empty(),
            "{shell}: {said}"
        );
    }
    for shell in ["bash", "fish", "zsh", "powershell"] {
        let script = run(&["completions", shell], &[]);
        let script = String::from_utf8_lossy(&script.stdout).into_owned();
        let is_silent = script.contains("2>/dev/null \\")
            || script.contains("2>/dev/null)")
            || script.contains("2>`$null");
        assert!(
            script.contains("SKYMAP_COMPLETE") && is_silent,
            "{shell}:\n{script}"
        );
    }
}

/// Keys in a bash that a person sits at.
#[test]
fn bash_completes_an_account() {
    let configuration = configuration();
    let place = configuration.path().display().to_string();
    let programs = Path::new(BINARY)
        .parent()
        .expect("a directory")
        .display()
        .to_string();
    let path = format!("{programs}:/usr/bin:/bin");
    let environment = [
        ("PATH", path.as_str()),
        ("SKYMAP_CONFIG_DIR", &place),
        ("PS1", "ready> "),
        ("BASH_SILENCE_DEPRECATION_WARNING", "1"),
    ];
    let arguments = ["--norc", "--noprofile", "-i"];
    let mut bash = Session::start_sized((24, 80), "/bin/bash", &arguments, &environment);
    bash.see(&["ready>"]);
    bash.press(b"source <(skymap completions bash); echo lo''aded\r");
    bash.see(&["loaded"]);
    bash.press(b"skymap scan sho\t");
    bash.see(&["skymap scan shop-prod"]);
    bash.press(b"--reg\teu-west-\t3\t");
    bash.see(&["--region eu-west-3"]);
    // The program is gone: nothing happens, and nothing is said.
    bash.press(b"\x15PATH=/nonexistent; echo go''ne\r");
    bash.see(&["gone"]);
    bash.press(b"skymap scan sho\t\t");
    bash.press(b"\x15echo qui''et\r");
    bash.see(&["quiet"]);
    let shown = bash.screen.screen().contents();
    assert!(
        !shown.contains("not found") && !shown.contains("No such file"),
        "{shown}"
    );
    bash.press(b"exit\r");
    bash.end();
}

#[test]
fn every_command_has_a_manual_page() {
    let directory = tempfile::tempdir().expect("a directory");
    let place = directory.path().join("man1").display().to_string();
    let output = run(&["man", "--dir", &place], &[]);
    assert!(output.status.success(), "{output:?}");
    let mut names: Vec<String> = std::fs::read_dir(&place)
        .expect("it is made")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    for name in [
        "skymap.1",
        "skymap-scan.1",
        "skymap-accounts.1",
        "skymap-accounts-import.1",
    ] {
        assert!(
            names.iter().any(|known| known == name),
            "{name} is none of {names:?}"
        );
    }
    for name in &names {
        let page = std::fs::read_to_string(Path::new(&place).join(name)).expect("it is read");
        assert!(
            page.contains(".SH SYNOPSIS") && page.contains("Examples:"),
            "{name}:\n{page}"
        );
    }
    let page = run(&["man", "accounts", "import"], &[]);
    assert!(
        String::from_utf8_lossy(&page.stdout).contains("from\\-profiles"),
        "{page:?}"
    );
    let unknown = run(&["man", "acounts"], &[]);
    assert_eq!(unknown.status.code(), Some(1));
}
