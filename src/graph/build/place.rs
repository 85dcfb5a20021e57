//! Where each resource stands: in its subnet, its VPC or its region. Overlays (security
//! groups, Auto Scaling groups, volumes, addresses, listeners) have no box: they span
//! zones or belong to one that has.

use super::{Node, NodeKey, service};
use crate::account::{AccountId, Region};
use crate::graph::Role;
use crate::inventory::{Assessed, Health, Kind, RelationshipKind, Resource, ResourceId, Survey};
use std::collections::{BTreeMap, BTreeSet};

/// Every drawn resource with its containers.
pub(super) fn nodes(survey: &Survey) -> BTreeMap<NodeKey, Node> {
    let drawn: Vec<_> = survey
        .resources
        .values()
        .filter_map(|known| Some((known, role_of(survey, &known.resource)?)))
        .collect();
    let accounts: BTreeSet<_> = drawn
        .iter()
        .map(|(known, _)| known.resource.account)
        .collect();
    let mut places = Places {
        survey,
        nodes: BTreeMap::new(),
        has_several_accounts: accounts.len() > 1,
    };
    let services = service::Services::of(survey);
    for (known, role) in drawn {
        let parent = places.container_of(&known.resource, role);
        let mut node = Node {
            parent: Some(parent),
            role,
            ..node_of(known)
        };
        if role == Role::Instance {
            let (service, grouped_by) = services.of_instance(&known.resource);
            node.service = Some(service);
            node.grouped_by = Some(grouped_by);
        } else if role == Role::Endpoint {
            node.service = Some("endpoints".to_owned());
            node.grouped_by = Some(service::GroupedBy::Kind);
        }
        places.nodes.insert(node.key.clone(), node);
    }
    places.nodes
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
        health: known.assessment.health,
    }
}

fn label_of(resource: &Resource) -> String {
    let cidr = resource.fact("cidr");
    match (resource.kind, cidr) {
        (Kind::Vpc, Some(cidr)) => format!("{} {cidr}", resource.name),
        _ => resource.name.clone(),
    }
}

/// Its row in the template, or `None` where it is not a box.
fn role_of(survey: &Survey, resource: &Resource) -> Option<Role> {
    match resource.kind {
        Kind::Vpc => Some(Role::Vpc),
        Kind::Subnet => Some(subnet_role(survey, &resource.id)),
        Kind::InternetGateway => Some(Role::Gateway),
        Kind::NatGateway => Some(Role::Nat),
        Kind::PeeringConnection => Some(Role::Peering),
        Kind::VpcEndpoint => Some(Role::Endpoint),
        Kind::LoadBalancer => Some(Role::LoadBalancer),
        Kind::TargetGroup => Some(Role::TargetGroup),
        Kind::Instance => Some(Role::Instance),
        // A target that has an address and nothing behind it that is drawn: a task, a pod.
        Kind::NetworkInterface => is_target(survey, &resource.id).then_some(Role::Instance),
        Kind::AvailabilityZone
        | Kind::RouteTable
        | Kind::Listener
        | Kind::ListenerRule
        | Kind::AutoScalingGroup
        | Kind::Volume
        | Kind::ElasticIp
        | Kind::SecurityGroup
        | Kind::SecurityGroupRule
        | Kind::External => None,
    }
}

fn is_target(survey: &Survey, id: &ResourceId) -> bool {
    survey.links_to(id).any(|(_, link)| link.seen.is_some())
}

/// Public where a route leads to an internet gateway, isolated where none leads out.
/// While its route table is not known, a subnet counts as private: the claim that is
/// least likely to be wrong.
fn subnet_role(survey: &Survey, id: &ResourceId) -> Role {
    let mut routes = survey
        .links_from(id)
        .filter(|(_, link)| link.kind == RelationshipKind::RoutesTo && leads_out(&link.to))
        .peekable();
    if routes.peek().is_some() {
        let is_public = routes.any(|(_, route)| is_internet_gateway(&route.to));
        return if is_public {
            Role::PublicSubnet
        } else {
            Role::PrivateSubnet
        };
    }
    let stated = survey.links_from(id).map(|(_, link)| (link, &link.to));
    let heard = survey.links_to(id).map(|(_, link)| (link, &link.from));
    let has_table = stated.chain(heard).any(|(link, other)| {
        link.kind == RelationshipKind::IsAssociatedWith
            && survey
                .get(other)
                .is_some_and(|known| known.resource.kind == Kind::RouteTable)
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
    nodes: BTreeMap<NodeKey, Node>,
    has_several_accounts: bool,
}

impl Places<'_> {
    fn container_of(&mut self, resource: &Resource, role: Role) -> NodeKey {
        if role == Role::Vpc {
            return self.region(resource.account, &resource.region);
        }
        if matches!(role, Role::Instance | Role::Nat)
            && let Some(subnet) = self.subnet_of(resource)
        {
            return NodeKey::from(&subnet);
        }
        match self.vpc_of(resource) {
            Some(vpc) if role.is_subnet() => self.zone(&vpc, resource.zone.as_deref()),
            Some(vpc) => NodeKey::from(&vpc),
            None => self.region(resource.account, &resource.region),
        }
    }

    fn subnet_of(&self, resource: &Resource) -> Option<ResourceId> {
        let stated = resource.parent.iter().chain(self.joined(resource));
        let mut known = stated.filter_map(|id| self.survey.get(id));
        known
            .find(|known| known.resource.kind == Kind::Subnet)
            .map(|known| known.resource.id.clone())
    }

    /// The VPC that it is in or attached to.
    fn vpc_of(&self, resource: &Resource) -> Option<ResourceId> {
        let stated = std::iter::once(&resource.id).chain(self.joined(resource));
        let mut vpcs = stated.filter_map(|id| self.survey.vpc_of(id));
        vpcs.next().map(|vpc| vpc.id.clone())
    }

    fn joined(&self, resource: &Resource) -> impl Iterator<Item = &ResourceId> {
        self.survey
            .links_from(&resource.id)
            .filter(|(_, link)| {
                matches!(
                    link.kind,
                    RelationshipKind::IsContainedIn
                        | RelationshipKind::IsAttachedTo
                        | RelationshipKind::PeersWith
                )
            })
            .map(|(_, link)| &link.to)
    }

    fn zone(&mut self, vpc: &ResourceId, zone: Option<&str>) -> NodeKey {
        let parent = NodeKey::from(vpc);
        let Some(zone) = zone else {
            return parent;
        };
        let key = NodeKey::new(format!("zone/{vpc}/{zone}"));
        self.container(key, Some(parent), (Role::Zone, zone.to_owned()))
    }

    fn region(&mut self, account: AccountId, region: &Region) -> NodeKey {
        let parent = self.has_several_accounts.then(|| {
            let key = NodeKey::new(format!("account/{account}"));
            self.container(key, None, (Role::Account, account.grouped()))
        });
        let key = NodeKey::new(format!("region/{account}/{region}"));
        self.container(key, parent, (Role::Region, region.to_string()))
    }

    fn container(
        &mut self,
        key: NodeKey,
        parent: Option<NodeKey>,
        (role, label): (Role, String),
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
            health: Health::Neutral,
        });
        key
    }
}
