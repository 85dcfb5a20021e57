//! What the map is grouped by and which kinds it leaves out: another graph is asked for,
//! and what was selected, folded and moved stays as far as it is there.

mod orders;
mod picker;

pub(super) use orders::{
    complete_group, group, hidden, hide, kinds, names, own_names, preset, remove, save, show,
};
pub use picker::{PresetPicker, PresetRow, TagKey};
pub(super) use picker::{picker, shift, submit, toggle};

use super::prompt;
use super::{Model, Topology};
use crate::graph::{Collapse, Grouping, Node, NodeKey, Preset};
use crate::inventory::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// About so many boxes of a new grouping are open at first.
const COMFORTABLE: usize = 120;

/// Every preset by its name: those that come with the program, then the person's own.
pub(super) fn all(model: &Model) -> Vec<(String, Preset, String)> {
    let builtin = Preset::BUILTIN.into_iter().filter_map(|(name, help)| {
        let preset = Preset::builtin(name)?;
        Some((name.to_owned(), preset, help.to_owned()))
    });
    let own = model.settings.presets.iter().filter_map(|(name, kept)| {
        let preset = kept.meaning().ok()?;
        let help = match &preset.filter {
            Some(filter) => format!("{}, {filter}", preset.told()),
            None => preset.told(),
        };
        Some((name.clone(), preset, help))
    });
    builtin.chain(own).collect()
}

/// Looks at the map in another way. Its filter, if it has one, is in force at once.
pub(super) fn choose(model: &mut Model, preset: Preset) {
    if let Some(filter) = preset.filter.clone() {
        prompt::set_filter(model, &filter);
    }
    let mut known = all(model).into_iter();
    let name = known.find(|(_, known, _)| *known == preset);
    if let Some(topology) = &mut model.topology {
        topology.look.preset = preset;
        topology.look.preset_name = name.map(|(name, ..)| name);
    }
}

impl Topology {
    /// The name of the preset in force, or what it is; `None` for the usual picture.
    pub fn preset_name(&self) -> Option<String> {
        let preset = &self.look.preset;
        let is_usual = preset.group == Grouping::default() && preset.hide.is_empty();
        let name = self.look.preset_name.as_ref();
        (!is_usual).then(|| name.cloned().unwrap_or_else(|| preset.told()))
    }

    /// That a node is not in the picture, and the way to it.
    pub(super) fn left_out(&self, key: &NodeKey) -> String {
        let node = self.derived.graph.nodes.get(key);
        let collapse = &self.look.collapse;
        let hidden = node.and_then(|node| node.kind);
        let hidden = hidden.filter(|kind| collapse.hidden_kinds.contains(kind));
        let way_out = match (hidden, &collapse.matching) {
            (Some(kind), _) => format!("; :show {} draws it", kind.name()),
            (None, Some(_)) => "; Esc shows everything".to_owned(),
            (None, None) => String::new(),
        };
        let name = node.map_or("it", |node| &node.label);
        format!("{name} is left out of this picture{way_out}")
    }

    /// What is hidden is left out as soon as the graph is grouped as the look asks for:
    /// until then the picture is the one before.
    pub(super) fn follow_preset(&mut self) {
        let preset = &self.look.preset;
        let hidden = &mut self.look.collapse.hidden_kinds;
        if self.derived.grouping == preset.group && *hidden != preset.hide {
            hidden.clone_from(&preset.hide);
            // What was left out made no room.
            self.lay_out_anew();
        }
    }

    /// A graph that is grouped in another way is there: of containers that were not there
    /// before, as many are open as one can read.
    pub(super) fn regrouped(&mut self, before: &Grouping, known: &BTreeSet<NodeKey>) {
        if *before == self.derived.grouping {
            return;
        }
        self.lay_out_anew();
        if !self.look.are_folds_settled {
            return;
        }
        let graph = &self.derived.graph;
        let about = self.look.selection.as_ref().and_then(|key| {
            let item = self
                .selected()
                .map(|item| &self.derived.diagram.items[item]);
            let members = item.into_iter().flat_map(|item| &item.members);
            std::iter::once(key)
                .chain(members)
                .find(|key| graph.nodes.contains_key(*key))
        });
        let opened = match about {
            Some(about) => Collapse::round(graph, about, COMFORTABLE),
            None => Collapse::default_for(graph, COMFORTABLE),
        };
        let folded = opened.folded.into_iter();
        let collapse = &mut self.look.collapse;
        let folded = folded.filter(|key| !known.contains(key));
        collapse.folded.extend(folded);
    }

    fn lay_out_anew(&mut self) {
        for memory in self.look.memories.values_mut() {
            memory.begin_anew();
        }
    }

    /// The containers of the graph.
    pub(super) fn containers(&self) -> BTreeSet<NodeKey> {
        let nodes = self.derived.graph.nodes.values();
        let containers = nodes.filter(|node| node.is_container());
        containers.map(|node| node.key.clone()).collect()
    }

    /// How many of each kind the map has, drawn or not.
    pub(super) fn kind_counts(&self) -> BTreeMap<Kind, usize> {
        let nodes = self.derived.graph.nodes.values();
        let drawn = nodes.filter(|node| !node.is_container());
        let mut counts = BTreeMap::new();
        for kind in drawn.filter_map(|node: &Node| node.kind) {
            *counts.entry(kind).or_default() += 1;
        }
        counts
    }
}
