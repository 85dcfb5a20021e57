//! Everything known of one resource, row by row: what it is, how it is, its facts,
//! its relationships both ways with their evidence, its recent changes.

use super::journal::{Change, Event};
use super::{Clock, Topology, time_of_day};
use crate::budget::{self, Amount, Cost};
use crate::graph::{Item, Node, NodeKey};
use crate::inventory::{
    Assessed, Health, Link, Ordinal, Presence, RelationshipKind, Resource, ResourceId,
};

/// Changes that are listed of one resource.
const MOST_CHANGES: usize = 10;

/// Relationships in the order in which they are asked for.
const TELLING: [RelationshipKind; 7] = [
    RelationshipKind::ForwardsTo,
    RelationshipKind::RoutesTo,
    RelationshipKind::PeersWith,
    RelationshipKind::IsContainedIn,
    RelationshipKind::IsMemberOf,
    RelationshipKind::IsAttachedTo,
    RelationshipKind::IsAssociatedWith,
];

/// A row of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailRow {
    Heading(String),
    Field {
        name: String,
        value: String,
    },
    Health {
        health: Health,
        sentence: String,
    },
    Note(String),
    /// What a month costs: of the resource itself, or with what is in it.
    Cost {
        is_own: bool,
        amount: Amount,
    },
    CostLine(Box<budget::Line>),
    /// Enter goes to its other end.
    Link {
        way: Way,
        relationship: &'static str,
        to: ResourceId,
        name: String,
        label: Option<String>,
        seen: Option<Health>,
        evidence: String,
    },
}

/// Which end of a relationship the resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Out,
    In,
}

impl Topology {
    /// What is known of a node, or of what a container or a group holds.
    pub fn details(&self, key: &NodeKey, clock: Clock) -> Vec<DetailRow> {
        let node = self.derived.graph.nodes.get(key);
        let resource = match node {
            Some(node) => node.resource.clone(),
            None => Some(ResourceId::new(key.as_str())),
        };
        let found = resource.and_then(|id| self.derived.survey.ordinal(&id));
        let mut rows = match (found, node) {
            (Some(found), _) => self.of_resource(found, clock),
            (None, Some(node)) => of_container(node),
            (None, None) => self.of_group(key),
        };
        if self.is_placed_by_hand(key) {
            let at = rows
                .iter()
                .position(|row| matches!(row, DetailRow::Heading(_)));
            let how = "by hand; M moves it, :moves lists all";
            rows.insert(at.unwrap_or(rows.len()), field("placed", how));
        }
        if found.is_none() {
            rows.extend(self.cost_round(key));
        }
        rows.extend(self.contents(key));
        if rows.is_empty() {
            rows.push(DetailRow::Note(
                "it is gone; nothing is known of it any more".to_owned(),
            ));
        }
        rows
    }

    fn of_resource(&self, ordinal: Ordinal, clock: Clock) -> Vec<DetailRow> {
        let assessed = &self.derived.survey[ordinal];
        let (resource, assessment) = (&assessed.resource, &assessed.assessment);
        let mut rows = vec![
            field("kind", resource.kind.title()),
            field("name", &resource.name),
            field("id", resource.id.short()),
            field("ARN", resource.id.as_str()),
            field("account", &self.account_of(resource)),
            field("region", resource.region.as_str()),
        ];
        rows.extend(resource.zone.as_deref().map(|zone| field("zone", zone)));
        let node = self.derived.graph.nodes.get(&NodeKey::from(&resource.id));
        rows.extend(node.and_then(service));
        if assessment.health != Health::Neutral || !assessment.state.is_empty() {
            rows.push(self.health(assessed, clock));
        }
        if let Some(reason) = &assessment.reason {
            rows.push(field("reason", reason));
        }
        rows.extend(self.presence(assessed.presence));
        if assessed.is_stale {
            let note = "older than it should be: its last read failed ({anywhere.coverage} lists the reads)";
            rows.push(DetailRow::Note(note.to_owned()));
        }
        let facts = resource.facts.iter();
        rows.extend(facts.map(|fact| field(fact.name, &fact.value)));
        rows.extend(section("Relationships", self.links(ordinal)));
        rows.extend(self.cost(&resource.id));
        rows.extend(self.cost_round(&NodeKey::from(&resource.id)));
        let tags = resource.tags.iter().map(|(name, value)| field(name, value));
        rows.extend(section("Tags", tags.collect()));
        let changes = self.journal.of(&resource.id).take(MOST_CHANGES);
        let changes = changes.map(|event| field(&time_of_day(clock, event.at), &event.sentence()));
        rows.extend(section("Changes", changes.collect()));
        rows.extend(section("Inside", self.inside(ordinal)));
        rows
    }

