//! The picker of regions: which of each account's enabled regions are watched.

use super::{Cursor, Effect, Model, Overlay, Topology, Watched, opening};
use crate::account::Region;
use crate::provider::RegionState;
use std::collections::BTreeSet;
use std::time::Instant;
use uuid::Uuid;

/// A region of one of the watched accounts.
pub type Picked = (Uuid, Region);

/// A row of the picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionRow {
    pub account: Uuid,
    pub account_name: String,
    pub state: RegionState,
}

impl RegionRow {
    pub fn picked(&self) -> Picked {
        (self.account, self.state.region.clone())
    }
}

pub(super) fn picker(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model.topology.as_ref();
    let topology = topology.ok_or("no account is open; {anywhere.accounts} lists the accounts")?;
    let watched = topology.watch.accounts.values().flat_map(|watched| {
        let regions = watched.regions.iter().cloned();
        regions.map(|region| (watched.account.id, region))
    });
    Ok(Overlay::Regions {
        cursor: Cursor::default(),
        picked: watched.collect(),
    })
}

impl Topology {
    /// The regions of each account: those that it told of, else those that are watched.
    pub fn regions(&self) -> Vec<RegionRow> {
        let accounts = self.watch.in_order();
        accounts
            .into_iter()
            .flat_map(|watched| {
                let row = |state| RegionRow {
                    account: watched.account.id,
                    account_name: watched.account.name.clone(),
                    state,
                };
                watched.all_regions().into_iter().map(row)
            })
            .collect()
    }
}

impl Watched {
    fn all_regions(&self) -> Vec<RegionState> {
        let mut regions = self.known_regions.clone();
        for region in &self.regions {
            if !regions.iter().any(|known| known.region == *region) {
                regions.push(RegionState {
                    region: region.clone(),
                    is_enabled: true,
                });
            }
        }
        regions.sort_by(|one, other| {
            (other.is_enabled, &one.region).cmp(&(one.is_enabled, &other.region))
        });
        regions
    }
}

/// Picks the region under the cursor, or lets it go.
pub(super) fn toggle(model: &mut Model, row: &RegionRow, now: Instant) {
    if !row.state.is_enabled {
        let (region, name) = (&row.state.region, &row.account_name);
        return model.notify(format!("{region} is not enabled in {name}"), now);
    }
    if let Some(Overlay::Regions { picked, .. }) = model.overlays.last_mut()
        && !picked.remove(&row.picked())
    {
        picked.insert(row.picked());
    }
}

/// Watches what is picked. The accounts' files keep their own regions.
pub(super) fn submit(model: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Overlay::Regions { picked, .. }) = model.overlays.last() else {
        return Vec::new();
    };
    let changes = match changes(model, picked) {
        Ok(changes) => changes,
        Err(sentence) => {
            model.notify(sentence, now);
            return Vec::new();
        }
    };
    model.overlays.pop();
    let mut effects = Vec::new();
    for (account, regions) in changes {
        effects.extend(opening::watch_regions(model, account, regions));
    }
    effects
}

/// Watches these regions of an account, unless it does so already.
pub(super) fn watch(model: &mut Model, id: Uuid, regions: Vec<Region>) -> Vec<Effect> {
    let topology = model.topology.as_ref();
    let watched = topology.and_then(|topology| topology.watch.accounts.get(&id));
    let is_same = watched.is_some_and(|watched| {
        let before: BTreeSet<&Region> = watched.regions.iter().collect();
        before == regions.iter().collect()
    });
    if is_same {
        return Vec::new();
    }
    opening::watch_regions(model, id, regions)
}

/// The accounts of which other regions are picked than are watched.
fn changes(model: &Model, picked: &BTreeSet<Picked>) -> Result<Vec<(Uuid, Vec<Region>)>, String> {
    let mut changes = Vec::new();
    let accounts = model.topology.iter();
    for watched in accounts.flat_map(|topology| topology.watch.accounts.values()) {
        let own = picked.iter().filter(|(id, _)| *id == watched.account.id);
        let own: Vec<Region> = own.map(|(_, region)| region.clone()).collect();
        if own.is_empty() {
            let name = &watched.account.name;
            return Err(format!(
                "pick at least one region of {name}; {{anywhere.accounts}} closes an account"
            ));
        }
        let is_same = own.len() == watched.regions.len()
            && own.iter().all(|region| watched.regions.contains(region));
        if !is_same {
            changes.push((watched.account.id, own));
        }
    }
    Ok(changes)
}
