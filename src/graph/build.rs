//! Survey to graph: every resource that the map knows a place for, inside the account,
//! region, VPC, zone and subnet that hold it.

mod edges;
mod permits;
mod place;
mod service;

use crate::inventory::{Health, Kind, ResourceId, Survey};
use crate::text::natural;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use service::GroupedBy;

/// A resource's ARN, or the path of a container that AWS has no ARN for
/// (`region/111122223333/eu-west-1`, `zone/VPC-ARN/eu-west-1a`). Never reused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey(pub Arc<str>);

impl NodeKey {
    pub fn new(key: impl Into<Arc<str>>) -> Self {
        Self(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&ResourceId> for NodeKey {
    fn from(id: &ResourceId) -> Self {
        Self(id.shared())
    }
}

impl fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of line joins two boxes. Colour and line style both follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireKind {
    /// Load balancer to target group to target, internet gateway to balancer.
    Traffic,
    /// A route of a subnet's table.
    Route,
    /// *Permitted* by a security group's rule, not seen.
    SecurityGroup,
    Peering,
}

/// A node of the graph: a resource or a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub key: NodeKey,
    pub parent: Option<NodeKey>,
    /// `None` for an account, a region or a zone, which are no resources.
    pub resource: Option<ResourceId>,
    pub kind: Option<Kind>,
    pub role: super::Role,
    pub label: String,
    /// What it is grouped by when identical ones are drawn as one: target group, Auto
    /// Scaling group, `service`/`app` tag or the name without its number.
    pub service: Option<String>,
    /// Which of these the service was read from.
    pub grouped_by: Option<GroupedBy>,
    /// Its own effective health; for a container the worst inside.
    pub health: Health,
}

/// A line between two nodes of the graph.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: NodeKey,
    pub to: NodeKey,
    pub kind: WireKind,
    pub label: Option<String>,
    /// Indexes into the survey's links: why the line is there.
    pub links: Vec<usize>,
}

/// The compound graph of what is watched.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub nodes: BTreeMap<NodeKey, Node>,
    /// The children of each container, in reading order; roots are under `None`.
    pub children: BTreeMap<Option<NodeKey>, Vec<NodeKey>>,
    pub edges: Vec<Edge>,
}

impl Graph {
    pub fn of(survey: &Survey) -> Self {
        let mut graph = Self {
            nodes: place::nodes(survey),
            ..Self::default()
        };
        let mut edges = edges::Edges::default();
        edges.add_traffic(survey, &graph);
        edges.add_routes(survey, &graph);
        edges.add_peerings(survey, &graph);
        permits::add(&mut edges, survey, &graph);
        graph.edges = edges.into_sorted();
        graph.add_externals(survey);
        graph.raise_health();
        graph.sort_children();
        graph
    }

    /// The children of a container, in reading order.
    pub fn children_of(&self, parent: Option<&NodeKey>) -> &[NodeKey] {
        self.children
            .get(&parent.cloned())
            .map_or(&[], Vec::as_slice)
    }

    /// The node and everything that it stands in, from the inside out.
    pub fn ancestry<'a>(&'a self, key: &NodeKey) -> impl Iterator<Item = &'a Node> + use<'a> {
        std::iter::successors(self.nodes.get(key), |node| {
            self.nodes.get(node.parent.as_ref()?)
        })
    }

    /// An external resource is drawn where the first thing that leads to it stands.
    fn add_externals(&mut self, survey: &Survey) {
        for edge in &self.edges {
            if self.nodes.contains_key(&edge.to) {
                continue;
            }
            let id = ResourceId::new(Arc::clone(&edge.to.0));
            let region = self
                .ancestry(&edge.from)
                .find(|node| node.role == super::Role::Region)
                .map(|node| node.key.clone());
            if let Some(known) = survey.get(&id) {
                let node = Node {
                    role: super::Role::External,
                    parent: region,
                    ..place::node_of(known)
                };
                self.nodes.insert(edge.to.clone(), node);
            }
        }
    }

    /// The worst inside wins upward.
    fn raise_health(&mut self) {
        let mut worst: BTreeMap<&NodeKey, Health> = BTreeMap::new();
        for node in self.nodes.values() {
            let mut parent = node.parent.as_ref();
            while let Some(container) = parent.and_then(|key| self.nodes.get(key)) {
                let health = worst.entry(&container.key).or_default();
                // What is as bad already has been told further up.
                if node.health <= *health {
                    break;
                }
                *health = node.health;
                parent = container.parent.as_ref();
            }
        }
        let worst: Vec<_> = worst
            .into_iter()
            .map(|(key, health)| (key.clone(), health))
            .collect();
        for (key, health) in worst {
            if let Some(node) = self.nodes.get_mut(&key) {
                node.health = node.health.max(health);
            }
        }
    }

    fn sort_children(&mut self) {
        let mut children: BTreeMap<_, Vec<&Node>> = BTreeMap::new();
        for node in self.nodes.values() {
            children.entry(node.parent.clone()).or_default().push(node);
        }
        self.children = children
            .into_iter()
            .map(|(parent, mut nodes)| {
                nodes.sort_by(|a, b| {
                    (a.role.cmp(&b.role))
                        .then_with(|| natural(&a.label, &b.label))
                        .then_with(|| a.key.cmp(&b.key))
                });
                (parent, nodes.iter().map(|node| node.key.clone()).collect())
            })
            .collect();
    }
}

impl Node {
    /// Whether it may hold others: accounts, regions, VPCs, zones, subnets.
    pub fn is_container(&self) -> bool {
        self.role.is_container()
    }
}
