//! A placed and routed diagram. Indexes are those of the diagram that was arranged.

use super::segments::Segments;
use super::{Direction, Point, Rect, Size};
use crate::graph::WireKind;
use std::collections::{BTreeMap, BTreeSet};

/// How many cells further a box seems when it is in another container.
const STRANGER: i32 = 4;

/// Where everything is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    pub size: Size,
    /// One for each item of the diagram, in its order.
    pub boxes: Vec<PlacedBox>,
    /// One for each wire of the diagram: the corners of its line from source to target.
    /// Empty for a stub and for a wire from a box to itself, which have no line.
    pub lines: Vec<Vec<Point>>,
    pub(super) nets: Vec<DrawnNet>,
    /// The net of each wire.
    pub(super) net_of: Vec<Option<usize>>,
    pub(super) segments: Segments,
    /// The ends of each wire.
    pub(super) ends: Vec<(usize, usize)>,
    /// The wires that are not drawn, by each of their ends.
    pub(super) stubs: BTreeMap<usize, Vec<usize>>,
    /// How many lines lead out of the picture from each item, and how many of them begin
    /// there.
    pub(super) beyond: BTreeMap<usize, (usize, usize)>,
    /// Inside each open item, then at the root, by place.
    pub(super) children: Vec<Vec<usize>>,
    pub(super) parents: Vec<usize>,
    pub(super) is_open: Vec<bool>,
    pub(super) is_band: Vec<bool>,
}

/// A box and where its text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlacedBox {
    pub rect: Rect,
    /// The one row for mark, label and count: inside a leaf, in the top border of a container.
    pub text: Rect,
}

/// What is at a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// Index of the innermost item.
    Item(usize),
    /// Index of a wire.
    Wire(usize),
}

/// Wires that are drawn as one bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DrawnNet {
    pub kind: WireKind,
    /// In ascending order.
    pub wires: Vec<usize>,
}

impl Scene {
    /// The innermost thing at a cell; a wire wins over the container that it crosses.
    pub fn at(&self, point: Point) -> Option<Hit> {
        let item = self.innermost(point);
        if item.is_some_and(|item| !self.is_open[item]) {
            return item.map(Hit::Item);
        }
        let wire = self.net_at(point).and_then(|net| net.wires.first());
        wire.copied().map(Hit::Wire).or(item.map(Hit::Item))
    }

    /// The wires that run through a cell as one, in the diagram's order.
    pub fn wires_at(&self, point: Point) -> Vec<usize> {
        let wires = self.net_at(point).map_or(&[][..], |net| &net.wires);
        let passes = |&wire: &usize| {
            let line = self.lines[wire].windows(2);
            line.map(|pair| Rect::between(pair[0], pair[1]))
                .any(|stretch| stretch.contains(point))
        };
        wires.iter().copied().filter(passes).collect()
    }

    /// What is seen at a cell: where two nets cross, the one that runs up or down.
    fn net_at(&self, point: Point) -> Option<&DrawnNet> {
        let cell = Rect::between(point, point);
        let plumb = self.segments.plumb(cell).next();
        let segment = plumb.or_else(|| self.segments.level(cell).next());
        segment.map(|(_, segment)| &self.nets[segment.net])
    }

