//! What a look at a price takes: listed, by a rule that was asked before, and unknown; and
//! what the first one takes, which unpacks the tables.

use criterion::{Criterion, criterion_group, criterion_main};
use skymap::account::Region;
use skymap::prices::{Deployment, Engine, Prices, Product, Rate, System};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn lookups(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("price");
    let first = first_lookup();
    group.bench_function("first, measured once", |bencher| {
        bencher.iter_custom(|rounds| first * u32::try_from(rounds).unwrap_or(u32::MAX));
    });
    let prices = Prices::embedded();
    let region = Region::new("eu-west-1");
    for (name, product) in [
        ("listed", Product::instance("m7g.large", System::Linux)),
        (
            "listed database",
            Product::database("db.r6g.large", Engine::Postgresql, Deployment::Multi),
        ),
        ("listed rate", Rate::EbsGp3GbMonth.into()),
        ("by a rule", Product::instance("m7g.large", System::Rhel)),
        ("unknown", Product::instance("m99.large", System::Linux)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| prices.lookup(black_box(&region), black_box(&product)));
        });
    }
    group.finish();
}

/// Unpacks the table of instances.
fn first_lookup() -> Duration {
    let start = Instant::now();
    let product = Product::instance("m7g.large", System::Linux);
    black_box(Prices::embedded().lookup(&Region::new("eu-west-1"), &product));
    start.elapsed()
}

criterion_group!(benches, lookups);
criterion_main!(benches);
