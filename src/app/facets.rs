//! Facets: what the inventory has behind the keys of a filter, with counts; a condition
//! is put into the filter and taken out of it with one key.

use super::filter::Query;
use super::{Effect, Model, Overlay, Topology, prompt};
use crate::graph::{
    Counted, SavedFilters, Vocabulary, conditions_of, has_part, saved_word, toggled, toggled_part,
    without,
};

/// Open from the start: the others are as long as an account is large.
const OPEN_AT_FIRST: [&str; 3] = ["type", "state", "health"];

/// The keys of the language that are worth picking from; tags follow.
const KEYS: [&str; 7] = [
    "type", "state", "health", "service", "region", "zone", "vpc",
];

/// What there is to pick, under the filter in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// What it was counted for.
    basis: (u64, String, SavedFilters),
    saved: Vec<(String, Counted)>,
    keys: Vec<FacetKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FacetKey {
    key: String,
    is_tag: bool,
    values: Vec<Counted>,
    on: Vec<String>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacetRow {
    Heading(&'static str),
    Saved {
        name: String,
        text: String,
        count: usize,
        is_on: bool,
    },
    Key {
        key: String,
        is_tag: bool,
        values: usize,
        is_open: bool,
    },
    Value {
        key: String,
        value: String,
        count: usize,
        is_on: bool,
    },
}

impl FacetRow {
    pub(super) fn key(&self) -> String {
        match self {
            Self::Heading(heading) => (*heading).to_owned(),
            Self::Saved { name, .. } => saved_word(name),
            Self::Key { key, .. } => key.clone(),
            Self::Value { key, value, .. } => format!("{key}={value}"),
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Saved { name, text, .. } => format!("@{name} {text}"),
            _ => self.key(),
        }
    }
}

/// The overlay, with what is asked for first open.
pub(super) fn open() -> Overlay {
    Overlay::Facets {
        cursor: super::Cursor::default(),
        open: OPEN_AT_FIRST.map(str::to_owned).into(),
    }
}

/// The rows. While the list is filtered every key is open.
pub fn facet_rows(topology: &Topology, overlay: &Overlay) -> Vec<FacetRow> {
    let Overlay::Facets { open, cursor } = overlay else {
        return Vec::new();
    };
    let is_whole = !cursor.filter.is_empty();
    let Some(facets) = &topology.derived.facets else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    if !facets.saved.is_empty() {
        rows.push(FacetRow::Heading("Saved filters"));
    }
    let filter = &topology.look.filter.text;
    rows.extend(facets.saved.iter().map(|(text, known)| FacetRow::Saved {
        name: known.text.clone(),
        text: text.clone(),
        count: known.count,
        is_on: has_part(filter, &saved_word(&known.text)),
    }));
    for facet in &facets.keys {
        let is_open = is_whole || open.contains(&facet.key);
        rows.push(FacetRow::Key {
            key: facet.key.clone(),
            is_tag: facet.is_tag,
            values: facet.values.len(),
            is_open,
        });
        let values = facet.values.iter().filter(|_| is_open);
        rows.extend(values.map(|value| FacetRow::Value {
            key: facet.key.clone(),
            value: value.text.clone(),
            count: value.count,
            is_on: facet.on.contains(&value.text),
        }));
    }
    rows
}

/// Enter: a condition goes into the filter or out of it, a key opens or closes.
pub(super) fn enter(model: &mut Model, row: &FacetRow) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        return Vec::new();
    };
    let filter = &topology.look.filter.text;
    let text = match row {
        FacetRow::Heading(_) => return Vec::new(),
        FacetRow::Saved { name, .. } => toggled_part(filter, &saved_word(name)),
        FacetRow::Value { key, value, .. } => toggled(filter, key, value),
        FacetRow::Key { key, .. } => {
            fold(model, key);
            return Vec::new();
        }
    };
    prompt::set_filter(model, &text);
    Vec::new()
}

/// Opens or closes a key.
pub(super) fn fold(model: &mut Model, key: &str) {
    if let Some(Overlay::Facets { open, .. }) = model.overlays.last_mut()
        && !open.remove(key)
    {
        open.insert(key.to_owned());
    }
}

impl Topology {
    /// Counts anew what is on the screen, where something else is counted.
    pub(super) fn count_facets(&mut self, saved: &SavedFilters) {
        let filter = &self.look.filter.text;
        let revision = self.derived.survey.revision;
        let is_known = self.derived.facets.as_ref().is_some_and(|facets| {
            (facets.basis.0, &facets.basis.1, &facets.basis.2) == (revision, filter, saved)
        });
        if !is_known {
            self.derived.facets = Some(Facets::of(self, saved));
        }
    }
}

impl Facets {
    fn of(topology: &Topology, saved: &SavedFilters) -> Self {
        let filter = &topology.look.filter.text;
        let tags = topology.vocabulary("", saved).tags();
        let tags = tags.into_iter().map(|tag| (tag.text, true));
        let keys = KEYS.map(|key| (key.to_owned(), false));
        let under_all = topology.vocabulary(filter, saved);
        let keys = keys.into_iter().chain(tags).map(|(key, is_tag)| {
            let on = conditions_of(filter, &key);
            let mut values = if on.is_empty() {
                under_all.values(&key)
            } else {
                // What else could be picked is counted, not what is left.
                let others = without(filter, &key);
                topology.vocabulary(&others, saved).values(&key)
            };
            let missing = on
                .iter()
                .filter(|on| !values.iter().any(|value| value.text == **on));
            let missing: Vec<Counted> = missing
                .map(|on| Counted {
                    text: on.clone(),
                    count: 0,
                })
                .collect();
            values.extend(missing);
            FacetKey {
                key,
                is_tag,
                values,
                on,
            }
        });
        Self {
            basis: (
                topology.derived.survey.revision,
                filter.clone(),
                saved.clone(),
            ),
            saved: saved
                .iter()
                .map(|(name, text)| {
                    let count = topology
                        .vocabulary(&saved_word(name), saved)
                        .resources
                        .len();
                    let text = text.clone();
                    (
                        text,
                        Counted {
                            text: name.clone(),
                            count,
                        },
                    )
                })
                .collect(),
            keys: keys.filter(|facet| !facet.values.is_empty()).collect(),
        }
    }
}

impl Topology {
    /// What the map has of a filter; of one without a meaning, everything.
    fn vocabulary(&self, filter: &str, saved: &SavedFilters) -> Vocabulary<'_> {
        let survey = &self.derived.survey;
        let query = Query::parse(filter, saved).unwrap_or_default();
        let mut resources = self.drawable();
        resources.retain(|ordinal| query.matches(survey, *ordinal));
        Vocabulary { survey, resources }
    }
}
