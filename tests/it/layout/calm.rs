//! After a small change nothing else moves.

use super::change::{self, Change, Dice};
use super::{description, topology};
use proptest::prelude::*;
use skymap::graph::{Diagram, NodeKey, Role};
use skymap::layout::{Memory, Point, arrange};
use std::collections::BTreeMap;

/// Where each box is, on the map and in its VPC.
type Places = BTreeMap<NodeKey, [Point; 2]>;

fn places(diagram: &Diagram, memory: &mut Memory) -> Places {
    let scene = arrange(diagram, memory);
    let leaves = (0..diagram.items.len()).filter(|&id| !diagram.items[id].is_open);
    let place = |id: usize| {
        let rect = scene.boxes[id].rect;
        let (x, y) = (rect.x, rect.y);
        let around = change::vpc(diagram, id).map_or(rect, |vpc| scene.boxes[vpc].rect);
        let inside = Point {
            x: x - around.x,
            y: y - around.y,
        };
        [Point { x, y }, inside]
    };
    leaves
        .map(|id| (diagram.items[id].key.clone(), place(id)))
        .collect()
}

/// The shares of the boxes in both that are somewhere else now: on the map, and in
/// their VPC.
fn moved(before: &Places, after: &Places) -> [f64; 2] {
    let both: Vec<_> = before
        .iter()
        .filter_map(|(key, place)| Some((place, after.get(key)?)))
        .collect();
    [0, 1].map(|frame| {
        let moved = both
            .iter()
            .filter(|(before, after)| before[frame] != after[frame]);
        moved.count() as f64 / both.len().max(1) as f64
    })
}

/// The mean share of what moves after one change.
fn mean(account: (usize, usize), change: Change, runs: usize) -> f64 {
    let base = topology::account(account.0, account.1, false);
    mean_of(&base, change, runs)
}

fn mean_of(base: &Diagram, change: Change, runs: usize) -> f64 {
    let mut memory = Memory::default();
    let before = places(base, &mut memory);
    let mut dice = Dice::new(7);
    let total: f64 = (0..runs)
        .map(|number| {
            let mut diagram = base.clone();
            change::apply(&mut diagram, change, (number, &mut dice));
            let moved = moved(&before, &places(&diagram, &mut memory.clone()))[0];
            assert!(
                change != Change::Remove || moved == 0.0,
                "{number}: {moved}"
            );
            moved
        })
        .sum();
    println!("{} {change:?}: {:.5}", before.len(), total / runs as f64);
    total / runs as f64
}

#[test]
fn nothing_moves_when_something_vanishes() {
    assert!(mean((500, 4), Change::Remove, 100) == 0.0);
}

/// Small maps have no slack, so that they are small; their wires move closer together.
#[test]
fn nothing_moves_when_something_vanishes_from_a_small_map() {
    for (count, vpcs, is_collapsed) in [(50, 1, false), (50, 1, true), (200, 2, true)] {
        let base = topology::account(count, vpcs, is_collapsed);
        assert!(mean_of(&base, Change::Remove, 60) == 0.0);
    }
    let drawing = include_str!("drawings/shop.txt");
    let (shop, _) = drawing.split_once("---\n").unwrap();
    assert!(mean_of(&description::parse(shop), Change::Remove, 60) == 0.0);
}

#[test]
fn hardly_anything_moves_when_something_comes() {
    assert!(mean((500, 4), Change::Add, 100) <= 0.005);
}

#[test]
fn hardly_anything_moves_when_two_are_joined() {
    assert!(mean((500, 4), Change::Join, 100) <= 0.005);
}

#[test]
fn a_large_map_is_as_calm() {
    let changes = [Change::Remove, Change::Add, Change::Join];
    let moved = changes.map(|change| mean((2_000, 10), change, 34));
    assert!(moved.iter().sum::<f64>() / 3.0 <= 0.005, "{moved:?}");
}

#[test]
fn the_map_stays_calm_under_churn() {
    let steps = 200;
    let mut diagram = topology::account(500, 4, false);
    let mut memory = Memory::default();
    let mut before = places(&diagram, &mut memory);
    let mut dice = Dice::new(11);
    let mut total = [0.0; 2];
    for step in 0..steps {
        let change = if dice.below(2) == 0 {
            Change::Add
        } else {
            Change::Remove
        };
        change::apply(&mut diagram, change, (step, &mut dice));
        let after = places(&diagram, &mut memory);
        let moved = moved(&before, &after);
        total = [total[0] + moved[0], total[1] + moved[1]];
        before = after;
    }
    let [on_the_map, in_its_vpc] = total.map(|total| total / steps as f64);
    let area = |memory: &mut Memory| {
        let size = arrange(&diagram, memory).size;
        f64::from(size.width * size.height)
    };
    let waste = area(&mut memory) / area(&mut Memory::default()) - 1.0;
    println!("{on_the_map:.4} on the map, {in_its_vpc:.4} in its VPC, waste {waste:.2}");
    assert!(on_the_map <= 0.03, "{on_the_map}");
    assert!(in_its_vpc <= 0.03, "{in_its_vpc}");
    assert!(waste < 0.6, "{waste}");
}

#[test]
fn a_label_or_count_that_still_fits_moves_nothing() {
    let mut diagram = topology::account(500, 4, true);
    let mut memory = Memory::default();
    let before = places(&diagram, &mut memory);
    for item in &mut diagram.items {
        if item.role == Role::Instance {
            item.label.push('-');
            item.members.push(NodeKey::new("one more"));
        }
    }
    assert_eq!(places(&diagram, &mut memory), before);
}

#[test]
fn forgetting_compacts() {
    let diagram = topology::account(500, 4, false);
    let mut memory = Memory::default();
    let fresh = arrange(&diagram, &mut memory);
    let mut grown = diagram.clone();
    let mut dice = Dice::new(3);
    for number in 0..60 {
        change::apply(&mut grown, Change::Add, (number, &mut dice));
    }
    arrange(&grown, &mut memory);
    let after = arrange(&diagram, &mut memory);
    assert!(after.size.height > fresh.size.height || after.size.width > fresh.size.width);
    assert_eq!(arrange(&diagram, &mut Memory::default()), fresh);
}

/// While an account is read for the first time.
#[test]
fn a_diagram_that_outgrew_the_memory_is_drawn_anew() {
    let whole = topology::account(500, 4, true);
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
