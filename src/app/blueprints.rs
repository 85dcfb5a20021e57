//! Blueprints beside the map: which one is open.

use crate::blueprint::Blueprint;

/// The blueprint that the map is held against.
#[derive(Debug)]
pub struct OpenBlueprint {
    /// As it was last saved or opened, with the costs as they are now.
    pub kept: Blueprint,
}
