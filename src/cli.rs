//! The command line: what is asked for, and how it is answered outside the map.

pub mod accounts;
mod demo;
mod directories;
mod generate;
mod info;
mod logging;
mod map;
mod onboard;
mod output;
mod policy;
mod prices;
mod scan;
mod sim;

pub use directories::{Directories, DirectoryFlags};
pub use output::{Output, print, warn};

use crate::account::store::Store;
use crate::runtime::{self, RuntimeError};
use clap::{Args, CommandFactory, Parser, Subcommand};
use color_eyre::eyre::Result;
use logging::LogLevel;
use std::process::ExitCode;

/// How a command ended; what failed for another reason is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Nothing passed of what was to be checked.
    Failed,
    /// What was asked makes no sense; nothing was changed.
    Usage,
    /// Something could not be read or checked; standard error says what.
    Partly,
}

impl Outcome {
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Partly => 3,
        }
    }
}

/// A live map of AWS accounts in a terminal.
///
/// Without a command, the map opens: of the accounts that are named, else of the only
/// one, else the accounts are listed. Nothing in AWS is ever changed: only read calls are
/// in the program.
#[derive(Debug, Parser)]
#[command(name = "skymap", version, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done, 1 failed, 2 usage, 3 partly (standard error says what)."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    /// Accounts to open on one map: names, numbers, role ARNs or ids
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
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
    #[command(flatten)]
    look: map::Look,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the map of made-up accounts, without AWS and without a network
    Demo(demo::Arguments),
    /// List, add, edit, remove and test accounts
    Accounts(accounts::Arguments),
    /// Read an account once and print what is there
    Scan(scan::Arguments),
    /// Print what makes the role that an account is read through
    Onboard(onboard::Arguments),
    /// Print the version, the theme and the paths in force
    Info(info::Arguments),
    /// Print an IAM policy: of the role, or of the session
    Policy(policy::Arguments),
    /// Explain what AWS lists for something, and refresh the price tables
    Prices(prices::Arguments),
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
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
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
        look,
    } = asked.global;
    let directories = Directories::resolve(directories)?;
    logging::start(log, &directories)?;
    match asked.command {
        None => map::run(&asked.accounts, &directories, look),
        Some(Command::Demo(arguments)) => demo::run(&arguments, look),
        Some(Command::Accounts(arguments)) => {
            let store = Store {
                config_dir: directories.config,
            };
            accounts::answer(arguments, &store, || map::live()())
        }
        Some(Command::Scan(arguments)) => scan::run(&arguments, &directories, look),
        Some(Command::Onboard(arguments)) => onboard::run(&arguments, &directories),
        Some(Command::Info(arguments)) => info::run(&arguments, &directories, look),
        Some(Command::Policy(arguments)) => policy::run(&arguments, &directories),
        Some(Command::Prices(arguments)) => prices::run(&arguments, &directories),
        Some(Command::Sim(arguments)) => sim::run(&arguments),
        Some(Command::Completions { shell }) => {
            generate::completions(CommandLine::command(), shell)
        }
        Some(Command::Man) => generate::manual(CommandLine::command()),
    }
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
            ("skymap policy custom --services ec2,rds,vpn", None),
            ("skymap policy session --account shop-prod", None),
            ("skymap prices show m7g.large eu-west-1", None),
            (
                "skymap prices show db.r6g.large eu-west-1 --engine postgres --json",
                None,
            ),
            ("skymap prices show", Some(2)),
            ("skymap prices show m7g.large --system dos", Some(2)),
            ("skymap prices list --region eu-west-1", None),
            ("skymap prices update --region eu-west-1 --profile a", None),
            ("skymap prices update --service AmazonEC3", Some(2)),
            ("skymap policy", Some(2)),
            ("skymap policy minimal --services rdss", Some(2)),
            ("skymap policy minimal --services rds --account a", Some(2)),
            ("skymap sim --listen [::1]:4000", None),
            ("skymap --help", Some(0)),
            ("skymap --version", Some(0)),
            ("skymap scan", Some(2)),
            ("skymap scan shop --receipt --json", None),
            ("skymap onboard --format terraform", None),
            (
                "skymap onboard shop --format cli --trusted 444455556666",
                None,
            ),
            ("skymap onboard shop", Some(2)),
            ("skymap accounts import --from-profiles --yes", None),
            ("skymap accounts import", Some(2)),
            ("skymap accounts import --accounts 111122223333", Some(2)),
            (
                "skymap accounts import --from-profiles --from-organization",
                Some(2),
            ),
            ("skymap scan shop --output yaml", Some(2)),
            ("skymap sim --listen 0.0.0.0:4000", Some(2)),
            ("skymap demo --instances 0", Some(2)),
            ("skymap demo --instances many", Some(2)),
            ("skymap shop-prod shop-stage", None),
            ("skymap --ascii shop-prod", None),
            ("skymap demo data shop-prod", None),
            ("skymap --color pink", Some(2)),
            ("skymap --colour none --theme mono", None),
            ("skymap demo --color 256 --theme color-blind", None),
            ("skymap --theme pink", Some(2)),
        ] {
            let parsed = CommandLine::try_parse_from(words.split(' '));
            let seen = parsed.err().map(|error| error.exit_code());
            assert_eq!(seen, code, "{words}");
        }
    }
}
