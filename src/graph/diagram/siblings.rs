//! How the children of one container are drawn: which are one box, which are collapsed
//! into a group.

use super::strips;
use super::{BTreeMap, BTreeSet, Collapse, Graph, Health, Item, NodeKey, Presence, Role, Strip};
use crate::graph::Node;
use crate::text::natural;

/// From so many on, identical nodes are one box.
const SMALLEST_GROUP: usize = 2;

/// A box to be, before its place in the diagram is known.
pub(in crate::graph) struct Sibling<'a> {
    key: NodeKey,
    pub(super) role: Role,
    label: String,
    health: Health,
    members: Vec<&'a Node>,
    /// The container that it is, when it is drawn open.
    pub(super) opened: Option<&'a NodeKey>,
    /// Every node whose lines end at this box.
    pub(super) stands_for: Vec<&'a Node>,
    body: Vec<Strip>,
}

impl Sibling<'_> {
    pub(super) fn key(&self) -> &NodeKey {
        &self.key
    }

    pub(super) fn item(&self, parent: Option<usize>) -> Item {
        Item {
            key: self.key.clone(),
            parent,
            role: self.role,
            label: self.label.clone(),
            is_open: self.opened.is_some(),
            members: self.members.iter().map(|node| node.key.clone()).collect(),
            health: self.health,
            presence: presence(&self.members),
            body: self.body.clone(),
        }
    }
}

impl Node {
    /// The key of the group that the node may be one of. Nodes of one service and of
    /// different roles are different groups. The quotes keep the parts apart, whatever
    /// is in them.
    pub fn group_key(&self) -> Option<NodeKey> {
        let service = self.service.as_ref()?;
        let parent = self.parent.as_ref().map_or("", NodeKey::as_str);
        let role = self.role;
        Some(NodeKey::new(format!(
            "group/{role:?}/{parent:?}/{service:?}"
        )))
    }
}

/// A graph and what of it may be seen.
pub(in crate::graph) struct Visible<'a> {
    graph: &'a Graph,
    collapse: &'a Collapse,
    /// When something is left out: the nodes that are not, and the containers round them.
    shown: Option<BTreeSet<&'a NodeKey>>,
}

