//! The column of every post: as straight above or below its neighbours as the strip
//! that it must stay in allows. No two nets ever get the same column of a strip.

use super::net::Net;
use super::plan::{BoxId, End, Plan};
use super::route::{ChannelId, Place, Post, PostId, Routes};
use super::uncross::Uncross;
use super::{frame, rails};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashSet};

/// Down, up, down. After them frames follow what is inside: sideways runs belong in the
/// channels outside, which hold lanes anyway.
const SWEEPS: usize = 3;

/// Columns side by side that some posts share out among themselves.
#[derive(Debug)]
struct Strip {
    from: i32,
    /// Inclusive.
    to: i32,
    posts: Vec<PostId>,
    /// Of the box that it belongs to.
    depth: usize,
    /// Of a frame, rather than between boxes.
    is_border: bool,
    is_leaf: bool,
}

/// Where a strip is; their order is from the top of the drawing to its bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Site {
    Border(BoxId, End),
    Gap(BoxId, usize, usize),
}

pub(super) fn assign(plan: &Plan, nets: &[Net], routes: &mut Routes) {
    for post in 0..routes.posts.len() {
        if let Some(x) = rails::column(plan, routes, post) {
            routes.posts[post].x = x;
        }
    }
    let mut strips = strips(plan, routes);
    let neighbours = Neighbours::new(plan, nets, routes);
    for strip in &strips {
        spread(routes, strip, |_, _| Some(strip.from.midpoint(strip.to)));
    }
    for sweep in 0..SWEEPS {
        let is_down = sweep % 2 == 0;
        for index in 0..strips.len() {
            let strip = &strips[if is_down {
                index
            } else {
                strips.len() - 1 - index
            }];
            spread(routes, strip, |routes, post| {
                let [above, below] = neighbours.of(post);
                let (first, second) = if is_down {
                    (above, below)
                } else {
                    (below, above)
                };
                let chosen = if first.is_empty() { second } else { first };
                median(routes, chosen)
            });
        }
    }
    strips.sort_by_key(|strip| (std::cmp::Reverse(strip.depth), strip.is_border));
    let uncross = Uncross::new(plan, routes, &neighbours);
    for strip in &strips {
        let want = |post: PostId| {
            let [above, below] = neighbours.of(post);
            let (inside, outside) = match routes.posts[post].place {
                Place::Frame(_, End::Top) => (median(routes, below), median(routes, above)),
                Place::Frame(_, End::Bottom) => (median(routes, above), median(routes, below)),
                Place::Row(id, _) if plan.is_zone(id) => (median(routes, below), None),
                _ => (None, None),
            };
            // Where the title is in the way, a lane inside is needed in any case.
            let follows = if inside.is_some_and(|x| x < strip.from || x > strip.to) {
                outside
            } else {
                inside
            };
            (follows.unwrap_or(routes.posts[post].x), post)
        };
        let mut wanted: Vec<(i32, PostId)> = strip.posts.iter().map(|&post| want(post)).collect();
        wanted.sort_unstable();
        if strip.is_leaf {
            uncross.sort(routes, &mut wanted);
        } else {
            uncross_frames(routes, &neighbours, &mut wanted);
        }
        share_out(routes, strip, &wanted);
    }
    dodge(plan, routes, (&strips, &neighbours));
}

