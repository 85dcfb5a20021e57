//! Wires: one path for each bundle, with round corners. A dot joins, a gap crosses: as on
//! the screen, the wire that runs sideways is interrupted.

use super::{Picture, WIDE, class, middle};
use crate::export::pen::Pen;
use crate::layout::{Ink, Point};
use crate::text::append;
use std::collections::{BTreeMap, BTreeSet};

/// Of a wire's corner.
const RADIUS: f32 = 6.0;
/// On either side of a wire that is crossed.
const GAP: f32 = 3.0;

/// The cells next to a cell that a bundle goes on to.
type Steps = BTreeMap<Point, BTreeSet<Point>>;

impl Picture<'_> {
    pub(super) fn wires(&self, svg: &mut String) {
        let bundles = self.bundles();
        let plumb = plumb_cells(&bundles);
        for (number, (wire, steps)) in bundles.iter().enumerate() {
            let pen = class(Pen::Wire(self.view.diagram.wires[*wire].kind));
            let is_crossed = |cell: Point| {
                plumb
                    .get(&cell)
                    .is_some_and(|through| through.iter().any(|other| *other != number))
            };
            let path: String = runs(steps)
                .iter()
                .map(|run| path(run, &is_crossed))
                .collect();
            if !path.is_empty() {
                append(
                    svg,
                    format_args!("<path class=\"wire {pen}\" d=\"{path}\"/>\n"),
                );
            }
            for (joint, _) in steps.iter().filter(|(_, next)| next.len() > 2) {
                let (x, y) = middle(*joint);
                append(
                    svg,
                    format_args!("<circle class=\"solid {pen}\" cx=\"{x}\" cy=\"{y}\" r=\"2\"/>\n"),
                );
            }
        }
        self.tips(svg);
    }

    /// The first wire of each bundle, and the cells that the bundle runs through.
    fn bundles(&self) -> Vec<(usize, Steps)> {
        let scene = self.view.scene;
        let wires = 0..self.view.diagram.wires.len();
        let firsts = wires.filter(|wire| scene.bundle(*wire).first() == Some(wire));
        let bundles = firsts.map(|first| {
            let mut steps = Steps::new();
            for wire in scene.bundle(first) {
                let cells = scene.cells(*wire);
                let seen = cells.windows(2).filter(|pair| {
                    // In a table a wire goes on behind what stands in its row.
                    pair.iter().all(|cell| self.is_wire(*cell))
                });
                for pair in seen {
                    steps.entry(pair[0]).or_default().insert(pair[1]);
                    steps.entry(pair[1]).or_default().insert(pair[0]);
                }
            }
            (first, steps)
        });
        bundles.collect()
    }

    fn is_wire(&self, cell: Point) -> bool {
        matches!(self.ink(cell.x, cell.y), Ink::Wire(_) | Ink::WireLabel(_))
    }

    fn tips(&self, svg: &mut String) {
        for (y, row) in (0..).zip(self.canvas.rows()) {
            for (x, cell) in (0..).zip(row) {
                let Ink::Wire(wire) = cell.ink else { continue };
                let (x, y) = middle(Point { x, y });
                let (side, half) = ((WIDE / 2) as f32, 5.0);
                let corners = match cell.symbol {
                    "▼" => [(x - side, y - half), (x + side, y - half), (x, y + half)],
                    "▲" => [(x - side, y + half), (x + side, y + half), (x, y - half)],
                    "▶" => [(x - side, y - half), (x - side, y + half), (x + side, y)],
                    "◀" => [(x + side, y - half), (x + side, y + half), (x - side, y)],
                    _ => continue,
                };
                let corners = corners.map(|(x, y)| format!("{x},{y}")).join(" ");
                let pen = class(Pen::Wire(self.view.diagram.wires[wire].kind));
                append(
                    svg,
                    format_args!("<polygon class=\"solid {pen}\" points=\"{corners}\"/>\n"),
                );
            }
        }
    }
}

/// The cells where something runs straight up and down, with the bundles that do.
fn plumb_cells(bundles: &[(usize, Steps)]) -> BTreeMap<Point, Vec<usize>> {
    let mut plumb: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    for (number, (_, steps)) in bundles.iter().enumerate() {
        for (cell, next) in steps {
            if next.iter().filter(|other| other.x == cell.x).count() == 2 {
                plumb.entry(*cell).or_default().push(number);
            }
        }
    }
    plumb
}

/// The steps as runs of cells from one end or joint to the next.
fn runs(steps: &Steps) -> Vec<Vec<Point>> {
    let mut walked: BTreeSet<(Point, Point)> = BTreeSet::new();
    let is_passed = |cell: &Point| steps[cell].len() == 2;
    let ends = steps.keys().filter(|cell| !is_passed(cell));
    // What has neither end nor joint is a ring, and begins anywhere.
    let anywhere = steps.keys().filter(|cell| is_passed(cell));
    let mut runs = Vec::new();
    for start in ends.chain(anywhere) {
        for next in &steps[start] {
            if walked.contains(&(*start, *next)) {
                continue;
            }
            let mut run = vec![*start];
            let (mut from, mut at) = (*start, *next);
            loop {
                walked.extend([(from, at), (at, from)]);
                run.push(at);
                let onward = steps[&at].iter().find(|cell| **cell != from);
                match onward {
                    Some(onward) if is_passed(&at) && !walked.contains(&(at, *onward)) => {
                        (from, at) = (at, *onward);
                    }
                    _ => break,
                }
            }
            runs.push(run);
        }
    }
    runs
}

fn path(run: &[Point], is_crossed: &impl Fn(Point) -> bool) -> String {
    let (x, y) = middle(run[0]);
    let mut path = format!("M{x} {y}");
    for (place, cell) in run.iter().enumerate().skip(1) {
        let (x, y) = middle(*cell);
        let before = run[place - 1];
        let Some(after) = run.get(place + 1) else {
            append(&mut path, format_args!("L{x} {y}"));
            break;
        };
        let (came, goes) = (step(before, *cell), step(*cell, *after));
        let ((dx, dy), (tx, ty)) = (along(came), along(goes));
        if came != goes {
            // A neighbouring corner keeps its half of a cell.
            let radius = RADIUS.min(WIDE as f32 / 2.0);
            append(
                &mut path,
                format_args!(
                    "L{} {}Q{x} {y} {} {}",
                    x - dx * radius,
                    y - dy * radius,
                    x + tx * radius,
                    y + ty * radius
                ),
            );
        } else if came.1 == 0 && is_crossed(*cell) {
            append(
                &mut path,
                format_args!("L{} {y}M{} {y}", x - dx * GAP, x + dx * GAP),
            );
        }
    }
    path
}

/// From one cell to the next.
fn step(from: Point, to: Point) -> (i32, i32) {
    ((to.x - from.x).signum(), (to.y - from.y).signum())
}

fn along((x, y): (i32, i32)) -> (f32, f32) {
    (x as f32, y as f32)
}
