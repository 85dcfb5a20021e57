//! The whole main job with the log at its most talkative, and then a search.

use super::tap::Tap;
use super::{BASE_SECRET, found_below, found_in};
use crate::process::Process;
use crate::pty::{BINARY, Session};
use crate::served::Served;
use skymap::sim::{AccountRecord, Fault, Rule};
use std::fs;

#[test]
fn the_main_job_leaves_no_secret_anywhere() {
    let served = Served::demo();
    let account = served.sim.fleet().accounts().remove(0);
    served.write_config("accounts.toml", "");
    let tap = Tap::before(served.address());
    let endpoint = format!("http://{}", tap.address);
    let environment = served.environment(&[
        ("AWS_ENDPOINT_URL", &endpoint),
        ("SKYMAP_LOG", "debug"),
        ("RUST_LOG", "trace"),
        ("RUST_BACKTRACE", "full"),
    ]);
    let mut session = Session::start_sized((45, 140), BINARY, &[], &environment);
    connect(&mut session, &account);
    look_around(&mut session);
    let secrets = [tap.issued(), vec![BASE_SECRET.to_owned()]].concat();
    let line = fs::read(Process(session.pid()).file("cmdline")).unwrap();
    assert!(found_in(&line, &secrets).is_empty());

    for (fault, word) in [
        (
            Fault::ExplicitDeny("service control policy".to_owned()),
            "denied",
        ),
        (Fault::ExpiredToken, "expired"),
        (Fault::MalformedXml, "bad-answer"),
    ] {
        served.sim.add_fault(Rule::new(fault).service("ec2"));
        session.press(b"\x12!");
        session.see(&["Problems"]);
        session.press(b"\x1bC");
        session.see(&["Coverage", word]);
        session.press(b"\x1b");
        session.see_no("Coverage");
        // Opened anew it stands on the first gap, which is told in full.
        session.press(b"C");
        session.see(&["Coverage", word, "ec2:"]);
        session.press(b"\x1b");
        session.see_no("Coverage");
        served.sim.clear_faults();
    }
    session.press(b"q");
    session.ends_with(0);

    let secrets = [tap.issued(), vec![BASE_SECRET.to_owned()]].concat();
    assert!(secrets.len() > 3, "{} secrets", secrets.len());
    assert_eq!(found_in(&session.bytes, &secrets), [""; 0]);
    for place in [served.directory.path(), session.home.path()] {
        assert_eq!(found_below(place, &secrets), [""; 0]);
    }
    let log = fs::read_to_string(served.path("state").join("skymap.log")).unwrap();
    for said in ["DescribeInstances", "the map was left"] {
        assert!(log.contains(said), "{log}");
    }
    for line in log.lines() {
        assert!(line.contains(" skymap::"), "{line}");
    }
}

/// From nothing to the map, through the form and its check.
fn connect(session: &mut Session, account: &AccountRecord) {
    session.see(&["No AWS account is connected yet"]);
    session.press(b"a");
    session.see(&["step 1 of 6", "9999-8888-7777"]);
    session.paste(&account.role_arn);
    session.see(&["step 4 of 6", "account 1111-2222-3333"]);
    session.press(
        format!(
            "\tshop\t{}\t\x15{}",
            account.home_region, account.external_id
        )
        .as_bytes(),
    );
    session.see(&[&account.external_id]);
    session.press(b"\x0e");
    session.see(&["step 5 of 6", "The check passed."]);
    session.press(b"\x0e");
    session.see(&["step 6 of 6", "[ Save account ]"]);
    session.press(b"\r");
    session.see(&["1 of 1"]);
    session.press(b"\r");
    session.see(&["shop 10.20.0.0/16", "q quit"]);
}

/// Details, everything in the copy menu, the receipt, the coverage.
fn look_around(session: &mut Session) {
    session.press(b"/web\r");
    session.see(&["/web"]);
    session.press(b"d");
    session.see(&["Details"]);
    session.press(b"y");
    session.see(&["Copy"]);
    session.press(b"\r");
    session.see(&["copied"]);
    session.press(b"\x1b\x1b");
    session.see_no("Details");
    session.press(b":calls\r");
    session.see(&["Calls to AWS", "ec2:DescribeAddresses"]);
    session.press(b"\x1b");
    session.see_no("Calls to AWS");
}
