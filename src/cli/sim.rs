//! `skymap sim`: the demo's AWS on a loopback port, so that other clients can be pointed
//! at it.

use super::{Outcome, print};
use crate::sim::{self, AccountRecord, Fleet, Sim, SystemClock};
use clap::Args;
use color_eyre::eyre::{Result, WrapErr};
use std::net::SocketAddr;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap sim --listen 127.0.0.1:4566    # prints what another client needs
  skymap sim --listen 127.0.0.1:0 --instances 10000
  aws ec2 describe-vpcs --region eu-west-1    # in a shell that has what it printed")]
pub(super) struct Arguments {
    /// The loopback address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = loopback)]
    listen: SocketAddr,
    /// Fill the first account up to this many instances
    #[arg(long, value_name = "NUMBER", value_parser = super::demo::instances)]
    instances: Option<usize>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let fleet = Fleet::demo(arguments.instances).wrap_err("make the demo's accounts")?;
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?
        .block_on(serve(Sim::new(fleet, SystemClock), arguments.listen))?;
    Ok(Outcome::Done)
}

/// Serves until the process is ended.
async fn serve(sim: Sim, address: SocketAddr) -> Result<()> {
    let mut listener = sim::listen(&sim, address)
        .await
        .wrap_err_with(|| format!("listen on {address}"))?;
    print(&directions(&sim, listener.address()))?;
    listener.closed().await;
    Ok(())
}

/// What another client needs, as commands for a shell.
fn directions(sim: &Sim, address: SocketAddr) -> String {
    let connect = |account: AccountRecord| {
        let regions: String = account
            .regions
            .iter()
            .flat_map(|region| [" --region ", region])
            .collect();
        format!(
            "# skymap accounts add --name {} --role-arn {} --external-id {}{regions}\n",
            account.name, account.role_arn, account.external_id
        )
    };
    let accounts: String = sim.fleet().accounts().into_iter().map(connect).collect();
    format!(
        "export AWS_ENDPOINT_URL=http://{address}\n\
         export AWS_ACCESS_KEY_ID={}\n\
         export AWS_SECRET_ACCESS_KEY={}\n\
         {accounts}",
        sim::BASE_IDENTITY.access_key_id,
        sim::BASE_IDENTITY.secret_access_key
    )
}

/// An address that only this machine reaches: the sim asks for no secret.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| String::from("an address and a port are needed, such as 127.0.0.1:4566"))?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(String::from(
            "only a loopback address is served, such as 127.0.0.1 or ::1",
        ))
    }
}
