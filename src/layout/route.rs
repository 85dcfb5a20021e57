//! Which way each net goes: out of boxes by the top or the bottom, through the frames
//! of containers, across rows by a gap. Columns and lanes are decided later.

use super::memory::{Crossing, Memory};
use super::net::Net;
use super::plan::{BoxId, End, Plan};
use super::slots::key_of;
use crate::graph::{Diagram, Role};
use std::collections::{BTreeMap, HashMap};

pub(super) type PostId = usize;

/// A channel of a container: 0 is above its first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ChannelId {
    pub container: BoxId,
    pub index: usize,
}

/// Where a net runs up or down between channels; one column each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    pub net: usize,
    pub place: Place,
    /// Of a row.
    pub gap: usize,
    pub x: i32,
}

/// A post and the channel that leads from it to the next; the last post's is unused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hop {
    pub post: PostId,
    pub channel: ChannelId,
}

/// All posts, net by net.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub posts: Vec<Post>,
    /// By post: the tracks of those that run along the side of a grid.
    pub rails: Vec<Option<i32>>,
}

impl Place {
    /// The channel that the upper end of a post is in.
    pub fn channel_above(self, plan: &Plan) -> Option<ChannelId> {
        match self {
            Self::Outside(id, End::Top) | Self::Frame(id, End::Top) => {
                Some(outer(plan, id, End::Top))
            }
            Self::Inside(id, End::Bottom) | Self::Frame(id, End::Bottom) => {
                Some(inner(plan, id, End::Bottom))
            }
            Self::Row(container, index) => Some(ChannelId { container, index }),
            Self::Outside(_, End::Bottom) | Self::Inside(_, End::Top) => None,
        }
    }

    /// The channel that the lower end of a post is in.
    pub fn channel_below(self, plan: &Plan) -> Option<ChannelId> {
        match self {
            Self::Outside(id, End::Bottom) | Self::Frame(id, End::Bottom) => {
                Some(outer(plan, id, End::Bottom))
            }
            Self::Inside(id, End::Top) | Self::Frame(id, End::Top) => {
                Some(inner(plan, id, End::Top))
            }
            Self::Row(container, row) => Some(ChannelId {
                container,
                index: row + 1,
            }),
            Self::Outside(_, End::Top) | Self::Inside(_, End::Bottom) => None,
        }
    }
}

fn outer(plan: &Plan, id: BoxId, end: End) -> ChannelId {
    let index = plan.boxes[id].row + usize::from(end == End::Bottom);
    ChannelId {
        container: plan.boxes[id].parent,
        index,
    }
}

fn inner(plan: &Plan, container: BoxId, end: End) -> ChannelId {
    let index = if end == End::Top {
        0
    } else {
        plan.boxes[container].rows.len()
    };
    ChannelId { container, index }
}

/// Routes all nets, and counts the ports and lanes that boxes and gaps must hold.
pub(super) fn route(
    diagram: &Diagram,
    plan: &mut Plan,
    nets: &mut [Net],
    memory: &Memory,
) -> Routes {
    let mut routes = Routes::default();
    for (number, net) in nets.iter_mut().enumerate() {
        let mut router = Router {
            plan,
            memory,
            diagram,
            net: number,
            hub: (net.hub, net.is_outward, net.kind),
            known: BTreeMap::new(),
            sides: BTreeMap::new(),
            posts: &mut routes.posts,
        };
        for spoke in &mut net.spokes {
            spoke.path = router.connect(net.hub, spoke.end);
        }
    }
    for post in &routes.posts {
        match post.place {
            Place::Outside(id, end) | Place::Inside(id, end) | Place::Frame(id, end) => {
                plan.boxes[id].ports[usize::from(end == End::Bottom)] += 1;
            }
            Place::Row(id, row) => plan.boxes[id].rows[row].gaps[post.gap].lanes += 1,
        }
    }
    routes
}

/// What the layout should remember of the routes.
pub(super) fn crossings(
    diagram: &Diagram,
    plan: &Plan,
    (nets, routes): (&[Net], &Routes),
) -> HashMap<Crossing, usize> {
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

struct Router<'a> {
    plan: &'a Plan,
    memory: &'a Memory,
    diagram: &'a Diagram,
    net: usize,
    hub: (BoxId, bool, crate::graph::WireKind),
    known: BTreeMap<Place, PostId>,
    /// Whether the net keeps to the right side of a grid.
    sides: BTreeMap<BoxId, bool>,
    posts: &'a mut Vec<Post>,
}

/// A way from a box up to where both ends meet: the places, and the channel at its end.
struct Climb {
    posts: Vec<PostId>,
    channel: usize,
}

