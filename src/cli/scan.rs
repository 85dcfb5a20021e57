//! `skymap scan ACCOUNT`: an account read once, as text for people or JSON for programs.

mod reading;

use super::{Directories, Outcome, Output, map, print, warn};
use crate::account::store::{Loaded, Store};
use crate::account::{Account, Region};
use crate::export;
use crate::inventory::Survey;
use crate::provider::{Cadence, ScanTarget};
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, bail};
use futures::StreamExt;
use reading::Reading;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The account: its name, number, role ARN or id
    account: String,
    /// A region to read instead of the account's own; may be given again
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, directories: &Directories) -> Result<Outcome> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let loaded = store.load();
    for issue in &loaded.issues {
        warn(&format!("skymap: {issue}"));
    }
    let account = find(&loaded, &arguments.account)?.clone();
    if account.role.is_none() {
        bail!(
            "scan {}: the account is pending, because it has no role ARN yet; `skymap accounts edit` adds it",
            account.name
        );
    }
    let name = account.name.clone();
    let reading = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?
        .block_on(read(account, &arguments.regions));
    if let Some(error) = reading.nothing_was_read() {
        for cause in &error.causes {
            warn(&format!("skymap: possible cause: {}", cause.sentence));
        }
        bail!("scan {name}: {error}");
    }
    let survey = Survey::of(&reading.inventory);
    print(&if arguments.output.is_json() {
        export::json(&reading.inventory, &survey)
    } else {
        export::map_text(&survey)
    })?;
    for sentence in &reading.unread {
        warn(&format!("skymap: {name}: not read: {sentence}"));
    }
    Ok(if reading.unread.is_empty() {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

async fn read(account: Account, regions: &[String]) -> Reading {
    let provider = map::live()();
    let mut events = provider.scan(ScanTarget {
        account,
        regions: regions
            .iter()
            .map(|code| Region::new(code.as_str()))
            .collect(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    });
    let mut reading = Reading::default();
    while let Some(event) = events.next().await {
        reading.take(event, std::time::Instant::now());
    }
    reading
}

/// The account that a person means: by name, number, role ARN or id.
fn find<'a>(loaded: &'a Loaded, meant: &str) -> Result<&'a Account> {
    let answers = |account: &&Account| {
        account.name == meant
            || account.id.to_string() == meant.to_ascii_lowercase()
            || account
                .number()
                .is_some_and(|number| number.to_string() == meant || number.grouped() == meant)
            || account
                .role
                .as_ref()
                .is_some_and(|role| role.to_string() == meant)
    };
    let found: Vec<&Account> = loaded.accounts.iter().filter(answers).collect();
    match found.as_slice() {
        [account] => Ok(account),
        [] => bail!(
            "no account has the name, number, role ARN or id {meant:?}; `skymap accounts list` shows all"
        ),
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|account| format!("{} ({})", account.name, account.id))
                .collect();
            bail!(
                "{meant:?} means several accounts, name one by its id: {}",
                ids.join(", ")
            )
        }
    }
}
