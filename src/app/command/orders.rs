//! What the commands do that are more than a key.

use super::known::wire_word;
use super::parse::words;
use crate::account::{Account, Region, find};
use crate::app::accounts::AccountsAction;
use crate::app::{Action, Effect, Model, Pace, Panes, ThemeName, accounts};
use crate::app::{appearance, copying, dispatch, opening, regions as picker};
use crate::graph::{Level, NodeKey, WireKind};
use crate::inventory::ResourceId;
use crate::text::nearest;
use std::collections::BTreeSet;
use std::time::Instant;
use uuid::Uuid;

const NO_ACCOUNT: &str = "no account is open; {anywhere.accounts} lists the accounts";

/// Shows these accounts and no others.
pub(super) fn open(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let mut chosen: Vec<Account> = Vec::new();
    for name in words(rest) {
        match find(model.accounts.all(), &name) {
            Ok(account) => chosen.push(account.clone()),
            Err(error) => return refuse(model, error.to_string(), now),
        }
    }
    opening::open_accounts(model, &chosen, now)
}

/// Takes an account off the map.
pub(super) fn close(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    match find(model.accounts.all(), rest).map(|account| account.id) {
        Ok(id) if opening::watched_ids(model).contains(&id) => opening::close_account(model, id),
        Ok(_) => refuse(model, format!("{rest} is not open"), now),
        Err(error) => refuse(model, error.to_string(), now),
    }
}

pub(super) fn add_account(model: &mut Model, _: &str, now: Instant) -> Vec<Effect> {
    accounts::ordered(model, (AccountsAction::Add, None), now)
}

pub(super) fn edit_account(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    with_account(model, (AccountsAction::Edit, rest), now)
}

pub(super) fn test_account(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    with_account(model, (AccountsAction::Test, rest), now)
}

pub(super) fn remove_account(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    with_account(model, (AccountsAction::Remove, rest), now)
}

fn with_account(
    model: &mut Model,
    (action, name): (AccountsAction, &str),
    now: Instant,
) -> Vec<Effect> {
    match find(model.accounts.all(), name).map(|account| account.id) {
        Ok(id) => accounts::ordered(model, (action, Some(id)), now),
        Err(error) => refuse(model, error.to_string(), now),
    }
}

/// Watches these regions in every open account that has them; without any, the picker.
pub(super) fn regions(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let wanted: BTreeSet<String> = words(rest).into_iter().collect();
    if wanted.is_empty() {
        return dispatch::perform(model, Action::Open(crate::app::Pane::Regions), now);
    }
    match chosen_regions(model, &wanted) {
        Ok(changes) => {
            let watched = changes.into_iter();
            watched
                .flat_map(|(id, regions)| picker::watch(model, id, regions))
                .collect()
        }
        Err(sentence) => refuse(model, sentence, now),
    }
}

fn chosen_regions(
    model: &Model,
    wanted: &BTreeSet<String>,
) -> Result<Vec<(Uuid, Vec<Region>)>, String> {
    let topology = model.topology.as_ref().ok_or(NO_ACCOUNT)?;
    let rows = topology.regions();
    let enabled = || rows.iter().filter(|row| row.state.is_enabled);
    let known: BTreeSet<&str> = enabled().map(|row| row.state.region.as_str()).collect();
    for name in wanted {
        if !known.contains(name.as_str()) {
            let advice = match nearest(name, known) {
                Some(near) => format!("did you mean {near}?"),
                None => "{anywhere.regions} lists them".to_owned(),
            };
            return Err(format!(
                "{name} is not enabled in any open account; {advice}"
            ));
        }
    }
    let mut changes = Vec::new();
    for watched in topology.watch.in_order() {
        let own = enabled().filter(|row| row.account == watched.account.id);
        let own = own.map(|row| &row.state.region);
        let own: Vec<Region> = own
            .filter(|region| wanted.contains(region.as_str()))
            .cloned()
            .collect();
        if own.is_empty() {
            let name = &watched.account.name;
            return Err(format!(
                "none of them is enabled in {name}; :close {name} closes it"
            ));
        }
        changes.push((watched.account.id, own));
    }
    Ok(changes)
}

/// Goes to a box by its name, id or ARN.
pub(super) fn goto(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    match node_called(model, rest) {
        Ok(key) => {
            let window = Panes::of(model).window();
            let topology = model.topology.as_mut();
            let is_shown = topology.is_some_and(|topology| topology.visit(&key, window));
            if is_shown {
                model.overlays.clear();
            } else {
                let topology = model.topology.as_ref();
                let sentence =
                    topology.map_or_else(String::new, |topology| topology.left_out(&key));
                model.notify(sentence, now);
            }
            Vec::new()
        }
        Err(sentence) => refuse(model, sentence, now),
    }
}

