//! The way of one spoke after the other towards the hub of its net, as far as the net
//! is not there already.

use super::ends;
use super::memory::{Crossing, Memory};
use super::net::Net;
use super::plan::{BoxId, ChannelId, End, Gap, Plan};
use super::route::{Place, Post, PostId};
use super::slots::key_of;
use crate::graph::{Diagram, WireKind};

/// No post: what is of another net is not known either.
const NOWHERE: PostId = PostId::MAX;

pub(super) struct Router<'a> {
    diagram: &'a Diagram,
    plan: &'a Plan,
    memory: &'a Memory,
    posts: Vec<Post>,
    net: usize,
    hub: BoxId,
    is_outward: bool,
    kind: WireKind,
    /// The last post at each place.
    known: Vec<PostId>,
    /// In each channel the post by which the last net there goes on to its hub.
    trunks: Vec<PostId>,
    /// Whether the net keeps to the right side of a grid.
    sides: Vec<(BoxId, bool)>,
    /// The spoke before: where it stands and by which end it leaves.
    before: Option<(BoxId, usize, End)>,
    chains: [Vec<BoxId>; 2],
    steps: Vec<Step>,
}

/// A place on the way.
#[derive(Debug, Clone, Copy)]
struct Step {
    place: Place,
    /// Across a row, the column to keep to, and the end by which the row's container is
    /// left, if it is.
    target: i32,
    end: Option<End>,
}

impl<'a> Router<'a> {
    pub fn new(diagram: &'a Diagram, plan: &'a Plan, memory: &'a Memory) -> Self {
        let places = plan.channels.len() + ENDS * plan.boxes.len();
        Self {
            diagram,
            plan,
            memory,
            posts: Vec::new(),
            net: 0,
            hub: plan.root,
            is_outward: true,
            kind: WireKind::Traffic,
            known: vec![NOWHERE; places],
            trunks: vec![NOWHERE; plan.channels.len()],
            sides: Vec::new(),
            before: None,
            chains: [Vec::new(), Vec::new()],
            steps: Vec::new(),
        }
    }

    pub fn begin(&mut self, number: usize, net: &Net) {
        (self.net, self.hub) = (number, net.hub);
        (self.is_outward, self.kind) = (net.is_outward, net.kind);
        self.sides.clear();
        self.before = None;
    }

    pub fn finish(self) -> Vec<Post> {
        self.posts
    }

    /// The post at a spoke, joined to the hub.
    pub fn connect(&mut self, spoke: BoxId) -> PostId {
        if let Some(post) = self.connect_beside(spoke) {
            return post;
        }
        let end = self.plan_way(spoke);
        let node = &self.plan.boxes[spoke];
        self.before = (!node.is_open && !node.is_band).then_some((node.parent, node.row, end));
        self.go()
    }

    /// A box in the same row as the one before leaves like it.
    fn connect_beside(&mut self, spoke: BoxId) -> Option<PostId> {
        let node = &self.plan.boxes[spoke];
        let (parent, row, end) = self.before?;
        if (parent, row) != (node.parent, node.row) || node.is_open || node.is_band {
            return None;
        }
        let place = Place::Outside(spoke, end);
        let channel = place.channels(self.plan).into_iter().flatten().next()?;
        let trunk = self.trunk(channel)?;
        let post = self.post(place, 0);
        self.posts[post].next = Some((trunk, channel));
        Some(post)
    }

