//! Every form of a view is read back by a reader that is not ours, with names that wish
//! it ill; what is printed to a pipe is plain.

use crate::hostile::{MARKET, fleet, orders};
use crate::python;
use crate::served::Ran;
use skymap::export::Form;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn every_form_is_read_by_another_reader() {
    let home = tempfile::tempdir().unwrap();
    let read = [
        Form::Svg,
        Form::Drawio,
        Form::Dot,
        Form::Mermaid,
        Form::Csv,
        Form::Json,
    ];
    // One after the other: on a machine under load, many at once wait longer for the
    // sim's answers than the program does.
    for form in read {
        let file = home.path().join(format!("map.{}", form.extension()));
        let to = file.to_str().unwrap();
        let ran = MARKET.run(
            &["scan", "market", "--zoom", "4", "--open", "--to", to],
            &[],
        );
        assert_eq!(ran.code, Some(0), "{form}: {}", ran.errors);
        assert_eq!(ran.out, "");
        assert!(ran.errors.contains("wrote "), "{}", ran.errors);
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{form}");
        assert_eq!(
            orders(&fs::read_to_string(&file).unwrap()).replace('\r', ""),
            ""
        );
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/exports/readers.py");
    let output = Command::new(python::programs().join("python"))
        .arg(script)
        .arg(home.path())
        .args(fleet::texts().iter().map(|(word, _)| format!("{word}-")))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
}

fn scan(more: &[&str], environment: &[(&str, &str)]) -> Ran {
    MARKET.run(&[&["scan", "market"], more].concat(), environment)
}

/// Colours where they are asked for, and nowhere else.
#[test]
fn a_pipe_has_no_colour_unless_it_is_asked_for() {
    let coloured = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
    for (flags, has_colour) in [
        (&["--zoom", "3"][..], false),
        (&["--zoom", "3", "--output", "ansi"], true),
        (&["--zoom", "3", "--color", "256"], true),
        (&["--zoom", "2", "--output", "svg"], false),
    ] {
        let ran = scan(flags, &coloured);
        assert_eq!(ran.code, Some(0), "{flags:?}: {}", ran.errors);
        assert_eq!(ran.out.contains('\x1b'), has_colour, "{flags:?}");
        // Each line ends as plain as it began.
        let painted = ran.out.lines().filter(|line| line.contains('\x1b'));
        assert!(
            painted
                .into_iter()
                .all(|line| line.ends_with("\x1b[0m")
                    || line.rfind("\x1b[0m") > line.rfind("\x1b[0;")),
            "{flags:?}"
        );
    }
}

#[test]
fn the_same_account_gives_the_same_picture() {
    let picture = || scan(&["--zoom", "3", "--output", "mermaid"], &[]).out;
    let first = picture();
    assert!(first.contains("market"), "{first}");
    assert_eq!(first, picture());
}

#[test]
fn what_cannot_be_done_is_said() {
    let home = tempfile::tempdir().unwrap();
    let kept = home.path().join("kept.svg");
    fs::write(&kept, "mine").unwrap();
    for (flags, code, said) in [
        (&["--zoom", "5"][..], 2, "--about"),
        (&["--zoom", "6"], 2, "1..=5"),
        (&["--output", "yaml"], 2, "possible values"),
        (&["--json", "--output", "svg"], 2, "cannot be used with"),
        (&["--about", "no-such-thing"], 1, "nothing on the map"),
        (&["--to", kept.to_str().unwrap()], 1, "left as it is"),
    ] {
        let ran = scan(flags, &[]);
        assert_eq!(ran.code, Some(code), "{flags:?}: {}", ran.errors);
        assert!(ran.errors.contains(said), "{flags:?}: {}", ran.errors);
    }
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let environment = MARKET.environment(&[]);
    let mut child = Command::new(crate::pty::BINARY)
        .args(["scan", "market", "--output", "svg", "--open"])
        .env_clear()
        .envs(environment)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
