//! What it costs to draw: layouts of made-up accounts of four sizes, one frame of a
//! large terminal, and what a changed status costs until it is on the screen.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench whose ground is missing measures nothing"
)]
#![allow(dead_code, reason = "tests use more of what they share with benches")]

#[path = "../tests/it/layout/description.rs"]
mod description;
#[path = "../tests/it/layout/topology.rs"]
mod topology;
#[path = "../tests/it/layout/twister.rs"]
mod twister;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use skymap::layout::{self, Memory};
use std::hint::black_box;

/// Resources, and the VPCs that they stand in.
const SIZES: [(usize, usize); 4] = [(50, 1), (500, 4), (2_000, 10), (10_000, 25)];

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
    group.finish();
}

criterion_group!(benches, arranging);
criterion_main!(benches);
