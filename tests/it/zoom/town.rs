//! A town of any number of VPCs in one region: each has a way out, a balancer, services
//! in zones, and a peering to the next VPC.

use crate::app::shop::{arn, resource};
use skymap::inventory::{
    Evidence, Health, Kind, Observation, Reference, Relationship, RelationshipKind, Resource, Slice,
};

const SERVICES: [&str; 6] = ["web", "api", "cart", "mail", "feed", "pay"];

const EVIDENCE: Evidence = Evidence {
    call: "ec2:DescribeVpcs",
    field: "Vpcs[].VpcId",
};

fn link(kind: RelationshipKind, to: &str) -> Relationship {
    Relationship {
        kind,
        to: Reference::Id(arn(to)),
        label: None,
        evidence: EVIDENCE,
    }
}

/// What a town has, by the slices that it is read in.
pub struct Town {
    pub vpcs: usize,
    /// Of each VPC, at most six.
    pub services: usize,
    /// Of each service in each zone.
    pub instances: usize,
}

impl Town {
    pub fn slices(&self) -> Vec<(&'static str, Slice)> {
        let vpcs = || 0..self.vpcs;
        vec![
            ("vpcs", Slice::of(vpcs().map(vpc))),
            ("subnets", Slice::of(vpcs().flat_map(subnets))),
            ("gateways", Slice::of(vpcs().flat_map(gateways))),
            (
                "balancers",
                Slice::of(vpcs().flat_map(|vpc| self.balancing(vpc))),
            ),
            (
                "instances",
                Slice::of(vpcs().flat_map(|vpc| self.instances(vpc))),
            ),
            (
                "peerings",
                Slice::of(vpcs().filter_map(|vpc| self.peering(vpc))),
            ),
            (
                "health",
                Slice::observed(vpcs().flat_map(|vpc| self.health(vpc))),
            ),
        ]
    }

    fn balancing(&self, vpc: usize) -> Vec<Resource> {
        let parent = Some(arn(&format!("vpc/vpc-{vpc}")));
        let services = || SERVICES.iter().take(self.services);
        let group = |name: &str| format!("targetgroup/{name}-{vpc}/01");
        let forwards = |name: &&str| link(RelationshipKind::ForwardsTo, &group(name));
        let balancer = Resource {
            parent: parent.clone(),
            health: Health::Healthy,
            relationships: services().skip(1).map(forwards).collect(),
            ..resource(
                &format!("loadbalancer/app/alb-{vpc}/01"),
                Kind::LoadBalancer,
                "alb",
            )
        };
        let groups = services().skip(1).map(|name| Resource {
            parent: parent.clone(),
            ..resource(&group(name), Kind::TargetGroup, &format!("{name}-tg"))
        });
        std::iter::once(balancer).chain(groups).collect()
    }

    fn names(&self) -> impl Iterator<Item = (&'static str, &'static str, usize)> {
        let instances = self.instances;
        let services = SERVICES.iter().take(self.services);
        services.flat_map(move |name| {
            let zones = ["a", "b", "c"].into_iter();
            zones.flat_map(move |zone| (0..instances).map(move |number| (*name, zone, number)))
        })
    }

    fn instances(&self, vpc: usize) -> Vec<Resource> {
        let instances = self.names().map(|(name, zone, number)| Resource {
            parent: Some(arn(&format!("subnet/private-{zone}-{vpc}"))),
            zone: Some(format!("eu-west-1{zone}").into()),
            health: match (number, vpc) {
                (2, 1) => Health::Stopped,
                _ => Health::Healthy,
            },
            ..resource(
                &format!("instance/i-{name}{zone}{number}-{vpc}"),
                Kind::Instance,
                &format!(
                    "{name}-{}",
                    number + 10 * usize::from(zone.as_bytes()[0] - b'a')
                ),
            )
        });
        instances.collect()
    }

    fn health(&self, vpc: usize) -> Vec<Observation> {
        let targets = self.names().filter(|(name, ..)| *name != SERVICES[0]);
        let observed = targets.map(|(name, zone, number)| {
            let is_sick = (name, zone, number) == ("api", "b", 0) && vpc == 0;
            Observation {
                of: Reference::Id(arn(&format!("instance/i-{name}{zone}{number}-{vpc}"))),
                through: Some(arn(&format!("targetgroup/{name}-{vpc}/01"))),
                label: Some("8080".into()),
                health: if is_sick {
                    Health::Unhealthy
                } else {
                    Health::Healthy
                },
                state: if is_sick { "unhealthy" } else { "healthy" }.into(),
                reason: None,
                evidence: EVIDENCE,
            }
        });
        observed.collect()
    }

    fn peering(&self, vpc: usize) -> Option<Resource> {
        let next = vpc + 1;
        (next < self.vpcs).then(|| Resource {
            parent: Some(arn(&format!("vpc/vpc-{vpc}"))),
            relationships: vec![
                link(RelationshipKind::PeersWith, &format!("vpc/vpc-{vpc}")),
                link(RelationshipKind::PeersWith, &format!("vpc/vpc-{next}")),
            ],
            ..resource(
                &format!("vpc-peering-connection/pcx-{vpc}"),
                Kind::PeeringConnection,
                &format!("to-vpc-{next}"),
            )
        })
    }
}

fn vpc(number: usize) -> Resource {
    resource(
        &format!("vpc/vpc-{number}"),
        Kind::Vpc,
        &format!("vpc-{number}"),
    )
}

fn subnets(vpc: usize) -> Vec<Resource> {
    let zones = ["a", "b", "c"].into_iter();
    let subnets = zones.flat_map(|zone| {
        ["public", "private"].map(|tier| Resource {
            parent: Some(arn(&format!("vpc/vpc-{vpc}"))),
            zone: Some(format!("eu-west-1{zone}").into()),
            relationships: match tier {
                "public" => vec![link(
                    RelationshipKind::RoutesTo,
                    &format!("internet-gateway/igw-{vpc}"),
                )],
                _ => vec![link(
                    RelationshipKind::RoutesTo,
                    &format!("natgateway/nat-{zone}-{vpc}"),
                )],
            },
            ..resource(
                &format!("subnet/{tier}-{zone}-{vpc}"),
                Kind::Subnet,
                &format!("{tier}-{zone}"),
            )
        })
    });
    subnets.collect()
}

fn gateways(vpc: usize) -> Vec<Resource> {
    let out = Resource {
        parent: Some(arn(&format!("vpc/vpc-{vpc}"))),
        relationships: vec![link(
            RelationshipKind::ForwardsTo,
            &format!("loadbalancer/app/alb-{vpc}/01"),
        )],
        ..resource(
            &format!("internet-gateway/igw-{vpc}"),
            Kind::InternetGateway,
            "igw",
        )
    };
    let nats = ["a", "b", "c"].map(|zone| Resource {
        parent: Some(arn(&format!("subnet/public-{zone}-{vpc}"))),
        zone: Some(format!("eu-west-1{zone}").into()),
        health: Health::Healthy,
        ..resource(
            &format!("natgateway/nat-{zone}-{vpc}"),
            Kind::NatGateway,
            &format!("nat-{zone}"),
        )
    });
    std::iter::once(out).chain(nats).collect()
}
