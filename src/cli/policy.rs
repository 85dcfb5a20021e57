//! `skymap policy`: the IAM policies that follow from what is read.

use super::{Directories, Outcome, candidates, print, warn};
use crate::account::store::Store;
use crate::account::{Partition, Service, Services, find, onboard};
use crate::aws;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, eyre};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap policy minimal > skymap-policy.json
  skymap policy custom --services ec2,elasticloadbalancing,rds
  skymap policy session --account shop-prod
  skymap policy minimal --measure    # for `skymap budget --measure`
  aws iam put-role-policy --role-name skymap --policy-name read \\
      --policy-document \"$(skymap policy minimal --account shop-prod)\"")]
pub(super) struct Arguments {
    /// Which policy
    #[arg(value_enum)]
    policy: Policy,
    /// For what is read of this account: its name, number, role ARN or id
    #[arg(long, value_name = "ACCOUNT", conflicts_with = "services", add = candidates::accounts())]
    account: Option<String>,
    /// For these services alone, by their prefixes in IAM; `vpn` and `vif` are off unless
    /// they are named
    #[arg(long, value_name = "SERVICES", value_delimiter = ',', value_parser = service, add = candidates::services())]
    services: Vec<Service>,
    /// Also for the metrics of `skymap budget --measure`, which AWS charges for; they are
    /// read in a session of their own
    #[arg(long)]
    measure: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// For the role: each action that is called, and no other
    Minimal,
    /// For the role: patterns such as `rds:Describe*`, so that later versions find theirs
    Custom,
    /// What each session is cut down to, whatever the role allows
    Session,
}

pub(super) fn run(arguments: &Arguments, directories: &Directories) -> Result<Outcome> {
    let (services, partition) = match &arguments.account {
        Some(typed) => {
            let store = Store {
                config_dir: directories.config.clone(),
            };
            let loaded = store.load();
            for issue in &loaded.issues {
                warn(&format!("skymap: {issue}"));
            }
            let account = find(&loaded.accounts, typed)?;
            let role = account.role.as_ref();
            let partition = role.map_or(Partition::Aws, |role| role.partition);
            (account.services.clone(), partition)
        }
        None if arguments.services.is_empty() => (Services::default(), Partition::Aws),
        None => (Services::only(&arguments.services), Partition::Aws),
    };
    let minimal = |actions: Vec<&'static str>| onboard::minimal_policy(partition, &actions);
    let text = match (arguments.policy, arguments.measure) {
        (Policy::Minimal, false) => minimal(aws::actions(&services)),
        (Policy::Minimal, true) => minimal(aws::actions_with_metrics(&services)),
        (Policy::Custom, false) => aws::custom_policy(&services, partition),
        (Policy::Custom, true) => aws::custom_policy_with_metrics(&services, partition),
        (Policy::Session, false) => aws::session_policy(&services, partition),
        (Policy::Session, true) => aws::measuring_policy(),
    };
    print(&format!("{text}\n"))?;
    Ok(Outcome::Done)
}

fn service(name: &str) -> Result<Service> {
    Service::of_name(name).ok_or_else(|| {
        let names = Service::ALL.map(Service::name).join(", ");
        eyre!("there is no service {name:?}; there are {names}")
    })
}
