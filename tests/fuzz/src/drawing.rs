//! What holds for every drawing: boxes are inside their containers and do not overlap,
//! lines are not slanting, share no cell and run through no box.

use skymap::graph::{Collapse, Diagram, Graph};
use skymap::inventory::Survey;
use skymap::layout::{Canvas, Glyphs, Memory, Point, Rect, Scene, arrange};
use std::collections::{BTreeMap, BTreeSet};

/// A scene of the diagram, after whatever the memory holds.
pub fn check(diagram: &Diagram, memory: &mut Memory) {
    let scene = arrange(diagram, memory);
    check_boxes(diagram, &scene);
    check_lines(diagram, &scene);
    for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
        let whole = Rect {
            x: 0,
            y: 0,
            width: scene.size.width,
            height: scene.size.height,
        };
        let canvas = Canvas::draw(diagram, &scene, whole, (glyphs, &BTreeSet::new()));
        assert_eq!(canvas.rows().count() as i32, scene.size.height);
    }
}

/// Every way in which an inventory may be drawn at first.
pub fn check_survey(survey: &Survey) {
    let graph = Graph::of(survey);
    let mut memory = Memory::default();
    let everything = Collapse {
        hidden_wires: BTreeSet::new(),
        ..Collapse::default()
    };
    let folded = Collapse::default_for(&graph, 8);
    for collapse in [folded, everything, Collapse::default()] {
        check(&Diagram::of(&graph, &collapse), &mut memory);
    }
}

fn ancestors(diagram: &Diagram, item: usize) -> Vec<usize> {
    std::iter::successors(diagram.items[item].parent, |&up| diagram.items[up].parent).collect()
}

/// Inside the frame; a band has but its rule.
fn is_inside(inner: Rect, outer: Rect, is_band: bool) -> bool {
    let side = i32::from(!is_band);
    inner.x >= outer.x + side
        && inner.y > outer.y
        && inner.right() <= outer.right() - side
        && inner.bottom() <= outer.bottom() - side
}

pub fn check_boxes(diagram: &Diagram, scene: &Scene) {
    for (id, item) in diagram.items.iter().enumerate() {
        let rect = scene.boxes[id].rect;
        let up = ancestors(diagram, id);
        if let Some(parent) = item.parent {
            assert!(
                is_inside(rect, scene.boxes[parent].rect, scene.is_band(parent)),
                "{id} is not inside {parent}"
            );
        }
        for other in (0..id).filter(|other| !up.contains(other)) {
            if !ancestors(diagram, other).contains(&id) {
                assert!(
                    !rect.intersects(scene.boxes[other].rect),
                    "{id} and {other} overlap"
                );
            }
        }
    }
}

pub fn check_lines(diagram: &Diagram, scene: &Scene) {
    let mut inside: BTreeSet<Point> = BTreeSet::new();
    for (id, placed) in scene.boxes.iter().enumerate() {
        let rect = if diagram.items[id].is_open || scene.is_band(id) {
            placed.text
        } else {
            placed.rect
        };
        for y in rect.y..rect.bottom() {
            inside.extend((rect.x..rect.right()).map(|x| Point { x, y }));
        }
    }
    let mut owners: BTreeMap<(Point, bool), &[usize]> = BTreeMap::new();
    for (index, wire) in diagram.wires.iter().enumerate() {
        let line = &scene.lines[index];
        assert_eq!(line.is_empty(), wire.from == wire.to || wire.is_stub);
        for pair in line.windows(2) {
            let is_plumb = pair[0].x == pair[1].x;
            assert!(is_plumb || pair[0].y == pair[1].y, "a slanting line");
            let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            for cell in (low.x..=high.x).flat_map(|x| (low.y..=high.y).map(move |y| Point { x, y }))
            {
                let owner = owners
                    .entry((cell, is_plumb))
                    .or_insert(scene.bundle(index));
                assert_eq!(*owner, scene.bundle(index), "two nets on one cell");
                let is_end = Some(&cell) == line.first() || Some(&cell) == line.last();
                assert!(
                    is_end || !inside.contains(&cell),
                    "a line through a box or a title"
                );
            }
        }
    }
}
