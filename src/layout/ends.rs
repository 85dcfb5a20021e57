//! By which end of its boxes a wire leaves: the top or the bottom, whichever has fewer
//! rows of other boxes on the way.

use super::plan::{BoxId, End, Plan};
use crate::graph::Role;

/// Containers that are nested deeper do not count.
const LEVELS: usize = 8;

const BOTH: [End; 2] = [End::Top, End::Bottom];

/// Rows to cross, by how far out the container is that they are in.
type Rows = [usize; LEVELS];

/// By which ends two boxes leave towards each other; `chains` are their ancestries up to
/// where they meet. Fewer rows to cross win, those of the outermost containers first: a
/// way through a zone is longer than one through a subnet, however many rows that has.
pub(super) fn choose(plan: &Plan, meeting: BoxId, chains: [&[BoxId]; 2]) -> [End; 2] {
    let [above, below] = chains;
    let (Some(&a), Some(&b)) = (above.last(), below.last()) else {
        let chain = if above.is_empty() { below } else { above };
        return [from_inside(plan, meeting, chain); 2];
    };
    let rows = [plan.boxes[a].row, plan.boxes[b].row];
    let usual = match rows[0].cmp(&rows[1]) {
        std::cmp::Ordering::Less => [End::Bottom, End::Top],
        std::cmp::Ordering::Greater => [End::Top, End::Bottom],
        std::cmp::Ordering::Equal => [End::Bottom, End::Bottom],
    };
    let inner = [&above[..above.len() - 1], &below[..below.len() - 1]];
    // What stands in a grid has the way round it.
    let is_grid = matches!(
        plan.boxes[meeting].role,
        None | Some(Role::Account | Role::Region | Role::Division)
    );
    let cost = |ends: [End; 2]| {
        let channel = |row: usize, end: End| row + usize::from(end == End::Bottom);
        let across = channel(rows[0], ends[0]).abs_diff(channel(rows[1], ends[1]));
        let inside = rows_to(plan, inner, ends);
        (if is_grid { inside[0] + across } else { across }, inside)
    };
    let others = BOTH.iter().flat_map(|&one| BOTH.map(|other| [one, other]));
    let ways = std::iter::once(usual).chain(others);
    ways.min_by_key(|&ends| cost(ends)).unwrap_or(usual)
}

/// One holds the other: the holder's own frame is met from inside.
fn from_inside(plan: &Plan, holder: BoxId, chain: &[BoxId]) -> End {
    if plan.boxes[holder].is_band {
        return End::Top;
    }
    let row = chain.last().map_or(0, |&id| plan.boxes[id].row);
    let down = plan.boxes[holder].rows.len().saturating_sub(row + 1);
    let inner = [&chain[..chain.len().saturating_sub(1)], &[]];
    let inside = |end| rows_to(plan, inner, [end; 2]);
    if (row, inside(End::Top)) <= (down, inside(End::Bottom)) {
        End::Top
    } else {
        End::Bottom
    }
}

/// Rows between the boxes of two chains and those sides of their containers.
fn rows_to(plan: &Plan, chains: [&[BoxId]; 2], ends: [End; 2]) -> Rows {
    let mut rows = [0; LEVELS];
    for (chain, end) in chains.into_iter().zip(ends) {
        for (&id, rows) in chain.iter().rev().zip(&mut rows) {
            let node = &plan.boxes[id];
            *rows += match end {
                End::Top => node.row,
                End::Bottom => plan.boxes[node.parent].rows.len() - 1 - node.row,
            };
        }
    }
    rows
}
