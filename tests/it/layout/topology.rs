//! Fixed accounts of any size, on which layouts were compared before there was this
//! program: VPCs of three zones with a public and a private subnet each, services behind
//! target groups, databases with replicas, routes, a ring of peerings.

use super::twister::Twister;
use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::Health;
use std::collections::BTreeMap;

const NAMES: [&str; 12] = [
    "web", "api", "auth", "cart", "pay", "search", "feed", "mail", "ml", "etl", "img", "log",
];

/// `count` resources in `vpcs` VPCs; instances one by one, or those of one service in one
/// subnet as one box.
pub fn account(count: usize, vpcs: usize, is_collapsed: bool) -> Diagram {
    let mut account = Account {
        diagram: Diagram::default(),
        ids: BTreeMap::new(),
        wired: BTreeMap::new(),
        is_collapsed,
        vpcs,
        dice: Twister::new(1),
    };
    let region = account.add(("r0", "us-east-1"), Role::Region, None);
    for vpc in 0..vpcs {
        let share = count / vpcs + usize::from(vpc < count % vpcs);
        account.vpc(vpc, share, region);
    }
    for vpc in 0..vpcs {
        if vpcs > 2 || (vpcs == 2 && vpc == 0) {
            let ends = [vpc, (vpc + 1) % vpcs].map(|vpc| account.ids[&format!("v{vpc}_pcx")]);
            account.wire(ends, WireKind::Peering);
        }
    }
    account.diagram
}

struct Account {
    diagram: Diagram,
    ids: BTreeMap<String, usize>,
    wired: BTreeMap<([usize; 2], WireKind), usize>,
    is_collapsed: bool,
    vpcs: usize,
    dice: Twister,
}

/// A target group and its database.
type Service = (usize, usize);

impl Account {
    fn add(&mut self, (key, label): (&str, &str), role: Role, parent: Option<usize>) -> usize {
        if let Some(&id) = self.ids.get(key) {
            let member = NodeKey::new(format!("{key}/{}", self.diagram.items[id].members.len()));
            self.diagram.items[id].members.push(member);
            return id;
        }
        let id = self.diagram.items.len();
        self.ids.insert(key.to_owned(), id);
        self.diagram.items.push(Item {
            presence: skymap::inventory::Presence::Here,
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

    fn wire(&mut self, [from, to]: [usize; 2], kind: WireKind) {
        let next = self.diagram.wires.len();
        let index = *self.wired.entry(([from, to], kind)).or_insert(next);
        if index == next {
            let wire = Wire::new((from, to), kind, Vec::new());
            self.diagram.wires.push(wire);
        }
        let edges = &mut self.diagram.wires[index].edges;
        edges.push(edges.len());
    }

    fn vpc(&mut self, number: usize, share: usize, region: usize) {
        let v = format!("v{number}");
        let vpc = self.add((&v, &format!("vpc-{number:02}")), Role::Vpc, Some(region));
        let igw = self.add((&format!("{v}_igw"), "igw"), Role::Gateway, Some(vpc));
        let alb = self.add((&format!("{v}_lb"), "alb"), Role::LoadBalancer, Some(vpc));
        self.wire([igw, alb], WireKind::Traffic);
        if self.vpcs > 1 {
            self.add((&format!("{v}_pcx"), "pcx"), Role::Peering, Some(vpc));
        }
        let private = ["a", "b", "c"].map(|zone| self.zone((&v, vpc, igw), zone));
        let placed = 8 + usize::from(self.vpcs > 1);
        let services = self.services((&v, vpc, alb), &private, (share, placed));
        let rest = share.saturating_sub(all_placed(&services, (share, placed)));
        for number in 0..rest {
            self.instance(&v, number, (&services, &private));
        }
    }

    /// Gives back the private subnet.
    fn zone(&mut self, (v, vpc, igw): (&str, usize, usize), zone: &str) -> usize {
        let z = format!("{v}z{zone}");
        let id = self.add((&z, &format!("us-east-1{zone}")), Role::Zone, Some(vpc));
        let public = (format!("{z}p"), format!("public-{zone}"));
        let public = self.add((&public.0, &public.1), Role::PublicSubnet, Some(id));
        let private = (format!("{z}q"), format!("private-{zone}"));
        let private = self.add((&private.0, &private.1), Role::PrivateSubnet, Some(id));
        let nat = self.add((&format!("{v}_nat{zone}"), "nat"), Role::Nat, Some(public));
        let table = (format!("{v}_rtb{zone}"), "rtb");
        let table = self.add((&table.0, table.1), Role::Endpoint, Some(private));
        self.wire([table, nat], WireKind::Route);
        self.wire([nat, igw], WireKind::Route);
        private
    }

    fn services(
        &mut self,
        (v, vpc, alb): (&str, usize, usize),
        private: &[usize; 3],
        (share, placed): (usize, usize),
    ) -> Vec<Service> {
        let fair = (share - placed) as f64 / 30.0;
        let count = (fair.round_ties_even() as usize).clamp(1, NAMES.len());
        let mut services = Vec::new();
        for (number, name) in NAMES.iter().enumerate().take(count) {
            let group = (format!("{v}_tg{number}"), format!("tg-{name}"));
            let group = self.add((&group.0, &group.1), Role::TargetGroup, Some(vpc));
            self.wire([alb, group], WireKind::Traffic);
            let database = (format!("{v}_db{number}"), format!("db-{name}"));
            let subnet = Some(private[number % 3]);
            let database = self.add((&database.0, &database.1), Role::Database, subnet);
            services.push((group, database));
            if number % 2 == 0 && share > 60 {
                let replica = (format!("{v}_dbr{number}"), format!("db-{name}-r"));
                let subnet = Some(private[(number + 1) % 3]);
                let replica = self.add((&replica.0, &replica.1), Role::Database, subnet);
                self.wire([database, replica], WireKind::Traffic);
            }
        }
        services
    }

    fn instance(&mut self, v: &str, number: usize, (services, private): (&[Service], &[usize; 3])) {
        let turn = number / 3 % services.len();
        let service = if self.dice.share() > 0.05 {
            turn
        } else {
            self.dice.below(services.len())
        };
        let (name, zone) = (NAMES[service], number % 3);
        let (key, label) = if self.is_collapsed {
            (format!("{v}z{zone}q_{service}"), name.to_owned())
        } else {
            (format!("{v}_i{number}"), format!("{name}-{number}"))
        };
        let instance = self.add((&key, &label), Role::Instance, Some(private[zone]));
        let (group, database) = services[service];
        self.wire([group, instance], WireKind::Traffic);
        self.wire([instance, database], WireKind::SecurityGroup);
    }
}

/// Resources of a VPC before its instances.
fn all_placed(services: &[Service], (share, placed): (usize, usize)) -> usize {
    let replicas = if share > 60 {
        services.len().div_ceil(2)
    } else {
        0
    };
    placed + 2 * services.len() + replicas
}
