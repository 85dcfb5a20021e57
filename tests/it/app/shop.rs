//! A small shop in one region: a VPC with two zones, a balancer, two services.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a fixture that cannot be made fails its test"
)]

use skymap::account::{Account, AccountId, ExternalId, Region, Services};
use skymap::inventory::{
    Evidence, Fact, Health, Kind, Observation, Reference, Relationship, RelationshipKind, Resource,
    ResourceId, Slice, SliceId,
};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const ACCOUNT: &str = "111122223333";

pub fn account(name: &str) -> Account {
    let number = name.bytes().map(u128::from).sum();
    Account {
        id: Uuid::from_u128(number),
        name: name.to_owned(),
        role: format!("arn:aws:iam::{ACCOUNT}:role/skymap").parse().ok(),
        external_id: ExternalId::parse("0123456789").ok(),
        home_region: region(),
        regions: vec![region()],
        services: Services::default(),
        profile: None,
        colour: None,
        teams: Vec::new(),
    }
}

pub fn region() -> Region {
    Region::new("eu-west-1")
}

pub fn slice_id(collector: &'static str) -> SliceId {
    SliceId {
        account: number(),
        region: region(),
        collector,
    }
}

fn number() -> AccountId {
    ACCOUNT.parse().unwrap()
}

pub fn arn(rest: &str) -> ResourceId {
    let service = if rest.starts_with("targetgroup") || rest.starts_with("loadbalancer") {
        "elasticloadbalancing"
    } else {
        "ec2"
    };
    ResourceId::new(format!("arn:aws:{service}:eu-west-1:{ACCOUNT}:{rest}"))
}

pub fn resource(rest: &str, kind: Kind, name: &str) -> Resource {
    Resource {
        name: name.into(),
        ..Resource::new(arn(rest), kind, (number(), region()))
    }
}

const EVIDENCE: Evidence = Evidence {
    call: "elasticloadbalancing:DescribeListeners",
    field: "Listeners[].DefaultActions[].TargetGroupArn",
};

fn forwards_to(rest: &str, label: &str) -> Relationship {
    Relationship {
        kind: RelationshipKind::ForwardsTo,
        to: Reference::Id(arn(rest)),
        label: Some(label.into()),
        evidence: EVIDENCE,
    }
}

/// VPC and subnets, one in each of two zones.
pub fn network() -> Slice {
    let vpc = Resource {
        facts: vec![Fact {
            name: "cidr",
            value: "10.0.0.0/16".into(),
        }],
        ..resource("vpc/vpc-0a", Kind::Vpc, "shop")
    };
    let subnet = |letter: &str| Resource {
        parent: Some(arn("vpc/vpc-0a")),
        zone: Some(format!("eu-west-1{letter}").into()),
        ..resource(
            &format!("subnet/subnet-0{letter}"),
            Kind::Subnet,
            &format!("private-{letter}"),
        )
    };
    Slice::of(vec![vpc, subnet("a"), subnet("b")])
}

pub fn balancers() -> Slice {
    let balancer = Resource {
        parent: Some(arn("vpc/vpc-0a")),
        health: Health::Healthy,
        state: "active".into(),
        relationships: vec![forwards_to("targetgroup/web/01", "443/https")],
        ..resource("loadbalancer/app/web-alb/01", Kind::LoadBalancer, "web-alb")
    };
    let group = Resource {
        parent: Some(arn("vpc/vpc-0a")),
        ..resource("targetgroup/web/01", Kind::TargetGroup, "web")
    };
    Slice::of(vec![balancer, group])
}

/// Three web servers in a zone, one in the other, and a worker.
pub fn instances() -> Slice {
    Slice::of(vec![
        instance("web-1", "a"),
        instance("web-2", "a"),
        instance("web-3", "a"),
        instance("web-4", "b"),
        instance("worker-1", "b"),
    ])
}

pub fn instance(name: &str, letter: &str) -> Resource {
    let address = format!("10.0.{}.{}", letter.len(), name.len() * 10);
    Resource {
        parent: Some(arn(&format!("subnet/subnet-0{letter}"))),
        zone: Some(format!("eu-west-1{letter}").into()),
        health: Health::Healthy,
        state: "running".into(),
        tags: BTreeMap::from([("Environment".to_owned(), "prod".to_owned())])
            .into_iter()
            .collect(),
        facts: vec![
            Fact {
                name: "type",
                value: "m6i.large".into(),
            },
            Fact {
                name: "private address",
                value: address.into(),
            },
        ],
        ..resource(&format!("instance/i-{name}"), Kind::Instance, name)
    }
}

/// How the balancer sees the web servers: one of them as given.
pub fn target_health(sick: Option<(&str, &str)>) -> Slice {
    let observations = ["web-1", "web-2", "web-3", "web-4"].map(|name| {
        let reason = sick
            .filter(|(sick, _)| *sick == name)
            .map(|(_, reason)| reason);
        Observation {
            of: Reference::Id(arn(&format!("instance/i-{name}"))),
            through: Some(arn("targetgroup/web/01")),
            label: Some("8080".into()),
            health: reason.map_or(Health::Healthy, |_| Health::Unhealthy),
            state: reason.map_or("healthy", |_| "unhealthy").into(),
            reason: reason.map(str::to_owned).map(Into::into),
            evidence: Evidence {
                call: "elasticloadbalancing:DescribeTargetHealth",
                field: "TargetHealthDescriptions[].TargetHealth",
            },
        }
    });
    Slice::observed(observations.to_vec())
}

/// The status checks of every instance have passed.
pub fn instance_status() -> Slice {
    let names = ["web-1", "web-2", "web-3", "web-4", "worker-1"];
    let observations = names.map(|name| Observation {
        of: Reference::Id(arn(&format!("instance/i-{name}"))),
        through: None,
        label: Some("system".into()),
        health: Health::Healthy,
        state: "ok".into(),
        reason: None,
        evidence: Evidence {
            call: "ec2:DescribeInstanceStatus",
            field: "InstanceStatuses[].SystemStatus",
        },
    });
    Slice::observed(observations.to_vec())
}
