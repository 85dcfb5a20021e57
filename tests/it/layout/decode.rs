//! Reads a drawing as a person would: from the characters alone, with the frames of the
//! boxes known. Lines go on where a glyph points; a line that runs into the side of
//! another passes under it.

use skymap::layout::Scene;
use std::collections::{BTreeMap, BTreeSet};

const UP: u8 = 1;
const RIGHT: u8 = 2;
const DOWN: u8 = 4;
const LEFT: u8 = 8;

/// Pairs of items, source first.
pub type Joined = BTreeSet<(usize, usize)>;

type Cell = (i32, i32);

/// All pairs that the lines of a picture join.
pub fn joined(picture: &str, scene: &Scene, is_ascii: bool) -> Joined {
    let page = Page::new(picture, scene, is_ascii);
    let mut seen = vec![0; page.wires.len()];
    let mut joined = Joined::new();
    let starts: Vec<(Cell, u8)> = page.exits().collect();
    for start in starts {
        if page.at(start.0).is_some_and(|at| seen[at] & start.1 != 0) {
            continue;
        }
        let (mut sources, mut targets) = (BTreeSet::new(), BTreeSet::new());
        let mut todo = vec![start];
        while let Some((cell, direction)) = todo.pop() {
            let Some(at) = page.at(cell).filter(|&at| seen[at] & direction == 0) else {
                continue;
            };
            seen[at] |= direction;
            if let Some(terminal) = page.terminals.get(&(cell, direction)) {
                let ends = if terminal.is_target {
                    &mut targets
                } else {
                    &mut sources
                };
                ends.insert(terminal.item);
            }
            todo.extend(page.next(cell, direction));
        }
        assert!(
            sources.len() == 1 || targets.len() == 1,
            "{sources:?} to {targets:?} is no bundle\n{picture}"
        );
        joined.extend(
            sources
                .iter()
                .flat_map(|&from| targets.iter().map(move |&to| (from, to))),
        );
    }
    joined
}

struct Terminal {
    item: usize,
    is_target: bool,
}

struct Page {
    width: usize,
    /// Row by row, like what follows.
    glyphs: Vec<char>,
    /// Directions in which a line goes on from a cell.
    wires: Vec<u8>,
    /// By the cell of the frame and the direction in which the line leaves it.
    terminals: BTreeMap<(Cell, u8), Terminal>,
}

impl Page {
    fn new(picture: &str, scene: &Scene, is_ascii: bool) -> Self {
        let width = scene.size.width.max(0) as usize;
        let mut glyphs = Vec::new();
        for (y, line) in picture.lines().enumerate() {
            glyphs.extend(line.chars());
            glyphs.resize((y + 1) * width, ' ');
        }
        let mut page = Self {
            width,
            wires: vec![0; glyphs.len()],
            glyphs,
            terminals: BTreeMap::new(),
        };
        let mut inked = vec![false; page.wires.len()];
        for (item, placed) in scene.boxes.iter().enumerate() {
            let is_leaf = !scene.is_container(item);
            if scene.is_band(item) {
                page.read_edge((item, false), placed.rect, placed.rect.y, &mut inked);
            } else {
                page.read_frame((item, is_leaf), placed.rect, &mut inked);
            }
            let text = placed.text;
            for x in text.x..text.right() {
                page.ink(&mut inked, (x, text.y));
            }
        }
        for ((wire, glyph), inked) in page.wires.iter_mut().zip(&page.glyphs).zip(inked) {
            if !inked {
                *wire = directions(*glyph, is_ascii);
            }
        }
        page
    }

