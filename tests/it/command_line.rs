//! The line behind the colon: what is typed and what then stands on the screen.

#![cfg(test)]

use crate::app::program::Program;
use crate::screens::screen;
use skymap::app::{Argument, COMMANDS, Count, Effect, HelpRow, Overlay, Pane, Run, View, help};
use skymap::graph::{Level, WireKind};

/// What stands in the line.
fn typed(program: &Program) -> &str {
    match program.model.overlays.last() {
        Some(Overlay::Command(line)) => line.input.value(),
        _ => "",
    }
}

/// The candidates, in their order.
fn candidates(program: &Program) -> Vec<&str> {
    match program.model.overlays.last() {
        Some(Overlay::Command(line)) => {
            let candidates = line.completion.candidates.iter();
            candidates
                .map(|candidate| candidate.word.as_str())
                .collect()
        }
        _ => Vec::new(),
    }
}

fn run(program: &mut Program, line: &str) -> Vec<Effect> {
    program.press(":");
    program.type_in(line);
    program.press("Enter")
}

#[test]
fn a_command_does_what_its_row_says() {
    for (line, pane) in [
        ("problems", Pane::Problems),
        ("accounts", Pane::Accounts),
        ("accounts add", Pane::Accounts),
        ("accounts test shop-prod", Pane::Accounts),
        ("regions", Pane::Regions),
        ("help", Pane::Help),
        ("copy", Pane::CopyMenu),
        ("filter", Pane::Filter),
        ("cov", Pane::Coverage),
    ] {
        let mut program = Program::with_shop(80, 24);
        run(&mut program, line);
        let opened = program.model.overlays.last().map(Overlay::pane);
        assert_eq!(opened, Some(pane), "{line}");
    }
    let mut program = Program::with_shop(100, 30);
    run(&mut program, "goto worker-1");
    assert_eq!(program.selected(), "worker-1");
    run(&mut program, "goto i-web-1");
    assert_eq!(program.selected(), "web-1", "its group is opened");
    run(&mut program, "zoom 2");
    assert_eq!(program.topology().look.collapse.level, Level::Region);
    run(&mut program, "zoom 4");
    assert_eq!(program.topology().look.collapse.level, Level::Subnet);
    run(&mut program, "wires traffic off");
    let hidden = |program: &Program| program.topology().look.collapse.hidden_wires.clone();
    assert!(hidden(&program).contains(&WireKind::Traffic));
    run(&mut program, "wires traffic on");
    assert!(!hidden(&program).contains(&WireKind::Traffic));
    run(&mut program, "wires none");
    assert_eq!(hidden(&program).len(), WireKind::ALL.len());
    run(&mut program, "tree");
    assert_eq!(program.topology().look.view, View::Tree);
    run(&mut program, "filter worker");
    assert_eq!(program.topology().look.filter.text, "worker");
    assert_eq!(run(&mut program, "mouse off"), [Effect::SetMouse(false)]);
    assert_eq!(run(&mut program, "mouse off"), []);
    run(&mut program, "wires traffic of");
    assert!(
        hidden(&program).contains(&WireKind::Traffic),
        "a word may be cut short while it means one"
    );
}

#[test]
fn a_line_that_cannot_be_run_stays_and_says_what_can() {
    for (line, expected) in [
        ("regoins", "did you mean regions?"),
        ("xyzzy", "Tab shows them all"),
        ("c", "c can be calls, close"),
        ("theme drak", "did you mean dark?"),
        ("theme", "usage: theme NAME; there is colour-blind, dark,"),
        ("wires traffic maybe", "there is on, off"),
        ("zoom 9", "there is 1, 2, 3, 4, 5"),
        ("events now", "events takes nothing more"),
        ("goto worker-9", "did you mean worker-1?"),
        ("regions eu-wset-1", "did you mean eu-west-1?"),
        ("account shop-prd", "no account is called"),
        ("copy colour", "there is id, ARN"),
        ("mouse maybe", "there is on, off"),
    ] {
        let mut program = Program::with_shop(80, 24);
        run(&mut program, line);
        assert!(
            program.problem().contains(expected),
            "{line}: {:?}",
            program.problem()
        );
        assert_eq!(typed(&program), line, "it can be mended");
        program.press("Backspace");
        assert_eq!(program.problem(), "", "{line}: the next key takes it away");
    }
    let mut program = Program::with_shop(80, 24);
    run(&mut program, "policy");
    let said = program
        .model
        .notice
        .as_ref()
        .map(|notice| notice.sentence.as_str());
    assert_eq!(said, Some("that is the shell's: skymap policy minimal"));
}

