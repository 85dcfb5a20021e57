//! What was on a map, kept under a name: ARNs, kinds, what holds and joins what, how it
//! was looked at, and what a person typed. Nothing else that AWS says of a resource is in
//! it, so nothing else can be in its file; names and states come when it is opened.
//!
//! A box that AWS has no ARN for (a zone, a group of identical instances) is known by the
//! ARNs in it: the map's own keys for these hold names and tags.

mod boxes;
mod content;
mod costs;
mod diff;
mod format;
mod look;
mod name;
mod past;
mod store;

pub use boxes::{BoxName, Boxes};
pub use content::{Content, Join, Known, Reads};
pub use costs::CostError;
pub use diff::{Diff, Moved};
pub use format::{FormatError, VERSION};
pub use look::SavedLook;
pub use name::{BlueprintName, NameError};
pub use past::past;
pub use store::{BlueprintStore, Listed, StoreError, Summary, Version};

use crate::inventory::ResourceId;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A blueprint as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    pub name: BlueprintName,
    /// When it was saved, to the second.
    pub saved: Timestamp,
    pub content: Content,
    pub look: SavedLook,
    /// Of a resource: what a person says that it uses in a month, by the name of the usage.
    pub costs: BTreeMap<ResourceId, BTreeMap<String, f64>>,
}

/// Amounts are numbers (`set_cost` takes no other).
impl Eq for Blueprint {}

impl Blueprint {
    pub fn new(name: BlueprintName, content: Content, saved: Timestamp) -> Self {
        Self {
            name,
            saved: whole_seconds(saved),
            content,
            look: SavedLook::default(),
            costs: BTreeMap::new(),
        }
    }
}

/// The file's name of a version holds no fractions.
fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
