//! `skymap info`: the version, what is drawn with, the paths in force, and which files
//! exist.

use super::{Directories, Outcome, Output, map, print};
use crate::account::store::Store;
use crate::app::ColourDepth;
use crate::layout::Glyphs;
use crate::runtime::Capabilities;
use clap::Args;
use color_eyre::eyre::{Result, WrapErr};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap info
  skymap info --json | jq -r '.paths[] | select(.exists).path'
  NO_COLOR=1 skymap info    # which colours the map would have")]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Info {
    version: &'static str,
    look: LookInForce,
    paths: Vec<PathInForce>,
}

#[derive(Serialize)]
struct LookInForce {
    theme: String,
    colours: String,
    characters: &'static str,
}

#[derive(Serialize)]
struct PathInForce {
    what: String,
    path: PathBuf,
    exists: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    directories: &Directories,
    look: map::Look,
) -> Result<Outcome> {
    let info = Info {
        version: env!("CARGO_PKG_VERSION"),
        look: look_in_force(look.in_force()),
        paths: paths(directories),
    };
    let text = if arguments.output.is_json() {
        let json = serde_json::to_string_pretty(&info).wrap_err("write JSON")?;
        format!("{json}\n")
    } else {
        text(&info)?
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// As the map would be drawn on this terminal.
fn look_in_force(capabilities: Capabilities) -> LookInForce {
    let Capabilities { appearance, glyphs } = capabilities;
    LookInForce {
        theme: appearance.theme.to_string(),
        colours: if appearance.has_colour() {
            appearance.depth.to_string()
        } else {
            ColourDepth::None.to_string()
        },
        characters: match glyphs {
            Glyphs::Unicode => "box drawing",
            Glyphs::Ascii => "ASCII",
        },
    }
}

fn paths(directories: &Directories) -> Vec<PathInForce> {
    let mut paths = vec![
        (
            "configuration directory".to_owned(),
            directories.config.clone(),
        ),
        (
            "configuration".to_owned(),
            directories.config.join("config.toml"),
        ),
        (
            "accounts".to_owned(),
            directories.config.join("accounts.toml"),
        ),
    ];
    let store = Store {
        config_dir: directories.config.clone(),
    };
    for file in store.load().files {
        if let Some(team) = file.team {
            paths.push((format!("accounts of team {}", team.0), file.path));
        }
    }
    paths.push(("data directory".to_owned(), directories.data.clone()));
    paths.push(("state directory".to_owned(), directories.state.clone()));
    paths.push(("log".to_owned(), directories.log_file()));
    paths
        .into_iter()
        .map(|(what, path)| PathInForce {
            what,
            exists: path.exists(),
            path,
        })
        .collect()
}

fn text(info: &Info) -> Result<String> {
    let LookInForce {
        theme,
        colours,
        characters,
    } = &info.look;
    let mut text = format!("skymap {}\n", info.version);
    writeln!(text, "theme {theme}, {colours}, {characters}")?;
    let width = info.paths.iter().map(|path| path.what.len()).max();
    let width = width.unwrap_or_default();
    for path in &info.paths {
        let absent = if path.exists {
            ""
        } else {
            "  (does not exist)"
        };
        writeln!(
            text,
            "{:width$}  {}{absent}",
            path.what,
            path.path.display()
        )?;
    }
    Ok(text)
}
