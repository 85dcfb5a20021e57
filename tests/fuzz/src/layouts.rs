//! An account of any shape is drawn soundly, and so is a diagram that changes step by
//! step, after every step, with the memory of the steps before.

use super::dice::Dice;
use super::{drawing, resources};
use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::{Health, Survey};
use skymap::layout::Memory;
use skymap::text;

const ROLES: [Role; 23] = [
    Role::Instance,
    Role::Account,
    Role::Region,
    Role::Vpc,
    Role::Zone,
    Role::PublicSubnet,
    Role::PrivateSubnet,
    Role::IsolatedSubnet,
    Role::Gateway,
    Role::Peering,
    Role::Endpoint,
    Role::LoadBalancer,
    Role::TargetGroup,
    Role::Nat,
    Role::Database,
    Role::Other,
    Role::External,
    Role::GlobalServices,
    Role::RegionalServices,
    Role::Front,
    Role::Messaging,
    Role::Compute,
    Role::Store,
];

/// More boxes make a case slow and no more telling.
const MOST: usize = 60;

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    if dice.one_in(2) {
        let inventory = resources::inventory(&mut dice);
        return drawing::check_survey(&Survey::of(&inventory));
    }
    let mut diagram = Diagram::default();
    let mut memory = Memory::default();
    while !dice.is_spent() {
        for _ in 0..=dice.below(12) {
            change(&mut diagram, &mut dice);
        }
        if dice.one_in(16) {
            memory = Memory::default();
        }
        drawing::check(&diagram, &mut memory);
    }
}

fn change(diagram: &mut Diagram, dice: &mut Dice<'_>) {
    let count = diagram.items.len();
    match dice.below(8) {
        0..=2 if count < MOST => add(diagram, dice),
        3 | 4 if count > 0 && diagram.wires.len() < MOST => {
            let (from, to) = (dice.below(count), dice.below(count));
            let kind = dice.pick(&WireKind::ALL);
            let edges = vec![diagram.wires.len()];
            diagram.wires.push(Wire::new((from, to), kind, edges));
        }
        5 if !diagram.wires.is_empty() => {
            let gone = dice.below(diagram.wires.len());
            diagram.wires.remove(gone);
        }
        6 if count > 0 => {
            let gone = dice.below(count);
            remove(diagram, gone);
        }
        7 if count > 0 => {
            let item = dice.below(count);
            let item = &mut diagram.items[item];
            item.label = label(dice);
            item.members.push(item.key.clone());
        }
        _ => {}
    }
}

/// A key may come back that was there before.
fn add(diagram: &mut Diagram, dice: &mut Dice<'_>) {
    let key = NodeKey::new(format!("k{}", dice.below(80)));
    if diagram.items.iter().any(|item| item.key == key) {
        return;
    }
    let role = dice.pick(&ROLES);
    let open: Vec<usize> = (0..diagram.items.len())
        .filter(|&id| diagram.items[id].is_open)
        .collect();
    let parent = open.get(dice.below(open.len() + 1)).copied();
    diagram.items.push(Item {
        presence: skymap::inventory::Presence::Here,
        parent,
        role,
        label: label(dice),
        is_open: role.is_container() && !dice.one_in(4),
        members: vec![key.clone(); dice.below(14)],
        health: dice.pick(&[Health::Neutral, Health::Healthy, Health::Unhealthy]),
        body: Vec::new(),
        key,
    });
}

fn label(dice: &mut Dice<'_>) -> String {
    let label = dice.text(&["web", "-1", "a rather long name of a box", "日本"]);
    text::clean(&label)
}

/// With all that is inside, and their wires.
fn remove(diagram: &mut Diagram, gone: usize) {
    let is_gone = |mut item: usize| {
        loop {
            match diagram.items[item].parent {
                _ if item == gone => return true,
                Some(parent) => item = parent,
                None => return false,
            }
        }
    };
    let mut kept = 0;
    let places: Vec<Option<usize>> = (0..diagram.items.len())
        .map(|item| {
            let place = (!is_gone(item)).then_some(kept);
            kept += usize::from(place.is_some());
            place
        })
        .collect();
    let mut ids = 0..;
    diagram
        .items
        .retain(|_| ids.next().is_some_and(|id| places[id].is_some()));
    for item in &mut diagram.items {
        item.parent = item.parent.and_then(|parent| places[parent]);
    }
    let wires = std::mem::take(&mut diagram.wires);
    diagram.wires = wires
        .into_iter()
        .filter_map(|wire| {
            let (from, to) = (places[wire.from]?, places[wire.to]?);
            Some(Wire { from, to, ..wire })
        })
        .collect();
}
