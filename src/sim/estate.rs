//! What stands in an account: the estate that a description grows into, ids and
//! addresses included. It must not know the time; what changes is in `script` and `view`.

use super::description::{LoadBalancerKind, Role, Tags};
use super::documents::Store;
use super::script::Script;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

pub(super) struct Account {
    pub number: String,
    pub name: String,
    pub home_region: String,
    pub opted_in: Vec<String>,
    pub role: Role,
    pub regions: BTreeMap<String, Region>,
}

/// Everything in one region of one account. Positions in these lists are the references
/// between them.
#[derive(Default)]
pub(super) struct Region {
    pub name: String,
    pub account: String,
    pub vpcs: Vec<Vpc>,
    pub subnets: Vec<Subnet>,
    pub route_tables: Vec<RouteTable>,
    pub internet_gateways: Vec<InternetGateway>,
    pub nat_gateways: Vec<NatGateway>,
    pub security_groups: Vec<SecurityGroup>,
    pub network_acls: Vec<NetworkAcl>,
    pub interfaces: Vec<Interface>,
    pub addresses: Vec<Address>,
    pub endpoints: Vec<Endpoint>,
    pub peerings: Vec<Peering>,
    pub transit_gateways: Vec<TransitGateway>,
    pub attachments: Vec<Attachment>,
    pub groups: Vec<Group>,
    pub slots: Vec<Slot>,
    pub target_groups: Vec<TargetGroup>,
    pub load_balancers: Vec<LoadBalancer>,
    /// What the services beside EC2 and its companions answer with.
    pub documents: Store,
}

pub(super) struct Vpc {
    pub id: String,
    pub cidr: String,
    pub dhcp_options: String,
    pub tags: Tags,
}

pub(super) struct Subnet {
    pub id: String,
    pub vpc: usize,
    pub zone: String,
    pub tier: String,
    pub network: Ipv4Addr,
    pub prefix: u8,
    pub public: bool,
    pub tags: Tags,
}

impl Subnet {
    pub(super) fn cidr(&self) -> String {
        format!("{}/{}", self.network, self.prefix)
    }

    pub(super) fn host(&self, number: u32) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.network.to_bits() + number)
    }
}

pub(super) struct RouteTable {
    pub id: String,
    pub vpc: usize,
    /// Subnets that name this table.
    pub subnets: Vec<usize>,
    pub main: bool,
    pub routes: Vec<Route>,
    pub tags: Tags,
}

pub(super) struct Route {
    pub destination: Destination,
    pub target: RouteTarget,
}

pub(super) enum Destination {
    Cidr(String),
    PrefixList(String),
}

pub(super) enum RouteTarget {
    Local,
    Gateway(String),
    Nat(String),
    Peering(String),
    TransitGateway(String),
}

pub(super) struct InternetGateway {
    pub id: String,
    pub vpc: usize,
    pub tags: Tags,
}

pub(super) struct NatGateway {
    pub id: String,
    pub subnet: usize,
    pub interface: String,
    pub allocation: String,
    pub association: String,
    pub private_ip: Ipv4Addr,
    pub public_ip: Ipv4Addr,
    pub tags: Tags,
}

pub(super) struct SecurityGroup {
    pub id: String,
    pub vpc: usize,
    pub name: String,
    pub description: String,
    pub rules: Vec<SecurityRule>,
    pub tags: Tags,
}

pub(super) struct SecurityRule {
    pub id: String,
    pub egress: bool,
    /// `tcp`, or `-1` for all.
    pub protocol: String,
    pub ports: Option<(u16, u16)>,
    pub peer: SecurityPeer,
}

pub(super) enum SecurityPeer {
    Cidr4(String),
    Cidr6(String),
    Group(String),
}

pub(super) struct NetworkAcl {
    pub id: String,
    pub vpc: usize,
    pub subnets: Vec<usize>,
}

/// A network interface that AWS made for something of its own.
pub(super) struct Interface {
    pub id: String,
    pub subnet: usize,
    pub private_ip: Ipv4Addr,
    pub public: Option<Association>,
    pub description: String,
    pub kind: &'static str,
    pub requester: &'static str,
    pub attached_by: &'static str,
    pub security_groups: Vec<usize>,
    /// What happens to it as a target.
    pub script: Script,
}

