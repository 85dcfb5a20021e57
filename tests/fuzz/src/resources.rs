//! Accounts of any shape, as the collectors may hand them on: also with parents that
//! are not there, that are no containers or that stand in each other. Texts are clean.

use super::dice::Dice;
use compact_str::{CompactString, format_compact};
use skymap::account::Region;
use skymap::inventory::{
    Evidence, Fact, Health, Inventory, Kind, Observation, Reference, Relationship,
    RelationshipKind, Resource, ResourceId, Slice, SliceId,
};
use skymap::text;
use std::time::Instant;

/// A resource type of an ARN with its kind.
const TYPES: &[(&str, Kind)] = &[
    ("ec2:{}:instance/i-", Kind::Instance),
    ("ec2:{}:vpc/vpc-", Kind::Vpc),
    ("ec2:{}:subnet/subnet-", Kind::Subnet),
    ("ec2:{}:availability-zone/eu-west-1", Kind::AvailabilityZone),
    ("ec2:{}:internet-gateway/igw-", Kind::InternetGateway),
    ("ec2:{}:natgateway/nat-", Kind::NatGateway),
    (
        "ec2:{}:vpc-peering-connection/pcx-",
        Kind::PeeringConnection,
    ),
    ("ec2:{}:transit-gateway/tgw-", Kind::TransitGateway),
    (
        "ec2:{}:transit-gateway-attachment/tgw-attach-",
        Kind::TransitGatewayAttachment,
    ),
    ("ec2:{}:vpc-endpoint/vpce-", Kind::VpcEndpoint),
    ("ec2:{}:route-table/rtb-", Kind::RouteTable),
    (
        "elasticloadbalancing:{}:loadbalancer/app/alb/",
        Kind::LoadBalancer,
    ),
    (
        "elasticloadbalancing:{}:listener/app/alb/0/",
        Kind::Listener,
    ),
    (
        "elasticloadbalancing:{}:listener-rule/app/alb/0/0/",
        Kind::ListenerRule,
    ),
    (
        "elasticloadbalancing:{}:targetgroup/web/",
        Kind::TargetGroup,
    ),
    (
        "autoscaling:{}:autoScalingGroup:0:autoScalingGroupName/",
        Kind::AutoScalingGroup,
    ),
    ("ec2:{}:volume/vol-", Kind::Volume),
    ("ec2:{}:elastic-ip/eipalloc-", Kind::ElasticIp),
    ("ec2:{}:network-interface/eni-", Kind::NetworkInterface),
    ("ec2:{}:security-group/sg-", Kind::SecurityGroup),
    ("ec2:{}:security-group-rule/sgr-", Kind::SecurityGroupRule),
];

const RELATIONSHIPS: [RelationshipKind; 8] = [
    RelationshipKind::IsContainedIn,
    RelationshipKind::IsAttachedTo,
    RelationshipKind::IsAssociatedWith,
    RelationshipKind::IsMemberOf,
    RelationshipKind::ForwardsTo,
    RelationshipKind::RoutesTo,
    RelationshipKind::Permits,
    RelationshipKind::PeersWith,
];

pub const HEALTHS: [Health; 7] = [
    Health::Neutral,
    Health::Stopped,
    Health::Healthy,
    Health::Pending,
    Health::Unknown,
    Health::Degraded,
    Health::Unhealthy,
];

const FACTS: &[&str] = &[
    "cidr",
    "private address",
    "public address",
    "ipv6 addresses",
    "dns name",
    "scheme",
    "main",
    "route",
    "type",
    "port",
];

const WORDS: &[&str] = &[
    "web",
    "-1",
    "10.0.0.5",
    "10.0.0.0/16",
    "internet-facing",
    "true",
    "eu-west-1a",
    "running",
    "a.example.com",
    "fd00::5",
    "443",
];

const EVIDENCE: Evidence = Evidence {
    call: "ec2:DescribeInstances",
    field: "Reservations[].Instances[].SubnetId",
};

