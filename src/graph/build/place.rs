//! Where each resource stands: in its subnet, its VPC or its region. Overlays (security
//! groups, Auto Scaling groups, volumes, addresses, listeners) have no box: they span
//! zones or belong to one that has.

use super::{ByKey, Node, NodeKey, service};
use crate::account::{AccountId, Region};
use crate::graph::Role;
use crate::inventory::{
    Assessed, Health, Kind, Ordinal, RelationshipKind, Resource, ResourceId, Survey,
};
use compact_str::{CompactString, ToCompactString, format_compact};
use foldhash::fast::RandomState;
use std::collections::BTreeSet;

/// Every drawn resource with its containers.
pub(super) struct Placed {
    pub nodes: ByKey<Node>,
    /// The index of each resource's node, for those that have one.
    of_resource: Vec<Option<usize>>,
}

impl Placed {
    pub(super) fn index(&self, ordinal: Ordinal) -> Option<usize> {
        self.of_resource[ordinal.index()]
    }

    pub(super) fn node(&self, ordinal: Ordinal) -> Option<&Node> {
        self.index(ordinal).map(|index| &self.nodes[index])
    }

    /// Adds what nothing known answers to, in the region of what leads to it.
    pub(super) fn add_external(
        &mut self,
        (ordinal, known): (Ordinal, &Assessed),
        from: usize,
    ) -> usize {
        let near = &self.nodes[from].key;
        let region = super::ancestry(&self.nodes, near)
            .find(|node| node.role == Role::Region)
            .map(|node| node.key.clone());
        // A gateway of a whole organisation has hundreds of these.
        let is_attached = self.nodes[from].role == Role::TransitGateway;
        let node = Node {
            role: Role::External,
            parent: region,
            service: is_attached.then(|| CompactString::const_new("attached elsewhere")),
            grouped_by: is_attached.then_some(service::GroupedBy::Kind),
            ..node_of(known)
        };
        let (index, _) = self.nodes.insert_full(node.key.clone(), node);
        self.of_resource[ordinal.index()] = Some(index);
        index
    }
}

/// Puts every resource that is drawn where it stands.
pub(super) fn nodes(survey: &Survey) -> Placed {
    let drawn: Vec<_> = survey
        .iter()
        .filter_map(|(ordinal, known)| Some((ordinal, known, role_of(survey, ordinal)?)))
        .collect();
    let accounts: BTreeSet<_> = drawn
        .iter()
        .map(|(_, known, _)| known.resource.account)
        .collect();
    let mut places = Places {
        survey,
        nodes: ByKey::with_capacity_and_hasher(drawn.len(), RandomState::default()),
        has_several_accounts: accounts.len() > 1,
    };
    let services = service::Services::of(survey);
    let mut of_resource = vec![None; survey.resources.len()];
    for (ordinal, known, role) in drawn {
        let parent = places.container_of(ordinal, role);
        let mut node = Node {
            parent: Some(parent),
            role,
            ..node_of(known)
        };
        if role == Role::Instance {
            let service = services.of_instance(ordinal, &known.resource);
            node.service = Some(service.name);
            node.grouped_by = Some(service.grouped_by);
            node.grouped_after = service.said_by;
        } else if role == Role::Endpoint {
            node.service = Some(CompactString::const_new("endpoints"));
            node.grouped_by = Some(service::GroupedBy::Kind);
        }
        let (index, _) = places.nodes.insert_full(node.key.clone(), node);
        of_resource[ordinal.index()] = Some(index);
    }
    Placed {
        nodes: places.nodes,
        of_resource,
    }
}

/// A resource as a node, before it has a place.
pub(super) fn node_of(known: &Assessed) -> Node {
    let resource = &known.resource;
    Node {
        key: NodeKey::from(&resource.id),
        parent: None,
        resource: Some(resource.id.clone()),
        kind: Some(resource.kind),
        role: Role::Other,
        label: label_of(resource),
        service: None,
        grouped_by: None,
        grouped_after: CompactString::default(),
        health: known.assessment.health,
    }
}

