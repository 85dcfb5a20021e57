//! Wires with the same source, or the same target, and the same kind are one net: a
//! hub and its spokes, which share their way as far as it goes.

use super::plan::BoxId;
use super::route::PostId;
use crate::graph::{Diagram, WireKind};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;

/// A bundle of wires.
#[derive(Debug)]
pub(super) struct Net {
    pub hub: BoxId,
    /// From the hub to the spokes; otherwise from the spokes to the hub.
    pub is_outward: bool,
    pub kind: WireKind,
    pub spokes: Vec<Spoke>,
    /// Indexes into `Diagram::wires`, spoke by spoke.
    pub wires: Vec<usize>,
}

/// The other end of one wire, or of several that are drawn as one.
#[derive(Debug)]
pub(super) struct Spoke {
    pub end: BoxId,
    /// Which of the net's wires end there.
    pub wires: Range<usize>,
    /// Where its way to the hub begins.
    pub post: PostId,
}

/// Wires of one kind between the same two boxes; boxes are known by their ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bond {
    kind: WireKind,
    from: usize,
    to: usize,
    wire: usize,
}

/// A bond as its net sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Share {
    hub: usize,
    is_outward: bool,
    kind: WireKind,
    spoke: usize,
    wire: usize,
}

/// All nets, in an order that does not depend on the order of the diagram. A wire from
/// a box to itself has no net, there is nothing to join, and a stub is not drawn.
pub(super) fn bundle(diagram: &Diagram, ranks: &[usize]) -> Vec<Net> {
    let shares = shares(bonds(diagram, ranks));
    let of_net = |one: &Share, other: &Share| {
        (one.hub, one.is_outward, one.kind) == (other.hub, other.is_outward, other.kind)
    };
    shares
        .chunk_by(of_net)
        .map(|shares| net(diagram, shares))
        .collect()
}

fn bonds(diagram: &Diagram, ranks: &[usize]) -> Vec<Bond> {
    let known = diagram.wires.iter().enumerate().filter(|(_, wire)| {
        let is_known = wire.from < ranks.len() && wire.to < ranks.len();
        is_known && !wire.is_stub && wire.from != wire.to
    });
    let mut bonds: Vec<Bond> = known
        .map(|(index, wire)| Bond {
            kind: wire.kind,
            from: ranks[wire.from],
            to: ranks[wire.to],
            wire: index,
        })
        .collect();
    bonds.sort_unstable();
    bonds
}

/// Each bond goes to the end that has more of its kind.
fn shares(bonds: Vec<Bond>) -> Vec<Share> {
    let is_same = |one: &Bond, other: &Bond| {
        (one.kind, one.from, one.to) == (other.kind, other.from, other.to)
    };
    let mut degrees: HashMap<(bool, WireKind, usize), usize, FixedState> = HashMap::default();
    for bond in bonds.chunk_by(is_same).map(|same| same[0]) {
        *degrees.entry((true, bond.kind, bond.from)).or_default() += 1;
        *degrees.entry((false, bond.kind, bond.to)).or_default() += 1;
    }
    let share = |Bond {
                     kind,
                     from,
                     to,
                     wire,
                 }: Bond| {
        let is_outward = degrees[&(true, kind, from)] >= degrees[&(false, kind, to)];
        let (hub, spoke) = if is_outward { (from, to) } else { (to, from) };
        Share {
            hub,
            is_outward,
            kind,
            spoke,
            wire,
        }
    };
    let mut shares: Vec<Share> = bonds.into_iter().map(share).collect();
    shares.sort_unstable();
    shares
}

fn net(diagram: &Diagram, shares: &[Share]) -> Net {
    let Share {
        is_outward, kind, ..
    } = shares[0];
    let ends = |share: &Share| {
        let wire = &diagram.wires[share.wire];
        if is_outward {
            (wire.from, wire.to)
        } else {
            (wire.to, wire.from)
        }
    };
    let mut first = 0;
    let spoke = |same: &[Share]| {
        let wires = first..first + same.len();
        first = wires.end;
        Spoke {
            end: ends(&same[0]).1,
            wires,
            post: 0,
        }
    };
    let of_spoke = shares.chunk_by(|one, other| one.spoke == other.spoke);
    Net {
        hub: ends(&shares[0]).0,
        is_outward,
        kind,
        spokes: of_spoke.map(spoke).collect(),
        wires: shares.iter().map(|share| share.wire).collect(),
    }
}