    /// What it costs by itself, line by line.
    fn cost(&self, id: &ResourceId) -> Vec<DetailRow> {
        let Some(cost) = self.derived.costs.budget.cost(id) else {
            return Vec::new();
        };
        let lines = cost.lines.iter().cloned().map(Box::new);
        let total = DetailRow::Cost {
            is_own: true,
            amount: cost.amount(),
        };
        std::iter::once(total)
            .chain(lines.map(DetailRow::CostLine))
            .collect()
    }

    /// What it costs with what is in it or belongs to it, where that is something else.
    fn cost_round(&self, key: &NodeKey) -> Option<DetailRow> {
        let costs = &self.derived.costs;
        let amount = match costs.on_map.amount(key) {
            Some(amount) => amount,
            None => costs.of_item(&self.derived.diagram.items[self.item(key)?]),
        };
        let own = costs.budget.cost(&ResourceId::new(key.as_str()));
        let own = own.map(Cost::amount).unwrap_or_default();
        (amount != own).then_some(DetailRow::Cost {
            is_own: false,
            amount,
        })
    }

    fn presence(&self, presence: Presence) -> Option<DetailRow> {
        let open = self.blueprint.as_ref()?;
        let (name, saved) = (
            &open.kept.name,
            open.kept.saved.strftime("%Y-%m-%d %H:%M UTC"),
        );
        let note = match presence {
            Presence::Here => return None,
            Presence::Ghost => {
                format!("in the blueprint {name}, not in the account (last save {saved})")
            }
            Presence::New => format!("new: not in the blueprint {name} (last save {saved})"),
        };
        Some(DetailRow::Note(note))
    }

    /// As people call it, with its number.
    fn account_of(&self, resource: &Resource) -> String {
        let (name, number) = (
            self.watch.name_of(resource.account),
            resource.account.grouped(),
        );
        if name == number {
            number
        } else {
            format!("{name} {number}")
        }
    }

    fn health(&self, assessed: &Assessed, clock: Clock) -> DetailRow {
        let (resource, assessment) = (&assessed.resource, &assessed.assessment);
        let state = match assessment.state.as_str() {
            "" => String::new(),
            state if state == assessment.health.name() => String::new(),
            state => format!(" ({state})"),
        };
        let since = match self.journal.since(&resource.id) {
            Some(at) => format!(" since {}", time_of_day(clock, at)),
            None if assessment.health.is_problem() => " since before it was first read".to_owned(),
            None => String::new(),
        };
        DetailRow::Health {
            health: assessment.health,
            sentence: format!("{}{state}{since}", assessment.health),
        }
    }

    /// What it says of others and others of it; what traffic follows comes first.
    fn links(&self, resource: Ordinal) -> Vec<DetailRow> {
        let survey = &self.derived.survey;
        let stated = survey
            .links_from(resource)
            .map(|(_, link)| (link, Way::Out));
        let heard = survey.links_to(resource).map(|(_, link)| (link, Way::In));
        let mut links: Vec<(&Link, Way)> = stated
            .chain(heard)
            .filter(|(link, way)| !is_inside(link, *way))
            .collect();
        links.sort_by_key(|(link, _)| {
            let rank = TELLING.iter().position(|kind| *kind == link.kind);
            rank.unwrap_or(TELLING.len())
        });
        let rows = links.into_iter().map(|(link, way)| self.link(link, way));
        rows.collect()
    }