#[derive(Clone)]
pub(super) struct Association {
    pub public_ip: Ipv4Addr,
    pub owner: String,
    pub allocation: Option<String>,
    pub id: Option<String>,
}

pub(super) struct Address {
    pub allocation: String,
    pub association: Option<String>,
    pub public_ip: Ipv4Addr,
    pub private_ip: Option<Ipv4Addr>,
    pub interface: Option<String>,
    /// The slot of the instance that it is bound to.
    pub slot: Option<usize>,
    pub tags: Tags,
}

pub(super) struct Endpoint {
    pub id: String,
    pub vpc: usize,
    pub service: String,
    pub gateway: bool,
    pub route_tables: Vec<String>,
    pub subnets: Vec<usize>,
    pub interfaces: Vec<String>,
    pub security_groups: Vec<usize>,
    pub tags: Tags,
}

#[derive(Clone)]
pub(super) struct Peering {
    pub id: String,
    pub requester: PeerVpc,
    pub accepter: PeerVpc,
    pub tags: Tags,
}

#[derive(Clone)]
pub(super) struct PeerVpc {
    pub account: String,
    pub region: String,
    pub id: String,
    pub cidr: String,
}

/// As one account sees it; tags belong to the account that set them.
#[derive(Clone)]
pub(super) struct TransitGateway {
    pub id: String,
    pub owner: String,
    pub tags: Tags,
}

/// A VPC on a transit gateway.
#[derive(Clone)]
pub(super) struct Attachment {
    pub id: String,
    pub gateway: String,
    pub gateway_owner: String,
    pub vpc: PeerVpc,
    pub tags: Tags,
}

/// Instances of one kind; an Auto Scaling group where it has limits.
pub(super) struct Group {
    /// `region/vpc/group`, as happenings name it.
    pub key: String,
    pub name: String,
    pub service: String,
    pub instance_type: String,
    pub image: String,
    pub security_groups: Vec<usize>,
    pub subnets: Vec<usize>,
    pub slots: Vec<usize>,
    pub target_groups: Vec<usize>,
    pub scaling: Option<[u32; 2]>,
    pub root_gib: u32,
    pub data_gib: Option<u32>,
    pub version: Option<u32>,
    pub stopped: bool,
    /// Tags of the VPC that instances carry too.
    pub tags: Tags,
}

/// A place for an instance. The instance in it may be replaced.
pub(super) struct Slot {
    pub group: usize,
    pub member: usize,
    pub subnet: usize,
    pub host: u32,
    /// Of the first instance, computed once.
    pub first: FirstInstance,
    pub public: Option<Association>,
    pub script: Script,
}

pub(super) struct FirstInstance {
    pub id: String,
    pub interface: String,
    pub root_volume: String,
    pub data_volume: Option<String>,
    /// How long it had been running when the fleet's time began.
    pub age_seconds: i64,
}

pub(super) struct TargetGroup {
    pub arn: String,
    pub name: String,
    pub vpc: usize,
    pub protocol: String,
    pub port: u16,
    pub health_path: Option<String>,
    /// The group of instances whose members are its targets.
    pub group: Option<usize>,
    /// The network interfaces whose addresses are its targets.
    pub interfaces: Vec<String>,
    pub by_address: bool,
    pub load_balancers: Vec<String>,
    pub tags: Tags,
}

pub(super) struct LoadBalancer {
    pub arn: String,
    pub name: String,
    pub dns_name: String,
    pub kind: LoadBalancerKind,
    pub internal: bool,
    pub vpc: usize,
    pub subnets: Vec<usize>,
    pub security_groups: Vec<usize>,
    pub listeners: Vec<Listener>,
    pub tags: Tags,
}

pub(super) struct Listener {
    pub arn: String,
    pub port: u16,
    pub protocol: String,
    pub certificate: Option<String>,
    /// The default rule comes last.
    pub rules: Vec<ListenerRule>,
}

pub(super) struct ListenerRule {
    pub arn: String,
    pub host: Option<String>,
    pub path: Option<String>,
    pub action: ListenerAction,
}

#[derive(Clone)]
pub(super) enum ListenerAction {
    Forward(String),
    RedirectToHttps,
}
