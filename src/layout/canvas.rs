//! A window of the scene as cells: borders, labels, wires, with junctions and
//! crossings told apart. Cost grows with the window, not with the scene.

mod card;
mod labels;

use super::caption;
use super::glyphs::{DOWN, Glyphs, LEFT, RIGHT, UP};
use super::{Point, Rect, Scene};
use crate::graph::{Diagram, Role};
use crate::inventory::Health;
use std::collections::BTreeSet;

/// The directions of the left or right side of a frame.
const SIDE: u8 = UP | DOWN;

/// A cell of a chip, which has no frame.
const CHIP: u8 = 16;

/// One cell of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// A glyph or a grapheme of a label; empty behind a grapheme two cells wide.
    pub symbol: &'a str,
    pub ink: Ink,
}

/// What a cell shows; the colour is chosen from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Blank,
    /// Of an item's border.
    Border(usize),
    /// The health mark of an item.
    Mark(usize),
    /// Label and count of an item.
    Label(usize),
    /// Names and counts on a card, below its label.
    Body(usize),
    /// A mark for something inside an item.
    Strip(usize, Health),
    /// A wire (index into `Diagram::wires`), arrowheads included. Where wires are
    /// bundled, the highlighted one, or the first of the bundle that is not.
    Wire(usize),
    /// What is written on a wire, or at the end of one that is not drawn.
    WireLabel(usize),
}

/// Row-major cells of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas<'a> {
    pub width: usize,
    pub cells: Vec<Cell<'a>>,
}