impl Router<'_> {
    fn connect(&mut self, hub: BoxId, spoke: BoxId) -> Vec<Hop> {
        let (mut above, mut below) = (self.plan.ancestry(hub), self.plan.ancestry(spoke));
        let mut meeting = self.plan.root;
        while let (Some(&a), Some(&b)) = (above.last(), below.last()) {
            if a != b {
                break;
            }
            meeting = a;
            above.pop();
            below.pop();
        }
        let (hub_end, spoke_end) = self.choose_ends(meeting, &above, &below);
        let from = self.climb(meeting, &above, hub_end);
        let to = self.climb(meeting, &below, spoke_end);
        let mut posts = from.posts;
        // The way that all spokes share is the hub's.
        let target = self.centre(hub);
        let (low, high) = (from.channel.min(to.channel), from.channel.max(to.channel));
        let mut across: Vec<PostId> = (low..high)
            .map(|row| self.cross((meeting, row), (target, None)))
            .collect();
        if from.channel > to.channel {
            across.reverse();
        }
        posts.extend(across);
        posts.extend(to.posts.into_iter().rev());
        self.hops(&posts)
    }

    /// By which end each side leaves towards the other; fewer rows to cross wins, those of
    /// the outermost containers first: a way through a zone is longer than one through a
    /// subnet, however many rows that has.
    fn choose_ends(&self, meeting: BoxId, above: &[BoxId], below: &[BoxId]) -> (End, End) {
        let (Some(&a), Some(&b)) = (above.last(), below.last()) else {
            // One holds the other: the holder's own frame is met from inside.
            if self.plan.boxes[meeting].is_band {
                return (End::Top, End::Top);
            }
            let chain = if above.is_empty() { below } else { above };
            let row = chain.last().map_or(0, |&id| self.plan.boxes[id].row);
            let rows = self.plan.boxes[meeting].rows.len();
            let (up, down) = (row, rows.saturating_sub(row + 1));
            let inner = [&chain[..chain.len().saturating_sub(1)], &[]];
            let end = if (up, self.rows_to(inner, [End::Top; 2]))
                <= (down, self.rows_to(inner, [End::Bottom; 2]))
            {
                End::Top
            } else {
                End::Bottom
            };
            return (end, end);
        };
        let (row_a, row_b) = (self.plan.boxes[a].row, self.plan.boxes[b].row);
        let usual = match row_a.cmp(&row_b) {
            std::cmp::Ordering::Less => [End::Bottom, End::Top],
            std::cmp::Ordering::Greater => [End::Top, End::Bottom],
            std::cmp::Ordering::Equal => [End::Bottom, End::Bottom],
        };
        let inner = [&above[..above.len() - 1], &below[..below.len() - 1]];
        // What stands in a grid has the way round it.
        let is_grid = matches!(
            self.plan.boxes[meeting].role,
            None | Some(Role::Account | Role::Region)
        );
        let cost = |ends: [End; 2]| {
            let channel = |row: usize, end: End| row + usize::from(end == End::Bottom);
            let across = channel(row_a, ends[0]).abs_diff(channel(row_b, ends[1]));
            let inside = self.rows_to(inner, ends);
            if is_grid {
                let outermost = inside.first().copied().unwrap_or(0);
                (outermost + across, inside)
            } else {
                (across, inside)
            }
        };
        let [one, other] =
            [End::Top, End::Bottom].map(|one| [End::Top, End::Bottom].map(|other| [one, other]));
        let ways = [usual].into_iter().chain(one).chain(other);
        let ends = ways.min_by_key(|&ends| cost(ends)).unwrap_or(usual);
        (ends[0], ends[1])
    }

    /// Rows between the boxes of two chains and those sides of their containers, by how
    /// far out the containers are.
    fn rows_to(&self, chains: [&[BoxId]; 2], ends: [End; 2]) -> Vec<usize> {
        let deepest = chains[0].len().max(chains[1].len());
        let mut rows = vec![0; deepest];
        for (chain, end) in chains.into_iter().zip(ends) {
            for (level, &id) in chain.iter().rev().enumerate() {
                let node = &self.plan.boxes[id];
                rows[level] += match end {
                    End::Top => node.row,
                    End::Bottom => self.plan.boxes[node.parent].rows.len() - 1 - node.row,
                };
            }
        }
        rows
    }

    /// From a box out of all its containers below the meeting. An empty chain is the
    /// meeting container itself, whose frame is met from inside. A band has no bottom to
    /// leave by: its wires leave by the rule and pass beside it.
    fn climb(&mut self, meeting: BoxId, chain: &[BoxId], end: End) -> Climb {
        let Some(&first) = chain.first() else {
            let channel = if end == End::Top {
                0
            } else {
                self.plan.boxes[meeting].rows.len()
            };
            return Climb {
                posts: vec![self.post(Place::Inside(meeting, end), 0)],
                channel,
            };
        };
        let target = self.centre(first);
        let is_roundabout = end == End::Bottom && self.plan.boxes[first].is_band;
        let leaves_by = if is_roundabout { End::Top } else { end };
        let mut posts = vec![self.post(Place::Outside(first, leaves_by), 0)];
        for pair in chain.windows(2) {
            let (inner, container) = (pair[0], pair[1]);
            let row = self.plan.boxes[inner].row;
            let next = row + usize::from(!(is_roundabout && inner == first));
            let rows: Vec<usize> = match end {
                End::Top => (0..row).rev().collect(),
                End::Bottom => (next..self.plan.boxes[container].rows.len()).collect(),
            };
            for row in rows {
                let post = self.cross((container, row), (target, Some(end)));
                posts.push(post);
            }
            posts.push(self.post(Place::Frame(container, end), 0));
        }
        let outermost = chain.last().map_or(0, |&id| self.plan.boxes[id].row);
        Climb {
            posts,
            channel: outermost
                + usize::from(end == End::Bottom && !(is_roundabout && chain.len() == 1)),
        }
    }

    fn post(&mut self, place: Place, gap: usize) -> PostId {
        let (net, posts) = (self.net, &mut *self.posts);
        *self.known.entry(place).or_insert_with(|| {
            posts.push(Post {
                net,
                place,
                gap,
                x: 0,
            });
            posts.len() - 1
        })
    }

    fn cross(
        &mut self,
        (container, row): (BoxId, usize),
        (target, end): (i32, Option<End>),
    ) -> PostId {
        let place = Place::Row(container, row);
        if let Some(&post) = self.known.get(&place) {
            return post;
        }
        let rail = self.rail((container, row), (target, end));
        let gap = rail
            .or_else(|| self.remembered_gap(container, row))
            .unwrap_or_else(|| self.nearest_gap(container, row, target));
        self.post(place, gap)
    }

    fn remembered_gap(&self, container: BoxId, row: usize) -> Option<usize> {
        if self.memory.crossings.is_empty() {
            return None;
        }
        let crossing = Crossing {
            hub: key_of(self.diagram, self.plan, self.hub.0),
            is_outward: self.hub.1,
            kind: self.hub.2,
            container: key_of(self.diagram, self.plan, container),
            row: self.plan.boxes[container].rows[row].id,
        };
        let last = self.plan.boxes[container].rows[row].slots.len();
        self.memory
            .crossings
            .get(&crossing)
            .copied()
            .filter(|&gap| gap <= last)
    }

    /// Grids have a rail on either side: the nearer one, of what passes the top the right
    /// one, where the title is not; in large drawings one for what fans out and one for
    /// what fans in, so that they do not cross. In a zone the title leaves the right side to what comes from above.
    fn rail(
        &mut self,
        (container, row): (BoxId, usize),
        (target, end): (i32, Option<End>),
    ) -> Option<usize> {
        let last = self.plan.boxes[container].rows[row].slots.len();
        let is_outward = self.hub.1;
        if self.plan.is_subnet(container) && self.plan.is_roomy {
            let is_right = is_outward != self.plan.boxes[container].is_mirrored;
            Some(if is_right { last } else { 0 })
        } else if self.plan.is_subnet(container) {
            let remembered = self.remembered_gap(container, row).map(|gap| gap > 0);
            let wanted = if end == Some(End::Top) {
                !self.plan.boxes[container].is_mirrored
            } else {
                target > self.plan.boxes[container].rect.centre().x
            };
            let is_right = *self
                .sides
                .entry(container)
                .or_insert(remembered.unwrap_or(wanted));
            Some(if is_right { last } else { 0 })
        } else if self.plan.is_zone(container) {
            let is_right = is_outward != self.plan.boxes[container].is_mirrored;
            Some(if is_right { last } else { 0 })
        } else {
            None
        }
    }

    fn nearest_gap(&self, container: BoxId, row: usize, target: i32) -> usize {
        let gaps = &self.plan.boxes[container].rows[row].gaps;
        let distance = |gap: &super::plan::Gap| (gap.from - target).max(target - gap.to).max(0);
        let best = gaps
            .iter()
            .enumerate()
            .min_by_key(|(index, gap)| (distance(gap), *index));
        best.map_or(0, |(index, _)| index)
    }

    fn hops(&self, posts: &[PostId]) -> Vec<Hop> {
        let place = |post: PostId| self.posts[post].place;
        let nowhere = ChannelId {
            container: self.plan.root,
            index: 0,
        };
        let shared = |a: Place, b: Place| {
            let of_a = [a.channel_above(self.plan), a.channel_below(self.plan)];
            let of_b = [b.channel_above(self.plan), b.channel_below(self.plan)];
            of_a.into_iter()
                .flatten()
                .find(|channel| of_b.contains(&Some(*channel)))
        };
        let mut hops: Vec<Hop> = posts
            .windows(2)
            .map(|pair| Hop {
                post: pair[0],
                channel: shared(place(pair[0]), place(pair[1])).unwrap_or(nowhere),
            })
            .collect();
        hops.extend(posts.last().map(|&post| Hop {
            post,
            channel: nowhere,
        }));
        hops
    }

    fn centre(&self, id: BoxId) -> i32 {
        self.plan.boxes[id].rect.centre().x
    }
}
