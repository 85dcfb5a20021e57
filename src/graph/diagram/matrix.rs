//! One VPC as a table: a row for each service, a column for each zone. What a service's
//! traffic comes through stands at the left, so that its wires are straight rows.

use super::siblings::{Sibling, Visible};
use super::{Diagram, Item, Spot, Strip, Table, in_order, strips};
use crate::graph::build::service_of_group;
use crate::graph::{Collapse, Graph, Node, NodeKey, Role, WireKind};
use crate::inventory::Health;
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
        let zones = containers.iter().filter(|node| node.role == Role::Zone);
        self.zones = zones.map(|zone| Some(*zone)).collect();
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

    fn zone_of(&mut self, node: &Node) -> usize {
        let mut round = self.graph.ancestry(&node.key);
        let zone = round.find(|container| container.role == Role::Zone);
        let place = |zones: &[Option<&Node>]| {
            let same =
                |known: &Option<&Node>| known.map(|zone| &zone.key) == zone.map(|zone| &zone.key);
            zones.iter().position(same)
        };
        place(&self.zones).unwrap_or_else(|| {
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
        for balancer in of_role(&[Role::LoadBalancer]) {
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

/// A node's part in the table.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Part {
    item: usize,
    /// The name of its service, for what stands in a zone.
    service: Option<usize>,
}

/// The table in the making.
struct Drawing<'a, 'b> {
    matrix: &'b Matrix<'a>,
    rows: Vec<Row<'a>>,
    items: Vec<Item>,
    spots: Vec<Option<Spot>>,
    parts: HashMap<NodeKey, Part>,
    far: BTreeMap<NodeKey, usize>,
}

impl<'a, 'b> Drawing<'a, 'b> {
    fn new(matrix: &'b Matrix<'a>, rows: Vec<Row<'a>>) -> Self {
        Self {
            matrix,
            rows,
            items: Vec::new(),
            spots: Vec::new(),
            parts: HashMap::new(),
            far: BTreeMap::new(),
        }
    }

    fn diagram(mut self) -> Diagram {
        let vpc = self.matrix.vpc;
        self.frame(vpc.key.clone(), None, (vpc.role, &vpc.label, vpc.health));
        for zone in &self.matrix.zones {
            match zone {
                Some(zone) => self.frame(
                    zone.key.clone(),
                    Some(0),
                    (zone.role, &zone.label, zone.health),
                ),
                None => {
                    let key = NodeKey::new(format!("zone/{:?}/", vpc.key));
                    self.frame(key, Some(0), (Role::Zone, "in no zone", Health::Neutral));
                }
            }
        }
        for row in 0..self.rows.len() {
            self.fill(row);
        }
        let wires = self.wires();
        let columns = [None, None].into_iter();
        let zones = (1..=self.matrix.zones.len()).map(Some);
        let mut table = Table {
            spots: self.spots,
            rows: self
                .rows
                .into_iter()
                .map(|row| NodeKey::new(row.key))
                .collect(),
            columns: columns.chain(zones).collect(),
        };
        let last = table.spots.iter().flatten().map(|spot| spot.column).max();
        let count = last.map_or(0, |last| last + 1).max(table.columns.len());
        table.columns.resize(count, None);
        Diagram {
            per_mark: strips::condense(&mut self.items),
            items: self.items,
            wires: in_order(wires),
            table: Some(table),
        }
    }

    fn frame(
        &mut self,
        key: NodeKey,
        parent: Option<usize>,
        (role, label, health): (Role, &str, Health),
    ) {
        self.items.push(Item {
            key,
            parent,
            role,
            label: label.to_owned(),
            is_open: true,
            members: Vec::new(),
            health,
            body: Vec::new(),
        });
        self.spots.push(None);
    }

    fn put(&mut self, item: Item, (column, row): (usize, usize)) -> usize {
        self.items.push(item);
        self.spots.push(Some(Spot {
            column,
            row,
            is_tall: false,
        }));
        self.items.len() - 1
    }

    /// Everything that stands in a row.
    fn fill(&mut self, number: usize) {
        let row = self.rows[number].clone();
        if let Some(entrance) = row.entrance {
            let sibling = &self.matrix.entrances[entrance];
            let item = self.put(sibling.item(Some(0)), (ENTRANCES, number));
            let nodes = sibling.stands_for.iter();
            let part = Part {
                item,
                service: None,
            };
            self.parts
                .extend(nodes.map(|node| (node.key.clone(), part)));
        }
        let matrix = self.matrix;
        if row.has_nats {
            self.cells(&matrix.nats, ("NAT", None), number);
        }
        if let Some(name) = row.service {
            let service = &matrix.services[name];
            let item = self.header(name, service);
            let item = self.put(item, (SERVICES, number));
            let part = Part {
                item,
                service: None,
            };
            let groups = service.groups.iter();
            self.parts
                .extend(groups.map(|node| (node.key.clone(), part)));
            self.cells(&service.cells, (name, Some(item)), number);
        }
    }

    /// The name of a service: its target group, where it has exactly one.
    fn header(&self, name: &str, service: &Service) -> Item {
        let key = match service.groups[..] {
            [only] => only.key.clone(),
            _ => NodeKey::new(format!("service/{:?}/{name:?}", self.matrix.vpc.key)),
        };
        let members = service.cells.values().flatten();
        let all = members.chain(&service.groups);
        Item {
            key,
            parent: Some(0),
            role: Role::TargetGroup,
            label: name.to_owned(),
            is_open: false,
            members: service.groups.iter().map(|node| node.key.clone()).collect(),
            health: all.map(|node| node.health).max().unwrap_or_default(),
            body: Vec::new(),
        }
    }

    fn cells(&mut self, cells: &Cells, (name, service): (&str, Option<usize>), row: usize) {
        for (&zone, members) in cells {
            let key = members
                .first()
                .and_then(|node| self.matrix.graph.cell_key(&node.key));
            let key = key.unwrap_or_else(|| NodeKey::new(name));
            let is_one_by_one = self.matrix.collapse.expanded.contains(&key);
            let stacks: Vec<Vec<&Node>> = match members[..] {
                [_] => vec![members.clone()],
                _ if is_one_by_one => members.iter().map(|&node| vec![node]).collect(),
                _ => vec![members.clone()],
            };
            for members in stacks {
                let spot = (ZONES + zone, row);
                let item = self.put(cell(key.clone(), (name, 1 + zone), &members), spot);
                let part = Part { item, service };
                self.parts
                    .extend(members.iter().map(|node| (node.key.clone(), part)));
            }
        }
    }

    /// The lines between what is in the table, and to what is beyond it.
    fn wires(&mut self) -> BTreeMap<(usize, usize, WireKind), Vec<usize>> {
        let mut merged: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let graph = self.matrix.graph;
        for (index, edge) in graph.edges.iter().enumerate() {
            if self.matrix.collapse.hidden_wires.contains(&edge.kind) {
                continue;
            }
            let (from, to) = (&graph.nodes[edge.from].key, &graph.nodes[edge.to].key);
            let parts = (self.parts.get(from).copied(), self.parts.get(to).copied());
            let ends = match parts {
                (Some(from), Some(to)) => between(edge.kind, from, to),
                (Some(near), None) => {
                    let far = self.beyond(to, near);
                    far.map(|far| (near.service.unwrap_or(near.item), far))
                }
                (None, Some(near)) => {
                    let far = self.beyond(from, near);
                    far.map(|far| (far, near.service.unwrap_or(near.item)))
                }
                (None, None) => None,
            };
            if let Some((from, to)) = ends {
                merged.entry((from, to, edge.kind)).or_default().push(index);
            }
        }
        merged
    }

    /// The item for what a line leads to outside the VPC: the VPC that it is in, or
    /// itself. Nothing for what is round or inside this one.
    fn beyond(&mut self, key: &NodeKey, near: Part) -> Option<usize> {
        let graph = self.matrix.graph;
        let mut round = graph.ancestry(key);
        let node = graph.nodes.get(key)?;
        let far = round.find(|node| node.role == Role::Vpc).unwrap_or(node);
        if far.key == self.matrix.vpc.key || matches!(far.role, Role::Account | Role::Region) {
            return None;
        }
        if let Some(&item) = self.far.get(&far.key) {
            return Some(item);
        }
        let spot = self.spots[near.item]?;
        let is_free = |column: usize, spots: &[Option<Spot>]| {
            let mut taken = spots.iter().flatten();
            !taken.any(|other| (other.column, other.row) == (column, spot.row))
        };
        let beyond = ZONES + self.matrix.zones.len();
        let place = if spot.column == ENTRANCES && is_free(SERVICES, &self.spots) {
            (SERVICES, spot.row)
        } else {
            self.rows.push(Row {
                key: format!("far/{}", far.key.as_str()),
                ..Row::default()
            });
            let is_left = spot.column == ENTRANCES;
            (if is_left { SERVICES } else { beyond }, self.rows.len() - 1)
        };
        let item = Item {
            key: far.key.clone(),
            parent: Some(0),
            role: far.role,
            label: far.label.to_string(),
            is_open: false,
            members: vec![far.key.clone()],
            health: far.health,
            body: Vec::new(),
        };
        let item = self.put(item, place);
        self.far.insert(far.key.clone(), item);
        Some(item)
    }
}

/// The ends of a line inside the table: traffic into a zone comes through its service's
/// name, and other lines join services as wholes.
fn between(kind: WireKind, from: Part, to: Part) -> Option<(usize, usize)> {
    let (from, to) = match (from.service, to.service) {
        (Some(one), Some(other)) => (one, other),
        // From its own name to its members.
        (None, Some(service)) if service == from.item => (from.item, to.item),
        (None, Some(service)) if kind == WireKind::Traffic => (from.item, service),
        _ => (from.item, to.item),
    };
    (from != to).then_some((from, to))
}

impl Graph {
    /// The key of the cell of a VPC's table that a node is counted in when there are
    /// several.
    pub fn cell_key(&self, key: &NodeKey) -> Option<NodeKey> {
        let node = self.nodes.get(key)?;
        let mut round = self.ancestry(key).skip(1);
        let holder = round.find(|node| matches!(node.role, Role::Zone | Role::Vpc))?;
        let (role, name) = match node.role {
            Role::Nat => ("nat", ""),
            _ => ("", node.service.as_deref().unwrap_or(&node.label)),
        };
        Some(NodeKey::new(format!(
            "cell/{:?}/{role}/{name:?}",
            holder.key
        )))
    }
}

/// What a service has in a zone: a mark for each, or the only one by its name.
fn cell(key: NodeKey, (name, zone): (&str, usize), members: &[&Node]) -> Item {
    let worst = members.iter().map(|node| node.health).max();
    let (key, label, role, body) = match members {
        [only] => (
            only.key.clone(),
            only.label.to_string(),
            only.role,
            Vec::new(),
        ),
        _ => {
            let strip = Strip::of("".into(), members.iter().copied());
            let role = members.first().map_or(Role::Other, |node| node.role);
            (key, name.to_owned(), role, vec![strip])
        }
    };
    Item {
        key,
        parent: Some(zone),
        role,
        label,
        is_open: false,
        members: members.iter().map(|node| node.key.clone()).collect(),
        health: worst.unwrap_or_default(),
        body,
    }
}
