//! `skymap blueprint`: what was on a map, kept under a name, and what differs from it now.

mod document;
mod live;
mod table;

use super::{Directories, Outcome, Output, accounts, print, warn};
use crate::account::store::Store;
use crate::blueprint::{Blueprint, BlueprintName, BlueprintStore, Diff, Listed, Version};
use clap::{Args, Subcommand};
use color_eyre::eyre::{Result, WrapErr, eyre};
use jiff::Timestamp;
use std::str::FromStr;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap blueprint save shop shop-prod        keep what shop-prod has now
  skymap blueprint diff shop                  what differs from it today
  skymap blueprint diff shop --exit-code      the same in CI: 1 when something differs
  skymap blueprint diff shop@2026-11-22T103000Z shop
                                              two versions, without AWS
A blueprint holds ARNs, kinds, what holds and joins what, and how the map was looked at;
nothing else that AWS answers. It is saved in the data directory, with every former version.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the blueprints
    #[command(after_help = "\
Examples:
  skymap blueprint list
  skymap blueprint list --json | jq -r '.blueprints[].name'")]
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Print what a blueprint holds
    #[command(after_help = "\
Examples:
  skymap blueprint show shop
  skymap blueprint show shop --at 2026-11-22T103000Z    # a former save")]
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        output: Output,
    },
    /// Read accounts once and save what is there under a name
    #[command(after_help = "\
Examples:
  skymap blueprint save shop shop-prod
  skymap blueprint save everything shop-prod shop-stage")]
    Save {
        name: BlueprintName,
        /// The accounts: names, numbers, role ARNs or ids
        #[arg(required = true, value_name = "ACCOUNT")]
        accounts: Vec<String>,
    },
    /// List the former saves of a blueprint, the last first
    #[command(after_help = "\
Examples:
  skymap blueprint versions shop")]
    Versions {
        name: BlueprintName,
        #[command(flatten)]
        output: Output,
    },
    /// Save a former version once more; what was the last save becomes a version
    #[command(after_help = "\
Examples:
  skymap blueprint restore shop 2026-11-22T103000Z")]
    Restore {
        name: BlueprintName,
        version: Version,
    },
    /// Remove a blueprint with all its versions
    #[command(after_help = "\
