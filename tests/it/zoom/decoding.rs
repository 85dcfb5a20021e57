//! Reads the drawing of a table as a person would: from the characters alone, with the
//! frames of the boxes known. A line goes behind what stands in its way; what it touches
//! is an end of it. Nothing leads through the name of a service.

use super::{TOWN, Town, program, show};
use crate::app::program::Program;
use crate::layout::{lines, picture};
use skymap::graph::{Diagram, Level, Role, WireKind};
use skymap::layout::{Glyphs, Rect, Scene};
use std::collections::{BTreeMap, BTreeSet};

const UP: u8 = 1;
const RIGHT: u8 = 2;
const DOWN: u8 = 4;
const LEFT: u8 = 8;

type Cell = (i32, i32);

/// The directions in which a character of a wire goes on.
fn directions(glyph: char) -> u8 {
    match glyph {
        '─' | '═' | '╌' | '┄' | '━' => LEFT | RIGHT,
        '│' | '║' | '╎' | '┆' => UP | DOWN,
        '╴' | '▶' => LEFT,
        '╶' | '◀' => RIGHT,
        '╭' | '╔' => RIGHT | DOWN,
        '╮' | '╗' => LEFT | DOWN,
        '╰' | '╚' => RIGHT | UP,
        '╯' | '╝' => LEFT | UP,
        '├' | '╠' | '╞' => UP | RIGHT | DOWN,
        '┤' | '╣' | '╡' => UP | LEFT | DOWN,
        '┬' | '╦' => LEFT | RIGHT | DOWN,
        '┴' | '╩' => LEFT | RIGHT | UP,
        '┼' | '╬' | '╪' => UP | RIGHT | DOWN | LEFT,
        _ => 0,
    }
}

struct Page<'a> {
    cells: BTreeMap<Cell, char>,
    diagram: &'a Diagram,
    scene: &'a Scene,
}

impl<'a> Page<'a> {
    fn new(diagram: &'a Diagram, scene: &'a Scene) -> Self {
        let mut cells = BTreeMap::new();
        for (y, line) in lines(diagram, scene, Glyphs::Unicode).lines().enumerate() {
            cells.extend(
                line.chars()
                    .enumerate()
                    .map(|(x, glyph)| ((x as i32, y as i32), glyph)),
            );
        }
        Self {
            cells,
            diagram,
            scene,
        }
    }

    fn chips(&self) -> impl Iterator<Item = (usize, Rect)> + '_ {
        let items = self.diagram.items.iter().zip(&self.scene.boxes).enumerate();
        items
            .filter(|(_, (item, _))| !item.is_open)
            .map(|(index, (_, placed))| (index, placed.rect))
    }

    fn chip_at(&self, (x, y): Cell) -> Option<(usize, Rect)> {
        let inside = |rect: &Rect| {
            (rect.x..rect.right()).contains(&x) && (rect.y..rect.bottom()).contains(&y)
        };
        self.chips().find(|(_, rect)| inside(rect))
    }

    /// A wire may pass the side of a frame.
    fn goes_on(&self, cell: Cell) -> u8 {
        let glyph = self.cells.get(&cell).copied().unwrap_or(' ');
        let on_side = self
            .diagram
            .items
            .iter()
            .zip(&self.scene.boxes)
            .any(|(item, placed)| {
                let rect = placed.rect;
                item.is_open
                    && (cell.0 == rect.x || cell.0 == rect.right() - 1)
                    && (rect.y..rect.bottom()).contains(&cell.1)
            });
        let on_card = self.chip_at(cell).is_some_and(|(_, rect)| rect.height > 1);
        if !on_side && !on_card {
            return directions(glyph);
        }
        match glyph {
            '▶' | '◀' => directions(glyph),
            '┼' | '╪' | '├' | '┤' | '╞' | '╡' => directions(glyph) & (LEFT | RIGHT),
            _ => 0,
        }
    }

    /// Everything that the lines from a cell reach: chips, and whether a tip is there.
    fn reached(&self, start: Cell, direction: u8) -> BTreeSet<(usize, bool)> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut todo = vec![(start, direction)];
        while let Some(((x, y), direction)) = todo.pop() {
            if !seen.insert(((x, y), direction)) {
                continue;
            }
            let (dx, dy, back) = match direction {
                UP => (0, -1, DOWN),
                DOWN => (0, 1, UP),
                LEFT => (-1, 0, RIGHT),
                _ => (1, 0, LEFT),
            };
            let cell = (x + dx, y + dy);
            if let Some((item, rect)) = self.chip_at(cell) {
                let touches = self.goes_on(cell) & back != 0;
                if touches {
                    let glyph = self.cells[&cell];
                    found.insert((item, "▶◀".contains(glyph)));
                }
                let is_in_zone = self.diagram.items[item]
                    .parent
                    .is_some_and(|parent| self.diagram.items[parent].role == Role::Zone);
                let far = if dx > 0 { rect.right() - 1 } else { rect.x };
                // Behind what stands in the way, and on where it comes out again.
                let comes_out = self.goes_on((far, y)) & direction != 0;
                if dx != 0 && is_in_zone && (comes_out || !touches) {
                    todo.push(((far, y), direction));
                }
                continue;
            }
            let on = self.goes_on(cell);
            if on & back != 0 {
                let others = [UP, RIGHT, DOWN, LEFT].into_iter();
                todo.extend(
                    others
                        .filter(|way| on & way != 0 && *way != back)
                        .map(|way| (cell, way)),
                );
            } else if on != 0 {
                todo.push((cell, direction));
            }
        }
        found
    }

    /// Pairs of what is joined, source first.
    fn joined(&self) -> BTreeSet<(usize, usize)> {
        let mut joined = BTreeSet::new();
        for (item, rect) in self.chips() {
            for y in rect.y..rect.bottom() {
                for (x, side) in [(rect.x, LEFT), (rect.right() - 1, RIGHT)] {
                    let glyph = self.cells.get(&(x, y)).copied().unwrap_or(' ');
                    if self.goes_on((x, y)) & side == 0 || "▶◀".contains(glyph) {
                        continue;
                    }
                    let reached = self.reached((x, y), side);
                    let targets = reached.iter().filter(|(_, is_target)| *is_target);
                    joined.extend(targets.map(|(target, _)| (item, *target)));
                }
            }
        }
        joined
    }
}

