//! Accounts of any size, made by rule: for tests that look at many boxes at once.

use super::case::{ACCOUNT, EVIDENCE, kind};
use skymap::account::Region;
use skymap::inventory::{
    Health, Inventory, Observation, Reference, Relationship, RelationshipKind, Resource,
    ResourceId, Slice, SliceId,
};
use std::time::Instant;

/// One instance of a made-up account.
#[derive(Debug, Clone)]
pub struct Member {
    pub number: usize,
    pub vpc: usize,
    pub subnet: usize,
    pub service: usize,
    pub is_sick: bool,
}

pub fn id(resource: &str) -> ResourceId {
    let service = if resource.starts_with("targetgroup") {
        "elasticloadbalancing"
    } else {
        "ec2"
    };
    ResourceId::new(format!("arn:aws:{service}:eu-west-1:{ACCOUNT}:{resource}"))
}

pub fn slice_id(collector: &'static str) -> SliceId {
    SliceId {
        account: ACCOUNT.parse().expect("twelve digits"),
        region: Region::new("eu-west-1"),
        collector,
    }
}

pub fn resource(kind_name: &str, path: &str, parent: Option<&str>) -> Resource {
    let id = id(path);
    Resource {
        name: id.short().into(),
        id,
        account: ACCOUNT.parse().expect("twelve digits"),
        region: Region::new("eu-west-1"),
        kind: kind(kind_name),
        zone: None,
        parent: parent.map(self::id),
        health: Health::Neutral,
        state: String::new().into(),
        reason: None,
        relationships: Vec::new(),
        tags: skymap::inventory::Tags::default(),
        facts: Vec::new(),
        measures: skymap::inventory::Measures::default(),
    }
}

pub fn relationship(kind: RelationshipKind, to: &str) -> Relationship {
    Relationship {
        kind,
        to: Reference::Id(id(to)),
        label: None,
        evidence: EVIDENCE,
    }
}

pub fn status(of: &str, health: Health) -> Observation {
    Observation {
        of: Reference::Id(id(of)),
        through: None,
        label: Some("system".into()),
        health,
        state: health.name().into(),
        reason: None,
        evidence: EVIDENCE,
    }
}

/// The account of these members, in the order in which they come.
pub fn inventory(members: &[Member]) -> Inventory {
    let mut inventory = Inventory::default();
    let now = Instant::now();
    let mut add = |collector, slice| inventory.replace(slice_id(collector), slice, now);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for member in members {
        if !places.contains(&(member.vpc, member.subnet)) {
            places.push((member.vpc, member.subnet));
        }
    }
    let vpcs = places
        .iter()
        .map(|(vpc, _)| resource("vpc", &format!("vpc/vpc-{vpc}"), None));
    add("vpcs", Slice::of(vpcs));
    add(
        "subnets",
        Slice::of(places.iter().map(|place| subnet(*place))),
    );
    let groups = members.iter().map(|member| {
        let vpc = format!("vpc/vpc-{}", member.vpc);
        resource("target-group", &group(member), Some(&vpc))
    });
    add("target-groups", Slice::of(groups));
    add("instances", Slice::of(members.iter().map(instance)));
    add(
        "instance-status",
        Slice::observed(members.iter().map(checks)),
    );
    let seen = members.iter().map(|member| Observation {
        through: Some(id(&group(member))),
        ..status(&instance_path(member), Health::Healthy)
    });
    add("target-health", Slice::observed(seen));
    inventory
}

fn subnet((vpc, subnet): (usize, usize)) -> Resource {
    let path = format!("subnet/subnet-{vpc}-{subnet}");
    let vpc = format!("vpc/vpc-{vpc}");
    Resource {
        zone: Some(format!("eu-west-1{}", ["a", "b", "c"][subnet % 3]).into()),
        ..resource("subnet", &path, Some(&vpc))
    }
}

fn group(member: &Member) -> String {
    format!("targetgroup/service-{}-tg/{}", member.service, member.vpc)
}

fn instance_path(member: &Member) -> String {
    format!("instance/i-{}", member.number)
}

fn instance(member: &Member) -> Resource {
    let subnet = format!("subnet/subnet-{}-{}", member.vpc, member.subnet);
    Resource {
        name: format!("service-{}-{}", member.service, member.number).into(),
        state: "running".into(),
        relationships: vec![relationship(RelationshipKind::IsContainedIn, &subnet)],
        ..resource("instance", &instance_path(member), Some(&subnet))
    }
}

fn checks(member: &Member) -> Observation {
    let health = if member.is_sick {
        Health::Unhealthy
    } else {
        Health::Healthy
    };
    status(&instance_path(member), health)
}
