//! Whatever AWS answers, a scan ends; each slice is read or says which operation failed,
//! no text of it moves a cursor, and what was read can be drawn.

mod page;
mod wire;

use super::dice::Dice;
use super::screen::{check_sentence, check_text};
use super::{drawing, program};
use futures::StreamExt;
use page::Tampering;
use skymap::account::{Account, Draft};
use skymap::aws::COLLECTORS;
use skymap::export::{Drawn, Form, ScanHeader, Style, View, document};
use skymap::graph::{Collapse, Graph};
use skymap::inventory::{Inventory, Observation, Reference, Resource, ResourceId, Slice, Survey};
use skymap::layout::Glyphs;
use skymap::palette::ColourDepth;
use skymap::provider::{Cadence, Explanation, Provider, ScanEvent, ScanTarget};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A scan of two calls a slice is over in milliseconds; this is for a machine that is busy.
const LONGEST: Duration = Duration::from_mins(2);

/// Every operation that a scan calls, without its service.
fn operations() -> Vec<&'static str> {
    let actions = COLLECTORS.iter().flat_map(|collector| collector.actions);
    let mut operations: Vec<&str> = actions
        .filter_map(|action| action.split_once(':'))
        .map(|(_, operation)| operation)
        .collect();
    operations.extend(["AssumeRole", "GetCallerIdentity", "DescribeRegions"]);
    operations
}

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let operations = operations();
    let mut tamperings = wire::Tamperings::new();
    while !dice.is_spent() {
        let operation = dice.pick(&operations);
        let tampering = Tampering::of(&mut dice);
        tamperings.entry(operation).or_default().push(tampering);
    }
    let (account, events) = scanned(tamperings);
    assert_eq!(events.last(), Some(&ScanEvent::Finished));
    check_events(&account, &events);
}

/// What a scan says of the demo when nobody tampers with its answers.
pub fn demo() -> &'static (Account, Vec<ScanEvent>) {
    static DEMO: OnceLock<(Account, Vec<ScanEvent>)> = OnceLock::new();
    DEMO.get_or_init(|| scanned(BTreeMap::new()))
}

fn scanned(tamperings: wire::Tamperings) -> (Account, Vec<ScanEvent>) {
    let (account, aws) = wire::aws(tamperings);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let scan = aws.scan(ScanTarget {
        account: account.clone(),
        regions: Vec::new(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    });
    let events = async { tokio::time::timeout(LONGEST, scan.collect::<Vec<_>>()).await };
    let events = runtime.block_on(events).expect("a scan that ends");
    (account, events)
}

fn check_events(account: &Account, events: &[ScanEvent]) {
    let mut inventory = Inventory::default();
    for event in events {
        match event {
            ScanEvent::Collected {
                id, slice, issues, ..
            } => {
                for issue in issues {
                    check_sentence(issue);
                }
                check_slice(slice);
                inventory.replace(id.clone(), slice.clone(), Instant::now());
            }
            ScanEvent::Failed { id, error, .. } => {
                check_explanation(error);
                // Some calls have another name than the action that permits them.
                let collector = COLLECTORS.iter().find(|one| one.name == id.collector);
                let service = collector.map(|one| format!("{}:", one.service.iam_prefix()));
                let is_its_call = service.is_some_and(|service| error.summary.contains(&service));
                let mut operations = operations().into_iter();
                let is_named =
                    is_its_call || operations.any(|operation| error.summary.contains(operation));
                assert!(is_named, "{}: {error}", id.collector);
            }
            ScanEvent::SessionFailed(error) => check_explanation(error),
            ScanEvent::RegionsKnown(regions) => {
                for known in regions {
                    check_text(known.region.as_str());
                }
            }
            _ => {}
        }
    }
    check_survey(&Survey::of(&inventory));
    program::show(account, events);
}

fn check_explanation(explanation: &Explanation) {
    check_sentence(&explanation.summary);
    for cause in &explanation.causes {
        check_sentence(&cause.sentence);
        for line in cause.remedy.iter().flat_map(|remedy| remedy.lines()) {
            check_text(line);
        }
    }
    explanation.request_id.iter().for_each(|id| check_text(id));
}

fn check_slice(slice: &Slice) {
    match slice {
        Slice::Resources(resources) => resources.iter().for_each(|one| check_resource(one)),
        Slice::Observations(observations) => observations.iter().for_each(check_observation),
    }
}

fn check_resource(resource: &Resource) {
    check_text(resource.id.as_str());
    check_text(resource.region.as_str());
    check_text(&resource.name);
    check_text(&resource.state);
    let parent = resource.parent.as_ref().map(ResourceId::as_str);
    let single = [resource.zone.as_deref(), parent, resource.reason.as_deref()];
    single.into_iter().flatten().for_each(check_text);
    for (key, value) in resource.tags.iter() {
        check_text(key);
        check_text(value);
    }
    resource
        .facts
        .iter()
        .for_each(|fact| check_text(&fact.value));
    for relationship in &resource.relationships {
        check_reference(&relationship.to);
        relationship
            .label
            .iter()
            .for_each(|label| check_text(label));
    }
}

fn check_observation(observation: &Observation) {
    check_reference(&observation.of);
    check_text(&observation.state);
    let through = observation.through.as_ref().map(ResourceId::as_str);
    let single = [
        observation.label.as_deref(),
        observation.reason.as_deref(),
        through,
    ];
    single.into_iter().flatten().for_each(check_text);
}

fn check_reference(reference: &Reference) {
    match reference {
        Reference::Id(id) => check_text(id.as_str()),
        Reference::DnsName(name) => check_text(name),
        Reference::IfKnown(to) => check_reference(to),
        Reference::Address(_) | Reference::Sealed(_) => {}
    }
}

/// What was read as a drawing, and in every form that goes elsewhere.
fn check_survey(survey: &Survey) {
    drawing::check_survey(survey);
    let graph = Graph::of(survey);
    let drawn = Drawn::of(&graph, Collapse::default(), 140);
    let header = ScanHeader {
        scanned_at: "2026-01-02T03:04:05Z".to_owned(),
        account: "111122223333".to_owned(),
        regions: Vec::new(),
    };
    let view = View {
        survey,
        graph: &graph,
        collapse: &drawn.collapse,
        diagram: &drawn.diagram,
        scene: &drawn.scene,
        coverage: &[],
        header: &header,
        style: Style {
            glyphs: Glyphs::Ascii,
            theme: None,
            depth: ColourDepth::None,
        },
    };
    let plain = Form::ALL.into_iter().filter(|form| *form != Form::Ansi);
    for form in plain {
        let text = document(form, &view).expect("a document");
        text.lines().for_each(check_text);
    }
}

/// The sim's first account, as a person would have connected it.
fn connected(record: &skymap::sim::AccountRecord) -> Account {
    let draft = Draft {
        name: record.name.clone(),
        role_arn: record.role_arn.clone(),
        external_id: record.external_id.clone(),
        regions: record.home_region.clone(),
        ..Draft::new()
    };
    draft.parse(&[]).expect("a good draft")
}
