//! Which way each net goes: out of boxes by the top or the bottom, through the frames
//! of containers, across rows by a gap. Columns and lanes are decided later.

use super::memory::{Crossing, Memory};
use super::net::Net;
use super::plan::{BoxId, ChannelId, End, Plan};
use super::router::Router;
use super::slots::key_of;
use crate::graph::Diagram;
use foldhash::fast::FixedState;
use std::collections::HashMap;

pub(super) type PostId = usize;

/// Where a net runs up or down between channels; one column each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It ends at a box, coming from outside.
    Outside(BoxId, End),
    /// It ends at the frame of a container, coming from inside.
    Inside(BoxId, End),
    /// It passes the frame of a container.
    Frame(BoxId, End),
    /// It crosses a row of a container, by a gap.
    Row(BoxId, usize),
}

/// The side of a post: where it goes on from its upper or its lower end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub net: usize,
    pub place: Place,
    /// Of a row.
    pub gap: usize,
    pub x: i32,
    /// The channels that its upper and its lower end are in.
    pub channels: [Option<ChannelId>; 2],
    /// The next post on the way to the hub, and the channel between.
    pub next: Option<(PostId, ChannelId)>,
}

/// All posts, net by net. Those of a net are a tree, with the hub's ports at its root.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub posts: Vec<Post>,
    /// By post: the tracks of those that run along the side of a grid.
    pub rails: Vec<Option<i32>>,
    pub met: Met,
}

/// The posts that are met in each channel, net by net.
#[derive(Debug, Default)]
pub(super) struct Met {
    starts: Vec<usize>,
    posts: Vec<PostId>,
}

impl Post {
    pub fn channel(&self, side: Side) -> Option<ChannelId> {
        self.channels[side as usize]
    }

    /// Whether a channel is above it rather than below.
    pub fn is_below(&self, channel: ChannelId) -> bool {
        self.channels[Side::Above as usize] == Some(channel)
    }
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Self::Above => Self::Below,
            Self::Below => Self::Above,
        }
    }
}

impl Place {
    /// The channels above and below.
    pub fn channels(self, plan: &Plan) -> [Option<ChannelId>; 2] {
        let outer = |id: BoxId, end: End| {
            let node = &plan.boxes[id];
            let first = plan.boxes[node.parent].first_channel;
            Some(first + node.row + usize::from(end == End::Bottom))
        };
        let inner = |id: BoxId, end: End| {
            let node = &plan.boxes[id];
            let index = if end == End::Top { 0 } else { node.rows.len() };
            Some(node.first_channel + index)
        };
        match self {
            Self::Outside(id, End::Top) => [outer(id, End::Top), None],
            Self::Outside(id, End::Bottom) => [None, outer(id, End::Bottom)],
            Self::Inside(id, End::Top) => [None, inner(id, End::Top)],
            Self::Inside(id, End::Bottom) => [inner(id, End::Bottom), None],
            Self::Frame(id, End::Top) => [outer(id, End::Top), inner(id, End::Top)],
            Self::Frame(id, End::Bottom) => [inner(id, End::Bottom), outer(id, End::Bottom)],
            Self::Row(container, row) => {
                let above = plan.boxes[container].first_channel + row;
                [Some(above), Some(above + 1)]
            }
        }
    }
}

impl Met {
    fn new(posts: &[Post], channels: usize) -> Self {
        let mut starts = vec![0; channels + 2];
        for channel in posts.iter().flat_map(|post| post.channels).flatten() {
            starts[channel + 2] += 1;
        }
        for channel in 2..starts.len() {
            starts[channel] += starts[channel - 1];
        }
        let mut met = vec![0; starts.last().copied().unwrap_or(0)];
        for (id, post) in posts.iter().enumerate() {
            for channel in post.channels.into_iter().flatten() {
                met[starts[channel + 1]] = id;
                starts[channel + 1] += 1;
            }
        }
        Self { starts, posts: met }
    }

    pub fn of(&self, channel: ChannelId) -> &[PostId] {
        &self.posts[self.starts[channel]..self.starts[channel + 1]]
    }

    pub fn of_net(&self, channel: ChannelId, net: usize, posts: &[Post]) -> &[PostId] {
        let met = self.of(channel);
        let start = met.partition_point(|&id| posts[id].net < net);
        let count = met[start..].partition_point(|&id| posts[id].net == net);
        &met[start..start + count]
    }
}

/// Routes all nets, and counts the ports and lanes that boxes and gaps must hold.
pub(super) fn route(
    diagram: &Diagram,
    plan: &mut Plan,
    nets: &mut [Net],
    memory: &Memory,
) -> Routes {
    plan.number_channels();
    let mut router = Router::new(diagram, plan, memory);
    for (number, net) in nets.iter_mut().enumerate() {
        router.begin(number, net);
        for spoke in &mut net.spokes {
            spoke.post = router.connect(spoke.end);
        }
    }
    let posts = router.finish();
    for post in &posts {
        match post.place {
            Place::Outside(id, end) | Place::Inside(id, end) | Place::Frame(id, end) => {
                plan.boxes[id].ports[usize::from(end == End::Bottom)] += 1;
            }
            Place::Row(id, row) => plan.boxes[id].rows[row].gaps[post.gap].lanes += 1,
        }
    }
    Routes {
        rails: vec![None; posts.len()],
        met: Met::new(&posts, plan.channels.len()),
        posts,
    }
}

/// What the layout should remember of the routes.
pub(super) fn crossings(
    diagram: &Diagram,
    plan: &Plan,
    (nets, routes): (&[Net], &Routes),
) -> HashMap<Crossing, usize, FixedState> {
    let crossing = |post: &Post| {
        let Place::Row(container, row) = post.place else {
            return None;
        };
        let net = &nets[post.net];
        let crossing = Crossing {
            hub: key_of(diagram, plan, net.hub),
            is_outward: net.is_outward,
            kind: net.kind,
            container: key_of(diagram, plan, container),
            row: plan.boxes[container].rows[row].id,
        };
        Some((crossing, post.gap))
    };
    routes.posts.iter().filter_map(crossing).collect()
}
