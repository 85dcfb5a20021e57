//! One VPC as a table: a row for each service, a column for each zone, or for whatever
//! else the VPC is parted into first. What a service's traffic comes through stands at the
//! left, so that its wires are straight rows.

mod cell;
mod drawing;

use self::drawing::Drawing;
use super::Diagram;
use super::siblings::{Sibling, Visible};
use crate::graph::build::service_of_group;
use crate::graph::{Collapse, Graph, Node, NodeKey, Role, WireKind};
use crate::text::natural;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What traffic comes in through; and what the VPC has beside its zones.
const ENTRANCES: usize = 0;
/// The names of the services, and far ends of what stands at the left.
const SERVICES: usize = 1;
/// The first zone.
const ZONES: usize = 2;

pub(super) fn matrix(graph: &Graph, collapse: &Collapse, vpc: &Node) -> Diagram {
    let visible = Visible::new(graph, collapse);
    let mut matrix = Matrix {
        graph,
        collapse,
        vpc,
        zones: Vec::new(),
        services: BTreeMap::new(),
        nats: BTreeMap::new(),
        entrances: Vec::new(),
    };
    matrix.sort_in(&visible);
    let order = matrix.rows();
    Drawing::new(&matrix, order).diagram()
}

/// What a VPC holds, by where it belongs in the table.
struct Matrix<'a> {
    graph: &'a Graph,
    collapse: &'a Collapse,
    vpc: &'a Node,
    /// In reading order; `None` for what stands in no zone.
    zones: Vec<Option<&'a Node>>,
    services: BTreeMap<&'a str, Service<'a>>,
    /// By zone: they share a row with the way out.
    nats: Cells<'a>,
    entrances: Vec<Sibling<'a>>,
}

/// The members of a row, by their zone's place.
type Cells<'a> = BTreeMap<usize, Vec<&'a Node>>;

#[derive(Default)]
struct Service<'a> {
    /// The target groups that lead to it.
    groups: Vec<&'a Node>,
    cells: Cells<'a>,
}

/// What stands in a row of the table.
#[derive(Default, Clone, PartialEq, Eq)]
struct Row<'a> {
    key: String,
    /// An index into the entrances.
    entrance: Option<usize>,
    service: Option<&'a str>,
    has_nats: bool,
}

impl<'a> Matrix<'a> {
    fn sort_in(&mut self, visible: &Visible<'a>) {
        let inside = visible.inside(&self.vpc.key);
        let shown = inside.into_iter().filter(|node| visible.shows(node));
        let (containers, nodes): (Vec<&Node>, Vec<&Node>) =
            shown.partition(|node| node.is_container());
        let graph = self.graph;
        let is_column = |node: &&&Node| graph.is_column(node);
        self.zones = containers
            .iter()
            .filter(is_column)
            .map(|zone| Some(*zone))
            .collect();
        for node in nodes {
            let holder = node.parent.as_ref();
            let is_beside = holder == Some(&self.vpc.key);
            match node.role {
                Role::TargetGroup => {
                    let service = self.services.entry(service_of_group(&node.label));
                    service.or_default().groups.push(node);
                }
                Role::Nat => {
                    let zone = self.zone_of(node);
                    self.nats.entry(zone).or_default().push(node);
                }
                _ if is_beside && node.role != Role::Instance => {}
                _ => {
                    let zone = self.zone_of(node);
                    let name = node.service.as_deref().unwrap_or(&node.label);
                    let service = self.services.entry(name).or_default();
                    service.cells.entry(zone).or_default().push(node);
                }
            }
        }
        let beside = visible.siblings(Some(&self.vpc.key)).into_iter();
        self.entrances = beside
            .filter(|sibling| !sibling.role.is_container())
            .filter(|sibling| !matches!(sibling.role, Role::TargetGroup | Role::Instance))
            .filter(|sibling| sibling.role != Role::Nat)
            .collect();
    }

