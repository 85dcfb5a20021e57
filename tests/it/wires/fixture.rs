//! The shop with what its security groups permit, and VPCs that all peer with each other.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made fails its test"
)]

use crate::app::program::Program;
use crate::app::shop::{arn, instance, resource};
use skymap::inventory::{
    Evidence, Fact, Kind, Reference, Relationship, RelationshipKind, Resource, Slice,
};

fn related(
    kind: RelationshipKind,
    to: &str,
    (call, field): (&'static str, &'static str),
) -> Relationship {
    Relationship {
        kind,
        to: Reference::Id(arn(to)),
        label: None,
        evidence: Evidence { call, field },
    }
}

const GROUPS: (&str, &str) = (
    "ec2:DescribeSecurityGroups",
    "SecurityGroups[].IpPermissions[].UserIdGroupPairs[].GroupId",
);

/// Workers may reach the database on the fourth web server.
pub fn permitted_shop() -> Program {
    let mut program = Program::with_shop(80, 24);
    let carrying = |name: &str, group: &str| {
        let mut instance = instance(name, "b");
        let field = "Reservations[].Instances[].SecurityGroups[].GroupId";
        instance.relationships.push(related(
            RelationshipKind::IsAssociatedWith,
            &format!("security-group/{group}"),
            ("ec2:DescribeInstances", field),
        ));
        instance
    };
    let instances = vec![carrying("web-4", "sg-web"), carrying("worker-1", "sg-work")];
    program.collect("instances", Slice::of(instances));
    let mut permits = related(RelationshipKind::Permits, "security-group/sg-web", GROUPS);
    permits.label = Some("5432/tcp".into());
    let workers = Resource {
        relationships: vec![permits],
        ..resource("security-group/sg-work", Kind::SecurityGroup, "workers")
    };
    let web = resource("security-group/sg-web", Kind::SecurityGroup, "web");
    let rules = [("sgr-01", "5432/tcp"), ("sgr-02", "22/tcp")].map(rule);
    let groups = [workers, web].into_iter().chain(rules);
    program.collect("security-groups", Slice::of(groups.collect::<Vec<_>>()));
    program
}

fn rule((id, ports): (&str, &str)) -> Resource {
    let fact = |name, value: &str| Fact {
        name,
        value: value.into(),
    };
    let call = "ec2:DescribeSecurityGroupRules";
    let field = "SecurityGroupRules[].ReferencedGroupInfo.GroupId";
    Resource {
        parent: Some(arn("security-group/sg-web")),
        facts: vec![fact("direction", "inbound"), fact("ports", ports)],
        relationships: vec![
            related(
                RelationshipKind::IsAssociatedWith,
                "security-group/sg-work",
                (call, field),
            ),
            related(
                RelationshipKind::IsContainedIn,
                "security-group/sg-web",
                (call, "SecurityGroupRules[].GroupId"),
            ),
        ],
        ..resource(
            &format!("security-group-rule/{id}"),
            Kind::SecurityGroupRule,
            ports,
        )
    }
}

/// Five VPCs, each peered with every other.
pub fn with_mesh() -> Program {
    let vpc = |number: usize| {
        let id = format!("vpc/vpc-{number}");
        resource(&id, Kind::Vpc, &format!("net-{number}"))
    };
    let vpcs: Vec<_> = (1..=5).map(vpc).collect();
    let call = "ec2:DescribeVpcPeeringConnections";
    let peering = |(one, other): (usize, usize)| {
        let end = |number: usize, field| {
            let vpc = format!("vpc/vpc-{number}");
            related(RelationshipKind::PeersWith, &vpc, (call, field))
        };
        Resource {
            parent: Some(arn(&format!("vpc/vpc-{one}"))),
            relationships: vec![
                end(one, "VpcPeeringConnections[].RequesterVpcInfo.VpcId"),
                end(other, "VpcPeeringConnections[].AccepterVpcInfo.VpcId"),
            ],
            ..resource(
                &format!("vpc-peering-connection/pcx-{one}{other}"),
                Kind::PeeringConnection,
                &format!("pcx-{one}{other}"),
            )
        }
    };
    let pairs = (1..5).flat_map(|one| (one + 1..=5).map(move |other| (one, other)));
    let mut program = Program::opened(100, 30);
    program.collect("network", Slice::of(vpcs));
    program.collect("peering", Slice::of(pairs.map(peering).collect::<Vec<_>>()));
    let topology = program.model.topology.as_mut().unwrap();
    let nodes = topology.derived.graph.nodes.values();
    let vpcs = nodes.filter(|node| node.kind == Some(Kind::Vpc));
    topology.look.collapse.folded = vpcs.map(|node| node.key.clone()).collect();
    topology.look.are_folds_settled = true;
    program.derive();
    program
}
