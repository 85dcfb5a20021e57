//! The lanes of all channels, and the lines that follow from them.

use super::Point;
use super::lanes::{self, Attachment, Stretch, Track};
use super::net::Spoke;
use super::plan::{BoxId, ChannelId, End, Plan, Row};
use super::route::{Place, Post, PostId, Routes, Side};
use super::segments::{Segment, Segments};
use std::collections::BTreeSet;

pub(super) struct Channels {
    /// By channel, then by net.
    tracks: Vec<(ChannelId, Track)>,
    /// The lanes that each post meets above and below.
    met: Vec<[Option<i32>; 2]>,
}

impl Channels {
    /// Assigns all lanes and tells each channel how many it holds. `Err` are the
    /// containers that are too narrow for a jog.
    pub fn assign(plan: &mut Plan, routes: &Routes) -> Result<Self, BTreeSet<BoxId>> {
        let mut channels = Self {
            tracks: Vec::new(),
            met: vec![[None; 2]; routes.posts.len()],
        };
        let mut narrow = BTreeSet::new();
        let mut attachments = Vec::new();
        for channel in 0..plan.channels.len() {
            let posts = routes.met.of(channel);
            let (container, index) = plan.channels[channel];
            attachments.clear();
            attachments.extend(posts.iter().map(|&id| attachment(routes, id, channel)));
            let node = &plan.boxes[container];
            let (rect, border) = (node.rect, plan.side(container));
            let columns = (rect.x + border, rect.right() - border - 1);
            let least = node.channels[index].least.unwrap_or(0);
            let Some(assigned) = lanes::assign(&attachments, columns, least) else {
                narrow.insert(container);
                continue;
            };
            plan.boxes[container].channels[index].lanes = assigned.count;
            channels.keep(routes, channel, &assigned.tracks);
        }
        if !narrow.is_empty() {
            return Err(narrow);
        }
        Ok(channels)
    }

    fn keep(&mut self, routes: &Routes, channel: ChannelId, tracks: &[Track]) {
        self.tracks
            .extend(tracks.iter().map(|&track| (channel, track)));
        let mut rest = tracks.iter().peekable();
        for &id in routes.met.of(channel) {
            let post = &routes.posts[id];
            while rest.next_if(|track| track.net < post.net).is_some() {}
            let Some(track) = rest.peek().filter(|track| track.net == post.net) else {
                continue;
            };
            let lane = if post.is_below(channel) {
                track.lower.lane
            } else {
                track.upper.lane
            };
            self.met[id][side_at(post, channel) as usize] = Some(lane);
        }
    }

    /// All straight stretches of all nets: those of lanes, and those between channels.
    pub fn stretches(&self, (plan, routes): (&Plan, &Routes), segments: &mut Segments) {
        for &(channel, track) in &self.tracks {
            let (net, top) = (track.net, plan.channel(channel).y);
            let mut level = |Stretch { lane, from, to }| {
                segments.add_level(top + lane, Segment { from, to, net });
            };
            level(track.upper);
            if track.upper != track.lower {
                level(track.lower);
                let (from, to) = (top + track.upper.lane, top + track.lower.lane);
                segments.add_plumb(track.jog, Segment { from, to, net });
            }
        }
        for (id, post) in routes.posts.iter().enumerate() {
            let [from, to] =
                [Side::Above, Side::Below].map(|side| self.end(plan, (id, post), side));
            let net = post.net;
            segments.add_plumb(post.x, Segment { from, to, net });
        }
    }

    /// The row at which a post ends on one side.
    fn end(&self, plan: &Plan, (id, post): (PostId, &Post), side: Side) -> i32 {
        match post.channel(side) {
            Some(channel) => plan.channel(channel).y + self.met[id][side as usize].unwrap_or(0),
            None => terminal(plan, post).map_or(0, |point| point.y),
        }
    }