fn node_called(model: &Model, typed: &str) -> Result<NodeKey, String> {
    let topology = model.topology.as_ref().ok_or(NO_ACCOUNT)?;
    let nodes = &topology.derived.graph.nodes;
    let lower = typed.to_lowercase();
    let id = |node: &crate::graph::Node, is_id: &dyn Fn(&str) -> bool| {
        let resource = node.resource.as_ref();
        resource.is_some_and(|id| is_id(id.short()) || is_id(id.as_str()))
    };
    let mut known = nodes.values();
    if let Some(node) = known.find(|node| id(node, &|id| id == typed)) {
        return Ok(node.key.clone());
    }
    let readings: [&dyn Fn(&crate::graph::Node) -> bool; 3] = [
        &|node| node.label == typed,
        &|node| node.label.to_lowercase() == lower,
        &|node| node.label.to_lowercase().starts_with(&lower),
    ];
    for reading in readings {
        let found: Vec<_> = nodes.values().filter(|node| reading(node)).collect();
        match found[..] {
            [] => {}
            [node] => return Ok(node.key.clone()),
            [first, ..] => {
                let ids = found.iter().filter_map(|node| node.resource.as_ref());
                let ids: Vec<&str> = ids.map(ResourceId::short).take(3).collect();
                let count = found.len();
                if ids.is_empty() {
                    return Ok(first.key.clone());
                }
                return Err(format!(
                    "{count} are called {typed}: {}; goto takes an id too",
                    ids.join(", ")
                ));
            }
        }
    }
    let labels = nodes.values().map(|node| node.label.as_str());
    Err(match nearest(typed, labels) {
        Some(near) => format!("nothing on the map is called {typed}; did you mean {near}?"),
        None => format!("nothing on the map is called {typed}; / searches"),
    })
}

/// Goes to a level of zoom by its number.
pub(super) fn zoom(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let window = Panes::of(model).window();
    let Some(topology) = &mut model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    let wanted = Level::ALL
        .into_iter()
        .find(|level| level.number().to_string() == rest);
    if let Some(level) = wanted
        && !topology.zoom_to(level, window)
    {
        return refuse(
            model,
            format!("there is nothing to show at zoom {rest}"),
            now,
        );
    }
    Vec::new()
}

/// Draws a kind of wire or not; without a kind, the next choice.
pub(super) fn wires(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let typed = words(rest);
    let Some(kind) = typed.first() else {
        return dispatch::perform(model, Action::CycleWires, now);
    };
    let Some(topology) = &mut model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    let every: BTreeSet<WireKind> = WireKind::ALL.into_iter().collect();
    let named = WireKind::ALL
        .into_iter()
        .find(|known| wire_word(*known) == *kind);
    let mut hidden = topology.look.collapse.hidden_wires.clone();
    let meant = match (kind.as_str(), named) {
        (_, Some(kind)) => BTreeSet::from([kind]),
        ("all" | "none", None) => every.clone(),
        _ => {
            let mut known: Vec<String> = every.iter().map(|kind| wire_word(*kind)).collect();
            known.extend(["all", "none"].map(str::to_owned));
            let sentence = format!("there is no wire {kind}; there is {}", known.join(", "));
            return refuse(model, sentence, now);
        }
    };
    let is_off = match typed.get(1).map(String::as_str) {
        Some(word) => word == "off",
        None if kind == "none" => true,
        None if kind == "all" => false,
        // Of one kind alone, the other way round.
        None => meant.is_disjoint(&hidden),
    };
    if is_off {
        hidden.extend(meant);
    } else {
        hidden = &hidden - &meant;
    }
    topology.draw_wires(&(&every - &hidden));
    let sentence = format!("wires drawn: {}", topology.drawn_wires());
    model.notify(sentence, now);
    Vec::new()
}

pub(super) fn theme(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let named = ThemeName::ALL
        .into_iter()
        .find(|theme| theme.name() == rest);
    if let Some(theme) = named {
        appearance::choose(model, theme, now);
    }
    Vec::new()
}

/// Gives the mouse to the terminal or takes it; without a word, the other way round.
pub(super) fn mouse(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest
        == if model.screen.is_mouse_on {
            "on"
        } else {
            "off"
        }
    {
        let sentence = format!("the mouse is {rest} already");
        model.notify(sentence, now);
        return Vec::new();
    }
    dispatch::perform(model, Action::ToggleMouse, now)
}

pub(super) fn resume(model: &mut Model, _: &str, now: Instant) -> Vec<Effect> {
    let topology = model.topology.as_ref();
    if topology.is_some_and(|topology| topology.watch.pace == Pace::Running) {
        model.notify("nothing is paused", now);
        return Vec::new();
    }
    dispatch::perform(model, Action::TogglePause, now)
}

/// Keeps only what matches; without a text, the prompt for one.
pub(super) fn filter(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest.is_empty() {
        return dispatch::perform(model, Action::Open(crate::app::Pane::Filter), now);
    }
    if model.topology.is_none() {
        return refuse(model, NO_ACCOUNT, now);
    }
    match crate::app::filter::take(model, rest) {
        Some(sentence) => refuse(model, sentence, now),
        None => Vec::new(),
    }
}

/// Copies one thing of the selection; without a word, the menu.
pub(super) fn copy(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest.is_empty() {
        return dispatch::perform(model, Action::Open(crate::app::Pane::CopyMenu), now);
    }
    let items = match copying::items(model) {
        Ok(items) => items,
        Err(sentence) => return refuse(model, sentence, now),
    };
    let wanted = items
        .iter()
        .find(|item| item.what.eq_ignore_ascii_case(rest));
    if let Some(item) = wanted {
        return vec![copying::send(model, item.clone())];
    }
    let names: Vec<&str> = items.iter().map(|item| item.what.as_str()).collect();
    let sentence = format!("there is no {rest} of this; there is {}", names.join(", "));
    refuse(model, sentence, now)
}

fn refuse(model: &mut Model, sentence: impl Into<String>, now: Instant) -> Vec<Effect> {
    model.notify_error(sentence, now);
    Vec::new()
}
