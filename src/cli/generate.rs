//! `skymap completions` and `skymap man`: made from the command line's own description.

use super::{Outcome, print};
use clap::{Args, Command};
use clap_complete::Shell;
use clap_complete::env::{CompleteEnv, Shells};
use color_eyre::eyre::{Result, WrapErr, eyre};
use std::path::{Path, PathBuf};

/// In it a shell says that it wants words completed.
const VARIABLE: &str = "SKYMAP_COMPLETE";

/// What must not reach the line that is being typed: an error of a program that is gone.
const SILENCED: [(&str, &str); 3] = [
    (r#"-- "${words[@]}" \"#, r#"-- "${words[@]}" 2>/dev/null \"#),
    (
        "(commandline --current-token))",
        "(commandline --current-token) 2>/dev/null)",
    ),
    ("-- $args\n", "-- $args 2>`$null\n"),
];

/// Print what makes a shell complete commands, options, accounts and regions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bash:        skymap completions bash > ~/.local/share/bash-completion/completions/skymap
  zsh:         skymap completions zsh > \"${fpath[1]}/_skymap\"
  fish:        skymap completions fish > ~/.config/fish/completions/skymap.fish
  PowerShell:  skymap completions powershell | Out-String | Invoke-Expression
  this shell:  source <(skymap completions bash)

The accounts are read anew at each Tab; `--config-dir` on the line is respected.")]
pub(super) struct Completions {
    shell: Shell,
}

/// Print the manual page, of the program or of one of its commands.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap man | man -l -
  skymap man accounts import | man -l -
  skymap man --dir ~/.local/share/man/man1    # then: man skymap-scan")]
pub(super) struct Manual {
    /// A command, such as `accounts import`
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Write every page into this directory, which is made where it is lacking
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

/// Whether a shell asked for words, and they were printed. What goes wrong stays unsaid:
/// somebody is typing.
pub(super) fn has_completed(command: fn() -> Command) -> bool {
    let asked = CompleteEnv::with_factory(command).var(VARIABLE);
    let directory = std::env::current_dir().ok();
    let completed = asked.try_complete(std::env::args_os(), directory.as_deref());
    completed.unwrap_or(true)
}

pub(super) fn completions(asked: &Completions) -> Result<Outcome> {
    let shell = asked.shell.to_string();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell);
    let completer = completer.ok_or_else(|| eyre!("no completion is known for {shell}"))?;
    let mut script = Vec::new();
    let program = program();
    completer
        .write_registration(VARIABLE, "skymap", "skymap", &program, &mut script)
        .wrap_err("write the completion")?;
    let mut script = String::from_utf8(script).wrap_err("write the completion")?;
    for (spoken, silent) in SILENCED {
        script = script.replace(spoken, silent);
    }
    print(&script)?;
    Ok(Outcome::Done)
}

/// As a shell finds it: by its name, so that a later version in another place is asked,
/// else by its path.
fn program() -> String {
    let own = std::env::current_exe().and_then(std::fs::canonicalize).ok();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&path).map(|place| place.join("skymap"));
    let first = found.find(|place| place.is_file());
    match own {
        Some(own) if first.and_then(|first| first.canonicalize().ok()).as_ref() != Some(&own) => {
            own.display().to_string()
        }
        _ => "skymap".to_owned(),
    }
}

pub(super) fn manual(command: Command, asked: &Manual) -> Result<Outcome> {
    if let Some(directory) = &asked.dir {
        return manuals(command, directory);
    }
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut page = &command;
    for word in &asked.command {
        let known = page.find_subcommand(word);
        page = known.ok_or_else(|| eyre!("there is no command {:?}", asked.command.join(" ")))?;
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone())
        .render(&mut text)
        .wrap_err("render the manual page")?;
    print(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Done)
}

fn manuals(command: Command, directory: &Path) -> Result<Outcome> {
    let place = || format!("write the manual pages to {}", directory.display());
    std::fs::create_dir_all(directory).wrap_err_with(place)?;
    clap_mangen::generate_to(command, directory).wrap_err_with(place)?;
    Ok(Outcome::Done)
}
