//! What came of the orders.

use super::looks::Pending;
use super::{BlueprintAnswer, BlueprintOrder, OpenBlueprint, Purpose, opened};
use crate::app::{Effect, Model, Overlay};
use crate::blueprint::BlueprintName;
use std::time::Instant;

pub fn answered(model: &mut Model, answer: BlueprintAnswer, now: Instant) -> Vec<Effect> {
    match answer {
        BlueprintAnswer::Listed(of, outcome) => {
            let sentence = match outcome {
                Ok(listed) => {
                    let issue = listed.issues.first().cloned();
                    view(model, |view| view.show(of, listed));
                    issue
                }
                Err(sentence) => Some(sentence),
            };
            if let Some(sentence) = sentence {
                model.notify_error(sentence, now);
            }
        }
        BlueprintAnswer::Saved(name, outcome) => return saved(model, (name, outcome), now),
        BlueprintAnswer::Opened {
            version,
            purpose,
            outcome,
        } => match outcome {
            Ok(blueprint) => match purpose {
                Purpose::Show => return opened::show(model, (*blueprint, version), now),
                Purpose::Compare => opened::hold_against(model, (*blueprint, version), purpose),
            },
            Err(sentence) => model.notify_error(sentence, now),
        },
        BlueprintAnswer::Restored(outcome) => match outcome {
            Ok(blueprint) => {
                model.notify(format!("{} is restored", blueprint.name), now);
                return relist(model);
            }
            Err(sentence) => model.notify_error(sentence, now),
        },
        BlueprintAnswer::Removed(name, outcome) => match outcome {
            Ok(()) => {
                let topology = model.topology.as_mut();
                if let Some(topology) = topology
                    && topology
                        .blueprint
                        .as_ref()
                        .is_some_and(|open| open.kept.name == name)
                {
                    topology.blueprint = None;
                    topology.inventory.touch();
                }
                model.notify(format!("removed {name}"), now);
                return relist(model);
            }
            Err(sentence) => model.notify_error(sentence, now),
        },
    }
    Vec::new()
}

/// What was saved is what the map is held against from now on: it is read again, so that
/// file and map are the same.
fn saved(
    model: &mut Model,
    (name, outcome): (
        BlueprintName,
        Result<Box<crate::blueprint::Blueprint>, String>,
    ),
    now: Instant,
) -> Vec<Effect> {
    let blueprint = match outcome {
        Ok(blueprint) => blueprint,
        Err(sentence) => {
            model.notify_error(sentence, now);
            return Vec::new();
        }
    };
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let count = blueprint.content.resources.len();
    let mut open = OpenBlueprint {
        kept: blueprint.into(),
        version: None,
        diff: None,
        pending: Pending::default(),
        saved_look: None,
    };
    open.keep_look(&topology.look);
    topology.blueprint = Some(open);
    topology.inventory.touch();
    let gaps = if topology.watch.is_complete() && topology.watch.gaps().is_empty() {
        ""
    } else {
        "; what could not be read is not in it, and C lists it"
    };
    model.notify(format!("saved {name}: {count} resources{gaps}"), now);
    relist(model)
}

/// The list is shown anew where it is open.
fn relist(model: &mut Model) -> Vec<Effect> {
    let mut overlays = model.overlays.iter();
    let shown = overlays.find_map(|overlay| match overlay {
        Overlay::Blueprints(view) => Some(view.of.clone()),
        _ => None,
    });
    let order = shown.map(|of| match of {
        Some(name) => BlueprintOrder::Versions(name),
        None => BlueprintOrder::List,
    });
    order.map(Effect::Blueprint).into_iter().collect()
}

fn view(model: &mut Model, change: impl FnOnce(&mut super::BlueprintsView)) {
    let mut overlays = model.overlays.iter_mut();
    let view = overlays.find_map(|overlay| match overlay {
        Overlay::Blueprints(view) => Some(view),
        _ => None,
    });
    if let Some(view) = view {
        change(view);
    }
}
