//! The picker of presets: one of them, or levels and kinds of one's own.

use super::{all, choose};
use crate::app::{Cursor, Effect, Model, Overlay, Topology, lists, rows};
use crate::graph::{GroupBy, Preset};
use crate::inventory::{Kind, Survey};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// What is being put together, and what there is to choose from.
#[derive(Debug)]
pub struct PresetPicker {
    pub cursor: Cursor,
    pub draft: Preset,
    presets: Vec<(String, Preset, String)>,
    levels: Vec<(GroupBy, usize)>,
    tags: Vec<TagKey>,
    kinds: BTreeMap<Kind, usize>,
}

/// A tag that resources carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagKey {
    pub key: String,
    pub values: usize,
    /// How many carry it.
    pub carriers: usize,
}

/// A row of the picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresetRow {
    Preset {
        name: String,
        help: String,
        preset: Preset,
        is_chosen: bool,
    },
    Level {
        level: GroupBy,
        /// From 1, the outermost.
        place: Option<usize>,
        /// How many there are of it.
        count: usize,
        /// Of a tag.
        carriers: Option<usize>,
    },
    Kind {
        kind: Kind,
        count: usize,
        is_hidden: bool,
    },
}

pub(in crate::app) fn picker(model: &Model) -> Result<Overlay, &'static str> {
    let topology = model.topology.as_ref();
    let topology = topology.ok_or("no account is open; a lists the accounts")?;
    let survey = &topology.derived.survey;
    let mut kinds = topology.kind_counts();
    kinds.retain(|kind, _| Preset::can_hide(*kind) && *kind != Kind::External);
    for kind in &topology.look.preset.hide {
        kinds.entry(*kind).or_default();
    }
    let counts = GroupBy::ALL.into_iter().map(|level| {
        let count = count(survey, &level);
        (level, count)
    });
    Ok(Overlay::Presets(Box::new(PresetPicker {
        cursor: Cursor::default(),
        draft: topology.look.preset.clone(),
        presets: all(model),
        levels: counts.collect(),
        tags: topology.tag_keys(),
        kinds,
    })))
}

fn count(survey: &Survey, level: &GroupBy) -> usize {
    let of_kind = |wanted: Kind| {
        let known = survey.known();
        known.filter(move |known| known.resource.kind == wanted)
    };
    match level {
        GroupBy::Region => {
            let places = survey.known().map(|known| &known.resource);
            let places = places.filter(|resource| !resource.region.is_global());
            let places: BTreeSet<_> = places
                .map(|resource| (resource.account, &resource.region))
                .collect();
            places.len()
        }
        GroupBy::Vpc => of_kind(Kind::Vpc).count(),
        GroupBy::Zone => {
            let zones = of_kind(Kind::Subnet).filter_map(|subnet| subnet.resource.zone.as_ref());
            zones.collect::<BTreeSet<_>>().len()
        }
        GroupBy::Subnet => of_kind(Kind::Subnet).count(),
        GroupBy::SecurityGroup => of_kind(Kind::SecurityGroup).count(),
        GroupBy::NetworkAcl => of_kind(Kind::NetworkAcl).count(),
        GroupBy::Tag(_) => 0,
    }
}

impl Topology {
    /// The tags of what is on the map: first those that hold the most together.
    pub(in crate::app) fn tag_keys(&self) -> Vec<TagKey> {
        let derived = &self.derived;
        let drawn = derived.graph.nodes.values();
        let drawn = drawn.filter(|node| !node.is_container());
        let resources = drawn.filter_map(|node| derived.survey.get(node.resource.as_ref()?));
        let mut keys: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
        for (key, value) in resources.flat_map(|known| known.resource.tags.iter()) {
            let (values, carriers) = keys.entry(key).or_default();
            values.insert(value);
            *carriers += 1;
        }
        let keys = keys.into_iter();
        let mut keys: Vec<TagKey> = keys
            .map(|(key, (values, carriers))| TagKey {
                key: key.to_owned(),
                values: values.len(),
                carriers,
            })
            .collect();
        keys.sort_by(|one, other| {
            // A name of its own for each is not what anybody groups by.
            let is_name = |tag: &TagKey| 2 * tag.values > tag.carriers;
            (is_name(one).cmp(&is_name(other)))
                .then_with(|| other.carriers.cmp(&one.carriers))
                .then_with(|| one.key.cmp(&other.key))
        });
        keys
    }
}

