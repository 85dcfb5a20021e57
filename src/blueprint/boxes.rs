//! What a box is called in a file: by its ARN, by numbers and regions, or by the ARNs of
//! what is in it. The map's own keys hold names, tags and zones, and stay in memory.

use crate::account::{AccountId, Region};
use crate::graph::{Graph, NodeKey, Role};
use crate::inventory::ResourceId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many of a group's members say which group it is; some of them may go.
const MOST_MEMBERS: usize = 12;

/// A box by what may be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoxName {
    Resource(ResourceId),
    Account(AccountId),
    Region(AccountId, Region),
    /// What stands beside the VPCs of a region.
    Services(AccountId, Region),
    /// Of this form (`zone`, `group`, `cell`), with some of what is in it.
    Group(String, BTreeSet<ResourceId>),
}

/// The boxes of a graph by both of their names.
pub struct Boxes {
    nodes: BTreeSet<NodeKey>,
    groups: BTreeMap<NodeKey, BTreeSet<ResourceId>>,
    groups_of: HashMap<ResourceId, BTreeSet<NodeKey>>,
}

impl Boxes {
    pub fn of(graph: &Graph) -> Self {
        let mut boxes = Self {
            nodes: graph.nodes.keys().cloned().collect(),
            groups: BTreeMap::new(),
            groups_of: HashMap::new(),
        };
        for node in graph.nodes.values() {
            let Some(id) = node
                .resource
                .as_ref()
                .filter(|id| super::content::is_arn(id))
            else {
                continue;
            };
            let nameless = |role| matches!(role, Role::Zone);
            let mut around = graph.ancestry(&node.key).skip(1);
            let zone = around.find(|node| nameless(node.role));
            let zone = zone
                .filter(|_| node.role.is_subnet())
                .map(|zone| zone.key.clone());
            let keys = [
                node.group_key(),
                graph.cell_key(&node.key),
                node.step_key(),
                zone,
            ];
            for key in keys.into_iter().flatten() {
                boxes
                    .groups
                    .entry(key.clone())
                    .or_default()
                    .insert(id.clone());
                boxes.groups_of.entry(id.clone()).or_default().insert(key);
            }
        }
        boxes
    }

    /// Nothing for a box that holds no ARN.
    pub fn name(&self, key: &NodeKey) -> Option<BoxName> {
        let text = key.as_str();
        if text.starts_with("arn:") {
            return Some(BoxName::Resource(ResourceId::new(key.0.clone())));
        }
        if let Some(name) = BoxName::of_container(text) {
            return Some(name);
        }
        let members = self.groups.get(key)?;
        let some = members.iter().take(MOST_MEMBERS).cloned();
        Some(BoxName::Group(form(key).to_owned(), some.collect()))
    }

    pub fn names<'a>(&self, keys: impl IntoIterator<Item = &'a NodeKey>) -> BTreeSet<BoxName> {
        let keys = keys.into_iter();
        keys.filter_map(|key| self.name(key)).collect()
    }

    /// Nothing for a box that is not there. Of groups that share its members now, the one
    /// with the most.
    pub fn key(&self, name: &BoxName) -> Option<NodeKey> {
        let BoxName::Group(wanted, members) = name else {
            let key = name.key()?;
            return self.nodes.contains(&key).then_some(key);
        };
        let mut shared: BTreeMap<&NodeKey, usize> = BTreeMap::new();
        let groups = members.iter().filter_map(|id| self.groups_of.get(id));
        for key in groups.flatten().filter(|key| form(key) == wanted) {
            *shared.entry(key).or_default() += 1;
        }
        let best = shared.into_iter().rev().max_by_key(|(_, count)| *count);
        best.map(|(key, _)| key.clone())
    }

    pub fn keys<'a>(&self, names: impl IntoIterator<Item = &'a BoxName>) -> BTreeSet<NodeKey> {
        let names = names.into_iter();
        names.filter_map(|name| self.key(name)).collect()
    }
}

impl BoxName {
    /// Of an account, a region or what stands beside its VPCs: `region/NUMBER/CODE`.
    pub fn of_container(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (form, account) = (parts.next()?, parts.next()?.parse().ok()?);
        let region = parts.next().map(region);
        match (form, region, parts.next()) {
            ("account", None, None) => Some(Self::Account(account)),
            ("region", Some(Some(region)), None) => Some(Self::Region(account, region)),
            ("services", Some(Some(region)), None) => Some(Self::Services(account, region)),
            _ => None,
        }
    }

    /// Of what is no group.
    fn key(&self) -> Option<NodeKey> {
        Some(match self {
            Self::Resource(id) => NodeKey::from(id),
            Self::Group(..) => return None,
            container => NodeKey::new(container.to_string()),
        })
    }
}

impl std::fmt::Display for BoxName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Resource(id) => write!(f, "{id}"),
            Self::Account(account) => write!(f, "account/{account}"),
            Self::Region(account, region) => write!(f, "region/{account}/{region}"),
            Self::Services(account, region) => write!(f, "services/{account}/{region}"),
            Self::Group(form, members) => write!(f, "{form} of {}", members.len()),
        }
    }
}

pub(super) fn region(code: &str) -> Option<Region> {
    let is_of_a_code =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (!code.is_empty() && code.bytes().all(is_of_a_code)).then(|| Region::new(code))
}

/// The word of ours that a key begins with.
fn form(key: &NodeKey) -> &str {
    key.as_str().split('/').next().unwrap_or_default()
}
