//! The lanes of all channels, and the lines that follow from them.

use super::Point;
use super::lanes::{self, Attachment, Lane, Lanes};
use super::net::Spoke;
use super::plan::{BoxId, End, Plan, Row};
use super::route::{ChannelId, Place, PostId, Routes};
use std::collections::BTreeSet;

pub(super) struct Channels {
    /// In the order of the channels.
    lanes: Vec<(ChannelId, Lanes)>,
}

impl Channels {
    /// Assigns all lanes and tells each channel how many it holds. `Err` are the
    /// containers that are too narrow for a jog.
    pub fn assign(plan: &mut Plan, routes: &Routes) -> Result<Self, BTreeSet<BoxId>> {
        let mut lanes = Vec::new();
        let mut narrow = BTreeSet::new();
        let attached = attachments(plan, routes);
        let mut attachments = Vec::new();
        for of_channel in attached.chunk_by(|one, other| one.0 == other.0) {
            let channel = of_channel[0].0;
            attachments.clear();
            attachments.extend(of_channel.iter().map(|(_, attachment)| *attachment));
            let (rect, border) = (
                plan.boxes[channel.container].rect,
                plan.side(channel.container),
            );
            let columns = (rect.x + border, rect.right() - border - 1);
            let least = plan.boxes[channel.container].channels[channel.index].least;
            let least = least.unwrap_or(0);
            let Some(assigned) = lanes::assign(&attachments, columns, least) else {
                narrow.insert(channel.container);
                continue;
            };
            plan.boxes[channel.container].channels[channel.index].lanes = assigned.count;
            lanes.push((channel, assigned));
        }
        if !narrow.is_empty() {
            return Err(narrow);
        }
        reserve(plan);
        Ok(Self { lanes })
    }

    /// The corners of the line from hub to spoke, both ends included.
    pub fn trace(&self, plan: &Plan, routes: &Routes, spoke: &Spoke) -> Vec<Point> {
        let mut corners = Vec::new();
        corners.extend(
            spoke
                .path
                .first()
                .and_then(|hop| terminal(plan, routes, hop.post)),
        );
        for pair in spoke.path.windows(2) {
            self.cross(
                &mut corners,
                (plan, routes),
                (pair[0].post, pair[0].channel, pair[1].post),
            );
        }
        corners.extend(
            spoke
                .path
                .last()
                .and_then(|hop| terminal(plan, routes, hop.post)),
        );
        straighten(corners)
    }

    fn cross(
        &self,
        corners: &mut Vec<Point>,
        (plan, routes): (&Plan, &Routes),
        (from, channel, to): (PostId, ChannelId, PostId),
    ) {
        let net = routes.posts[from].net;
        let (x, next_x) = (routes.posts[from].x, routes.posts[to].x);
        let top = plan.boxes[channel.container].channels[channel.index].y;
        let is_above = |post: PostId| routes.posts[post].place.channel_below(plan) == Some(channel);
        let found = self.lanes.binary_search_by_key(&channel, |(id, _)| *id);
        let lanes = found.ok().map(|index| &self.lanes[index].1);
        let lane = lanes.and_then(|lanes| lanes.by_net.get(&net));
        match lane.copied().unwrap_or(Lane::None) {
            Lane::None => {}
            Lane::Whole(lane) => {
                corners.push(Point { x, y: top + lane });
                corners.push(Point {
                    x: next_x,
                    y: top + lane,
                });
            }
            Lane::Split { upper, lower, jog } => {
                let level = |post| top + if is_above(post) { upper } else { lower };
                let (y, next_y) = (level(from), level(to));
                corners.push(Point { x, y });
                if y != next_y {
                    corners.push(Point { x: jog, y });
                    corners.push(Point { x: jog, y: next_y });
                }
                corners.push(Point {
                    x: next_x,
                    y: next_y,
                });
            }
        }
    }
}

/// New channels of a grid that may grow get room for the wires of what is to come:
/// beside vacant slots as much as the busiest channel has, elsewhere one lane.
fn reserve(plan: &mut Plan) {
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

/// By channel.
fn attachments(plan: &Plan, routes: &Routes) -> Vec<(ChannelId, Attachment)> {
    let mut attachments = Vec::with_capacity(2 * routes.posts.len());
    for post in &routes.posts {
        let (above, below) = (
            post.place.channel_above(plan),
            post.place.channel_below(plan),
        );
        for (channel, is_above) in [(above, false), (below, true)] {
            if let Some(channel) = channel {
                let attachment = Attachment {
                    net: post.net,
                    x: post.x,
                    is_above,
                };
                attachments.push((channel, attachment));
            }
        }
    }
    attachments.sort_unstable();
    attachments
}

/// The cell of a frame at which a line ends.
fn terminal(plan: &Plan, routes: &Routes, post: PostId) -> Option<Point> {
    let x = routes.posts[post].x;
    match routes.posts[post].place {
        Place::Outside(id, end) | Place::Inside(id, end) => {
            let rect = plan.boxes[id].rect;
            let y = if end == End::Top {
                rect.y
            } else {
                rect.bottom() - 1
            };
            Some(Point { x, y })
        }
        Place::Frame(..) | Place::Row(..) => None,
    }
}

/// Without corners that are none.
fn straighten(corners: Vec<Point>) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::new();
    for corner in corners {
        while let [.., before, last] = line[..] {
            let is_level = before.y == last.y && last.y == corner.y;
            let is_plumb = before.x == last.x && last.x == corner.x;
            if !(is_level || is_plumb) {
                break;
            }
            line.pop();
        }
        if line.last() != Some(&corner) {
            line.push(corner);
        }
    }
    line
}