#[test]
fn candidates_are_tried_taken_and_forgotten() {
    let mut program = Program::with_shop(80, 24);
    program.press(":");
    assert_eq!(
        candidates(&program).len(),
        COMMANDS.len(),
        "an empty line offers all"
    );
    program.type_in("the");
    program.press("Tab");
    assert_eq!(typed(&program), "theme ", "the only one is taken");
    program.press("Tab");
    assert_eq!(typed(&program), "theme colour-blind");
    program.press("Tab Shift-Tab Shift-Tab");
    assert_eq!(
        typed(&program),
        "theme mono",
        "before the first comes the last"
    );
    program.press("Esc");
    assert_eq!(typed(&program), "theme ", "back to what was typed");
    program.type_in("hi");
    program.press("Right");
    assert_eq!(typed(&program), "theme high-contrast", "the first is taken");
    program.press("Esc");
    assert!(program.model.overlays.is_empty());

    for (line, expected) in [
        ("accounts t", vec!["accounts test"]),
        ("regions eu-w", vec!["eu-west-1"]),
        ("regions eu-west-1 eu", vec!["eu-west-1"]),
        ("wires tr", vec!["traffic"]),
        ("wires traffic o", vec!["on", "off"]),
        ("close sh", vec!["shop-prod"]),
        ("goto i-worker", vec!["worker-1"]),
        ("copy con", vec!["console address"]),
        ("filter ty", vec!["type="]),
        ("preset save ", vec![]),
    ] {
        let mut program = Program::with_shop(80, 24);
        program.press(":");
        program.type_in(line);
        assert_eq!(candidates(&program), expected, "{line}");
    }
    let mut program = Program::with_shop(80, 24);
    program.press(":");
    program.type_in("filter ");
    let offered = candidates(&program);
    assert_eq!(
        offered[..3],
        ["filter remove", "filter save", "filter type="],
        "longer names, then its own text"
    );
}

#[test]
fn lines_come_back_as_long_as_the_program_runs() {
    let mut program = Program::with_shop(80, 24);
    for line in ["problems", "theme mono", "events", "theme mono"] {
        run(&mut program, line);
        program.model.overlays.clear();
    }
    program.press(": Up");
    assert_eq!(typed(&program), "theme mono");
    program.press("Up");
    assert_eq!(typed(&program), "events");
    program.press("Up Up Up");
    assert_eq!(typed(&program), "problems", "the first stays");
    program.press("Down Down Down");
    assert_eq!(
        typed(&program),
        "",
        "behind the newest stands what was typed"
    );
    program.type_in("ev");
    program.press("Up");
    assert_eq!(typed(&program), "events", "only what begins so");
    program.press("Up Enter");
    assert_eq!(
        program.model.overlays.last().map(Overlay::pane),
        Some(Pane::Events)
    );
}

#[test]
fn the_prompt_shows_what_is_typed_and_what_it_can_become() {
    let mut program = Program::with_shop(80, 24);
    program.press(":");
    program.type_in("wi");
    let shown = screen(&program);
    for text in [":wires", "draw a kind of wire or not", "Commands"] {
        assert!(shown.contains(text), "{text} is not on\n{shown}");
    }
    program.press("Tab");
    let shown = screen(&program);
    for text in ["wires [KIND] [on|off]", "none on this map", "every kind"] {
        assert!(shown.contains(text), "{text} is not on\n{shown}");
    }
    program.press("Ctrl-u");
    program.type_in("goto ");
    program.type_in(&"long ".repeat(30));
    program.type_in("end");
    let shown = screen(&program);
    let last = shown.lines().last().unwrap_or_default();
    assert!(
        last.starts_with(':') && last.ends_with("long end"),
        "{last}"
    );
    program.press("Home");
    let shown = screen(&program);
    assert!(
        shown
            .lines()
            .last()
            .unwrap_or_default()
            .starts_with(":goto long")
    );
}

/// What the help shows is the table, and the table is in order and complete in itself.
#[test]
fn the_table_can_be_read_and_is_shown() {
    assert!(COMMANDS.is_sorted_by_key(|command| command.name));
    let rows = help(skymap::app::Keymap::of(&skymap::settings::Keys::default()));
    for command in COMMANDS {
        let wanted = format!(":{}", command.usage());
        let is_shown = rows
            .iter()
            .any(|row| matches!(row, HelpRow::Keys { keys, .. } if *keys == wanted));
        assert!(is_shown, "{wanted} is not in the help");
        assert!(
            command.help.len() < 70,
            "{}: {}",
            command.name,
            command.help
        );
        if let Run::Shell(line) = command.run {
            assert!(line.starts_with("skymap "), "{line}");
        }

        let ahead = command
            .arguments
            .split_last()
            .map_or(&[][..], |(_, ahead)| ahead);
        let is_plain = |one: &Argument| matches!(one.count, Count::Once | Count::Optional);
        assert!(
            ahead.iter().all(is_plain),
            "{}: only the last repeats",
            command.name
        );
    }
}
