//! The rows of the lists over the map: by which key each is found again, what it says,
//! and which of them a filter leaves.

use super::help::{HelpRow, help};
use super::legend::LEGEND;
use super::{DetailRow, DiffRow, Model, Overlay, Topology, blueprints, costs, facets};
use crate::inventory::{Ordinal, ResourceId, Survey};

/// What a filter asks of a row.
struct Row {
    about: Option<Ordinal>,
    text: String,
    /// It stays where something under it does.
    is_heading: bool,
}

impl Row {
    fn said(text: String) -> Self {
        Self {
            about: None,
            text,
            is_heading: false,
        }
    }

    fn of(survey: &Survey, (id, text): (&ResourceId, String)) -> Self {
        Self {
            about: survey.ordinal(id),
            ..Self::said(text)
        }
    }

    fn heading(text: String) -> Self {
        Self {
            is_heading: true,
            ..Self::said(text)
        }
    }
}

/// Whether its rows are resources, of which the whole language can speak.
pub(super) fn speak_of_resources(list: Option<&Overlay>) -> bool {
    list.is_none_or(|list| {
        matches!(
            list,
            Overlay::Problems(_) | Overlay::Events(_) | Overlay::Details { .. }
        )
    })
}

/// The keys of the rows that are shown.
pub(super) fn keys(model: &Model, overlay: &Overlay) -> Vec<String> {
    let mut keys = all_keys(model, overlay);
    if has_filter(overlay) {
        let shown = shown(model, overlay);
        keys = shown
            .into_iter()
            .filter_map(|row| keys.get_mut(row).map(std::mem::take))
            .collect();
    }
    keys
}

/// Which of an overlay's rows its filter leaves, by their places among all of them.
pub fn shown(model: &Model, overlay: &Overlay) -> Vec<usize> {
    let filter = overlay.filter().filter(|filter| !filter.is_empty());
    let Some(filter) = filter else {
        return (0..all_keys(model, overlay).len()).collect();
    };
    let none = Survey::default();
    let topology = model.topology.as_ref();
    let survey = topology.map_or(&none, |topology| &topology.derived.survey);
    let rows = said(model, overlay);
    let mut stays: Vec<bool> = rows
        .iter()
        .map(|row| !row.is_heading && filter.keeps(survey, (row.about, &row.text)))
        .collect();
    let mut is_filled = false;
    for (row, stays) in rows.iter().zip(&mut stays).rev() {
        if row.is_heading {
            *stays = std::mem::take(&mut is_filled);
        }
        is_filled |= *stays && !row.is_heading;
    }
    let stays = stays.iter().enumerate().filter(|(_, stays)| **stays);
    stays.map(|(row, _)| row).collect()
}

fn has_filter(overlay: &Overlay) -> bool {
    overlay.filter().is_some_and(|filter| !filter.is_empty())
}

fn all_keys(model: &Model, overlay: &Overlay) -> Vec<String> {
    let numbered = |count: usize| (0..count).map(|row| row.to_string()).collect();
    match (overlay, model.topology.as_ref()) {
        (Overlay::Budget(view), _) => costs::keys(model, view),
        (Overlay::Help(_), _) => numbered(help(model.keymap()).len()),
        (Overlay::Legend(_), _) => numbered(LEGEND.len()),
        (Overlay::Presets(picker), _) => picker.keys(),
        (Overlay::Blueprints(view), _) => blueprints::keys(view),
        (Overlay::BlueprintDiff(_), Some(topology)) => {
            let rows = topology.diff_rows().unwrap_or_default();
            let key = |row: &DiffRow| format!("{:?} {} {}", row.sign, row.id, row.place);
            rows.iter().map(key).collect()
        }
        (Overlay::CopyMenu { items, .. }, _) => {
            items.iter().map(|item| item.text.clone()).collect()
        }
        (Overlay::Shown(shown), _) => {
            numbered(shown.steps((model.screen.width, model.screen.height)))
        }
        (Overlay::Problems(_), Some(topology)) => topology
            .problems()
            .iter()
            .map(|problem| problem.id.to_string())
            .collect(),
        (Overlay::Events(_), Some(topology)) => {
            let events = topology.journal.events.iter().rev();
            events.map(|event| event.number.to_string()).collect()
        }
        (Overlay::Calls(_), Some(topology)) => topology
            .watch
            .receipt
            .tallies
            .keys()
            .map(|name| format!("{name:?}"))
            .collect(),
        (Overlay::Moves(_), Some(topology)) => {
            let moves = topology.look.moves.keys();
            moves.map(|key| key.as_str().to_owned()).collect()
        }
        (Overlay::Details { key, .. }, Some(topology)) => {
            let rows = topology.details(key, model.screen.clock);
            rows.iter().enumerate().map(detail_key).collect()
        }
        (Overlay::Why { wire, .. }, Some(topology)) => {
            let rows = topology.why(wire);
            rows.iter()
                .map(|why| format!("{} {}", why.from, why.to))
                .collect()
        }
        (Overlay::Regions { .. }, Some(topology)) => topology
            .regions()
            .iter()
            .map(|row| format!("{:?}", row.picked()))
            .collect(),
        (Overlay::Facets { .. }, Some(topology)) => {
            let rows = facets::facet_rows(topology, overlay);
            rows.iter().map(facets::FacetRow::key).collect()
        }
        _ => Vec::new(),
    }
}

