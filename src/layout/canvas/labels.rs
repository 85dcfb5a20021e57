//! What goes along the wires, written on their level runs where nothing crosses,
//! branches or stands; and at the ends of long wires that are not drawn, how many they
//! are.

use super::super::glyphs::{LEFT, RIGHT};
use super::{Ink, Sheet};
use crate::graph::Diagram;
use crate::text;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A blank and a piece of the wire on either side of a label.
const AROUND: i32 = 4;

/// The same for the one wire that is chosen: blanks are enough.
const AROUND_CHOSEN: i32 = 2;

/// A straight piece of a net, as far as it is in the window.
struct Run {
    x: i32,
    y: i32,
    cells: i32,
    net: usize,
    /// The wires that it is a piece of.
    wires: Vec<usize>,
}

/// A level stretch of a wire: its row, its ends, the wire.
type Stretch = (i32, i32, i32, usize);

/// What a run says: the label, and how many edges one wire stands for.
#[derive(Clone, Copy, Default)]
struct Words<'a> {
    label: &'a str,
    count: usize,
}

/// The wires that have said their label, and those that have said their count.
#[derive(Default)]
struct Told {
    labels: BTreeSet<usize>,
    counts: BTreeSet<usize>,
}

impl<'a> Sheet<'a, '_> {
    pub(super) fn label_wires(&mut self, diagram: &'a Diagram, highlighted: &BTreeSet<usize>) {
        let chosen = highlighted.first().filter(|_| highlighted.len() == 1);
        let mut told = Told::default();
        let mut runs = self.runs();
        runs.sort_by_key(|run| {
            let is_lit = run.wires.iter().any(|wire| highlighted.contains(wire));
            let wires = run.wires.len();
            // The chosen wire speaks where it is alone, any other for as many as can.
            let sharers = if is_lit { wires } else { usize::MAX - wires };
            (!is_lit, sharers, Reverse(run.cells), run.y, run.x)
        });
        for run in &runs {
            let own = chosen.filter(|wire| run.wires.contains(wire));
            let wires = own.map_or(run.wires.as_slice(), std::slice::from_ref);
            let words = told.left(diagram, wires);
            let around = if own.is_some() { AROUND_CHOSEN } else { AROUND };
            if let Some(words) = words.fitting(run.cells - around) {
                self.write(run, words, wires[0]);
                told.note(wires, words);
            }
        }
    }

    /// The pieces of wires on which something can be written.
    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let width = self.window.width.max(1) as usize;
        for (index, trace) in self.wires.iter().enumerate() {
            let (Some(net), None) = (trace.level, trace.plumb) else {
                continue;
            };
            if self.frames[index] != 0 || trace.directions != LEFT | RIGHT {
                continue;
            }
            let x = self.window.x + (index % width) as i32;
            let y = self.window.y + (index / width) as i32;
            match runs.last_mut() {
                Some(run) if (run.net, run.y, run.x + run.cells) == (net, y, x) => run.cells += 1,
                _ => runs.push(Run {
                    x,
                    y,
                    cells: 1,
                    net,
                    wires: Vec::new(),
                }),
            }
        }
        runs.retain(|run| run.cells > AROUND_CHOSEN);
        let mut nets: BTreeMap<usize, Vec<Stretch>> = BTreeMap::new();
        for run in &mut runs {
            let stretches = nets
                .entry(run.net)
                .or_insert_with(|| self.stretches(run.net));
            let first = stretches.partition_point(|stretch| stretch.0 < run.y);
            let row = stretches[first..]
                .iter()
                .take_while(|stretch| stretch.0 == run.y);
            let through = row.filter(|(_, from, to, _)| (*from..=*to).contains(&run.x));
            run.wires = through.map(|stretch| stretch.3).collect();
        }
        runs.retain(|run| !run.wires.is_empty());
        runs
    }

    /// The level stretches of a net's wires in the rows of the window.
    fn stretches(&self, net: usize) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for &wire in &self.scene.nets[net].wires {
            for pair in self.scene.lines[wire].windows(2) {
                let (a, b) = (pair[0], pair[1]);
                if a.y == b.y && (self.window.y..self.window.bottom()).contains(&a.y) {
                    stretches.push((a.y, a.x.min(b.x), a.x.max(b.x), wire));
                }
            }
        }
        stretches.sort_unstable();
        stretches
    }

    fn write(&mut self, run: &Run, words: Words<'a>, wire: usize) {
        let ink = Ink::WireLabel(wire);
        let cells = words.cells();
        let mut x = run.x + (run.cells - cells) / 2;
        self.put((x - 1, run.y), " ", ink);
        self.put((x + cells, run.y), " ", ink);
        for (symbol, width) in text::cells(words.label) {
            self.put((x, run.y), symbol, ink);
            if width == 2 {
                self.put((x + 1, run.y), "", ink);
            }
            x += width as i32;
        }
        if words.count > 0 {
            if !words.label.is_empty() {
                self.put((x, run.y), " ", ink);
                x += 1;
            }
            self.put((x, run.y), self.glyphs.times(), ink);
            self.number((x + 1, run.y), words.count, ink);
        }
    }

    /// At the lower border of each box, or else at its upper one, or behind the text of a
    /// box without a border, how many lines end there that are not drawn: long ones, and those that lead out of the picture.
    pub(super) fn mark_stubs(&mut self, highlighted: &BTreeSet<usize>) {
        let scene = self.scene;
        let items: BTreeSet<usize> = scene
            .stubs
            .keys()
            .chain(scene.beyond.keys())
            .copied()
            .collect();
        for item in items {
            let wires = scene.stubs_of(item);
            let (beyond, onward) = scene.beyond.get(&item).copied().unwrap_or_default();
            let count = wires.len() + beyond;
            if let Some(at) = self.room_for_stub(item, 1 + digits(count)) {
                let lit = wires.iter().find(|wire| highlighted.contains(wire));
                let wire = lit.or(wires.first()).copied();
                let ink = wire.map_or(Ink::Border(item), Ink::WireLabel);
                let is_onward = onward > 0 || wires.iter().any(|&wire| scene.ends[wire].0 == item);
                self.put(at, self.glyphs.stub(is_onward), ink);
                self.number((at.0 + 1, at.1), count, ink);
            }
        }
    }

    fn room_for_stub(&self, item: usize, cells: i32) -> Option<(i32, i32)> {
        let rect = self.scene.boxes.get(item)?.rect;
        let rows = [rect.bottom() - 1, rect.y].into_iter();
        let rows = rows.filter(|_| rect.intersects(self.window));
        let mut free = rows.filter_map(|y| {
            let mut places = (rect.x + 1..rect.right() - cells).rev();
            let x = places.find(|&x| (x..x + cells).all(|x| self.is_bare((x, y), item)))?;
            Some((x, y))
        });
        free.next().or_else(|| self.room_behind(item, cells))
    }

    /// A box in a table is a row of text; its last cells are mostly blank.
    fn room_behind(&self, item: usize, cells: i32) -> Option<(i32, i32)> {
        let text = self.scene.boxes.get(item)?.text;
        let is_leaf = !self.scene.is_open.get(item).copied().unwrap_or_default();
        let is_free = |x: i32| {
            let index = self.index(x, text.y);
            index.is_some_and(|index| self.cells[index].symbol == " ")
        };
        // One blank parts it from the label, and no label has so many.
        let mut places = text.x + 1..=text.right() - cells;
        let x = places.find(|&x| is_leaf && (x - 1..x + cells).all(is_free))?;
        Some((x, text.y))
    }

    /// Whether a cell shows the plain border of an item.
    fn is_bare(&self, (x, y): (i32, i32), item: usize) -> bool {
        self.index(x, y).is_some_and(|index| {
            let trace = self.wires[index];
            self.cells[index].ink == Ink::Border(item)
                && trace.level.is_none()
                && trace.plumb.is_none()
        })
    }
}

