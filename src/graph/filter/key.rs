//! The keys that the language itself knows; every other key is that of a tag.

/// What stands before the key of a tag that is also a key of the language: `tag:state=CA`.
pub(super) const TAG: &str = "tag:";

/// What is compared with the value behind the equals sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Type,
    State,
    Health,
    Service,
    Region,
    Zone,
    Vpc,
    Subnet,
    SecurityGroup,
    Account,
    Name,
    Id,
    Address,
}

impl Key {
    pub const ALL: [Self; 13] = [
        Self::Type,
        Self::State,
        Self::Health,
        Self::Service,
        Self::Region,
        Self::Zone,
        Self::Vpc,
        Self::Subnet,
        Self::SecurityGroup,
        Self::Account,
        Self::Name,
        Self::Id,
        Self::Address,
    ];

    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    pub fn called(name: &str) -> Option<Self> {
        let is_called = |key: &Self| {
            let mut names = key.names().iter();
            names.any(|known| known.eq_ignore_ascii_case(name))
        };
        Self::ALL.into_iter().find(is_called)
    }

    /// What it means, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Type => "what it is: ec2, alb, rds, lambda, s3",
            Self::State => "AWS's own word: running, available",
            Self::Health => "healthy, degraded, unhealthy, pending",
            Self::Service => "the AWS service, or the tag service",
            Self::Region => "where: eu-west-1, global",
            Self::Zone => "eu-west-1a, *b",
            Self::Vpc => "in this VPC, by name or id",
            Self::Subnet => "in this subnet, by name or id",
            Self::SecurityGroup => "carries this group, by name or id",
            Self::Account => "by name or number",
            Self::Name => "the whole name; web-* what begins so",
            Self::Id => "the id or the ARN",
            Self::Address => "an IP address, a range or a DNS name",
        }
    }

    /// The first is the one that is offered.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Type => &["type", "kind"],
            Self::State => &["state", "status"],
            Self::Health => &["health"],
            Self::Service => &["service"],
            Self::Region => &["region"],
            Self::Zone => &["zone", "az"],
            Self::Vpc => &["vpc"],
            Self::Subnet => &["subnet"],
            Self::SecurityGroup => &["security-group", "sg"],
            Self::Account => &["account"],
            Self::Name => &["name"],
            Self::Id => &["id", "arn"],
            Self::Address => &["address", "ip"],
        }
    }
}