/// Ports that are not straight above or below another of their net give way to other
/// nets at the same column on the other side of the channel: that spares a constraint on
/// lanes, and often a jog.
fn dodge(plan: &Plan, routes: &mut Routes, (strips, neighbours): (&[Strip], &Neighbours)) {
    let mut taken: HashSet<(ChannelId, bool, i32), RandomState> = HashSet::default();
    for post in &routes.posts {
        let channels = [
            post.place.channel_above(plan),
            post.place.channel_below(plan),
        ];
        for (channel, is_above) in channels.into_iter().zip([false, true]) {
            taken.extend(channel.map(|channel| (channel, is_above, post.x)));
        }
    }
    for strip in strips
        .iter()
        .filter(|strip| strip.is_leaf && strip.is_border)
    {
        for &id in &strip.posts {
            let Post { place, x, .. } = routes.posts[id];
            let above = place.channel_above(plan);
            let Some(channel) = above.or(place.channel_below(plan)) else {
                continue;
            };
            let is_above = above.is_none();
            let is_straight = neighbours
                .of(id)
                .concat()
                .iter()
                .any(|&other| routes.posts[other].x == x);
            if is_straight || !taken.contains(&(channel, !is_above, x)) {
                continue;
            }
            let is_free = |x: &i32| {
                (strip.from..=strip.to).contains(x)
                    && [true, false]
                        .iter()
                        .all(|side| !taken.contains(&(channel, *side, *x)))
            };
            if let Some(free) = [x + 1, x - 1, x + 2, x - 2].into_iter().find(is_free) {
                taken.remove(&(channel, is_above, x));
                taken.insert((channel, is_above, free));
                routes.posts[id].x = free;
            }
        }
    }
}

