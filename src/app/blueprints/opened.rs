//! A blueprint that was read comes onto the map.

use super::looks::Pending;
use super::{OpenBlueprint, Purpose};
use crate::account::{Account, Region};
use crate::app::{Cursor, Effect, Model, Overlay, Query, opening};
use crate::blueprint::{Blueprint, Version};
use crate::graph::Level;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Shows a blueprint: its accounts, in its regions, looked at as it was.
pub(super) fn show(
    model: &mut Model,
    (blueprint, version): (Blueprint, Option<Version>),
    now: Instant,
) -> Vec<Effect> {
    let (accounts, missing) = accounts(model, &blueprint);
    let name = &blueprint.name;
    if accounts.is_empty() {
        let sentence = format!(
            "{name} is of {}, which is not connected; {{anywhere.accounts}} lists the accounts",
            missing.join(" and ")
        );
        model.notify_error(sentence, now);
        return Vec::new();
    }
    let chosen: Vec<Account> = accounts
        .iter()
        .map(|(account, _)| account.clone())
        .collect();
    let regions: BTreeMap<Uuid, Vec<Region>> = accounts
        .into_iter()
        .map(|(account, regions)| (account.id, regions))
        .collect();
    let effects = opening::open_in(model, (&chosen, &regions), now);
    let Some(topology) = &mut model.topology else {
        return effects;
    };
    let saved = &blueprint.look;
    let look = &mut topology.look;
    look.collapse.folded.clear();
    look.collapse.expanded.clear();
    look.moves.clear();
    look.memories.clear();
    look.set_level(Level::default(), None);
    look.collapse.hidden_wires.clone_from(&saved.hidden_wires);
    look.preset = saved.preset.clone();
    look.are_folds_settled = true;
    look.is_settled = false;
    let filter = Query::parse(&saved.filter, &model.settings.filters);
    let is_filter_lost = filter.is_err();
    look.filter = filter.unwrap_or_default();
    hold_against(model, (blueprint, version), Purpose::Show);
    let sentence = match (&missing[..], is_filter_lost) {
        ([], false) => return effects,
        ([], true) => String::from("its filter is not understood by this version, and left out"),
        (missing, _) => format!(
            "{} of it is not connected, and not shown; {{anywhere.accounts}} lists the accounts",
            missing.join(" and ")
        ),
    };
    model.notify_error(sentence, now);
    effects
}

/// Holds the map as it is against a blueprint.
pub(super) fn hold_against(
    model: &mut Model,
    (blueprint, version): (Blueprint, Option<Version>),
    purpose: Purpose,
) {
    let Some(topology) = &mut model.topology else {
        return;
    };
    let mut open = OpenBlueprint {
        pending: Pending::of(&blueprint.look),
        kept: Arc::new(blueprint),
        version,
        diff: None,
        saved_look: None,
    };
    if purpose == Purpose::Compare {
        open.keep_look(&topology.look);
        model.overlays.clear();
        model
            .overlays
            .push(Overlay::BlueprintDiff(Cursor::default()));
    }
    topology.blueprint = Some(open);
    topology.inventory.touch();
}

/// The connected accounts of a blueprint with their regions, and the numbers of the others.
fn accounts(model: &Model, blueprint: &Blueprint) -> (Vec<(Account, Vec<Region>)>, Vec<String>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for (number, regions) in &blueprint.content.reads {
        let mut all = model.accounts.all().iter();
        let account =
            all.find(|account| account.number() == Some(*number) && account.role.is_some());
        match account {
            Some(account) => {
                let regions = regions.keys().filter(|region| !region.is_global());
                found.push((account.clone(), regions.cloned().collect()));
            }
            None => missing.push(format!("account {}", number.grouped())),
        }
    }
    (found, missing)
}
