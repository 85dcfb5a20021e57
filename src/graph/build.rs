//! Survey to graph: every resource that the map knows a place for, inside the account,
//! region, VPC, zone and subnet that hold it.

mod containers;
mod edges;
mod permits;
mod place;
mod ports;
mod service;
mod tied;

use super::Grouping;
use crate::account::{AccountId, Region};
use crate::inventory::{Health, Kind, Presence, ResourceId, Survey};
use crate::text::natural;
use compact_str::CompactString;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

pub use service::GroupedBy;
pub(super) use service::service_of_group;

/// A resource's ARN, or the path of a container that AWS has no ARN for
/// (`region/111122223333/eu-west-1`, `zone/VPC-ARN/eu-west-1a`). Never reused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey(pub Arc<str>);

impl NodeKey {
    pub fn new(key: impl Into<Arc<str>>) -> Self {
        Self(key.into())
    }

    /// Of the container round what a region has.
    pub fn region(account: AccountId, region: &Region) -> Self {
        Self::new(format!("region/{account}/{region}"))
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
    /// What is written to one is copied to the other.
    Replication,
    /// What happens in one starts something in the other.
    Event,
    /// One names the other in its configuration, or stands before it.
    Reference,
}

impl WireKind {
    /// In the order in which they are listed and asked for.
    pub const ALL: [Self; 7] = [
        Self::Traffic,
        Self::Route,
        Self::SecurityGroup,
        Self::Peering,
        Self::Replication,
        Self::Event,
        Self::Reference,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Route => "route",
            Self::SecurityGroup => "security group",
            Self::Peering => "peering",
            Self::Replication => "replication",
            Self::Event => "event",
            Self::Reference => "reference",
        }
    }
}

/// A node of the graph: a resource or a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub key: NodeKey,
    pub parent: Option<NodeKey>,
    /// `None` for what is no resource: an account, a region, a zone, a tag's value.
    pub resource: Option<ResourceId>,
    pub kind: Option<Kind>,
    pub role: super::Role,
    pub label: CompactString,
    /// What it is grouped by when identical ones are drawn as one: target group, Auto
    /// Scaling group, `Name` tag without its number or `service`/`app` tag.
    pub service: Option<CompactString>,
    /// Which of these the service was read from.
    pub grouped_by: Option<GroupedBy>,
    /// By which one: the name of the group, the whole `Name` tag, the key of the tag.
    pub grouped_after: CompactString,
    /// Its own effective health; for a container the worst inside.
    pub health: Health,
    /// Whether it is there, compared with the blueprint that is open.
    pub presence: Presence,
}

/// A line between two nodes of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Indexes into the graph's nodes.
    pub from: usize,
    pub to: usize,
    pub kind: WireKind,
    /// What goes along it, in natural order: `80/http`, `443/https`.
    pub labels: Vec<CompactString>,
    /// Indexes into the survey's links: why the line is there.
    pub links: Vec<usize>,
}

/// Found by a hash, in an order that follows from the survey's alone.
pub type ByKey<V> = IndexMap<NodeKey, V, foldhash::fast::RandomState>;

/// The compound graph of what is watched.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub nodes: ByKey<Node>,
    pub edges: Vec<Edge>,
    /// For each node the indexes of what stands in it, in reading order.
    children: Vec<Vec<usize>>,
    roots: Vec<usize>,
}

impl Graph {
    /// As AWS nests what it has.
    pub fn of(survey: &Survey) -> Self {
        Self::grouped(survey, &Grouping::default())
    }

    pub fn grouped(survey: &Survey, grouping: &Grouping) -> Self {
        let mut placed = place::nodes(survey, grouping);
        let mut reasons = edges::Reasons::of(survey, &placed);
        permits::add(&mut reasons, survey, &placed);
        let edges = reasons.into_edges(survey, &mut placed);
        let mut graph = Self {
            nodes: placed.nodes,
            edges,
            ..Self::default()
        };
        graph.raise_health();
        graph.sort_children();
        graph
    }

