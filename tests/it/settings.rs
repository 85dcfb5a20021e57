//! The settings file as people use it: written by hand, broken, changed by the program,
//! and in force on the screen.

#![cfg(test)]

mod broken;
mod commands;
mod keys;
mod terminal;
mod writers;

use crate::app::program::Program;
use skymap::app::{Capable, Effect, Message};
use skymap::settings::{Loaded, parse};
use std::path::Path;

fn read(text: &str) -> Loaded {
    skymap::app::checked(parse(Path::new("config.toml"), text))
}

/// The program told of a file, as at its start.
fn told(program: &mut Program, text: &str) -> Vec<Effect> {
    let loaded = parse(Path::new("config.toml"), text);
    program.send(Message::SettingsLoaded {
        loaded: Box::new(loaded),
        capable: Capable {
            appearance: program.model.screen.appearance,
            glyphs: program.model.screen.glyphs,
        },
    })
}