impl Words<'_> {
    /// All of it, or as much as there is room for.
    fn fitting(self, room: i32) -> Option<Self> {
        let label = Self { count: 0, ..self };
        let count = Self { label: "", ..self };
        let mut sayings = [self, label, count].into_iter();
        sayings.find(|words| (1..=room).contains(&words.cells()))
    }

    fn cells(self) -> i32 {
        let label = text::columns(self.label) as i32;
        let count = match self.count {
            0 => 0,
            count => 1 + digits(count),
        };
        label + count + i32::from(label > 0 && count > 0)
    }
}

impl Told {
    /// What wires that run as one have not yet said: a label that they have in common,
    /// and of one wire alone how many edges it stands for.
    fn left<'a>(&self, diagram: &'a Diagram, wires: &[usize]) -> Words<'a> {
        let drawn = |wire: usize| diagram.wires.get(wire);
        let Some(first) = wires.first().and_then(|&wire| drawn(wire)) else {
            return Words::default();
        };
        let is_common = wires
            .iter()
            .all(|&wire| drawn(wire).is_some_and(|wire| wire.label == first.label));
        let is_new = wires.iter().any(|wire| !self.labels.contains(wire));
        let label = if is_common && is_new {
            first.label.as_str()
        } else {
            ""
        };
        let count = match *wires {
            [wire] if !self.counts.contains(&wire) && first.edges.len() > 1 => first.edges.len(),
            _ => 0,
        };
        Words { label, count }
    }

    fn note(&mut self, wires: &[usize], words: Words) {
        if !words.label.is_empty() {
            self.labels.extend(wires);
        }
        if words.count > 0 {
            self.counts.extend(wires);
        }
    }
}

fn digits(number: usize) -> i32 {
    number.max(1).ilog10() as i32 + 1
}
