//! A small account in a few words: `volume/vol-1 = available; type=gp3; StorageGib:100`.

use skymap::account::{AccountId, Region};
use skymap::budget::{Assumptions, Budget, Line};
use skymap::inventory::{
    Evidence, Fact, Inventory, Kind, Measure, Reference, Relationship, RelationshipKind, Resource,
    ResourceId, Slice, SliceId, Survey,
};
use std::time::Instant;

const ACCOUNT: &str = "111122223333";

/// Every measure, by its name.
const MEASURES: &[Measure] = &[
    Measure::StorageGib,
    Measure::Iops,
    Measure::ThroughputMibps,
    Measure::Nodes,
    Measure::MasterNodes,
    Measure::CpuUnits,
    Measure::MemoryMib,
    Measure::EphemeralGib,
    Measure::Shards,
    Measure::Consumers,
    Measure::RetentionHours,
    Measure::SizeBytes,
    Measure::InfrequentBytes,
    Measure::ReadUnits,
    Measure::WriteUnits,
    Measure::MinimumMilliAcu,
    Measure::Zones,
    Measure::PeriodSeconds,
    Measure::Metrics,
];

/// The survey of resources, a line each: `KIND NAME = STATE; fact=value; Measure:7; tag/Key=value`,
/// with `in NAME`, `on NAME` (attached), `of NAME` (member), `to NAME` (forwards, or routes).
pub fn survey(text: &str) -> Survey {
    survey_in("eu-west-1", text)
}

pub fn survey_in(region: &str, text: &str) -> Survey {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut inventory = Inventory::default();
    let slice = SliceId {
        account: account(),
        region: Region::new(region),
        collector: "everything",
    };
    let resources = lines.map(|line| resource(region, line));
    inventory.replace(slice, Slice::of(resources), Instant::now());
    Survey::of(&inventory)
}

pub fn account() -> AccountId {
    ACCOUNT.parse().expect("twelve digits")
}

/// A name may be an ARN itself, where it matters.
pub fn id(region: &str, name: &str) -> ResourceId {
    if name.starts_with("arn:") {
        return ResourceId::new(name);
    }
    ResourceId::new(format!("arn:aws:ec2:{region}:{ACCOUNT}:thing/{name}"))
}

fn resource(region: &str, line: &str) -> Resource {
    let (head, said) = line.split_once('=').expect("KIND NAME = …");
    let (kind, name) = head.trim().split_once(' ').expect("KIND NAME");
    let kind = Kind::ALL.iter().find(|known| known.name() == kind);
    let kind = *kind.unwrap_or_else(|| panic!("no kind {head}"));
    let place = (account(), Region::new(region));
    let mut resource = Resource::new(id(region, name), kind, place);
    let mut said = said.split(';').map(str::trim);
    resource.state = said.next().unwrap_or_default().into();
    for word in said {
        say(&mut resource, region, word);
    }
    resource
}

fn say(resource: &mut Resource, region: &str, word: &str) {
    if let Some((relation, name)) = relation(word) {
        let to = id(region, name);
        if relation == RelationshipKind::IsContainedIn {
            resource.parent = Some(to.clone());
        }
        resource.relationships.push(Relationship {
            kind: relation,
            to: Reference::Id(to),
            label: None,
            evidence: Evidence {
                call: "a:Call",
                field: "a.field",
            },
        });
    } else if let Some((tag, value)) = word
        .strip_prefix("tag/")
        .and_then(|tag| tag.split_once('='))
    {
        let tags = resource.tags.iter();
        let known = tags.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let all = known.chain([(tag.to_owned(), value.to_owned())]);
        resource.tags = all.collect();
    } else if let Some((name, value)) = word.split_once('=') {
        resource.facts.push(Fact {
            name: Box::leak(name.to_owned().into_boxed_str()),
            value: value.into(),
        });
    } else if let Some((name, value)) = word.split_once(':') {
        let mut measures = MEASURES.iter();
        let measure = measures.find(|measure| format!("{measure:?}") == name);
        let measure = *measure.unwrap_or_else(|| panic!("no measure {name}"));
        let value = value.parse().expect("a number");
        resource.measures.put(measure, value);
    } else {
        panic!("{word:?} says nothing");
    }
}

fn relation(word: &str) -> Option<(RelationshipKind, &str)> {
    let (preposition, name) = word.split_once(' ')?;
    let kind = match preposition {
        "in" => RelationshipKind::IsContainedIn,
        "on" => RelationshipKind::IsAttachedTo,
        "of" => RelationshipKind::IsMemberOf,
        "to" => RelationshipKind::ForwardsTo,
        "routes" => RelationshipKind::RoutesTo,
        _ => return None,
    };
    (!name.contains('=')).then_some((kind, name))
}

/// The lines of one resource: `8 GiB gp3: 8 × 0.088 = 0.70`.
pub fn lines(survey: &Survey, assumptions: &Assumptions, name: &str) -> Vec<String> {
    let budget = Budget::of(survey, assumptions);
    let mut ids = survey.resources.keys();
    let id = ids.find(|id| id.as_str().ends_with(&format!("/{name}")));
    let id = id.unwrap_or_else(|| panic!("no {name}"));
    let cost = budget.cost(id);
    cost.map(|cost| cost.lines.iter().map(shown).collect())
        .unwrap_or_default()
}

fn shown(line: &Line) -> String {
    let price = line.price.as_ref().map(|price| price.amount.to_string());
    let price = price.unwrap_or_else(|| "?".to_owned());
    let quantity = line.quantity.map(|quantity| quantity.to_string());
    let quantity = quantity.unwrap_or_else(|| "?".to_owned());
    let sign = line.class().sign();
    let sum = match line.month() {
        Some(month) => format!("{sign}{month}"),
        None => sign.to_owned(),
    };
    let note = line.note.map(|note| format!(" ({note})"));
    let note = note.unwrap_or_default();
    format!("{}: {quantity} × {price} = {sum}{note}", line.what)
}
