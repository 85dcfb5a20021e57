//! What the screen looks like: themes, colours of accounts, what must not be cut.

#![expect(
    clippy::expect_used,
    reason = "what is not on the screen fails the test"
)]

use super::app::program::Program;
use super::app::shop;
use super::screens::{ailing, buffer as draw, screen};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use skymap::account::Region;
use skymap::app::{Appearance, ColourDepth, ThemeName};
use skymap::layout::Glyphs;
use skymap::provider::{Denial, ErrorKind};
use std::collections::BTreeSet;
use std::time::Duration;

const VIEWS: [&str; 8] = ["", "t", "d", "!", "?", "L", "a", "f"];

/// A screen with every kind of health, in a theme.
fn themed(theme: Option<ThemeName>, depth: ColourDepth, view: &str) -> Buffer {
    let mut program = ailing(100, 30, Glyphs::Unicode);
    program.model.screen.appearance = Appearance::of(theme, depth, None);
    if !view.is_empty() {
        program.press(view);
    }
    draw(&program)
}

fn text(buffer: &Buffer) -> String {
    buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect()
}

/// Whether a terminal of that depth knows a colour.
fn is_known(colour: Color, depth: ColourDepth) -> bool {
    match colour {
        Color::Reset => true,
        Color::Rgb(..) => depth == ColourDepth::TrueColour,
        Color::Indexed(_) => depth == ColourDepth::Indexed,
        _ => depth == ColourDepth::Sixteen,
    }
}

#[test]
fn a_theme_uses_the_colours_that_there_are_and_says_the_same_without() {
    for view in VIEWS {
        let plain = text(&themed(None, ColourDepth::None, view));
        for theme in ThemeName::ALL {
            for depth in [
                ColourDepth::None,
                ColourDepth::Sixteen,
                ColourDepth::Indexed,
                ColourDepth::TrueColour,
            ] {
                let buffer = themed(Some(theme), depth, view);
                assert_eq!(text(&buffer), plain, "{theme} {depth} {view}");
                let colours: BTreeSet<String> = buffer
                    .content()
                    .iter()
                    .flat_map(|cell| [cell.fg, cell.bg])
                    .filter(|colour| !is_known(*colour, depth))
                    .map(|colour| format!("{colour:?}"))
                    .collect();
                assert!(colours.is_empty(), "{theme} {depth} {view}: {colours:?}");
            }
        }
    }
}

#[test]
fn a_theme_that_was_asked_for_brings_its_background() {
    for (theme, is_painted) in [
        (None, false),
        (Some(ThemeName::Light), true),
        (Some(ThemeName::HighContrast), true),
        (Some(ThemeName::Mono), false),
    ] {
        for view in VIEWS {
            let buffer = themed(theme, ColourDepth::TrueColour, view);
            let is_bare = |cell: &ratatui::buffer::Cell| cell.bg == Color::Reset;
            let bare = buffer.content().iter().filter(|cell| is_bare(cell)).count();
            assert_eq!(bare == 0, is_painted, "{theme:?} {view}: {bare} bare cells");
        }
    }
}

#[test]
fn a_command_changes_the_theme_at_once() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    program.model.screen.appearance.depth = ColourDepth::TrueColour;
    let before = draw(&program);
    for (typed, theme) in [
        ("theme light", ThemeName::Light),
        ("theme hi", ThemeName::HighContrast),
        ("theme mono", ThemeName::Mono),
        ("theme dark", ThemeName::Dark),
    ] {
        program.press(":");
        program.type_in(typed);
        program.press("Enter");
        assert_eq!(program.model.screen.appearance.theme, theme, "{typed}");
        let after = draw(&program);
        // Not only the sentence at the foot: the colours of the map.
        let is_recoloured = |row: &usize| {
            let width = usize::from(before.area.width);
            let cells = row * width..(row + 1) * width;
            let colours = |buffer: &Buffer| -> Vec<(Color, Color)> {
                let cells = buffer.content()[cells.clone()].iter();
                cells.map(|cell| (cell.fg, cell.bg)).collect()
            };
            colours(&before) != colours(&after)
        };
        let recoloured = (2..18).filter(is_recoloured).count();
        assert!(recoloured > 0, "{typed}");
        assert!(screen(&program).contains(&format!("theme {theme}")));
    }
    program.press(":");
    program.type_in("theme");
    program.press("Enter");
    assert!(screen(&program).contains("there is colour-blind, dark, high-contrast"));
}

