//! Walking the map: letters on the boxes, neighbours in a container, the mouse.

mod steady;

use super::app::program::Program;
use super::screens::{buffer as draw, lines, screen};
use crossterm::event::{KeyModifiers, MouseEventKind};
use skymap::app::Overlay;
use skymap::layout::{Glyphs, Point};
use std::collections::{BTreeMap, BTreeSet};

/// Where a text stands on the screen; the first time, from the top.
fn find(program: &Program, text: &str) -> (u16, u16) {
    let lines = lines(&draw(program));
    let mut rows = (0..).zip(&lines);
    let found = rows.find_map(|(row, line)| {
        let before = line.find(text)?;
        Some((line[..before].chars().count() as u16, row))
    });
    assert!(found.is_some(), "{text} is not on\n{}", lines.join("\n"));
    found.unwrap_or_default()
}

/// The letters on the screen that were not there without them, by place.
fn letters(program: &mut Program) -> BTreeMap<(u16, u16), char> {
    let before = draw(program);
    program.press("f");
    let after = draw(program);
    let map = skymap::app::Panes::of(&program.model).map;
    let changed = map.positions().filter(|at| before[*at] != after[*at]);
    changed
        .map(|at| {
            (
                (at.x, at.y),
                after[at].symbol().chars().next().unwrap_or(' '),
            )
        })
        .collect()
}

#[test]
fn letters_lead_to_every_box_and_hide_no_name() {
    for (keys, glyphs) in [
        ("", Glyphs::Unicode),
        ("", Glyphs::Ascii),
        ("t", Glyphs::Unicode),
    ] {
        let mut program = Program::with_shop(80, 24);
        program.model.screen.glyphs = glyphs;
        if !keys.is_empty() {
            program.press(keys);
        }
        let plain = screen(&program);
        let camera = program.topology().look.camera;
        let letters = letters(&mut program);
        let labels = program.labels();
        assert_eq!(
            letters.len(),
            labels.len() - 1,
            "{letters:?} for {labels:?}"
        );
        for label in labels {
            let drawn = screen(&program);
            assert!(drawn.contains(label), "{label} in\n{drawn}");
        }
        assert_eq!(
            program.topology().look.camera,
            camera,
            "the map stays still"
        );
        program.press("Esc");
        assert_eq!(screen(&program), plain, "and is as it was");

        let mut reached = BTreeSet::new();
        for letter in letters.into_values() {
            let mut program = Program::with_shop(80, 24);
            program.press([keys, "f"].join(" ").trim());
            program.press(&letter.to_string());
            assert!(program.model.overlays.is_empty());
            reached.insert(program.topology().selected());
            program.press("[");
            assert_eq!(program.selected(), "shop 10.0.0.0/16", "it is a jump");
        }
        assert_eq!(reached.len(), program.labels().len() - 1, "{reached:?}");
    }
}

#[test]
fn any_other_key_lets_the_letters_go() {
    for keys in ["f Esc", "f 7", "f Enter", "f Ctrl-a", "f Down"] {
        let mut program = Program::with_shop(80, 24);
        program.press(keys);
        assert!(program.model.overlays.is_empty(), "{keys}");
        assert_eq!(program.selected(), "shop 10.0.0.0/16", "{keys}");
    }
    let mut program = Program::with_shop(80, 24);
    program.press("f");
    let at = find(&program, "web-alb");
    program.click(at);
    assert!(program.model.overlays.is_empty());
    assert_eq!(program.selected(), "web-alb", "a click goes through");
}

#[test]
fn neighbours_in_a_container_are_one_key_away() {
    for (from, keys, to) in [
        ("eu-west-1a", "J", "eu-west-1b"),
        ("eu-west-1b", "K", "eu-west-1a"),
        ("eu-west-1b", "J", "eu-west-1b"),
        ("worker-1", "J", "web-4"),
        ("web-4", "K", "worker-1"),
        ("web-4", "t J", "worker-1"),
        ("web-4", "J", "web-4"),
    ] {
        let mut program = Program::with_shop(80, 24);
        program.select(from);
        program.press(keys);
        assert_eq!(program.selected(), to, "{keys} from {from}");
        let stays = from == to;
        assert_eq!(program.model.notice.is_some(), stays, "{keys} from {from}");
    }
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut program = Program::with_shop(80, 24);
    let at = find(&program, "worker-1");
    program.click(at);
    assert_eq!(program.selected(), "worker-1");
    program.click(at);
    assert!(matches!(
        program.model.overlays.last(),
        Some(Overlay::Details { .. })
    ));
}

#[test]
fn the_map_follows_the_pointer() {
    let mut program = Program::with_shop(40, 12);
    program.press("Enter");
    let before = program.topology().look.camera;
    let at = find(&program, "web-alb");
    let selected = program.selected().to_owned();
    program.drag(&[at, (at.0, at.1 - 1), (at.0 - 3, at.1 - 2)]);
    let camera = program.topology().look.camera;
    let moved = Point {
        x: before.x + 3,
        y: before.y + 2,
    };
    assert_eq!(camera, moved);
    assert_eq!(program.selected(), selected, "and nothing is selected");
    assert_eq!(find(&program, "web-alb"), (at.0 - 3, at.1 - 2));
    program.drag(&[at, (at.0, at.1 + 1), at]);
    assert_eq!(program.selected(), selected, "there and back is no click");
    for at in [(39, 8), (20, 5)] {
        program.drag(&[at, (39, 11), (0, 0)]);
        let camera = program.topology().look.camera;
        assert!(camera.x >= 0 && camera.y >= 0, "{camera:?}");
        program.drag(&[(0, 2), (39, 8)]);
        program.drag(&[(0, 2), (39, 8)]);
        program.drag(&[(0, 2), (39, 8)]);
        assert_eq!(program.topology().look.camera, Point::default());
    }

    program.point_with(MouseEventKind::ScrollDown, at, KeyModifiers::SHIFT);
    let camera = program.topology().look.camera;
    assert!(camera.x > 0 && camera.y == 0, "{camera:?}");
}

#[test]
fn rows_parts_of_the_breadcrumb_and_hints_are_clicked() {
    let mut program = super::screens::ailing(80, 24, Glyphs::Unicode);
    program.press("!");
    let row = find(&program, "◐ web-alb  active");
    program.click(row);
    program.click(row);
    assert!(program.model.overlays.is_empty(), "{}", screen(&program));
    assert_eq!(program.selected(), "web-alb");

    let crumb = find(&program, "eu-west-1 › shop");
    program.click((crumb.0 + 2, crumb.1));
    assert_eq!(program.selected(), "eu-west-1");

    let hint = find(&program, "? help");
    program.click(hint);
    assert!(matches!(
        program.model.overlays.last(),
        Some(Overlay::Help(_))
    ));
    let close = find(&program, "q quit");
    program.click(close);
    assert!(program.model.overlays.is_empty(), "q closes the topmost");

    program.press("t");
    let row = find(&program, "worker-1");
    program.click(row);
    assert_eq!(program.selected(), "worker-1");
}

/// Corners, edges and the middle of every list may be clicked.
#[test]
fn a_click_anywhere_does_no_harm() {
    for keys in [
        "!", "d", "?", "L", "C", "R", "E", "r", "y", "/", ":", "f", "a",
    ] {
        for (width, height) in [(80, 24), (40, 10)] {
            let mut program = Program::with_shop(width, height);
            for (column, row) in [(0, 0), (3, 1), (20, 5), (30, 8), (width - 1, height - 1)] {
                program.press("Esc Esc");
                program.press(keys);
                program.click((column, row));
                draw(&program);
            }
        }
    }
}