impl<'a> Visible<'a> {
    pub(in crate::graph) fn new(graph: &'a Graph, collapse: &'a Collapse) -> Self {
        let matching = collapse.matching.as_ref();
        let is_hidden = |node: &Node| {
            !node.is_container()
                && node
                    .kind
                    .is_some_and(|kind| collapse.hidden_kinds.contains(&kind))
        };
        let with_containers = |nodes: &mut dyn Iterator<Item = &'a Node>| {
            nodes
                .filter(|node| !is_hidden(node))
                .flat_map(|node| graph.ancestry(&node.key))
                .map(|node| &node.key)
                .collect()
        };
        let shown = match matching {
            Some(matching) => {
                let mut nodes = matching.iter().filter_map(|key| graph.nodes.get(key));
                Some(with_containers(&mut nodes))
            }
            None if collapse.hidden_kinds.is_empty() => None,
            None => {
                // A VPC is there although nothing in it is drawn; what only holds others
                // together is not.
                let is_there =
                    |node: &&Node| node.resource.is_some() || node.role.is_outside_vpcs();
                Some(with_containers(&mut graph.nodes.values().filter(is_there)))
            }
        };
        Self {
            graph,
            collapse,
            shown,
        }
    }

    /// The boxes of a container's children (of the roots, for `None`), in reading order.
    pub(in crate::graph) fn siblings(&self, parent: Option<&NodeKey>) -> Vec<Sibling<'a>> {
        let mut classes: BTreeMap<(Role, &str), Vec<&'a Node>> = BTreeMap::new();
        let mut boxes = Vec::new();
        for node in self.graph.children_of(parent) {
            match &node.service {
                _ if node.is_container() => boxes.extend(self.container(node)),
                Some(service) => classes.entry((node.role, service)).or_default().push(node),
                None => boxes.extend(self.shows(node).then(|| single(node))),
            }
        }
        for ((_, service), mut members) in classes {
            let key = members.first().and_then(|node| node.group_key());
            // A filter must not dissolve a group into its members.
            let key = key.filter(|key| {
                members.len() >= SMALLEST_GROUP && !self.collapse.expanded.contains(key)
            });
            members.retain(|node| self.shows(node));
            match key {
                // A member with a problem stays inside, as the group's mark: a box of its
                // own would move what did not change, at the worst of times.
                Some(key) if !members.is_empty() => boxes.push(group(key, service, members)),
                _ => boxes.extend(members.into_iter().map(single)),
            }
        }
        boxes.sort_by(|a, b| {
            (a.role.cmp(&b.role))
                .then_with(|| natural(&a.label, &b.label))
                .then_with(|| a.key.cmp(&b.key))
        });
        boxes
    }

    /// A container, open or folded; nothing where a filter leaves it out.
    fn container(&self, node: &'a Node) -> Option<Sibling<'a>> {
        if !self.shows(node) {
            return None;
        }
        if !self.collapse.is_closed(&node.key, node.role) {
            return Some(opened(node));
        }
        let mut stands_for = self.inside(&node.key);
        stands_for.retain(|node| self.shows(node));
        let contents = stands_for.iter().copied();
        let mut members: Vec<_> = contents
            .filter(|node| !node.is_container() && node.presence != Presence::Ghost)
            .collect();
        if members.is_empty() {
            members.push(node);
        }
        stands_for.push(node);
        let is_card = self.collapse.level.is_overview();
        let body = match node.role {
            _ if !is_card => Vec::new(),
            Role::Vpc => strips::of_vpc(self.graph, self.collapse.level, (node, &members)),
            _ => strips::by_kind(&members),
        };
        let label = if is_card { node.name() } else { &node.label };
        Some(Sibling {
            label: label.to_owned(),
            members,
            stands_for,
            body,
            ..single(node)
        })
    }

    /// Everything in a container, at any depth, in reading order.
    pub(super) fn inside(&self, container: &NodeKey) -> Vec<&'a Node> {
        let mut found = Vec::new();
        for node in self.graph.children_of(Some(container)) {
            found.push(node);
            if node.is_container() {
                found.extend(self.inside(&node.key));
            }
        }
        found
    }

    pub(super) fn shows(&self, node: &Node) -> bool {
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.contains(&node.key))
    }
}

/// A ghost is one as a whole; what is new shows on the box that it is in.
pub(super) fn presence(members: &[&Node]) -> Presence {
    let mut all = members.iter().map(|node| node.presence);
    if all.clone().any(|presence| presence == Presence::New) {
        return Presence::New;
    }
    let is_gone = !members.is_empty() && all.all(|presence| presence == Presence::Ghost);
    if is_gone {
        Presence::Ghost
    } else {
        Presence::Here
    }
}

fn group<'a>(key: NodeKey, service: &str, members: Vec<&'a Node>) -> Sibling<'a> {
    let worst = members.iter().max_by_key(|node| node.health);
    Sibling {
        key,
        role: worst.map_or(Role::Other, |node| node.role),
        label: service.to_owned(),
        health: worst.map_or(Health::Neutral, |node| node.health),
        opened: None,
        stands_for: members.clone(),
        members,
        body: Vec::new(),
    }
}

/// A container with its contents in it.
pub(super) fn opened(node: &Node) -> Sibling<'_> {
    Sibling {
        opened: Some(&node.key),
        ..single(node)
    }
}

fn single(node: &Node) -> Sibling<'_> {
    Sibling {
        key: node.key.clone(),
        role: node.role,
        label: node.label.to_string(),
        health: node.health,
        members: vec![node],
        opened: None,
        stands_for: vec![node],
        body: Vec::new(),
    }
}
