//! `skymap demo`: the whole program over an AWS inside the process. Nothing of the
//! user's own files is read or written.

use super::{Outcome, map};
use crate::account::store::Store;
use crate::account::{Account, Draft};
use crate::aws::Aws;
use crate::blueprint::BlueprintStore;
use crate::prices::Prices;
use crate::provider::Provider;
use crate::runtime::{self, ProviderFactory, Setup};
use crate::sim::{self, AccountRecord, Fleet, Sim, SystemClock};
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, eyre};
use std::sync::Arc;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap demo
  skymap demo shop-prod data    # two accounts that are joined, on one map
  skymap demo --instances 10000
  skymap --ascii demo")]
pub(super) struct Arguments {
    /// Accounts to open on one map instead of the first one: `shop-prod`, `data`
    #[arg(value_name = "ACCOUNT", add = super::candidates::demo_accounts())]
    accounts: Vec<String>,
    /// Fill the first account up to this many instances
    #[arg(long, value_name = "NUMBER", value_parser = instances)]
    instances: Option<usize>,
}

pub(super) fn run(arguments: &Arguments, look: map::Look) -> Result<Outcome> {
    let (accounts, provider) = join(arguments.instances)?;
    let opened = map::opened(&accounts, &arguments.accounts)?;
    let capabilities = look.capabilities()?;
    // Only its owner can look into it, and it is removed at the end.
    let directory = tempfile::Builder::new()
        .prefix("skymap-demo-")
        .tempdir()
        .wrap_err("make a temporary directory")?;
    let store = Store {
        config_dir: directory.path().to_owned(),
    };
    for account in &accounts {
        store
            .save(account, None)
            .wrap_err("write the demo's accounts")?;
    }
    let shown = runtime::run(Setup {
        capabilities,
        wishes: look.wishes(),
        blueprints: BlueprintStore::in_data(&store.config_dir),
        store,
        provider,
        opened,
        actions: map::actions(),
        catalogue: map::catalogue(),
        prices: Prices::embedded(),
        is_demo: true,
    });
    directory
        .close()
        .wrap_err("remove the demo's temporary directory")?;
    shown?;
    Ok(Outcome::Done)
}

/// How many instances can be asked for.
pub(super) fn instances(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=100_000) => Ok(number),
        _ => Err(String::from("a number from 1 to 100000 is needed")),
    }
}

/// The demo's accounts, and the provider that reads them.
fn join(instances: Option<usize>) -> Result<(Vec<Account>, ProviderFactory)> {
    let fleet = Fleet::demo(instances).wrap_err("make the demo's accounts")?;
    let accounts = fleet
        .accounts()
        .iter()
        .map(account)
        .collect::<Result<Vec<Account>>>()?;
    let sim = Sim::new(fleet, SystemClock);
    let provider = move || {
        let base = sim::BASE_IDENTITY.credentials();
        Arc::new(Aws::over(sim::http_client(&sim), base)) as Arc<dyn Provider>
    };
    Ok((accounts, Box::new(provider)))
}

/// One of the fleet's accounts, as a person would have connected it.
fn account(record: &AccountRecord) -> Result<Account> {
    let draft = Draft {
        name: record.name.clone(),
        role_arn: record.role_arn.clone(),
        external_id: record.external_id.clone(),
        regions: record.regions.join(", "),
        ..Draft::new()
    };
    draft.parse(&[]).map_err(|problems| {
        let sentences: Vec<String> = problems
            .into_iter()
            .map(|problem| problem.sentence)
            .collect();
        eyre!(
            "the demo's account {}: {}",
            record.name,
            sentences.join("; ")
        )
    })
}
