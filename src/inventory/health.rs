//! Health in six words, ordered so that the worst child wins upward.

use std::fmt;

/// How a resource is, as far as AWS says. The order is the one in which a container
/// answers for what is in it: what was stopped on purpose speaks for a zone only where
/// nothing in it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Health {
    /// It has no health of its own (a subnet, a route table).
    #[default]
    Neutral,
    Stopped,
    Healthy,
    Pending,
    Unknown,
    Degraded,
    Unhealthy,
}

impl Health {
    /// As JSON and the details view write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Healthy => "healthy",
            Self::Stopped => "stopped",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Degraded => "degraded",
            Self::Unhealthy => "unhealthy",
        }
    }

    /// Whether it belongs in the list of problems.
    pub fn is_problem(self) -> bool {
        matches!(self, Self::Degraded | Self::Unhealthy)
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
