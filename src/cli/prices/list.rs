//! `skymap prices list`: the tables, where they come from, and of when they are.

use super::{Directories, List, Outcome};
use crate::account::Region;
use crate::cli::{print, warn};
use crate::prices::cache::CachedTable;
use crate::prices::embedded::Name;
use crate::prices::{Origin, Prices, Source};
use crate::text::{clean, columns};
use color_eyre::eyre::Result;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::SystemTime;

pub(super) fn run(asked: &List, directories: &Directories) -> Result<Outcome> {
    let prices = Prices::with_cache(&directories.data);
    let region = asked.region.as_ref();
    let text = if asked.output.is_json() {
        format!("{:#}\n", as_json(&prices, region))
    } else {
        as_text(&prices, region)
    };
    print(&text)?;
    for broken in prices.cache().broken() {
        warn(&format!("skymap: {broken}"));
    }
    let is_whole = prices.cache().broken().is_empty();
    Ok(if is_whole {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

/// How many prices of a table and a region are of which source.
type Counts = BTreeMap<Arc<Source>, usize>;

/// The tables that come along, by region; of one region or of all.
fn embedded(region: Option<&Region>) -> Vec<(Name, String, Counts)> {
    let tables = Name::ALL.into_iter().flat_map(|name| {
        let table = name.embedded();
        let regions = table.regions();
        let regions = regions.filter(|code| region.is_none_or(|region| region.as_str() == *code));
        regions.map(move |code| (name, code.to_owned(), table.sources(code)))
    });
    tables.collect()
}

fn cached<'a>(
    prices: &'a Prices,
    region: Option<&'a Region>,
) -> impl Iterator<Item = &'a CachedTable> {
    let tables = prices.cache().tables();
    tables.filter(move |table| region.is_none_or(|region| region.as_str() == table.region))
}

fn as_json(prices: &Prices, region: Option<&Region>) -> Value {
    let embedded = embedded(region);
    let tables = embedded.iter().map(|(name, region, counts)| {
        let sources = counts.iter().map(|(source, count)| {
            json!({"source": &*source.id, "as_of": source.as_of.to_string(), "prices": count})
        });
        json!({
            "table": name.as_str(),
            "region": region,
            "prices": counts.values().sum::<usize>(),
            "sources": sources.collect::<Vec<_>>(),
        })
    });
    let now = SystemTime::now();
    let refreshed = cached(prices, region).map(|table| {
        json!({
            "table": clean(&table.service),
            "region": clean(&table.region),
            "prices": table.table.count(&table.region),
            "age_days": age_in_days(table, now),
            "is_fresh": table.is_fresh(now),
        })
    });
    let origins: BTreeMap<_, _> = ids(&embedded)
        .into_iter()
        .filter_map(|id| Some((id.to_owned(), Origin::of(id)?)))
        .collect();
    json!({
        "tables": tables.collect::<Vec<_>>(),
        "refreshed": refreshed.collect::<Vec<_>>(),
        "sources": origins,
    })
}

fn ids(embedded: &[(Name, String, Counts)]) -> BTreeSet<&str> {
    let sources = embedded.iter().flat_map(|(.., counts)| counts.keys());
    sources.map(|source| &*source.id).collect()
}

fn as_text(prices: &Prices, region: Option<&Region>) -> String {
    let embedded = embedded(region);
    let mut text = "List prices of AWS in USD that come with the program\n\n".to_owned();
    text += &match region {
        Some(_) => by_source(&embedded),
        None => by_table(&embedded),
    };
    text += "\nRefreshed from AWS's Price List API\n\n";
    let now = SystemTime::now();
    let mut rows = vec![["REGION", "TABLE", "PRICES", "AGE"].map(str::to_owned)];
    rows.extend(cached(prices, region).map(|table| {
        let days = age_in_days(table, now).unwrap_or_default();
        let age = match days {
            _ if !table.is_fresh(now) => format!("{days} days: refresh it"),
            0 => "today".to_owned(),
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        let count = table.table.count(&table.region).to_string();
        [clean(&table.region), clean(&table.service), count, age]
    }));
    if rows.len() == 1 {
        text += "none; `skymap prices update --region REGION` reads a region's tables\n";
    } else {
        text += &aligned(&rows);
    }
    text += "\nSources\n\n";
    let mut origins: Vec<Origin> = Vec::new();
    for origin in ids(&embedded).into_iter().filter_map(Origin::of) {
        if !origin.address.is_empty() && !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    let told = origins
        .iter()
        .map(|Origin { what, address, .. }| format!("{what}\n  {address}\n"));
    text + &told.collect::<String>()
}

/// One line for each table.
fn by_table(embedded: &[(Name, String, Counts)]) -> String {
    let mut rows = vec![["TABLE", "REGIONS", "PRICES", "OLDEST", "NEWEST"].map(str::to_owned)];
    for name in Name::ALL {
        let of_table = || embedded.iter().filter(|(of, ..)| *of == name);
        let regions = of_table().filter(|(_, code, _)| code.contains('-') && !code.contains(':'));
        let count: usize = of_table().flat_map(|(.., counts)| counts.values()).sum();
        let sources = of_table().flat_map(|(.., counts)| counts.keys());
        let days: BTreeSet<_> = sources.map(|source| &source.as_of).collect();
        let dated = || days.iter().filter(|day| day.is_dated());
        let day = |day: Option<String>| day.unwrap_or_else(|| "undated".to_owned());
        rows.push([
            name.as_str().to_owned(),
            regions.count().to_string(),
            count.to_string(),
            day(dated().next().map(ToString::to_string)),
            day(dated().next_back().map(ToString::to_string)),
        ]);
    }
    aligned(&rows) + "\n`skymap prices list --region REGION` tells the sources of a region\n"
}

/// One line for each source.
fn by_source(embedded: &[(Name, String, Counts)]) -> String {
    let mut rows = vec![["TABLE", "PRICES", "OF", "SOURCE"].map(str::to_owned)];
    for (name, _, counts) in embedded {
        rows.extend(counts.iter().map(|(source, count)| {
            let day = source.as_of.to_string();
            [
                name.as_str().to_owned(),
                count.to_string(),
                day,
                source.id.to_string(),
            ]
        }));
    }
    aligned(&rows)
}

fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| columns(&row[column]));
        widths.max().unwrap_or_default()
    });
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let rest = width - columns(cell);
            format!("{cell}{}", " ".repeat(rest))
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

fn age_in_days(table: &CachedTable, now: SystemTime) -> Option<u64> {
    let age = now.duration_since(table.refreshed?).unwrap_or_default();
    Some(age.as_secs() / (24 * 3600))
}
