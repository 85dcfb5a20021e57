//! What the commands and the list ask for.

use super::{BlueprintOrder, BlueprintsView, Purpose};
use crate::app::{Clock, Cursor, Effect, Model, Overlay, costs};
use crate::blueprint::{Blueprint, BlueprintName, Version};
use jiff::{SignedDuration, Timestamp};
use std::time::Instant;

const NO_ACCOUNT: &str = "no account is open; a lists the accounts";

/// `:blueprint`: the list.
pub fn list(model: &mut Model, _: &str, _: Instant) -> Vec<Effect> {
    let view = Overlay::Blueprints(BlueprintsView::default());
    model
        .overlays
        .retain(|overlay| overlay.pane() != view.pane());
    model.overlays.push(view);
    vec![Effect::Blueprint(BlueprintOrder::List)]
}

/// `:blueprint save [NAME]`: what is on the map, under a name or that of the open one.
pub fn save(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    let open = topology.blueprint.as_ref();
    let name = match (rest, open) {
        ("", Some(open)) => open.kept.name.clone(),
        ("", None) => {
            return refuse(model, "give it a name: :blueprint save NAME", now);
        }
        (typed, _) => match typed.parse::<BlueprintName>() {
            Ok(name) => name,
            Err(error) => return refuse(model, error.to_string(), now),
        },
    };
    if topology.derived.survey.revision == 0 {
        return refuse(model, "nothing is read yet; save it in a moment", now);
    }
    let complete = topology.complete_slices();
    let pair = (&topology.derived.survey, &topology.inventory);
    let content = topology.content(pair, &complete);
    let saved = Blueprint {
        look: topology.saved_look(),
        costs: costs::typed(model),
        ..Blueprint::new(name, content, time(model.screen.clock, now))
    };
    vec![Effect::Blueprint(BlueprintOrder::Save(Box::new(saved)))]
}

/// `:blueprint open NAME[@VERSION]`.
pub fn open_named(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    read(model, (rest, Purpose::Show), now)
}

/// `:blueprint diff [NAME[@VERSION]]`: against the open one, or the map as it is against
/// another.
pub fn compare(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    let Some(topology) = &model.topology else {
        return refuse(model, NO_ACCOUNT, now);
    };
    let open = topology.blueprint_name();
    if !rest.is_empty() && open.as_deref() != Some(rest) {
        return read(model, (rest, Purpose::Compare), now);
    }
    if open.is_none() {
        return refuse(model, "no blueprint is open: :blueprint diff NAME", now);
    }
    let view = Overlay::BlueprintDiff(Cursor::default());
    model
        .overlays
        .retain(|overlay| overlay.pane() != view.pane());
    model.overlays.push(view);
    Vec::new()
}

/// `:blueprint close`: the map is held against nothing any more; it stays as it is.
pub fn close(model: &mut Model, _: &str, now: Instant) -> Vec<Effect> {
    let topology = model.topology.as_mut();
    let closed = topology.and_then(|topology| {
        let closed = topology.blueprint.take()?;
        topology.inventory.touch();
        Some(closed.kept.name.clone())
    });
    match closed {
        Some(name) => model.notify(format!("{name} is closed; the map stays as it is"), now),
        None => model.notify("no blueprint is open", now),
    }
    Vec::new()
}

fn read(model: &mut Model, (typed, purpose): (&str, Purpose), now: Instant) -> Vec<Effect> {
    match parse(typed) {
        Ok((name, version)) => vec![Effect::Blueprint(BlueprintOrder::Open {
            name,
            version,
            purpose,
        })],
        Err(sentence) => refuse(model, sentence, now),
    }
}

fn parse(typed: &str) -> Result<(BlueprintName, Option<Version>), String> {
    let (name, version) = match typed.split_once('@') {
        Some((name, version)) => (name, Some(version.parse()?)),
        None => (typed, None),
    };
    let name = name
        .parse()
        .map_err(|error: crate::blueprint::NameError| error.to_string())?;
    Ok((name, version))
}

/// What time it is at an instant.
pub(super) fn time(clock: Clock, now: Instant) -> Timestamp {
    let passed = now.saturating_duration_since(clock.started);
    let passed = SignedDuration::try_from(passed).unwrap_or_default();
    clock.wall.checked_add(passed).unwrap_or(clock.wall)
}

fn refuse(model: &mut Model, sentence: impl Into<String>, now: Instant) -> Vec<Effect> {
    model.notify_error(sentence, now);
    Vec::new()
}

impl crate::app::Topology {
    /// `shop`, or `shop@VERSION`.
    pub(super) fn blueprint_name(&self) -> Option<String> {
        let open = self.blueprint.as_ref()?;
        let version = open.version.as_ref();
        let version = version.map(|version| format!("@{version}"));
        Some(format!("{}{}", open.kept.name, version.unwrap_or_default()))
    }
}
