//! The commands of groupings and presets.

use super::{all, choose};
use crate::app::command::{Candidate, Completion};
use crate::app::{Action, Effect, Model, Pane, Topology, dispatch};
use crate::graph::{GroupBy, Grouping, Preset};
use crate::inventory::Kind;
use crate::settings::{self, Change};
use crate::text::natural;
use std::time::Instant;

const NO_ACCOUNT: &str = "no account is open; a lists the accounts";

/// Groups by these levels; without any, the picker.
pub(in crate::app) fn group(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest.is_empty() {
        return dispatch::perform(model, Action::Open(Pane::Presets), now);
    }
    match grouping(model, rest) {
        Ok(group) => with_preset(model, now, |preset| preset.group = group),
        Err(sentence) => refuse(model, sentence, now),
    }
}

fn grouping(model: &Model, typed: &str) -> Result<Grouping, String> {
    let topology = model.topology.as_ref().ok_or(NO_ACCOUNT)?;
    let group: Grouping = match typed.to_ascii_lowercase().as_str() {
        "default" => Grouping::default(),
        _ => typed
            .parse()
            .map_err(|error: crate::graph::GroupingError| error.to_string())?,
    };
    let tags = topology.tag_keys();
    for level in group.levels() {
        if let GroupBy::Tag(key) = level
            && !tags.iter().any(|tag| tag.key == *key)
        {
            let near = tags.iter().find(|tag| tag.key.eq_ignore_ascii_case(key));
            let advice = match (near, tags.first()) {
                (Some(near), _) => format!("did you mean {}?", near.key),
                (None, Some(first)) => format!("tags are like {}", first.key),
                (None, None) => "nothing has tags here".to_owned(),
            };
            return Err(format!("nothing on the map has the tag {key}; {advice}"));
        }
    }
    Ok(group)
}

/// Looks at the map through a preset; without a name, the picker.
pub(in crate::app) fn preset(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest.is_empty() {
        return dispatch::perform(model, Action::Open(Pane::Presets), now);
    }
    if model.topology.is_none() {
        return refuse(model, NO_ACCOUNT, now);
    }
    let presets = all(model);
    let lower = rest.to_lowercase();
    let exact = presets
        .iter()
        .find(|(name, ..)| name.to_lowercase() == lower);
    let mut begin = presets
        .iter()
        .filter(|(name, ..)| name.to_lowercase().starts_with(&lower));
    let found = exact.or_else(|| begin.next().filter(|_| begin.next().is_none()));
    if let Some((_, preset, _)) = found {
        choose(model, preset.clone());
        return Vec::new();
    }
    let names: Vec<&str> = presets.iter().map(|(name, ..)| name.as_str()).collect();
    let sentence = format!("there is no preset {rest}; there is {}", names.join(", "));
    refuse(model, sentence, now)
}

/// Keeps what is in force, with the filter, under a name.
pub(in crate::app) fn save(model: &mut Model, name: &str, now: Instant) -> Vec<Effect> {
    let Some(topology) = &mut model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    if let Some((builtin, _)) = builtin(name) {
        let sentence = format!("{builtin} comes with the program; choose another name");
        return refuse(model, sentence, now);
    }
    let look = &mut topology.look;
    look.preset.filter = Some(look.filter.text.clone()).filter(|text| !text.is_empty());
    look.preset_name = Some(name.to_owned());
    let preset = settings::Preset::of(&look.preset);
    vec![Effect::KeepSetting(Change::Preset {
        name: name.to_owned(),
        preset,
    })]
}

/// Forgets a preset of the person's own; what is in force stays.
pub(in crate::app) fn remove(model: &mut Model, name: &str, now: Instant) -> Vec<Effect> {
    if !model.settings.presets.contains_key(name) {
        let known: Vec<&str> = model.settings.presets.keys().map(String::as_str).collect();
        let sentence = match (builtin(name), known.is_empty()) {
            (Some((builtin, _)), _) => format!("{builtin} comes with the program and stays"),
            (None, true) => "no preset was saved; :preset save NAME saves one".to_owned(),
            (None, false) => {
                let advice = crate::text::did_you_mean(name, &known);
                format!("no preset {name} was saved; {advice}")
            }
        };
        return refuse(model, sentence, now);
    }
    vec![Effect::KeepSetting(Change::RemovePreset(name.to_owned()))]
}

