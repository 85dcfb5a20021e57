//! The places of the container template, as far as the layout knows them.

/// Where a box belongs in its container's template. The layout knows only this.
/// The order is the order of rows, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Round the regions, where several accounts are watched.
    Account,
    Region,
    Vpc,
    /// Joins VPCs, its own account's and others'.
    TransitGateway,
    Zone,
    /// Subnets stand in this order inside a zone.
    PublicSubnet,
    PrivateSubnet,
    /// No route leads out of it.
    IsolatedSubnet,
    Gateway,
    Peering,
    Endpoint,
    LoadBalancer,
    TargetGroup,
    Nat,
    Instance,
    Database,
    Other,
    External,
}

impl Role {
    pub fn is_subnet(self) -> bool {
        matches!(
            self,
            Self::PublicSubnet | Self::PrivateSubnet | Self::IsolatedSubnet
        )
    }

    /// Whether others may stand inside it.
    pub fn is_container(self) -> bool {
        matches!(self, Self::Account | Self::Region | Self::Vpc | Self::Zone) || self.is_subnet()
    }
}
