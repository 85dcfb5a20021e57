//! Golden drawings: each level in three sizes of window, in Unicode and in ASCII.

use super::{TOWN, program};
use crate::screens::screen;
use skymap::graph::Level;
use skymap::layout::Glyphs;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn check(level: Level) {
    for (glyphs, name) in [(Glyphs::Unicode, "unicode"), (Glyphs::Ascii, "ascii")] {
        let screens = SIZES.map(|size| {
            let mut program = program(size, &TOWN, Level::Subnet);
            program.model.screen.glyphs = glyphs;
            program.find("api-10");
            super::show(&mut program, level);
            screen(&program).trim_end().to_owned()
        });
        let name = format!("{}_{name}", level.name().to_lowercase());
        insta::assert_snapshot!(name, screens.join("\n\n"));
    }
}

#[test]
fn accounts() {
    check(Level::Account);
}

#[test]
fn regions() {
    check(Level::Region);
}

#[test]
fn vpcs() {
    check(Level::Vpc);
}

#[test]
fn subnets() {
    check(Level::Subnet);
}

#[test]
fn resources() {
    check(Level::Resource);
}
