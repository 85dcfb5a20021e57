//! In grids, a net keeps one column as far as it runs down the side of the container;
//! the longest run is outermost, so that no net crosses itself.

use super::plan::{BoxId, Plan, PlanBox};
use super::route::{Place, PostId, Routes};

/// A side of a container; `true` is the right one.
type Side = (BoxId, bool);

/// Rows one after the other that a net crosses at the same side of a grid.
#[derive(Debug)]
struct Run {
    side: Side,
    net: usize,
    /// With the last row, inclusive.
    first: usize,
    last: usize,
    /// How many columns of the grid the box nearest to this side is away at which the net
    /// leaves the run.
    reach: usize,
    posts: Vec<PostId>,
}

/// Gives each crossing of a grid's row its track, and the gaps the room for it.
pub(super) fn assign(plan: &mut Plan, routes: &mut Routes) {
    routes.rails = vec![None; routes.posts.len()];
    for of_side in runs(plan, routes).chunk_by_mut(|one, other| one.side == other.side) {
        let side = of_side[0].side;
        let tracks = first_fit(of_side);
        let most = tracks.iter().max().map_or(0, |track| track + 1);
        if plan.is_roomy {
            widen(plan, side, most);
        }
        for (run, track) in of_side.iter().zip(tracks) {
            for &post in &run.posts {
                routes.rails[post] = Some(track);
            }
            let rows = &mut plan.boxes[side.0].rows;
            for (row, post) in (run.first..=run.last).zip(&run.posts) {
                let gap = &mut rows[row].gaps[routes.posts[*post].gap];
                gap.lanes = gap.lanes.max(track + 1);
            }
        }
    }
}

/// By side.
fn runs(plan: &Plan, routes: &Routes) -> Vec<Run> {
    let mut crossed: Vec<(Side, usize, usize, PostId)> = Vec::new();
    for (id, post) in routes.posts.iter().enumerate() {
        if let Place::Row(container, row) = post.place
            && plan.is_subnet(container)
        {
            crossed.push(((container, post.gap != 0), post.net, row, id));
        }
    }
    crossed.sort_unstable();
    let is_same = |one: &(Side, usize, usize, PostId), other: &(Side, usize, usize, PostId)| {
        (one.0, one.1, one.2 + 1) == (other.0, other.1, other.2)
    };
    let run = |posts: &[(Side, usize, usize, PostId)]| {
        let (side, net, first, _) = posts[0];
        let last = first + posts.len() - 1;
        Run {
            side,
            net,
            first,
            last,
            reach: reach((plan, routes), side, (net, [first, last + 1])),
            posts: posts.iter().map(|post| post.3).collect(),
        }
    };
    crossed.chunk_by(is_same).map(run).collect()
}

/// How many boxes are between a side and the nearest one that a net meets in some
/// channels.
fn reach(
    (plan, routes): (&Plan, &Routes),
    (container, is_right): Side,
    (net, channels): (usize, [usize; 2]),
) -> usize {
    let first = plan.boxes[container].first_channel;
    let posts = &routes.posts;
    let met = channels
        .iter()
        .flat_map(|index| routes.met.of_net(first + index, net, posts));
    let boxes = met.filter_map(|&id| match posts[id].place {
        Place::Outside(id, _) => Some(&plan.boxes[id]),
        _ => None,
    });
    let distance = |node: &PlanBox| {
        let columns = plan.boxes[container].rows[node.row].slots.len();
        if is_right {
            columns - 1 - node.column
        } else {
            node.column
        }
    };
    boxes.map(distance).min().unwrap_or(usize::MAX)
}

/// A rail as wide in all rows as in one lets a row be used later without moving others.
fn widen(plan: &mut Plan, (container, is_right): Side, lanes: i32) {
    for row in &mut plan.boxes[container].rows {
        let gap = if is_right {
            row.gaps.last_mut()
        } else {
            row.gaps.first_mut()
        };
        if let Some(gap) = gap {
            gap.lanes = gap.lanes.max(lanes);
        }
    }
}

/// The column of a track.
pub(super) fn column(plan: &Plan, routes: &Routes, id: PostId) -> Option<i32> {
    let track = routes.rails[id]?;
    let Place::Row(container, _) = routes.posts[id].place else {
        return None;
    };
    let rect = plan.boxes[container].rect;
    let is_right = routes.posts[id].gap != 0;
    let side = plan.side(container);
    Some(if is_right {
        rect.right() - 1 - side - track
    } else {
        rect.x + side + track
    })
}

/// The tracks of the runs of one side, whose order becomes that of their tracks.
fn first_fit(runs: &mut [Run]) -> Vec<i32> {
    runs.sort_by_key(|run| {
        (
            std::cmp::Reverse(run.last - run.first),
            run.first,
            run.reach,
            run.net,
        )
    });
    let mut tracks: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut fitted = Vec::with_capacity(runs.len());
    for run in runs {
        let is_free = |track: &Vec<(usize, usize)>| {
            track
                .iter()
                .all(|taken| run.last < taken.0 || run.first > taken.1)
        };
        let track = tracks.iter().position(is_free).unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks[track].push((run.first, run.last));
        fitted.push(track as i32);
    }
    fitted
}
