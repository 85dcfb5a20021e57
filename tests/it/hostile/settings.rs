//! Files that people edit by hand, or that somebody sent them.

use super::{fleet, orders};
use crate::served::Served;
use std::fs;

/// As TOML writes them: a file holds no bare control character.
const ORDERS: &str = "\\u001b]0;owned\\u0007\\u009b2J\\u202e\\n";

#[test]
fn accounts_files_are_read_without_obeying_them() {
    let served = Served::of(fleet::sim());
    let record =
        |field: &str| format!("[[account]]\nid = \"00000000-0000-4000-8000-00000000000{field}\n");
    let accounts = [
        record(&format!("1\"\nname = \"{ORDERS}\"")),
        record(&format!(
            "2\"\nname = \"b\"\nrole_arn = \"arn:aws:iam::777766665555:role/{ORDERS}\""
        )),
        record(&format!("3\"\nname = \"c\"\nexternal_id = \"{ORDERS}\"")),
        record(&format!("4\"\nname = \"d\"\nhome_region = \"{ORDERS}\"")),
        record(&format!("5\"\nname = \"e\"\nprofile = \"{ORDERS}\"")),
        record(&format!("6\"\nname = \"f\"\ncolour = \"{ORDERS}\"")),
        record(&format!("7\"\nname = \"g\"\nservices_off = [\"{ORDERS}\"]")),
        record("8\"\nname = \"日本語 שלום e\u{301} ក្ក\""),
        record("9\"\nname = \"plain\""),
    ];
    served.write_config("accounts.toml", &accounts.concat());
    served.write_config(
        "config.toml",
        &format!(
            "[teams.\"{ORDERS}\"]\nfile = \"a.toml\"\n[teams.platform]\nfile = \"{ORDERS}\"\n\
             [teams.web]\nfile = \"web.toml\"\n"
        ),
    );
    for command in [
        &["accounts", "list"][..],
        &["accounts", "list", "--json"],
        &["scan", "\x1b]0;owned\x07"],
    ] {
        let ran = served.run(command, &[]);
        for text in [&ran.out, &ran.errors] {
            assert_eq!(orders(text), "", "{command:?}: {text}");
            assert!(!text.contains("owned\n"), "{text}");
        }
        for what in ["the team", "name", "role_arn", "profile", "home_region"] {
            assert!(ran.errors.contains(what), "{what}: {}", ran.errors);
        }
    }
    let listed = served.run(&["accounts", "list"], &[]).out;
    let ends: Vec<usize> = listed
        .lines()
        .filter_map(|line| line.find("pending").or(line.find("ROLE")))
        .zip(listed.lines())
        .map(|(at, line)| skymap::text::columns(&line[..at]))
        .collect();
    assert!(ends.len() > 2, "{listed}");
    assert!(ends.iter().all(|end| *end == ends[0]), "{listed}");
}

/// A file that is broken is quoted by nobody.
#[test]
fn a_broken_file_is_refused_in_harmless_words() {
    let served = Served::of(fleet::sim());
    for text in [
        "[[account]]\nname = \x1b]0;owned\x07",
        "\u{9b}2J = 1",
        "[[account]]\n\"\u{202e}\" = 1 = 2",
        "[account.\"\\u001b]0;owned\\u0007\"]\n",
    ] {
        served.write_config("accounts.toml", text);
        let ran = served.run(&["accounts", "list"], &[]);
        assert!(ran.errors.contains("accounts.toml"), "{}", ran.errors);
        assert_eq!(orders(&ran.errors), "", "{}", ran.errors);
        let kept = fs::read(served.path("config").join("accounts.toml")).unwrap();
        assert_eq!(kept, text.as_bytes());
    }
}

/// The profiles of the AWS configuration, and what its helpers say.
#[test]
fn a_profile_is_asked_without_obeying_it() {
    let served = Served::of(fleet::sim());
    let config = served.path("aws-config");
    let helper = served.path("helper");
    fs::write(
        &helper,
        "#!/bin/sh\nprintf '\\033]0;owned\\007 \\302\\2332J'\nprintf '\\033]0;owned\\007' >&2\nexit 1\n",
    )
    .unwrap();
    let profile = format!(
        "[profile ops]\nregion = eu-west-1\ncredential_process = /bin/sh {}\n\
         [profile odd]\nregion = \x1b]0;owned\x07\nrole_arn = \x1b]0;owned\x07\nsource_profile = \u{202e}odd\n",
        helper.display()
    );
    fs::write(&config, profile).unwrap();
    let config = config.display().to_string();
    let environment = [
        ("AWS_CONFIG_FILE", config.as_str()),
        ("AWS_ACCESS_KEY_ID", ""),
        ("AWS_SECRET_ACCESS_KEY", ""),
        ("SKYMAP_LOG", "debug"),
    ];
    for profile in ["ops", "odd", "none"] {
        let edited = ["accounts", "edit", "market", "--profile", profile];
        served.run(&edited, &environment);
        for command in ["test", "scan"] {
            let words = match command {
                "test" => &["accounts", "test", "market"][..],
                _ => &["scan", "market"],
            };
            let ran = served.run(words, &environment);
            assert_eq!(ran.code, Some(1), "{profile}: {}{}", ran.out, ran.errors);
            let said = ran.out + &ran.errors;
            assert_eq!(orders(&said), "", "{profile}: {said}");
        }
    }
    let log = fs::read_to_string(served.path("state").join("skymap.log")).unwrap();
    assert_eq!(orders(&log), "", "{log}");
}
