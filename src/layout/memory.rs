//! What earlier scenes decided, by key: the mechanism behind a calm map.

/// Slots, gaps and lanes by container; opaque to everyone else. Forgetting it
/// (`Memory::default()`) compacts the map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {}
