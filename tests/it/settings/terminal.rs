//! The map in a terminal under a settings file.

use crate::pty::{BINARY, Session};
use std::fs;
use vt100::MouseProtocolMode;

fn session(config: &str, words: &[&str], more: &[(&str, &str)]) -> (Session, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("config.toml"), config).unwrap();
    let place = directory.path().display().to_string();
    let environment = [&[("SKYMAP_CONFIG_DIR", place.as_str())][..], more].concat();
    let session = Session::start_sized((24, 80), BINARY, words, &environment);
    (session, directory)
}

#[test]
fn the_file_decides_what_is_drawn_with_and_which_keys_there_are() {
    let config = "ascii = true\nmouse = false\n[keys.account-list]\nadd = \"F5\"\n";
    let (mut session, _directory) = session(config, &[], &[]);
    session.see(&["No AWS account is connected yet.", "Press F5", "F5 add"]);
    session.wait_until("the mouse is the terminal's", |session| {
        let screen = session.screen.screen();
        screen.alternate_screen() && screen.mouse_protocol_mode() == MouseProtocolMode::None
    });
    session.wait_until("ASCII alone", |session| {
        session.screen.screen().contents().is_ascii()
    });
    session.press(b"\x1b[15~");
    session.see(&["step 1 of"]);
    session.press(b"\x03");
    session.ends_with(0);
}

#[test]
fn a_flag_counts_more_than_the_file_and_a_broken_file_stops_nothing() {
    let (mut flagged, _directory) = session("ascii = true\n", &["--ascii=false"], &[]);
    flagged.see(&["No AWS account is connected yet.", "╭"]);
    flagged.press(b"\x03");
    flagged.ends_with(0);
    let (mut broken, directory) = session("theme = \n[filters]\n", &[], &[]);
    broken.see(&["config.toml:1:9", "No account could be read", "i reads it"]);
    broken.press(b"\x03");
    broken.ends_with(0);
    let left = fs::read_to_string(directory.path().join("config.toml")).unwrap();
    assert_eq!(left, "theme = \n[filters]\n");
}