pub const COLLECTORS: [&str; 4] = ["vpcs", "instances", "load-balancers", "target-health"];

pub fn inventory(dice: &mut Dice<'_>) -> Inventory {
    let mut inventory = Inventory::default();
    while !dice.is_spent() {
        let id = slice_id(dice);
        let slice = slice(dice);
        inventory.replace(id, slice, Instant::now());
    }
    inventory
}

pub fn slice_id(dice: &mut Dice<'_>) -> SliceId {
    SliceId {
        account: account(dice).parse().expect("twelve digits"),
        region: region(dice),
        collector: dice.pick(&COLLECTORS),
    }
}

pub fn slice(dice: &mut Dice<'_>) -> Slice {
    let count = dice.below(10);
    if dice.one_in(4) {
        Slice::observed((0..count).map(|_| observation(dice)))
    } else {
        Slice::of((0..count).map(|_| resource(dice)))
    }
}

pub fn region(dice: &mut Dice<'_>) -> Region {
    Region::new(dice.pick(&["eu-west-1", "eu-west-1", "eu-west-1", "us-east-1", ""]))
}

fn account(dice: &mut Dice<'_>) -> &'static str {
    dice.pick(&[
        "111122223333",
        "111122223333",
        "111122223333",
        "444455556666",
    ])
}

fn id(dice: &mut Dice<'_>) -> (ResourceId, Kind) {
    let (path, kind) = dice.pick(TYPES);
    let account = account(dice);
    let path = path.replace("{}", &format!("eu-west-1:{account}"));
    let number = dice.below(5);
    (ResourceId::new(format!("arn:aws:{path}{number}")), kind)
}

fn word(dice: &mut Dice<'_>) -> CompactString {
    text::clean(&dice.text(WORDS)).into()
}

fn reference(dice: &mut Dice<'_>) -> Reference {
    match dice.below(8) {
        0 => Reference::DnsName(word(dice).into()),
        1 => Reference::Address(
            dice.pick(&["10.0.0.5", "fd00::5"])
                .parse()
                .expect("an address"),
        ),
        2 => Reference::Id(ResourceId::new(word(dice).as_str())),
        _ => Reference::Id(id(dice).0),
    }
}

fn resource(dice: &mut Dice<'_>) -> Resource {
    let (id, kind) = id(dice);
    let place = (account(dice).parse().expect("twelve digits"), region(dice));
    let mut resource = Resource::new(id, kind, place);
    if dice.one_in(2) {
        resource.name = word(dice);
    }
    resource.zone = dice
        .one_in(2)
        .then(|| format_compact!("eu-west-1{}", word(dice)));
    resource.parent = (!dice.one_in(4)).then(|| self::id(dice).0);
    resource.health = dice.pick(&HEALTHS);
    resource.state = word(dice);
    resource.reason = dice.one_in(3).then(|| word(dice));
    for _ in 0..dice.below(4) {
        resource.relationships.push(Relationship {
            kind: dice.pick(&RELATIONSHIPS),
            to: reference(dice),
            label: dice.one_in(2).then(|| word(dice)),
            evidence: EVIDENCE,
        });
    }
    let mut tags = Vec::new();
    for _ in 0..dice.below(3) {
        let name = dice.pick(&["Name", "service", "app", "aws:autoscaling:groupName", "x"]);
        tags.push((name, word(dice)));
        resource.facts.push(Fact {
            name: dice.pick(FACTS),
            value: word(dice),
        });
    }
    resource.tags = tags.into_iter().collect();
    resource
}

fn observation(dice: &mut Dice<'_>) -> Observation {
    Observation {
        of: reference(dice),
        through: dice.one_in(2).then(|| id(dice).0),
        label: dice.one_in(2).then(|| word(dice)),
        health: dice.pick(&HEALTHS),
        state: word(dice),
        reason: dice.one_in(3).then(|| word(dice)),
        evidence: EVIDENCE,
    }
}
