//! Rows of leaves stand over what they are wired to: a hub over the middle of its
//! spokes, so that wires run straight down. Rows that stood before stay as they were.

use super::frame;
use super::net::Net;
use super::plan::{BoxId, Plan, Row};
use crate::graph::Role;

/// Up, down, up: what has nothing below it follows what is above.
const SWEEPS: usize = 3;

/// Sets the rows of leaves in, and their boxes apart.
pub(super) fn align(plan: &mut Plan, nets: &[Net]) {
    let joined = Joined::new(plan, nets);
    for id in plan.containers() {
        if plan.is_subnet(id) {
            for row in 0..plan.boxes[id].rows.len() {
                order(plan, (id, row), &joined);
            }
        }
        if plan.boxes[id].role != Some(Role::Vpc) {
            continue;
        }
        let rows = plan.boxes[id].rows.len();
        for sweep in 0..SWEEPS {
            for step in 0..rows {
                let row = if sweep % 2 == 0 {
                    rows - 1 - step
                } else {
                    step
                };
                if is_free(plan, id, row) {
                    centre(plan, (id, row), &joined);
                }
            }
        }
        for row in 0..rows {
            if is_free(plan, id, row) {
                keep(plan, (id, row));
            }
        }
    }
    plan.index_rows();
}

/// The boxes that each box is wired to.
struct Joined {
    starts: Vec<usize>,
    others: Vec<BoxId>,
}

impl Joined {
    fn new(plan: &Plan, nets: &[Net]) -> Self {
        let mut starts = vec![0; plan.boxes.len() + 2];
        for (one, other) in pairs(nets) {
            starts[one + 2] += 1;
            starts[other + 2] += 1;
        }
        for id in 2..starts.len() {
            starts[id] += starts[id - 1];
        }
        let mut others = vec![0; starts.last().copied().unwrap_or(0)];
        for (one, other) in pairs(nets).flat_map(|(one, other)| [(one, other), (other, one)]) {
            others[starts[one + 1]] = other;
            starts[one + 1] += 1;
        }
        Self { starts, others }
    }

    fn of(&self, id: BoxId) -> &[BoxId] {
        &self.others[self.starts[id]..self.starts[id + 1]]
    }
}

fn pairs(nets: &[Net]) -> impl Iterator<Item = (BoxId, BoxId)> {
    nets.iter()
        .flat_map(|net| net.spokes.iter().map(|spoke| (net.hub, spoke.end)))
}

/// A new row of databases stands in the order of what they are wired to elsewhere:
/// nobody looks for them by name beside each other.
fn order(plan: &mut Plan, (id, row): (BoxId, usize), joined: &Joined) {
    let is_database = |&slot: &BoxId| plan.boxes[slot].role == Some(Role::Database);
    let Row { slots, is_new, .. } = &plan.boxes[id].rows[row];
    let count = slots
        .iter()
        .filter(|&&slot| !plan.boxes[slot].is_vacant)
        .count();
    if !is_new || !slots[..count].iter().all(is_database) {
        return;
    }
    let barycentre = |&slot: &BoxId| {
        let others = joined.of(slot).iter();
        let elsewhere = others.filter(|&&other| plan.boxes[other].parent != id);
        let columns = elsewhere.map(|&other| plan.boxes[other].rect.centre().x);
        let (sum, count) = columns.fold((0, 0), |(sum, count), x| (sum + x, count + 1));
        sum.checked_div(count).unwrap_or(0)
    };
    let mut slots = slots.clone();
    slots[..count].sort_by_cached_key(barycentre);
    plan.boxes[id].rows[row].slots = slots;
}

/// Of leaves only, and new.
fn is_free(plan: &Plan, id: BoxId, row: usize) -> bool {
    let row = &plan.boxes[id].rows[row];
    let is_leaf = |&slot: &BoxId| !plan.boxes[slot].is_open && !plan.boxes[slot].is_vacant;
    row.start.is_none() && !row.slots.is_empty() && row.slots.iter().all(is_leaf)
}

fn centre(plan: &mut Plan, (id, row): (BoxId, usize), joined: &Joined) {
    let side = plan.side(id);
    let rect = plan.boxes[id].rect;
    let slots = plan.boxes[id].rows[row].slots.clone();
    let mut offsets = Vec::with_capacity(slots.len());
    let mut used = frame::gap_width(plan, (id, row), 0);
    for (gap, &slot) in (1..).zip(&slots) {
        offsets.push(used);
        used += plan.boxes[slot].rect.width + frame::gap_width(plan, (id, row), gap);
    }
    let slack = (rect.width - 2 * side - used).max(0);
    let left = rect.x + side;
    let wanted: Vec<Option<i32>> = slots
        .iter()
        .zip(&offsets)
        .map(|(&slot, offset)| {
            let others = joined.of(slot);
            let middle = middle(plan, (id, row), others)?;
            Some(middle - plan.boxes[slot].rect.width / 2 - left - offset)
        })
        .collect();
    let known = super::columns::isotonic(wanted.iter().flatten().copied());
    let mut shifts = known.iter().copied();
    let mut shift = known.first().copied().unwrap_or(0);
    for ((&slot, offset), want) in slots.iter().zip(offsets).zip(wanted) {
        if want.is_some() {
            shift = shifts.next().unwrap_or(shift);
        }
        plan.boxes[slot].rect.x = left + offset + shift.clamp(0, slack);
    }
}

/// The middle of what is below in the same container, else of what is above.
fn middle(plan: &Plan, (id, row): (BoxId, usize), others: &[BoxId]) -> Option<i32> {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for &other in others {
        let mut at = other;
        while at != plan.root && plan.boxes[at].parent != id {
            at = plan.boxes[at].parent;
        }
        if at != plan.root {
            let x = plan.boxes[other].rect.centre().x;
            match plan.boxes[at].row.cmp(&row) {
                std::cmp::Ordering::Less => above.push(x),
                std::cmp::Ordering::Greater => below.push(x),
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    let columns = if below.is_empty() { above } else { below };
    let (least, most) = (columns.iter().min()?, columns.iter().max()?);
    Some(least.midpoint(*most))
}

fn keep(plan: &mut Plan, (id, row): (BoxId, usize)) {
    let inner = plan.boxes[id].rect.x + plan.side(id);
    let rects: Vec<super::Rect> = plan.boxes[id].rows[row]
        .slots
        .iter()
        .map(|&slot| plan.boxes[slot].rect)
        .collect();
    let row = &mut plan.boxes[id].rows[row];
    row.start = rects.first().map(|first| first.x - inner);
    for (gap, pair) in row.gaps[1..].iter_mut().zip(rects.windows(2)) {
        gap.least = gap.least.max(pair[1].x - pair[0].right());
    }
}
