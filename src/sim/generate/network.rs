//! Subnets, security groups, gateways, route tables and endpoints of one VPC.

use super::{DescriptionError, Grower, form, unknown};
use crate::sim::description::{self, InterfaceService, WayOut};
use crate::sim::estate::{
    Address, Association, Destination, Endpoint, Interface, InternetGateway, NatGateway,
    NetworkAcl, Route, RouteTable, RouteTarget, SecurityGroup, SecurityPeer, SecurityRule, Subnet,
};
use crate::sim::script::Script;
use crate::sim::{geography, seed};
use std::net::Ipv4Addr;

impl Grower<'_> {
    pub(super) fn subnets(&mut self) -> Result<(), DescriptionError> {
        let base = self.vpc.cidr.split('/').next().unwrap_or_default();
        let base: Ipv4Addr = base
            .parse()
            .map_err(|_| form("the block", &self.vpc.cidr))?;
        let vpc = self.this_vpc();
        for (position, tier) in self.vpc.tiers.iter().enumerate() {
            for (zone, letter) in self.vpc.zones.iter().enumerate() {
                // Roomy blocks for the private tier, small ones for the others.
                let (third, prefix) = match position {
                    0 => (zone, 24),
                    1 => (16 + 16 * zone, 20),
                    _ => (112 + 16 * position + zone, 24),
                };
                let name = format!("{}-{}-{letter}", self.vpc.name, tier.name);
                self.region.subnets.push(Subnet {
                    id: seed::id("subnet", &self.key(&name)),
                    vpc,
                    zone: format!("{}{letter}", self.region.name),
                    tier: tier.name.clone(),
                    network: Ipv4Addr::from_bits(base.to_bits() + ((third as u32) << 8)),
                    prefix,
                    public: tier.way_out == WayOut::Internet,
                    tags: self.tags(&name),
                });
            }
        }
        let mut subnets = self.region.subnets.iter().enumerate();
        self.region.network_acls.push(NetworkAcl {
            id: seed::id("acl", &self.key("default")),
            vpc,
            subnets: subnets
                .by_ref()
                .filter_map(|(at, subnet)| (subnet.vpc == vpc).then_some(at))
                .collect(),
        });
        Ok(())
    }

    pub(super) fn security_groups(&mut self) -> Result<(), DescriptionError> {
        let vpc = self.this_vpc();
        let default = self.security_group("default", "default VPC security group");
        self.region.security_groups.push(default);
        for described in &self.vpc.security_group {
            let name = format!("{}-{}", self.vpc.name, described.name);
            let group = self.security_group(&name, &described.description);
            self.region.security_groups.push(group);
        }
        // Rules come second, because groups may name groups that follow them.
        for described in &self.vpc.security_group {
            let own = self.named_security_groups(std::slice::from_ref(&described.name))?[0];
            for text in &described.ingress {
                let rule = self.ingress(&described.name, text)?;
                self.region.security_groups[own].rules.push(rule);
            }
        }
        let groups = self.region.security_groups.iter_mut();
        for group in groups.filter(|group| group.vpc == vpc && group.name == "default") {
            let id = seed::id("sgr", &format!("{}/in", group.id));
            group.rules.push(SecurityRule {
                id,
                egress: false,
                protocol: "-1".to_owned(),
                ports: None,
                peer: SecurityPeer::Group(group.id.clone()),
            });
        }
        Ok(())
    }

    /// A group that lets everything out, as AWS makes them.
    fn security_group(&self, name: &str, description: &str) -> SecurityGroup {
        let id = seed::id("sg", &self.key(name));
        let egress = SecurityRule {
            id: seed::id("sgr", &format!("{id}/out")),
            egress: true,
            protocol: "-1".to_owned(),
            ports: None,
            peer: SecurityPeer::Cidr4("0.0.0.0/0".to_owned()),
        };
        SecurityGroup {
            id,
            vpc: self.this_vpc(),
            name: name.to_owned(),
            description: description.to_owned(),
            rules: vec![egress],
            tags: if name == "default" {
                description::Tags::default()
            } else {
                self.tags(name)
            },
        }
    }

    fn ingress(&self, group: &str, text: &str) -> Result<SecurityRule, DescriptionError> {
        let wrong = || form("the rule", text);
        let (what, peer) = text.split_once(" from ").ok_or_else(wrong)?;
        let (protocol, ports) = what.split_once('/').ok_or_else(wrong)?;
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let port = |text: &str| text.parse::<u16>().map_err(|_| wrong());
        let peer = if peer.contains("::") {
            SecurityPeer::Cidr6(peer.to_owned())
        } else if peer.contains('/') {
            SecurityPeer::Cidr4(peer.to_owned())
        } else {
            let at = self.named_security_groups(&[peer.to_owned()])?[0];
            SecurityPeer::Group(self.region.security_groups[at].id.clone())
        };
        Ok(SecurityRule {
            id: seed::id("sgr", &self.key(&format!("{group}/{text}"))),
            egress: false,
            protocol: protocol.to_owned(),
            ports: Some((port(first)?, port(last)?)),
            peer,
        })
    }

    /// The internet gateway, the NAT gateways and the route tables that lead to them.
    pub(super) fn gateways(&mut self) {
        let vpc = self.this_vpc();
        let internet = seed::id("igw", &self.key(""));
        self.region.internet_gateways.push(InternetGateway {
            id: internet.clone(),
            vpc,
            tags: self.tags(&self.vpc.name),
        });
        let of_this_vpc = |at: &usize| self.region.subnets[*at].vpc == vpc;
        let subnets: Vec<usize> = (0..self.region.subnets.len()).filter(of_this_vpc).collect();
        let public: Vec<usize> = subnets
            .iter()
            .copied()
            .filter(|at| self.region.subnets[*at].public)
            .collect();
        let nat_count = if self.vpc.nat_per_zone {
            public.len()
        } else {
            1
        };
        let nats: Vec<String> = public
            .iter()
            .take(nat_count)
            .map(|subnet| self.nat_gateway(*subnet))
            .collect();
        self.route_table("main", Vec::new(), None);
        for tier in &self.vpc.tiers {
            let own = subnets.iter().copied();
            let own: Vec<usize> = own
                .filter(|at| self.region.subnets[*at].tier == tier.name)
                .collect();
            match tier.way_out {
                WayOut::Internet => {
                    let way = RouteTarget::Gateway(internet.clone());
                    self.route_table(&tier.name, own, Some(way));
                }
                WayOut::None => self.route_table(&tier.name, own, None),
                WayOut::Nat if nats.len() > 1 => {
                    for ((subnet, nat), letter) in own.iter().zip(&nats).zip(&self.vpc.zones) {
                        let name = format!("{}-{letter}", tier.name);
                        let way = RouteTarget::Nat(nat.clone());
                        self.route_table(&name, vec![*subnet], Some(way));
                    }
                }
                WayOut::Nat => {
                    let way = nats.first().cloned().map(RouteTarget::Nat);
                    self.route_table(&tier.name, own, way);
                }
            }
        }
    }

    fn nat_gateway(&mut self, subnet: usize) -> String {
        let zone = self.region.subnets[subnet].zone.clone();
        let letter = &zone[self.region.name.len()..];
        let name = format!("{}-nat-{letter}", self.vpc.name);
        let key = self.key(&name);
        let nat = NatGateway {
            id: seed::id("nat", &key),
            subnet,
            interface: seed::id("eni", &key),
            allocation: seed::id("eipalloc", &key),
            association: seed::id("eipassoc", &key),
            private_ip: self.interface_host(subnet),
            public_ip: self.addresses.next(),
            tags: self.tags(&name),
        };
        self.region.interfaces.push(Interface {
            id: nat.interface.clone(),
            subnet,
            private_ip: nat.private_ip,
            public: Some(Association {
                public_ip: nat.public_ip,
                owner: self.region.account.clone(),
                allocation: Some(nat.allocation.clone()),
                id: Some(nat.association.clone()),
            }),
            description: format!("Interface for NAT Gateway {}", nat.id),
            kind: "nat_gateway",
            requester: "amazon-vpc",
            attached_by: "amazon-aws",
            security_groups: Vec::new(),
            script: Script::default(),
        });
        self.region.addresses.push(Address {
            allocation: nat.allocation.clone(),
            association: Some(nat.association.clone()),
            public_ip: nat.public_ip,
            private_ip: Some(nat.private_ip),
            interface: Some(nat.interface.clone()),
            slot: None,
            tags: nat.tags.clone(),
        });
        let id = nat.id.clone();
        self.region.nat_gateways.push(nat);
        id
    }

    /// Those of services whose things are documents.
    pub(super) fn interfaces(&mut self) -> Result<(), DescriptionError> {
        for described in &self.vpc.interface {
            let absent = || unknown("a network interface", &described.subnet);
            let (tier, letter) = described.subnet.split_once('/').ok_or_else(absent)?;
            let zone = format!("{}{letter}", self.region.name);
            let mut subnets = self.tier(tier)?.into_iter();
            let subnet = subnets
                .find(|at| self.region.subnets[*at].zone == zone)
                .ok_or_else(absent)?;
            let (kind, requester) = managing(described.service);
            let interface = Interface {
                id: self.interface_id(&described.name),
                subnet,
                private_ip: self.interface_host(subnet),
                public: None,
                description: described.description.clone(),
                kind,
                requester,
                attached_by: requester,
                security_groups: self.named_security_groups(&described.security_groups)?,
                script: Script::default(),
            };
            self.region.interfaces.push(interface);
        }
        Ok(())
    }

    pub(super) fn interface_id(&self, name: &str) -> String {
        seed::id("eni", &self.key(name))
    }

    fn route_table(&mut self, name: &str, subnets: Vec<usize>, way_out: Option<RouteTarget>) {
        let mut routes = vec![Route {
            destination: Destination::Cidr(self.vpc.cidr.clone()),
            target: RouteTarget::Local,
        }];
        routes.extend(way_out.map(|target| Route {
            destination: Destination::Cidr("0.0.0.0/0".to_owned()),
            target,
        }));
        let name = format!("{}-{name}", self.vpc.name);
        self.region.route_tables.push(RouteTable {
            id: seed::id("rtb", &self.key(&name)),
            vpc: self.this_vpc(),
            main: name.ends_with("-main"),
            subnets,
            routes,
            tags: self.tags(&name),
        });
    }

    pub(super) fn endpoints(&mut self) -> Result<(), DescriptionError> {
        let vpc = self.this_vpc();
        for described in &self.vpc.endpoint {
            let name = format!("{}-{}", self.vpc.name, described.service);
            let id = seed::id("vpce", &self.key(&name));
            let mut endpoint = Endpoint {
                id: id.clone(),
                vpc,
                service: described.service.clone(),
                gateway: described.gateway,
                route_tables: Vec::new(),
                subnets: Vec::new(),
                interfaces: Vec::new(),
                security_groups: self.named_security_groups(&described.security_groups)?,
                tags: self.tags(&name),
            };
            if described.gateway {
                endpoint.route_tables = self.route_through(&id, &described.service);
            } else {
                endpoint.subnets = self.tier(&self.vpc.tiers[1].name)?;
                for subnet in endpoint.subnets.clone() {
                    let interface = self.endpoint_interface(&endpoint, subnet);
                    endpoint.interfaces.push(interface.id.clone());
                    self.region.interfaces.push(interface);
                }
            }
            self.region.endpoints.push(endpoint);
        }
        Ok(())
    }

    /// Gateway endpoints are reached by routes in every table but the main one.
    fn route_through(&mut self, endpoint: &str, service: &str) -> Vec<String> {
        let vpc = self.this_vpc();
        let list = geography::prefix_list(&self.region.name, service);
        let tables = self.region.route_tables.iter_mut();
        tables
            .filter(|table| table.vpc == vpc && !table.main)
            .map(|table| {
                table.routes.push(Route {
                    destination: Destination::PrefixList(list.clone()),
                    target: RouteTarget::Gateway(endpoint.to_owned()),
                });
                table.id.clone()
            })
            .collect()
    }

    fn endpoint_interface(&mut self, endpoint: &Endpoint, subnet: usize) -> Interface {
        let zone = self.region.subnets[subnet].zone.clone();
        Interface {
            id: seed::id("eni", &format!("{}/{zone}", endpoint.id)),
            subnet,
            private_ip: self.interface_host(subnet),
            public: None,
            description: format!("VPC Endpoint Interface {}", endpoint.id),
            kind: "vpc_endpoint",
            requester: "amazon-vpc",
            attached_by: "amazon-aws",
            security_groups: endpoint.security_groups.clone(),
            script: Script::default(),
        }
    }
}

/// The type of a service's interfaces, and who asks for them.
fn managing(service: InterfaceService) -> (&'static str, &'static str) {
    match service {
        InterfaceService::Rds => ("interface", "amazon-rds"),
        InterfaceService::ElastiCache => ("interface", "amazon-elasticache"),
        InterfaceService::Ecs => ("interface", "amazon-ecs"),
        InterfaceService::Lambda => ("lambda", "amazon-lambda"),
        InterfaceService::Efs => ("efs", "amazon-efs"),
        InterfaceService::Redshift => ("interface", "amazon-redshift"),
        InterfaceService::OpenSearch => ("interface", "amazon-elasticsearch"),
        InterfaceService::Msk => ("interface", "amazon-msk"),
        InterfaceService::Fsx => ("interface", "amazon-fsx"),
        InterfaceService::Eks => ("interface", "amazon-eks"),
    }
}
