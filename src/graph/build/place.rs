//! Where each resource stands: in its subnet, its VPC or its region. Overlays (security
//! groups, Auto Scaling groups, volumes, addresses, listeners) have no box: they span
//! zones or belong to one that has.

use super::containers::Containers;
use super::{ByKey, Node, NodeKey, service};
use crate::graph::{GroupBy, Grouping, Role};
use crate::inventory::{
    Assessed, Kind, Ordinal, Presence, RelationshipKind, Resource, ResourceId, Survey,
};
use compact_str::{CompactString, format_compact};
use std::collections::{BTreeSet, HashMap};

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
        let region = region.or_else(|| {
            let mut round = super::ancestry(&self.nodes, near);
            round
                .find(|node| node.role == Role::Account)
                .map(|node| node.key.clone())
        });
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
pub(super) fn nodes(survey: &Survey, grouping: &Grouping) -> Placed {
    let is_level = |role: Role| match role {
        Role::Vpc => grouping.has(&GroupBy::Vpc),
        role if role.is_subnet() => grouping.has(&GroupBy::Subnet),
        _ => true,
    };
    let drawn: Vec<_> = survey
        .iter()
        .filter_map(|(ordinal, known)| Some((ordinal, known, role_of(survey, ordinal)?)))
        .filter(|(_, _, role)| is_level(*role))
        .collect();
    let accounts: BTreeSet<_> = drawn
        .iter()
        .map(|(_, known, _)| known.resource.account)
        .collect();
    let mut containers = Containers::new(survey, grouping, accounts.len() > 1);
    let services = service::Services::of(survey);
    let mut of_resource = vec![None; survey.resources.len()];
    for (ordinal, known, role) in drawn {
        let mut node = Node {
            parent: containers.of(ordinal, role),
            role,
            ..node_of(known)
        };
        let service = match role {
            // What is gone stands for itself, beside what took its place.
            _ if known.presence == Presence::Ghost => None,
            Role::Instance => Some(services.of_instance(ordinal, &known.resource)),
            Role::Database => services.of_database(ordinal),
            Role::Endpoint => Some(service::Service::new(
                "endpoints",
                service::GroupedBy::Kind,
                "",
            )),
            _ => None,
        };
        if let Some(service) = service {
            node.service = Some(service.name);
            node.grouped_by = Some(service.grouped_by);
            node.grouped_after = service.said_by;
        }
        let (index, _) = containers.nodes.insert_full(node.key.clone(), node);
        of_resource[ordinal.index()] = Some(index);
    }
    group_by_kind(&mut containers.nodes);
    Placed {
        nodes: containers.nodes,
        of_resource,
    }
}

/// So many of a kind beside the VPCs are read one by one; more are one box.
const FEW_OF_A_KIND: usize = 6;