fn builtin(name: &str) -> Option<(&'static str, &'static str)> {
    let mut known = Preset::BUILTIN.into_iter();
    known.find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// Leaves kinds out of the picture.
pub(in crate::app) fn hide(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    match Preset::kinds(rest) {
        Ok(kinds) => with_preset(model, now, |preset| preset.hide.extend(kinds)),
        Err(error) => refuse(model, error.to_string(), now),
    }
}

/// Draws kinds again; `all` draws everything.
pub(in crate::app) fn show(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    if rest.eq_ignore_ascii_case("all") {
        return with_preset(model, now, |preset| preset.hide.clear());
    }
    match Preset::kinds(rest) {
        Ok(kinds) => with_preset(model, now, |preset| {
            preset.hide.retain(|kind| !kinds.contains(kind));
        }),
        Err(error) => refuse(model, error.to_string(), now),
    }
}

fn with_preset(model: &mut Model, now: Instant, change: impl FnOnce(&mut Preset)) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    let mut preset = topology.look.preset.clone();
    // The filter in force is the person's by now.
    preset.filter = None;
    change(&mut preset);
    choose(model, preset);
    Vec::new()
}

/// Levels, the last of which is being typed.
pub(in crate::app) fn complete_group(model: &Model, typed: &str) -> Completion {
    let from = typed.rfind(',').map_or(0, |comma| comma + 1);
    let begun = typed[from..].to_lowercase();
    let words = GroupBy::ALL.iter().map(|level| {
        let help = format!("{}s", level.word().replace('-', " "));
        Candidate::new(level.word(), help)
    });
    let tags = model.topology.iter().flat_map(Topology::tag_keys);
    let tags = tags.map(|tag| {
        let level = GroupBy::Tag(tag.key);
        Candidate::new(level.to_string(), format!("{} values", tag.values))
    });
    let usual = Candidate::new("default", Grouping::default().to_string());
    let usual = std::iter::once(usual).filter(|_| from == 0);
    let candidates = words
        .chain(tags)
        .chain(usual)
        .filter(|candidate| candidate.word.to_lowercase().starts_with(&begun))
        .map(|candidate| Candidate {
            goes_on: true,
            ..candidate
        });
    Completion {
        from,
        candidates: candidates.collect(),
    }
}

/// The presets, by name.
pub(in crate::app) fn names(model: &Model) -> Vec<Candidate> {
    let presets = all(model).into_iter();
    presets
        .map(|(name, _, help)| Candidate::new(name, help))
        .collect()
}

/// Those that the person saved.
pub(in crate::app) fn own_names(model: &Model) -> Vec<Candidate> {
    let own = names(model).into_iter();
    own.filter(|candidate| model.settings.presets.contains_key(&candidate.word))
        .collect()
}

/// The kinds that are drawn.
pub(in crate::app) fn kinds(model: &Model) -> Vec<Candidate> {
    let topology = model.topology.iter();
    let kinds = topology.flat_map(|topology| {
        let hidden = &topology.look.preset.hide;
        let kinds = topology.kind_counts().into_iter();
        kinds.filter(|(kind, _)| Preset::can_hide(*kind) && !hidden.contains(kind))
    });
    in_order(kinds.map(|(kind, count)| candidate(kind, count)).collect())
}

/// The kinds that are not.
pub(in crate::app) fn hidden(model: &Model) -> Vec<Candidate> {
    let topology = model.topology.iter();
    let kinds = topology.flat_map(|topology| {
        let counts = topology.kind_counts();
        let hidden = topology.look.preset.hide.iter();
        hidden.map(move |kind| candidate(*kind, counts.get(kind).copied().unwrap_or(0)))
    });
    let mut known = in_order(kinds.collect());
    known.push(Candidate::new("all", "every kind"));
    known
}

fn candidate(kind: Kind, count: usize) -> Candidate {
    Candidate::new(kind.name(), format!("{count} {}", kind.plural()))
}

fn in_order(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|one, other| natural(&one.word, &other.word));
    candidates
}

fn refuse(model: &mut Model, sentence: impl Into<String>, now: Instant) -> Vec<Effect> {
    model.notify_error(sentence.into(), now);
    Vec::new()
}
