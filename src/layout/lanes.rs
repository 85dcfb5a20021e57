//! Which lane each net gets in a channel: left-edge with vertical constraints, as in
//! circuit boards. Where two nets must each run above the other, one of them is split
//! over two lanes that a jog joins.

use super::runs::{Balance, Part, Run, order};
use std::collections::{BTreeMap, BTreeSet};

/// A net meets a channel from above or from below, at a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attachment {
    pub net: usize,
    pub x: i32,
    pub is_above: bool,
}

/// How a net runs through a channel, if not straight from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Track {
    pub net: usize,
    /// What comes from above is on the first, what comes from below on the second: mostly
    /// the same one.
    pub upper: Stretch,
    pub lower: Stretch,
    /// The column that joins the two.
    pub jog: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub lane: i32,
    pub from: i32,
    pub to: i32,
}

#[derive(Debug, Default)]
pub(super) struct Lanes {
    pub count: i32,
    /// By net.
    pub tracks: Vec<Track>,
}

/// How often all runs of a channel are moved about.
const PASSES: usize = 8;

/// Lanes for all nets of a channel whose cells are the columns `from..=to`. `None` when
/// a jog is needed and no column is free for it. `least` is the room that there is.
pub(super) fn assign(
    attachments: &[Attachment],
    (from, to): (i32, i32),
    least: i32,
) -> Option<Lanes> {
    let mut jogs: BTreeMap<usize, i32> = BTreeMap::new();
    loop {
        let channel = Channel::new(attachments, &jogs);
        if channel.runs.len() <= 1 {
            return Some(channel.lanes(&[0]));
        }
        match channel.schedule(least) {
            Ok(lanes) => return Some(lanes),
            Err(net) => {
                let run = channel.runs.iter().find(|run| run.net == net)?;
                let jog = channel.free_column((run.from, run.to), (from, to))?;
                jogs.insert(net, jog);
            }
        }
    }
}

struct Channel {
    runs: Vec<Run>,
    /// Columns in which some wire may run up or down.
    columns: Vec<i32>,
    /// Runs that must be above a run.
    before: Vec<Vec<usize>>,
    jogs: BTreeMap<usize, i32>,
}

impl Channel {
    fn new(attachments: &[Attachment], jogs: &BTreeMap<usize, i32>) -> Self {
        let mut runs = Vec::new();
        for met in attachments.chunk_by(|one, other| one.net == other.net) {
            let net = met[0].net;
            let jog = jogs.get(&net).copied();
            if jog.is_none() && met.iter().all(|at| at.x == met[0].x) {
                continue;
            }
            let [above, below] = [true, false].map(|is_above| {
                let side = met.iter().filter(|at| at.is_above == is_above);
                side.map(|at| at.x).collect::<Vec<i32>>()
            });
            if let Some(jog) = jog {
                runs.push(Run::new((net, Part::Upper), above, vec![jog]));
                runs.push(Run::new((net, Part::Lower), vec![jog], below));
            } else {
                runs.push(Run::new((net, Part::Whole), above, below));
            }
        }
        let mut channel = Self {
            runs,
            columns: Vec::new(),
            before: Vec::new(),
            jogs: jogs.clone(),
        };
        if channel.runs.len() > 1 {
            let runs = &mut channel.runs;
            runs.sort_by_key(|run| (run.from, run.to, run.net, run.part != Part::Upper));
            channel.columns.extend(attachments.iter().map(|at| at.x));
            channel.columns.extend(jogs.values());
            channel.columns.sort_unstable();
            channel.columns.dedup();
            channel.before = order(&channel.runs);
        }
        channel
    }

