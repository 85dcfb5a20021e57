//! `skymap scan ACCOUNT`: an account read once, as text for people or JSON for programs.

mod reading;

use super::{Directories, Outcome, Output, map, print, warn};
use crate::account::store::Store;
use crate::account::{Account, Region, find};
use crate::export::{self, ScanDocument, ScanHeader};
use crate::graph::Graph;
use crate::inventory::Survey;
use crate::layout::Glyphs;
use crate::provider::{Cadence, ScanTarget};
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, bail};
use futures::StreamExt;
use reading::Reading;
use std::collections::BTreeSet;

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

pub(super) fn run(
    arguments: &Arguments,
    directories: &Directories,
    glyphs: Glyphs,
) -> Result<Outcome> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let loaded = store.load();
    for issue in &loaded.issues {
        warn(&format!("skymap: {issue}"));
    }
    let account = find(&loaded.accounts, &arguments.account)?.clone();
    let Some(number) = account.number().map(|number| number.to_string()) else {
        bail!(
            "scan {}: the account is pending, because it has no role ARN yet; `skymap accounts edit` adds it",
            account.name
        );
    };
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
    let regions: BTreeSet<String> = reading
        .coverage()
        .into_iter()
        .map(|row| row.region)
        .collect();
    print(&if arguments.output.is_json() {
        let header = ScanHeader {
            scanned_at: jiff::Timestamp::now().to_string(),
            account: number,
            regions: regions.into_iter().collect(),
        };
        ScanDocument::new(&survey, header, reading.coverage())
            .to_json()
            .wrap_err("write the scan as JSON")?
    } else {
        export::map_text(&Graph::of(&survey), &reading.coverage(), glyphs)
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
