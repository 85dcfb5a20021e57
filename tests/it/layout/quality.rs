//! Figures of fixed drawings, as bounds against getting worse. What layered layout of
//! a general engine gives for the same shape is far larger: 859×157 cells for the
//! collapsed 500, 1586×1182 for the expanded.

use super::topology::account as estate;
use skymap::graph::Diagram;
use skymap::layout::{Glyphs, Memory, Point, Scene, arrange};
use std::collections::{BTreeMap, BTreeSet};

struct Figures {
    crossings: usize,
    bends: usize,
    area: i32,
}

fn measure(diagram: &Diagram, scene: &Scene) -> Figures {
    let mut nets: BTreeMap<Point, [BTreeSet<usize>; 2]> = BTreeMap::new();
    for wire in 0..diagram.wires.len() {
        let Some(&net) = scene.bundle(wire).first() else {
            continue;
        };
        let line = &scene.lines[wire];
        for pair in line.windows(2) {
            let is_plumb = pair[0].x == pair[1].x;
            let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            for x in low.x..=high.x {
                for y in low.y..=high.y {
                    nets.entry(Point { x, y }).or_default()[usize::from(is_plumb)].insert(net);
                }
            }
        }
    }
    let crosses = |[level, plumb]: &&[BTreeSet<usize>; 2]| {
        !level.is_empty() && !plumb.is_empty() && level != plumb
    };
    Figures {
        crossings: nets.values().filter(crosses).count(),
        bends: bends(diagram, scene),
        area: scene.size.width * scene.size.height,
    }
}

/// Corners of wires; frames of containers have four of the same characters each.
fn bends(diagram: &Diagram, scene: &Scene) -> usize {
    let drawn = super::picture(diagram, scene, Glyphs::Unicode);
    let frames = diagram.items.iter().filter(|item| item.is_open).count();
    drawn
        .chars()
        .filter(|glyph| "╭╮╰╯╔╗╚╝".contains(*glyph))
        .count()
        - 4 * frames
}

fn check((count, vpcs, is_collapsed): (usize, usize, bool), bound: &Figures) {
    let diagram = estate(count, vpcs, is_collapsed);
    let scene = arrange(&diagram, &mut Memory::default());
    let Figures {
        crossings,
        bends,
        area,
    } = measure(&diagram, &scene);
    let size = scene.size;
    println!(
        "{count} collapsed {is_collapsed}: {crossings} crossings, {bends} bends, {size:?}, {area}"
    );
    assert!(crossings <= bound.crossings, "{crossings} crossings");
    assert!(bends <= bound.bends, "{bends} bends");
    assert!(area <= bound.area, "{area} cells");
}

#[test]
fn five_hundred_collapsed() {
    check(
        (500, 4, true),
        &Figures {
            crossings: 220,
            bends: 240,
            area: 36_000,
        },
    );
}

#[test]
fn five_hundred_one_by_one() {
    check(
        (500, 4, false),
        &Figures {
            crossings: 290,
            bends: 440,
            area: 115_000,
        },
    );
}