impl<'a> Canvas<'a> {
    /// Draws a window of the scene. Highlighted wires are drawn with heavy glyphs, over
    /// all others; where one alone is highlighted, it says its label wherever it can.
    pub fn draw(
        diagram: &'a Diagram,
        scene: &Scene,
        window: Rect,
        style: (Glyphs, &BTreeSet<usize>),
    ) -> Self {
        let window = Rect {
            width: window.width.max(0),
            height: window.height.max(0),
            ..window
        };
        let blank = Cell {
            symbol: " ",
            ink: Ink::Blank,
        };
        let count = window.width as usize * window.height as usize;
        let mut sheet = Sheet {
            scene,
            window,
            glyphs: style.0,
            cells: vec![blank; count],
            frames: vec![0; count],
            wires: vec![Trace::default(); count],
        };
        sheet.frame_inside(diagram, scene.root());
        sheet.trace(style.1);
        sheet.draw_wires(style.1);
        sheet.label_wires(diagram, style.1);
        sheet.mark_stubs(style.1);
        Self {
            width: window.width as usize,
            cells: sheet.cells,
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = &[Cell<'a>]> {
        self.cells.chunks(self.width.max(1))
    }
}

/// The wires of one cell: a net that runs sideways, one that runs up or down.
#[derive(Debug, Clone, Copy, Default)]
struct Trace {
    level: Option<usize>,
    plumb: Option<usize>,
    directions: u8,
    /// Of the directions, those of highlighted wires.
    heavy: u8,
    /// The highlighted wires that run sideways, and up or down.
    chosen: [Option<usize>; 2],
}

struct Sheet<'a, 'b> {
    scene: &'b Scene,
    window: Rect,
    glyphs: Glyphs,
    cells: Vec<Cell<'a>>,
    /// Cells of frames, which wires may pass: the directions in which they go on.
    frames: Vec<u8>,
    wires: Vec<Trace>,
}

impl<'a> Sheet<'a, '_> {
    fn index(&self, x: i32, y: i32) -> Option<usize> {
        let inside = self.window.contains(Point { x, y });
        inside.then(|| ((y - self.window.y) * self.window.width + x - self.window.x) as usize)
    }

    fn put(&mut self, (x, y): (i32, i32), symbol: &'a str, ink: Ink) {
        if let Some(index) = self.index(x, y) {
            self.cells[index] = Cell { symbol, ink };
        }
    }

    fn frame_inside(&mut self, diagram: &'a Diagram, container: usize) {
        let children = self
            .scene
            .children
            .get(container)
            .map_or(&[][..], Vec::as_slice);
        for &child in children {
            if self.scene.boxes[child].rect.intersects(self.window) {
                let is_chip = self.scene.boxes[child].text.y == self.scene.boxes[child].rect.y
                    && !self.scene.is_open[child]
                    && !self.scene.is_band[child];
                if is_chip {
                    self.sides(child);
                } else {
                    self.frame(child);
                }
                match diagram.items.get(child) {
                    Some(item) if is_chip && item.body.len() == 1 => {
                        self.chip_strip((item, &item.body[0]), child);
                    }
                    Some(item) => {
                        self.caption(diagram, child);
                        self.body(item, child);
                    }
                    None => {}
                }
                self.frame_inside(diagram, child);
            }
        }
    }

    fn frame(&mut self, item: usize) {
        let rect = self.scene.boxes[item].rect;
        if self.scene.is_band[item] {
            return self.rule(item, rect);
        }
        let (right, bottom) = (rect.right() - 1, rect.bottom() - 1);
        let columns = rect.x.max(self.window.x)..=right.min(self.window.right() - 1);
        let rows = (rect.y + 1).max(self.window.y)..=(bottom - 1).min(self.window.bottom() - 1);
        for x in columns {
            let sides = if x > rect.x { LEFT } else { 0 } | if x < right { RIGHT } else { 0 };
            self.frame_cell(
                item,
                (x, rect.y),
                sides | if sides == LEFT | RIGHT { 0 } else { DOWN },
            );
            self.frame_cell(
                item,
                (x, bottom),
                sides | if sides == LEFT | RIGHT { 0 } else { UP },
            );
        }
        for y in rows {
            self.frame_cell(item, (rect.x, y), UP | DOWN);
            self.frame_cell(item, (right, y), UP | DOWN);
        }
    }

    /// The rule of a band, joined to the frame of its container if that has one.
    fn rule(&mut self, item: usize, rect: Rect) {
        let columns = rect.x.max(self.window.x)..=(rect.right() - 1).min(self.window.right() - 1);
        for x in columns {
            self.frame_cell(item, (x, rect.y), LEFT | RIGHT);
        }
        if let Some(parent) = self.scene.parents.get(item).copied()
            && parent < self.scene.root()
            && !self.scene.is_band[parent]
        {
            self.frame_cell(parent, (rect.x - 1, rect.y), UP | RIGHT | DOWN);
            self.frame_cell(parent, (rect.right(), rect.y), UP | LEFT | DOWN);
        }
    }

    /// Nothing is written on wires beside a chip's text: it would seem to belong to it.
    /// Where several wires end at a chip, its sides say that they end at the same one.
    fn sides(&mut self, item: usize) {
        let rect = self.scene.boxes[item].rect;
        for (x, y) in
            (rect.y..rect.bottom()).flat_map(|y| (rect.x..rect.right()).map(move |x| (x, y)))
        {
            if let Some(index) = self.index(x, y) {
                self.frames[index] = CHIP;
            }
        }
        if rect.height > 1 {
            for y in rect.y..rect.bottom() {
                self.frame_cell(item, (rect.x, y), SIDE);
                self.frame_cell(item, (rect.right() - 1, y), SIDE);
            }
        }
    }

    fn frame_cell(&mut self, item: usize, (x, y): (i32, i32), directions: u8) {
        if let Some(index) = self.index(x, y) {
            let symbol = self.glyphs.frame(directions, self.scene.is_open[item]);
            self.cells[index] = Cell {
                symbol,
                ink: Ink::Border(item),
            };
            self.frames[index] = directions;
        }
    }

    fn caption(&mut self, diagram: &'a Diagram, id: usize) {
        let Some(item) = diagram.items.get(id) else {
            return;
        };
        let text = self.scene.boxes[id].text;
        if text.width < caption::sign_cells(item) + caption::MARK + 1 {
            return;
        }
        let is_title = item.is_open || self.scene.is_band[id];
        if is_title {
            self.put((text.x - 1, text.y), " ", Ink::Blank);
            self.put((text.right(), text.y), " ", Ink::Blank);
        }
        let sign = caption::sign_cells(item);
        let fold = caption::fold_cells(item);
        if fold > 0 {
            self.put((text.x, text.y), self.glyphs.folded(), Ink::Label(id));
            self.put((text.x + 1, text.y), " ", Ink::Label(id));
        }
        if let Some(symbol) = self.glyphs.presence(item.presence) {
            self.put((text.x + fold, text.y), symbol, Ink::Label(id));
            self.put((text.x + fold + 1, text.y), " ", Ink::Label(id));
        }
        let text = Rect {
            x: text.x + sign,
            width: text.width - sign,
            ..text
        };
        let mark = caption::title_mark(item);
        if mark > 0 {
            let symbol = self.glyphs.mark(item.health);
            self.put((text.x, text.y), symbol, Ink::Mark(id));
            self.put((text.x + 1, text.y), " ", Ink::Mark(id));
        }
        let mut x = text.x + mark;
        let count = caption::count_cells(item);
        let count = if text.width - mark - count >= 1 {
            count
        } else {
            0
        };
        let room = text.right() - x - count;
        if item.role == Role::Zone && caption::is_too_long(&item.label, room) {
            // Zones of a region differ at their ends.
            self.put((x, text.y), self.glyphs.ellipsis(), Ink::Label(id));
            for (grapheme, width) in caption::ending(&item.label, room - 1) {
                x += width;
                self.put((x, text.y), grapheme, Ink::Label(id));
            }
            return;
        }
        let (graphemes, is_cut) = caption::fitting(&item.label, room);
        for (grapheme, width) in graphemes {
            self.put((x, text.y), grapheme, Ink::Label(id));
            if width == 2 {
                self.put((x + 1, text.y), "", Ink::Label(id));
            }
            x += width;
        }
        if is_cut {
            self.put((x, text.y), self.glyphs.ellipsis(), Ink::Label(id));
            x += 1;
        }
        if count > 0 {
            self.count((x, text.y), item.members.len(), id);
            x += count;
        }
        while is_title && x < text.right() {
            self.put((x, text.y), " ", Ink::Blank);
            x += 1;
        }
    }

    fn count(&mut self, (x, y): (i32, i32), members: usize, id: usize) {
        self.put((x, y), " ", Ink::Label(id));
        self.put((x + 1, y), self.glyphs.times(), Ink::Label(id));
        self.number((x + 2, y), members, Ink::Label(id));
    }

    fn number(&mut self, (x, y): (i32, i32), number: usize, ink: Ink) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let mut rest = number;
        for place in (0..=number.max(1).ilog10() as i32).rev() {
            self.put((x + place, y), DIGITS[rest % 10], ink);
            rest /= 10;
        }
    }

