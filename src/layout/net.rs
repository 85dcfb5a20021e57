//! Wires with the same source, or the same target, and the same kind are one net: a
//! hub and its spokes, which share their way as far as it goes.

use super::plan::{BoxId, Plan};
use crate::graph::{Diagram, WireKind};
use std::collections::BTreeMap;

/// A bundle of wires.
#[derive(Debug)]
pub(super) struct Net {
    pub hub: BoxId,
    /// From the hub to the spokes; otherwise from the spokes to the hub.
    pub is_outward: bool,
    pub kind: WireKind,
    pub spokes: Vec<Spoke>,
}

/// The other end of one wire, or of several that are drawn as one.
#[derive(Debug)]
pub(super) struct Spoke {
    pub end: BoxId,
    /// Indexes into `Diagram::wires`.
    pub wires: Vec<usize>,
    /// Where it begins.
    pub post: super::route::PostId,
}

/// All nets, in an order that does not depend on the order of the diagram. A wire from
/// a box to itself has no net: there is nothing to join.
pub(super) fn bundle(diagram: &Diagram, plan: &Plan) -> Vec<Net> {
    let rank = |item: usize| plan.ranks[item];
    let mut joined: BTreeMap<(WireKind, usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, wire) in diagram.wires.iter().enumerate() {
        let is_known = wire.from < plan.root && wire.to < plan.root;
        if is_known && wire.from != wire.to {
            let ends = (wire.kind, rank(wire.from), rank(wire.to));
            joined.entry(ends).or_default().push(index);
        }
    }
    let mut degrees: BTreeMap<(bool, WireKind, usize), usize> = BTreeMap::new();
    for &(kind, from, to) in joined.keys() {
        *degrees.entry((true, kind, from)).or_default() += 1;
        *degrees.entry((false, kind, to)).or_default() += 1;
    }
    let mut bundles: BTreeMap<(usize, bool, WireKind), Vec<Spoke>> = BTreeMap::new();
    for ((kind, from, to), wires) in joined {
        let is_outward = degrees[&(true, kind, from)] >= degrees[&(false, kind, to)];
        let hub = if is_outward { from } else { to };
        let wire = &diagram.wires[wires[0]];
        let end = if is_outward { wire.to } else { wire.from };
        let spoke = Spoke {
            end,
            wires,
            post: 0,
        };
        bundles
            .entry((hub, is_outward, kind))
            .or_default()
            .push(spoke);
    }
    let nets = bundles.into_iter().map(|((_, is_outward, kind), spokes)| {
        let wire = &diagram.wires[spokes[0].wires[0]];
        let hub = if is_outward { wire.from } else { wire.to };
        Net {
            hub,
            is_outward,
            kind,
            spokes,
        }
    });
    nets.collect()
}
