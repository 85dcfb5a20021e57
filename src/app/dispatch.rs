//! From a key to what it does: the topmost overlay decides where it is looked up.

use super::blueprints;
use super::keymap::{Action, Context};
use super::overlay::{Cursor, Overlay, Pane};
use super::{CommandLine, Effect, Model, Pace, Phase, Query, Topology};
use super::{
    accounts, appearance, command, copying, costs, facets, filter, jump, lists, moving, on_map,
    presets, prompt, regions, scanning,
};
use crate::provider::Control;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::time::Instant;

/// A key was pressed.
pub(super) fn pressed(model: &mut Model, key: KeyEvent, now: Instant) -> Vec<Effect> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
        model.phase = Phase::Quitting;
        return Vec::new();
    }
    let mut effects = touched(model, now);
    model.notice = None;
    effects.extend(match model.overlays.last() {
        Some(Overlay::Accounts(_)) => accounts::pressed(model, key, now),
        _ => match model.keymap().action(key, contexts(model)) {
            Some(action) => perform(model, action, now),
            None if matches!(model.overlays.last(), Some(Overlay::Jump(_))) => {
                jump::typed(model, key);
                Vec::new()
            }
            None if moving::is_under_way(model) => moving::perform(model, Action::TakeInHand, now),
            None => prompt::typed(model, key),
        },
    });
    effects
}

/// The contexts in which keys mean something now, the first first.
pub fn contexts(model: &Model) -> &'static [Context] {
    match model.overlays.last() {
        None if moving::is_under_way(model) => &[Context::Moving],
        None if has_wire(model) => &[Context::Wire, Context::Map, Context::Anywhere],
        None => &[Context::Map, Context::Anywhere],
        Some(overlay) => overlay.contexts(),
    }
}

fn has_wire(model: &Model) -> bool {
    let topology = model.topology.as_ref();
    topology.is_some_and(|topology| topology.look.wire.is_some())
}

/// The person is there: a map that fell asleep wakes.
pub(super) fn touched(model: &mut Model, now: Instant) -> Vec<Effect> {
    match &mut model.topology {
        Some(topology) => topology.watch.wake(now),
        None => Vec::new(),
    }
}

/// Does what a key or a command asks for.
pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    if model.overlays.is_empty() && moving::is_under_way(model) {
        return moving::perform(model, action, now);
    }
    match action {
        Action::Quit => model.phase = Phase::Quitting,
        Action::Suspend => model.phase = Phase::Suspending,
        Action::Close | Action::Escape
            if matches!(model.overlays.last(), Some(Overlay::Shown(_))) =>
        {
            return copying::hide(model);
        }
        Action::Close => {
            if model.overlays.pop().is_none() {
                model.phase = Phase::Quitting;
            }
        }
        Action::Escape => escape(model),
        Action::Open(pane) => return open(model, pane, now),
        Action::ForgetMove => moving::forget_all(model, now),
        Action::RefreshNow => return refresh(model, now),
        Action::TogglePause => return toggle_pause(model, now),
        Action::ToggleMouse => return toggle_mouse(model, now),
        Action::Blueprint(action) => return blueprints::perform(model, action, now),
        Action::Theme(theme) => appearance::choose(model, theme, now),
        other if matches!(model.overlays.last(), Some(Overlay::Command(_))) => {
            return command::perform(model, other, now);
        }
        Action::Budget(order) => return costs::perform(model, order, now),
        other if matches!(model.overlays.last(), Some(Overlay::Entry(_))) => {
            return costs::perform_entry(model, other, now);
        }
        other if matches!(model.overlays.last(), Some(Overlay::Filter(_))) => {
            return filter::perform(model, other);
        }
        other if model.overlays.is_empty() => return on_map::perform(model, other, now),
        other => return lists::perform(model, other, now),
    }
    Vec::new()
}

