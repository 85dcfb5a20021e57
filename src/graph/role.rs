//! The places of the container template, as far as the layout knows them.

/// Where a box belongs in its container's template. The layout knows only this.
/// The order is the order of rows, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Round the regions, where several accounts are watched.
    Account,
    /// Round the services that a partition has once, above the regions.
    GlobalServices,
    Region,
    /// Round VPCs, or what stands at their level, that have something in common.
    Division,
    Vpc,
    /// Joins VPCs, its own account's and others'.
    TransitGateway,
    /// Round what a region has beside its VPCs.
    RegionalServices,
    Zone,
    /// Round what has something in common inside a VPC, or where there are none.
    Group,
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
    /// Where calls from outside come in: an API, a distribution, a hosted zone.
    Front,
    /// What carries events: a queue, a topic, a stream, a rule.
    Messaging,
    /// What runs without an instance of its own: a function, a state machine, a service.
    Compute,
    Instance,
    Database,
    /// What keeps data beside the VPCs: a bucket, a table, a repository.
    Store,
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

    /// Whether it holds what stands in no VPC.
    pub fn is_services(self) -> bool {
        matches!(self, Self::GlobalServices | Self::RegionalServices)
    }

    /// Whether a look at one of it makes sense: a VPC, or what stands beside them.
    pub fn is_block(self) -> bool {
        self == Self::Vpc || self.is_services()
    }

    /// Whether VPCs may stand inside it.
    pub fn is_outside_vpcs(self) -> bool {
        matches!(self, Self::Account | Self::Region | Self::Division)
    }

    /// Whether others may stand inside it.
    pub fn is_container(self) -> bool {
        self.is_outside_vpcs()
            || matches!(self, Self::Vpc | Self::Zone | Self::Group)
            || self.is_services()
            || self.is_subnet()
    }
}
