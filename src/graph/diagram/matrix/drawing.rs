//! The rows of a VPC's table with what stands in them, and the lines between.

use super::cell::cell;
use super::{Cells, ENTRANCES, Matrix, Row, SERVICES, Service, ZONES};
use crate::graph::diagram::siblings::presence;
use crate::graph::diagram::wires::{Leaving, Merged, in_order, told};
use crate::graph::diagram::{Diagram, Item, Spot, Table};
use crate::graph::{NodeKey, Role, WireKind};
use crate::inventory::Health;
use crate::inventory::Presence;
use std::collections::{BTreeMap, HashMap};

/// A node's part in the table.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Part {
    item: usize,
    /// The name of its service, for what stands in a zone.
    service: Option<usize>,
}

/// The table in the making.
pub(super) struct Drawing<'a, 'b> {
    matrix: &'b Matrix<'a>,
    rows: Vec<Row<'a>>,
    items: Vec<Item>,
    spots: Vec<Option<Spot>>,
    parts: HashMap<NodeKey, Part>,
    far: BTreeMap<NodeKey, usize>,
}

impl<'a, 'b> Drawing<'a, 'b> {
    pub fn new(matrix: &'b Matrix<'a>, rows: Vec<Row<'a>>) -> Self {
        Self {
            matrix,
            rows,
            items: Vec::new(),
            spots: Vec::new(),
            parts: HashMap::new(),
            far: BTreeMap::new(),
        }
    }

    pub fn diagram(mut self) -> Diagram {
        let vpc = self.matrix.vpc;
        self.frame(vpc.key.clone(), None, (vpc.role, &vpc.label, vpc.health));
        for zone in &self.matrix.zones {
            if let Some(zone) = zone {
                self.frame(
                    zone.key.clone(),
                    Some(0),
                    (zone.role, &zone.label, zone.health),
                );
            } else {
                let key = NodeKey::new(format!("zone/{:?}/", vpc.key));
                let others = self.matrix.zones.iter().flatten().map(|zone| zone.role);
                let label = match others.max() {
                    None => "in the VPC",
                    Some(Role::Zone) => "in no zone",
                    Some(Role::Group) => "in no group",
                    Some(_) => "in no subnet",
                };
                self.frame(key, Some(0), (Role::Zone, label, Health::Neutral));
            }
        }
        for row in 0..self.rows.len() {
            self.fill(row);
        }
        let (wires, leaving) = self.wires();
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
            items: self.items,
            wires: in_order(self.matrix.graph, wires),
            beyond: told(self.matrix.graph, leaving),
            table: Some(table),
            ..Diagram::default()
        }
    }

    fn frame(
        &mut self,
        key: NodeKey,
        parent: Option<usize>,
        (role, label, health): (Role, &str, Health),
    ) {
        self.items.push(Item {
            parent,
            role,
            label: label.to_owned(),
            is_open: true,
            members: vec![key.clone()],
            key,
            health,
            presence: Presence::Here,
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
        let worst = service.cells.values().flatten().map(|node| node.health);
        // A target group has a health of its own: some of its members may be well.
        let groups = service.groups.iter().map(|node| node.health).max();
        let health = groups.or(worst.max()).unwrap_or_default();
        Item {
            key,
            parent: Some(0),
            role: Role::TargetGroup,
            label: name.to_owned(),
            is_open: false,
            members: service.groups.iter().map(|node| node.key.clone()).collect(),
            health,
            presence: presence(&service.groups),
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
            let each = if is_one_by_one { 1 } else { members.len() };
            for members in members.chunks(each.max(1)) {
                let spot = (ZONES + zone, row);
                let item = self.put(cell(key.clone(), (name, 1 + zone), members), spot);
                let part = Part { item, service };
                self.parts
                    .extend(members.iter().map(|node| (node.key.clone(), part)));
            }
        }
    }

    /// The lines between what is in the table, and to what is beyond it: other VPCs have
    /// a place there, what stands in none is told at the near end.
    fn wires(&mut self) -> (Merged, Leaving) {
        let (mut merged, mut leaving) = (Merged::new(), Leaving::new());
        let graph = self.matrix.graph;
        for (index, edge) in graph.edges.iter().enumerate() {
            if self.matrix.collapse.hidden_wires.contains(&edge.kind) {
                continue;
            }
            let (from, to) = (&graph.nodes[edge.from].key, &graph.nodes[edge.to].key);
            let parts = (self.parts.get(from).copied(), self.parts.get(to).copied());
            let ends = match parts {
                (Some(near), None) if self.is_only_told(edge.to, edge.kind) => {
                    let key = (near.item, true, edge.to, edge.kind);
                    leaving.entry(key).or_default().push(index);
                    None
                }
                (None, Some(near)) if self.is_only_told(edge.from, edge.kind) => {
                    let key = (near.item, false, edge.from, edge.kind);
                    leaving.entry(key).or_default().push(index);
                    None
                }
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
        (merged, leaving)
    }

    /// A VPC's functions and containers name dozens of queues, tables and topics.
    fn is_only_told(&self, far: usize, kind: WireKind) -> bool {
        let node = &self.matrix.graph.nodes[far];
        let mut round = self.matrix.graph.ancestry(&node.key);
        let is_hint = matches!(kind, WireKind::Reference | WireKind::Event);
        let hidden = &self.matrix.collapse.hidden_kinds;
        let is_hidden = node.kind.is_some_and(|kind| hidden.contains(&kind));
        is_hidden
            || round.any(|node| node.role.is_services())
            || (node.role == Role::External && is_hint)
    }

    /// The item for what a line leads to outside the VPC: the VPC that it is in, or
    /// itself. Nothing for what is round or inside this one.
    fn beyond(&mut self, key: &NodeKey, near: Part) -> Option<usize> {
        let graph = self.matrix.graph;
        let mut round = graph.ancestry(key);
        let node = graph.nodes.get(key)?;
        let far = round.find(|node| node.role == Role::Vpc).unwrap_or(node);
        if far.key == self.matrix.vpc.key || far.role.is_outside_vpcs() {
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
            label: far.name().to_owned(),
            is_open: false,
            members: vec![far.key.clone()],
            health: far.health,
            presence: far.presence,
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
