//! The same accounts laid out here and by Graphviz's `dot`, containers as clusters. Both
//! times and their ratio are printed; without a `dot` on the path that is all it says.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench whose ground is missing measures nothing, and its result is what it prints"
)]
#![allow(dead_code, reason = "tests use more of what they share with benches")]

#[path = "../tests/it/layout/description.rs"]
mod description;
#[path = "../tests/it/layout/topology.rs"]
mod topology;
#[path = "../tests/it/layout/twister.rs"]
mod twister;

use skymap::graph::Diagram;
use skymap::layout::{self, Memory};
use std::fmt::Write;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Resources, the VPCs that they stand in, and whether identical ones are one box.
const ACCOUNTS: [(usize, usize, bool); 5] = [
    (500, 4, true),
    (500, 4, false),
    (2_000, 10, true),
    (2_000, 10, false),
    (10_000, 25, false),
];
const RUNS: usize = 5;

fn main() {
    // `cargo test --benches` runs it as well, and measures nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    for (count, vpcs, is_collapsed) in ACCOUNTS {
        let diagram = topology::account(count, vpcs, is_collapsed);
        let leaves = diagram.items.iter().filter(|item| !item.is_open).count();
        let wires = diagram.wires.len();
        let ours = best_of(|| {
            black_box(layout::arrange(&diagram, &mut Memory::default()));
        });
        print!(
            "{leaves} boxes, {wires} wires: {:.2} ms here",
            milliseconds(ours)
        );
        match dot(&diagram) {
            Ok(theirs) => {
                let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
                println!(
                    ", {:.0} ms by dot: {ratio:.0} times as long",
                    milliseconds(theirs)
                );
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                println!("; there is no `dot` on the path to compare with");
            }
            Err(error) => panic!("dot: {error}"),
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn best_of(mut layout: impl FnMut()) -> Duration {
    let time = |()| {
        let start = Instant::now();
        layout();
        start.elapsed()
    };
    std::iter::repeat_n((), RUNS).map(time).min().unwrap()
}

/// The time of one layout with polylines, once, with the start and the output of a process
/// of its own: a few milliseconds. Orthogonal wires take it minutes.
fn dot(diagram: &Diagram) -> io::Result<Duration> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("account.dot");
    std::fs::write(&file, source(diagram))?;
    let start = Instant::now();
    run(&file)?;
    Ok(start.elapsed())
}

fn run(file: &Path) -> io::Result<()> {
    let mut dot = Command::new("dot");
    let dot = dot.arg("-Tplain").arg(file);
    let status = dot.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    assert!(status.success(), "{status}");
    Ok(())
}

fn source(diagram: &Diagram) -> String {
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); diagram.items.len() + 1];
    for (id, item) in diagram.items.iter().enumerate() {
        inside[item.parent.unwrap_or(diagram.items.len())].push(id);
    }
    let mut source = "digraph { splines=polyline; node [shape=box];\n".to_owned();
    write_inside(diagram, &inside, (diagram.items.len(), &mut source));
    for wire in &diagram.wires {
        writeln!(source, "n{} -> n{};", wire.from, wire.to).unwrap();
    }
    source.push_str("}\n");
    source
}

fn write_inside(diagram: &Diagram, inside: &[Vec<usize>], (id, source): (usize, &mut String)) {
    for &child in &inside[id] {
        let label = &diagram.items[child].label;
        if diagram.items[child].is_open {
            writeln!(source, "subgraph cluster_{child} {{ label=\"{label}\";").unwrap();
            write_inside(diagram, inside, (child, source));
            source.push_str("}\n");
        } else {
            writeln!(source, "n{child} [label=\"{label}\"];").unwrap();
        }
    }
}
