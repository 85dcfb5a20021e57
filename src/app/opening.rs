//! Which accounts are watched: opening them, adding one to the map, letting one go. What
//! goes on being watched is neither read anew nor forgotten.

use super::watch::{Pace, SessionState, Watched};
use super::{Effect, Model, Overlay, Topology, accounts};
use crate::account::store::Loaded;
use crate::account::{Account, AccountId, Region};
use crate::inventory::SliceId;
use crate::provider::Control;
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

/// Shows one account alone.
pub fn open_account(model: &mut Model, account: &Account, now: Instant) -> Vec<Effect> {
    open_accounts(model, std::slice::from_ref(account), now)
}

/// Shows these accounts and no others, on one map. It says what is being read until the
/// first slices come.
pub fn open_accounts(model: &mut Model, accounts: &[Account], now: Instant) -> Vec<Effect> {
    open_in(model, (accounts, &BTreeMap::new()), now)
}

/// The same, each in the regions that are wanted of it, where any are.
pub(super) fn open_in(
    model: &mut Model,
    (accounts, wanted): (&[Account], &BTreeMap<Uuid, Vec<Region>>),
    now: Instant,
) -> Vec<Effect> {
    let chosen = match readable(accounts) {
        Ok(chosen) => chosen,
        Err(sentence) => {
            model.notify_error(sentence, now);
            return Vec::new();
        }
    };
    let is_chosen = |id: &Uuid| chosen.iter().any(|account| account.id == *id);
    let mut effects: Vec<Effect> = watched_ids(model)
        .into_iter()
        .filter(|id| !is_chosen(id))
        .filter_map(|id| let_go_of(model, id))
        .collect();
    effects.extend(ready(model, now));
    for account in chosen {
        let before = watched(model, account.id);
        let others = wanted
            .get(&account.id)
            .filter(|regions| !regions.is_empty());
        if let Some(before) = before.filter(|watched| watched.is_going_on()) {
            let others = others.filter(|regions| **regions != before.regions);
            if let Some(regions) = others.cloned() {
                effects.extend(watch_regions(model, account.id, regions));
            }
            continue;
        }
        // What was picked in its place stays picked.
        let picked = before.map(|watched| watched.regions.clone());
        let picked = others.cloned().or(picked);
        let regions = picked.unwrap_or_else(|| account.watched_regions());
        effects.extend(start(model, account, regions));
    }
    model.overlays.clear();
    model.notice = None;
    effects
}

/// What can be read together, or why something cannot.
fn readable(accounts: &[Account]) -> Result<Vec<&Account>, String> {
    let mut chosen: Vec<&Account> = Vec::new();
    for account in accounts {
        if account.role.is_none() {
            return Err(format!(
                "{} is pending: it has no role yet; e in the list of accounts edits it",
                account.name
            ));
        }
        let twin = chosen
            .iter()
            .find(|other| other.number() == account.number());
        if let Some(twin) = twin {
            return Err(format!(
                "{} and {} are two roles of one account; open one of them",
                twin.name, account.name
            ));
        }
        chosen.push(account);
    }
    Ok(chosen)
}

/// A map to put accounts on. They are read at once, whatever was paused.
fn ready(model: &mut Model, now: Instant) -> Option<Effect> {
    let generation = model.accounts.generations.watch;
    let topology = model.topology.get_or_insert_with(|| Topology {
        generation,
        ..Topology::default()
    });
    topology.watch.touched = Some(now);
    let was = std::mem::take(&mut topology.watch.pace);
    (was != Pace::Running).then_some(Effect::Control(Control::Resume))
}

/// Begins to watch an account, or begins anew with other regions.
fn start(model: &mut Model, account: &Account, regions: Vec<Region>) -> Option<Effect> {
    model.accounts.generations.watch += 1;
    let generation = model.accounts.generations.watch;
    model.topology.as_mut()?.add(Watched {
        generation,
        account: account.clone(),
        regions: regions.clone(),
        known_regions: Vec::new(),
        session: SessionState::Opening,
        is_complete: false,
        is_ended: false,
    });
    Some(Effect::Watch {
        generation,
        account: Box::new(account.clone()),
        regions,
    })
}

/// Other regions of a watched account; what was read of those that stay is kept.
pub(super) fn watch_regions(model: &mut Model, id: Uuid, regions: Vec<Region>) -> Vec<Effect> {
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let Some(watched) = topology.watch.accounts.get(&id) else {
        return Vec::new();
    };
    let (account, known) = (watched.account.clone(), watched.known_regions.clone());
    let number = account.number();
    topology.keep(|slice| Some(slice.account) != number || regions.contains(&slice.region));
    model.accounts.generations.watch += 1;
    topology.forget_studies(model.accounts.generations.watch);
    let effect = start(model, &account, regions);
    if let Some(topology) = &mut model.topology
        && let Some(watched) = topology.watch.accounts.get_mut(&id)
    {
        watched.known_regions = known;
    }
    effect.into_iter().collect()
}

