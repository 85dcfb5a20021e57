//! Opening an account: what is watched before is let go, an empty map takes its place.

use super::watch::{SessionState, Watch, Watched};
use super::{Effect, Model, Overlay, Topology, accounts};
use crate::account::store::Loaded;
use crate::account::{Account, Region};
use std::time::Instant;
use uuid::Uuid;

/// Shows an account: ends what was watched, starts to watch its regions. The map says
/// what is being read until the first slices come.
pub fn open_account(model: &mut Model, account: &Account, now: Instant) -> Vec<Effect> {
    watch_regions(model, account, (account.watched_regions(), now))
}

/// Shows some regions of an account.
pub(super) fn watch_regions(
    model: &mut Model,
    account: &Account,
    (regions, now): (Vec<Region>, Instant),
) -> Vec<Effect> {
    if account.role.is_none() {
        let sentence = format!(
            "{} is pending: it has no role yet; e in the list of accounts edits it",
            account.name
        );
        model.notify_error(sentence, now);
        return Vec::new();
    }
    let mut effects = Vec::new();
    if let Some(topology) = model.topology.take() {
        let others = topology
            .watch
            .accounts
            .into_keys()
            .filter(|id| *id != account.id);
        effects.extend(others.map(Effect::Unwatch));
    }
    model.generations.watch += 1;
    let watched = Watched {
        account: account.clone(),
        regions: regions.clone(),
        known_regions: Vec::new(),
        session: SessionState::Opening,
        is_complete: false,
        is_ended: false,
    };
    model.topology = Some(Topology {
        watch: Watch {
            accounts: [(account.id, watched)].into(),
            touched: Some(now),
            ..Watch::default()
        },
        ..Topology::default()
    });
    model.overlays.clear();
    model.notice = None;
    effects.push(Effect::Watch {
        generation: model.generations.watch,
        account: Box::new(account.clone()),
        regions,
    });
    effects
}

/// The files were read. The first time, the only account (or the demo's) is opened;
/// otherwise the person chooses. Later the watched account may have been edited.
pub(super) fn accounts_loaded(model: &mut Model, loaded: Loaded, now: Instant) -> Vec<Effect> {
    let is_first = model.accounts.loaded.is_none();
    let known = loaded.accounts.clone();
    let mut effects = Vec::new();
    accounts::loaded(model, loaded);
    if !is_first || model.topology.is_some() {
        effects.extend(watched_reloaded(model, &known, now));
        return effects;
    }
    let is_only = known.len() == 1 || model.screen.is_demo;
    match known
        .first()
        .filter(|account| is_only && account.role.is_some())
    {
        Some(account) => effects.extend(open_account(model, account, now)),
        None => effects.extend(accounts::open(model)),
    }
    effects
}

/// A watched account that was edited is opened anew; what lies over the map stays.
fn watched_reloaded(model: &mut Model, known: &[Account], now: Instant) -> Vec<Effect> {
    let watched: Vec<Account> = match &model.topology {
        Some(topology) => topology
            .watch
            .accounts
            .values()
            .map(|watched| watched.account.clone())
            .collect(),
        None => Vec::new(),
    };
    let mut effects = Vec::new();
    for old in watched {
        match known.iter().find(|account| account.id == old.id) {
            Some(new) if is_read_otherwise(&old, new) => {
                let overlays = std::mem::take(&mut model.overlays);
                effects.extend(open_account(model, new, now));
                model.overlays = overlays;
            }
            Some(new) => rename(model, new),
            // It may only be that its file is broken for now; the map stays.
            None => {}
        }
    }
    effects
}

fn is_read_otherwise(old: &Account, new: &Account) -> bool {
    old.role != new.role
        || old.external_id != new.external_id
        || old.profile != new.profile
        || old.services != new.services
        || old.watched_regions() != new.watched_regions()
}

fn rename(model: &mut Model, new: &Account) {
    let watched = model
        .topology
        .as_mut()
        .and_then(|topology| topology.watch.accounts.get_mut(&new.id));
    if let Some(watched) = watched {
        watched.account = new.clone();
    }
}

/// Forgets a watched account with everything that was read of it.
pub(super) fn close_account(model: &mut Model, id: Uuid) -> Vec<Effect> {
    let is_watched = model
        .topology
        .as_ref()
        .is_some_and(|topology| topology.watch.accounts.contains_key(&id));
    if !is_watched {
        return Vec::new();
    }
    model.topology = None;
    model.generations.watch += 1;
    model.overlays.retain(|overlay| {
        matches!(
            overlay,
            Overlay::Accounts(_) | Overlay::Help(_) | Overlay::Legend(_)
        )
    });
    vec![Effect::Unwatch(id)]
}
