//! Within a row of the table every net that passes has a row of cells of its own,
//! unless something stands between the two.

use super::Grid;
use crate::layout::net::Net;
use std::collections::BTreeMap;

/// The first and the last channel of a row that a net takes.
type Run = (usize, usize);

#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// By net and row.
    by_row: BTreeMap<(usize, usize), i32>,
    counts: BTreeMap<usize, i32>,
    /// For what spans all rows: the row in which a net meets it.
    met: BTreeMap<(usize, usize), usize>,
}

impl Tracks {
    pub fn assign(grid: &Grid, nets: &[Net]) -> Self {
        let mut found = Self::default();
        let mut runs: BTreeMap<usize, BTreeMap<usize, Run>> = BTreeMap::new();
        for (number, net) in nets.iter().enumerate() {
            for spoke in &net.spokes {
                let Some(way) = grid.way(net.hub, spoke.end) else {
                    continue;
                };
                let rows = found.rows_met(grid, number, (way.left, way.right));
                let channels = match way.turns {
                    Some(_) => [(way.channel, way.channel); 2],
                    None => [(way.channel, way.channel), (way.channel, way.last)],
                };
                for (row, run) in rows.into_iter().zip(channels) {
                    let of_row = runs.entry(row).or_default().entry(number).or_insert(run);
                    *of_row = (of_row.0.min(run.0), of_row.1.max(run.1));
                }
            }
        }
        for (row, nets) in runs {
            let mut taken: Vec<Vec<Run>> = Vec::new();
            let mut longest: Vec<(usize, Run)> = nets.into_iter().collect();
            longest.sort_by_key(|(net, (from, to))| (std::cmp::Reverse(to - from), *net));
            for (net, run) in longest {
                let is_free =
                    |track: &Vec<Run>| track.iter().all(|other| run.1 < other.0 || other.1 < run.0);
                let track = taken.iter().position(is_free).unwrap_or_else(|| {
                    taken.push(Vec::new());
                    taken.len() - 1
                });
                taken[track].push(run);
                found.by_row.insert((net, row), track as i32);
            }
            found.counts.insert(row, taken.len() as i32);
        }
        found
    }

    /// The rows of both ends of a wire. What spans all rows is met in the first row of
    /// what it is joined to.
    fn rows_met(&mut self, grid: &Grid, net: usize, (left, right): (usize, usize)) -> [usize; 2] {
        let row = |item: usize| grid.spot(item).map_or(0, |spot| spot.row);
        let is_tall = |item: usize| grid.spot(item).is_some_and(|spot| spot.is_tall);
        let ends = [(left, right), (right, left)];
        ends.map(|(item, other)| {
            if is_tall(item) {
                *self.met.entry((net, item)).or_insert_with(|| row(other))
            } else {
                row(item)
            }
        })
    }

    pub fn of(&self, net: usize, row: usize) -> i32 {
        self.by_row.get(&(net, row)).copied().unwrap_or(0)
    }

    /// How many rows of cells a row of the table needs.
    pub fn count(&self, row: usize) -> i32 {
        self.counts.get(&row).copied().unwrap_or(1)
    }

    pub fn row_at(&self, net: usize, item: usize) -> usize {
        self.met.get(&(net, item)).copied().unwrap_or(0)
    }
}
