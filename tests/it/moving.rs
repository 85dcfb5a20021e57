//! Moving boxes by hand: keys in, screens out, and what was put somewhere stays there.

#![allow(
    clippy::unwrap_used,
    reason = "what a test rests on is there, or the test fails"
)]

use super::app::program::Program;
use super::screens::screen;
use super::zoom::town::Town;
use skymap::app::{Overlay, Pane};
use skymap::graph::{Level, NodeKey};
use skymap::layout::Rect;
use std::collections::BTreeSet;

const TOWN: Town = Town {
    vpcs: 2,
    services: 4,
    instances: 3,
};

fn program(level: Level) -> Program {
    let mut program = Program::opened(100, 30);
    program.read(TOWN.slices());
    show(&mut program, level);
    program
}

fn show(program: &mut Program, level: Level) {
    while program.topology().look.collapse.level > level {
        program.press("-");
    }
    while program.topology().look.collapse.level < level {
        program.press("+");
    }
}

/// Among boxes, with a group of three servers selected.
fn with_group() -> (Program, NodeKey) {
    let mut program = program(Level::Subnet);
    program.find("cart-0");
    let key = program.topology().look.selection.clone().unwrap();
    (program, key)
}

/// What stands beside a box in what holds it, from the left, row by row.
fn siblings(program: &Program, key: &NodeKey) -> Vec<Vec<String>> {
    let derived = &program.topology().derived;
    let Some(item) = program.topology().item(key) else {
        return Vec::new();
    };
    let parent = derived.diagram.items[item].parent;
    let items = derived.diagram.items.iter().zip(&derived.scene.boxes);
    let inside = items.filter(|(item, _)| item.parent == parent);
    let placed: Vec<(Rect, String)> = inside
        .map(|(item, placed)| (placed.rect, item.label.clone()))
        .collect();
    let rows: BTreeSet<i32> = placed.iter().map(|(rect, _)| rect.y).collect();
    let row = |y| {
        let mut row: Vec<_> = placed.iter().filter(|(rect, _)| rect.y == y).collect();
        row.sort_by_key(|(rect, _)| rect.x);
        row.into_iter().map(|(_, label)| label.clone()).collect()
    };
    rows.into_iter().map(row).collect()
}

fn is_in_view(program: &Program) -> bool {
    let topology = program.topology();
    let rect = topology.derived.scene.boxes[topology.selected().unwrap()].rect;
    let camera = topology.look.camera;
    rect.x >= camera.x && rect.right() <= camera.x + 100 && rect.y >= camera.y
}

#[test]
fn arrows_move_what_is_in_hand_and_the_picture_follows() {
    let (mut program, key) = with_group();
    let before = siblings(&program, &key);
    assert_eq!(before, [["api", "cart"], ["mail", "web"]]);
    program.press("M");
    let foot = screen(&program).lines().last().unwrap().to_owned();
    for word in ["moving cart ×3", "keep", "put back", "Backspace forget"] {
        assert!(foot.contains(word), "{word}: {foot}");
    }
    for (key_name, expected) in [
        ("Left", [["cart", "api"], ["mail", "web"]]),
        ("l", [["api", "cart"], ["mail", "web"]]),
        ("Down", [["api", "web"], ["mail", "cart"]]),
        ("h", [["api", "mail"], ["cart", "web"]]),
        // Who made way on the way is where it was.
        ("Up", [["cart", "api"], ["mail", "web"]]),
    ] {
        program.press(key_name);
        assert_eq!(siblings(&program, &key), expected, "after {key_name}");
        assert_eq!(program.selected(), "cart");
        assert!(is_in_view(&program));
    }
    program.press("Left");
    assert!(screen(&program).contains("it goes no further that way"));
    program.press("q");
    assert!(screen(&program).contains("Enter keeps it here"));
    program.press("Enter");
    assert!(screen(&program).contains("cart keeps this place"));
    assert_eq!(siblings(&program, &key)[0], ["cart", "api"]);
}

#[test]
fn what_was_put_by_hand_stays_whatever_happens() {
    let (mut program, key) = with_group();
    program.press("M Left Enter");
    let moved = siblings(&program, &key);
    assert_eq!(moved[0], ["cart", "api"]);
    let moves = program.topology().look.moves.clone();
    assert_eq!(moves.keys().collect::<Vec<_>>(), [&key]);
    let assert_kept = |program: &Program, after: &str| {
        assert_eq!(program.topology().look.moves, moves, "{after}");
        assert_eq!(siblings(program, &key), moved, "{after}");
    };
    // One more of the group comes, and goes.
    for instances in [4, 3] {
        let town = Town { instances, ..TOWN };
        program.wait(60);
        for (collector, slice) in town.slices() {
            program.collect(collector, slice);
        }
        assert_kept(&program, "a refresh");
    }
    for (after, keys) in [
        ("the farther levels and back", "- - - + + +"),
        ("the tree and back", "t t"),
        ("a layout anew", "Ctrl-l"),
        ("its subnet folded and unfolded", "u z z"),
        ("other wires", "e e"),
    ] {
        program.press(keys);
        show(&mut program, Level::Subnet);
        assert_kept(&program, after);
    }
    program.press("/");
    program.type_in("cart");
    program.press("Enter");
    assert_eq!(siblings(&program, &key), [["cart"]]);
    program.press("Esc");
    assert_kept(&program, "a filter");
}