fn label_of(resource: &Resource) -> CompactString {
    let cidr = resource.fact("cidr");
    match (resource.kind, cidr) {
        (Kind::Vpc, Some(cidr)) => format_compact!("{} {cidr}", resource.name),
        _ => resource.name.clone(),
    }
}

/// Its row in the template, or `None` where it is not a box.
fn role_of(survey: &Survey, ordinal: Ordinal) -> Option<Role> {
    match survey.kind(ordinal) {
        Kind::Vpc => Some(Role::Vpc),
        Kind::Subnet => Some(subnet_role(survey, ordinal)),
        Kind::InternetGateway => Some(Role::Gateway),
        Kind::NatGateway => Some(Role::Nat),
        Kind::PeeringConnection => Some(Role::Peering),
        Kind::TransitGateway => Some(Role::TransitGateway),
        Kind::VpcEndpoint => Some(Role::Endpoint),
        Kind::LoadBalancer => Some(Role::LoadBalancer),
        Kind::TargetGroup => Some(Role::TargetGroup),
        Kind::Instance => Some(Role::Instance),
        // A target that has an address and nothing behind it that is drawn: a task, a pod.
        Kind::NetworkInterface => is_target(survey, ordinal).then_some(Role::Instance),
        Kind::AvailabilityZone
        | Kind::TransitGatewayAttachment
        | Kind::RouteTable
        | Kind::Listener
        | Kind::ListenerRule
        | Kind::AutoScalingGroup
        | Kind::Volume
        | Kind::ElasticIp
        | Kind::SecurityGroup
        | Kind::SecurityGroupRule
        | Kind::NetworkAcl
        | Kind::VirtualInterface
        | Kind::EcsCluster
        | Kind::FargateProfile
        | Kind::MountTarget
        | Kind::Alarm
        | Kind::External => None,
        Kind::EgressOnlyInternetGateway | Kind::VpnGateway => Some(Role::Gateway),
        Kind::EcsTask => Some(Role::Instance),
        Kind::DbInstance
        | Kind::CacheCluster
        | Kind::SearchDomain
        | Kind::RedshiftCluster
        | Kind::KafkaCluster => Some(Role::Database),
        Kind::CustomerGateway
        | Kind::VpnConnection
        | Kind::DirectConnectGateway
        | Kind::DirectConnectConnection
        | Kind::DbCluster
        | Kind::ReplicationGroup
        | Kind::EcsService
        | Kind::EksCluster
        | Kind::NodeGroup
        | Kind::Function
        | Kind::StateMachine
        | Kind::Api
        | Kind::VpcLink
        | Kind::Bucket
        | Kind::Table
        | Kind::Queue
        | Kind::Topic
        | Kind::EventBus
        | Kind::EventRule
        | Kind::Stream
        | Kind::FileSystem
        | Kind::Repository
        | Kind::Distribution
        | Kind::HostedZone
        | Kind::WebAcl => Some(Role::Other),
    }
}

fn is_target(survey: &Survey, ordinal: Ordinal) -> bool {
    survey
        .links_to(ordinal)
        .any(|(_, link)| link.seen.is_some())
}

/// Public where a route leads to an internet gateway, isolated where none leads out.
/// While its route table is not known, a subnet counts as private: the claim that is
/// least likely to be wrong.
fn subnet_role(survey: &Survey, subnet: Ordinal) -> Role {
    let mut routes = survey
        .links_from(subnet)
        .filter(|(_, link)| link.kind == RelationshipKind::RoutesTo)
        .filter(|(_, link)| leads_out(survey.id(link.to)))
        .peekable();
    if routes.peek().is_some() {
        let is_public = routes.any(|(_, route)| is_internet_gateway(survey.id(route.to)));
        return if is_public {
            Role::PublicSubnet
        } else {
            Role::PrivateSubnet
        };
    }
    let stated = survey.links_from(subnet).map(|(_, link)| (link, link.to));
    let heard = survey.links_to(subnet).map(|(_, link)| (link, link.from));
    let has_table = stated.chain(heard).any(|(link, other)| {
        link.kind == RelationshipKind::IsAssociatedWith && survey.kind(other) == Kind::RouteTable
    });
    if has_table {
        Role::IsolatedSubnet
    } else {
        Role::PrivateSubnet
    }
}

