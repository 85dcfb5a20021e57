//! Synthetic estates of any size: VPCs of three zones with a public and a private
//! subnet each, services behind target groups, databases, routes, a ring of peerings.

use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::Health;
use std::collections::BTreeMap;

const NAMES: [&str; 12] = [
    "web", "api", "auth", "cart", "pay", "search", "feed", "mail", "ml", "etl", "img", "log",
];

/// `count` resources in `vpcs` VPCs; instances one by one, or identical ones as one box.
pub fn estate(count: usize, vpcs: usize, is_collapsed: bool) -> Diagram {
    let mut estate = Estate {
        is_collapsed,
        ..Estate::default()
    };
    let region = estate.add("region", "us-east-1", Role::Region, None);
    for vpc in 0..vpcs {
        let share = count / vpcs + usize::from(vpc < count % vpcs);
        estate.vpc(vpc, share, region);
    }
    for vpc in 0..vpcs {
        if vpcs > 2 || (vpcs == 2 && vpc == 0) {
            let next = (vpc + 1) % vpcs;
            estate.wire(
                &format!("v{vpc}/pcx"),
                &format!("v{next}/pcx"),
                WireKind::Peering,
            );
        }
    }
    estate.diagram
}

#[derive(Default)]
struct Estate {
    diagram: Diagram,
    ids: BTreeMap<String, usize>,
    wired: BTreeMap<(usize, usize, WireKind), usize>,
    is_collapsed: bool,
}

impl Estate {
    fn add(&mut self, key: &str, label: &str, role: Role, parent: Option<usize>) -> usize {
        if let Some(&id) = self.ids.get(key) {
            self.diagram.items[id].members.push(NodeKey::new(key));
            return id;
        }
        let id = self.diagram.items.len();
        self.ids.insert(key.to_owned(), id);
        self.diagram.items.push(Item {
            key: NodeKey::new(key),
            parent,
            role,
            label: label.to_owned(),
            is_open: super::description::is_container(role),
            members: vec![NodeKey::new(key)],
            health: Health::Healthy,
            body: Vec::new(),
        });
        id
    }

    fn wire(&mut self, from: &str, to: &str, kind: WireKind) {
        let (from, to) = (self.ids[from], self.ids[to]);
        let next = self.diagram.wires.len();
        let index = *self.wired.entry((from, to, kind)).or_insert(next);
        if index == next {
            let wire = Wire::new((from, to), kind, Vec::new());
            self.diagram.wires.push(wire);
        }
        self.diagram.wires[index].edges.push(index);
    }

    fn vpc(&mut self, number: usize, share: usize, region: usize) {
        let v = format!("v{number}");
        let vpc = self.add(&v, &format!("vpc-{number:02}"), Role::Vpc, Some(region));
        self.add(&format!("{v}/igw"), "igw", Role::Gateway, Some(vpc));
        self.add(&format!("{v}/alb"), "alb", Role::LoadBalancer, Some(vpc));
        self.add(&format!("{v}/pcx"), "pcx", Role::Peering, Some(vpc));
        self.wire(&format!("{v}/igw"), &format!("{v}/alb"), WireKind::Traffic);
        let mut private = Vec::new();
        for zone in ["a", "b", "c"] {
            let z = format!("{v}/{zone}");
            let id = self.add(&z, &format!("us-east-1{zone}"), Role::Zone, Some(vpc));
            let public = self.add(
                &format!("{z}/public"),
                &format!("public-{zone}"),
                Role::PublicSubnet,
                Some(id),
            );
            let inner = self.add(
                &format!("{z}/private"),
                &format!("private-{zone}"),
                Role::PrivateSubnet,
                Some(id),
            );
            self.add(&format!("{z}/nat"), "nat", Role::Nat, Some(public));
            self.add(&format!("{z}/rtb"), "rtb", Role::Endpoint, Some(inner));
            self.wire(&format!("{z}/rtb"), &format!("{z}/nat"), WireKind::Route);
            self.wire(&format!("{z}/nat"), &format!("{v}/igw"), WireKind::Route);
            private.push(inner);
        }
        self.services(&v, vpc, share.saturating_sub(9), &private);
    }

    fn services(&mut self, v: &str, vpc: usize, share: usize, private: &[usize]) {
        let services = (share / 30).clamp(1, NAMES.len());
        for (number, name) in NAMES.iter().enumerate().take(services) {
            self.add(
                &format!("{v}/tg-{name}"),
                &format!("tg-{name}"),
                Role::TargetGroup,
                Some(vpc),
            );
            self.wire(
                &format!("{v}/alb"),
                &format!("{v}/tg-{name}"),
                WireKind::Traffic,
            );
            let db = format!("{v}/db-{name}");
            self.add(
                &db,
                &format!("db-{name}"),
                Role::Database,
                Some(private[number % 3]),
            );
            if number % 2 == 0 && share > 60 {
                let replica = format!("{v}/db-{name}-r");
                self.add(
                    &replica,
                    &format!("db-{name}-r"),
                    Role::Database,
                    Some(private[(number + 1) % 3]),
                );
                self.wire(&db, &replica, WireKind::Traffic);
            }
        }
        let placed = services * 2 + if share > 60 { services.div_ceil(2) } else { 0 };
        for number in 0..share.saturating_sub(placed) {
            let (name, zone) = (NAMES[number / 3 % services], number % 3);
            let key = if self.is_collapsed {
                format!("{v}/{zone}/{name}")
            } else {
                format!("{v}/{name}-{number}")
            };
            let label = if self.is_collapsed {
                (*name).to_owned()
            } else {
                format!("{name}-{number}")
            };
            self.add(&key, &label, Role::Instance, Some(private[zone]));
            self.wire(&format!("{v}/tg-{name}"), &key, WireKind::Traffic);
            self.wire(&key, &format!("{v}/db-{name}"), WireKind::SecurityGroup);
        }
    }
}
