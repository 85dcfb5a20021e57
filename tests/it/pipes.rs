//! What commands print into a pipe: no colours, nothing of the cursor, the same at any
//! width; and a reader that has gone away ends them quietly.

#![cfg(test)]

use crate::pty::BINARY;
use crate::served::Served;
use std::process::{Command, Stdio};

/// Everything that prints a table, a document or a text, with the code that it ends with.
const COMMANDS: &[(&[&str], i32)] = &[
    (&["accounts", "list"], 0),
    (&["accounts", "list", "--json"], 0),
    (&["accounts", "list", "--output", "table"], 0),
    (&["accounts", "test", "shop-prod", "--json"], 0),
    (
        &[
            "scan",
            "shop-prod",
            "--region",
            "eu-west-1",
            "--json",
            "--receipt",
        ],
        0,
    ),
    (&["info"], 0),
    (&["info", "--json"], 0),
    (&["policy", "minimal"], 0),
    (
        &[
            "onboard",
            "--format",
            "terraform",
            "--trusted",
            "111122223333",
        ],
        0,
    ),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["--help"], 0),
    (&["accounts", "import", "--help"], 0),
    (&["--version"], 0),
];

#[test]
fn a_pipe_gets_text_and_a_closed_one_ends_the_command_quietly() {
    let served = Served::demo();
    for (words, code) in COMMANDS {
        let printed = |columns: &str| {
            let environment = [
                ("TERM", "xterm-256color"),
                ("COLORTERM", "truecolor"),
                ("COLUMNS", columns),
            ];
            served.run(words, &environment)
        };
        let wide = printed("200");
        assert_eq!(wide.code, Some(*code), "{words:?}: {}", wide.errors);
        let is_text =
            !wide.out.is_empty() && !wide.out.contains('\u{1b}') && !wide.errors.contains('\u{1b}');
        assert!(is_text, "{words:?}:\n{}{}", wide.out, wide.errors);
        if words.contains(&"--json") {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&wide.out);
            assert!(parsed.is_ok(), "{words:?}:\n{}", wide.out);
        }
        if matches!(words, ["info"] | ["accounts", "list"]) {
            assert_eq!(printed("40").out, wide.out, "{words:?}");
        }
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = Command::new(BINARY)
            .args(*words)
            .env_clear()
            .env("HOME", served.directory.path())
            .envs(served.environment(&[]))
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("it starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(*code),
            "{words:?} into a closed pipe: {errors}"
        );
        let is_quiet = !errors.contains("pipe") && !errors.contains("panicked");
        assert!(is_quiet, "{words:?} into a closed pipe: {errors}");
    }
}

/// As it is typed.
#[test]
fn head_gets_its_line() {
    let served = Served::demo();
    let line = format!(
        "{BINARY} scan shop-prod --region eu-west-1 --json | head -1; echo ${{PIPESTATUS[0]}}"
    );
    let output = Command::new("/bin/bash")
        .args(["-c", &line])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", served.directory.path())
        .envs(served.environment(&[]))
        .output()
        .expect("bash starts");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(out, "{\n0\n", "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}
