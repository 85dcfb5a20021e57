//! The finished plan as a scene.

use super::channels::Channels;
use super::net::Net;
use super::plan::Plan;
use super::route::Routes;
use super::scene::{DrawnNet, PlacedBox, Scene};
use super::segments::Tip;
use super::{Direction, Point, Rect, Size, frame};
use crate::graph::Diagram;
use std::collections::BTreeMap;

pub(super) fn scene(
    diagram: &Diagram,
    plan: &Plan,
    (nets, routes, channels): (&[Net], &Routes, &Channels),
) -> Scene {
    let mut scene = Scene {
        size: Size {
            width: plan.boxes[plan.root].rect.width,
            height: plan.boxes[plan.root].rect.height,
        },
        boxes: (0..plan.root).map(|id| placed(plan, id)).collect(),
        lines: vec![Vec::new(); diagram.wires.len()],
        nets: Vec::with_capacity(nets.len()),
        net_of: vec![None; diagram.wires.len()],
        ends: diagram
            .wires
            .iter()
            .map(|wire| (wire.from, wire.to))
            .collect(),
        stubs: stubs(diagram),
        beyond: beyond(diagram),
        children: vec![Vec::new(); plan.root + 1],
        parents: (0..plan.root).map(|id| plan.boxes[id].parent).collect(),
        is_open: (0..plan.root).map(|id| plan.boxes[id].is_open).collect(),
        is_band: (0..plan.root).map(|id| plan.boxes[id].is_band).collect(),
        ..Scene::default()
    };
    for id in plan.containers() {
        let inside = plan.boxes[id]
            .rows
            .iter()
            .flat_map(|row| row.slots.iter().copied());
        scene.children[id] = inside.filter(|&slot| slot < plan.root).collect();
    }
    for net in nets {
        draw_net(&mut scene, net, |spoke| channels.trace(plan, routes, spoke));
    }
    let mut segments = std::mem::take(&mut scene.segments);
    channels.stretches((plan, routes), &mut segments);
    segments.finish();
    scene.segments = segments;
    scene
}

fn stubs(diagram: &Diagram) -> BTreeMap<usize, Vec<usize>> {
    let mut stubs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, wire) in diagram.wires.iter().enumerate() {
        if wire.is_stub {
            stubs.entry(wire.from).or_default().push(index);
            stubs.entry(wire.to).or_default().push(index);
        }
    }
    stubs
}

/// How many lines lead out of the picture from each item, and how many begin there.
pub(super) fn beyond(diagram: &Diagram) -> BTreeMap<usize, (usize, usize)> {
    let mut beyond: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for line in &diagram.beyond {
        let (count, onward) = beyond.entry(line.item).or_default();
        *count += 1;
        *onward += usize::from(line.is_onward);
    }
    beyond
}

fn placed(plan: &Plan, id: usize) -> PlacedBox {
    let mut rect = plan.boxes[id].rect;
    let text = if plan.boxes[id].is_open || plan.boxes[id].is_band {
        frame::title(plan, id)
    } else {
        Rect {
            x: rect.x + 1,
            y: rect.y + 1,
            width: rect.width - 2,
            height: 1,
        }
    };
    if plan.boxes[id].is_band {
        // What passes beside it inside its container passes through its rule.
        let (around, side) = (
            plan.boxes[plan.boxes[id].parent].rect,
            plan.side(plan.boxes[id].parent),
        );
        (rect.x, rect.width) = (around.x + side, around.width - 2 * side);
    }
    PlacedBox { rect, text }
}

fn draw_net(scene: &mut Scene, net: &Net, trace: impl Fn(&super::net::Spoke) -> Vec<Point>) {
    let number = scene.nets.len();
    for spoke in &net.spokes {
        let mut line = trace(spoke);
        if net.is_outward {
            line.reverse();
        }
        if let [.., before, last] = line[..] {
            let points = if last.y > before.y {
                Direction::Down
            } else {
                Direction::Up
            };
            scene.segments.add_tip(
                last.y,
                Tip {
                    x: last.x,
                    points,
                    net: number,
                },
            );
        }
        if let [wire, others @ ..] = &net.wires[spoke.wires.clone()] {
            for &other in others {
                scene.lines[other].clone_from(&line);
            }
            scene.lines[*wire] = line;
        }
    }
    let mut wires = net.wires.clone();
    for &wire in &wires {
        scene.net_of[wire] = Some(number);
    }
    wires.sort_unstable();
    scene.nets.push(DrawnNet {
        kind: net.kind,
        wires,
    });
}