#[test]
fn it_can_be_put_back_and_left_to_the_map_again() {
    let (mut program, key) = with_group();
    let before = siblings(&program, &key);
    let camera = program.topology().look.camera;
    let boxes = program.topology().derived.scene.boxes.clone();
    program.press("M Down Left Esc");
    assert!(screen(&program).contains("is where it was"));
    assert_eq!(program.topology().derived.scene.boxes, boxes);
    assert_eq!(program.topology().look.camera, camera);
    assert!(program.topology().look.moves.is_empty());
    program.press("M Left Enter M Down Backspace");
    assert!(screen(&program).contains("where the map puts it again"));
    assert_eq!(siblings(&program, &key), before);
    assert!(program.topology().look.moves.is_empty());
}

#[test]
fn what_was_put_by_hand_is_listed_described_and_forgotten() {
    let (mut program, key) = with_group();
    let before = siblings(&program, &key);
    program.press("M Left Enter d");
    assert!(screen(&program).contains("by hand; M moves it"));
    program.press("d :");
    program.type_in("moves");
    program.press("Enter");
    let top = program.model.overlays.last().map(Overlay::pane);
    assert_eq!(top, Some(Pane::Moves));
    assert!(screen(&program).contains("cart  private-a"));
    program.press("Enter");
    assert_eq!(program.topology().look.selection.as_ref(), Some(&key));
    program.press(":");
    program.type_in("moves forget");
    program.press("Enter");
    assert!(screen(&program).contains("stands where the map puts it"));
    assert_eq!(siblings(&program, &key), before);
    program.press(":");
    program.type_in("moves");
    program.press("Enter");
    assert!(screen(&program).contains("nothing was placed by hand"));
}

#[test]
fn each_level_moves_what_has_a_place_there_and_says_what_has_none() {
    for (level, found, keys, said) in [
        (Level::Account, "vpc-0", "M Right", "moving vpc-0"),
        (Level::Region, "vpc-0", "M Right", "moving vpc-0"),
        (Level::Vpc, "cart-0", "M Down", "moving the row of cart"),
        (Level::Vpc, "cart-0", "M Left", "columns are zones here"),
        (Level::Subnet, "eu-west-1a", "M Right", "moving eu-west-1a"),
        (
            Level::Subnet,
            "eu-west-1a",
            "M Down",
            "zones stand side by side",
        ),
        (Level::Subnet, "private-a", "M", "level in all zones"),
        (Level::Subnet, "alb", "M Down", "moving alb"),
        (Level::Resource, "alb", "M", "stands as it is joined"),
        (Level::Subnet, "alb", "t M", "the tree has no places"),
    ] {
        let mut program = program(Level::Subnet);
        program.find(found);
        show(&mut program, level);
        if level < Level::Resource {
            program.find(found);
        }
        let selection = program.topology().look.selection.clone();
        let before = program.topology().derived.scene.boxes.clone();
        program.press(keys);
        let shown = screen(&program);
        assert!(shown.contains(said), "{level:?} {found} {keys}: {shown}");
        let is_moved = program.topology().derived.scene.boxes != before;
        assert_eq!(
            is_moved,
            said.starts_with("moving"),
            "{level:?} {found} {keys}"
        );
        assert_eq!(program.topology().look.selection, selection);
    }
}

/// Among boxes and among cards it is one order.
#[test]
fn a_card_that_was_moved_stands_so_on_every_overview() {
    let mut program = program(Level::Region);
    program.find("vpc-0");
    let key = program.topology().look.selection.clone().unwrap();
    program.press("M Right Enter -");
    assert_eq!(siblings(&program, &key), [["vpc-1", "vpc-0"]]);
    program.model.screen.width = 60;
    program.derive();
    assert_eq!(siblings(&program, &key).concat(), ["vpc-1", "vpc-0"]);
}

#[test]
fn what_goes_while_it_is_in_hand_is_let_go() {
    let (mut program, _) = with_group();
    program.press("M Left");
    program.wait(60);
    program.collect("instances", skymap::inventory::Slice::of([]));
    assert!(screen(&program).contains("cart is not drawn any more"));
    assert!(program.topology().look.moving.is_none());
}
