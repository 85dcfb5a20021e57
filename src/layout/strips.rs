//! Columns side by side that posts share out among themselves: borders of boxes, and
//! gaps between them.

use super::frame;
use super::plan::{BoxId, End, Plan};
use super::route::{Place, PostId, Routes};

#[derive(Debug)]
pub(super) struct Strip {
    pub from: i32,
    /// Inclusive.
    pub to: i32,
    /// How far its posts are apart if there is room.
    pub pitch: i32,
    /// Of the box that it belongs to.
    pub depth: usize,
    /// Of a frame, rather than between boxes.
    pub is_border: bool,
    /// Its posts may change places: they are ports of a leaf, or between leaves.
    pub is_loose: bool,
    first: usize,
    count: usize,
}

/// All strips that have posts, from the top of the drawing to its bottom.
#[derive(Debug)]
pub(super) struct Strips {
    pub strips: Vec<Strip>,
    posts: Vec<PostId>,
}

impl Strips {
    pub fn new(plan: &Plan, routes: &Routes, pitch: i32) -> Self {
        let mut walk = Walk {
            plan,
            pitch,
            sites: Sites::new(plan, routes),
            strips: Vec::new(),
        };
        walk.visit(plan.root, 1);
        Self {
            strips: walk.strips,
            posts: walk.sites.posts,
        }
    }

    pub fn posts(&self, strip: &Strip) -> &[PostId] {
        &self.posts[strip.first..strip.first + strip.count]
    }
}

/// The posts of each border and each gap.
struct Sites {
    /// Of each row of each box, the number of its first gap.
    gaps: Vec<Vec<usize>>,
    /// Where the posts of each site begin.
    starts: Vec<usize>,
    posts: Vec<PostId>,
}

impl Sites {
    fn new(plan: &Plan, routes: &Routes) -> Self {
        let mut count = 2 * plan.boxes.len();
        let mut first = |gaps: usize| {
            count += gaps;
            count - gaps
        };
        let of_rows = plan.boxes.iter().map(|node| {
            let rows = node.rows.iter();
            rows.map(|row| first(row.gaps.len())).collect()
        });
        let gaps: Vec<Vec<usize>> = of_rows.collect();
        let mut sites = Self {
            gaps,
            starts: vec![0; count + 2],
            posts: Vec::new(),
        };
        let numbered: Vec<Option<usize>> = (0..routes.posts.len())
            .map(|id| sites.of_post(routes, id))
            .collect();
        for site in numbered.iter().flatten() {
            sites.starts[site + 2] += 1;
        }
        for site in 2..sites.starts.len() {
            sites.starts[site] += sites.starts[site - 1];
        }
        sites.posts = vec![0; sites.starts.last().copied().unwrap_or(0)];
        for (id, site) in numbered.into_iter().enumerate() {
            if let Some(site) = site {
                sites.posts[sites.starts[site + 1]] = id;
                sites.starts[site + 1] += 1;
            }
        }
        sites
    }

    /// Rails have their columns already.
    fn of_post(&self, routes: &Routes, id: PostId) -> Option<usize> {
        if routes.rails[id].is_some() {
            return None;
        }
        let post = &routes.posts[id];
        Some(match post.place {
            Place::Outside(id, end) | Place::Inside(id, end) | Place::Frame(id, end) => {
                border(id, end)
            }
            Place::Row(container, row) => self.gaps[container][row] + post.gap,
        })
    }
}

fn border(id: BoxId, end: End) -> usize {
    2 * id + usize::from(end == End::Bottom)
}

struct Walk<'a> {
    plan: &'a Plan,
    pitch: i32,
    sites: Sites,
    strips: Vec<Strip>,
}

impl Walk<'_> {
    fn visit(&mut self, id: BoxId, depth: usize) {
        let plan = self.plan;
        self.border(id, End::Top, depth);
        for (number, row) in plan.boxes[id].rows.iter().enumerate() {
            for &slot in &row.slots {
                self.visit(slot, depth + 1);
            }
            for (index, gap) in row.gaps.iter().enumerate() {
                let site = self.sites.gaps[id][number] + index;
                self.add(site, (gap.from, gap.to), |strip| Strip {
                    depth,
                    is_loose: !plan.is_zone(id),
                    ..strip
                });
            }
        }
        self.border(id, End::Bottom, depth);
    }

    fn border(&mut self, id: BoxId, end: End, depth: usize) {
        let plan = self.plan;
        if self.is_empty(border(id, end)) {
            return;
        }
        self.add(border(id, end), extent(plan, id, end), |strip| Strip {
            depth,
            is_border: true,
            is_loose: !plan.boxes[id].is_open,
            ..strip
        });
    }

    fn is_empty(&self, site: usize) -> bool {
        self.sites.starts[site] == self.sites.starts[site + 1]
    }

    fn add(&mut self, site: usize, (from, to): (i32, i32), with: impl Fn(Strip) -> Strip) {
        let (first, end) = (self.sites.starts[site], self.sites.starts[site + 1]);
        if first < end {
            self.strips.push(with(Strip {
                from,
                to,
                pitch: self.pitch,
                depth: 0,
                is_border: false,
                is_loose: false,
                first,
                count: end - first,
            }));
        }
    }
}

/// The columns of a border that are free for wires.
fn extent(plan: &Plan, id: BoxId, end: End) -> (i32, i32) {
    let rect = plan.boxes[id].rect;
    let is_titled = plan.boxes[id].is_open || plan.boxes[id].is_band;
    let side = plan.side(id);
    let (from, to) = (rect.x + side, rect.right() - 1 - side);
    if end == End::Bottom || !is_titled {
        return (from, to);
    }
    let title = frame::title(plan, id);
    if plan.is_mirrored(id) {
        (from, title.x - 2)
    } else {
        (title.right() + 1, to)
    }
}
