//! The space between two columns, where wires change rows.

use crate::layout::Direction;

/// A label stands on a run that is so much longer than itself.
const LABEL_SIDES: i32 = 4;

/// The rows of cells in which a net meets a channel, from either side.
#[derive(Debug, Clone, Default)]
pub(super) struct Pins {
    left: Vec<i32>,
    right: Vec<i32>,
}

impl Pins {
    pub fn add(&mut self, [from, to]: [i32; 2], turns: Option<Direction>) {
        match turns {
            None => {
                self.left.push(from);
                self.right.push(to);
            }
            Some(Direction::Left) => self.right.extend([from, to]),
            Some(_) => self.left.extend([from, to]),
        }
    }

    fn rows(&self) -> impl Iterator<Item = i32> + '_ {
        self.left.iter().chain(&self.right).copied()
    }

    fn first(&self) -> i32 {
        self.rows().min().unwrap_or(0)
    }

    fn last(&self) -> i32 {
        self.rows().max().unwrap_or(0)
    }

    fn is_straight(&self) -> bool {
        self.first() == self.last()
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// How many crossings there are when this one's lane is at the left of the other's.
    fn crossings(&self, other: &Self) -> usize {
        let within = |rows: &[i32], lane: &Self| {
            let rows = rows.iter();
            rows.filter(|&&row| lane.first() < row && row < lane.last())
                .count()
        };
        within(&other.left, self) + within(&self.right, other)
    }
}

/// Lanes of the nets that change rows in a channel.
#[derive(Debug, Default)]
pub(super) struct Channel {
    lanes: Vec<(usize, i32)>,
    count: i32,
    is_passed: bool,
    /// Columns of the longest label that its wires carry.
    label: i32,
}

impl Channel {
    /// Nets in the order that crosses least, each on the first lane that is free of those
    /// before it.
    pub fn assign((nets, label): (Vec<(usize, Pins)>, i32)) -> Self {
        let is_passed = !nets.is_empty();
        let mut order: Vec<(usize, Pins)> = Vec::new();
        let mut bent: Vec<_> = nets
            .into_iter()
            .filter(|(_, pins)| !pins.is_straight())
            .collect();
        bent.sort_by_key(|(net, pins)| (pins.first(), pins.last(), *net));
        for (net, pins) in bent {
            // Where it costs least among those that are there already; of such places the last.
            let mut cost: usize = order.iter().map(|(_, other)| pins.crossings(other)).sum();
            let mut best = (cost, 0);
            for (at, (_, other)) in order.iter().enumerate() {
                cost = cost + other.crossings(&pins) - pins.crossings(other);
                if cost <= best.0 {
                    best = (cost, at + 1);
                }
            }
            order.insert(best.1, (net, pins));
        }
        let mut lanes: Vec<(usize, i32)> = Vec::with_capacity(order.len());
        for (at, (net, pins)) in order.iter().enumerate() {
            let before = order[..at].iter().zip(&lanes);
            let taken = before
                .filter(|((_, other), _)| other.overlaps(pins))
                .map(|(_, (_, lane))| lane + 1);
            lanes.push((*net, taken.max().unwrap_or(0)));
        }
        Self {
            count: lanes.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0),
            lanes,
            is_passed,
            label,
        }
    }

    /// The same with room for what is written on its wires, behind the lanes.
    pub fn labelled_width(&self) -> i32 {
        match self.label {
            0 => 0,
            label => self.count + 2 + LABEL_SIDES + label,
        }
    }

    /// Columns of cells that it takes, between two columns or at the side of the table.
    pub fn width(&self, is_margin: bool) -> i32 {
        match (self.count, is_margin) {
            (0, true) => 0,
            (count, true) => count + 1,
            (0, false) => 1 + i32::from(self.is_passed),
            (count, false) => count + 2,
        }
    }

    /// The lane of a net, from the left.
    pub fn lane(&self, net: usize) -> i32 {
        let lane = self.lanes.iter().find(|(other, _)| *other == net);
        lane.map_or(0, |(_, lane)| *lane)
    }
}
