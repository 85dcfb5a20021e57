//! A placed and routed diagram. Indexes are those of the diagram that was arranged.

use super::{Direction, Point, Rect, Size};

/// Where everything is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    pub size: Size,
    /// One for each item of the diagram, in its order.
    pub boxes: Vec<PlacedBox>,
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

impl Scene {
    /// The innermost thing at a cell; a wire wins over the container that it crosses.
    pub fn at(&self, point: Point) -> Option<Hit> {
        let _ = point;
        None
    }

    /// The nearest box in a direction: score = axis distance + 2 × offset; boxes of the
    /// same container first. Leaves and folded containers are candidates, open containers not.
    pub fn neighbour(&self, item: usize, direction: Direction) -> Option<usize> {
        let _ = (item, direction);
        None
    }
}
