//! `skymap scan ACCOUNT`: an account read once, as a map for people, a picture for
//! documents or data for programs.

mod advice;
mod drawing;
mod filter;
mod picture;
mod reading;
mod receipt;
mod waiting;

use super::{Directories, Outcome, candidates, map, warn};
use crate::account::store::Store;
use crate::account::{Account, Region, find};
use crate::export::{Coverage, Form, ScanDocument, ScanHeader, Style, View, document as export};
use crate::graph::{Collapse, Graph, Preset};
use crate::inventory::Survey;
use crate::provider::{Cadence, ScanTarget};
use crate::settings;
pub(super) use advice::give as advise;
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, bail};
use filter::Asked;
use futures::StreamExt;
use jiff::Timestamp;
use picture::Picture;
pub(super) use reading::Reading;
use std::collections::BTreeMap;
use std::time::Instant;
use waiting::{PATIENCE, Waiting};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap scan shop-prod
  skymap scan 111122223333 --region eu-west-1 --region us-east-1
  skymap scan shop-prod --zoom 3 --to shop.svg    # the main VPC, for a runbook
  skymap scan shop-prod --about shop-alb --to alb.drawio
  skymap scan shop-prod --output dot | dot -Tpdf > shop.pdf
  skymap scan shop-prod --output csv > inventory.csv
  skymap scan shop-prod --json | jq '.resources[] | select(.kind == \"instance\").name'
  skymap scan shop-prod --receipt    # what was called, and what that costs

In CSV, a field that a spreadsheet would calculate (= + - @) begins with an apostrophe.

Exit status: 0 everything was read, 1 nothing could be read, 2 usage, 3 some of it could
not be read (standard error says what).")]
pub(super) struct Arguments {
    /// The account: its name, number, role ARN or id
    #[arg(add = candidates::accounts())]
    account: String,
    /// A region to read instead of the account's own; may be given again
    #[arg(long = "region", value_name = "REGION", add = candidates::regions())]
    regions: Vec<String>,
    /// Print only what matches, with the containers round it: 'type=ec2 AND NOT running',
    /// 'Environment=prod', 'vpc=shop (type=alb OR type=rds)', '@NAME' for a saved filter
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Also print every call that was made: count, errors, the slowest, what it costs
    #[arg(long)]
    receipt: bool,
    #[command(flatten)]
    drawing: drawing::DrawingArguments,
    #[command(flatten)]
    picture: Picture,
}

impl Arguments {
    fn regions(&self) -> Vec<Region> {
        let codes = self.regions.iter();
        codes.map(|code| Region::new(code.as_str())).collect()
    }
}

pub(super) fn run(
    arguments: &Arguments,
    directories: &Directories,
    look: map::Look,
) -> Result<Outcome> {
    let account = readable(directories, &arguments.account, "scan")?;
    let settings = settings::load(&directories.config).settings;
    let preset = arguments.drawing.preset(&settings)?;
    let texts = [preset.filter.as_deref(), arguments.filter.as_deref()];
    let texts = texts.into_iter().flatten();
    let asked: Result<Vec<Asked>, Outcome> = texts
        .map(|text| Asked::of(text, &settings.filters))
        .collect();
    let asked = match asked {
        Ok(asked) => asked,
        Err(outcome) => return Ok(outcome),
    };
    deliver((&account, &arguments.regions()), "scan", |reading| {
        let drawn = (arguments, &preset, asked.as_slice());
        let text = document(reading, &account, drawn, look)?;
        arguments.picture.deliver(&text)
    })
}

/// The account of that name, when it has a role to be read through.
pub(super) fn readable(directories: &Directories, name: &str, doing: &str) -> Result<Account> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let loaded = store.load();
    for issue in &loaded.issues {
        warn(&format!("skymap: {issue}"));
    }
    let account = find(&loaded.accounts, name)?.clone();
    if account.role.is_none() {
        bail!(
            "{doing} {}: the account is pending, because it has no role ARN yet; `skymap accounts edit` adds it",
            account.name
        );
    }
    Ok(account)
}

/// Reads an account once and hands on what was read, if anything was; says what lacks.
pub(super) fn deliver(
    (account, regions): (&Account, &[Region]),
    doing: &str,
    show: impl FnOnce(&Reading) -> Result<()>,
) -> Result<Outcome> {
    let name = &account.name;
    let reading = read_once(account, regions)?;
    if let Some(error) = reading.refusal() {
        warn(&format!("skymap: {doing} {name}: {error}"));
        advice::give(&[error]);
        return Ok(Outcome::Failed);
    }
    let is_anything_read = reading.is_anything_read();
    if is_anything_read {
        show(&reading)?;
    }
    let outcome = report_gaps(&reading.coverage());
    advice::give(&reading.failures());
    if is_anything_read {
        return Ok(outcome);
    }
    warn(&format!("skymap: {doing} {name}: nothing could be read"));
    Ok(Outcome::Failed)
}

/// Reads an account once, with a runtime of its own.
pub(super) fn read_once(account: &Account, regions: &[Region]) -> Result<Reading> {
    let executor = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?;
    Ok(executor.block_on(read(account.clone(), regions)))
}

