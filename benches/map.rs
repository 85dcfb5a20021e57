//! What it costs to draw: layouts of fixed accounts of five sizes, the largest once more
//! after one change, and one frame of a large terminal.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench whose ground is missing measures nothing"
)]
#![allow(dead_code, reason = "tests use more of what they share with benches")]

#[path = "../tests/it/layout/change.rs"]
mod change;
#[path = "../tests/it/layout/description.rs"]
mod description;
#[path = "../tests/it/layout/topology.rs"]
mod topology;
#[path = "../tests/it/layout/twister.rs"]
mod twister;

use change::{Change, Dice};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use skymap::layout::{self, Canvas, Glyphs, Memory, Rect};
use std::collections::BTreeSet;
use std::hint::black_box;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Resources, and the VPCs that they stand in.
const SIZES: [(usize, usize); 5] = [(50, 1), (400, 1), (500, 4), (2_000, 10), (10_000, 25)];

fn arranging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(20);
    for (count, vpcs) in SIZES {
        for (name, is_collapsed) in [("all boxes", false), ("identical ones as one", true)] {
            let diagram = topology::account(count, vpcs, is_collapsed);
            group.bench_function(format!("{count} resources, {name}"), |bencher| {
                bencher.iter_batched(
                    Memory::default,
                    |mut memory| black_box(layout::arrange(&diagram, &mut memory)),
                    BatchSize::LargeInput,
                );
            });
        }
    }
    let mut diagram = topology::account(10_000, 25, false);
    let mut memory = Memory::default();
    layout::arrange(&diagram, &mut memory);
    change::apply(&mut diagram, Change::Add, (0, &mut Dice::new(1)));
    group.bench_function("10000 resources, one of them new", |bencher| {
        bencher.iter_batched(
            || memory.clone(),
            |mut memory| black_box(layout::arrange(&diagram, &mut memory)),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn composing(criterion: &mut Criterion) {
    let diagram = topology::account(10_000, 25, false);
    let scene = layout::arrange(&diagram, &mut Memory::default());
    let window = Rect {
        x: scene.size.width / 2,
        y: scene.size.height / 2,
        width: 200,
        height: 60,
    };
    let style = (Glyphs::Unicode, &BTreeSet::new());
    criterion.bench_function("a frame of 200×60 cells", |bencher| {
        bencher.iter(|| black_box(Canvas::draw(&diagram, &scene, window, style)));
    });
}

criterion_group!(benches, arranging, composing);
criterion_main!(benches);