    /// Writes down the places from the spoke to the hub.
    fn plan_way(&mut self, spoke: BoxId) -> End {
        let plan = self.plan;
        let mut chains = std::mem::take(&mut self.chains);
        plan.ancestry_into(self.hub, &mut chains[0]);
        plan.ancestry_into(spoke, &mut chains[1]);
        let mut meeting = plan.root;
        while let (Some(&a), Some(&b)) = (chains[0].last(), chains[1].last()) {
            if a != b {
                break;
            }
            meeting = a;
            chains[0].pop();
            chains[1].pop();
        }
        let [hub_end, spoke_end] = ends::choose(plan, meeting, [&chains[0], &chains[1]]);
        self.steps.clear();
        let from = self.climb(meeting, (&chains[0], hub_end));
        self.steps.reverse();
        let climbed = self.steps.len();
        let to = self.climb(meeting, (&chains[1], spoke_end));
        // The way that all spokes share is the hub's.
        let target = self.centre(self.hub);
        let across = |row| Step {
            place: Place::Row(meeting, row),
            target,
            end: None,
        };
        if to < from {
            self.steps.extend((to..from).map(across));
        } else {
            self.steps.extend((from..to).rev().map(across));
        }
        self.steps.rotate_left(climbed);
        self.chains = chains;
        spoke_end
    }

    /// From a box out of all its containers below the meeting; gives back the channel
    /// that it comes to. An empty chain is the meeting container itself, whose frame is
    /// met from inside. A band has no bottom to leave by: its wires leave by the rule and
    /// pass beside it.
    fn climb(&mut self, meeting: BoxId, (chain, end): (&[BoxId], End)) -> usize {
        let plan = self.plan;
        let is_down = end == End::Bottom;
        let Some((&first, &last)) = chain.first().zip(chain.last()) else {
            self.step(Place::Inside(meeting, end), (0, None));
            return if is_down {
                plan.boxes[meeting].rows.len()
            } else {
                0
            };
        };
        let target = (self.centre(first), Some(end));
        let is_roundabout = is_down && plan.boxes[first].is_band;
        let leaves_by = if is_roundabout { End::Top } else { end };
        self.step(Place::Outside(first, leaves_by), target);
        for pair in chain.windows(2) {
            let (inner, container) = (pair[0], pair[1]);
            let row = plan.boxes[inner].row;
            if is_down {
                let next = row + usize::from(!(is_roundabout && inner == first));
                for row in next..plan.boxes[container].rows.len() {
                    self.step(Place::Row(container, row), target);
                }
            } else {
                for row in (0..row).rev() {
                    self.step(Place::Row(container, row), target);
                }
            }
            self.step(Place::Frame(container, end), target);
        }
        let is_beside = is_roundabout && chain.len() == 1;
        plan.boxes[last].row + usize::from(is_down && !is_beside)
    }

    fn step(&mut self, place: Place, (target, end): (i32, Option<End>)) {
        self.steps.push(Step { place, target, end });
    }

    /// Goes the way, as far as the net is not there yet.
    fn go(&mut self) -> PostId {
        let first = self.post_at(0);
        let mut at = first;
        for next in 1..self.steps.len() {
            if self.posts[at].next.is_some() {
                break;
            }
            let there = self.steps[next].place;
            let Some(channel) = self.shared(self.posts[at].place, there) else {
                break;
            };
            if let Some(trunk) = self.trunk(channel).filter(|&trunk| trunk != at) {
                self.posts[at].next = Some((trunk, channel));
                break;
            }
            let is_known = self.find(there).is_some();
            let post = self.post_at(next);
            self.posts[at].next = Some((post, channel));
            self.trunks[channel] = post;
            if is_known {
                break;
            }
            at = post;
        }
        first
    }

    fn shared(&self, one: Place, other: Place) -> Option<ChannelId> {
        let (of_one, of_other) = (one.channels(self.plan), other.channels(self.plan));
        let channels = of_one.into_iter().flatten();
        channels
            .into_iter()
            .find(|channel| of_other.contains(&Some(*channel)))
    }

    fn trunk(&self, channel: ChannelId) -> Option<PostId> {
        self.mine(self.trunks[channel])
    }

    fn find(&self, place: Place) -> Option<PostId> {
        self.mine(self.known[number(self.plan, place)])
    }

    fn mine(&self, post: PostId) -> Option<PostId> {
        let is_mine = self.posts.get(post).is_some_and(|it| it.net == self.net);
        is_mine.then_some(post)
    }

    fn post_at(&mut self, step: usize) -> PostId {
        let Step { place, target, end } = self.steps[step];
        if let Some(post) = self.find(place) {
            return post;
        }
        let gap = match place {
            Place::Row(container, row) => self.gap((container, row), (target, end)),
            _ => 0,
        };
        self.post(place, gap)
    }

