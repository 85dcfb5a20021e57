//! Opening an account: what is watched before is let go, an empty map takes its place.

use super::watch::{SessionState, Watch, Watched};
use super::{Effect, Model, Topology, accounts};
use crate::account::store::Loaded;
use crate::account::{Account, Region};
use std::time::Instant;

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
/// otherwise the person chooses.
pub(super) fn accounts_loaded(model: &mut Model, loaded: Loaded, now: Instant) -> Vec<Effect> {
    let is_first = model.accounts.loaded.is_none();
    let first = loaded.accounts.first().cloned();
    let is_only = loaded.accounts.len() == 1 || model.screen.is_demo;
    accounts::loaded(model, loaded);
    if !is_first || model.topology.is_some() {
        return Vec::new();
    }
    match first.filter(|account| is_only && account.role.is_some()) {
        Some(account) => open_account(model, &account, now),
        None => accounts::open(model),
    }
}
