//! Diagrams as text: one item a line, children indented, then wires.
//!
//! ```text
//! vpc vpc-shop
//!   gateway igw
//!   lb web-alb ●
//!   tg other=web ×5 ✗      (`NAME=LABEL` where a label is not unique)
//!   private folded-one +   (folded)
//! igw -> web-alb           -> traffic, .> route, ~> security group, => peering,
//!                          +> replication, !> event
//! web-alb -> web 443/https ×3    with a label, standing for three; `stub`: not drawn
//! ```

use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::Health;

pub fn parse(text: &str) -> Diagram {
    let mut diagram = Diagram::default();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        if let Some(wire) = wire(&diagram, line) {
            diagram.wires.push(wire);
            continue;
        }
        open.retain(|&(depth, _)| depth < indent);
        let item = item(line, open.last().map(|&(_, id)| id));
        open.push((indent, diagram.items.len()));
        diagram.items.push(item);
    }
    diagram
}

fn item(line: &str, parent: Option<usize>) -> Item {
    let mut words = line.split_whitespace();
    let role = role(words.next().unwrap());
    let name = words.next().unwrap();
    let (key, label) = name.split_once('=').unwrap_or((name, name));
    let mut item = Item {
        key: NodeKey::new(key),
        parent,
        role,
        label: label.replace('_', " "),
        is_open: is_container(role),
        members: vec![NodeKey::new(key)],
        health: Health::Neutral,
        presence: skymap::inventory::Presence::Here,
        body: Vec::new(),
    };
    for word in words {
        if let Some(count) = word.strip_prefix('×') {
            let count: usize = count.parse().unwrap();
            item.members = (0..count)
                .map(|n| NodeKey::new(format!("{key}/{n}")))
                .collect();
        } else if word == "+" {
            item.is_open = false;
        } else {
            item.health = health(word);
        }
    }
    item
}

fn wire(diagram: &Diagram, line: &str) -> Option<Wire> {
    let mut words = line.split_whitespace();
    let (from, arrow, to) = (words.next()?, words.next()?, words.next()?);
    let kind = match arrow {
        "->" => WireKind::Traffic,
        ".>" => WireKind::Route,
        "~>" => WireKind::SecurityGroup,
        "=>" => WireKind::Peering,
        "+>" => WireKind::Replication,
        "!>" => WireKind::Event,
        _ => return None,
    };
    let find = |name: &str| {
        let found = diagram
            .items
            .iter()
            .position(|item| item.key.as_str() == name);
        found.unwrap_or_else(|| panic!("no item {name}"))
    };
    let edges = vec![diagram.wires.len()];
    let mut wire = Wire::new((find(from), find(to)), kind, edges);
    for word in words {
        match word.strip_prefix('×') {
            Some(count) => wire.edges = vec![wire.edges[0]; count.parse().unwrap()],
            None if word == "stub" => wire.is_stub = true,
            None => wire.label = word.replace('_', " ").into(),
        }
    }
    Some(wire)
}

pub fn is_container(role: Role) -> bool {
    use Role::{Division, Group, IsolatedSubnet, PrivateSubnet, PublicSubnet, Region, Vpc, Zone};
    matches!(
        role,
        Region | Division | Vpc | Zone | Group | PublicSubnet | PrivateSubnet | IsolatedSubnet
    )
}

fn role(word: &str) -> Role {
    match word {
        "region" => Role::Region,
        "vpc" => Role::Vpc,
        "zone" => Role::Zone,
        "public" => Role::PublicSubnet,
        "private" => Role::PrivateSubnet,
        "isolated" => Role::IsolatedSubnet,
        "gateway" => Role::Gateway,
        "peering" => Role::Peering,
        "endpoint" => Role::Endpoint,
        "lb" => Role::LoadBalancer,
        "tg" => Role::TargetGroup,
        "nat" => Role::Nat,
        "instance" => Role::Instance,
        "database" => Role::Database,
        "other" => Role::Other,
        "external" => Role::External,
        _ => panic!("no role {word}"),
    }
}

fn health(mark: &str) -> Health {
    match mark {
        "●" => Health::Healthy,
        "◐" => Health::Degraded,
        "✗" => Health::Unhealthy,
        "◌" => Health::Pending,
        "○" => Health::Stopped,
        "?" => Health::Unknown,
        _ => panic!("no health {mark}"),
    }
}