/// A region has hundreds of functions, and no VPC parts them.
fn group_by_kind(nodes: &mut ByKey<Node>) {
    let is_beside = |node: &Node, nodes: &ByKey<Node>| {
        super::ancestry(nodes, &node.key)
            .skip(1)
            .any(|round| round.role.is_services())
    };
    let mut counts: HashMap<(NodeKey, Kind), usize> = HashMap::new();
    let is_counted = |node: &&Node| is_beside(node, nodes) && node.presence != Presence::Ghost;
    for node in nodes.values().filter(is_counted) {
        if let (Some(parent), Some(kind)) = (&node.parent, node.kind) {
            *counts.entry((parent.clone(), kind)).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > FEW_OF_A_KIND);
    for node in nodes.values_mut() {
        if let (Some(parent), Some(kind)) = (&node.parent, node.kind)
            && node.presence != Presence::Ghost
            && counts.contains_key(&(parent.clone(), kind))
        {
            node.service = Some(CompactString::const_new(kind.plural()));
            node.grouped_by = Some(service::GroupedBy::Kind);
        }
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
        presence: known.presence,
    }
}

fn label_of(resource: &Resource) -> CompactString {
    let cidr = resource.fact("cidr");
    match (resource.kind, cidr) {
        (Kind::Vpc, Some(cidr)) => format_compact!("{} {cidr}", resource.name),
        (kind, _) => match word(kind) {
            Some(word) => format_compact!("{word} {}", resource.name),
            None => resource.name.clone(),
        },
    }
}

/// What is said before a name: a queue, a table and a function are often called the same.
fn word(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Api => "api",
        Kind::Bucket => "bucket",
        Kind::CacheCluster => "cache",
        Kind::ReplicationGroup => "caches",
        Kind::CustomerGateway => "customer",
        Kind::DbCluster => "cluster",
        Kind::DbInstance => "db",
        Kind::DirectConnectConnection | Kind::DirectConnectGateway => "dx",
        Kind::Distribution => "cdn",
        Kind::EcsService => "ecs",
        Kind::EksCluster => "eks",
        Kind::EventBus => "bus",
        Kind::EventRule => "rule",
        Kind::FileSystem => "files",
        Kind::Function => "fn",
        Kind::HostedZone => "zone",
        Kind::KafkaCluster => "kafka",
        Kind::NodeGroup => "nodes",
        Kind::Queue => "queue",
        Kind::RedshiftCluster => "redshift",
        Kind::Repository => "images",
        Kind::SearchDomain => "search",
        Kind::StateMachine => "steps",
        Kind::Stream => "stream",
        Kind::Table => "table",
        Kind::Topic => "topic",
        Kind::VpcLink => "link",
        Kind::VpnConnection => "vpn",
        Kind::WebAcl => "waf",
        _ => return None,
    })
}

/// Its row in the template, or `None` where it is not a box.
fn role_of(survey: &Survey, ordinal: Ordinal) -> Option<Role> {
    match survey.kind(ordinal) {
        Kind::Vpc => Some(Role::Vpc),
        Kind::Subnet => Some(subnet_role(survey, ordinal)),
        Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::VpnGateway
        | Kind::CustomerGateway
        | Kind::DirectConnectGateway => Some(Role::Gateway),
        Kind::NatGateway => Some(Role::Nat),
        Kind::PeeringConnection | Kind::VpnConnection | Kind::DirectConnectConnection => {
            Some(Role::Peering)
        }
        Kind::TransitGateway => Some(Role::TransitGateway),
        Kind::VpcEndpoint => Some(Role::Endpoint),
        Kind::LoadBalancer => Some(Role::LoadBalancer),
        Kind::TargetGroup => Some(Role::TargetGroup),
        Kind::Instance | Kind::EcsTask => Some(Role::Instance),
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
        Kind::DbCluster
        | Kind::DbInstance
        | Kind::ReplicationGroup
        | Kind::CacheCluster
        | Kind::SearchDomain
        | Kind::RedshiftCluster
        | Kind::KafkaCluster => Some(Role::Database),
        Kind::Api | Kind::VpcLink | Kind::Distribution | Kind::HostedZone | Kind::WebAcl => {
            Some(Role::Front)
        }
        Kind::Queue | Kind::Topic | Kind::EventRule | Kind::Stream => Some(Role::Messaging),
        // Each region has one that is there by itself.
        Kind::EventBus => is_used_bus(survey, ordinal).then_some(Role::Messaging),
        Kind::EcsService
        | Kind::EksCluster
        | Kind::NodeGroup
        | Kind::Function
        | Kind::StateMachine => Some(Role::Compute),
        Kind::Bucket | Kind::Table | Kind::FileSystem | Kind::Repository => Some(Role::Store),
    }
}

fn is_used_bus(survey: &Survey, ordinal: Ordinal) -> bool {
    let mut heard = survey.links_to(ordinal);
    survey[ordinal].resource.name != "default"
        || heard.any(|(_, link)| link.kind == RelationshipKind::SendsEventsTo)
}

fn is_target(survey: &Survey, ordinal: Ordinal) -> bool {
    survey
        .links_to(ordinal)
        .any(|(_, link)| link.seen.is_some())
}

/// Public where a route leads to an internet gateway, isolated where none leads out.
/// While its route table is not known, a subnet counts as private: the claim that is
/// least likely to be wrong.
pub(super) fn subnet_role(survey: &Survey, subnet: Ordinal) -> Role {
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
