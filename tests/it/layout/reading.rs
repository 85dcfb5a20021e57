//! What a screen asks of a scene: what is at a cell, what is next to a box, where a
//! wire leads, a window of it, highlighted wires, wide labels.

use super::{description, picture};
use skymap::graph::Diagram;
use skymap::layout::{Canvas, Direction, Glyphs, Hit, Ink, Memory, Point, Rect, Scene, arrange};
use skymap::text::columns;
use std::collections::BTreeSet;

const SHOP: &str = "
region eu-west-1
  vpc vpc-shop
    gateway igw
    lb alb
    tg api
    tg web
    zone eu-west-1a
      private private-a
        instance api-a
        instance web-a
    zone eu-west-1b
      private private-b
        instance api-b
        instance web-b
igw -> alb
alb -> api
alb -> web
web -> web-a
web -> web-b
api -> api-a
api -> api-b
api -> api
web-a ~> web-b
";

fn shop() -> (Diagram, Scene) {
    let diagram = description::parse(SHOP);
    let scene = arrange(&diagram, &mut Memory::default());
    (diagram, scene)
}

fn find(diagram: &Diagram, key: &str) -> usize {
    diagram
        .items
        .iter()
        .position(|item| item.key.as_str() == key)
        .unwrap()
}

#[test]
fn the_nearest_box_in_a_direction() {
    let (diagram, scene) = shop();
    for (from, direction, expected) in [
        ("igw", Direction::Down, Some("alb")),
        ("alb", Direction::Up, Some("igw")),
        ("igw", Direction::Up, None),
        ("api", Direction::Right, Some("web")),
        ("web", Direction::Left, Some("api")),
        ("api-a", Direction::Right, Some("web-a")),
        ("web-a", Direction::Right, Some("api-b")),
        ("api-a", Direction::Left, None),
        ("web-b", Direction::Down, None),
    ] {
        let found = scene.neighbour(find(&diagram, from), direction);
        let found = found.map(|item| diagram.items[item].key.as_str());
        assert_eq!(found, expected, "{from} {direction:?}");
    }
}

#[test]
fn where_wires_lead_and_come_from() {
    let (diagram, scene) = shop();
    for (item, forward, expected) in [
        ("alb", true, &["api", "web"][..]),
        ("alb", false, &["igw"][..]),
        ("web", true, &["web-a", "web-b"][..]),
        ("web-b", false, &["web", "web-a"][..]),
        ("api", true, &["api-a", "api-b"][..]),
        ("vpc-shop", true, &[][..]),
    ] {
        let ends = scene.along(find(&diagram, item), forward);
        let ends: Vec<&str> = ends
            .iter()
            .map(|&end| diagram.items[end].key.as_str())
            .collect();
        assert_eq!(ends, expected, "{item} {forward}");
    }
    assert_eq!(scene.wires_of(find(&diagram, "web")), [2, 3, 4]);
    assert_eq!(scene.bundle(3), [3, 4]);
    assert_eq!(scene.first(), Some(find(&diagram, "igw")));
    assert_eq!(scene.last(), Some(find(&diagram, "web-b")));
}

#[test]
fn what_is_at_a_cell_is_what_is_drawn_there() {
    let (diagram, scene) = shop();
    let window = Rect {
        x: 0,
        y: 0,
        width: scene.size.width,
        height: scene.size.height,
    };
    let canvas = Canvas::draw(
        &diagram,
        &scene,
        window,
        (Glyphs::Unicode, &BTreeSet::new()),
    );
    for (y, row) in canvas.rows().enumerate() {
        for (x, cell) in row.iter().enumerate() {
            let hit = scene.at(Point {
                x: x as i32,
                y: y as i32,
            });
            match (cell.ink, hit) {
                (Ink::Blank, hit) => assert!(!matches!(hit, Some(Hit::Wire(_))), "{x} {y}"),
                (
                    Ink::Border(item)
                    | Ink::Mark(item)
                    | Ink::Strip(item, _)
                    | Ink::Body(item)
                    | Ink::Label(item),
                    hit,
                ) => {
                    assert_eq!(hit, Some(Hit::Item(item)), "{x} {y}");
                }
                (Ink::Wire(_) | Ink::WireLabel(_), Some(Hit::Item(item))) => {
                    assert!(!scene.is_container(item));
                }
                (Ink::Wire(wire) | Ink::WireLabel(wire), hit) => {
                    assert_eq!(hit, Some(Hit::Wire(wire)), "{x} {y}");
                }
            }
        }
    }
    assert_eq!(scene.at(Point { x: -1, y: 0 }), None);
}