    /// Which nets are in which cells.
    fn trace(&mut self, highlighted: &BTreeSet<usize>) {
        let scene = self.scene;
        for (y, segment) in scene.segments.level(self.window) {
            for x in segment.from.max(self.window.x)..=segment.to.min(self.window.right() - 1) {
                let directions = stretch((segment.from, x, segment.to), LEFT, RIGHT);
                if let Some(index) = self.index(x, y) {
                    self.wires[index].level = Some(segment.net);
                    self.wires[index].directions |= directions;
                }
            }
        }
        for (x, segment) in scene.segments.plumb(self.window) {
            for y in segment.from.max(self.window.y)..=segment.to.min(self.window.bottom() - 1) {
                let directions = stretch((segment.from, y, segment.to), UP, DOWN);
                if let Some(index) = self.index(x, y) {
                    self.wires[index].plumb = Some(segment.net);
                    self.wires[index].directions |= directions;
                }
            }
        }
        for &wire in highlighted.iter().rev() {
            self.highlight(wire);
        }
    }

    fn highlight(&mut self, wire: usize) {
        let scene = self.scene;
        for pair in scene
            .lines
            .get(wire)
            .map_or(&[][..], Vec::as_slice)
            .windows(2)
        {
            let (a, b) = (pair[0], pair[1]);
            let (left, right) = (a.x.min(b.x), a.x.max(b.x));
            let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
            for y in top.max(self.window.y)..=bottom.min(self.window.bottom() - 1) {
                for x in left.max(self.window.x)..=right.min(self.window.right() - 1) {
                    let heavy = stretch((left, x, right), LEFT, RIGHT)
                        | stretch((top, y, bottom), UP, DOWN);
                    if let Some(index) = self.index(x, y) {
                        self.wires[index].heavy |= heavy;
                        self.wires[index].chosen[usize::from(a.x == b.x)] = Some(wire);
                    }
                }
            }
        }
    }

    fn draw_wires(&mut self, highlighted: &BTreeSet<usize>) {
        for index in 0..self.wires.len() {
            let trace = self.wires[index];
            if let Some((net, directions)) = trace.visible() {
                let drawn = &self.scene.nets[net];
                let heavy = trace.heavy & directions;
                let chosen = trace
                    .chosen
                    .into_iter()
                    .flatten()
                    .find(|wire| drawn.wires.contains(wire));
                // What is not heavy is no part of a highlighted wire.
                let mut plain = drawn.wires.iter().copied();
                let plain = plain.find(|wire| !highlighted.contains(wire));
                let wire = chosen.or(plain).or(drawn.wires.first().copied());
                let symbol = match self.frames[index] {
                    0 | CHIP => self.glyphs.wire(drawn.kind, directions, heavy),
                    SIDE => self.glyphs.side_port(drawn.kind, directions, heavy),
                    _ => self.glyphs.port(drawn.kind, directions, heavy),
                };
                self.cells[index] = Cell {
                    symbol,
                    ink: Ink::Wire(wire.unwrap_or(0)),
                };
            }
        }
        for (y, tip) in self.scene.segments.tips(self.window) {
            if let Some(index) = self.index(tip.x, y) {
                self.cells[index].symbol = self.glyphs.tip(tip.points);
            }
        }
    }
}

impl Trace {
    /// The net that is seen, and where it goes on. At a crossing that is the one that
    /// runs up or down, unless only the other is highlighted.
    fn visible(&self) -> Option<(usize, u8)> {
        match (self.level, self.plumb) {
            (Some(level), Some(plumb)) if level != plumb => {
                let is_level = self.heavy & (LEFT | RIGHT) != 0 && self.heavy & (UP | DOWN) == 0;
                Some(if is_level {
                    (level, self.directions & (LEFT | RIGHT))
                } else {
                    (plumb, self.directions & (UP | DOWN))
                })
            }
            (level, plumb) => Some((plumb.or(level)?, self.directions)),
        }
    }
}

/// The directions in which a stretch goes on from a cell of it.
fn stretch((from, at, to): (i32, i32, i32), back: u8, forth: u8) -> u8 {
    (if at > from { back } else { 0 }) | (if at < to { forth } else { 0 })
}
