//! The command line: what is asked for, and how it is answered outside the map.

pub mod accounts;
mod demo;
mod directories;
mod generate;
mod info;
mod logging;
mod map;
mod output;
mod scan;
mod sim;

pub use directories::{Directories, DirectoryFlags};
pub use output::{Output, print, warn};

use crate::account::store::Store;
use crate::runtime::{self, ColourChoice, RuntimeError};
use accounts::Ending;
use clap::{Args, CommandFactory, Parser, Subcommand};
use color_eyre::eyre::{Report, Result, WrapErr};
use logging::LogLevel;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    Usage,
    /// Something could not be read; standard error says what.
    Partly,
}

/// A live map of AWS accounts in a terminal.
///
/// Without a command, the map opens. Nothing in AWS is ever changed: only read calls
/// are in the program.
#[derive(Debug, Parser)]
#[command(name = "skymap", version, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done, 1 failed, 2 usage, 3 partly (standard error says what)."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Args)]
struct Global {
    #[command(flatten)]
    directories: DirectoryFlags,
    /// Write a log of this level to `skymap.log` in the state directory
    #[arg(long, global = true, value_name = "LEVEL", env = "SKYMAP_LOG")]
    log: Option<LogLevel>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    ascii: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColourChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the map of made-up accounts, without AWS and without a network
    Demo(demo::Arguments),
    /// List, add, edit, remove, test and import accounts
    Accounts(accounts::Arguments),
    /// Read an account once and print what is there
    Scan(scan::Arguments),
    /// Print the version and the paths in force
    Info(info::Arguments),
    /// Serve the demo's AWS on a loopback port, for other clients
    Sim(sim::Arguments),
    /// Print a completion script for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

/// Parses the command line, does what it asks, and says how that ended.
pub fn main() -> ExitCode {
    runtime::forbid_core_dumps();
    let asked = match CommandLine::try_parse() {
        Ok(asked) => asked,
        Err(usage) => return refuse(&usage),
    };
    match answer(asked) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Ok(Outcome::Usage) => ExitCode::from(2),
        Ok(Outcome::Partly) => ExitCode::from(3),
        Err(report) => {
            let is_reported = matches!(report.downcast_ref(), Some(RuntimeError::Panicked));
            if !is_reported {
                warn(&format!("skymap: {report:#}"));
            }
            ExitCode::FAILURE
        }
    }
}

/// Help and the version go to standard output and are no error.
fn refuse(usage: &clap::Error) -> ExitCode {
    let code = usage.exit_code();
    if let Err(error) = usage.print() {
        tracing::debug!(%error, "the message could not be printed");
    }
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn answer(asked: CommandLine) -> Result<Outcome> {
    let Global {
        directories,
        log,
        ascii,
        color,
    } = asked.global;
    let directories = Directories::resolve(directories)?;
    logging::start(log, &directories)?;
    let look = map::Look { color, ascii };
    match asked.command {
        None => map::run(&directories, look),
        Some(Command::Demo(arguments)) => demo::run(&arguments, look),
        Some(Command::Accounts(arguments)) => edit_accounts(arguments, &directories),
        Some(Command::Scan(arguments)) => scan::run(&arguments, &directories, look),
        Some(Command::Info(arguments)) => info::run(&arguments, &directories),
        Some(Command::Sim(arguments)) => sim::run(&arguments),
        Some(Command::Completions { shell }) => {
            generate::completions(CommandLine::command(), shell)
        }
        Some(Command::Man) => generate::manual(CommandLine::command()),
    }
}

/// Gives the accounts commands what they work with.
fn edit_accounts(arguments: accounts::Arguments, directories: &Directories) -> Result<Outcome> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let provider = map::live()();
    let mut confirm = ask;
    let desk = accounts::Desk {
        store: &store,
        provider: &*provider,
        out: &mut io::stdout(),
        errors: &mut io::stderr(),
        confirm: if io::stdin().is_terminal() {
            Some(&mut confirm)
        } else {
            None
        },
    };
    let ending = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?
        .block_on(accounts::run(arguments, desk));
    match ending {
        // `skymap accounts list | head` has what it wanted.
        Err(report) if is_closed_pipe(&report) => Ok(Outcome::Done),
        Err(report) => Err(report),
        Ok(Ending::Done) => Ok(Outcome::Done),
        Ok(Ending::Partly) => Ok(Outcome::Partly),
        Ok(Ending::Failed) => Ok(Outcome::Failed),
        Ok(Ending::Usage) => Ok(Outcome::Usage),
    }
}

/// Asks on the terminal; anything but a yes is a no.
fn ask(question: &str) -> io::Result<bool> {
    let mut errors = io::stderr();
    write!(errors, "{question} [y/N] ")?;
    errors.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}

fn is_closed_pipe(report: &Report) -> bool {
    report
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::CommandLine;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn usage_is_told_from_failure() {
        for (words, code) in [
            ("skymap", None),
            ("skymap --ascii demo --instances 10", None),
            (
                "skymap scan shop --region eu-west-1 --region us-east-1 --json",
                None,
            ),
            ("skymap --config-dir /tmp/a info --state-dir /tmp/b", None),
            ("skymap sim --listen 127.0.0.1:0", None),
            ("skymap sim --listen [::1]:4000", None),
            ("skymap --help", Some(0)),
            ("skymap --version", Some(0)),
            ("skymap scan", Some(2)),
            ("skymap scan shop --output yaml", Some(2)),
            ("skymap sim --listen 0.0.0.0:4000", Some(2)),
            ("skymap demo --instances 0", Some(2)),
            ("skymap demo --instances many", Some(2)),
            ("skymap fly", Some(2)),
            ("skymap --color pink", Some(2)),
        ] {
            let parsed = CommandLine::try_parse_from(words.split(' '));
            let seen = parsed.err().map(|error| error.exit_code());
            assert_eq!(seen, code, "{words}");
        }
    }
}