    fn post(&mut self, place: Place, gap: usize) -> PostId {
        let id = self.posts.len();
        self.posts.push(Post {
            net: self.net,
            place,
            gap,
            x: 0,
            channels: place.channels(self.plan),
            next: None,
        });
        self.known[number(self.plan, place)] = id;
        id
    }

    fn gap(&mut self, at: (BoxId, usize), target: (i32, Option<End>)) -> usize {
        let rail = self.rail(at, target);
        rail.or_else(|| self.remembered_gap(at))
            .unwrap_or_else(|| self.nearest_gap(at, target.0))
    }

    fn remembered_gap(&self, (container, row): (BoxId, usize)) -> Option<usize> {
        if self.memory.crossings.is_empty() {
            return None;
        }
        let crossing = Crossing {
            hub: key_of(self.diagram, self.plan, self.hub),
            is_outward: self.is_outward,
            kind: self.kind,
            container: key_of(self.diagram, self.plan, container),
            row: self.plan.boxes[container].rows[row].id,
        };
        let last = self.plan.boxes[container].rows[row].slots.len();
        let remembered = self.memory.crossings.get(&crossing).copied();
        remembered.filter(|&gap| gap <= last)
    }

    /// Grids have a rail on either side. In large drawings and in zones what fans out
    /// goes by the one on the side of the wires that come from above, where the title is
    /// not, and what fans in by the other, so that they do not cross; else the nearer one
    /// serves, and the same for what passes the top.
    fn rail(
        &mut self,
        (container, row): (BoxId, usize),
        (target, end): (i32, Option<End>),
    ) -> Option<usize> {
        let plan = self.plan;
        let is_mirrored = plan.is_mirrored(container);
        let is_right = if plan.is_subnet(container) && !plan.is_roomy {
            self.side((container, row), (target, end))
        } else if plan.is_subnet(container) || plan.is_zone(container) {
            self.is_outward != is_mirrored
        } else {
            return None;
        };
        let last = plan.boxes[container].rows[row].slots.len();
        Some(if is_right { last } else { 0 })
    }

    /// The side that the net keeps to in a small grid; `true` is the right one.
    fn side(
        &mut self,
        (container, row): (BoxId, usize),
        (target, end): (i32, Option<End>),
    ) -> bool {
        if let Some(&(_, chosen)) = self.sides.iter().find(|side| side.0 == container) {
            return chosen;
        }
        let remembered = self.remembered_gap((container, row)).map(|gap| gap > 0);
        let is_right = remembered.unwrap_or(match end {
            Some(End::Top) => !self.plan.is_mirrored(container),
            _ => target > self.plan.boxes[container].rect.centre().x,
        });
        self.sides.push((container, is_right));
        is_right
    }

    fn nearest_gap(&self, (container, row): (BoxId, usize), target: i32) -> usize {
        let gaps = &self.plan.boxes[container].rows[row].gaps;
        let distance = |gap: &Gap| (gap.from - target).max(target - gap.to).max(0);
        let best = gaps
            .iter()
            .enumerate()
            .min_by_key(|(index, gap)| (distance(gap), *index));
        best.map_or(0, |(index, _)| index)
    }

    fn centre(&self, id: BoxId) -> i32 {
        self.plan.boxes[id].rect.centre().x
    }
}

/// How many places a box has besides its rows.
const ENDS: usize = 6;

/// A number for each place: rows have that of the channel above them.
fn number(plan: &Plan, place: Place) -> usize {
    let of_box = |id: BoxId, kind: usize, end: End| {
        plan.channels.len() + ENDS * id + 2 * kind + usize::from(end == End::Bottom)
    };
    match place {
        Place::Row(container, row) => plan.boxes[container].first_channel + row,
        Place::Outside(id, end) => of_box(id, 0, end),
        Place::Inside(id, end) => of_box(id, 1, end),
        Place::Frame(id, end) => of_box(id, 2, end),
    }
}
