//! `skymap accounts`: placeholder until the account layer's commands are merged.

use super::{Directories, Outcome};
use color_eyre::eyre::{Result, bail};

#[derive(Debug, clap::Args)]
pub struct Arguments {}

pub fn run(_arguments: Arguments, _directories: &Directories) -> Result<Outcome> {
    bail!("the accounts commands are not here yet")
}
