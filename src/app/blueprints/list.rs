//! The list of blueprints over the map, and of the former saves of one.

use super::{BlueprintOrder, Purpose, orders};
use crate::app::overlay::Cursor;
use crate::app::{Effect, Model, Overlay, command};
use crate::blueprint::{BlueprintName, Listed, Summary};
use std::time::Instant;

/// What the list shows.
#[derive(Debug, Default)]
pub struct BlueprintsView {
    pub cursor: Cursor,
    /// The versions of this one; `None` shows every blueprint.
    pub of: Option<BlueprintName>,
    /// `None` until the files were read.
    pub listed: Option<Listed>,
    /// To be removed after a yes.
    pub question: Option<BlueprintName>,
}

/// What a key asks for in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlueprintAction {
    Save,
    Compare,
    /// The former saves, or the list again.
    Versions,
    /// The former save under the cursor becomes the last one.
    Restore,
    Remove,
    /// Yes, remove it.
    Agree,
    Decline,
}

impl BlueprintsView {
    pub(super) fn show(&mut self, of: Option<BlueprintName>, listed: Listed) {
        if self.of != of {
            self.cursor = Cursor::default();
        }
        self.of = of;
        self.listed = Some(listed);
    }

    pub fn rows(&self) -> &[Summary] {
        self.listed
            .as_ref()
            .map_or(&[], |listed| &listed.blueprints)
    }
}

/// The keys of its rows.
pub fn keys(view: &BlueprintsView) -> Vec<String> {
    let rows = view.rows().iter();
    rows.map(|row| {
        let version = row.version.as_ref().map(ToString::to_string);
        format!("{}@{}", row.name, version.unwrap_or_default())
    })
    .collect()
}

/// Enter: opens what is under the cursor.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let under = under_cursor(model).map(|row| BlueprintOrder::Open {
        name: row.name.clone(),
        version: row.version.clone(),
        purpose: Purpose::Show,
    });
    under.map(Effect::Blueprint).into_iter().collect()
}

pub fn perform(model: &mut Model, action: BlueprintAction, now: Instant) -> Vec<Effect> {
    let under = under_cursor(model).cloned();
    let order = match (action, under) {
        (BlueprintAction::Save, _) => return save(model, now),
        (BlueprintAction::Versions, under) => {
            let of = view(model).and_then(|view| view.of.clone());
            match (of, under) {
                (Some(_), _) => BlueprintOrder::List,
                (None, Some(row)) => BlueprintOrder::Versions(row.name),
                (None, None) => return Vec::new(),
            }
        }
        (BlueprintAction::Compare, Some(_)) if model.topology.is_none() => {
            model.notify_error("no account is open; Enter opens the blueprint's", now);
            return Vec::new();
        }
        (BlueprintAction::Compare, Some(row)) => BlueprintOrder::Open {
            name: row.name,
            version: row.version,
            purpose: Purpose::Compare,
        },
        (BlueprintAction::Restore, Some(row)) => {
            let Some(version) = row.version else {
                model.notify("that is the last save; v lists the former ones", now);
                return Vec::new();
            };
            BlueprintOrder::Restore(row.name, version, orders::time(model.screen.clock, now))
        }
        (BlueprintAction::Remove, Some(row)) => {
            if let Some(view) = view_mut(model) {
                view.question = Some(row.name);
            }
            return Vec::new();
        }
        (BlueprintAction::Agree, _) => {
            let name = view_mut(model).and_then(|view| view.question.take());
            let order = name.map(BlueprintOrder::Remove);
            return order.map(Effect::Blueprint).into_iter().collect();
        }
        (BlueprintAction::Decline, _) => {
            if let Some(view) = view_mut(model) {
                view.question = None;
            }
            return Vec::new();
        }
        (_, None) => return Vec::new(),
    };
    vec![Effect::Blueprint(order)]
}

/// The open one is saved again; else its name is asked for.
fn save(model: &mut Model, now: Instant) -> Vec<Effect> {
    let topology = model.topology.as_ref();
    if topology.is_none_or(|topology| topology.blueprint.is_some()) {
        return orders::save(model, "", now);
    }
    let line = command::CommandLine::begun(model, "blueprint save ");
    model.overlays.push(Overlay::Command(Box::new(line)));
    Vec::new()
}

pub fn under_cursor(model: &Model) -> Option<&Summary> {
    let view = view(model)?;
    view.rows().get(view.cursor.position(&keys(view)))
}

fn view(model: &Model) -> Option<&BlueprintsView> {
    match model.overlays.last() {
        Some(Overlay::Blueprints(view)) => Some(view),
        _ => None,
    }
}

fn view_mut(model: &mut Model) -> Option<&mut BlueprintsView> {
    match model.overlays.last_mut() {
        Some(Overlay::Blueprints(view)) => Some(view),
        _ => None,
    }
}