    /// The children of a container (the roots, for `None`), in reading order.
    pub fn children_of<'a>(
        &'a self,
        parent: Option<&NodeKey>,
    ) -> impl Iterator<Item = &'a Node> + use<'a> {
        let children = match parent {
            None => self.roots.as_slice(),
            Some(key) => {
                let parent = self.nodes.get_index_of(key);
                parent.map_or(&[][..], |index| &self.children[index])
            }
        };
        children.iter().map(|&index| &self.nodes[index])
    }

    /// The kinds of lines that there are.
    pub fn wire_kinds(&self) -> BTreeSet<WireKind> {
        let has = |kind: &WireKind| self.edges.iter().any(|edge| edge.kind == *kind);
        WireKind::ALL.into_iter().filter(has).collect()
    }

    /// The node and everything that it stands in, from the inside out.
    pub fn ancestry<'a>(&'a self, key: &NodeKey) -> impl Iterator<Item = &'a Node> + use<'a> {
        ancestry(&self.nodes, key)
    }

    /// The worst inside wins upward.
    fn raise_health(&mut self) {
        let mut worst = vec![Health::default(); self.nodes.len()];
        let parent_of = |node: &Node| self.nodes.get_index_of(node.parent.as_ref()?);
        for node in self.nodes.values() {
            let mut parent = parent_of(node);
            while let Some(container) = parent {
                // What is as bad already has been told further up.
                if node.health <= worst[container] {
                    break;
                }
                worst[container] = node.health;
                parent = parent_of(&self.nodes[container]);
            }
        }
        for (node, worst) in self.nodes.values_mut().zip(worst) {
            node.health = node.health.max(worst);
        }
    }

    fn sort_children(&mut self) {
        let mut children = vec![Vec::new(); self.nodes.len()];
        let mut roots = Vec::new();
        for (index, node) in self.nodes.values().enumerate() {
            match &node.parent {
                None => roots.push(index),
                Some(parent) => {
                    if let Some(parent) = self.nodes.get_index_of(parent) {
                        children[parent].push(index);
                    }
                }
            }
        }
        for siblings in children.iter_mut().chain([&mut roots]) {
            siblings.sort_by(|&a, &b| reading_order(&self.nodes[a], &self.nodes[b]));
        }
        (self.children, self.roots) = (children, roots);
    }
}

fn ancestry<'a>(nodes: &'a ByKey<Node>, key: &NodeKey) -> impl Iterator<Item = &'a Node> + use<'a> {
    std::iter::successors(nodes.get(key), |node| nodes.get(node.parent.as_ref()?))
}

fn reading_order(a: &Node, b: &Node) -> std::cmp::Ordering {
    (a.role.cmp(&b.role))
        .then_with(|| natural(&a.label, &b.label))
        .then_with(|| a.key.cmp(&b.key))
}

impl Node {
    /// Its label without the addresses that tell VPCs of one name apart.
    pub fn name(&self) -> &str {
        match self.label.rsplit_once(' ') {
            Some((name, cidr)) if self.role == super::Role::Vpc && cidr.contains('/') => name,
            _ => &self.label,
        }
    }

    /// Whether it may hold others: accounts, regions, VPCs, zones, subnets, groups.
    pub fn is_container(&self) -> bool {
        self.role.is_container()
    }

    /// Why its service is what it is: `by its target group web-tg`.
    pub fn service_reason(&self) -> Option<String> {
        let (by, after) = (self.grouped_by?, &self.grouped_after);
        Some(match by {
            GroupedBy::TargetGroup
            | GroupedBy::AutoScalingGroup
            | GroupedBy::EcsService
            | GroupedBy::Cluster
            | GroupedBy::Tag => {
                format!("by its {} {after}", by.title())
            }
            GroupedBy::Name | GroupedBy::Id | GroupedBy::Kind => format!("by its {}", by.title()),
        })
    }
}
