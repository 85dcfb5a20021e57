//! The view as it is on the screen, written to a file in another form.

use super::watch::Coverage as Read;
use super::{Effect, Model, Screen, ThemeName, Topology, journal};
use crate::account::Service;
use crate::export::{self, Coverage, ExportError, Form, ScanHeader, Style, View};
use crate::inventory::SliceId;
use crate::layout::Scene;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// The forms of `:export`, as they are typed.
pub const FORMS: &[&str] = &[
    "ansi", "csv", "dot", "drawio", "json", "mermaid", "svg", "text",
];

/// `FORM [FILE]`: writes the map as it is looked at, to a new file.
pub(super) fn export(model: &mut Model, rest: &str, now: Instant) -> Vec<Effect> {
    match order(model, rest, now) {
        Ok(effect) => vec![effect],
        Err(sentence) => {
            model.notify_error(sentence, now);
            Vec::new()
        }
    }
}

fn order(model: &Model, rest: &str, now: Instant) -> Result<Effect, String> {
    let (word, file) = rest.split_once(' ').unwrap_or((rest, ""));
    let form: Form = word.parse().map_err(|error| format!("export: {error}"))?;
    let text = written(model, form, now)?;
    let own = || PathBuf::from(file_name(model, form, now));
    let path = match file.trim() {
        "" => own(),
        directory if directory.ends_with('/') => PathBuf::from(directory).join(own()),
        file => PathBuf::from(file),
    };
    Ok(Effect::WriteFile { path, text })
}

/// The map as it is looked at, in characters; these do not say when.
pub(super) fn map_text(model: &Model) -> Result<String, &'static str> {
    let began = model.screen.clock.started;
    written(model, Form::Text, began).map_err(|_| "the map cannot be written")
}

fn written(model: &Model, form: Form, now: Instant) -> Result<String, String> {
    let topology = model.topology.as_ref().ok_or("no account is open")?;
    if topology.derived.scene == Scene::default() {
        return Err(String::from("nothing was read yet"));
    }
    let services = model.accounts.catalogue.iter();
    let services = services.map(|one| (one.name, one.service)).collect();
    let read = (at(&model.screen, now), services);
    let text = topology.written(form, &model.screen, read);
    text.map_err(|error| error.to_string())
}

/// When it is, as the scan document writes it.
fn at(screen: &Screen, now: Instant) -> String {
    let at = journal::time_at(screen.clock, now);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `skymap-shop-prod-2026-01-02-030405.svg`: nothing that is exported later has it.
fn file_name(model: &Model, form: Form, now: Instant) -> String {
    let topology = model.topology.iter();
    let accounts = topology.flat_map(|topology| topology.watch.in_order());
    let names: Vec<&str> = accounts
        .map(|watched| watched.account.name.as_str())
        .collect();
    let is_plain = |one: char| one.is_alphanumeric() || "-_.".contains(one);
    let names: String = names
        .join("-")
        .chars()
        .map(|one| if is_plain(one) { one } else { '-' })
        .take(80)
        .collect();
    let time = journal::time_at(model.screen.clock, now).strftime("%Y-%m-%d-%H%M%S");
    format!("skymap-{names}-{time}.{}", form.extension())
}

impl Topology {
    fn written(
        &self,
        form: Form,
        screen: &Screen,
        (scanned_at, services): (String, BTreeMap<&str, Service>),
    ) -> Result<String, ExportError> {
        let derived = &self.derived;
        let coverage: Vec<Coverage> = self
            .watch
            .coverage
            .iter()
            .map(|(id, slice)| covered(id, slice, services.get(id.collector).copied()))
            .collect();
        let accounts = self.watch.in_order();
        let number = |watched: &&super::Watched| watched.account.number();
        let numbers: Vec<String> = accounts
            .iter()
            .filter_map(number)
            .map(|number| number.to_string())
            .collect();
        let mut regions: Vec<String> = accounts
            .iter()
            .flat_map(|watched| watched.regions.iter().map(ToString::to_string))
            .collect();
        regions.sort();
        regions.dedup();
        let view = View {
            survey: &derived.survey,
            graph: &derived.graph,
            collapse: &self.look.drawn(),
            diagram: &derived.diagram,
            scene: &derived.scene,
            coverage: &coverage,
            header: &ScanHeader {
                scanned_at,
                account: numbers.join(", "),
                regions,
            },
            style: Style {
                glyphs: screen.glyphs,
                theme: theme(form, screen),
                depth: screen.appearance.depth,
            },
        };
        export::document(form, &view)
    }
}

/// The terminal's, where it is for a terminal; a picture has both for whoever reads it.
fn theme(form: Form, screen: &Screen) -> Option<ThemeName> {
    (form == Form::Ansi).then_some(screen.appearance.theme)
}

fn covered(id: &SliceId, slice: &Read, service: Option<Service>) -> Coverage {
    let (result, error) = match (&slice.failure, &slice.read) {
        (Some(failure), _) => (failure.error.kind.word(), Some(failure.error.to_string())),
        (None, Some(read)) if read.issues.is_empty() => (Coverage::OK, None),
        (None, Some(read)) => (Coverage::INCOMPLETE, Some(read.issues.join("; "))),
        (None, None) => (Coverage::NOT_READ, Some(String::from("not read yet"))),
    };
    Coverage {
        account: id.account.to_string(),
        region: id.region.to_string(),
        collector: id.collector.to_owned(),
        service: service.map(|service| service.name().to_owned()),
        result: result.to_owned(),
        count: slice.read.as_ref().map_or(0, |read| read.count),
        // How many each took is on the receipt, call by call.
        calls: 0,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::FORMS;
    use crate::export::Form;

    #[test]
    fn every_form_can_be_typed() {
        let mut names = Form::ALL.map(Form::name);
        names.sort_unstable();
        assert_eq!(FORMS, names);
    }
}
