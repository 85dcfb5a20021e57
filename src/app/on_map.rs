//! What keys do on the map and on the tree.

use super::fold::Opened;
use super::keymap::Action;
use super::topology::{Topology, View};
use super::{Effect, Lens, Model, Panes, lists, moving};
use crate::graph::Level;
use crate::layout::Size;
use std::time::Instant;

pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let window = Panes::of(model).window();
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    topology.look.is_settled = true;
    let outcome = act(topology, action, window);
    match outcome {
        Outcome::Done => {}
        Outcome::Said(sentence) => model.notify(sentence, now),
        Outcome::Describe => {
            if let Ok(details) = lists::details(model) {
                model.overlays.push(details);
            }
        }
    }
    Vec::new()
}

enum Outcome {
    Done,
    Said(String),
    Describe,
}

/// To an end of the selected wire, or along a wire, or else out of the picture.
fn follow(topology: &mut Topology, is_onward: bool, window: Size) -> Result<(), String> {
    if topology.go_to_end(is_onward) || topology.follow(is_onward) {
        return Ok(());
    }
    match topology.beyond(is_onward) {
        Some(far) => topology.follow_beyond(&far, window),
        None if is_onward => Err("no wire leads on from here".to_owned()),
        None => Err("no wire leads here".to_owned()),
    }
}

fn act(topology: &mut Topology, action: Action, window: Size) -> Outcome {
    let mut said = None;
    match action {
        Action::Move(direction) => topology.move_selection(direction),
        Action::Pan(direction) => {
            topology.pan(direction, window);
            return Outcome::Done;
        }
        Action::Page(by) => {
            let before = topology.selected();
            topology.page(by, window);
            if topology.selected() == before {
                // Nothing further can be selected: what is long is read on.
                topology.shift((0, i32::from(by) * window.height / 2), window);
                return Outcome::Done;
            }
        }
        Action::First => topology.first(),
        Action::Last => topology.last(),
        Action::Parent if !topology.parent(window) => said = Some("nothing is round it"),
        Action::Sibling(by) if !topology.sibling(by) => {
            said = Some("no further box in this container");
        }
        Action::Enter => match topology.open_selected(window) {
            Some(Opened::Leaf) => return Outcome::Describe,
            Some(Opened::Inside) | None => {}
        },
        Action::ToggleFold if !topology.toggle_fold() => said = Some("nothing to fold here"),
        Action::Zoom(_) if topology.look.view == View::Tree => {
            said = Some("the tree is always whole; {map.tree} shows the map");
        }
        Action::Zoom(by) if !topology.zoom(by, window) => {
            said = Some(if by > 0 {
                "this is the nearest"
            } else {
                "this is the farthest"
            });
        }
        Action::Wire(_) | Action::CycleWires
            if topology.look.collapse.level == Level::Account
                && topology.look.view == View::Map =>
        {
            said = Some("no wires are drawn at this zoom; + shows them");
        }
        Action::Wire(by) if !topology.step_wire(by) => {
            said = Some("no wire ends here; e draws other kinds");
        }
        Action::FollowWire | Action::FollowWireBack => {
            let is_onward = action == Action::FollowWire;
            if let Err(sentence) = follow(topology, is_onward, window) {
                return Outcome::Said(sentence);
            }
        }
        Action::Fork(by) if !topology.fork(by) => {
            said = Some("{map.follow} follows a wire first; {map.next-fork} takes its next end");
        }
        Action::GoBack if !topology.go_back(window) => said = Some("nothing further back"),
        Action::GoForward if !topology.go_forward(window) => said = Some("nothing further on"),
        Action::CycleWires => {
            topology.cycle_wires();
            return Outcome::Said(format!("wires drawn: {}", topology.drawn_wires()));
        }
        Action::ToggleView => {
            topology.look.view = match topology.look.view {
                View::Map => View::Tree,
                View::Tree => View::Map,
            };
        }
        Action::ToggleLens => {
            topology.look.lens = match topology.look.lens {
                None => Some(Lens::Cost),
                Some(Lens::Cost) => None,
            };
        }
        Action::TakeInHand => said = moving::start(topology).err(),
        Action::Compact => {
            topology.look.memories.clear();
            topology.derived.basis = None;
        }
        _ => {}
    }
    topology.reveal(window);
    said.map_or(Outcome::Done, |sentence| Outcome::Said(sentence.to_owned()))
}