fn check(program: &Program) {
    let derived = &program.topology().derived;
    let (diagram, scene) = (&derived.diagram, &derived.scene);
    let drawn = Page::new(diagram, scene).joined();
    let wires = diagram.wires.iter();
    // What goes back to its own column stands for its row there.
    let straight = wires.filter(|wire| {
        let spot = |item: usize| diagram.table.as_ref().and_then(|table| table.spots[item]);
        let columns = (spot(wire.from), spot(wire.to));
        columns
            .0
            .zip(columns.1)
            .is_some_and(|(from, to)| from.column != to.column || from.column == 0)
    });
    let expected: BTreeSet<(usize, usize)> = straight.map(|wire| (wire.from, wire.to)).collect();
    let name = |&(from, to): &(usize, usize)| {
        let items = &diagram.items;
        format!("{} -> {}", items[from].label, items[to].label)
    };
    let missing: Vec<String> = expected.difference(&drawn).map(name).collect();
    // A cell that lies between hub and end of a row is passed on the way.
    let wrong: Vec<String> = drawn
        .difference(&expected)
        .filter(|(from, to)| {
            let is_in_row = |item: usize| diagram.table.as_ref()?.spots[item].map(|spot| spot.row);
            is_in_row(*from) != is_in_row(*to)
        })
        .map(name)
        .collect();
    let picture = picture(diagram, scene, Glyphs::Unicode);
    assert!(
        missing.is_empty() && wrong.is_empty(),
        "missing {missing:?}, wrong {wrong:?}\n{picture}"
    );
}

#[test]
fn a_table_joins_what_is_joined_and_nothing_else() {
    for town in [
        TOWN,
        Town {
            vpcs: 2,
            services: 6,
            instances: 1,
        },
    ] {
        let mut program = program((160, 50), &town, Level::Vpc);
        check(&program);
        let topology = program.model.topology.as_mut().unwrap();
        topology.look.collapse.hidden_wires.clear();
        program.derive();
        check(&program);
        program.find("api-0");
        program.press("Enter");
        check(&program);
    }
}

#[test]
fn so_does_the_picture_of_one_resource() {
    for name in ["alb", "api-tg", "igw", "nat-a", "private-b", "to-vpc-1"] {
        let mut program = program((160, 50), &TOWN, Level::Subnet);
        program.find(name);
        show(&mut program, Level::Resource);
        check(&program);
    }
}

/// No two nets on one cell in one direction, and chips apart.
#[test]
fn nothing_lies_on_anything_else() {
    for (level, services) in [
        (Level::Vpc, 6),
        (Level::Resource, 3),
        (Level::Account, 2),
        (Level::Region, 3),
    ] {
        let town = Town { services, ..TOWN };
        let mut program = program((120, 40), &town, Level::Subnet);
        let topology = program.model.topology.as_mut().unwrap();
        topology
            .look
            .collapse
            .hidden_wires
            .remove(&WireKind::SecurityGroup);
        program.find("alb");
        show(&mut program, level);
        let derived = &program.topology().derived;
        let scene = &derived.scene;
        let chips: Vec<Rect> = Page::new(&derived.diagram, scene)
            .chips()
            .map(|(_, rect)| rect)
            .collect();
        for (index, one) in chips.iter().enumerate() {
            for other in &chips[..index] {
                assert!(!one.intersects(*other), "{level:?}: {one:?} on {other:?}");
            }
        }
        let mut taken: BTreeMap<(Cell, bool), usize> = BTreeMap::new();
        for wire in 0..derived.diagram.wires.len() {
            let net = scene.bundle(wire).first().copied();
            for pair in scene.lines[wire].windows(2) {
                let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                for x in low.x..=high.x {
                    for y in low.y..=high.y {
                        let is_plumb = pair[0].x == pair[1].x;
                        let before = taken.insert(((x, y), is_plumb), net.unwrap_or(wire));
                        assert!(
                            before.is_none_or(|before| Some(before) == net),
                            "{level:?} at {x} {y}"
                        );
                    }
                }
            }
        }
    }
}
