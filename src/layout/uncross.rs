//! Posts side by side change places as long as that saves crossings, there or where
//! their nets part.

use super::lanes::{self, Run};
use super::neighbours::Neighbours;
use super::plan::ChannelId;
use super::route::{Place, PostId, Routes, Side};

/// A post and the column that it would have.
type Placed = (i32, PostId);

/// Reorders posts that are sorted by what they want.
pub(super) fn swap(routes: &Routes, neighbours: &Neighbours, wanted: &mut [Placed]) {
    let uncross = Uncross { routes, neighbours };
    for _ in 0..wanted.len() {
        let mut is_settled = true;
        for index in 1..wanted.len() {
            let ((left, one), (right, other)) = (wanted[index - 1], wanted[index]);
            let right = right.max(left + 1);
            let kept = uncross.crossings([(left, one), (right, other)]);
            if kept > 0 && uncross.crossings([(left, other), (right, one)]) < kept {
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
        lanes::crossings(&left, &right).min(lanes::crossings(&right, &left))
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