/// The files were read. The first time, what the command line names or the only account
/// (or the demo's first) is opened; otherwise the person chooses. Later the watched
/// accounts may have been edited.
pub(super) fn accounts_loaded(model: &mut Model, loaded: Loaded, now: Instant) -> Vec<Effect> {
    let is_first = model.accounts.loaded.is_none();
    let known = loaded.accounts.clone();
    accounts::loaded(model, loaded);
    if !is_first || model.topology.is_some() {
        return watched_reloaded(model, &known);
    }
    let asked = std::mem::take(&mut model.accounts.asked_for);
    let mut chosen: Vec<Account> = known
        .iter()
        .filter(|account| asked.contains(&account.id))
        .cloned()
        .collect();
    let is_only = known.len() == 1 || model.screen.is_demo;
    if chosen.is_empty() && is_only {
        let first = known.first().filter(|account| account.role.is_some());
        chosen.extend(first.cloned());
    }
    if chosen.is_empty() {
        return accounts::open(model);
    }
    open_accounts(model, &chosen, now)
}

/// A watched account that was edited is read anew; the others go on.
fn watched_reloaded(model: &mut Model, known: &[Account]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for id in watched_ids(model) {
        // It may only be that its file is broken for now; the map stays.
        let new = known.iter().find(|account| account.id == id);
        effects.extend(new.and_then(|new| reloaded(model, new)));
    }
    effects
}

fn reloaded(model: &mut Model, new: &Account) -> Option<Effect> {
    let old = watched(model, new.id)?.account.clone();
    new.role.as_ref()?;
    if is_read_otherwise(&old, new) {
        let mut others = model
            .topology
            .iter()
            .flat_map(|map| map.watch.accounts.values());
        let is_twin = others
            .any(|other| other.account.id != new.id && other.account.number() == new.number());
        if is_twin {
            return let_go_of(model, new.id);
        }
        let topology = model.topology.as_mut()?;
        topology.drop_account(old.number());
        model.accounts.generations.watch += 1;
        topology.forget_studies(model.accounts.generations.watch);
        return start(model, new, new.watched_regions());
    }
    let topology = model.topology.as_mut()?;
    let watched = topology.watch.accounts.get_mut(&new.id)?;
    watched.account = new.clone();
    if let Some(number) = old.number() {
        topology.inventory.name_account(number, &new.name);
    }
    None
}

fn is_read_otherwise(old: &Account, new: &Account) -> bool {
    old.role != new.role
        || old.external_id != new.external_id
        || old.profile != new.profile
        || old.services != new.services
        || old.watched_regions() != new.watched_regions()
}

/// Forgets a watched account with everything that was read of it.
pub(super) fn close_account(model: &mut Model, id: Uuid) -> Vec<Effect> {
    let effect = let_go_of(model, id);
    if model.topology.is_none() && effect.is_some() {
        model.overlays.retain(|overlay| {
            matches!(
                overlay,
                Overlay::Accounts(_) | Overlay::Help(_) | Overlay::Legend(_)
            )
        });
    }
    effect.into_iter().collect()
}

/// With the last account the map goes.
fn let_go_of(model: &mut Model, id: Uuid) -> Option<Effect> {
    let topology = model.topology.as_mut()?;
    let watched = topology.watch.accounts.remove(&id)?;
    topology.drop_account(watched.account.number());
    model.accounts.generations.watch += 1;
    topology.forget_studies(model.accounts.generations.watch);
    if topology.watch.accounts.is_empty() {
        model.topology = None;
    }
    Some(Effect::Unwatch(id))
}

fn watched(model: &Model, id: Uuid) -> Option<&Watched> {
    model.topology.as_ref()?.watch.accounts.get(&id)
}

pub(super) fn watched_ids(model: &Model) -> Vec<Uuid> {
    let topology = model.topology.iter();
    topology
        .flat_map(|topology| topology.watch.accounts.keys().copied())
        .collect()
}

impl Topology {
    /// The first look at what comes is chosen as for a map that was just opened; what is
    /// selected stays so.
    fn add(&mut self, watched: Watched) {
        if let Some(number) = watched.account.number() {
            let name = &watched.account.name;
            self.inventory.name_account(number, name);
            self.derived.whole.remove(&number);
            for (id, coverage) in &mut self.watch.coverage {
                coverage.is_reading &= id.account != number;
            }
        }
        self.derived.is_whole = false;
        self.look.are_folds_settled = false;
        self.watch.accounts.insert(watched.account.id, watched);
    }

    fn drop_account(&mut self, number: Option<AccountId>) {
        let Some(number) = number else { return };
        self.keep(|slice| slice.account != number);
        self.inventory.drop_account(number);
        self.derived.whole.remove(&number);
    }

    fn keep(&mut self, is_kept: impl Fn(&SliceId) -> bool) {
        self.watch.coverage.retain(|id, _| is_kept(id));
        self.inventory.keep(is_kept);
    }

    /// What is being understood holds something that is watched no more.
    fn forget_studies(&mut self, generation: u64) {
        self.generation = generation;
        self.derived.is_studied = false;
    }
}