    /// The corners of the line from a spoke to its hub, both ends included.
    pub fn trace(&self, plan: &Plan, routes: &Routes, spoke: &Spoke) -> Vec<Point> {
        let mut line = Line(Vec::with_capacity(8));
        let mut at = spoke.post;
        line.extend(terminal(plan, &routes.posts[at]));
        while let Some((next, channel)) = routes.posts[at].next {
            self.cross(&mut line, (plan, routes), (at, channel, next));
            at = next;
        }
        line.extend(terminal(plan, &routes.posts[at]));
        line.0
    }

    fn cross(
        &self,
        line: &mut Line,
        (plan, routes): (&Plan, &Routes),
        (from, channel, to): (PostId, ChannelId, PostId),
    ) {
        let top = plan.channel(channel).y;
        let lane = |id: PostId| self.met[id][side_at(&routes.posts[id], channel) as usize];
        let (Some(lane), Some(next)) = (lane(from), lane(to)) else {
            return;
        };
        let (x, y) = (routes.posts[from].x, top + lane);
        let (next_x, next_y) = (routes.posts[to].x, top + next);
        line.push(Point { x, y });
        if lane != next {
            let key = (channel, routes.posts[from].net);
            let key_of = |(channel, track): &(ChannelId, Track)| (*channel, track.net);
            let found = self.tracks.binary_search_by_key(&key, key_of);
            let jog = found.map_or(x, |at| self.tracks[at].1.jog);
            line.push(Point { x: jog, y });
            line.push(Point { x: jog, y: next_y });
        }
        line.push(Point {
            x: next_x,
            y: next_y,
        });
    }
}

fn side_at(post: &Post, channel: ChannelId) -> Side {
    if post.is_below(channel) {
        Side::Above
    } else {
        Side::Below
    }
}

fn attachment(routes: &Routes, id: PostId, channel: ChannelId) -> Attachment {
    let post = &routes.posts[id];
    Attachment {
        net: post.net,
        x: post.x,
        is_above: !post.is_below(channel),
    }
}

/// New channels of a grid that may grow get room for the wires of what is to come:
/// beside vacant slots as much as the busiest channel has, elsewhere one lane.
pub(super) fn reserve(plan: &mut Plan) {
    for id in plan.containers() {
        let vacant = |row: &Row| row.slots.iter().any(|&slot| plan.boxes[slot].is_vacant);
        let vacant: Vec<bool> = plan.boxes[id].rows.iter().map(vacant).collect();
        if !vacant.contains(&true) {
            continue;
        }
        let channels = &mut plan.boxes[id].channels;
        let busiest = channels
            .iter()
            .map(|channel| channel.lanes)
            .max()
            .unwrap_or(0);
        for (index, channel) in channels.iter_mut().enumerate() {
            let beside = [Some(index), index.checked_sub(1)].into_iter().flatten();
            let is_beside = beside
                .filter_map(|row| vacant.get(row))
                .any(|is_vacant| *is_vacant);
            let wanted = if is_beside { busiest } else { 1 };
            if channel.least.is_none() && channel.lanes < wanted {
                channel.least = Some(wanted);
            }
        }
    }
}

/// The cell of a frame at which a line ends.
fn terminal(plan: &Plan, post: &Post) -> Option<Point> {
    match post.place {
        Place::Outside(id, end) | Place::Inside(id, end) => {
            let rect = plan.boxes[id].rect;
            let y = if end == End::Top {
                rect.y
            } else {
                rect.bottom() - 1
            };
            Some(Point { x: post.x, y })
        }
        Place::Frame(..) | Place::Row(..) => None,
    }
}

/// The corners of a line, without those that are none.
struct Line(Vec<Point>);

impl Line {
    fn extend(&mut self, corner: Option<Point>) {
        if let Some(corner) = corner {
            self.push(corner);
        }
    }

    fn push(&mut self, corner: Point) {
        while let [.., before, last] = self.0[..] {
            let is_level = before.y == last.y && last.y == corner.y;
            let is_plumb = before.x == last.x && last.x == corner.x;
            if !(is_level || is_plumb) {
                break;
            }
            self.0.pop();
        }
        if self.0.last() != Some(&corner) {
            self.0.push(corner);
        }
    }
}
