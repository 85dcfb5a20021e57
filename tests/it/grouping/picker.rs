//! Keys and commands in, screen out.

use super::{TOWN, estate};
use crate::app::program::Program;
use crate::screens::screen;
use skymap::graph::Level;

fn program(width: u16, height: u16) -> Program {
    let mut program = Program::opened(width, height);
    program.read(estate::slices(&TOWN));
    program
}

fn command(program: &mut Program, line: &str) {
    program.press(":");
    program.type_in(line);
    program.press("Enter");
}

fn said(program: &Program) -> String {
    let notice = program.model.notice.as_ref();
    notice
        .map(|notice| notice.sentence.clone())
        .unwrap_or_default()
}

#[test]
fn the_picker_shows_what_there_is_to_choose_from() {
    let mut program = program(80, 30);
    program.press("v");
    insta::assert_snapshot!("picker", screen(&program));
    // A preset is looked at, changed, and taken.
    program.press("j j j Space");
    let shown = screen(&program);
    assert!(shown.contains("(x) Security"), "{shown}");
    program.press("j j K");
    assert!(said(&program).contains("a VPC stands inside a region"));
    program.press("Space");
    let shown = screen(&program);
    assert!(shown.contains("[2] security-group"), "{shown}");
    program.press("Enter");
    assert!(program.model.overlays.is_empty());
    let group = &program.topology().look.preset.group;
    assert_eq!(group.to_string(), "region,security-group");
    assert_eq!(program.topology().derived.grouping, *group);
    let shown = screen(&program);
    assert!(shown.contains("region,security-group (v)"), "{shown}");
}

#[test]
fn the_picker_keeps_the_rows_that_match() {
    let mut program = program(80, 30);
    program.press("v /");
    program.type_in("security");
    program.press("Enter");
    let shown = screen(&program);
    assert!(shown.contains("Presets /security"), "{shown}");
    assert!(shown.contains("( ) Security"), "{shown}");
    assert!(!shown.contains("subnet"), "{shown}");
    // What is picked is the row that is seen, also where it is not the first of all.
    program.press("Space j Space");
    let shown = screen(&program);
    assert!(shown.contains("[ ] security-group"), "{shown}");
    program.press("k Enter");
    let group = &program.topology().look.preset.group;
    assert_eq!(group.to_string(), "region,vpc,security-group");
    program.press("v /");
    program.type_in("no such row");
    program.press("Enter Space J Enter");
    let same = &program.topology().look.preset.group;
    assert_eq!(
        same.to_string(),
        "region,vpc,security-group",
        "no row, nothing"
    );
}

#[test]
fn commands_group_hide_and_show() {
    for (line, expected) in [
        (
            "group region,vpc,tag:Environment",
            Ok("region,vpc,tag:Environment"),
        ),
        (
            "group region,vpc,tag:environment",
            Err("did you mean Environment?"),
        ),
        ("group subnet,vpc", Err("a subnet stands inside a VPC")),
        ("group regoin", Err("did you mean region?")),
        ("preset sec", Ok("region,vpc,security-group")),
        (
            "preset nothing",
            Err("there is no preset nothing; there is Default,"),
        ),
        ("hide nat-gateway", Ok("region,vpc,zone,subnet; 1 hidden")),
        ("hide subnet", Err("leave it out of the grouping")),
    ] {
        let mut program = program(80, 24);
        command(&mut program, line);
        let preset = &program.topology().look.preset;
        let hidden = if preset.hide.is_empty() {
            ""
        } else {
            "; 1 hidden"
        };
        match expected {
            Ok(expected) => assert_eq!(format!("{}{hidden}", preset.group), expected, "{line}"),
            Err(part) => {
                let said = program.problem();
                assert!(said.contains(part), "{line}: {said}");
            }
        }
    }
}

#[test]
fn what_is_hidden_is_told_at_the_ends_of_its_lines_and_shown_again() {
    let mut program = program(140, 45);
    command(&mut program, "zoom 4");
    let counts = program.topology().derived.counts.clone();
    let labels = program.labels().len();
    command(&mut program, "hide load-balancer");
    assert!(!program.labels().contains(&"alb"), "{:?}", program.labels());
    assert_eq!(
        program.topology().derived.counts,
        counts,
        "it is there all the same"
    );
    let beyond = &program.topology().derived.diagram.beyond;
    assert!(!beyond.is_empty(), "its lines are told");
    command(&mut program, "goto alb-0");
    command(&mut program, "show all");
    assert_eq!(program.labels().len(), labels);
}

#[test]
fn the_selection_and_the_folds_stay_where_they_can() {
    let mut program = program(140, 45);
    command(&mut program, "zoom 4");
    program.press("z");
    command(&mut program, "goto to-vpc-1");
    let selected = program.selected().to_owned();
    for line in [
        "preset infrastructure",
        "preset security",
        "group region",
        "group none",
        "group default",
    ] {
        command(&mut program, line);
        assert_eq!(program.selected(), selected, "{line}");
        assert_eq!(
            program.topology().look.collapse.level,
            Level::Subnet,
            "{line}"
        );
        for keys in ["Tab Shift-Tab", "u", "t", "t", "- -", "+ +", "! Esc", "]"] {
            program.press(keys);
        }
        command(&mut program, "zoom 4");
        command(&mut program, "goto to-vpc-1");
    }
}
