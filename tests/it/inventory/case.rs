//! Cases of the model as TOML: slices in; health, nodes, edges and boxes out.

use serde::Deserialize;
use skymap::account::{AccountId, Region};
use skymap::graph::{Collapse, Diagram, Filter, Graph, NodeKey};
use skymap::inventory::{
    Evidence, Fact, Health, Inventory, Kind, Measures, Observation, Reference, Relationship,
    RelationshipKind, Resource, ResourceId, Seal, Slice, SliceId, Survey,
};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

pub const ACCOUNT: &str = "111122223333";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    slice: Vec<SliceText>,
    /// Account numbers and what people call the accounts.
    #[serde(default)]
    names: BTreeMap<String, String>,
    #[serde(default)]
    fold: BTreeSet<String>,
    #[serde(default)]
    show_permits: bool,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SliceText {
    account: Option<String>,
    region: Option<String>,
    collector: String,
    #[serde(default)]
    resources: Vec<ResourceText>,
    observations: Option<Vec<ObservationText>>,
    stale: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceText {
    id: String,
    kind: String,
    name: Option<String>,
    zone: Option<String>,
    parent: Option<String>,
    health: Option<String>,
    state: Option<String>,
    reason: Option<String>,
    /// `KIND TO [LABEL]`.
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObservationText {
    of: String,
    through: Option<String>,
    label: Option<String>,
    health: String,
    state: String,
    reason: Option<String>,
}

/// Only what a case names is compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// `NAME HEALTH` or `NAME HEALTH: REASON`.
    #[serde(default)]
    health: Vec<String>,
    /// `FROM KIND TO [LABEL]`, in the survey.
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    stale: Option<Vec<String>>,
    #[serde(default)]
    problems: Option<Vec<String>>,
    nodes: Option<String>,
    edges: Option<Vec<String>>,
    diagram: Option<String>,
    wires: Option<Vec<String>>,
    /// Filter text to the names that match.
    #[serde(default)]
    filter: BTreeMap<String, Vec<String>>,
}

/// Reads a case and compares everything that it expects.
pub fn check(name: &str, text: &str) {
    let case: Case = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let survey = Survey::of(&case.inventory());
    let graph = Graph::of(&survey);
    let expect = &case.expect;
    for expected in &expect.health {
        let (who, _) = expected.split_once(' ').expect("NAME HEALTH");
        assert_eq!(health(&survey, who), *expected, "{name}");
    }
    let links: Vec<_> = survey
        .links
        .iter()
        .map(|link| link_text(&survey, link))
        .collect();
    for expected in &expect.links {
        match expected.strip_prefix("no ") {
            Some(unwanted) => assert!(
                !links.iter().any(|link| link == unwanted),
                "{name}: {unwanted}"
            ),
            None => assert!(links.contains(expected), "{name}: {expected} in {links:#?}"),
        }
    }
    if let Some(expected) = &expect.stale {
        let stale = survey.resources.values().filter(|known| known.is_stale);
        let stale: Vec<_> = stale.map(|known| known.resource.name.clone()).collect();
        assert_eq!(stale, *expected, "{name}");
    }
    if let Some(expected) = &expect.problems {
        let problems = survey.problems();
        let problems = problems.iter().map(|known| &known.resource.name);
        assert_eq!(
            problems.collect::<Vec<_>>(),
            expected.iter().collect::<Vec<_>>(),
            "{name}"
        );
    }
    if let Some(expected) = &expect.nodes {
        assert_eq!(node_text(&graph).trim(), expected.trim(), "{name}");
    }
    if let Some(expected) = &expect.edges {
        assert_eq!(edge_text(&graph), *expected, "{name}");
    }
    let collapse = case.collapse(&graph);
    let diagram = Diagram::of(&graph, &collapse);
    let keys: BTreeSet<_> = diagram.items.iter().map(|item| &item.key).collect();
    assert_eq!(
        keys.len(),
        diagram.items.len(),
        "{name}: a key stands twice"
    );
    if let Some(expected) = &expect.diagram {
        assert_eq!(diagram_text(&diagram).trim(), expected.trim(), "{name}");
    }
    if let Some(expected) = &expect.wires {
        assert_eq!(wire_text(&diagram), *expected, "{name}");
    }
    for (text, expected) in &expect.filter {
        let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{name}: {text}: {error}"));
        let found: BTreeSet<_> = survey
            .iter()
            .filter(|(ordinal, _)| filter.matches(&survey, *ordinal))
            .map(|(_, known)| known.resource.name.as_str())
            .collect();
        assert_eq!(
            found,
            expected.iter().map(String::as_str).collect(),
            "{name}: {text}"
        );
    }
}

impl Case {
    fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::default();
        let now = Instant::now();
        for (number, name) in &self.names {
            inventory.name_account(number.parse().expect("twelve digits"), name);
        }
        for slice in &self.slice {
            let place = Place::of(slice);
            let id = SliceId {
                account: place.account,
                region: place.region.clone(),
                collector: leak(&slice.collector),
            };
            let content = match &slice.observations {
                Some(said) => Slice::observed(said.iter().map(|one| place.observation(one))),
                None => Slice::of(slice.resources.iter().map(|one| place.resource(one))),
            };
            inventory.replace(id.clone(), content, now);
            if let Some(sentence) = &slice.stale {
                inventory.mark_stale(&id, sentence.clone(), now);
            }
        }
        inventory
    }

    fn collapse(&self, graph: &Graph) -> Collapse {
        let mut collapse = Collapse::default();
        let folded = graph
            .nodes
            .values()
            .filter(|node| self.fold.contains(node.label.as_str()));
        collapse.folded = folded.map(|node| node.key.clone()).collect();
        if self.show_permits {
            collapse.hidden_wires.clear();
        }
        collapse
    }
}