    /// What stands in it.
    fn inside(&self, resource: Ordinal) -> Vec<DetailRow> {
        let links = self.derived.survey.links_to(resource).map(|(_, link)| link);
        let rows = links
            .filter(|link| is_inside(link, Way::In))
            .map(|link| self.link(link, Way::In));
        rows.collect()
    }

    fn link(&self, link: &Link, way: Way) -> DetailRow {
        let survey = &self.derived.survey;
        let (own, other) = match way {
            Way::Out => (link.from, link.to),
            Way::In => (link.to, link.from),
        };
        let (own, other) = (&survey[own].resource, &survey[other].resource);
        let name = if own.account == other.account {
            other.name.to_string()
        } else {
            format!("{} in {}", other.name, self.watch.name_of(other.account))
        };
        DetailRow::Link {
            way,
            relationship: link.kind.name(),
            to: other.id.clone(),
            name,
            label: link.label.as_ref().map(ToString::to_string),
            seen: link.seen.as_ref().map(|seen| seen.health),
            evidence: format!("{} {}", link.evidence.call, link.evidence.field),
        }
    }

    /// What a group of identical ones is one by.
    fn of_group(&self, key: &NodeKey) -> Vec<DetailRow> {
        let item = self.item(key).map(|item| &self.derived.diagram.items[item]);
        let first = item.and_then(|item| self.first_member(item));
        first.and_then(service).into_iter().collect()
    }

    /// Why the members of a group are one box.
    pub fn grouped_by(&self, item: &Item) -> Option<String> {
        let first = self.first_member(item).filter(|_| self.is_group(item));
        first?.service_reason()
    }

    fn first_member(&self, item: &Item) -> Option<&Node> {
        self.derived.graph.nodes.get(item.members.first()?)
    }

    /// What a group or a container holds.
    fn contents(&self, key: &NodeKey) -> Vec<DetailRow> {
        let item = self.item(key).map(|item| &self.derived.diagram.items[item]);
        let members = item
            .filter(|item| self.is_group(item))
            .map(|item| item.members.clone());
        let children = || {
            let children = self.derived.graph.children_of(Some(key));
            children.map(|node| node.key.clone()).collect()
        };
        let inside = members.unwrap_or_else(children);
        let rows = inside.iter().filter_map(|key| {
            let node = self.derived.graph.nodes.get(key)?;
            Some(DetailRow::Link {
                way: Way::Out,
                relationship: "contains",
                to: ResourceId::new(node.key.as_str()),
                name: node.label.to_string(),
                label: None,
                seen: Some(node.health),
                evidence: String::new(),
            })
        });
        section("Inside", rows.collect())
    }
}

fn is_inside(link: &Link, way: Way) -> bool {
    way == Way::In && link.kind == RelationshipKind::IsContainedIn
}

fn of_container(node: &Node) -> Vec<DetailRow> {
    vec![
        field("name", &node.label),
        DetailRow::Health {
            health: node.health,
            sentence: format!("{} is the worst inside", node.health),
        },
    ]
}

fn service(node: &Node) -> Option<DetailRow> {
    let (service, reason) = (node.service.as_ref()?, node.service_reason()?);
    Some(field("service", &format!("{service} ({reason})")))
}

fn field(name: &str, value: &str) -> DetailRow {
    DetailRow::Field {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn section(title: &str, rows: Vec<DetailRow>) -> Vec<DetailRow> {
    if rows.is_empty() {
        return rows;
    }
    let mut section = vec![DetailRow::Heading(title.to_owned())];
    section.extend(rows);
    section
}

impl Event {
    /// What happened, without the name of what it happened to.
    pub fn sentence(&self) -> String {
        match &self.change {
            Change::Added => "appeared".to_owned(),
            Change::Removed => "is gone".to_owned(),
            Change::Health { from, to, reason } => match reason {
                Some(reason) => format!("{from} -> {to}: {reason}"),
                None => format!("{from} -> {to}"),
            },
            Change::State { from, to } => format!("{from} -> {to}"),
        }
    }
}