/// One step towards the bare map: the topmost list's filter, the list, then the selected
/// wire, then the map's filter.
fn escape(model: &mut Model) {
    if command::cancel(model) || filter::cancel(model) || costs::up(model) {
        return;
    }
    let of_list = model.overlays.last_mut().and_then(Overlay::filter_mut);
    if let Some(filter) = of_list.filter(|filter| !filter.is_empty()) {
        *filter = Query::default();
        return;
    }
    match model.overlays.pop() {
        Some(Overlay::Filter(_)) => prompt::end_search(model),
        Some(Overlay::Entry(entry)) => costs::let_go(model, &entry),
        Some(_) => {}
        None => {
            let topology = model.topology.as_mut();
            if !topology.is_some_and(Topology::let_wire_go) {
                prompt::set_filter(model, "");
            }
        }
    }
}

fn open(model: &mut Model, pane: Pane, now: Instant) -> Vec<Effect> {
    if model.overlays.last().is_some_and(|top| top.pane() == pane) {
        model.overlays.pop();
        return Vec::new();
    }
    let opened = match pane {
        Pane::Accounts => return accounts::open(model),
        Pane::Blueprints => return blueprints::show(model, "", now),
        Pane::BlueprintDiff => return blueprints::compare(model, "", now),
        Pane::Help => Ok(Overlay::Help(Cursor::default())),
        Pane::Legend => Ok(Overlay::Legend(Cursor::default())),
        Pane::Command => Ok(Overlay::Command(Box::new(CommandLine::open(model)))),
        Pane::Filter if !model.overlays.is_empty() => Ok(filter::open(model)),
        _ if model.topology.is_none() => {
            Err("no account is open; {anywhere.accounts} lists the accounts")
        }
        Pane::Problems => Ok(Overlay::Problems(Cursor::default())),
        Pane::Events => Ok(Overlay::Events(Cursor::default())),
        Pane::Calls => Ok(Overlay::Calls(Cursor::default())),
        Pane::Moves => Ok(Overlay::Moves(Cursor::default())),
        Pane::Coverage => Ok(lists::coverage(model)),
        Pane::Details => lists::details(model),
        Pane::Budget => Ok(lists::budget(model)),
        Pane::Entry => Err("{anywhere.budget} opens the budget; its keys ask for what is typed"),
        Pane::Why => lists::why(model),
        Pane::Regions => regions::picker(model),
        Pane::Presets => presets::picker(model),
        Pane::CopyMenu => copying::menu(model),
        Pane::Facets => Ok(facets::open()),
        Pane::Filter => Ok(filter::open(model)),
        Pane::Jump => jump::open(model),
        Pane::Shown => Err("y lists what can be copied; s shows it there"),
    };
    match opened {
        Ok(overlay) => {
            // A view is open once: going from one to the other does not pile them up.
            model.overlays.retain(|known| known.pane() != pane);
            model.overlays.push(overlay);
        }
        Err(sentence) => model.notify(sentence, now),
    }
    Vec::new()
}

fn refresh(model: &mut Model, now: Instant) -> Vec<Effect> {
    if model.topology.is_none() {
        model.notify(
            "no account is open; {anywhere.accounts} lists the accounts",
            now,
        );
        return Vec::new();
    }
    model.notify("reading everything now", now);
    scanning::refresh(model)
}

fn toggle_pause(model: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let (pace, control, sentence) = match topology.watch.pace {
        Pace::Running => (
            Pace::Paused,
            Control::Pause,
            "paused; {anywhere.pause} goes on",
        ),
        Pace::Paused | Pace::Asleep => (Pace::Running, Control::Resume, "going on"),
    };
    topology.watch.pace = pace;
    model.notify(sentence, now);
    vec![Effect::Control(control)]
}

fn toggle_mouse(model: &mut Model, now: Instant) -> Vec<Effect> {
    model.screen.is_mouse_on = !model.screen.is_mouse_on;
    let sentence = if model.screen.is_mouse_on {
        "the mouse is ours; {anywhere.mouse} gives it back to the terminal"
    } else {
        "the mouse is the terminal's; {anywhere.mouse} takes it back"
    };
    model.notify(sentence, now);
    vec![Effect::SetMouse(model.screen.is_mouse_on)]
}
