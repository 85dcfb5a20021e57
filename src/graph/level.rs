//! How much one picture holds, from everything that is watched down to one resource.

/// A level of semantic zoom. What is drawn differs between them, not the size of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// A card for each VPC, with a heat strip for each zone.
    Account,
    /// A card for each VPC, with a heat strip for each subnet, and what joins them.
    Region,
    /// One VPC as a table of services by zones.
    Vpc,
    /// Boxes inside boxes, with exact wires.
    #[default]
    Subnet,
    /// One resource, what leads to it and what it leads to.
    Resource,
}

impl Level {
    pub const ALL: [Self; 5] = [
        Self::Account,
        Self::Region,
        Self::Vpc,
        Self::Subnet,
        Self::Resource,
    ];

    /// From 1, the farthest.
    pub fn number(self) -> usize {
        1 + self as usize
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Region => "region",
            Self::Vpc => "VPC",
            Self::Subnet => "subnet",
            Self::Resource => "resource",
        }
    }

    /// Nearer by so many levels, or farther by as many; `None` beyond the last.
    pub fn nearer(self, by: i8) -> Option<Self> {
        let at = (self as usize).checked_add_signed(isize::from(by))?;
        Self::ALL.get(at).copied()
    }

    /// VPCs are closed here unless somebody opens them.
    pub fn is_overview(self) -> bool {
        self < Self::Vpc
    }
}
