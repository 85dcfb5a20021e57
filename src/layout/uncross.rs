//! Posts side by side change places as long as that saves crossings, there or where
//! their nets part.

use super::columns::Neighbours;
use super::lanes::{self, Run};
use super::plan::Plan;
use super::route::{ChannelId, Place, PostId, Routes};

/// The sides of a post.
const ABOVE: usize = 0;
const BELOW: usize = 1;

/// A post and the column that it would have.
type Placed = (i32, PostId);

pub(super) struct Uncross<'a> {
    plan: &'a Plan,
    neighbours: &'a Neighbours,
    /// All posts by channel and net.
    met: Vec<(ChannelId, usize, PostId)>,
}

impl<'a> Uncross<'a> {
    pub fn new(plan: &'a Plan, routes: &Routes, neighbours: &'a Neighbours) -> Self {
        let posts = routes.posts.iter().enumerate();
        let mut met: Vec<(ChannelId, usize, PostId)> = posts
            .flat_map(|(id, post)| {
                let channels = [
                    post.place.channel_above(plan),
                    post.place.channel_below(plan),
                ];
                channels
                    .into_iter()
                    .flatten()
                    .map(move |channel| (channel, post.net, id))
            })
            .collect();
        met.sort_unstable();
        Self {
            plan,
            neighbours,
            met,
        }
    }

    /// Sorts posts by what they want and by the crossings that it costs.
    pub fn sort(&self, routes: &Routes, wanted: &mut [Placed]) {
        wanted.sort_unstable();
        for _ in 0..wanted.len() {
            let mut is_settled = true;
            for index in 1..wanted.len() {
                let ((left, one), (right, other)) = (wanted[index - 1], wanted[index]);
                let right = right.max(left + 1);
                let kept = self.crossings(routes, (left, one), (right, other));
                if kept > 0 && self.crossings(routes, (left, other), (right, one)) < kept {
                    wanted.swap(index - 1, index);
                    is_settled = false;
                }
            }
            if is_settled {
                break;
            }
        }
    }

    fn crossings(&self, routes: &Routes, left: Placed, right: Placed) -> i64 {
        let above = self.crossings_beyond(routes, ABOVE, 0, [left, right]);
        above + self.crossings_beyond(routes, BELOW, 0, [left, right])
    }

    /// Crossings of two nets in the channel on one side of their posts, or further on,
    /// where they go on side by side.
    fn crossings_beyond(
        &self,
        routes: &Routes,
        side: usize,
        depth: usize,
        pair: [Placed; 2],
    ) -> i64 {
        let Some(channel) = self.channel(routes, side, pair[0].1) else {
            return 0;
        };
        let next = pair.map(|(_, post)| self.neighbours.of(post)[side]);
        let is_leaf = matches!(routes.posts[pair[0].1].place, Place::Outside(..)) || depth > 0;
        if is_leaf
            && let [&[one], &[other]] = next
            && self.channel(routes, 1 - side, one) == Some(channel)
        {
            let (a, b) = (&routes.posts[one], &routes.posts[other]);
            if a.place == b.place && a.gap == b.gap {
                let (least, most) = (a.x.min(b.x), a.x.max(b.x));
                return self.crossings_beyond(
                    routes,
                    side,
                    depth + 1,
                    [(least, one), (most, other)],
                );
            }
        }
        let [left, right] = pair.map(|placed| self.run(routes, channel, placed));
        lanes::crossings(&left, &right).min(lanes::crossings(&right, &left))
    }

    fn channel(&self, routes: &Routes, side: usize, post: PostId) -> Option<ChannelId> {
        let place = routes.posts[post].place;
        if side == ABOVE {
            place.channel_above(self.plan)
        } else {
            place.channel_below(self.plan)
        }
    }

    /// What the net of a post is in a channel, with the post where it would be.
    fn run(&self, routes: &Routes, channel: ChannelId, (x, placed): Placed) -> Run {
        let net = routes.posts[placed].net;
        let start = self
            .met
            .partition_point(|met| (met.0, met.1) < (channel, net));
        let posts = self.met[start..].iter();
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for &(_, _, post) in posts.take_while(|met| (met.0, met.1) == (channel, net)) {
            let x = if post == placed {
                x
            } else {
                routes.posts[post].x
            };
            if self.channel(routes, BELOW, post) == Some(channel) {
                above.push(x);
            } else {
                below.push(x);
            }
        }
        Run::whole(net, above, below)
    }
}
