//! The README's tables are the program's own: its keys, and what it reads.

#![cfg(test)]

use crate::joined::map::account;
use futures::{StreamExt, stream};
use skymap::account::Services;
use skymap::app::bindings;
use skymap::aws::{Aws, COLLECTORS, Pace};
use skymap::provider::{Cadence, Provider, ScanEvent, ScanTarget};
use skymap::sim::{self, BASE_IDENTITY, Fleet, ManualClock, Sim};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// One test, since both tables are written to one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_those_of_the_program() {
    check("keys", &keys());
    check("coverage", &coverage(&calls_of_the_demo().await));
}

/// By collector, the calls that one refresh of the demo's shop takes in a region, or where
/// it is asked once for the account.
async fn calls_of_the_demo() -> BTreeMap<&'static str, u32> {
    let clock = ManualClock::starting_at(jiff::Timestamp::now());
    let sim = Sim::new(Fleet::demo(None).expect("the demo is whole"), clock);
    let shop = sim.fleet().accounts().into_iter().next();
    let mut account = account((1, &shop.expect("the demo has accounts")));
    account.services = Services::all();
    let home = account.home_region.clone();
    let aws = Aws::over(sim::http_client(&sim), BASE_IDENTITY.credentials());
    let mut events = aws.scan(ScanTarget {
        regions: vec![home],
        account,
        cadence: Cadence::Once,
        controls: stream::pending().boxed(),
    });
    let mut counted = BTreeMap::new();
    while let Some(event) = events.next().await {
        if let ScanEvent::Collected { id, calls, .. } = event {
            counted.insert(id.collector, calls);
        }
    }
    counted
}

/// Compares what stands between two marks with what should; `UPDATE_README` writes it.
fn check(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md can be read");
    let (open, close) = (format!("<!-- {name}:"), format!("<!-- /{name} -->"));
    let start = readme.find(&open).expect("the opening mark is there");
    let start = start + readme[start..].find("-->\n").expect("the mark ends") + "-->\n".len();
    let end = readme.find(&close).expect("the closing mark is there");
    if std::env::var_os("UPDATE_README").is_some() {
        let updated = format!("{}\n{expected}\n{}", &readme[..start], &readme[end..]);
        std::fs::write(&path, updated).expect("README.md can be written");
    } else {
        assert_eq!(
            readme[start..end].trim(),
            expected.trim(),
            "README.md differs from the program; UPDATE_README=1 cargo test readme mends it"
        );
    }
}

/// The groups in the order in which the help shows them; keys that do the same in one
/// row. The accounts modal shows its keys at its foot.
fn keys() -> String {
    let mut groups: Vec<(&str, Rows)> = Vec::new();
    for row in bindings().filter(|row| !row.group.starts_with("Accounts")) {
        let place = groups.iter().position(|(group, _)| *group == row.group);
        let place = place.unwrap_or_else(|| {
            groups.push((row.group, Rows::new()));
            groups.len() - 1
        });
        let rows = &mut groups[place].1;
        match rows.iter_mut().find(|(help, _)| *help == row.help) {
            Some((_, keys)) => keys.extend(row.keys),
            None => rows.push((row.help, row.keys.to_vec())),
        }
    }
    let mut table = String::from("| keys | what they do |\n|---|---|\n");
    for (group, rows) in groups {
        writeln!(table, "| **{group}** | |").expect("a string takes it");
        for (help, keys) in rows {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            writeln!(table, "| {} | {help} |", keys.join(" ")).expect("a string takes it");
        }
    }
    table
}

type Rows = Vec<(&'static str, Vec<&'static str>)>;

fn coverage(calls: &BTreeMap<&str, u32>) -> String {
    let mut services: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for collector in COLLECTORS {
        let pace = match collector.pace {
            Pace::Status => "10 s",
            Pace::Structure => "60 s",
            Pace::Detail => "5 min",
        };
        let row = format!(
            "| {} | {pace} | {} | `{}` |",
            collector.title,
            calls.get(collector.name).expect("it is read"),
            collector.actions.join("` `")
        );
        services
            .entry(collector.service.title())
            .or_default()
            .push(row);
    }
    let mut table =
        String::from("| what | every | calls | of which operations |\n|---|---|---|---|\n");
    for (service, rows) in services {
        writeln!(table, "| **{service}** | | | |\n{}", rows.join("\n")).expect("a string takes it");
    }
    table
}
