//! `skymap sim`: the demo's AWS on a loopback port, so that other clients can be pointed
//! at it.

use super::Outcome;
use clap::Args;
use color_eyre::eyre::Result;
use std::net::SocketAddr;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The loopback address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = loopback)]
    listen: SocketAddr,
    /// Fill the first account up to this many instances
    #[arg(long, value_name = "NUMBER", value_parser = super::demo::instances)]
    instances: Option<usize>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    super::demo::serve(arguments.listen, arguments.instances)?;
    Ok(Outcome::Done)
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
