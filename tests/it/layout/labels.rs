//! What is written on wires: where there is room for it, and nowhere else.

use super::invariants::diagrams;
use super::{description, picture};
use proptest::prelude::*;
use skymap::graph::Diagram;
use skymap::layout::{Canvas, Cell, Glyphs, Ink, Memory, Rect, Scene, arrange};
use std::collections::BTreeSet;

fn canvas<'a>(diagram: &'a Diagram, scene: &Scene, lit: &BTreeSet<usize>) -> Canvas<'a> {
    let window = Rect {
        x: 0,
        y: 0,
        width: scene.size.width,
        height: scene.size.height,
    };
    Canvas::draw(diagram, scene, window, (Glyphs::Unicode, lit))
}

/// The same lines with nothing to say.
fn silent(diagram: &Diagram) -> Diagram {
    let mut silent = diagram.clone();
    for wire in &mut silent.wires {
        wire.label = String::new().into();
        wire.edges.truncate(1);
    }
    silent
}

fn is_level(cell: &Cell) -> bool {
    "─╌┄═╶┈━╍┅╺┉".contains(cell.symbol)
}

/// The stretches of cells in a row on which something is written, with the wire.
fn writings<'a>(row: &'a [Cell<'a>]) -> Vec<(usize, usize, usize)> {
    let mut writings: Vec<(usize, usize, usize)> = Vec::new();
    for (x, cell) in row.iter().enumerate() {
        let Ink::WireLabel(wire) = cell.ink else {
            continue;
        };
        match writings.last_mut() {
            Some((_, end, last)) if (*end, *last) == (x, wire) => *end += 1,
            _ => writings.push((x, x + 1, wire)),
        }
    }
    writings
}

fn check(diagram: &Diagram, lit: &BTreeSet<usize>) {
    let scene = arrange(diagram, &mut Memory::default());
    let silent = silent(diagram);
    let (spoken, bare) = (canvas(diagram, &scene, lit), canvas(&silent, &scene, lit));
    for (row, bare) in spoken.rows().zip(bare.rows()) {
        for (x, cell) in row.iter().enumerate() {
            if !matches!(cell.ink, Ink::WireLabel(_)) {
                assert_eq!(*cell, bare[x], "a label changes nothing round it");
            }
        }
        for (from, to, wire) in writings(row) {
            if diagram.wires[wire].is_stub {
                continue;
            }
            assert!(
                bare[from..to].iter().all(is_level),
                "over a level run alone"
            );
            let text: String = row[from..to].iter().map(|cell| cell.symbol).collect();
            let (label, count) = (&diagram.wires[wire].label, diagram.wires[wire].edges.len());
            let said = text.trim();
            let count = format!("×{count}");
            let whole = format!("{label} {count}");
            let sayings = [label.as_str(), &count, whole.trim()];
            assert!(sayings.contains(&said), "{said:?} of {sayings:?}");
            assert!(text.starts_with(' ') && text.ends_with(' '));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_label_stands_on_a_level_run_of_its_own_wire(diagram in diagrams(40, 60), lit in 0..60usize) {
        let one = BTreeSet::from([lit % diagram.wires.len().max(1)]);
        check(&diagram, &BTreeSet::new());
        check(&diagram, &one);
    }
}

const HALL: &str = "
vpc v
  lb alb
  tg first-target-group
  tg next-target-group
  tg other-target-group
  tg penultimate-target-group
alb -> first-target-group 80
alb -> next-target-group
alb -> other-target-group 443/https ×2
alb -> penultimate-target-group 81
";

#[test]
fn each_of_a_bundle_says_what_differs_where_it_is_alone() {
    let diagram = description::parse(HALL);
    let scene = arrange(&diagram, &mut Memory::default());
    let drawn = picture(&diagram, &scene, Glyphs::Unicode);
    for (text, is_said) in [("─ 443/https ×2 ─", true), ("80", false), ("81", false)] {
        assert_eq!(drawn.contains(text), is_said, "{text}\n{drawn}");
    }
}

#[test]
fn the_chosen_wire_says_its_label_also_where_it_is_not_alone() {
    let diagram = description::parse(HALL);
    let scene = arrange(&diagram, &mut Memory::default());
    for (wire, text) in [(0, " 80 "), (3, " 81 "), (2, " 443/https ×2 ")] {
        let lit = canvas(&diagram, &scene, &BTreeSet::from([wire]));
        let cells: String = lit.cells.iter().map(|cell| cell.symbol).collect();
        assert!(cells.contains(text), "{text}");
    }
}
