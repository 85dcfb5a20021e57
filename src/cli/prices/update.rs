//! `skymap prices update`: whole tables from the Price List API, and what changed. A table
//! that cannot be read whole leaves the one of before in force.

use super::{Directories, Outcome, Update};
use crate::account::store::Store;
use crate::account::{Account, Region};
use crate::aws::{Aws, PriceTable};
use crate::cli::{print, warn};
use crate::prices::price_list::{SERVICES, Service};
use crate::prices::{AsOf, Change, Difference, Prices, cache, is_priced_in_usd};
use crate::provider::{ErrorKind, Explanation};
use color_eyre::eyre::{Result, WrapErr};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The changes that are told of a table.
const TOLD: usize = 5;

/// What became of one table.
struct Refreshed {
    region: Region,
    service: Service,
    result: Result<(PriceTable, Difference), Kept>,
}

/// Why the prices of before hold.
struct Kept {
    reason: String,
    /// Whether every other table would be refused as well.
    is_for_all: bool,
}

impl Kept {
    fn because(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            is_for_all: false,
        }
    }
}

impl From<Explanation> for Kept {
    fn from(explanation: Explanation) -> Self {
        let is_for_all = matches!(
            explanation.kind,
            ErrorKind::AccessDenied { .. }
                | ErrorKind::NoCredentials
                | ErrorKind::ExpiredCredentials
                | ErrorKind::RejectedKeys
        );
        Self {
            reason: explanation.to_string(),
            is_for_all,
        }
    }
}

pub(super) fn run(asked: &Update, directories: &Directories) -> Result<Outcome> {
    let prices = Prices::with_cache(&directories.data);
    let regions = regions(asked, directories, &prices);
    if regions.is_empty() {
        warn("skymap: name a region whose prices are refreshed: --region eu-west-1");
        return Ok(Outcome::Usage);
    }
    if let Some(region) = regions.iter().find(|region| !is_priced_in_usd(region)) {
        let sentence = "its prices are not in USD; they are never mixed in";
        warn(&format!("skymap: {region} cannot be refreshed: {sentence}"));
        return Ok(Outcome::Usage);
    }
    let services = match &asked.services[..] {
        [] => SERVICES,
        services => services,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .wrap_err("start the runtime")?;
    let aws = Aws::from_environment();
    let mut tables = Vec::new();
    for region in &regions {
        for service in services {
            let result = runtime.block_on(refresh(
                asked,
                directories,
                (&aws, &prices),
                (region, *service),
            ));
            let refreshed = Refreshed {
                region: region.clone(),
                service: *service,
                result,
            };
            tell(&refreshed, asked.output.is_json())?;
            let failed = refreshed.result.as_ref().err();
            let is_over = failed.is_some_and(|kept| kept.is_for_all);
            tables.push(refreshed);
            if is_over {
                return finish(asked, &tables);
            }
        }
    }
    finish(asked, &tables)
}

fn finish(asked: &Update, tables: &[Refreshed]) -> Result<Outcome> {
    if asked.output.is_json() {
        let rows: Vec<Value> = tables.iter().map(Refreshed::as_json).collect();
        print(&format!("{:#}\n", Value::Array(rows)))?;
    }
    let failed = tables.iter().filter(|table| table.result.is_err()).count();
    Ok(match failed {
        0 => Outcome::Done,
        failed if failed == tables.len() => Outcome::Failed,
        _ => Outcome::Partly,
    })
}

/// Those that are named, else those that were refreshed before and the accounts' own.
fn regions(asked: &Update, directories: &Directories, prices: &Prices) -> BTreeSet<Region> {
    if !asked.regions.is_empty() {
        return asked.regions.iter().cloned().collect();
    }
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let loaded = store.load();
    let accounts = loaded.accounts.iter();
    let watched = accounts.flat_map(Account::watched_regions);
    let before = prices.cache().tables();
    let before = before.map(|table| Region::new(table.region.as_str()));
    let all = before.chain(watched);
    all.filter(is_priced_in_usd).collect()
}

async fn refresh(
    asked: &Update,
    directories: &Directories,
    (aws, prices): (&Aws, &Prices),
    (region, service): (&Region, Service),
) -> Result<(PriceTable, Difference), Kept> {
    let as_of = AsOf::parse(&Timestamp::now().strftime("%Y-%m-%d").to_string());
    let profile = asked.profile();
    let table = aws
        .price_table(profile.as_ref(), (region, service), &as_of)
        .await?;
    if table.facts.is_empty() {
        let reason = "AWS lists no price of it that is known here";
        return Err(Kept::because(reason));
    }
    let difference = Difference::of(prices, &table.facts);
    let names = (region.as_str(), service.code);
    cache::keep(&directories.data, names, &table.facts)
        .map_err(|error| Kept::because(format!("keep the table: {error}")))?;
    Ok((table, difference))
}

/// Each table when it is there: a region takes its time.
fn tell(refreshed: &Refreshed, is_json: bool) -> Result<()> {
    let (region, service) = (&refreshed.region, refreshed.service.code);
    match &refreshed.result {
        Ok(_) if is_json => Ok(()),
        Ok((table, difference)) => print(&told(&format!("{region} {service}"), table, difference)),
        Err(Kept { reason, .. }) => {
            warn(&format!(
                "skymap: {region} {service} was not refreshed, the prices of before hold: {reason}"
            ));
            Ok(())
        }
    }
}

fn told(title: &str, table: &PriceTable, difference: &Difference) -> String {
    let Difference { new, changed, .. } = difference;
    let count = table.facts.len();
    let head = format!(
        "{title}: {count} prices, {new} new, {} changed",
        changed.len()
    );
    let changes = changed.iter().take(TOLD).map(|change| {
        let Change {
            key, before, after, ..
        } = change;
        let (unit, percent) = (change.unit.phrase(), change.ratio() * 100.0);
        format!("  {key}: {before} -> {after} {unit} ({percent:+.1} %)")
    });
    let more = changed.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| format!("  and {more} more"));
    let lines = std::iter::once(head).chain(changes).chain(more);
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

impl Refreshed {
    fn as_json(&self) -> Value {
        let (table, error) = match &self.result {
            Ok(table) => (Some(table), None),
            Err(Kept { reason, .. }) => (None, Some(reason)),
        };
        let changes = table.map(|(_, difference)| {
            let changes = difference.changed.iter().map(|change| {
                json!({
                    "key": change.key,
                    "unit": change.unit.name(),
                    "before": change.before.to_string(),
                    "after": change.after.to_string(),
                })
            });
            changes.collect::<Vec<_>>()
        });
        json!({
            "region": self.region.as_str(),
            "table": self.service.code,
            "prices": table.map(|(table, _)| table.facts.len()),
            "calls": table.map(|(table, _)| table.calls),
            "new": table.map(|(_, difference)| difference.new),
            "changes": changes,
            "error": error,
        })
    }
}
