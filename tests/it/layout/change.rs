//! Random changes to a diagram: something comes, something vanishes, two are joined.

use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Add,
    Remove,
    Join,
}

/// A fixed stream of random numbers.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

pub fn apply(diagram: &mut Diagram, change: Change, (number, dice): (usize, &mut Dice)) {
    let leaves: Vec<usize> = (0..diagram.items.len())
        .filter(|&id| !diagram.items[id].is_open)
        .collect();
    match change {
        // Anything may vanish; what comes and goes by itself is an instance.
        Change::Remove => remove(diagram, leaves[dice.below(leaves.len())]),
        Change::Add => {
            let instances = of_role(diagram, Role::Instance);
            add(diagram, instances[dice.below(instances.len())], number);
        }
        Change::Join => {
            let instances = of_role(diagram, Role::Instance);
            let from = instances[dice.below(instances.len())];
            let near: Vec<usize> = instances
                .into_iter()
                .filter(|&to| to != from && vpc(diagram, to) == vpc(diagram, from))
                .collect();
            let to = near[dice.below(near.len())];
            let edges = vec![diagram.wires.len()];
            let wire = Wire::new((from, to), WireKind::SecurityGroup, edges);
            diagram.wires.push(wire);
        }
    }
}

fn of_role(diagram: &Diagram, role: Role) -> Vec<usize> {
    (0..diagram.items.len())
        .filter(|&id| diagram.items[id].role == role)
        .collect()
}

pub fn vpc(diagram: &Diagram, item: usize) -> Option<usize> {
    std::iter::successors(Some(item), |&at| diagram.items[at].parent)
        .find(|&at| diagram.items[at].role == Role::Vpc)
}

fn remove(diagram: &mut Diagram, gone: usize) {
    diagram.items.remove(gone);
    diagram
        .wires
        .retain(|wire| wire.from != gone && wire.to != gone);
    let shift = |id: &mut usize| *id -= usize::from(*id > gone);
    for item in &mut diagram.items {
        item.parent.iter_mut().for_each(shift);
    }
    for wire in &mut diagram.wires {
        shift(&mut wire.from);
        shift(&mut wire.to);
    }
}

/// One more like another, with the same wires.
fn add(diagram: &mut Diagram, like: usize, number: usize) {
    let new = diagram.items.len();
    let key = NodeKey::new(format!("new-{number}"));
    diagram.items.push(Item {
        presence: skymap::inventory::Presence::Here,
        key: key.clone(),
        members: vec![key],
        ..diagram.items[like].clone()
    });
    let joined = |wire: &&Wire| wire.from == like || wire.to == like;
    let wires: Vec<Wire> = diagram.wires.iter().filter(joined).cloned().collect();
    let swap = |id: usize| if id == like { new } else { id };
    diagram.wires.extend(wires.into_iter().map(|wire| Wire {
        from: swap(wire.from),
        to: swap(wire.to),
        ..wire
    }));
}