#[test]
fn a_window_shows_its_part_of_the_whole() {
    let (diagram, scene) = shop();
    let whole: Vec<Vec<char>> = picture(&diagram, &scene, Glyphs::Unicode)
        .lines()
        .map(|line| line.chars().collect())
        .collect();
    for window in [
        Rect {
            x: 5,
            y: 3,
            width: 20,
            height: 9,
        },
        Rect {
            x: -4,
            y: -2,
            width: 12,
            height: 6,
        },
        Rect {
            x: 30,
            y: 12,
            width: 60,
            height: 60,
        },
    ] {
        let canvas = Canvas::draw(
            &diagram,
            &scene,
            window,
            (Glyphs::Unicode, &BTreeSet::new()),
        );
        for (y, row) in (window.y..).zip(canvas.rows()) {
            for (x, cell) in (window.x..).zip(row) {
                let line = usize::try_from(y).ok().and_then(|y| whole.get(y));
                let glyph = line.and_then(|line| line.get(usize::try_from(x).ok()?));
                assert_eq!(cell.symbol, glyph.unwrap_or(&' ').to_string(), "{x} {y}");
            }
        }
    }
}

#[test]
fn a_highlighted_wire_is_heavy_from_end_to_end_and_nothing_else_is() {
    let (diagram, scene) = shop();
    let window = Rect {
        x: 0,
        y: 0,
        width: scene.size.width,
        height: scene.size.height,
    };
    for wire in 0..diagram.wires.len() {
        let chosen = BTreeSet::from([wire]);
        let plain = Canvas::draw(
            &diagram,
            &scene,
            window,
            (Glyphs::Unicode, &BTreeSet::new()),
        );
        let drawn = Canvas::draw(&diagram, &scene, window, (Glyphs::Unicode, &chosen));
        let cells: BTreeSet<Point> = scene.cells(wire).into_iter().collect();
        let heavy = |symbol: &str| "━┃┏┓┗┛┣┫┳┻╋┅┇╍╏┸┰╂┠┡┢┨┩┪┯┲┱┷┺┹┿╄╃╆╅╇╈╉╊".contains(symbol);
        for (index, (before, after)) in plain.cells.iter().zip(&drawn.cells).enumerate() {
            let (x, y) = (index % drawn.width, index / drawn.width);
            let at = Point {
                x: x as i32,
                y: y as i32,
            };
            if cells.contains(&at) {
                assert_eq!(after.ink, Ink::Wire(wire));
                assert!(
                    heavy(after.symbol) || "▲▼".contains(after.symbol),
                    "{}",
                    after.symbol
                );
            } else {
                assert_eq!(before.symbol, after.symbol, "{at:?}");
                assert_ne!(after.ink, Ink::Wire(wire), "{at:?}");
            }
        }
    }
}

#[test]
fn labels_of_any_script_keep_the_frame_straight() {
    for label in [
        "日本語サーバー",
        "e\u{301}te\u{301}",
        "👩‍👩‍👧‍👦family",
        "a-name-far-too-long-for-any-box-日本",
        "x",
    ] {
        let diagram = description::parse(&format!("vpc v={label}\n  instance i={label} ×12 ●"));
        let scene = arrange(&diagram, &mut Memory::default());
        let window = Rect {
            x: 0,
            y: 0,
            width: scene.size.width,
            height: scene.size.height,
        };
        let canvas = Canvas::draw(
            &diagram,
            &scene,
            window,
            (Glyphs::Unicode, &BTreeSet::new()),
        );
        for row in canvas.rows() {
            let line: String = row.iter().map(|cell| cell.symbol).collect();
            assert_eq!(columns(&line), canvas.width, "{line}");
            for pair in row.windows(2) {
                let is_wide = columns(pair[0].symbol) == 2;
                assert_eq!(is_wide, pair[1].symbol.is_empty(), "{line}");
            }
        }
        let text = scene.boxes[1].text;
        assert!(text.width <= 25);
        let drawn = picture(&diagram, &scene, Glyphs::Unicode);
        assert!(drawn.contains(" ×12"), "{drawn}");
    }
}
