//! `skymap completions` and `skymap man`: made from the command line's own description.

use super::{Outcome, print};
use clap::Command;
use clap_complete::Shell;
use color_eyre::eyre::{Result, WrapErr};

pub(super) fn completions(mut command: Command, shell: Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "skymap", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

pub(super) fn manual(command: Command) -> Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .wrap_err("render the manual page")?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}
