//! Posts side by side change places as long as that saves crossings, there or where
//! their nets part.

use super::neighbours::Neighbours;
use super::plan::ChannelId;
use super::route::{Place, PostId, Routes, Side};
use super::runs::{Run, crossings};
use std::collections::BTreeMap;

/// A post and the column that it would have.
type Placed = (i32, PostId);

/// Reorders ports of a leaf, or posts between leaves, that are sorted by what they want:
/// as the whole nets would cross.
pub(super) fn swap(routes: &Routes, neighbours: &Neighbours, wanted: &mut [Placed]) {
    let uncross = Uncross { routes, neighbours };
    swap_while(wanted, |[(left, one), (right, other)]| {
        let right = right.max(left + 1);
        let kept = uncross.crossings([(left, one), (right, other)]);
        kept > 0 && uncross.crossings([(left, other), (right, one)]) < kept
    });
}

/// The same for posts in a frame, by the middles of what is above and below them: more
/// would only move the crossing to the next frame.
pub(super) fn swap_in_frame(routes: &Routes, neighbours: &Neighbours, wanted: &mut [Placed]) {
    if wanted.len() < 2 {
        return;
    }
    let middles: BTreeMap<PostId, [Option<i32>; 2]> = wanted
        .iter()
        .map(|&(_, post)| {
            let sides = [Side::Above, Side::Below];
            (
                post,
                sides.map(|side| neighbours.middle(routes, post, side)),
            )
        })
        .collect();
    let crossings = |left: PostId, right: PostId| {
        let sides = middles[&left].into_iter().zip(middles[&right]);
        let is_crossing = |(left, right): &(Option<i32>, Option<i32>)| {
            left.zip(*right).is_some_and(|(left, right)| left > right)
        };
        sides.filter(is_crossing).count()
    };
    swap_while(wanted, |[(_, one), (_, other)]| {
        crossings(other, one) < crossings(one, other)
    });
}

fn swap_while(wanted: &mut [Placed], is_better_swapped: impl Fn([Placed; 2]) -> bool) {
    for _ in 0..wanted.len() {
        let mut is_settled = true;
        for index in 1..wanted.len() {
            if is_better_swapped([wanted[index - 1], wanted[index]]) {
                wanted.swap(index - 1, index);
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
}

struct Uncross<'a> {
    routes: &'a Routes,
    neighbours: &'a Neighbours,
}

impl Uncross<'_> {
    fn crossings(&self, pair: [Placed; 2]) -> i32 {
        let beyond = |side| self.crossings_beyond(side, false, pair);
        beyond(Side::Above) + beyond(Side::Below)
    }

    /// Crossings of two nets in the channel on one side of their posts, or further on,
    /// where they go on side by side.
    fn crossings_beyond(&self, side: Side, is_further: bool, pair: [Placed; 2]) -> i32 {
        let posts = &self.routes.posts;
        let Some(channel) = posts[pair[0].1].channel(side) else {
            return 0;
        };
        let is_port = matches!(posts[pair[0].1].place, Place::Outside(..));
        if (is_port || is_further)
            && let [&[one], &[other]] = pair.map(|(_, post)| self.neighbours.at(post, side))
            && posts[one].channel(side.other()) == Some(channel)
            && (posts[one].place, posts[one].gap) == (posts[other].place, posts[other].gap)
        {
            let (least, most) = (posts[one].x, posts[other].x);
            let (least, most) = (least.min(most), least.max(most));
            return self.crossings_beyond(side, true, [(least, one), (most, other)]);
        }
        let [left, right] = pair.map(|placed| self.run(channel, placed));
        crossings(&left, &right).min(crossings(&right, &left))
    }

    /// What the net of a post is in a channel, with the post where it would be.
    fn run(&self, channel: ChannelId, (x, placed): Placed) -> Run {
        let posts = &self.routes.posts;
        let net = posts[placed].net;
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for &id in self.routes.met.of_net(channel, net, posts) {
            let post = &posts[id];
            let x = if id == placed { x } else { post.x };
            if post.is_below(channel) {
                below.push(x);
            } else {
                above.push(x);
            }
        }
        Run::whole(net, above, below)
    }
}