/// Swaps posts side by side as long as that saves crossings in the channels above and
/// below them.
fn uncross_frames(routes: &Routes, neighbours: &Neighbours, wanted: &mut [(i32, PostId)]) {
    if wanted.len() < 2 {
        return;
    }
    let ends: BTreeMap<PostId, [Option<i32>; 2]> = wanted
        .iter()
        .map(|&(_, post)| (post, neighbours.of(post).map(|side| median(routes, side))))
        .collect();
    let crossings = |left: PostId, right: PostId| {
        let sides = ends[&left].iter().zip(&ends[&right]);
        sides
            .filter(|(left, right)| left.zip(**right).is_some_and(|(l, r)| l > r))
            .count()
    };
    for _ in 0..wanted.len() {
        let mut is_settled = true;
        for index in 1..wanted.len() {
            let (left, right) = (wanted[index - 1].1, wanted[index].1);
            if crossings(right, left) < crossings(left, right) {
                wanted.swap(index - 1, index);
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
}

fn median(routes: &Routes, posts: &[PostId]) -> Option<i32> {
    if let [only] = posts {
        return Some(routes.posts[*only].x);
    }
    let mut columns: Vec<i32> = posts.iter().map(|&post| routes.posts[post].x).collect();
    columns.sort_unstable();
    let upper = *columns.get(columns.len() / 2)?;
    let lower = columns[(columns.len() - 1) / 2];
    Some(lower.midpoint(upper))
}

fn strips(plan: &Plan, routes: &Routes) -> Vec<Strip> {
    let mut sites: BTreeMap<Site, Vec<PostId>> = BTreeMap::new();
    for (id, post) in routes.posts.iter().enumerate() {
        if routes.rails[id].is_some() {
            continue;
        }
        let site = match post.place {
            Place::Outside(id, end) | Place::Inside(id, end) | Place::Frame(id, end) => {
                Site::Border(id, end)
            }
            Place::Row(container, row) => Site::Gap(container, row, post.gap),
        };
        sites.entry(site).or_default().push(id);
    }
    let mut strips = Vec::new();
    let mut visit = |site: Site| {
        if let Some(posts) = sites.remove(&site) {
            let (from, to) = extent(plan, site);
            let (Site::Border(id, _) | Site::Gap(id, ..)) = site;
            let depth = plan.ancestry(id).len();
            strips.push(Strip {
                from,
                to,
                posts,
                depth,
                is_border: matches!(site, Site::Border(..)),
                is_leaf: match site {
                    Site::Border(id, _) => !plan.boxes[id].is_open,
                    Site::Gap(id, ..) => !plan.is_zone(id),
                },
            });
        }
    };
    walk(plan, plan.root, &mut visit);
    strips
}

fn walk(plan: &Plan, id: BoxId, visit: &mut impl FnMut(Site)) {
    visit(Site::Border(id, End::Top));
    for (number, row) in plan.boxes[id].rows.iter().enumerate() {
        for &slot in &row.slots {
            walk(plan, slot, visit);
        }
        for gap in 0..row.gaps.len() {
            visit(Site::Gap(id, number, gap));
        }
    }
    visit(Site::Border(id, End::Bottom));
}

fn extent(plan: &Plan, site: Site) -> (i32, i32) {
    match site {
        Site::Border(id, end) => {
            let rect = plan.boxes[id].rect;
            let is_titled = plan.boxes[id].is_open || plan.boxes[id].is_band;
            let side = plan.side(id);
            let (from, to) = (rect.x + side, rect.right() - 1 - side);
            if end == End::Bottom || !is_titled {
                return (from, to);
            }
            let title = frame::title(plan, id);
            if plan.boxes[id].is_mirrored {
                (from, title.x - 2)
            } else {
                (title.right() + 1, to)
            }
        }
        Site::Gap(id, row, gap) => {
            let gap = plan.boxes[id].rows[row].gaps[gap];
            (gap.from, gap.to)
        }
    }
}

/// The posts that each post is joined to, in the channel above it and in the one below.
pub(super) struct Neighbours {
    /// Where the neighbours on either side of each post begin; those above come first.
    starts: Vec<usize>,
    posts: Vec<PostId>,
}

impl Neighbours {
    fn new(plan: &Plan, nets: &[Net], routes: &Routes) -> Self {
        let mut joined: Vec<(usize, PostId)> = Vec::with_capacity(4 * routes.posts.len());
        for spoke in nets.iter().flat_map(|net| &net.spokes) {
            for pair in spoke.path.windows(2) {
                for (one, other) in [(pair[0].post, pair[1].post), (pair[1].post, pair[0].post)] {
                    let above = routes.posts[one].place.channel_above(plan);
                    let side = usize::from(above != Some(pair[0].channel));
                    joined.push((2 * one + side, other));
                }
            }
        }
        joined.sort_unstable();
        joined.dedup();
        let mut starts = vec![0; 2 * routes.posts.len() + 1];
        for &(side, _) in &joined {
            starts[side + 1] += 1;
        }
        for side in 1..starts.len() {
            starts[side] += starts[side - 1];
        }
        let posts = joined.into_iter().map(|(_, post)| post).collect();
        Self { starts, posts }
    }

    /// Above and below.
    pub fn of(&self, post: PostId) -> [&[PostId]; 2] {
        let side = |side: usize| &self.posts[self.starts[side]..self.starts[side + 1]];
        [side(2 * post), side(2 * post + 1)]
    }
}

/// Shares out a strip in the order of what the posts want.
fn spread(routes: &mut Routes, strip: &Strip, want: impl Fn(&Routes, PostId) -> Option<i32>) {
    // Most strips are the border of a leaf with one wire.
    if let [only] = strip.posts[..] {
        let x = want(routes, only).unwrap_or(routes.posts[only].x);
        routes.posts[only].x = x.min(strip.to).max(strip.from);
        return;
    }
    let want = |&post: &PostId| (want(routes, post).unwrap_or(routes.posts[post].x), post);
    let mut wanted: Vec<(i32, PostId)> = strip.posts.iter().map(want).collect();
    wanted.sort_unstable();
    share_out(routes, strip, &wanted);
}

/// Gives the posts their columns from left to right, each as near to what it wants as
/// the others let it.
fn share_out(routes: &mut Routes, strip: &Strip, wanted: &[(i32, PostId)]) {
    let count = wanted.len() as i32;
    let room = strip.to - strip.from + 1;
    let is_apart = wanted.is_sorted_by(|left, right| left.0 < right.0);
    let pitch = if count * 2 - 1 <= room && !is_apart {
        2
    } else {
        1
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
