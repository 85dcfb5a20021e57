//! What a month of the account costs: for each resource the lines that AWS would bill,
//! each with its quantity, its price and how well both are known. Nothing unknown is a
//! zero. It must not know where a price was read, nor how an amount is shown.
//!
//! ```text
//! survey + prices + inputs + scenario -> costs by resource -> tables by VPC, kind, tag …
//!                                                          -> amounts on the map
//!                                                          -> what is idle
//! ```
//!
//! Rules and their sources are where they are applied: `compute`, `network`, `data`, `edge`.

mod bill;
mod compute;
mod cost;
mod data;
mod edge;
mod idle;
mod inputs;
mod network;
mod on_map;
mod scenario;
mod table;
mod usage;

pub use cost::{Amount, Basis, Class, Cost, Line, Usage};
pub use idle::Idle;
pub use inputs::{Counts, Inputs};
pub use on_map::OnMap;
pub use scenario::{Alteration, Scenario};
pub use table::{By, Row, service_of};
pub use usage::{DAYS, Metric, Queries, Query, Statistic, counts};

use crate::inventory::{ById, Kind, Presence, ResourceId, Survey};
use crate::prices::Prices;
use bill::{Bill, Component};
use edge::FurtherZones;
use network::Addresses;

/// What a budget rests on besides the survey.
#[derive(Debug, Clone, Default)]
pub struct Assumptions {
    pub prices: Prices,
    pub inputs: Inputs,
    pub scenario: Scenario,
}

/// A month of everything that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Budget {
    /// Of each resource that costs something, or may.
    pub costs: ById<Cost>,
}

impl Budget {
    pub fn of(survey: &Survey, assumptions: &Assumptions) -> Self {
        let addresses = Addresses::of(survey);
        let zones = FurtherZones::of(survey);
        let mut costs = ById::default();
        for (ordinal, assessed) in survey.iter() {
            // What is gone costs nothing any more.
            if assessed.presence == Presence::Ghost {
                continue;
            }
            let resource = &assessed.resource;
            let component = Component {
                survey,
                ordinal,
                altered: assumptions.scenario.of(&resource.id),
            };
            let mut bill = Bill::new(&assumptions.prices, &assumptions.inputs, resource);
            charge(&mut bill, component, &zones);
            addresses.charge(&mut bill, component);
            let mut cost = bill.finish();
            if let Some(alteration) = component.altered {
                let is_instance = resource.kind == Kind::Instance;
                let class = component.fact("type").filter(|_| is_instance);
                alteration.apply(&mut cost, class);
            }
            if !cost.lines.is_empty() {
                costs.insert(resource.id.clone(), cost);
            }
        }
        Self { costs }
    }

    pub fn cost(&self, id: &ResourceId) -> Option<&Cost> {
        self.costs.get(id)
    }

    pub fn total(&self) -> Amount {
        self.costs.values().map(Cost::amount).sum()
    }
}

/// Every kind is here, so that one which is new is thought about.
fn charge(bill: &mut Bill, component: Component, zones: &FurtherZones) {
    match component.resource().kind {
        Kind::Instance => compute::instance(bill, component),
        Kind::Volume => compute::volume(bill, component),
        Kind::EcsTask => compute::task(bill, component),
        Kind::EksCluster => compute::eks_cluster(bill, component),
        Kind::Function => compute::function(bill, component),
        Kind::StateMachine => compute::state_machine(bill, component),
        Kind::NatGateway => network::nat_gateway(bill, component),
        Kind::LoadBalancer => network::load_balancer(bill, component),
        Kind::VpcEndpoint => network::vpc_endpoint(bill, component),
        Kind::TransitGatewayAttachment => network::transit_gateway_attachment(bill, component),
        Kind::PeeringConnection => network::peering_connection(bill, component),
        Kind::VpnConnection => network::vpn_connection(bill, component),
        Kind::DirectConnectConnection => network::direct_connect_connection(bill, component),
        Kind::DbInstance => data::db_instance(bill, component),
        Kind::DbCluster => data::db_cluster(bill, component),
        Kind::CacheCluster => data::cache_cluster(bill, component),
        Kind::SearchDomain => data::search_domain(bill, component),
        Kind::RedshiftCluster => data::redshift_cluster(bill, component),
        Kind::KafkaCluster => data::kafka_cluster(bill, component),
        Kind::Table => data::table(bill, component),
        Kind::Stream => data::stream(bill, component),
        Kind::Bucket => data::bucket(bill, component),
        Kind::FileSystem => data::file_system(bill, component),
        Kind::Repository => data::repository(bill, component),
        Kind::Queue => data::queue(bill, component),
        Kind::Topic => data::topic(bill, component),
        Kind::HostedZone => zones.charge(bill, component),
        Kind::Distribution => edge::distribution(bill, component),
        Kind::Api => edge::api(bill, component),
        Kind::WebAcl => edge::web_acl(bill, component),
        Kind::Alarm => edge::alarm(bill, component),
        Kind::EventBus => edge::event_bus(bill, component),
        // Free by themselves; an address on one of them is counted with all addresses.
        Kind::Vpc
        | Kind::Subnet
        | Kind::AvailabilityZone
        | Kind::InternetGateway
        | Kind::TransitGateway
        | Kind::RouteTable
        | Kind::Listener
        | Kind::ListenerRule
        | Kind::TargetGroup
        | Kind::AutoScalingGroup
        | Kind::ElasticIp
        | Kind::NetworkInterface
        | Kind::SecurityGroup
        | Kind::SecurityGroupRule
        | Kind::NetworkAcl
        | Kind::EgressOnlyInternetGateway
        | Kind::VpnGateway
        | Kind::CustomerGateway
        | Kind::DirectConnectGateway
        | Kind::VirtualInterface
        | Kind::ReplicationGroup
        | Kind::EcsCluster
        | Kind::EcsService
        | Kind::NodeGroup
        | Kind::FargateProfile
        | Kind::VpcLink
        | Kind::EventRule
        | Kind::MountTarget
        | Kind::External => {}
    }
}