/// Where a slice of a case was read.
struct Place {
    account: AccountId,
    region: Region,
}

impl Place {
    fn of(slice: &SliceText) -> Self {
        let account = slice.account.as_deref().unwrap_or(ACCOUNT);
        Self {
            account: account.parse().expect("twelve digits"),
            region: Region::new(slice.region.as_deref().unwrap_or("eu-west-1")),
        }
    }

    /// `instance/i-1` in full; what is an ARN already stays as it is.
    fn arn(&self, id: &str) -> ResourceId {
        if id.starts_with("arn:") {
            return ResourceId::new(id);
        }
        let service = match id.split(['/', ':']).next() {
            Some("loadbalancer" | "targetgroup" | "listener" | "listener-rule") => {
                "elasticloadbalancing"
            }
            Some("autoScalingGroup") => "autoscaling",
            _ => "ec2",
        };
        ResourceId::new(format!(
            "arn:aws:{service}:{}:{}:{id}",
            self.region, self.account
        ))
    }

    fn reference(&self, text: &str) -> Reference {
        if let Some(value) = text.strip_prefix("sealed:") {
            Reference::Sealed(Seal::of(value))
        } else if let Some(rest) = text.strip_prefix("known:") {
            Reference::IfKnown(Box::new(self.reference(rest)))
        } else if let Ok(address) = text.parse() {
            Reference::Address(address)
        } else if let Some(name) = text.strip_prefix("dns:") {
            Reference::DnsName(name.to_owned())
        } else {
            Reference::Id(self.arn(text))
        }
    }

    fn resource(&self, text: &ResourceText) -> Resource {
        let id = self.arn(&text.id);
        let facts = text.facts.iter().map(|(name, value)| Fact {
            name: leak(name),
            value: value.clone().into(),
        });
        Resource {
            name: text
                .name
                .clone()
                .unwrap_or_else(|| id.short().to_owned())
                .into(),
            id,
            account: self.account,
            region: self.region.clone(),
            kind: kind(&text.kind),
            zone: text.zone.clone().map(Into::into),
            parent: text.parent.as_deref().map(|parent| self.arn(parent)),
            health: text
                .health
                .as_deref()
                .map_or(Health::Neutral, health_called),
            state: text.state.clone().unwrap_or_default().into(),
            reason: text.reason.clone().map(Into::into),
            relationships: text
                .links
                .iter()
                .map(|link| self.relationship(link))
                .collect(),
            tags: text.tags.clone().into_iter().collect(),
            facts: facts.collect(),
            measures: Measures::default(),
        }
    }

    fn relationship(&self, text: &str) -> Relationship {
        let mut words = text.split(' ');
        let kind = words.next().expect("a kind");
        let to = words.next().expect("a far end");
        let label = words
            .next()
            .map(|label| label.trim_matches(['[', ']']).to_owned());
        Relationship {
            kind: relationship_kind(kind),
            to: self.reference(to),
            label: label.map(Into::into),
            evidence: EVIDENCE,
        }
    }

