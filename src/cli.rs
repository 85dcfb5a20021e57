//! The command line: what is asked for, and how it is answered outside the map.

pub mod accounts;
mod blueprint;
mod budget;
mod candidates;
pub mod config;
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
use output::warn_all;
pub use output::{Output, print, printable, warn, write_new};

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
#[command(after_help = "\
Examples:
  skymap demo                      look round in made-up accounts, without AWS
  skymap accounts add --name shop  connect an account, and say what is to be done in it
  skymap                           open the map
  skymap shop-prod shop-stage      open two accounts on one map
  skymap scan shop-prod --json     read an account once, for a program

On the map, ? lists the keys and : runs commands by their names.

Exit status: 0 done, 1 failed, 2 usage, 3 partly (standard error says what).")]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    /// Accounts to open on one map: names, numbers, role ARNs or ids
    #[arg(value_name = "ACCOUNT", add = candidates::accounts())]
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
    /// Save what an account has, and say what differs from it later
    Blueprint(blueprint::Arguments),
    /// Read an account once and print what is there
    Scan(scan::Arguments),
    /// Read an account once and print what a month of it costs
    Budget(budget::Arguments),
    /// Print what makes the role that an account is read through
    Onboard(onboard::Arguments),
    /// Print the version, the theme and the paths in force
    Info(info::Arguments),
    /// Print, check and explain the settings
    Config(config::Arguments),
    /// Print an IAM policy: of the role, or of the session
    Policy(policy::Arguments),
    /// Explain what AWS lists for something, and refresh the price tables
    Prices(prices::Arguments),
    /// Serve the demo's AWS on a loopback port, for other clients
    Sim(sim::Arguments),
    /// Print what makes a shell complete commands, options, accounts and regions
    Completions(generate::Completions),
    /// Print the manual page, of the program or of one of its commands
    Man(generate::Manual),
}

/// Parses the command line, does what it asks, and says how that ended.
pub fn main() -> ExitCode {
    runtime::forbid_core_dumps();
    if generate::has_completed(CommandLine::command) {
        return ExitCode::SUCCESS;
    }
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
    let look = match &asked.command {
        Some(command) if command.heeds_settings() => heed_settings(&directories, look),
        _ => look,
    };
    match asked.command {
        None => map::run(&asked.accounts, &directories, look),
        Some(Command::Demo(arguments)) => demo::run(&arguments, look),
        Some(Command::Accounts(arguments)) => {
            let store = Store {
                config_dir: directories.config,
            };
            accounts::answer(arguments, &store, || map::live()())
        }
        Some(Command::Blueprint(arguments)) => blueprint::run(arguments, &directories),
        Some(Command::Scan(arguments)) => scan::run(&arguments, &directories, look),
        Some(Command::Budget(arguments)) => budget::run(&arguments, &directories, look),
        Some(Command::Onboard(arguments)) => onboard::run(&arguments, &directories),
        Some(Command::Info(arguments)) => info::run(&arguments, &directories, look),
        Some(Command::Config(arguments)) => config::run(&arguments, &directories, look),
        Some(Command::Policy(arguments)) => policy::run(&arguments, &directories),
        Some(Command::Prices(arguments)) => prices::run(&arguments, &directories),
        Some(Command::Sim(arguments)) => sim::run(&arguments),
        Some(Command::Completions(asked)) => generate::completions(&asked),
        Some(Command::Man(asked)) => generate::manual(CommandLine::command(), &asked),
    }
}

impl Command {
    /// Whether it is of the person's own accounts, so that their settings count.
    fn heeds_settings(&self) -> bool {
        matches!(
            self,
            Self::Accounts(_) | Self::Scan(_) | Self::Onboard(_) | Self::Info(_) | Self::Policy(_)
        )
    }
}

/// What to draw with under the settings. What is wrong with them is said; the command
/// goes on without it.
fn heed_settings(directories: &Directories, look: map::Look) -> map::Look {
    let loaded = config::loaded(directories);
    // Where nothing of the file can be read, the accounts say so: they read it as well.
    let issues = loaded.issues.iter().filter(|issue| !issue.is_whole);
    let sentences: Vec<String> = issues.map(|issue| loaded.sentence(issue)).collect();
    warn_all(&sentences);
    look.over(loaded.settings.wishes)
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
            ("skymap man accounts import", None),
            ("skymap man --dir pages scan", Some(2)),
            ("skymap info --output table", None),
            ("skymap accounts list --output text", None),
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
            ("skymap blueprint save shop shop-prod data", None),
            ("skymap blueprint save shop", Some(2)),
            ("skymap blueprint save ../shop shop-prod", Some(2)),
            (
                "skymap blueprint diff shop@2026-11-22T103000Z shop --json",
                None,
            ),
            (
                "skymap blueprint diff shop --at 2026-11-22T10:30:00Z --exit-code",
                None,
            ),
            ("skymap blueprint diff shop --at yesterday", Some(2)),
            ("skymap blueprint restore shop", Some(2)),
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

    /// Every command's help teaches by examples that this very program takes.
    #[test]
    fn examples_can_be_typed() {
        let mut pending = vec![CommandLine::command()];
        let mut tried = 0;
        while let Some(command) = pending.pop() {
            let help = command.get_after_help().map(ToString::to_string);
            let examples: Vec<String> = help.iter().flat_map(|help| examples(help)).collect();
            assert!(
                !examples.is_empty(),
                "{} has no example",
                command.get_name()
            );
            for example in examples {
                let parsed = CommandLine::try_parse_from(words(&example));
                let code = parsed.err().map_or(0, |error| error.exit_code());
                assert_eq!(code, 0, "{example}");
                tried += 1;
            }
            let commands = command
                .get_subcommands()
                .filter(|one| one.get_name() != "help");
            pending.extend(commands.cloned());
        }
        assert!(tried > 40, "{tried}");
    }

    /// The lines of a help text that begin with the program's name, without what stands
    /// round it: a shell's name, a comment, a pipe.
    fn examples(help: &str) -> Vec<String> {
        let parts: Vec<&str> = help.split("\\\n").map(str::trim).collect();
        let joined = parts.join(" ");
        let lines = joined.lines().filter(|line| line.starts_with("  "));
        let own = lines.filter_map(|line| {
            let (_, words) = line.split_once("skymap")?;
            let is_own = line.trim_start().starts_with("skymap") || line.contains(":  ");
            let end = [" | ", " > ", "  ", ")"]
                .iter()
                .filter_map(|end| words.find(end))
                .min();
            is_own.then(|| format!("skymap{}", &words[..end.unwrap_or(words.len())]))
        });
        own.collect()
    }

    /// As a shell takes a line apart, as far as the examples need it.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for letter in line.chars() {
            match letter {
                '\'' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                letter => words.last_mut().expect("one is there").push(letter),
            }
        }
        let is_empty = |word: &String| word.is_empty();
        let quoted = line.contains("\'\'");
        words.retain(|word| !is_empty(word) || quoted);
        words
    }
}
