//! Stretches of lanes in one channel: which must be above which, and how often they
//! cross.

/// Above this many nets in a channel, crossings are not weighed any more.
const WEIGHED: usize = 300;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Upper,
    Lower,
}

/// A stretch of one lane.
#[derive(Debug)]
pub(super) struct Run {
    pub net: usize,
    pub part: Part,
    pub from: i32,
    pub to: i32,
    /// Columns that it is met at from above, and from below.
    pub above: Vec<i32>,
    pub below: Vec<i32>,
}

impl Run {
    pub fn whole(net: usize, above: Vec<i32>, below: Vec<i32>) -> Self {
        Self::new((net, Part::Whole), above, below)
    }

    pub fn new((net, part): (usize, Part), mut above: Vec<i32>, mut below: Vec<i32>) -> Self {
        above.sort_unstable();
        below.sort_unstable();
        let ends = || above.iter().chain(&below).copied();
        let (from, to) = (ends().min().unwrap_or(0), ends().max().unwrap_or(0));
        Self {
            net,
            part,
            from,
            to,
            above,
            below,
        }
    }
}

/// A run that is met from above at a column must be above the run that is met from
/// below at the same column.
pub(super) fn order(runs: &[Run]) -> Vec<Vec<usize>> {
    let mut from_above: Vec<(i32, usize)> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        if run.part != Part::Lower {
            from_above.extend(run.above.iter().map(|&x| (x, index)));
        }
    }
    from_above.sort_unstable();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); runs.len()];
    for (index, run) in runs.iter().enumerate() {
        if run.part == Part::Lower {
            let is_upper = |other: &Run| other.part == Part::Upper && other.net == run.net;
            before[index].extend(runs.iter().position(is_upper));
        }
        if run.part != Part::Upper {
            for x in &run.below {
                let found = from_above.binary_search_by_key(x, |(column, _)| *column);
                let upper = found.ok().map(|at| from_above[at].1);
                before[index].extend(upper.filter(|&upper| runs[upper].net != run.net));
            }
        }
        before[index].sort_unstable();
        before[index].dedup();
    }
    before
}

/// How often two runs cross when one is above the other.
pub(super) fn crossings(upper: &Run, lower: &Run) -> i32 {
    if upper.to < lower.from || lower.to < upper.from {
        return 0;
    }
    let inside = |columns: &[i32], run: &Run| {
        let first = columns.partition_point(|&x| x <= run.from);
        let last = columns.partition_point(|&x| x < run.to);
        last.saturating_sub(first) as i32
    };
    inside(&lower.above, upper) + inside(&upper.below, lower)
}

/// For each run, the crossings with all waiting runs when it is placed above them, less
/// those when it is placed below.
pub(super) struct Balance {
    /// Of the run in the row above the one in the column; empty when they are not weighed.
    pub costs: Vec<Vec<i32>>,
    totals: Vec<i32>,
}

impl Balance {
    pub fn new(runs: &[Run]) -> Self {
        let count = runs.len();
        if count > WEIGHED {
            return Self {
                costs: Vec::new(),
                totals: vec![0; count],
            };
        }
        let under = |upper| runs.iter().map(|lower| crossings(upper, lower)).collect();
        let costs: Vec<Vec<i32>> = runs.iter().map(under).collect();
        let total = |run: usize| {
            let others = 0..count;
            others
                .map(|other| costs[run][other] - costs[other][run])
                .sum()
        };
        let totals = (0..count).map(total).collect();
        Self { costs, totals }
    }

    pub fn total(&self, run: usize) -> i32 {
        self.totals[run]
    }

    pub fn remove(&mut self, run: usize) {
        for other in 0..self.costs.len() {
            self.totals[other] -= self.costs[other][run] - self.costs[run][other];
        }
    }
}