impl PresetPicker {
    /// Presets, levels in their order and then the others, tags, kinds.
    pub fn rows(&self) -> Vec<PresetRow> {
        let preset = |(name, preset, help): &(String, Preset, String)| PresetRow::Preset {
            name: name.clone(),
            help: help.clone(),
            is_chosen: *preset == self.draft,
            preset: preset.clone(),
        };
        let chosen = self.draft.group.levels();
        let known = self.levels.iter().map(|(level, _)| level.clone());
        let tags = self.tags.iter().map(|tag| GroupBy::Tag(tag.key.clone()));
        let others = known.chain(tags).filter(|level| !chosen.contains(level));
        let levels = chosen.iter().cloned().chain(others);
        let kinds = self.kinds.iter().map(|(&kind, &count)| PresetRow::Kind {
            kind,
            count,
            is_hidden: self.draft.hide.contains(&kind),
        });
        let mut rows: Vec<PresetRow> = self.presets.iter().map(preset).collect();
        rows.extend(levels.map(|level| self.level(level)));
        rows.extend(kinds);
        rows
    }

    fn level(&self, level: GroupBy) -> PresetRow {
        let place = self
            .draft
            .group
            .levels()
            .iter()
            .position(|known| *known == level);
        let tag = match &level {
            GroupBy::Tag(key) => self.tags.iter().find(|tag| tag.key == *key),
            _ => None,
        };
        let known = self.levels.iter().find(|(known, _)| *known == level);
        PresetRow::Level {
            place: place.map(|place| place + 1),
            count: tag.map_or_else(|| known.map_or(0, |(_, count)| *count), |tag| tag.values),
            carriers: tag.map(|tag| tag.carriers),
            level,
        }
    }

    pub(in crate::app) fn keys(&self) -> Vec<String> {
        let key = |row: PresetRow| match row {
            PresetRow::Preset { name, .. } => format!("preset {name}"),
            PresetRow::Level { level, .. } => format!("level {level}"),
            PresetRow::Kind { kind, .. } => format!("kind {}", kind.name()),
        };
        self.rows().into_iter().map(key).collect()
    }

    /// What a filter looks at, row by row.
    pub(in crate::app) fn texts(&self) -> Vec<String> {
        let text = |row: PresetRow| match row {
            PresetRow::Preset { name, help, .. } => format!("{name} {help}"),
            PresetRow::Level { level, .. } => level.to_string(),
            PresetRow::Kind { kind, .. } => format!("{} {}", kind.name(), kind.plural()),
        };
        self.rows().into_iter().map(text).collect()
    }

    /// Takes what a row stands for in, or out.
    fn toggle(&mut self, row: PresetRow) {
        match row {
            PresetRow::Preset { preset, .. } => self.draft = preset,
            PresetRow::Level { level, .. } => {
                self.draft.group = if self.draft.group.has(&level) {
                    self.draft.group.without(&level)
                } else {
                    self.draft.group.with(level)
                };
            }
            PresetRow::Kind { kind, .. } if self.draft.hide.remove(&kind) => {}
            PresetRow::Kind { kind, .. } => {
                self.draft.hide.insert(kind);
            }
        }
    }

    /// Takes a level further in, or further out when negative.
    fn shift(&mut self, row: PresetRow, by: isize) -> Result<(), String> {
        let PresetRow::Level { level, place, .. } = row else {
            return Err("only levels have an order".to_owned());
        };
        if place.is_none() {
            return Err(format!("Space groups by {level} first"));
        }
        let moved = self.draft.group.moved(&level, by);
        self.draft.group = moved.map_err(|error| error.to_string())?;
        Ok(())
    }
}

fn top(model: &mut Model) -> Option<&mut PresetPicker> {
    match model.overlays.last_mut() {
        Some(Overlay::Presets(picker)) => Some(picker),
        _ => None,
    }
}

/// The row under the cursor, of those that the filter leaves. The cursor stays on it
/// wherever it goes.
fn hold_row(model: &mut Model) -> Option<PresetRow> {
    let overlay = model.overlays.last()?;
    let keys = rows::keys(model, overlay);
    let position = lists::position(model, overlay);
    let row = lists::row_under_cursor(model, overlay)?;
    let picker = top(model)?;
    picker.cursor.put(&keys, position);
    picker.rows().into_iter().nth(row)
}

pub(in crate::app) fn toggle(model: &mut Model) {
    let row = hold_row(model);
    if let (Some(row), Some(picker)) = (row, top(model)) {
        picker.toggle(row);
    }
}

pub(in crate::app) fn shift(model: &mut Model, by: isize, now: Instant) {
    let row = hold_row(model);
    if let (Some(row), Some(picker)) = (row, top(model))
        && let Err(sentence) = picker.shift(row, by)
    {
        model.notify(sentence, now);
    }
}

/// Looks at the map through the preset under the cursor, or through what was put together.
pub(in crate::app) fn submit(model: &mut Model) -> Vec<Effect> {
    let row = hold_row(model);
    let Some(Overlay::Presets(picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    let chosen = match row {
        Some(PresetRow::Preset { preset, .. }) => preset,
        _ => picker.draft,
    };
    choose(model, chosen);
    Vec::new()
}
