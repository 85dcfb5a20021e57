//! `skymap info`: the version, what is drawn with, the paths in force, and which files
//! exist.

use super::{Directories, Outcome, Output, config, map, print, warn_all};
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
    settings: SettingsInForce,
    paths: Vec<PathInForce>,
}

/// How much of the settings file is in force; `skymap config show` has it all.
#[derive(Serialize)]
struct SettingsInForce {
    filters: usize,
    presets: usize,
    keys: usize,
    issues: usize,
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
        settings: settings_in_force(directories),
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

fn settings_in_force(directories: &Directories) -> SettingsInForce {
    let loaded = config::loaded(directories);
    // What cannot be read at all is said by nobody else here.
    let whole = loaded.issues.iter().filter(|issue| issue.is_whole);
    let sentences: Vec<String> = whole.map(|issue| loaded.sentence(issue)).collect();
    warn_all(&sentences);
    SettingsInForce {
        filters: loaded.settings.filters.len(),
        presets: loaded.settings.presets.len(),
        keys: loaded.settings.keys.len(),
        issues: loaded.issues.len(),
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
    let settings = &info.settings;
    let wrong = match settings.issues {
        0 => String::new(),
        issues => format!("; {issues} wrong (skymap config check)"),
    };
    writeln!(
        text,
        "saved filters {}, presets {}, changed keys {}{wrong}",
        settings.filters, settings.presets, settings.keys
    )?;
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