Examples:
  skymap blueprint remove shop
  skymap blueprint remove shop --yes    # for scripts")]
    Remove {
        name: BlueprintName,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Print what differs from a blueprint: in AWS now, or in another blueprint
    #[command(after_help = "\
Examples:
  skymap blueprint diff shop                  what differs from it today
  skymap blueprint diff shop --exit-code      the same in CI: 1 when something differs
  skymap blueprint diff shop stage            two blueprints, without AWS

Exit status: 0 done, 1 failed, 2 usage, 3 partly: something that the blueprint knows could
not be read now, so that nothing is said of it (standard error says what). With
--exit-code 1 also means that something differs, whatever else could not be read.")]
    Diff {
        #[command(flatten)]
        which: Which,
        /// Another blueprint, NAME or NAME@VERSION, instead of AWS
        other: Option<NameAt>,
        /// End with 1 when something differs
        #[arg(long)]
        exit_code: bool,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
struct Which {
    /// The blueprint: NAME or NAME@VERSION
    name: NameAt,
    /// A former version of it, as `versions` lists them
    #[arg(long, value_name = "VERSION")]
    at: Option<Version>,
}

/// `NAME` or `NAME@VERSION`.
#[derive(Debug, Clone)]
struct NameAt {
    name: BlueprintName,
    version: Option<Version>,
}

impl FromStr for NameAt {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let (name, version) = match typed.split_once('@') {
            Some((name, version)) => (name, Some(version.parse()?)),
            None => (typed, None),
        };
        let name = name.parse().map_err(|error| format!("{error}"))?;
        Ok(Self { name, version })
    }
}

impl NameAt {
    fn load(&self, store: &BlueprintStore) -> Result<Blueprint> {
        let loaded = store.load(&self.name, self.version.as_ref());
        loaded.wrap_err_with(|| format!("open blueprint {}", self.name))
    }
}

impl Which {
    fn load(self, store: &BlueprintStore) -> Result<Blueprint> {
        let version = self.at.or(self.name.version);
        let name = self.name.name;
        NameAt { name, version }.load(store)
    }
}

pub(super) fn run(arguments: Arguments, directories: &Directories) -> Result<Outcome> {
    let store = BlueprintStore::in_data(&directories.data);
    let accounts = Store {
        config_dir: directories.config.clone(),
    };
    match arguments.command {
        Command::List { output } => {
            let listed = store.list().wrap_err("list the blueprints")?;
            list(&listed, (table::list(&listed), "blueprints"), output)
        }
        Command::Versions { name, output } => {
            let listed = store.versions(&name).wrap_err("list versions")?;
            list(
                &listed,
                (table::versions(&name, &listed), "versions"),
                output,
            )
        }
        Command::Show { which, output } => {
            let blueprint = which.load(&store)?;
            print(&if output.is_json() {
                document::blueprint(&blueprint)?
            } else {
                table::blueprint(&blueprint)
            })?;
            Ok(Outcome::Done)
        }
        Command::Save {
            name,
            accounts: named,
        } => save((&store, &accounts), name, &named),
        Command::Restore { name, version } => {
            let restored = store.restore(&name, &version, Timestamp::now());
            let restored = restored.wrap_err_with(|| format!("restore blueprint {name}"))?;
            print(&format!(
                "{name}: {version} is the last save again, {}\n",
                table::counts(&restored)
            ))?;
            Ok(Outcome::Done)
        }
        Command::Remove { name, yes } => remove(&store, &name, yes),
        Command::Diff {
            which,
            other,
            exit_code,
            output,
        } => {
            let before = which.load(&store)?;
            let after = match &other {
                Some(other) => live::Live::of_blueprint(other.load(&store)?),
                None => live::of_blueprints_accounts(&accounts, &before)?,
            };
            diff((&before, &after), exit_code, output)
        }
    }
}

fn list(listed: &Listed, (text, key): (String, &str), output: Output) -> Result<Outcome> {
    print(&if output.is_json() {
        document::list(listed, key)?
    } else {
        text
    })?;
    for issue in &listed.issues {
        warn(&format!("skymap: {issue}"));
    }
    Ok(if listed.issues.is_empty() {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

fn save(
    (store, accounts): (&BlueprintStore, &Store),
    name: BlueprintName,
    named: &[String],
) -> Result<Outcome> {
    let live = live::of_accounts(accounts, named)?;
    if live.is_nothing_read {
        return Err(eyre!("save {name}: nothing could be read"));
    }
    let mut blueprint = Blueprint::new(name, live.content, Timestamp::now());
    // What a person typed and chose is not lost because the accounts are read anew.
    if let Ok(former) = store.load(&blueprint.name, None) {
        (blueprint.look, blueprint.costs) = (former.look, former.costs);
    }
    store.save(&blueprint)?;
    print(&format!(
        "saved {}: {}\n",
        blueprint.name,
        table::counts(&blueprint)
    ))?;
    Ok(live.outcome)
}

fn remove(store: &BlueprintStore, name: &BlueprintName, yes: bool) -> Result<Outcome> {
    let versions = store.versions(name)?.blueprints.len();
    let question = match versions {
        0 => format!("Remove blueprint {name}?"),
        1 => format!("Remove blueprint {name} and its former version?"),
        several => format!("Remove blueprint {name} and its {several} former versions?"),
    };
    let is_agreed = if yes {
        Some(true)
    } else {
        accounts::agreed(&question)?
    };
    match is_agreed {
        Some(true) => {
            store.remove(name)?;
            print(&format!("removed {name}\n"))?;
            Ok(Outcome::Done)
        }
        Some(false) => {
            print("nothing was removed\n")?;
            Ok(Outcome::Done)
        }
        None => {
            warn(&format!(
                "skymap: {question} Nobody can be asked here: add --yes"
            ));
            Ok(Outcome::Usage)
        }
    }
}

fn diff(
    (before, after): (&Blueprint, &live::Live),
    exit_code: bool,
    output: Output,
) -> Result<Outcome> {
    let diff = Diff::between(&before.content, &after.content);
    print(&if output.is_json() {
        document::diff(before, after, &diff)?
    } else {
        table::diff(before, after, &diff)
    })?;
    Ok(
        match (exit_code && !diff.is_empty(), diff.unread.is_empty()) {
            (true, _) => Outcome::Failed,
            (false, false) => Outcome::Partly,
            (false, true) => after.outcome,
        },
    )
}
