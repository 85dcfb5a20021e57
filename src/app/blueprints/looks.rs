//! From a saved look to the map's, as its boxes come to be known.

use super::{Looked, OpenBlueprint};
use crate::app::{Look, Topology};
use crate::blueprint::{BoxName, Boxes, SavedLook};
use crate::graph::{Graph, Level};
use crate::layout::{Memory, Slot, Slots};
use std::collections::{BTreeMap, BTreeSet};

/// What of a saved look is not on the map yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    folded: BTreeSet<BoxName>,
    expanded: BTreeSet<BoxName>,
    /// The level, and what it is about.
    focus: Option<(Level, Option<BoxName>)>,
    places: BTreeMap<(Level, BoxName), Slot>,
    moves: BTreeMap<BoxName, Slot>,
    /// Where boxes stood, by the keys that they have now.
    found_places: BTreeMap<Level, Slots>,
}

impl Pending {
    pub(super) fn of(look: &SavedLook) -> Self {
        let places = look.places.iter().flat_map(|(level, places)| {
            let places = places.iter();
            places.map(move |(name, slot)| ((*level, name.clone()), *slot))
        });
        Self {
            folded: look.folded.clone(),
            expanded: look.expanded.clone(),
            focus: Some((look.level, look.focus.clone())),
            places: places.collect(),
            moves: look.moves.clone(),
            found_places: BTreeMap::new(),
        }
    }

    fn is_done(&self) -> bool {
        self.folded.is_empty()
            && self.expanded.is_empty()
            && self.focus.is_none()
            && self.places.is_empty()
            && self.moves.is_empty()
    }

    /// Puts what the graph knows by now on the map; what a person does meanwhile stays.
    fn restore(&mut self, look: &mut Look, graph: &Graph) {
        if self.is_done() {
            return;
        }
        let boxes = Boxes::of(graph);
        let (folded, expanded) = (&mut look.collapse.folded, &mut look.collapse.expanded);
        for (names, keys) in [(&mut self.folded, folded), (&mut self.expanded, expanded)] {
            names.retain(|name| match boxes.key(name) {
                Some(key) => {
                    keys.insert(key);
                    false
                }
                None => true,
            });
        }
        self.moves.retain(|name, slot| match boxes.key(name) {
            Some(key) => {
                look.moves.insert(key, *slot);
                false
            }
            None => true,
        });
        let found = &mut self.found_places;
        self.places
            .retain(|(level, name), slot| match boxes.key(name) {
                Some(key) => {
                    found.entry(*level).or_default().insert(key, *slot);
                    false
                }
                None => true,
            });
        let Some((level, focus)) = &self.focus else {
            return;
        };
        let key = focus.as_ref().and_then(|name| boxes.key(name));
        if focus.is_none() || key.is_some() {
            let hidden = look.collapse.hidden_wires.clone();
            look.set_level(*level, key);
            look.collapse.hidden_wires = hidden;
            self.focus = None;
        }
    }
}

impl Topology {
    /// What was understood may hold boxes that the open blueprint's look speaks of. Once
    /// everything is read, what is still missing is not waited for.
    pub(in crate::app) fn restore_look(&mut self) {
        let is_whole = self.derived.is_whole;
        let Some(open) = &mut self.blueprint else {
            return;
        };
        if open.saved_look.is_some() {
            return;
        }
        open.pending.restore(&mut self.look, &self.derived.graph);
        if !is_whole {
            return;
        }
        let found_places = std::mem::take(&mut open.pending.found_places);
        let has_places = !found_places.is_empty();
        open.pending = Pending {
            found_places,
            ..Pending::default()
        };
        open.saved_look = Some(Looked::of(&self.look));
        if has_places {
            self.remember_blueprint();
            // The same boxes stand somewhere else.
            self.derived.basis = None;
        }
    }

    /// The layout's memory of a blueprint that has just been opened is where its boxes
    /// stood.
    pub(in crate::app) fn remember_blueprint(&mut self) {
        let Some(open) = &self.blueprint else {
            return;
        };
        for (level, slots) in &open.pending.found_places {
            let memory = Memory::of_slots(slots.clone());
            self.look.memories.insert((*level, false), memory);
        }
    }

    /// The look as a blueprint keeps it.
    pub(super) fn saved_look(&self) -> SavedLook {
        let boxes = Boxes::of(&self.derived.graph);
        let named = |slots: &Slots| -> BTreeMap<BoxName, Slot> {
            let named = slots.iter();
            named
                .filter_map(|(key, slot)| Some((boxes.name(key)?, *slot)))
                .collect()
        };
        let memories = self.look.memories.iter();
        let places = memories
            .filter(|((_, is_filtered), _)| !is_filtered)
            .map(|((level, _), memory)| (*level, named(&memory.slots())));
        SavedLook {
            filter: self.look.filter.text.clone(),
            preset: self.look.preset.clone(),
            places: places.filter(|(_, places)| !places.is_empty()).collect(),
            moves: named(&self.look.moves),
            ..SavedLook::of(&self.look.collapse, &boxes)
        }
    }
}

impl OpenBlueprint {
    /// The look is as it was saved from now on.
    pub(super) fn keep_look(&mut self, look: &Look) {
        self.saved_look = Some(Looked::of(look));
        self.pending = Pending::default();
    }
}
