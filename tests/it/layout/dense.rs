//! Accounts that are hard to draw, each for a reason of its own.

use super::change::Dice;
use super::description;
use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::Health;
use std::fmt::Write;

/// The names of the cases, with the diagrams.
pub fn cases() -> Vec<(&'static str, Diagram)> {
    vec![
        ("50 security group edges per node", security_groups()),
        ("200 subnets", subnets()),
        ("40 VPCs, each peered with each", mesh()),
        ("subnets outside zones, some of IPv6 only", without_zones()),
        ("Local Zones", local_zones()),
        ("a subnet with 4,000 interfaces", interfaces()),
        ("no VPC at all", without_vpcs()),
    ]
}

fn security_groups() -> Diagram {
    let mut text = "region us-east-1\n  vpc main\n    lb alb\n".to_owned();
    for zone in ["a", "b", "c"] {
        writeln!(
            text,
            "    zone us-east-1{zone}\n      private private-{zone}"
        )
        .unwrap();
        for number in 0..20 {
            writeln!(text, "        instance {zone}-{number}").unwrap();
        }
    }
    let mut diagram = description::parse(&text);
    let nodes: Vec<usize> = of_role(&diagram, Role::Instance);
    let mut dice = Dice::new(5);
    for &from in &nodes {
        for _ in 0..50 {
            let to = nodes[dice.below(nodes.len())];
            join(&mut diagram, (from, to), WireKind::SecurityGroup);
        }
    }
    diagram
}

fn subnets() -> Diagram {
    let mut text =
        "region us-east-1\n  vpc main\n    gateway igw\n    lb alb\n    tg web\n".to_owned();
    for zone in ["a", "b", "c"] {
        writeln!(text, "    zone us-east-1{zone}").unwrap();
        for number in 0..67 {
            let tier = ["public", "private", "isolated"][number % 3];
            writeln!(text, "      {tier} net-{zone}-{number}").unwrap();
            writeln!(text, "        instance web-{zone}-{number}").unwrap();
        }
    }
    let mut diagram = description::parse(&text);
    let (balancer, group) = (
        of_role(&diagram, Role::LoadBalancer)[0],
        of_role(&diagram, Role::TargetGroup)[0],
    );
    join(&mut diagram, (balancer, group), WireKind::Traffic);
    for instance in of_role(&diagram, Role::Instance) {
        join(&mut diagram, (group, instance), WireKind::Traffic);
    }
    diagram
}

fn mesh() -> Diagram {
    let mut text = "region us-east-1\n".to_owned();
    for vpc in 0..40 {
        writeln!(
            text,
            "  vpc vpc-{vpc}\n    peering pcx-{vpc}\n    lb alb-{vpc}"
        )
        .unwrap();
    }
    let mut diagram = description::parse(&text);
    let peers = of_role(&diagram, Role::Peering);
    for (index, &one) in peers.iter().enumerate() {
        for &other in &peers[index + 1..] {
            join(&mut diagram, (one, other), WireKind::Peering);
        }
    }
    diagram
}

fn without_zones() -> Diagram {
    let mut text =
        "region us-east-1\n  vpc main\n    gateway eigw\n    gateway igw\n    lb alb\n".to_owned();
    for number in 0..12 {
        writeln!(
            text,
            "    private six-{number}=only-v6-{number}\n      nat nat-{number}"
        )
        .unwrap();
        for instance in 0..number {
            writeln!(text, "      instance i-{number}-{instance}").unwrap();
        }
    }
    text.push_str(
        "    zone us-east-1a\n      private zoned\n        instance z-0\n        instance z-1\n",
    );
    let mut diagram = description::parse(&text);
    let gateway = of_role(&diagram, Role::Gateway)[0];
    for nat in of_role(&diagram, Role::Nat) {
        join(&mut diagram, (nat, gateway), WireKind::Route);
    }
    let balancer = of_role(&diagram, Role::LoadBalancer)[0];
    let instances = of_role(&diagram, Role::Instance);
    for pair in instances.windows(2) {
        join(&mut diagram, (balancer, pair[0]), WireKind::Traffic);
        join(&mut diagram, (pair[0], pair[1]), WireKind::SecurityGroup);
    }
    diagram
}

/// Each has another set of tiers than the zones of the region.
fn local_zones() -> Diagram {
    let mut text = "region us-east-1\n  vpc main\n    lb alb\n    tg web\n".to_owned();
    for (number, zone) in ["a", "b", "-bos-1a", "-mia-1a", "-wl1-nyc-wlz1"]
        .iter()
        .enumerate()
    {
        writeln!(text, "    zone us-east-1{zone}").unwrap();
        let tiers = [
            &["public", "private", "isolated"][..],
            &["private"],
            &["isolated", "public"],
        ];
        for tier in tiers[if number < 2 { 0 } else { number % 3 }] {
            writeln!(text, "      {tier} {tier}{zone}").unwrap();
            for instance in 0..3 {
                writeln!(text, "        instance {tier}-{instance}{zone}").unwrap();
            }
        }
    }
    let mut diagram = description::parse(&text);
    let group = of_role(&diagram, Role::TargetGroup)[0];
    let instances = of_role(&diagram, Role::Instance);
    for (index, &instance) in instances.iter().enumerate() {
        join(&mut diagram, (group, instance), WireKind::Traffic);
        let other = instances[index * 7 % instances.len()];
        join(&mut diagram, (instance, other), WireKind::SecurityGroup);
    }
    diagram
}

fn interfaces() -> Diagram {
    let mut text = "region us-east-1\n  vpc main\n    lb alb\n    private pods\n".to_owned();
    for number in 0..4_000 {
        writeln!(text, "      endpoint eni-{number}").unwrap();
    }
    let mut diagram = description::parse(&text);
    let balancer = of_role(&diagram, Role::LoadBalancer)[0];
    for interface in of_role(&diagram, Role::Endpoint).into_iter().step_by(40) {
        join(&mut diagram, (balancer, interface), WireKind::Traffic);
    }
    diagram
}

fn without_vpcs() -> Diagram {
    let mut text = "region us-east-1\n".to_owned();
    for number in 0..200 {
        writeln!(text, "  other queue-{number}").unwrap();
    }
    let mut diagram = description::parse(&text);
    for number in 0..80 {
        join(
            &mut diagram,
            (1 + number, 1 + number * 37 % 200),
            WireKind::Traffic,
        );
    }
    diagram.items.push(Item {
        presence: skymap::inventory::Presence::Here,
        key: NodeKey::new("far"),
        parent: None,
        role: Role::External,
        label: "another account".to_owned(),
        is_open: false,
        members: vec![NodeKey::new("far")],
        health: Health::Neutral,
        body: Vec::new(),
    });
    let far = diagram.items.len() - 1;
    join(&mut diagram, (7, far), WireKind::Peering);
    diagram
}

fn of_role(diagram: &Diagram, role: Role) -> Vec<usize> {
    (0..diagram.items.len())
        .filter(|&id| diagram.items[id].role == role)
        .collect()
}

fn join(diagram: &mut Diagram, (from, to): (usize, usize), kind: WireKind) {
    let is_same = |wire: &Wire| (wire.from, wire.to, wire.kind) == (from, to, kind);
    if !diagram.wires.iter().any(is_same) {
        let edges = vec![diagram.wires.len()];
        diagram.wires.push(Wire::new((from, to), kind, edges));
    }
}