    #[expect(clippy::ref_option_ref, reason = "what an iterator of options gives")]
    fn zone_of(&mut self, node: &Node) -> usize {
        let graph = self.graph;
        let mut round = graph.ancestry(&node.key);
        let zone = round.find(|container| graph.is_column(container));
        let key = |node: &'a Node| &node.key;
        let same = |known: &Option<&'a Node>| known.map(key) == zone.map(key);
        self.zones.iter().position(same).unwrap_or_else(|| {
            self.zones.push(None);
            self.zones.len() - 1
        })
    }

    /// The rows from top to bottom: the way out, then each load balancer with its
    /// services, the other services, and what is left beside the zones.
    fn rows(&self) -> Vec<Row<'a>> {
        let of_role = |wanted: &[Role]| -> Vec<usize> {
            let found = self.entrances.iter().enumerate();
            found
                .filter(|(_, sibling)| wanted.contains(&sibling.role))
                .map(|(index, _)| index)
                .collect()
        };
        let mut rows = Vec::new();
        let mut gateways = of_role(&[Role::Gateway]).into_iter();
        let first = gateways.next();
        if first.is_some() || !self.nats.is_empty() {
            rows.push(Row {
                key: "nat".to_owned(),
                entrance: first,
                has_nats: !self.nats.is_empty(),
                ..Row::default()
            });
        }
        rows.extend(gateways.map(|index| self.entrance_row(index)));
        let fed = self.feeders();
        let mut left: BTreeSet<&str> = self.services.keys().copied().collect();
        // A cluster of databases leads its callers on to its members, as a balancer does.
        for balancer in of_role(&[Role::LoadBalancer, Role::Database]) {
            let is_fed = |name: &&&str| fed.get(**name).is_some_and(|by| by.contains(&balancer));
            let mut mine: Vec<&str> = left.iter().filter(is_fed).copied().collect();
            mine.sort_by(|a, b| natural(a, b));
            // It stands level with a service that nothing else leads to.
            let is_only = |name: &&str| fed[*name].len() == 1;
            let host = mine.iter().position(is_only);
            if let Some(host) = host {
                let name = mine.remove(host);
                mine.insert(0, name);
            } else {
                rows.push(self.entrance_row(balancer));
            }
            for (number, name) in mine.into_iter().enumerate() {
                left.remove(name);
                let is_host = number == 0 && host.is_some();
                rows.push(Row {
                    entrance: is_host.then_some(balancer),
                    ..service_row(name)
                });
            }
        }
        let mut others: Vec<&str> = left.into_iter().collect();
        others.sort_by(|a, b| natural(a, b));
        rows.extend(others.into_iter().map(service_row));
        let placed: BTreeSet<usize> = rows.iter().filter_map(|row| row.entrance).collect();
        let rest = (0..self.entrances.len()).filter(|index| !placed.contains(index));
        rows.extend(rest.map(|index| self.entrance_row(index)));
        rows
    }

    fn entrance_row(&self, index: usize) -> Row<'a> {
        Row {
            key: self.entrances[index].key().as_str().to_owned(),
            entrance: Some(index),
            ..Row::default()
        }
    }

    /// For each service the entrances that lead to it.
    fn feeders(&self) -> BTreeMap<&'a str, BTreeSet<usize>> {
        let mut entrance_of = HashMap::new();
        for (index, sibling) in self.entrances.iter().enumerate() {
            let nodes = sibling.stands_for.iter();
            entrance_of.extend(nodes.map(|node| (&node.key, index)));
        }
        let mut service_of: HashMap<&NodeKey, &'a str> = HashMap::new();
        for (&name, service) in &self.services {
            let nodes = service
                .groups
                .iter()
                .chain(service.cells.values().flatten());
            service_of.extend(nodes.map(|node| (&node.key, name)));
        }
        let mut fed: BTreeMap<&'a str, BTreeSet<usize>> = BTreeMap::new();
        for edge in &self.graph.edges {
            let from = entrance_of.get(&self.graph.nodes[edge.from].key);
            let to = service_of.get(&self.graph.nodes[edge.to].key);
            if let (Some(&from), Some(&to), WireKind::Traffic) = (from, to, edge.kind) {
                fed.entry(to).or_default().insert(from);
            }
        }
        fed
    }
}

fn service_row(name: &str) -> Row<'_> {
    Row {
        key: format!("service/{name}"),
        service: Some(name),
        ..Row::default()
    }
}
