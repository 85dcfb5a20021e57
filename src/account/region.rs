//! Regions by name, and which partition each belongs to.

use std::fmt;
use std::sync::Arc;

/// A region's code, such as `eu-west-1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

/// The regions that this version knows by name: code and place.
pub const KNOWN_REGIONS: &[(&str, &str)] =
    &[("us-east-1", "N. Virginia"), ("eu-west-1", "Ireland")];

impl Region {
    /// For a name that AWS itself answered with, or that was checked before.
    pub fn new(code: impl Into<Arc<str>>) -> Self {
        Self(code.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
