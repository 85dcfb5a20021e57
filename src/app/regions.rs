//! The picker of regions: which of the account's enabled regions are watched.

use super::{Cursor, Effect, Model, Overlay, Topology, opening};
use crate::account::Region;
use crate::provider::RegionState;
use std::time::Instant;

pub(super) fn picker(model: &Model) -> Result<Overlay, &'static str> {
    let watched = model
        .topology
        .as_ref()
        .and_then(|topology| topology.watch.accounts.values().next());
    let watched = watched.ok_or("no account is open; a lists the accounts")?;
    Ok(Overlay::Regions {
        cursor: Cursor::default(),
        picked: watched.regions.iter().cloned().collect(),
    })
}

impl Topology {
    /// The account's regions: those that it told of, else those that are watched.
    pub fn regions(&self) -> Vec<RegionState> {
        let Some(watched) = self.watch.accounts.values().next() else {
            return Vec::new();
        };
        let mut regions = watched.known_regions.clone();
        for region in &watched.regions {
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
pub(super) fn toggle(model: &mut Model, state: &RegionState, now: Instant) {
    if !state.is_enabled {
        let sentence = format!("{} is not enabled in this account", state.region);
        return model.notify(sentence, now);
    }
    if let Some(Overlay::Regions { picked, .. }) = model.overlays.last_mut()
        && !picked.remove(&state.region)
    {
        picked.insert(state.region.clone());
    }
}

/// Watches what is picked. The account's file keeps its own regions.
pub(super) fn submit(model: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Overlay::Regions { picked, .. }) = model.overlays.last() else {
        return Vec::new();
    };
    let picked: Vec<Region> = picked.iter().cloned().collect();
    if picked.is_empty() {
        model.notify("pick at least one region", now);
        return Vec::new();
    }
    model.overlays.pop();
    let watched = model
        .topology
        .as_ref()
        .and_then(|topology| topology.watch.accounts.values().next());
    let Some(watched) = watched else {
        return Vec::new();
    };
    let account = watched.account.clone();
    let is_same = picked.len() == watched.regions.len()
        && picked.iter().all(|region| watched.regions.contains(region));
    if is_same {
        return Vec::new();
    }
    opening::watch_regions(model, &account, (picked, now))
}
