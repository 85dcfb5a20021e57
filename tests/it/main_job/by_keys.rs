//! An account from its first key press to its last trace, in a real terminal.

use super::{ACCESS_KEY, Machine, SECRET_KEY, files};
use crate::moto::server::{ACCOUNTS, Moto, REGION, role};
use crate::pty::{BINARY, Session};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "quiet-harbour";
const LATER: &str = "calm-harbour";

#[test]
fn an_account_is_connected_watched_renamed_and_removed_without_a_trace() {
    let moto = Moto::start();
    moto.make_estates();
    let machine = Machine::at(&moto.endpoint);
    let environment = [machine.environment(), vec![("SKYMAP_LOG", "debug")]].concat();
    let mut session = Session::start_sized((60, 200), BINARY, &[], &environment);
    let role = role(ACCOUNTS[0]);

    connect(&mut session, &role);
    session.press(b"\r");
    session.see(&["shop 10.20.0.0/16", "● web"]);
    session.press(b"/web-2\r");
    session.see(&["/web-2: 1", "● web-2"]);
    session.press(b"G");
    session.see(&["● web-2  Instance", "running"]);
    moto.stop(ACCOUNTS[0], "web-2");
    session.press(b"\x12");
    session.see(&["○ web-2  Instance", "stopped"]);

    rename(&mut session);
    let places = [machine.directory.path(), session.home.path()];
    assert!(!mentioning(&places, &role).is_empty());

    remove(&mut session);
    session.press(b"q");
    session.see(&["No account is open.", "q quit"]);
    session.press(b"q");
    session.ends_with(0);

    let places = [machine.directory.path(), session.home.path()];
    assert!(!mentioning(&places, "the map was left").is_empty());
    for trace in traces(&moto.list(ACCOUNTS[0])) {
        let left = mentioning(&places, &trace);
        assert!(left.is_empty(), "{trace} in {left:?}");
    }
}

/// From an empty list to an account that is saved.
fn connect(session: &mut Session, role: &str) {
    session.see(&["No AWS account is connected yet"]);
    session.press(b"a");
    session.see(&["step 1 of 6", "1234-5678-9012"]);
    session.press(b"\x0e");
    session.see(&["step 2 of 6", "Trust policy"]);
    session.press(b"\x0e");
    session.see(&["step 3 of 6", "ReadOnlyAccess"]);
    session.press(b"\x0e");
    session.see(&["step 4 of 6"]);
    session.paste(role);
    session.see(&["account 1111-2222-3333"]);
    session.press(format!("\t{NAME}\t{REGION}").as_bytes());
    session.see(&[NAME, "Ireland"]);
    session.press(b"\x0e");
    session.see(&["step 5 of 6", "The check passed."]);
    session.press(b"\x0e");
    session.see(&["step 6 of 6", "[ Save account ]"]);
    session.press(b"\r");
    session.see(&["1 of 1", NAME]);
}

fn rename(session: &mut Session) {
    session.press(b"a");
    session.see(&["1 of 1"]);
    session.press(b"e");
    session.see(&["step 4 of 6"]);
    session.press(format!("\t\x15{LATER}").as_bytes());
    session.see(&[&format!("Edit {LATER}")]);
    session.press(b"\x13");
    session.see(&["1 of 1", &format!(">✓ ✎ {LATER}"), &format!("▌{LATER}")]);
}

/// From the open list, with the question answered by yes.
fn remove(session: &mut Session) {
    session.press(b"d");
    session.see(&["Remove this account?", ">[ Cancel ]"]);
    session.press(b"\t");
    session.see(&[">[ Remove ]"]);
    session.press(b"\r");
    session.see(&[&format!("{LATER} was removed from"), "aws iam delete-role"]);
    session.press(b"\x1b");
    session.see(&["0 of 0", "No AWS account is connected yet"]);
}

/// Everything by which the account could be recognised.
fn traces(listed: &Value) -> Vec<String> {
    let fixed = [&role(ACCOUNTS[0]), ACCOUNTS[0], NAME, LATER];
    let secrets = [ACCESS_KEY, SECRET_KEY];
    let kinds = listed["kinds"].as_object().unwrap();
    let ids = kinds
        .iter()
        // A zone's name is everybody's.
        .filter(|(kind, _)| *kind != "availability-zone")
        .flat_map(|(_, ids)| ids.as_array().unwrap())
        .map(|id| id.as_str().unwrap());
    let traces: Vec<String> = fixed
        .into_iter()
        .chain(secrets)
        .chain(ids)
        .map(str::to_owned)
        .collect();
    assert!(traces.len() > 60, "{traces:?}");
    traces
}

/// The files that contain a text.
fn mentioning(places: &[&Path], text: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = places.iter().flat_map(|place| files(place)).collect();
    found.retain(|path| {
        let bytes = fs::read(path).unwrap();
        String::from_utf8_lossy(&bytes).contains(text)
    });
    found
}
