//! The screen as a person sees it, at any size.

use super::app::program::{Program, explanation};
use super::app::shop;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use skymap::app::Message;
use skymap::layout::Glyphs;
use skymap::provider::{Cause, Denial, ErrorKind, ScanEvent};
use skymap::ui;

pub fn buffer(program: &Program) -> Buffer {
    draw_sized(
        program,
        (program.model.screen.width, program.model.screen.height),
    )
}

fn draw_sized(program: &Program, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| ui::draw(frame, &program.model, program.now))
        .unwrap();
    terminal.backend().buffer().clone()
}

pub fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let rows = buffer.content().chunks(width.max(1));
    rows.map(|row| {
        row.iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect::<String>()
            .trim_end()
            .to_owned()
    })
    .collect()
}

pub fn screen(program: &Program) -> String {
    lines(&buffer(program)).join("\n")
}

/// A program in which the shop has a problem, as ASCII or not.
pub fn ailing(width: u16, height: u16, glyphs: Glyphs) -> Program {
    let mut program = Program::with_shop(width, height);
    program.model.screen.glyphs = glyphs;
    program.wait(60);
    program.collect(
        "target-health",
        shop::target_health(Some(("web-4", "Target.Timeout"))),
    );
    program
}

#[test]
fn the_map_at_80_by_24() {
    insta::assert_snapshot!(screen(&ailing(80, 24, Glyphs::Unicode)));
}

#[test]
fn the_map_in_ascii() {
    insta::assert_snapshot!(screen(&ailing(80, 24, Glyphs::Ascii)));
}

#[test]
fn the_tree() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    program.press("t");
    insta::assert_snapshot!(screen(&program));
}

#[test]
fn problems_over_a_wide_map() {
    let mut program = ailing(120, 40, Glyphs::Unicode);
    program.press("!");
    insta::assert_snapshot!(screen(&program));
}

#[test]
fn the_details_of_a_sick_server() {
    let mut program = ailing(80, 24, Glyphs::Ascii);
    program.select("web-4");
    program.press("d");
    insta::assert_snapshot!(screen(&program));
}

#[test]
fn coverage_with_a_denied_slice_and_an_old_one() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    let denied = ErrorKind::AccessDenied {
        action: None,
        reason: Denial::Unsaid,
    };
    program.fail("instances", denied);
    program.wait(70);
    program.press("C");
    insta::assert_snapshot!(screen(&program));
}

#[test]
fn every_state_says_what_to_do() {
    let nothing = Program::new(80, 24);
    assert!(screen(&nothing).contains("a  lists the AWS accounts"));

    let mut reading = Program::opened(80, 24);
    assert!(screen(&reading).contains("shop-prod: opening a session"));
    reading.scan(ScanEvent::Planned(vec![(
        shop::slice_id("instances"),
        None,
    )]));
    reading.scan(ScanEvent::Started(shop::slice_id("instances")));
    assert!(screen(&reading).contains("eu-west-1 instances: reading"));

    let mut refused = Program::opened(80, 24);
    let mut why = explanation(
        ErrorKind::NoCredentials,
        "sts:AssumeRole has no credentials",
    );
    why.causes.push(Cause {
        sentence: "nobody is signed in on this machine".to_owned(),
        remedy: Some("aws sso login".to_owned()),
    });
    refused.scan(ScanEvent::SessionFailed(why));
    for text in [
        "has no credentials",
        "- nobody is signed in",
        "aws sso login",
        "Ctrl-r tries again",
    ] {
        assert!(screen(&refused).contains(text), "{text}");
    }

    let mut filtered = Program::with_shop(80, 24);
    filtered.press("/");
    filtered.type_in("nothing-like-this");
    assert!(screen(&filtered).contains("nothing matches"));
    filtered.press("Enter");
    assert!(screen(&filtered).contains("Nothing matches nothing-like-this"));

    let small = Program::with_shop(30, 8);
    assert!(screen(&small).contains("30x8: skymap needs 40x10"));
}

#[test]
fn ascii_means_every_cell() {
    let mut program = ailing(80, 24, Glyphs::Ascii);
    let keys = [
        "", "t", "t", "d", "Esc", "?", "Esc", "L", "Esc", "!", "Esc", "E", "Esc", "C", "Esc", "R",
        "Esc", "r", "Esc", "y", "Esc", "/ w", "Esc", ": q", "Esc",
    ];
    for keys in keys {
        if !keys.is_empty() {
            program.press(keys);
        }
        let screen = screen(&program);
        assert!(screen.is_ascii(), "after {keys}:\n{screen}");
    }
}

#[test]
fn the_selection_is_seen_without_colour() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    for selected in ["worker-1", "web-alb", "private-a"] {
        program.select(selected);
        program.send(Message::DeadlineReached);
        let buffer = buffer(&program);
        let reversed: String = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert!(reversed.contains(selected), "{selected} in {reversed:?}");
    }
}

#[test]
fn without_colour_no_colour_is_written() {
    let buffer = buffer(&ailing(80, 24, Glyphs::Unicode));
    assert!(
        buffer
            .content()
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset)
    );
}

#[test]
fn hints_make_room_and_the_warnings_stay() {
    let mut program = ailing(40, 12, Glyphs::Unicode);
    program.press("p");
    program.wait(9);
    let lines = lines(&buffer(&program));
    assert!(
        lines[0].contains("shop-prod") && lines[0].contains("paused"),
        "{}",
        lines[0]
    );
    assert!(lines[11].contains("? help"), "{}", lines[11]);
}

#[test]
fn an_idle_screen_does_not_change() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    program.wait(20);
    let before = buffer(&program);
    program.scan(ScanEvent::Started(shop::slice_id("instances")));
    program.wait(10);
    program.collect("instances", shop::instances());
    assert_eq!(
        buffer(&program),
        before,
        "reading the same again writes nothing"
    );
}

#[test]
fn any_size_is_drawn() {
    for (width, height) in [
        (0, 0),
        (1, 1),
        (0, 24),
        (80, 0),
        (39, 9),
        (40, 10),
        (41, 11),
        (300, 100),
    ] {
        let mut program = Program::with_shop(width, height);
        for keys in ["", "!", "d", "?", "C", ":"] {
            if !keys.is_empty() {
                program.press(keys);
            }
            buffer(&program);
            draw_sized(&program, (width + 3, height + 3));
        }
    }
}
