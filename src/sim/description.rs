//! The fleet as people describe it in `assets/demo/*.toml`. It must not know the ids
//! and addresses that are made from it.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) type Tags = BTreeMap<String, String>;

/// One account's file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub number: String,
    pub name: String,
    pub home_region: String,
    /// Opt-in regions that this account has enabled.
    #[serde(default)]
    pub opted_in: Vec<String>,
    pub role: Role,
    #[serde(default)]
    pub period_seconds: Option<u64>,
    #[serde(default)]
    pub vpc: Vec<Vpc>,
    #[serde(default)]
    pub peering: Vec<Peering>,
    #[serde(default)]
    pub transit_gateway: Vec<TransitGateway>,
    #[serde(default)]
    pub happening: Vec<Happening>,
    #[serde(default)]
    pub documents: Vec<Documents>,
}

/// What the services beside EC2 and its companions hold in one region, in AWS's own
/// words: by service, then by name. Fields that begin with `_` are for further calls.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Documents {
    /// Global services stand in us-east-1.
    pub region: String,
    #[serde(default)]
    pub happening: Vec<DocumentHappening>,
    #[serde(flatten)]
    pub services: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
}

/// In every period, for so many seconds, a document has other values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentHappening {
    pub at: u64,
    pub seconds: u64,
    /// `rds.DBInstance`.
    pub document: String,
    /// Which one: the fields that tell it from the others.
    pub of: BTreeMap<String, Value>,
    pub set: Value,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    pub name: String,
    pub external_id: String,
    /// Account numbers whose principals may assume it.
    pub trusts: Vec<String>,
    pub max_session_seconds: u64,
    pub allow: Vec<String>,
    #[serde(default)]
    pub deny: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vpc {
    pub name: String,
    pub region: String,
    pub cidr: String,
    pub tags: Tags,
    pub zones: Vec<String>,
    /// One NAT gateway per zone, or one for all.
    #[serde(default = "default_true")]
    pub nat_per_zone: bool,
    pub tiers: Vec<Tier>,
    #[serde(default)]
    pub security_group: Vec<SecurityGroup>,
    #[serde(default)]
    pub group: Vec<Group>,
    #[serde(default)]
    pub target_group: Vec<TargetGroup>,
    #[serde(default)]
    pub load_balancer: Vec<LoadBalancer>,
    #[serde(default)]
    pub endpoint: Vec<Endpoint>,
    #[serde(default)]
    pub interface: Vec<Interface>,
}

/// A network interface of a service whose things are documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Interface {
    pub name: String,
    pub service: InterfaceService,
    /// `tier/zone`.
    pub subnet: String,
    /// As in documents, names of generated things stand for them.
    pub description: String,
    pub security_groups: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum InterfaceService {
    Rds,
    ElastiCache,
    Ecs,
    Lambda,
    Efs,
    Redshift,
    OpenSearch,
    Msk,
    Fsx,
    Eks,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tier {
    pub name: String,
    pub way_out: WayOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum WayOut {
    Internet,
    Nat,
    None,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecurityGroup {
    pub name: String,
    pub description: String,
    /// `tcp/443 from 0.0.0.0/0`, `tcp/8080-8090 from alb`, `all from self`.
    pub ingress: Vec<String>,
}

/// Instances of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub name: String,
    pub service: String,
    pub count: usize,
    pub instance_type: String,
    pub tier: String,
    pub security_groups: Vec<String>,
    /// Least and most, where it is an Auto Scaling group.
    #[serde(default)]
    pub scaling: Option<[u32; 2]>,
    #[serde(default = "default_root")]
    pub root_gib: u32,
    #[serde(default)]
    pub data_gib: Option<u32>,
    #[serde(default)]
    pub version: Option<u32>,
    #[serde(default)]
    pub public_address: bool,
    #[serde(default)]
    pub stopped: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetGroup {
    pub name: String,
    pub protocol: String,
    pub port: u16,
    #[serde(default)]
    pub health_path: Option<String>,
    /// The name of the group of instances.
    #[serde(default)]
    pub targets: Option<String>,
    /// Or the names of network interfaces, whose addresses are registered.
    #[serde(default)]
    pub interfaces: Vec<String>,
    /// Registered by address instead of instance id.
    #[serde(default)]
    pub by_address: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoadBalancer {
    pub name: String,
    pub kind: LoadBalancerKind,
    pub tier: String,
    #[serde(default)]
    pub internal: bool,
    #[serde(default)]
    pub security_groups: Vec<String>,
    pub listener: Vec<Listener>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LoadBalancerKind {
    Application,
    Network,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listener {
    pub port: u16,
    pub protocol: String,
    /// The target group's name; without one, port 443 is where the caller is sent.
    #[serde(default)]
    pub forward: Option<String>,
    #[serde(default)]
    pub rules: Vec<ListenerRule>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListenerRule {
    #[serde(default)]
    pub host: Option<String>,
    #[serde(default)]
    pub path: Option<String>,
    pub forward: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endpoint {
    pub service: String,
    /// Gateway endpoints hang on route tables, interface endpoints stand in subnets.
    #[serde(default)]
    pub gateway: bool,
    #[serde(default)]
    pub security_groups: Vec<String>,
}

/// `account/region/vpc` on both sides; the requester's account is the file's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Peering {
    pub name: String,
    pub requester: String,
    pub accepter: String,
}

/// Of the file's own account, in one region. The accounts of the VPCs that are attached
/// to it see it as well.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransitGateway {
    pub name: String,
    pub region: String,
    /// `account/region/vpc`.
    pub attached: Vec<String>,
}

/// Something that happens once in every period.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Happening {
    pub at: u64,
    /// `region/vpc/group`.
    pub group: String,
    #[serde(default)]
    pub member: usize,
    #[serde(flatten)]
    pub kind: HappeningKind,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum HappeningKind {
    /// The member's target fails its health checks for so many seconds.
    TargetUnhealthy { seconds: u64, reason: String },
    /// The member is terminated and a new instance takes its place.
    Replace,
    /// Every member is replaced, one after the other, by the next version.
    Deploy { every: u64 },
    /// The instance status check fails, then initializes.
    StatusImpaired { seconds: u64 },
    /// AWS announces maintenance.
    ScheduledEvent {
        seconds: u64,
        code: String,
        text: String,
    },
}

fn default_true() -> bool {
    true
}

fn default_root() -> u32 {
    20
}
