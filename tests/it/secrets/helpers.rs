//! Other people's programs and files that credentials come from: what they are told, and
//! what is told of them.

use super::{BASE_SECRET, found_below, found_in};
use crate::served::{Ran, Served};
use skymap::sim::BASE_IDENTITY;
use std::fs;

const SECRETS: [&str; 3] = [
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "FwoGZXIvYXdzEXAMPLEtokenOfASession0123456789",
    "hunter2-of-the-proxy",
];

fn secrets() -> Vec<String> {
    [SECRETS.as_slice(), &[BASE_SECRET]]
        .concat()
        .into_iter()
        .map(str::to_owned)
        .collect()
}

const COMMANDS: [&[&str]; 3] = [
    &["accounts", "test", "shop-prod"],
    &["accounts", "test", "shop-prod", "--json"],
    &["scan", "shop-prod", "--region", "us-east-1"],
];

/// Runs what asks for credentials, with an AWS configuration like this one.
fn asked(
    served: &Served,
    commands: &[&[&str]],
    (config, more): (&str, &[(&str, &str)]),
) -> Vec<Ran> {
    let path = served.path("aws-config");
    fs::write(&path, config).unwrap();
    let path = path.display().to_string();
    let environment = [
        &[
            ("AWS_CONFIG_FILE", path.as_str()),
            ("AWS_SHARED_CREDENTIALS_FILE", path.as_str()),
            ("AWS_ACCESS_KEY_ID", ""),
            ("AWS_SECRET_ACCESS_KEY", ""),
            ("SKYMAP_LOG", "debug"),
            ("RUST_LOG", "trace"),
        ],
        more,
    ]
    .concat();
    let runs = commands.iter().map(|words| served.run(words, &environment));
    let runs = runs.collect();
    fs::remove_file(path).unwrap();
    runs
}

/// Every answer is a refusal that says this and holds no secret.
fn check(served: &Served, ran: Vec<Ran>, said: &str) {
    for ran in ran {
        assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.errors);
        let text = ran.out + &ran.errors;
        assert_eq!(found_in(text.as_bytes(), &secrets()), [""; 0], "{text}");
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    assert_eq!(found_below(&served.path("state"), &secrets()), [""; 0]);
}

#[test]
fn a_helper_that_fails_is_quoted_without_what_it_let_slip() {
    let served = Served::demo();
    let [key, token, _] = SECRETS;
    let helper = served.path("helper");
    for (script, said) in [
        (
            format!("echo 'login expired; tried {key} with token {token}' >&2; exit 3"),
            "login expired",
        ),
        (format!("echo 'not json: {key} {token}'"), "could not parse"),
        (
            format!("echo '{{\"Version\": 7, \"SecretAccessKey\": \"{key}\"}}'"),
            "external process",
        ),
        (
            format!(
                "echo '{{\"Version\": 1, \"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \
                 \"SecretAccessKey\": \"{key}\", \"SessionToken\": \"{token}\", \
                 \"Expiration\": \"{token}\"}}'"
            ),
            "external process",
        ),
    ] {
        fs::write(&helper, format!("#!/bin/sh\n{script}\n")).unwrap();
        let config = format!(
            "[default]\ncredential_process = /bin/sh {} {token}\n",
            helper.display()
        );
        check(&served, asked(&served, &COMMANDS, (&config, &[])), said);
    }
    fs::remove_file(helper).unwrap();
}

#[test]
fn a_file_that_is_broken_is_not_quoted() {
    let served = Served::demo();
    let [key, token, _] = SECRETS;
    for config in [
        format!("[default]\naws_secret_access_key {key}\n"),
        format!("[default\naws_secret_access_key = {key}\naws_session_token = {token}\n"),
        format!("{key} = {token}\n[default]\n"),
        format!("[default]\naws_secret_access_key = {key}\n"),
    ] {
        check(&served, asked(&served, &COMMANDS, (&config, &[])), "");
    }
}

/// The base keys are known, but not good.
#[test]
fn keys_that_aws_refuses_are_not_quoted() {
    let served = Served::demo();
    let [key, token, _] = SECRETS;
    for (id, secret, token) in [
        ("AKIAIOSFODNN7EXAMPLE", key, ""),
        (BASE_IDENTITY.access_key_id, key, ""),
        (BASE_IDENTITY.access_key_id, BASE_SECRET, token),
    ] {
        let config = format!(
            "[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n{}",
            if token.is_empty() {
                String::new()
            } else {
                format!("aws_session_token = {token}\n")
            }
        );
        check(&served, asked(&served, &COMMANDS, (&config, &[])), "");
    }
}

#[test]
fn an_address_with_a_password_is_told_without_it() {
    let served = Served::demo();
    let [.., password] = SECRETS;
    let config = format!(
        "[default]\naws_access_key_id = {}\naws_secret_access_key = {BASE_SECRET}\n",
        BASE_IDENTITY.access_key_id
    );
    let proxy = format!("http://ada:{password}@127.0.0.1:1");
    for (name, value) in [
        ("HTTPS_PROXY", proxy.clone()),
        ("HTTPS_PROXY", format!("http://ada:{password}@no such host")),
        ("AWS_ENDPOINT_URL", proxy.clone()),
        ("AWS_ENDPOINT_URL", format!("https://ada:{password}@[::1")),
    ] {
        let https = [("AWS_ENDPOINT_URL", "https://127.0.0.1:9"), (name, &value)];
        check(
            &served,
            asked(&served, &COMMANDS[..1], (&config, &https)),
            "",
        );
    }
}

/// A helper needs neither the keys of a session nor to know of them.
#[test]
fn a_helper_sees_no_session() {
    let served = Served::demo();
    let (helper, seen) = (served.path("helper"), served.path("seen"));
    fs::write(
        &helper,
        format!(
            "#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ >> {0}\n\
             tr '\\0' ' ' < /proc/$$/cmdline >> {0}\n\
             tr '\\0' ' ' < /proc/$PPID/cmdline >> {0}\n\
             echo '{{\"Version\": 1, \"AccessKeyId\": \"{1}\", \"SecretAccessKey\": \"{2}\"}}'\n",
            seen.display(),
            BASE_IDENTITY.access_key_id,
            BASE_SECRET
        ),
    )
    .unwrap();
    let config = format!(
        "[default]\ncredential_process = /bin/sh {}\n",
        helper.display()
    );
    for ran in asked(&served, &COMMANDS, (&config, &[])) {
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.errors);
    }
    let seen = fs::read(seen).unwrap();
    let text = String::from_utf8_lossy(&seen);
    assert!(text.contains("AWS_ENDPOINT_URL="), "{text}");
    // Every key of a session of the sim begins so.
    let marks = ["IQoJb3JpZ2luX2Vj", BASE_SECRET].map(str::to_owned);
    assert_eq!(found_in(&seen, &marks), [""; 0]);
    assert!(!text.contains("ASIA"), "{text}");
}
