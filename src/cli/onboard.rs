//! `skymap onboard`: the texts that make an account's role, for scripts and for people
//! who want a file.

use super::{Directories, Outcome, candidates, map, print, warn};
use crate::account::onboard::{Onboarding, Permissions};
use crate::account::store::Store;
use crate::account::{Account, AccountId, ExternalId, Partition, ProfileName, Services, find};
use crate::provider::Caller;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, WrapErr};

/// Print what makes the role that an account is read through.
///
/// The role trusts the account that you are signed in to, asks for the account's external
/// ID, and may do what reading the services takes that are on. What is not known yet is
/// printed as a placeholder that AWS refuses.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap onboard shop-prod --format cloudformation > skymap-role.yaml
  skymap onboard shop-prod --format terraform > skymap.tf
  skymap onboard --format cli --trusted 111122223333    # for a new account
  skymap onboard shop-prod --format console")]
pub(super) struct Arguments {
    /// The account that the role is for: its name, number, role ARN or id; none for a new one
    #[arg(add = candidates::accounts())]
    account: Option<String>,
    /// What is printed
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// The account that may become the role; else the one that you are signed in to
    #[arg(long, value_name = "NUMBER")]
    trusted: Option<AccountId>,
    /// What the role asks for, of a new account; else one is made
    #[arg(long, value_name = "ID", value_parser = ExternalId::parse)]
    external_id: Option<ExternalId>,
    /// The role's name of a new account
    #[arg(long, value_name = "NAME", default_value = "skymap")]
    role_name: String,
    /// What the role may do
    #[arg(long, value_name = "WHAT", default_value = "minimal")]
    permissions: Allowed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A template for a stack
    Cloudformation,
    /// For the AWS provider of the account to be connected
    Terraform,
    /// Commands of the AWS CLI
    Cli,
    /// Addresses of the IAM console, and what to do there
    Console,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Allowed {
    /// The read calls of the services that are on
    Minimal,
    /// AWS's managed policy `ReadOnlyAccess`
    ReadOnlyAccess,
}

pub(super) fn run(arguments: &Arguments, directories: &Directories) -> Result<Outcome> {
    let loaded = Store {
        config_dir: directories.config.clone(),
    }
    .load();
    for issue in &loaded.issues {
        warn(&format!("skymap: {issue}"));
    }
    let account = match &arguments.account {
        Some(name) => Some(find(&loaded.accounts, name)?),
        None => None,
    };
    let trusted = match arguments.trusted {
        Some(number) => Some((number, Partition::Aws)),
        None => caller(account.and_then(|account| account.profile.clone()))?
            .map(|caller| (caller.account, caller.partition)),
    };
    print(&text(arguments, account, trusted))?;
    Ok(Outcome::Done)
}

/// Who we are, where that can be known; the texts say what is lacking.
fn caller(profile: Option<ProfileName>) -> Result<Option<Caller>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .wrap_err("start the runtime")?;
    let asked = runtime.block_on(async { map::live()().caller(profile).await });
    if let Err(explanation) = &asked {
        warn(&format!(
            "skymap: it is not known who may become the role ({explanation}); --trusted NUMBER says it"
        ));
    }
    Ok(asked.ok())
}

fn text(
    arguments: &Arguments,
    account: Option<&Account>,
    trusted: Option<(AccountId, Partition)>,
) -> String {
    let role = account.and_then(|account| account.role.as_ref());
    let every = Services::default();
    let services = account.map_or(&every, |account| &account.services);
    let fresh = ExternalId::generate();
    let known = account.map(|account| account.external_id.as_ref());
    let external_id = match (known, &arguments.external_id) {
        (Some(known), _) => known,
        (None, Some(given)) => Some(given),
        (None, None) => Some(&fresh),
    };
    let partition = role.map(|role| role.partition);
    let onboarding = Onboarding {
        account_name: account.map_or("a new account", |account| &account.name),
        partition: partition
            .or(trusted.map(|(_, partition)| partition))
            .unwrap_or(Partition::Aws),
        trusted: trusted.map(|(number, _)| number),
        target: role.map(|role| role.account),
        role_name: role.map_or(&arguments.role_name, |role| &role.path_and_name),
        external_id,
        services,
        actions: &crate::aws::actions(services),
        permissions: match arguments.permissions {
            Allowed::Minimal => Permissions::Minimal,
            Allowed::ReadOnlyAccess => Permissions::ReadOnlyAccess,
        },
    };
    match arguments.format {
        Format::Cloudformation => onboarding.cloudformation(),
        Format::Terraform => onboarding.terraform(),
        Format::Cli => onboarding.create_role_commands(),
        Format::Console => onboarding.console(),
    }
}
