//! Golden drawings: a description, `---`, what it must look like. `UPDATE_DRAWINGS=1`
//! writes the drawing anew.

use super::{description, picture};
use skymap::layout::{Glyphs, Memory, arrange};
use std::path::PathBuf;

fn check(name: &str, glyphs: Glyphs) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/layout/drawings")
        .join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let (described, expected) = text.split_once("---\n").unwrap();
    let diagram = description::parse(described);
    let scene = arrange(&diagram, &mut Memory::default());
    let drawn = picture(&diagram, &scene, glyphs);
    if std::env::var_os("UPDATE_DRAWINGS").is_some() {
        std::fs::write(&path, format!("{described}---\n{drawn}")).unwrap();
    } else {
        assert_eq!(drawn, expected, "{name}:\n{drawn}");
    }
}

#[test]
fn a_balancer_and_its_targets() {
    check("tiny.txt", Glyphs::Unicode);
}

#[test]
fn a_shop_in_three_zones() {
    check("shop.txt", Glyphs::Unicode);
}

#[test]
fn a_terminal_without_box_drawing() {
    check("ascii.txt", Glyphs::Ascii);
}

#[test]
fn every_kind_of_wire_with_what_is_written_on_it() {
    check("wires.txt", Glyphs::Unicode);
    check("wires-ascii.txt", Glyphs::Ascii);
}