    fn observation(&self, text: &ObservationText) -> Observation {
        Observation {
            of: self.reference(&text.of),
            through: text.through.as_deref().map(|group| self.arn(group)),
            label: text.label.clone().map(Into::into),
            health: health_called(&text.health),
            state: text.state.clone().into(),
            reason: text.reason.clone().map(Into::into),
            evidence: EVIDENCE,
        }
    }
}

pub const EVIDENCE: Evidence = Evidence {
    call: "ec2:DescribeExample",
    field: "Examples[].Field",
};

fn health(survey: &Survey, name: &str) -> String {
    let named = survey
        .resources
        .values()
        .find(|known| known.resource.name == name);
    let assessment = &named.unwrap_or_else(|| panic!("no {name}")).assessment;
    match &assessment.reason {
        Some(reason) => format!("{name} {}: {reason}", assessment.health),
        None => format!("{name} {}", assessment.health),
    }
}

fn link_text(survey: &Survey, link: &skymap::inventory::Link) -> String {
    let name = |end| survey[end].resource.name.clone();
    let label = link
        .label
        .as_ref()
        .map_or(String::new(), |label| format!(" [{label}]"));
    format!(
        "{} {} {}{label}",
        name(link.from),
        link.kind.name(),
        name(link.to)
    )
}

/// The graph as a tree with roles, healths and services.
pub fn node_text(graph: &Graph) -> String {
    fn walk(graph: &Graph, parent: Option<&NodeKey>, depth: usize, lines: &mut Vec<String>) {
        for node in graph.children_of(parent) {
            let service = node.service.as_ref().zip(node.grouped_by);
            let service = service.map_or(String::new(), |(service, by)| {
                format!(", {service} by {}", by.title())
            });
            let indent = "  ".repeat(depth);
            let (label, role, health) = (&node.label, node.role, node.health);
            lines.push(format!("{indent}{label} ({role:?}, {health}{service})"));
            walk(graph, Some(&node.key), depth + 1, lines);
        }
    }
    let mut lines = Vec::new();
    walk(graph, None, 0, &mut lines);
    lines.join("\n")
}

fn edge_text(graph: &Graph) -> Vec<String> {
    let label = |node: usize| graph.nodes[node].label.clone();
    let edges = graph.edges.iter().map(|edge| {
        assert!(!edge.links.is_empty(), "an edge without a reason");
        let text = match edge.labels.join(", ") {
            labels if labels.is_empty() => labels,
            labels => format!(" [{labels}]"),
        };
        format!(
            "{} -> {} {:?}{text}",
            label(edge.from),
            label(edge.to),
            edge.kind
        )
    });
    let mut edges: Vec<_> = edges.collect();
    edges.sort();
    edges
}

pub fn diagram_text(diagram: &Diagram) -> String {
    let depth = |mut index: usize| {
        let mut depth = 0;
        while let Some(parent) = diagram.items[index].parent {
            index = parent;
            depth += 1;
        }
        depth
    };
    let lines = diagram.items.iter().enumerate().map(|(index, item)| {
        let count = match (item.is_open, item.members.len()) {
            (true, _) | (_, 1) => String::new(),
            (false, count) => format!(" x{count}"),
        };
        format!(
            "{}{}{count} {}\n",
            "  ".repeat(depth(index)),
            item.label,
            item.health
        )
    });
    lines.collect()
}

fn wire_text(diagram: &Diagram) -> Vec<String> {
    let label = |index: usize| &diagram.items[index].label;
    let wires = diagram.wires.iter().map(|wire| {
        format!(
            "{} -> {} {:?} x{}{}",
            label(wire.from),
            label(wire.to),
            wire.kind,
            wire.edges.len(),
            if wire.is_stub { " stub" } else { "" }
        )
    });
    wires.collect()
}

pub fn kind(name: &str) -> Kind {
    let found = Kind::ALL.iter().find(|kind| kind.name() == name);
    *found.unwrap_or_else(|| panic!("no kind {name}"))
}

fn relationship_kind(name: &str) -> RelationshipKind {
    let found = RelationshipKind::ALL
        .iter()
        .find(|kind| kind.name() == name);
    *found.unwrap_or_else(|| panic!("no relationship {name}"))
}

fn health_called(name: &str) -> Health {
    use Health::{Degraded, Healthy, Neutral, Pending, Stopped, Unhealthy, Unknown};
    let all = [
        Neutral, Healthy, Stopped, Pending, Unknown, Degraded, Unhealthy,
    ];
    let found = all.into_iter().find(|health| health.name() == name);
    found.unwrap_or_else(|| panic!("no health {name}"))
}

/// Names that a program has as constants live as long as the tests.
pub fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
