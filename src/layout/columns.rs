//! The column of every post: as straight above or below its neighbours as the strip
//! that it must stay in allows. No two nets ever get the same column of a strip.

use super::neighbours::Neighbours;
use super::plan::{End, Plan};
use super::route::{Place, PostId, Routes, Side};
use super::strips::{Strip, Strips};
use super::{rails, uncross};
use std::cmp::Reverse;

/// Down, up, down. After them frames follow what is inside: sideways runs belong in the
/// channels outside, which hold lanes anyway.
const SWEEPS: usize = 3;

/// Columns from one wire to the next beside it.
pub(super) const APART: i32 = 2;
pub(super) const CLOSE: i32 = 1;

pub(super) fn assign(plan: &Plan, routes: &mut Routes, pitch: i32) {
    for post in 0..routes.posts.len() {
        if let Some(x) = rails::column(plan, routes, post) {
            routes.posts[post].x = x;
        }
    }
    let mut strips = Strips::new(plan, routes, pitch);
    let neighbours = Neighbours::new(routes);
    for strip in &strips.strips {
        let middle = strip.from.midpoint(strip.to);
        spread(routes, (strip, strips.posts(strip)), |_, _| Some(middle));
    }
    for sweep in 0..SWEEPS {
        let is_down = sweep % 2 == 0;
        let sides = if is_down {
            [Side::Above, Side::Below]
        } else {
            [Side::Below, Side::Above]
        };
        let follow = |routes: &Routes, post: PostId| {
            let [first, second] = sides.map(|side| neighbours.middle(routes, post, side));
            first.or(second)
        };
        let mut visit = |strip| spread(routes, (strip, strips.posts(strip)), follow);
        if is_down {
            strips.strips.iter().for_each(&mut visit);
        } else {
            strips.strips.iter().rev().for_each(&mut visit);
        }
    }
    let inner_first = |strip: &Strip| (Reverse(strip.depth), strip.is_border);
    strips.strips.sort_by_key(inner_first);
    settle(plan, routes, (&strips, &neighbours));
    dodge(routes, (&strips, &neighbours));
}

/// Frames follow what is inside them, nets beside each other do not cross needlessly.
fn settle(plan: &Plan, routes: &mut Routes, (strips, neighbours): (&Strips, &Neighbours)) {
    let mut wanted: Vec<(i32, PostId)> = Vec::new();
    for strip in &strips.strips {
        let want = |post: PostId| {
            let side = match routes.posts[post].place {
                Place::Frame(_, End::Bottom) => Side::Above,
                Place::Frame(_, End::Top) => Side::Below,
                Place::Row(id, _) if plan.is_zone(id) => Side::Below,
                _ => return routes.posts[post].x,
            };
            let is_frame = matches!(routes.posts[post].place, Place::Frame(..));
            let middle = |side| neighbours.middle(routes, post, side);
            let inside = middle(side);
            // Where the title is in the way, a lane inside is needed in any case.
            let is_beyond = inside.is_some_and(|x| x < strip.from || x > strip.to);
            let follows = match inside {
                _ if is_beyond && is_frame => middle(side.other()),
                _ if is_beyond => None,
                inside => inside,
            };
            follows.unwrap_or(routes.posts[post].x)
        };
        wanted.clear();
        wanted.extend(strips.posts(strip).iter().map(|&post| (want(post), post)));
        wanted.sort_unstable();
        if strip.is_loose {
            uncross::swap(routes, neighbours, &mut wanted);
        } else {
            uncross::swap_in_frame(routes, neighbours, &mut wanted);
        }
        share_out(routes, strip, &wanted);
    }
}

/// Ports that are not straight above or below another of their net give way to other
/// nets at the same column on the other side of the channel: that spares a constraint on
/// lanes, and often a jog.
fn dodge(routes: &mut Routes, (strips, neighbours): (&Strips, &Neighbours)) {
    let is_port = |strip: &&Strip| strip.is_loose && strip.is_border;
    for strip in strips.strips.iter().filter(is_port) {
        for &id in strips.posts(strip) {
            let x = routes.posts[id].x;
            let is_straight = |&other: &PostId| routes.posts[other].x == x;
            if neighbours.all(id).iter().any(is_straight) {
                continue;
            }
            let Some(channel) = routes.posts[id].channels.into_iter().flatten().next() else {
                continue;
            };
            let is_below = routes.posts[id].is_below(channel);
            let met = routes.met.of(channel).iter().filter(|&&other| other != id);
            let met = met.map(|&other| &routes.posts[other]);
            let is_taken = |x: i32| met.clone().any(|post| post.x == x);
            let is_opposed = |x: i32| {
                met.clone()
                    .any(|post| post.x == x && post.is_below(channel) != is_below)
            };
            if is_opposed(x) {
                let is_free = |x: &i32| (strip.from..=strip.to).contains(x) && !is_taken(*x);
                let free = [x + 1, x - 1, x + 2, x - 2].into_iter().find(is_free);
                routes.posts[id].x = free.unwrap_or(x);
            }
        }
    }
}

/// Shares out a strip in the order of what the posts want.
fn spread(
    routes: &mut Routes,
    (strip, posts): (&Strip, &[PostId]),
    want: impl Fn(&Routes, PostId) -> Option<i32>,
) {
    // Most strips are the border of a leaf with one wire.
    if let [only] = *posts {
        let x = want(routes, only).unwrap_or(routes.posts[only].x);
        routes.posts[only].x = x.min(strip.to).max(strip.from);
        return;
    }
    let want = |&post: &PostId| (want(routes, post).unwrap_or(routes.posts[post].x), post);
    let mut wanted: Vec<(i32, PostId)> = posts.iter().map(want).collect();
    wanted.sort_unstable();
    share_out(routes, strip, &wanted);
}

/// Gives the posts their columns from left to right, each as near to what it wants as
/// the others let it.
fn share_out(routes: &mut Routes, strip: &Strip, wanted: &[(i32, PostId)]) {
    let count = wanted.len() as i32;
    let room = strip.to - strip.from + 1;
    let is_apart = wanted.is_sorted_by(|left, right| left.0 < right.0);
    let fits = (count - 1) * strip.pitch < room;
    let pitch = if fits && !is_apart {
        strip.pitch
    } else {
        CLOSE
    };
    let last = strip.to - (count - 1) * pitch;
    let shifted = wanted
        .iter()
        .zip(0..)
        .map(|(&(x, _), index)| x - index * pitch);
    for ((x, &(_, post)), index) in isotonic(shifted).into_iter().zip(wanted).zip(0..) {
        routes.posts[post].x = x.min(last).max(strip.from) + index * pitch;
    }
}

/// The non-decreasing sequence nearest to the given one (isotonic regression): neighbours in the wrong order
/// are pooled and share their mean.
pub(super) fn isotonic(values: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut pools: Vec<(i64, i64)> = Vec::new();
    for value in values {
        let mut pool = (i64::from(value), 1);
        while let Some(&(sum, count)) = pools.last() {
            if sum * pool.1 <= pool.0 * count {
                break;
            }
            pools.pop();
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    let mean = |(sum, count): (i64, i64)| {
        std::iter::repeat_n(sum.div_euclid(count) as i32, count as usize)
    };
    pools.into_iter().flat_map(mean).collect()
}