fn document(
    reading: &Reading,
    account: &Account,
    (arguments, preset, asked): (&Arguments, &Preset, &[Asked]),
    look: map::Look,
) -> Result<String> {
    let survey = Survey::of(&reading.inventory);
    let graph = Graph::grouped(&survey, &preset.group);
    let coverage = reading.coverage();
    let collapse = arguments.picture.collapse(&graph)?;
    let collapse = Collapse {
        hidden_kinds: preset.hide.clone(),
        matching: filter::matching(asked, &survey),
        ..collapse
    };
    let drawn = arguments.picture.draw((&survey, &graph), collapse);
    let capabilities = look.in_force();
    let view = View {
        survey: &survey,
        graph: &graph,
        collapse: &drawn.collapse,
        diagram: &drawn.diagram,
        scene: &drawn.scene,
        coverage: &coverage,
        header: &header(account, arguments),
        style: Style {
            glyphs: capabilities.glyphs,
            theme: look.asked_theme(),
            depth: capabilities.appearance.depth,
        },
    };
    let form = arguments.picture.form(look);
    if form == Form::Json {
        let receipt = arguments.receipt.then(|| receipt::json(&reading.receipt));
        let document = ScanDocument::of(&view).with_receipt(receipt);
        return document.to_json().wrap_err("write JSON");
    }
    let mut text = export(form, &view)?;
    if arguments.receipt {
        let receipt = receipt::text(&reading.receipt);
        match form {
            Form::Text | Form::Ansi => text.push_str(&receipt),
            // It would be no part of a picture or a table.
            _ => warn(receipt.trim_end()),
        }
    }
    Ok(text)
}

fn header(account: &Account, arguments: &Arguments) -> ScanHeader {
    let regions = match arguments.regions() {
        regions if regions.is_empty() => account.watched_regions(),
        regions => regions,
    };
    ScanHeader {
        scanned_at: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        account: account
            .number()
            .map(|number| number.to_string())
            .unwrap_or_default(),
        regions: regions.iter().map(Region::to_string).collect(),
    }
}

/// Standard error says what the document lacks.
fn report_gaps(coverage: &[Coverage]) -> Outcome {
    for sentence in gaps(coverage) {
        warn(&format!("skymap: not complete: {sentence}"));
    }
    if coverage.iter().all(Coverage::is_complete) {
        Outcome::Done
    } else {
        Outcome::Partly
    }
}

/// What is lacking, and why; of a region that is lacking whole for one reason, once.
fn gaps(coverage: &[Coverage]) -> Vec<String> {
    let mut regions: BTreeMap<&str, Vec<&Coverage>> = BTreeMap::new();
    for one in coverage.iter().filter(|one| one.result != Coverage::OFF) {
        regions.entry(&one.region).or_default().push(one);
    }
    let mut sentences = Vec::new();
    for (region, coverage) in regions {
        let gaps: Vec<&Coverage> = coverage
            .iter()
            .copied()
            .filter(|one| !one.is_complete())
            .collect();
        let is_same = |pair: &[&Coverage]| pair[0].reason() == pair[1].reason();
        if gaps.len() > 1 && gaps.len() == coverage.len() && gaps.windows(2).all(is_same) {
            sentences.push(format!("everything in {region}: {}", gaps[0].reason()));
        } else {
            let each = gaps.iter();
            sentences
                .extend(each.map(|gap| format!("{} in {region}: {}", gap.collector, gap.reason())));
        }
    }
    sentences
}

async fn read(account: Account, regions: &[Region]) -> Reading {
    let role = account
        .role
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let provider = map::live()();
    let mut reading = Reading::of(&account, regions, &map::catalogue());
    let mut events = provider.scan(ScanTarget {
        account,
        regions: regions.to_vec(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    });
    let mut waiting = Waiting::on_terminal();
    let (step, began) = (
        waiting.as_ref().map_or(PATIENCE, Waiting::step),
        Instant::now(),
    );
    let mut steps = tokio::time::interval_at((began + PATIENCE).into(), step);
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => reading.take(event, Instant::now()),
                None => return reading,
            },
            _ = steps.tick() => if let Some(waiting) = &mut waiting {
                let seconds = began.elapsed().as_secs();
                waiting.show(&format!("{seconds} s: {}", reading.waits_for(&role)));
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Coverage, gaps};

    #[test]
    fn a_region_that_is_lacking_whole_is_said_once() {
        let row = |region: &str, collector: &str, error: Option<&str>| Coverage {
            account: "111122223333".to_owned(),
            region: region.to_owned(),
            collector: collector.to_owned(),
            service: Some("ec2".to_owned()),
            result: error.map_or(Coverage::OK, |_| "denied").to_owned(),
            count: 0,
            calls: 1,
            error: error.map(str::to_owned),
        };
        let coverage = [
            row("eu-west-1", "vpcs", Some("denied")),
            row("eu-west-1", "zones", Some("denied")),
            row("us-east-1", "vpcs", Some("denied")),
            row("us-east-1", "zones", None),
            row("us-east-2", "vpcs", Some("throttled")),
            row("us-east-2", "zones", Some("denied")),
        ];
        let expected = [
            "everything in eu-west-1: denied",
            "vpcs in us-east-1: denied",
            "vpcs in us-east-2: throttled",
            "zones in us-east-2: denied",
        ];
        assert_eq!(gaps(&coverage), expected);
    }
}