    /// Lanes from top to bottom: of the runs that nothing unplaced must be above, the one
    /// that costs the fewest crossings is next. `Err` names a net to split.
    /// Where that takes more than the lanes that there are, fewer lanes come first.
    fn schedule(&self, least: i32) -> Result<Lanes, usize> {
        let mut waiting: Vec<usize> = self.before.iter().map(Vec::len).collect();
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); self.runs.len()];
        for (run, before) in self.before.iter().enumerate() {
            for &other in before {
                after[other].push(run);
            }
        }
        let mut balance = Balance::new(&self.runs);
        let mut todo: BTreeSet<usize> = (0..self.runs.len()).collect();
        let mut order: Vec<usize> = Vec::new();
        while !todo.is_empty() {
            let ready = todo.iter().copied().filter(|&run| waiting[run] == 0);
            let Some(run) = ready.min_by_key(|&run| (balance.total(run), run)) else {
                return Err(self.culprit(&todo));
            };
            todo.remove(&run);
            balance.remove(run);
            order.push(run);
            for &next in &after[run] {
                waiting[next] -= 1;
            }
        }
        self.improve(&mut order, &balance.costs);
        let levels = self.levels(&order);
        if height(&levels) <= least {
            return Ok(self.lanes(&levels));
        }
        // Rather a crossing more than a map that moves.
        let from_the_left: Vec<usize> = (0..self.runs.len()).collect();
        let mut by_depth = from_the_left.clone();
        let depths = self.depths(&order);
        by_depth.sort_by_key(|&run| std::cmp::Reverse(depths[run]));
        let packed = [from_the_left, by_depth].map(|todo| self.packed(todo));
        let fits = |levels: &&Vec<i32>| least > 0 && height(levels) <= least;
        Ok(self.lanes(packed.iter().find(fits).unwrap_or(&levels)))
    }

    /// How many runs must be below a run, one below the other. `order` is one that is
    /// allowed.
    fn depths(&self, order: &[usize]) -> Vec<usize> {
        let mut depths = vec![0; self.runs.len()];
        for &run in order.iter().rev() {
            for &other in &self.before[run] {
                depths[other] = depths[other].max(depths[run] + 1);
            }
        }
        depths
    }

    /// Fills lane after lane with what comes first, whatever that crosses.
    fn packed(&self, mut todo: Vec<usize>) -> Vec<i32> {
        let mut levels = vec![i32::MAX; self.runs.len()];
        for level in 0.. {
            let mut lane: Vec<usize> = Vec::new();
            for &run in &todo {
                let is_ready = self.before[run].iter().all(|&other| levels[other] < level);
                if is_ready && lane.iter().all(|&other| self.may_share(other, run)) {
                    lane.push(run);
                    levels[run] = level;
                }
            }
            if lane.is_empty() {
                break;
            }
            todo.retain(|run| !lane.contains(run));
        }
        levels
    }

    fn levels(&self, order: &[usize]) -> Vec<i32> {
        let mut levels = vec![0; self.runs.len()];
        for (index, &run) in order.iter().enumerate() {
            let above = order[..index]
                .iter()
                .filter(|&&other| !self.may_share(other, run));
            levels[run] = above.map(|&other| levels[other] + 1).max().unwrap_or(0);
        }
        levels
    }

    /// Moves single runs to where they cross fewer others, as long as that helps.
    fn improve(&self, order: &mut [usize], costs: &[Vec<i32>]) {
        if costs.is_empty() {
            return;
        }
        for _ in 0..PASSES {
            let mut is_settled = true;
            for run in 0..self.runs.len() {
                let at = order.iter().position(|&other| other == run).unwrap_or(0);
                let best = self.best_place(order, at, costs);
                is_settled &= best == at;
                if best < at {
                    order[best..=at].rotate_right(1);
                } else {
                    order[at..=best].rotate_left(1);
                }
            }
            if is_settled {
                break;
            }
        }
    }

    /// Where in the order a run crosses the fewest others, as far as it may be moved.
    fn best_place(&self, order: &[usize], at: usize, costs: &[Vec<i32>]) -> usize {
        let run = order[at];
        let (mut best, mut most) = (at, 0);
        let mut weigh = |place: usize, gain: i32| {
            if gain > most {
                (best, most) = (place, gain);
            }
        };
        let mut gain = 0;
        for (place, &other) in order[..at].iter().enumerate().rev() {
            if self.before[run].contains(&other) {
                break;
            }
            gain += costs[other][run] - costs[run][other];
            weigh(place, gain);
        }
        gain = 0;
        for (place, &other) in (at + 1..).zip(&order[at + 1..]) {
            if self.before[other].contains(&run) {
                break;
            }
            gain += costs[run][other] - costs[other][run];
            weigh(place, gain);
        }
        best
    }

    /// The whole run of fewest ends: the cheapest to split.
    fn culprit(&self, todo: &BTreeSet<usize>) -> usize {
        let whole = todo.iter().filter(|&&run| {
            let Run {
                part, above, below, ..
            } = &self.runs[run];
            *part == Part::Whole && !above.is_empty() && !below.is_empty()
        });
        let cheapest = whole
            .min_by_key(|&&run| (self.runs[run].above.len() + self.runs[run].below.len(), run));
        cheapest.map_or(0, |&run| self.runs[run].net)
    }

    /// Two runs may share a lane when a column that no wire uses is between them: then
    /// no reader can take them for one.
    fn may_share(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.runs[one], &self.runs[other]);
        let (left, right) = if one.from <= other.from {
            (one, other)
        } else {
            (other, one)
        };
        let between = right.from - left.to - 1;
        if between <= 0 {
            return false;
        }
        let first = self.columns.partition_point(|&x| x <= left.to);
        let last = self.columns.partition_point(|&x| x < right.from);
        between as usize > last - first
    }

    fn lanes(&self, levels: &[i32]) -> Lanes {
        let mut tracks: Vec<Track> = Vec::with_capacity(self.runs.len());
        let mut lowers: Vec<Track> = Vec::new();
        for (run, &lane) in self.runs.iter().zip(levels) {
            let stretch = Stretch {
                lane,
                from: run.from,
                to: run.to,
            };
            let track = Track {
                net: run.net,
                upper: stretch,
                lower: stretch,
                jog: self.jogs.get(&run.net).copied().unwrap_or(0),
            };
            if run.part == Part::Lower {
                lowers.push(track);
            } else {
                tracks.push(track);
            }
        }
        tracks.sort_by_key(|track| track.net);
        for lower in lowers {
            if let Ok(at) = tracks.binary_search_by_key(&lower.net, |track| track.net) {
                tracks[at].lower = lower.lower;
            }
        }
        let count = if tracks.is_empty() { 0 } else { height(levels) };
        Lanes { count, tracks }
    }

    /// The column nearest to a run that no wire uses.
    fn free_column(&self, near: (i32, i32), (from, to): (i32, i32)) -> Option<i32> {
        let is_free = |x: &i32| self.columns.binary_search(x).is_err();
        let distance = |x: &i32| (near.0 - x).max(x - near.1).max(0);
        (from..=to)
            .filter(is_free)
            .min_by_key(|x| (distance(x), *x))
    }
}

fn height(levels: &[i32]) -> i32 {
    levels.iter().map(|level| level + 1).max().unwrap_or(0)
}
