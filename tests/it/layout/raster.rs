//! A scene cell by cell: what overlaps, what runs through a box, how often nets cross.

use skymap::graph::Diagram;
use skymap::layout::{Point, Rect, Scene};

/// Counted as one does on paper: a crossing is a cell in which a wire of one net runs
/// sideways and one of another net up or down; a bend is a cell with a corner.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub crossings: usize,
    pub bends: usize,
    /// Cells of two boxes, and cells in which wires of two nets lie on top of each other.
    pub overlaps: usize,
    /// Cells of wires inside boxes and titles.
    pub through: usize,
    /// Cells of the whole drawing: space is no price for few crossings.
    pub area: usize,
}

const UP: u8 = 1;
const RIGHT: u8 = 2;
const DOWN: u8 = 4;
const LEFT: u8 = 8;

pub fn figures(diagram: &Diagram, scene: &Scene) -> Figures {
    let mut raster = Raster::new(scene);
    for (id, placed) in scene.boxes.iter().enumerate() {
        let is_frame = diagram.items[id].is_open || scene.is_band(id);
        raster.fill(if is_frame { placed.text } else { placed.rect });
    }
    for wire in 0..diagram.wires.len() {
        if let Some(&net) = scene.bundle(wire).first() {
            raster.trace(net as u32 + 1, &scene.lines[wire]);
        }
    }
    let pairs = || raster.nets[0].iter().zip(&raster.nets[1]);
    let is_crossing =
        |(level, plumb): &(&u32, &u32)| **level != 0 && **plumb != 0 && level != plumb;
    let corners = [UP | RIGHT, RIGHT | DOWN, DOWN | LEFT, LEFT | UP];
    Figures {
        crossings: pairs().filter(is_crossing).count(),
        bends: raster
            .directions
            .iter()
            .filter(|directions| corners.contains(directions))
            .count(),
        overlaps: raster.overlaps + escapes(diagram, scene),
        through: raster.through,
        area: (scene.size.width * scene.size.height) as usize,
    }
}

/// Boxes that are not inside their container, or that share a cell with a container
/// beside them.
fn escapes(diagram: &Diagram, scene: &Scene) -> usize {
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); diagram.items.len() + 1];
    let mut count = 0;
    for (id, item) in diagram.items.iter().enumerate() {
        let rect = scene.boxes[id].rect;
        let around = item.parent.map(|parent| scene.boxes[parent].rect);
        count += usize::from(around.is_some_and(|around| around.union(rect) != around));
        let siblings = &mut beside[item.parent.unwrap_or(diagram.items.len())];
        if item.is_open {
            let meets = |&&other: &&usize| scene.boxes[other].rect.intersects(rect);
            count += siblings.iter().filter(meets).count();
            siblings.push(id);
        }
    }
    for (id, item) in diagram
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.is_open)
    {
        let siblings = &beside[item.parent.unwrap_or(diagram.items.len())];
        let meets = |&&other: &&usize| scene.boxes[other].rect.intersects(scene.boxes[id].rect);
        count += siblings.iter().filter(meets).count();
    }
    count
}

struct Raster {
    width: usize,
    is_filled: Vec<bool>,
    /// What runs sideways, and what runs up or down; 0 is nothing.
    nets: [Vec<u32>; 2],
    directions: Vec<u8>,
    overlaps: usize,
    through: usize,
}

impl Raster {
    fn new(scene: &Scene) -> Self {
        let (width, height) = (scene.size.width as usize, scene.size.height as usize);
        Self {
            width,
            is_filled: vec![false; width * height],
            nets: [vec![0; width * height], vec![0; width * height]],
            directions: vec![0; width * height],
            overlaps: 0,
            through: 0,
        }
    }

    fn fill(&mut self, rect: Rect) {
        for y in rect.y..rect.bottom() {
            let start = y as usize * self.width;
            for cell in &mut self.is_filled[start + rect.x as usize..start + rect.right() as usize]
            {
                self.overlaps += usize::from(*cell);
                *cell = true;
            }
        }
    }

    fn trace(&mut self, net: u32, line: &[Point]) {
        let ends = [line.first(), line.last()];
        for pair in line.windows(2) {
            let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            let is_plumb = low.x == high.x;
            assert!(is_plumb || low.y == high.y, "a slanting line");
            let mut at = low;
            loop {
                let index = at.y as usize * self.width + at.x as usize;
                let owner = &mut self.nets[usize::from(is_plumb)][index];
                self.overlaps += usize::from(*owner != 0 && *owner != net);
                *owner = net;
                let is_inside = self.is_filled[index] && !ends.contains(&Some(&at));
                self.through += usize::from(is_inside);
                let (back, forth) = if is_plumb { (UP, DOWN) } else { (LEFT, RIGHT) };
                self.directions[index] |= if at == low { 0 } else { back };
                self.directions[index] |= if at == high { 0 } else { forth };
                if at == high {
                    break;
                }
                (at.x, at.y) = (at.x + i32::from(!is_plumb), at.y + i32::from(is_plumb));
            }
        }
    }
}
