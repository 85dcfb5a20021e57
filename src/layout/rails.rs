//! In grids, a net keeps one column down the whole side of the container; the longest
//! run is outermost, so that no net crosses itself.

use super::plan::{BoxId, Plan};
use super::route::{Place, PostId, Routes};
use std::collections::BTreeMap;

/// A side of a container; `true` is the right one.
type Side = (BoxId, bool);

/// The first and the last row of a run.
type Run = (usize, usize);

/// Gives each crossing of a grid's row its track, and the gaps the room for it.
pub(super) fn assign(plan: &mut Plan, routes: &mut Routes) {
    let mut runs: BTreeMap<Side, BTreeMap<usize, Run>> = BTreeMap::new();
    let mut posts: Vec<(PostId, usize, Side)> = Vec::new();
    for (id, post) in routes.posts.iter().enumerate() {
        let Place::Row(container, row) = post.place else {
            continue;
        };
        if plan.is_subnet(container) {
            let side = (container, post.gap != 0);
            let run = runs
                .entry(side)
                .or_default()
                .entry(post.net)
                .or_insert((row, row));
            *run = (run.0.min(row), run.1.max(row));
            posts.push((id, row, side));
        }
    }
    let mut tracks: BTreeMap<(Side, usize), i32> = BTreeMap::new();
    for (&side, nets) in &runs {
        for (net, track) in first_fit(nets) {
            tracks.insert((side, net), track);
            if plan.is_roomy {
                widen(plan, side, track + 1);
            }
        }
    }
    for (id, row, side) in posts {
        let track = tracks[&(side, routes.posts[id].net)];
        routes.rails.insert(id, track);
        let gap = &mut plan.boxes[side.0].rows[row].gaps[routes.posts[id].gap];
        gap.lanes = gap.lanes.max(track + 1);
    }
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
    let track = *routes.rails.get(&id)?;
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

fn first_fit(nets: &BTreeMap<usize, Run>) -> Vec<(usize, i32)> {
    let mut longest: Vec<(usize, Run)> = nets.iter().map(|(&net, &run)| (net, run)).collect();
    longest.sort_by_key(|&(net, run)| (std::cmp::Reverse(run.1 - run.0), run.0, net));
    let mut tracks: Vec<Vec<Run>> = Vec::new();
    let mut fitted = Vec::new();
    for (net, run) in longest {
        let is_free =
            |track: &Vec<Run>| track.iter().all(|taken| run.1 < taken.0 || run.0 > taken.1);
        let track = tracks.iter().position(is_free).unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks[track].push(run);
        fitted.push((net, track as i32));
    }
    fitted
}