/// The colours of the cells that show a text, the first time that it is there.
fn colour_of(buffer: &Buffer, wanted: &str) -> Color {
    let row = usize::from(buffer.area.width);
    let rows = buffer.content().chunks(row);
    let found = rows.filter_map(|cells| {
        let line: Vec<&str> = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
        let at = (0..line.len()).find(|at| line[*at..].concat().starts_with(wanted))?;
        Some(cells[at].fg)
    });
    let mut found = found;
    found.next().expect(wanted)
}

#[test]
fn an_account_has_a_colour_and_production_is_red() {
    for (name, chosen, expected) in [
        ("shop-prod", None, Color::Red),
        ("shop-nonprod", None, Color::LightBlue),
        ("shop-prod", Some("green"), Color::Green),
        ("shop-stage", Some("#ff5050"), Color::Red),
    ] {
        let mut program = ailing(80, 24, Glyphs::Unicode);
        program.model.screen.appearance.depth = ColourDepth::Sixteen;
        let topology = program.model.topology.as_mut().unwrap();
        for watched in topology.watch.accounts.values_mut() {
            watched.account.name = name.to_owned();
            watched.account.colour = chosen.map(str::to_owned);
        }
        let buffer = draw(&program);
        for part in ["▌", name, "─ ✗ eu-west-1"] {
            assert_eq!(
                colour_of(&buffer, part),
                expected,
                "{part} of {name} {chosen:?}"
            );
        }
    }
}

#[test]
fn home_is_named_first_wherever_else_is_watched() {
    let mut program = Program::with_shop(80, 24);
    let topology = program.model.topology.as_mut().unwrap();
    for watched in topology.watch.accounts.values_mut() {
        watched.regions = vec![Region::new("ap-south-1"), shop::region()];
    }
    assert!(
        screen(&program).contains("▌eu-west-1 +1"),
        "{}",
        screen(&program)
    );
}

#[test]
fn a_long_reason_is_read_whole_at_80_columns() {
    let mut program = Program::with_shop(80, 24);
    for reason in [
        "Target.FailedHealthChecks in the last check of this target",
        "Target.FailedHealthChecks in the last of three checks of this target and in all before",
    ] {
        let sick = shop::target_health(Some(("web-4", reason)));
        program.collect("target-health", sick);
        program.select("web-4");
        for keys in ["", "!"] {
            if !keys.is_empty() {
                program.press(keys);
            }
            let seen = screen(&program);
            for word in reason.split(' ') {
                assert!(seen.contains(word), "{word} in {seen}");
            }
        }
        program.press("Esc");
    }
}

#[test]
fn what_is_stale_says_how_old_it_is() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    program.wait(60);
    let denied = ErrorKind::AccessDenied {
        action: None,
        reason: Denial::Unsaid,
    };
    program.fail("instances", denied);
    assert!(
        screen(&program).contains("stale: 1 min old"),
        "{}",
        screen(&program)
    );
    let step = program.model.next_deadline().expect("the age changes");
    assert!(step <= program.now + Duration::from_mins(1));
    program.wait(60);
    assert!(
        screen(&program).contains("stale: 2 min old"),
        "{}",
        screen(&program)
    );
}

#[test]
fn what_is_in_a_container_is_counted_open_and_folded() {
    let mut program = ailing(80, 24, Glyphs::Unicode);
    program.select("eu-west-1b");
    for keys in ["u ]", "z"] {
        program.press(keys);
        program.select("eu-west-1b");
        let seen = screen(&program);
        assert!(
            seen.contains("1 ✗ unhealthy  1 ● healthy"),
            "{keys}: {seen}"
        );
    }
}

#[test]
fn letters_are_seen_without_colour() {
    let buffer = themed(None, ColourDepth::None, "f");
    let is_reversed = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::REVERSED);
    let reversed = buffer.content().iter().filter(is_reversed);
    let letters: String = reversed.map(ratatui::buffer::Cell::symbol).collect();
    assert!(letters.contains('a') && letters.contains('s'), "{letters}");
}
