//! `skymap config`: the settings file as a template, checked, and what is in force.

mod report;

use super::{Directories, Outcome, Output, map, print, printable};
use crate::account::store::Store;
use crate::app::{self, Keymap};
use crate::files;
use crate::settings::{self, FILE_NAME, Loaded, TEMPLATE};
use clap::{Args, Subcommand};
use color_eyre::eyre::{Result, WrapErr, bail};
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap config template > ~/.config/skymap/config.toml   begin with every key and its default
  skymap config check                                     is all well with the file?
  skymap config check ./config.toml                       with another one, in CI
  skymap config show                                      what is in force, and why
  skymap config keys --json                               every key that can be changed")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the documented settings file, with every default as a comment
    #[command(after_help = "\
Examples:
  skymap config template > ~/.config/skymap/config.toml")]
    Template,
    /// Say what is wrong with the settings file, with line and column
    ///
    /// Exit status 1 when something is. The file is never changed.
    #[command(after_help = "\
Examples:
  skymap config check
  skymap config check ./config.toml    # before it is taken into use")]
    Check {
        /// Another file than the one in force
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        output: Output,
    },
    /// Print the path of the settings file, whether it exists or not
    #[command(after_help = "\
Examples:
  skymap config path
  skymap config path | xargs -o vi")]
    Path,
    /// Print every setting in force, and whether a flag, a variable or the file says so
    #[command(after_help = "\
Examples:
  skymap config show
  skymap --theme light config show    # what a flag would change")]
    Show {
        #[command(flatten)]
        output: Output,
    },
    /// Print every action that has keys: its context, its name, its keys
    #[command(after_help = "\
Examples:
  skymap config keys
  skymap config keys --json")]
    Keys {
        #[command(flatten)]
        output: Output,
    },
}

pub(super) fn run(
    arguments: &Arguments,
    directories: &Directories,
    look: map::Look,
) -> Result<Outcome> {
    let path = directories.config.join(FILE_NAME);
    match &arguments.command {
        Command::Template => print(&template())?,
        Command::Path => print(&format!("{}\n", printable(&path.display().to_string())))?,
        Command::Check { file, output } => {
            return check(file.as_deref(), directories, *output);
        }
        Command::Show { output } => {
            let loaded = loaded(directories);
            let rows = report::settings(&loaded, look);
            let text = if output.is_json() {
                json_text(&json!({
                    "path": path,
                    "settings": rows,
                    "issues": loaded.sentences(),
                }))?
            } else {
                super::warn_all(&loaded.sentences());
                report::table(&rows.iter().map(report::Setting::cells).collect::<Vec<_>>())
            };
            print(&text)?;
        }
        Command::Keys { output } => {
            let loaded = loaded(directories);
            let rows = report::keys(Keymap::of(&loaded.settings.keys));
            let text = if output.is_json() {
                json_text(&json!(rows))?
            } else {
                super::warn_all(&loaded.sentences());
                report::table(&report::key_cells(&rows))
            };
            print(&text)?;
        }
    }
    Ok(Outcome::Done)
}

/// The settings in force, with the keys checked.
pub(super) fn loaded(directories: &Directories) -> Loaded {
    app::checked(settings::load(&directories.config))
}

/// The settings' own part of the file, then every key.
pub fn template() -> String {
    format!("{TEMPLATE}{}", report::keys_template())
}

fn check(file: Option<&Path>, directories: &Directories, output: Output) -> Result<Outcome> {
    let (path, loaded, others) = if let Some(file) = file {
        if matches!(file.try_exists(), Ok(false)) {
            bail!("check {}: there is no such file", file.display());
        }
        let read = app::checked(settings::of_file(file));
        (file.to_owned(), read, Vec::new())
    } else {
        let path = directories.config.join(FILE_NAME);
        let others = of_teams(directories, &path);
        (path, loaded(directories), others)
    };
    let is_whole = loaded.issues.iter().any(|issue| issue.is_whole);
    // A file that cannot be parsed has no teams either: that is said once.
    let others = others.into_iter().filter(|_| !is_whole);
    let issues: Vec<String> = loaded.sentences().into_iter().chain(others).collect();
    let text = if output.is_json() {
        let rows: Vec<_> = loaded
            .issues
            .iter()
            .map(|issue| {
                json!({
                    "line": issue.place.map(|place| place.line),
                    "column": issue.place.map(|place| place.column),
                    "sentence": issue.sentence,
                })
            })
            .collect();
        json_text(&json!({ "path": path, "issues": rows, "sentences": issues }))?
    } else if !issues.is_empty() {
        let lines = issues.iter().map(|issue| printable(issue) + "\n");
        lines.collect()
    } else if files::read(&path).is_ok_and(|read| read.modified.is_none()) {
        let path = printable(&path.display().to_string());
        format!(
            "{path} does not exist: everything is as by default (`skymap config template` prints one)\n"
        )
    } else {
        format!(
            "{}: nothing is wrong\n",
            printable(&path.display().to_string())
        )
    };
    print(&text)?;
    Ok(if issues.is_empty() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// What is wrong with the teams, which the accounts read from the same file.
fn of_teams(directories: &Directories, path: &Path) -> Vec<String> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let path = path.display().to_string();
    let issues = store.load().issues.into_iter();
    issues.filter(|issue| issue.starts_with(&path)).collect()
}

fn json_text(value: &serde_json::Value) -> Result<String> {
    let json = serde_json::to_string_pretty(value).wrap_err("write JSON")?;
    Ok(format!("{json}\n"))
}
