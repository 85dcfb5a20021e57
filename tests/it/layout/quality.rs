//! Figures of fixed accounts, as bounds against getting worse. The accounts and the way
//! of counting are those with which layout engines were once compared; elkjs, which routes
//! layered graphs well, has 166 crossings and 400 bends on the collapsed 500 and 1,031
//! and 1,380 on the collapsed 2,000; on the expanded 500 it has 10,236 and 3,456.

use super::raster::{Figures, figures};
use super::{decode, dense, invariants, lines, topology};
use skymap::graph::Diagram;
use skymap::layout::{Glyphs, Memory, arrange};

/// Resources, VPCs, whether instances of a service in a subnet are one box.
type Account = (usize, usize, bool);

/// Nodes and wires, so that it is seen that these are the accounts of the comparison.
type Counts = (usize, usize);

/// Crossings, bends and cells at most.
type Bounds = (usize, usize, usize);

fn check((count, vpcs, is_collapsed): Account, counts: Counts, (crossings, bends, area): Bounds) {
    let diagram = topology::account(count, vpcs, is_collapsed);
    let leaves = diagram.items.iter().filter(|item| !item.is_open).count();
    assert_eq!((leaves, diagram.wires.len()), counts);
    let figures = check_soundness(&diagram);
    println!("{count} collapsed {is_collapsed}: {figures:?}");
    assert!(figures.crossings <= crossings, "{figures:?}");
    assert!(figures.bends <= bends, "{figures:?}");
    assert!(figures.area <= area, "{figures:?}");
}

/// Nothing overlaps, and the glyphs say what the diagram says.
fn check_soundness(diagram: &Diagram) -> Figures {
    let scene = arrange(diagram, &mut Memory::default());
    let figures = figures(diagram, &scene);
    assert_eq!((figures.overlaps, figures.through), (0, 0));
    let drawn = lines(diagram, &scene, Glyphs::Unicode);
    let decoded = decode::joined(&drawn, &scene, false);
    assert!(decoded == invariants::wires(diagram), "read otherwise");
    figures
}

#[test]
fn fifty() {
    check((50, 1, true), (13, 14), (3, 40, 2_500));
    check((50, 1, false), (50, 88), (3, 60, 7_000));
}

#[test]
fn five_hundred_collapsed() {
    check((500, 4, true), (124, 152), (165, 360, 45_000));
}

#[test]
fn five_hundred() {
    check((500, 4, false), (500, 904), (210, 510, 122_000));
}

#[test]
fn two_thousand_collapsed() {
    check((2_000, 10, true), (420, 530), (950, 1_300, 195_000));
}

#[test]
fn two_thousand() {
    check((2_000, 10, false), (2_000, 3_690), (1_200, 1_750, 475_000));
}

#[test]
fn ten_thousand_collapsed() {
    check((10_000, 25, true), (1_875, 2_450), (10_800, 7_800, 930_000));
}

#[test]
fn ten_thousand() {
    check(
        (10_000, 25, false),
        (10_000, 18_700),
        (11_900, 9_300, 3_000_000),
    );
}

#[test]
fn accounts_that_are_hard_to_draw() {
    for (name, diagram) in dense::cases() {
        println!("{name}: {:?}", check_soundness(&diagram));
    }
}

#[test]
fn the_order_of_a_large_input_does_not_matter() {
    let diagram = topology::account(500, 4, false);
    let drawn = |diagram: &Diagram| {
        let scene = arrange(diagram, &mut Memory::default());
        lines(diagram, &scene, Glyphs::Unicode)
    };
    let expected = drawn(&diagram);
    for seed in 1..4 {
        let (shuffled, _) = invariants::shuffle(&diagram, seed);
        assert!(drawn(&shuffled) == expected, "{seed}");
    }
}
