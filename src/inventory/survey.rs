//! The inventory put together: every resource once, with all that is said of its
//! health, and every reference resolved. Derived; rebuilt when the inventory changes.

use super::{Evidence, Health, Inventory, RelationshipKind, Resource, ResourceId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A consistent picture of the inventory at one revision.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    pub revision: u64,
    /// Every resource, external ones among them.
    pub resources: BTreeMap<ResourceId, Assessed>,
    /// Every relationship, both ends of which are in `resources`; sorted, without duplicates.
    pub links: Vec<Link>,
}

/// A resource and its effective health.
#[derive(Debug, Clone)]
pub struct Assessed {
    pub resource: Arc<Resource>,
    pub assessment: Assessment,
    /// Whether its slice is older than it should be.
    pub is_stale: bool,
}

/// The worst of what a resource says of itself and what is observed of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    pub health: Health,
    /// AWS's own word behind that health.
    pub state: String,
    pub reason: Option<String>,
}

/// A resolved relationship.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub from: ResourceId,
    pub to: ResourceId,
    pub kind: RelationshipKind,
    pub label: Option<String>,
    pub evidence: Evidence,
    /// For a target: its health as seen through this target group, with its state and reason.
    pub seen: Option<Assessment>,
}

impl Survey {
    pub fn of(inventory: &Inventory) -> Self {
        Self {
            revision: inventory.revision(),
            ..Self::default()
        }
    }
}

impl PartialOrd for Assessment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Assessment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.health, &self.state, &self.reason).cmp(&(other.health, &other.state, &other.reason))
    }
}