/// Not where it only reaches another VPC or a service of AWS.
fn leads_out(id: &ResourceId) -> bool {
    let arn = id.as_str();
    !arn.contains(":vpc-peering-connection/") && !arn.contains(":vpc-endpoint/")
}

/// By its ARN, so that a gateway that could not be read still makes a subnet public,
/// and an egress-only one does not.
pub(super) fn is_internet_gateway(id: &ResourceId) -> bool {
    id.as_str().contains(":internet-gateway/")
}

/// The containers so far; those that AWS has no resource for are made as they are needed.
struct Places<'a> {
    survey: &'a Survey,
    nodes: ByKey<Node>,
    has_several_accounts: bool,
}

impl Places<'_> {
    fn container_of(&mut self, ordinal: Ordinal, role: Role) -> NodeKey {
        let resource = &self.survey[ordinal].resource;
        if matches!(role, Role::Vpc | Role::TransitGateway) {
            return self.region(resource.account, &resource.region);
        }
        if matches!(role, Role::Instance | Role::Nat)
            && let Some(subnet) = self.subnet_of(ordinal)
        {
            return NodeKey::from(self.survey.id(subnet));
        }
        match self.vpc_of(ordinal).map(|vpc| self.survey.id(vpc)) {
            Some(vpc) if role.is_subnet() => self.zone(vpc, resource.zone.as_deref()),
            Some(vpc) => NodeKey::from(vpc),
            None => self.region(resource.account, &resource.region),
        }
    }

    fn subnet_of(&self, ordinal: Ordinal) -> Option<Ordinal> {
        let parent = self.survey[ordinal].parent;
        let mut stated = parent.into_iter().chain(self.joined(ordinal));
        stated.find(|other| self.survey.kind(*other) == Kind::Subnet)
    }

    /// The VPC that it is in or attached to.
    fn vpc_of(&self, ordinal: Ordinal) -> Option<Ordinal> {
        let mut stated = std::iter::once(ordinal).chain(self.joined(ordinal));
        stated.find_map(|other| self.survey.vpc_of(other))
    }

    fn joined(&self, ordinal: Ordinal) -> impl Iterator<Item = Ordinal> {
        self.survey
            .links_from(ordinal)
            .filter(|(_, link)| {
                matches!(
                    link.kind,
                    RelationshipKind::IsContainedIn
                        | RelationshipKind::IsAttachedTo
                        | RelationshipKind::PeersWith
                )
            })
            .map(|(_, link)| link.to)
    }

    fn zone(&mut self, vpc: &ResourceId, zone: Option<&str>) -> NodeKey {
        let parent = NodeKey::from(vpc);
        let Some(zone) = zone else {
            return parent;
        };
        let key = NodeKey::new(format!("zone/{vpc}/{zone}"));
        self.container(key, Some(parent), (Role::Zone, zone.into()))
    }

    fn region(&mut self, account: AccountId, region: &Region) -> NodeKey {
        let parent = self.has_several_accounts.then(|| {
            let key = NodeKey::new(format!("account/{account}"));
            let label = match self.survey.account_names.get(&account) {
                Some(name) => format_compact!("{name} {}", account.grouped()),
                None => account.grouped().into(),
            };
            self.container(key, None, (Role::Account, label))
        });
        let key = NodeKey::new(format!("region/{account}/{region}"));
        self.container(key, parent, (Role::Region, region.to_compact_string()))
    }

    fn container(
        &mut self,
        key: NodeKey,
        parent: Option<NodeKey>,
        (role, label): (Role, CompactString),
    ) -> NodeKey {
        self.nodes.entry(key.clone()).or_insert_with(|| Node {
            key: key.clone(),
            parent,
            resource: None,
            kind: None,
            role,
            label,
            service: None,
            grouped_by: None,
            grouped_after: CompactString::default(),
            health: Health::Neutral,
        });
        key
    }
}