    /// The wires that end at an item and are not drawn.
    pub fn stubs_of(&self, item: usize) -> &[usize] {
        self.stubs.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The nearest box in a direction: score = axis distance + 2 × offset, and a little
    /// more where it is in another container. Leaves and folded containers are
    /// candidates, open containers not. Down and right lead into an open container.
    pub fn neighbour(&self, item: usize, direction: Direction) -> Option<usize> {
        if self.is_container(item) && matches!(direction, Direction::Down | Direction::Right) {
            let inside = (0..self.boxes.len())
                .filter(|&other| !self.is_open[other] && self.holds(item, other));
            if let Some(first) = inside.min_by_key(|&other| self.place(other)) {
                return Some(first);
            }
        }
        let from = self.boxes.get(item)?.rect;
        let score = |&other: &usize| {
            let to = self.boxes[other].rect;
            let score = distance(from, to, direction)?;
            let is_stranger = self.parents[other] != self.parents[item];
            let further = if is_stranger { STRANGER } else { 0 };
            Some(((score.0 + further, score.1), (to.y, to.x, other)))
        };
        let candidates =
            (0..self.boxes.len()).filter(|&other| other != item && !self.is_open[other]);
        let scored = candidates.filter_map(|other| score(&other));
        scored.min().map(|(_, (_, _, other))| other)
    }

    /// Whether a box is inside another, at any depth.
    fn holds(&self, container: usize, item: usize) -> bool {
        // What stands in nothing has a parent beyond the last box.
        let parent = |&inner: &usize| self.parents.get(inner).copied();
        std::iter::successors(parent(&item), parent).any(|holder| holder == container)
    }

    /// The boxes that are no open containers, as one reads: by row, then by column.
    pub fn reading_order(&self) -> Vec<usize> {
        let mut leaves: Vec<usize> = (0..self.boxes.len())
            .filter(|&id| !self.is_open[id])
            .collect();
        leaves.sort_by_key(|&id| self.place(id));
        leaves
    }

    pub fn first(&self) -> Option<usize> {
        let leaves = (0..self.boxes.len()).filter(|&id| !self.is_open[id]);
        leaves.min_by_key(|&id| self.place(id))
    }

    pub fn last(&self) -> Option<usize> {
        let leaves = (0..self.boxes.len()).filter(|&id| !self.is_open[id]);
        leaves.max_by_key(|&id| self.place(id))
    }

    /// Whether an item is drawn open, with others inside.
    pub fn is_container(&self, item: usize) -> bool {
        self.is_open.get(item).copied().unwrap_or(false)
    }

    /// Whether an item is drawn as a title rule from side to side of its container: it
    /// has the top of a frame only, which wires may pass. Its rectangle still holds
    /// what is inside it.
    pub fn is_band(&self, item: usize) -> bool {
        self.is_band.get(item).copied().unwrap_or(false)
    }

    /// The wires that begin or end at an item, in the diagram's order.
    pub fn wires_of(&self, item: usize) -> Vec<usize> {
        let touches = |&wire: &usize| self.ends[wire].0 == item || self.ends[wire].1 == item;
        (0..self.ends.len()).filter(touches).collect()
    }

    /// The wires that are drawn as one with a wire, itself included.
    pub fn bundle(&self, wire: usize) -> &[usize] {
        let net = self.net_of.get(wire).copied().flatten();
        net.map_or(&[][..], |net| &self.nets[net].wires)
    }

    /// Where the wires from an item lead, or, backwards, where the wires to it come from;
    /// by place.
    pub fn along(&self, item: usize, forward: bool) -> Vec<usize> {
        let ends: BTreeSet<usize> = self
            .ends
            .iter()
            .map(|&(from, to)| if forward { (from, to) } else { (to, from) })
            .filter(|&(here, there)| here == item && there != item)
            .map(|(_, there)| there)
            .collect();
        let mut ends: Vec<usize> = ends.into_iter().collect();
        ends.sort_by_key(|&end| self.place(end));
        ends
    }

    /// The smallest rectangle round some items.
    pub fn bounds(&self, items: impl IntoIterator<Item = usize>) -> Rect {
        let rects = items.into_iter().filter_map(|item| self.boxes.get(item));
        rects.fold(Rect::default(), |bounds, placed| bounds.union(placed.rect))
    }

    /// The cells of a wire's line, from its source to its target.
    pub fn cells(&self, wire: usize) -> Vec<Point> {
        let line = self.lines.get(wire).map_or(&[][..], Vec::as_slice);
        let mut cells: Vec<Point> = line.first().copied().into_iter().collect();
        for pair in line.windows(2) {
            let (mut at, end) = (pair[0], pair[1]);
            while at != end {
                at.x += (end.x - at.x).signum();
                at.y += (end.y - at.y).signum();
                cells.push(at);
            }
        }
        cells
    }

    /// How many straight stretches of wires are drawn: level ones and plumb ones.
    pub fn stretches(&self) -> (usize, usize) {
        self.segments.totals()
    }

    pub(super) fn root(&self) -> usize {
        self.boxes.len()
    }

    fn place(&self, item: usize) -> (i32, i32, usize) {
        let rect = self.boxes[item].rect;
        (rect.y, rect.x, item)
    }

    fn innermost(&self, point: Point) -> Option<usize> {
        let mut found = None;
        let mut at = self.root();
        while let Some(&inner) = self.children.get(at).and_then(|children| {
            children
                .iter()
                .find(|&&child| self.boxes[child].rect.contains(point))
        }) {
            found = Some(inner);
            at = inner;
        }
        found
    }
}

/// Axis distance + 2 × offset, then how far the middles are apart; nothing when the
/// other box is not in that direction.
fn distance(from: Rect, to: Rect, direction: Direction) -> Option<(i32, i32)> {
    let axis = match direction {
        Direction::Left => from.x - to.right(),
        Direction::Right => to.x - from.right(),
        Direction::Up => from.y - to.bottom(),
        Direction::Down => to.y - from.bottom(),
    };
    if axis < 0 {
        return None;
    }
    let is_level = matches!(direction, Direction::Left | Direction::Right);
    let (offset, skew) = if is_level {
        let offset = (to.y - from.bottom()).max(from.y - to.bottom()).max(0);
        (offset, (to.centre().y - from.centre().y).abs())
    } else {
        let offset = (to.x - from.right()).max(from.x - to.right()).max(0);
        (offset, (to.centre().x - from.centre().x).abs())
    };
    Some((axis + 2 * offset, skew))
}
