//! `skymap demo`: the whole program over an AWS inside the process. Nothing of the
//! user's own files is read or written.

use super::{Outcome, map};
use crate::account::Account;
use crate::account::store::Store;
use crate::runtime::{self, ProviderFactory, Setup};
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, bail};
use std::net::SocketAddr;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Fill the first account up to this many instances
    #[arg(long, value_name = "NUMBER", value_parser = instances)]
    instances: Option<usize>,
}

pub(super) fn run(arguments: &Arguments, look: map::Look) -> Result<Outcome> {
    let capabilities = look.capabilities()?;
    let (accounts, provider) = join(arguments.instances)?;
    // Only its owner can look into it, and it is removed at the end.
    let directory = tempfile::Builder::new()
        .prefix("skymap-demo-")
        .tempdir()
        .wrap_err("make a temporary directory")?;
    let store = Store {
        config_dir: directory.path().to_owned(),
    };
    for account in &accounts {
        store.save(account).wrap_err("write the demo's accounts")?;
    }
    let shown = runtime::run(Setup {
        capabilities,
        store,
        provider,
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
fn join(_instances: Option<usize>) -> Result<(Vec<Account>, ProviderFactory)> {
    bail!("the demo is not joined to its AWS yet")
}

/// Serves the demo's AWS until the process is ended.
pub(super) fn serve(_address: SocketAddr, _instances: Option<usize>) -> Result<()> {
    bail!("the demo's AWS is not joined yet")
}
