//! The accounts commands over the process's own streams.

use super::{Arguments, Confirm, Desk, Outcome, run};
use crate::account::store::Store;
use crate::provider::Provider;
use color_eyre::eyre::{Result, WrapErr};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

/// Does what is asked, with an executor of its own for the provider's streams.
pub fn answer(
    arguments: Arguments,
    store: &Store,
    provider: impl FnOnce() -> Arc<dyn Provider>,
) -> Result<Outcome> {
    let executor = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?;
    executor.block_on(async {
        let mut ask = ask;
        let confirm: Option<Confirm<'_>> = if io::stdin().is_terminal() {
            Some(&mut ask)
        } else {
            None
        };
        let desk = Desk {
            store,
            provider: &*provider(),
            out: &mut io::stdout(),
            errors: &mut io::stderr(),
            confirm,
        };
        run(arguments, desk).await
    })
}

/// Asks for a yes; `None` where nobody can be asked.
pub fn agreed(question: &str) -> Result<Option<bool>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    ask(question).map(Some).wrap_err("ask for a yes")
}

/// Only a yes is a yes: an empty line and the end of the input are not.
fn ask(question: &str) -> io::Result<bool> {
    let mut errors = io::stderr();
    write!(errors, "{question} [y/N] ")?;
    errors.flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let said = line.trim().to_lowercase();
    Ok(said == "y" || said == "yes")
}
