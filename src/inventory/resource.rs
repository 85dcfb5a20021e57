//! One resource and what it says of others.

use super::{Health, Kind, Measures, Seal, Tags};
use crate::account::{AccountId, Region};
use crate::text;
use compact_str::CompactString;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::sync::Arc;

/// An ARN, cleaned. Services that answer with bare ids get theirs built in one place
/// (`aws::arns`).
#[derive(Clone, Eq)]
pub struct ResourceId(Arc<str>);

impl Hash for ResourceId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialEq for ResourceId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Ord for ResourceId {
    /// Mostly it is held once, and then the text need not be read.
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for ResourceId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl ResourceId {
    /// An id is shown as well as compared, so it is cleaned like any other text.
    pub fn new(arn: impl Into<Arc<str>>) -> Self {
        let arn = arn.into();
        Self(if text::is_plain(&arn) {
            arn
        } else {
            text::clean(&arn).into()
        })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, shared and not copied.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// The last part, as people say it: `i-0abc`, `vpc-0123`, `web-alb`.
    pub fn short(&self) -> &str {
        let resource = self.0.splitn(6, ':').nth(5).unwrap_or(&self.0);
        match resource.split_once('/') {
            // A load balancer's and a target group's ARN end in a random part; its name stands before it.
            Some(("loadbalancer", rest)) => rest.split('/').nth(1).unwrap_or(rest),
            Some(("targetgroup", rest)) => rest.split('/').next().unwrap_or(rest),
            Some((_, rest)) => rest.rsplit('/').next().unwrap_or(rest),
            None => resource.rsplit(':').next().unwrap_or(resource),
        }
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One resource, as its collector read it. All text in it is cleaned (`text::clean`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    pub id: ResourceId,
    /// The account that it was read in; one that is shared may be another's, as its id says.
    pub account: AccountId,
    pub region: Region,
    pub kind: Kind,
    /// Its `Name` tag or its name, else its short id.
    pub name: CompactString,
    pub zone: Option<CompactString>,
    /// Where it stands: its subnet, else its VPC.
    pub parent: Option<ResourceId>,
    pub health: Health,
    /// AWS's own word, such as `running`.
    pub state: CompactString,
    /// Why it is not healthy, in AWS's words.
    pub reason: Option<CompactString>,
    pub relationships: Vec<Relationship>,
    pub tags: Tags,
    /// In the order in which the details view shows them.
    pub facts: Vec<Fact>,
    pub measures: Measures,
}

impl Resource {
    /// One of which nothing is known yet but what and where it is; its name is its short id.
    pub fn new(id: ResourceId, kind: Kind, (account, region): (AccountId, Region)) -> Self {
        Self {
            name: id.short().into(),
            id,
            account,
            region,
            kind,
            zone: None,
            parent: None,
            health: Health::Neutral,
            state: CompactString::default(),
            reason: None,
            relationships: Vec::new(),
            tags: Tags::default(),
            facts: Vec::new(),
            measures: Measures::default(),
        }
    }

    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts
            .iter()
            .find(|fact| fact.name == name)
            .map(|fact| fact.value.as_str())
    }

    /// Every address that its facts hold.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.facts.iter().flat_map(Fact::addresses)
    }

    /// The addresses by which the internet knows it.
    pub fn public_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.facts
            .iter()
            .filter(|fact| fact.name.contains("public"))
            .flat_map(Fact::addresses)
    }

    /// The addresses by which its VPC knows it.
    pub fn private_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.facts
            .iter()
            .filter(|fact| fact.name.contains("private") || fact.name.contains("ipv6"))
            .flat_map(Fact::addresses)
    }
}

/// A named value of the details view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub name: &'static str,
    pub value: CompactString,
}

impl Fact {
    /// The addresses in its value, which may be a list.
    fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.value
            .split([',', ' '])
            .filter_map(|word| word.parse().ok())
    }
}

/// What a resource says of another; the resource that holds it is the `from` end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    pub kind: RelationshipKind,
    pub to: Reference,
    /// A few characters for the wire: `443/https`, `0.0.0.0/0`, `/api/*`.
    pub label: Option<CompactString>,
    pub evidence: Evidence,
}

/// What joins two resources. The words follow AWS Config's where it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationshipKind {
    /// A subnet or a VPC that it is part of.
    IsContainedIn,
    /// A volume, an address, an interface, a gateway on a VPC.
    IsAttachedTo,
    /// It carries this security group; or a subnet its route table.
    IsAssociatedWith,
    /// Member to Auto Scaling group.
    IsMemberOf,
    /// Traffic is sent on: gateway to balancer, balancer to target group, group to target.
    ForwardsTo,
    /// A route of the subnet's table leads there.
    RoutesTo,
    /// A rule of the target allows traffic from the source: *permitted*, not *seen*.
    Permits,
    /// A peering between VPCs, or a VPC's attachment to a transit gateway.
    PeersWith,
    /// What happens here starts something there: topic to queue, rule to function, queue
    /// to its dead-letter queue.
    SendsEventsTo,
    /// The other way round: a function is started by a queue, a stream, a bucket.
    IsTriggeredBy,
    /// What is written here is copied there.
    ReplicatesTo,
    /// The other way round: a replica and its source.
    IsReplicaOf,
    /// It names the other in its configuration: a task its image, a function its table.
    RefersTo,
    /// A web ACL stands before it.
    Protects,
    /// An alarm watches it.
    Watches,
}

impl RelationshipKind {
    pub const ALL: &[Self] = &[
        Self::IsContainedIn,
        Self::IsAttachedTo,
        Self::IsAssociatedWith,
        Self::IsMemberOf,
        Self::ForwardsTo,
        Self::RoutesTo,
        Self::Permits,
        Self::PeersWith,
        Self::SendsEventsTo,
        Self::IsTriggeredBy,
        Self::ReplicatesTo,
        Self::IsReplicaOf,
        Self::RefersTo,
        Self::Protects,
        Self::Watches,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::IsContainedIn => "is-contained-in",
            Self::IsAttachedTo => "is-attached-to",
            Self::IsAssociatedWith => "is-associated-with",
            Self::IsMemberOf => "is-member-of",
            Self::ForwardsTo => "forwards-to",
            Self::RoutesTo => "routes-to",
            Self::Permits => "permits",
            Self::PeersWith => "peers-with",
            Self::SendsEventsTo => "sends-events-to",
            Self::IsTriggeredBy => "is-triggered-by",
            Self::ReplicatesTo => "replicates-to",
            Self::IsReplicaOf => "is-replica-of",
            Self::RefersTo => "refers-to",
            Self::Protects => "protects",
            Self::Watches => "watches",
        }
    }
}

/// The far end as AWS wrote it; resolved once all resources are known, to an external
/// resource where nothing known answers to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    Id(ResourceId),
    DnsName(String),
    Address(IpAddr),
    /// What a variable's value may mean: a line only where something known is called so.
    Sealed(Seal),
    /// The same, where a line to something unknown would say nothing: a hosted zone has
    /// thousands of records.
    IfKnown(Box<Reference>),
}

/// Why a line is there: the call and the field that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Evidence {
    /// As `ec2:DescribeInstances`.
    pub call: &'static str,
    /// As `Reservations[].Instances[].SubnetId`.
    pub field: &'static str,
}
