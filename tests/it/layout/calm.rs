//! After a small change nothing else moves.

use super::estate::estate;
use proptest::prelude::*;
use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::layout::{Memory, Point, arrange};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
enum Change {
    Add,
    Remove,
    Join,
}

fn places(diagram: &Diagram, memory: &mut Memory) -> BTreeMap<NodeKey, Point> {
    let scene = arrange(diagram, memory);
    let leaves = (0..diagram.items.len()).filter(|&id| !diagram.items[id].is_open);
    let place = |id: usize| Point {
        x: scene.boxes[id].rect.x,
        y: scene.boxes[id].rect.y,
    };
    leaves
        .map(|id| (diagram.items[id].key.clone(), place(id)))
        .collect()
}

/// The share of the boxes in both that are somewhere else now.
fn moved(before: &BTreeMap<NodeKey, Point>, after: &BTreeMap<NodeKey, Point>) -> f64 {
    let both = before
        .iter()
        .filter_map(|(key, place)| Some((place, after.get(key)?)));
    let (mut all, mut moved) = (0, 0);
    for (before, after) in both {
        all += 1;
        moved += usize::from(before != after);
    }
    moved as f64 / f64::from(all.max(1))
}

fn instances(diagram: &Diagram) -> Vec<usize> {
    (0..diagram.items.len())
        .filter(|&id| diagram.items[id].role == Role::Instance)
        .collect()
}

fn apply(diagram: &mut Diagram, change: Change, seed: usize) {
    let instances = instances(diagram);
    let chosen = instances[seed * 7919 % instances.len()];
    match change {
        Change::Remove => {
            diagram.items.remove(chosen);
            diagram
                .wires
                .retain(|wire| wire.from != chosen && wire.to != chosen);
            let shift = |id: &mut usize| *id -= usize::from(*id > chosen);
            for item in &mut diagram.items {
                item.parent.iter_mut().for_each(shift);
            }
            for wire in &mut diagram.wires {
                shift(&mut wire.from);
                shift(&mut wire.to);
            }
        }
        Change::Add => {
            let new = diagram.items.len();
            let key = NodeKey::new(format!("new-{seed}"));
            let like = diagram.items[chosen].clone();
            diagram.items.push(Item {
                key: key.clone(),
                members: vec![key],
                ..like
            });
            let joined = |wire: &&Wire| wire.from == chosen || wire.to == chosen;
            let wires: Vec<Wire> = diagram.wires.iter().filter(joined).cloned().collect();
            let swap = |id: usize| if id == chosen { new } else { id };
            diagram.wires.extend(wires.into_iter().map(|wire| Wire {
                from: swap(wire.from),
                to: swap(wire.to),
                ..wire
            }));
        }
        Change::Join => {
            let parent = diagram.items[chosen].parent;
            let near = instances.iter().copied().find(|&id| {
                id != chosen && diagram.items[id].parent == parent && id * 31 % 7 == seed % 7
            });
            let to = near.unwrap_or(instances[0]);
            let edges = vec![diagram.wires.len()];
            let wire = Wire::new((chosen, to), WireKind::SecurityGroup, edges);
            diagram.wires.push(wire);
        }
    }
}

fn mean(change: Change, runs: usize) -> f64 {
    let base = estate(500, 4, false);
    let mut memory = Memory::default();
    let before = places(&base, &mut memory);
    let total: f64 = (0..runs)
        .map(|seed| {
            let mut diagram = base.clone();
            apply(&mut diagram, change, seed + 1);
            moved(&before, &places(&diagram, &mut memory.clone()))
        })
        .sum();
    total / runs as f64
}

#[test]
fn nothing_moves_when_something_vanishes() {
    let moved = mean(Change::Remove, 34);
    assert!(moved == 0.0, "{moved}");
}

#[test]
fn hardly_anything_moves_when_something_comes() {
    let moved = mean(Change::Add, 33);
    assert!(moved <= 0.005, "{moved}");
}

#[test]
fn hardly_anything_moves_when_two_are_joined() {
    let moved = mean(Change::Join, 33);
    assert!(moved <= 0.005, "{moved}");
}

#[test]
fn the_map_stays_calm_under_churn() {
    let mut diagram = estate(500, 4, false);
    let mut memory = Memory::default();
    let mut before = places(&diagram, &mut memory);
    let mut total = 0.0;
    for step in 1..=60 {
        let change = if step % 2 == 0 {
            Change::Add
        } else {
            Change::Remove
        };
        apply(&mut diagram, change, step);
        let after = places(&diagram, &mut memory);
        total += moved(&before, &after);
        before = after;
    }
    assert!(total / 60.0 < 0.03, "{}", total / 60.0);
}

#[test]
fn a_label_or_count_that_still_fits_moves_nothing() {
    let mut diagram = estate(500, 4, true);
    let mut memory = Memory::default();
    let before = places(&diagram, &mut memory);
    for id in instances(&diagram) {
        diagram.items[id].label.push('-');
        diagram.items[id].members.push(NodeKey::new("one more"));
    }
    assert_eq!(places(&diagram, &mut memory), before);
}

#[test]
fn forgetting_compacts() {
    let diagram = estate(500, 4, false);
    let mut memory = Memory::default();
    let fresh = arrange(&diagram, &mut memory);
    let mut grown = diagram.clone();
    for seed in 1..40 {
        apply(&mut grown, Change::Add, seed);
    }
    arrange(&grown, &mut memory);
    let after = arrange(&diagram, &mut memory);
    assert!(after.size.height > fresh.size.height || after.size.width > fresh.size.width);
    assert_eq!(arrange(&diagram, &mut Memory::default()), fresh);
}

/// While an account is read for the first time.
#[test]
fn a_diagram_that_outgrew_the_memory_is_drawn_anew() {
    let whole = estate(500, 4, true);
    let mut memory = Memory::default();
    let mut part = whole.clone();
    part.wires.truncate(whole.wires.len() / 2);
    arrange(&part, &mut memory);
    let fresh = arrange(&whole, &mut Memory::default());
    assert_eq!(arrange(&whole, &mut memory), fresh);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_same_diagram_again_is_the_same_drawing(diagram in super::invariants::diagrams(40, 60)) {
        let mut memory = Memory::default();
        let first = arrange(&diagram, &mut memory);
        let remembered = memory.clone();
        prop_assert_eq!(arrange(&diagram, &mut memory).boxes, first.boxes);
        prop_assert_eq!(memory, remembered);
    }
}
