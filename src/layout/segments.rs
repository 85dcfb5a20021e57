//! All lines of a scene by row and by column, so that a window finds its own without
//! looking at the rest.

use super::{Direction, Rect};

/// A straight stretch of a net, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment {
    pub from: i32,
    pub to: i32,
    pub net: usize,
}

/// Where a wire ends at a box that it points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tip {
    pub x: i32,
    pub points: Direction,
    pub net: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Segments {
    rows: Vec<Vec<Segment>>,
    columns: Vec<Vec<Segment>>,
    tips: Vec<Vec<Tip>>,
}

impl Segments {
    pub fn add_level(&mut self, y: i32, segment: Segment) {
        at(&mut self.rows, y).push(segment);
    }

    /// Where a net runs on top of itself it is one.
    pub fn add_plumb(&mut self, x: i32, segment: Segment) {
        at(&mut self.columns, x).push(segment);
    }

    pub fn add_tip(&mut self, y: i32, tip: Tip) {
        at(&mut self.tips, y).push(tip);
    }

    pub fn finish(&mut self) {
        for line in self.rows.iter_mut().chain(&mut self.columns) {
            line.sort_unstable();
            line.dedup_by(|next, last| {
                let is_on = next.net == last.net && next.from <= last.to;
                if is_on {
                    last.to = last.to.max(next.to);
                }
                is_on
            });
        }
        for tips in &mut self.tips {
            tips.sort_unstable();
            tips.dedup();
        }
    }

    /// The level stretches in a window, with their rows.
    pub fn level(&self, window: Rect) -> impl Iterator<Item = (i32, Segment)> {
        within(
            &self.rows,
            (window.y, window.bottom()),
            (window.x, window.right()),
        )
    }

    /// The plumb stretches in a window, with their columns.
    pub fn plumb(&self, window: Rect) -> impl Iterator<Item = (i32, Segment)> {
        within(
            &self.columns,
            (window.x, window.right()),
            (window.y, window.bottom()),
        )
    }

    pub fn tips(&self, window: Rect) -> impl Iterator<Item = (i32, Tip)> {
        (window.y.max(0)..window.bottom()).flat_map(move |y| {
            let tips = self.tips.get(y as usize).map_or(&[][..], Vec::as_slice);
            let first = tips.partition_point(|tip| tip.x < window.x);
            let inside = tips[first..]
                .iter()
                .take_while(move |tip| tip.x < window.right());
            inside.map(move |&tip| (y, tip))
        })
    }

    pub fn totals(&self) -> (usize, usize) {
        let count = |lines: &[Vec<Segment>]| lines.iter().map(Vec::len).sum();
        (count(&self.rows), count(&self.columns))
    }
}

fn at<T>(lines: &mut Vec<Vec<T>>, at: i32) -> &mut Vec<T> {
    let at = at.max(0) as usize;
    if lines.len() <= at {
        lines.resize_with(at + 1, Vec::new);
    }
    &mut lines[at]
}

/// Stretches of one line do not overlap, so their ends are in order as well.
fn within(
    lines: &[Vec<Segment>],
    (first, last): (i32, i32),
    (from, to): (i32, i32),
) -> impl Iterator<Item = (i32, Segment)> {
    (first.max(0)..last).flat_map(move |at| {
        let line = lines.get(at as usize).map_or(&[][..], Vec::as_slice);
        let start = line.partition_point(|segment| segment.to < from);
        let inside = line[start..]
            .iter()
            .take_while(move |segment| segment.from < to);
        inside.map(move |&segment| (at, segment))
    })
}
