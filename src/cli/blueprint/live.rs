//! What is in AWS now, read once, in the terms of a blueprint.

use super::Blueprint;
use crate::account::store::Store;
use crate::account::{Account, Region, find};
use crate::blueprint::{Content, Reads};
use crate::cli::{Outcome, scan, warn};
use crate::inventory::{Inventory, Survey};
use color_eyre::eyre::{Result, bail};
use std::collections::BTreeSet;

/// The other side of a comparison.
pub(super) struct Live {
    /// How it is called: `AWS`, or a blueprint's name and time.
    pub(super) title: String,
    pub(super) content: Content,
    pub(super) outcome: Outcome,
    pub(super) is_nothing_read: bool,
}

impl Live {
    pub(super) fn of_blueprint(blueprint: Blueprint) -> Self {
        Self {
            title: format!("{} of {}", blueprint.name, blueprint.saved),
            content: blueprint.content,
            outcome: Outcome::Done,
            is_nothing_read: false,
        }
    }
}

/// Of the accounts that are named, with the regions that each is watched in.
pub(super) fn of_accounts(store: &Store, named: &[String]) -> Result<Live> {
    let loaded = store.load();
    let mut chosen = Vec::new();
    for name in named {
        let account = find(&loaded.accounts, name)?.clone();
        let regions = account.watched_regions();
        chosen.push((account, regions));
    }
    of(&chosen, None)
}

/// Of the accounts and regions of a blueprint.
pub(super) fn of_blueprints_accounts(store: &Store, blueprint: &Blueprint) -> Result<Live> {
    let loaded = store.load();
    let mut chosen = Vec::new();
    for (number, regions) in &blueprint.content.reads {
        let mut accounts = loaded.accounts.iter();
        let Some(account) = accounts.find(|account| account.number() == Some(*number)) else {
            bail!(
                "diff {}: account {number} is not connected; connect it with skymap accounts add",
                blueprint.name
            );
        };
        let regions = regions.keys().filter(|region| !region.is_global());
        chosen.push((account.clone(), regions.cloned().collect()));
    }
    of(&chosen, Some(&blueprint.content.reads))
}

/// Reads one account after the other. What a blueprint has never read is no gap of it.
fn of(chosen: &[(Account, Vec<Region>)], known: Option<&Reads>) -> Result<Live> {
    if let Some((account, _)) = chosen.iter().find(|(account, _)| account.role.is_none()) {
        bail!(
            "read {}: the account is pending, because it has no role ARN yet; `skymap accounts edit` adds it",
            account.name
        );
    }
    let mut inventory = Inventory::default();
    let mut complete = BTreeSet::new();
    let mut watched = Vec::new();
    let (mut gaps, mut failures) = (Vec::new(), Vec::new());
    let mut is_nothing_read = true;
    for (account, regions) in chosen {
        let reading = scan::read_once(account, regions)?;
        if let Some(error) = reading.refusal() {
            warn(&format!("skymap: read {}: {error}", account.name));
            failures.push(error.clone());
            gaps.push(String::new());
        }
        is_nothing_read &= !reading.is_anything_read();
        let concerned = reading.gaps(|slice| {
            known.is_none_or(|known| {
                let regions = known.get(&slice.account);
                let collectors = regions.and_then(|regions| regions.get(&slice.region));
                collectors.is_some_and(|collectors| collectors.contains(slice.collector))
            })
        });
        gaps.extend(concerned);
        failures.extend(reading.failures().into_iter().cloned());
        complete.extend(reading.complete());
        let number = account.number();
        watched.extend(
            number
                .into_iter()
                .flat_map(|number| regions.iter().map(move |region| (number, region.clone()))),
        );
        inventory.absorb(reading.inventory);
    }
    for gap in gaps.iter().filter(|gap| !gap.is_empty()) {
        warn(&format!("skymap: not complete: {gap}"));
    }
    scan::advise(&failures.iter().collect::<Vec<_>>());
    let survey = Survey::of(&inventory);
    Ok(Live {
        title: String::from("AWS now"),
        content: Content::of((&survey, &inventory), &complete, watched),
        outcome: if gaps.is_empty() {
            Outcome::Done
        } else {
            Outcome::Partly
        },
        is_nothing_read,
    })
}
