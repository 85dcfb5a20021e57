//! The posts that each post is joined to, in the channel above it and in the one below.

use super::route::{PostId, Routes, Side};

pub(super) struct Neighbours {
    /// Where the neighbours on either side of each post begin; those above come first.
    starts: Vec<usize>,
    posts: Vec<PostId>,
}

impl Neighbours {
    pub fn new(routes: &Routes) -> Self {
        let mut starts = vec![0; 2 * routes.posts.len() + 2];
        for [one, other] in joined(routes) {
            starts[one.0 + 2] += 1;
            starts[other.0 + 2] += 1;
        }
        for side in 2..starts.len() {
            starts[side] += starts[side - 1];
        }
        let mut posts = vec![0; starts.last().copied().unwrap_or(0)];
        for [one, other] in joined(routes) {
            for (side, neighbour) in [(one.0, other.1), (other.0, one.1)] {
                posts[starts[side + 1]] = neighbour;
                starts[side + 1] += 1;
            }
        }
        Self { starts, posts }
    }

    pub fn at(&self, post: PostId, side: Side) -> &[PostId] {
        let side = 2 * post + side as usize;
        &self.posts[self.starts[side]..self.starts[side + 1]]
    }

    /// The median of their columns.
    pub fn middle(&self, routes: &Routes, post: PostId, side: Side) -> Option<i32> {
        let posts = self.at(post, side);
        if let [only] = posts {
            return Some(routes.posts[*only].x);
        }
        let mut columns: Vec<i32> = posts.iter().map(|&post| routes.posts[post].x).collect();
        columns.sort_unstable();
        let upper = *columns.get(columns.len() / 2)?;
        let lower = columns[(columns.len() - 1) / 2];
        Some(lower.midpoint(upper))
    }

    pub fn all(&self, post: PostId) -> &[PostId] {
        &self.posts[self.starts[2 * post]..self.starts[2 * post + 2]]
    }
}

/// Pairs of posts, each with the number of the side that leads to the other.
fn joined(routes: &Routes) -> impl Iterator<Item = [(usize, PostId); 2]> {
    let next = |(id, post): (PostId, &super::route::Post)| {
        let (next, channel) = post.next?;
        let side = |id: PostId| 2 * id + usize::from(!routes.posts[id].is_below(channel));
        Some([(side(id), id), (side(next), next)])
    };
    routes.posts.iter().enumerate().filter_map(next)
}