    fn at(&self, (x, y): Cell) -> Option<usize> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y * self.width + x < self.wires.len()).then(|| y * self.width + x)
    }

    fn glyph(&self, cell: Cell) -> Option<char> {
        self.at(cell).map(|at| self.glyphs[at])
    }

    fn ink(&self, inked: &mut [bool], cell: Cell) {
        if let Some(at) = self.at(cell) {
            inked[at] = true;
        }
    }

    fn join(&mut self, cell: Cell, directions: u8) {
        if let Some(at) = self.at(cell) {
            self.wires[at] = directions;
        }
    }

    fn read_frame(
        &mut self,
        (item, is_leaf): (usize, bool),
        rect: skymap::layout::Rect,
        inked: &mut [bool],
    ) {
        for y in rect.y..rect.bottom() {
            self.ink(inked, (rect.x, y));
            self.ink(inked, (rect.right() - 1, y));
        }
        let inner = skymap::layout::Rect {
            x: rect.x + 1,
            width: rect.width - 2,
            ..rect
        };
        self.read_edge((item, is_leaf), inner, inner.y, inked);
        self.read_edge((item, is_leaf), inner, inner.bottom() - 1, inked);
    }

    /// One row of a frame: where lines end at it, and where they pass it.
    fn read_edge(
        &mut self,
        (item, is_leaf): (usize, bool),
        rect: skymap::layout::Rect,
        y: i32,
        inked: &mut [bool],
    ) {
        for cell in (rect.x..rect.right()).map(|x| (x, y)) {
            self.ink(inked, cell);
            let Some(glyph) = self.glyph(cell) else {
                continue;
            };
            match glyph {
                '▼' | 'v' | '▲' | '^' if self.is_text(cell, rect) => {}
                '▼' | 'v' => self.terminal((cell, UP), item, true),
                '▲' | '^' => self.terminal((cell, DOWN), item, true),
                '┴' | '╨' | '\'' => self.terminal((cell, UP), item, false),
                '┬' | '╥' | '.' => self.terminal((cell, DOWN), item, false),
                '┼' | '╫' | '+' if !is_leaf && !self.is_text(cell, rect) => {
                    self.join(cell, UP | DOWN);
                }
                _ => {}
            }
        }
    }

    /// Titles stand between blanks, in the top frame.
    fn is_text(&self, cell: Cell, rect: skymap::layout::Rect) -> bool {
        cell.1 == rect.y && cell.0 > rect.x && {
            let blank = |x: i32| self.glyph((x, cell.1)) == Some(' ');
            (rect.x..cell.0).any(blank) && (cell.0..rect.right()).any(blank)
        }
    }

    fn terminal(&mut self, at: (Cell, u8), item: usize, is_target: bool) {
        self.join(at.0, at.1);
        self.terminals.insert(at, Terminal { item, is_target });
    }

    fn exits(&self) -> impl Iterator<Item = (Cell, u8)> {
        self.terminals.keys().copied()
    }

    /// The states that one state is connected to: out along its direction, and into the
    /// other directions of its own cell.
    fn next(&self, cell: Cell, direction: u8) -> Vec<(Cell, u8)> {
        let mut next = Vec::new();
        if !self.terminals.contains_key(&(cell, direction)) {
            let here = self.at(cell).map_or(0, |at| self.wires[at]);
            let others = [UP, RIGHT, DOWN, LEFT].into_iter();
            next.extend(others.filter(|way| here & way != 0).map(|way| (cell, way)));
        }
        next.extend(self.follow(cell, direction));
        next
    }

    /// The next cell in a direction that goes on the opposite way; lines across are
    /// passed under.
    fn follow(&self, cell: Cell, direction: u8) -> Option<(Cell, u8)> {
        let (dx, dy, back) = match direction {
            UP => (0, -1, DOWN),
            DOWN => (0, 1, UP),
            LEFT => (-1, 0, RIGHT),
            _ => (1, 0, LEFT),
        };
        let across = if dy == 0 { UP | DOWN } else { LEFT | RIGHT };
        let mut at = cell;
        loop {
            at = (at.0 + dx, at.1 + dy);
            let there = self.wires[self.at(at)?];
            if there & back != 0 {
                return Some((at, back));
            }
            if there != across {
                return None;
            }
        }
    }
}

/// In ASCII, `-` and the corners go on sideways wherever a neighbour does: both ways is
/// assumed here, and `follow` finds out.
fn directions(glyph: char, is_ascii: bool) -> u8 {
    const SIDEWAYS: u8 = LEFT | RIGHT;
    if is_ascii {
        return match glyph {
            '|' | ':' | '"' | '!' | ']' | ';' => UP | DOWN,
            '-' | '~' | '=' | '_' | '*' | ',' => SIDEWAYS,
            '\'' => UP | SIDEWAYS,
            '.' => DOWN | SIDEWAYS,
            '+' => UP | DOWN | SIDEWAYS,
            _ => 0,
        };
    }
    match glyph {
        '│' | '┆' | '╎' | '║' | '╷' | '┊' => UP | DOWN,
        '─' | '┄' | '╌' | '═' | '╶' | '┈' => SIDEWAYS,
        '╰' | '╚' => UP | RIGHT,
        '╭' | '╔' => DOWN | RIGHT,
        '╯' | '╝' => UP | LEFT,
        '╮' | '╗' => DOWN | LEFT,
        '├' | '╠' => UP | RIGHT | DOWN,
        '┤' | '╣' => UP | DOWN | LEFT,
        '┴' | '╩' => UP | SIDEWAYS,
        '┬' | '╦' => DOWN | SIDEWAYS,
        '┼' | '╬' => UP | DOWN | SIDEWAYS,
        _ => 0,
    }
}