/// A relationship is found again by its other end, everything else by its place.
fn detail_key((row, detail): (usize, &DetailRow)) -> String {
    match detail {
        DetailRow::Link {
            way,
            relationship,
            to,
            label,
            ..
        } => {
            format!("{way:?} {relationship} {to} {label:?}")
        }
        _ => row.to_string(),
    }
}

/// What the rows say; only asked for while a filter is on.
fn said(model: &Model, overlay: &Overlay) -> Vec<Row> {
    match overlay {
        Overlay::Help(_) => help(model.keymap()).iter().map(of_help).collect(),
        Overlay::Legend(_) => {
            let meanings = LEGEND.iter().map(|(_, meaning)| (*meaning).to_owned());
            meanings.map(Row::said).collect()
        }
        Overlay::CopyMenu { items, .. } => items
            .iter()
            .map(|item| Row::said(format!("{} {}", item.what, item.text)))
            .collect(),
        Overlay::Presets(picker) => picker.texts().into_iter().map(Row::said).collect(),
        Overlay::Blueprints(view) => {
            let rows = view.rows().iter();
            rows.map(|row| Row::said(row.name.to_string())).collect()
        }
        _ => model
            .topology
            .as_ref()
            .map_or_else(Vec::new, |topology| of_topology((model, topology), overlay)),
    }
}

fn of_help(row: &HelpRow) -> Row {
    match row {
        HelpRow::Heading(heading) => Row::heading((*heading).to_owned()),
        HelpRow::Keys { keys, help } => Row::said(format!("{keys} {help}")),
    }
}

fn of_topology((model, topology): (&Model, &Topology), overlay: &Overlay) -> Vec<Row> {
    let survey = &topology.derived.survey;
    match overlay {
        Overlay::Problems(_) => {
            let problems = topology.problems().into_iter();
            problems
                .map(|problem| {
                    let near = [problem.upstream, problem.downstream].concat().join(" ");
                    let kind = problem.kind.title();
                    let text = format!("{} {kind} {} {near}", problem.name, problem.reason);
                    Row::of(survey, (&problem.id, text))
                })
                .collect()
        }
        Overlay::Events(_) => {
            let events = topology.journal.events.iter().rev();
            events
                .map(|event| {
                    let kind = event.kind.title();
                    let text = format!("{} {kind} {}", event.name, event.sentence());
                    Row::of(survey, (&event.id, text))
                })
                .collect()
        }
        Overlay::Calls(_) => {
            let tallies = topology.watch.receipt.tallies.iter();
            tallies
                .map(|((account, service, operation, region), tally)| {
                    let account = topology.watch.name_of(*account);
                    let error = tally.last_error.as_ref().map_or("", |error| error.word());
                    Row::said(format!("{account} {service}:{operation} {region} {error}"))
                })
                .collect()
        }
        Overlay::Moves(_) => {
            let moves = topology.look.moves.keys();
            moves
                .map(|key| Row::said(key.as_str().to_owned()))
                .collect()
        }
        Overlay::Details { key, .. } => {
            let rows = topology.details(key, model.screen.clock);
            rows.iter().map(|row| of_detail(survey, row)).collect()
        }
        Overlay::Why { wire, .. } => {
            let rows = topology.why(wire).into_iter();
            rows.map(|why| {
                let reasons: Vec<&str> = why
                    .reasons
                    .iter()
                    .flat_map(|reason| [reason.sentence.as_str(), &reason.evidence])
                    .collect();
                let reasons = reasons.join(" ");
                Row::said(format!("{} {} {} {reasons}", why.from, why.to, why.label))
            })
            .collect()
        }
        Overlay::Regions { .. } => {
            let rows = topology.regions().into_iter();
            rows.map(|row| Row::said(format!("{} {}", row.account_name, row.state.region)))
                .collect()
        }
        Overlay::BlueprintDiff(_) => {
            let rows = topology.diff_rows().unwrap_or_default().into_iter();
            rows.map(|row| {
                let text = format!("{} {} {}", row.what, row.name, row.place);
                Row::of(survey, (&row.id, text))
            })
            .collect()
        }
        Overlay::Facets { .. } => {
            let rows = facets::facet_rows(topology, overlay);
            rows.iter()
                .map(|row| match row {
                    facets::FacetRow::Value { .. } | facets::FacetRow::Saved { .. } => {
                        Row::said(row.text())
                    }
                    _ => Row::heading(row.text()),
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn of_detail(survey: &Survey, row: &DetailRow) -> Row {
    match row {
        DetailRow::Heading(heading) => Row::heading(heading.clone()),
        DetailRow::Field { name, value } => Row::said(format!("{name} {value}")),
        DetailRow::Health { health, sentence } => Row::said(format!("health {health} {sentence}")),
        DetailRow::Note(note) => Row::said(note.clone()),
        DetailRow::Cost { .. } => Row::heading("cost a month".to_owned()),
        DetailRow::CostLine(line) => Row::said(format!("cost {}", line.what)),
        DetailRow::Link {
            relationship,
            to,
            name,
            label,
            ..
        } => {
            let label = label.as_deref().unwrap_or_default();
            Row::of(survey, (to, format!("{relationship} {name} {label}")))
        }
    }
}
