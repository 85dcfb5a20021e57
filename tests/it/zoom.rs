//! The map at every level of zoom: what each shows, how one gets from one to another and
//! back, and that nothing is lost on the way.

mod decoding;
mod screens;
pub mod town;

use super::app::program::Program;
use skymap::graph::{Diagram, Level};
use skymap::layout::Size;
use std::collections::BTreeSet;
use town::Town;

/// A program that has read a town and shows it at a level.
fn program((width, height): (u16, u16), town: &Town, level: Level) -> Program {
    let mut program = Program::opened(width, height);
    program.read(town.slices());
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

const TOWN: Town = Town {
    vpcs: 3,
    services: 4,
    instances: 3,
};

fn level(program: &Program) -> Level {
    program.topology().look.collapse.level
}

#[test]
fn the_keys_lead_through_all_levels_and_back() {
    let mut program = program((100, 30), &TOWN, Level::Account);
    for expected in &Level::ALL[1..] {
        program.press("+");
        assert_eq!(level(&program), *expected);
    }
    program.press("+");
    assert_eq!(level(&program), Level::Resource, "nothing is nearer");
    for expected in Level::ALL[..4].iter().rev() {
        program.press("-");
        assert_eq!(level(&program), *expected);
    }
    program.press("-");
    assert_eq!(level(&program), Level::Account, "nothing is farther");
}

#[test]
fn where_one_came_from_is_one_key_back() {
    let mut program = program((100, 30), &TOWN, Level::Vpc);
    program.find("web-0");
    assert_eq!(program.selected(), "web");
    let before = program.topology().look.selection.clone();
    program.press("+ +");
    assert_eq!(level(&program), Level::Resource);
    program.press("[");
    assert_eq!(level(&program), Level::Subnet);
    program.press("[");
    assert_eq!(level(&program), Level::Vpc);
    assert_eq!(program.topology().look.selection, before);
    program.press("] ]");
    assert_eq!(level(&program), Level::Resource);
}

#[test]
fn a_card_opens_in_place_and_its_neighbours_stay_closed() {
    let mut program = program((100, 30), &TOWN, Level::Account);
    program.find("vpc-1");
    program.press("Enter");
    assert_eq!(level(&program), Level::Account);
    let open = |program: &Program| -> Vec<String> {
        let items = &program.topology().derived.diagram.items;
        let open = items.iter().filter(|item| item.is_open);
        open.map(|item| item.label.clone()).collect()
    };
    assert_eq!(open(&program), ["eu-west-1", "vpc-1"]);
    program.press("z");
    assert_eq!(open(&program), ["eu-west-1"]);
}

#[test]
fn a_cell_opens_in_place() {
    let mut program = program((100, 30), &TOWN, Level::Vpc);
    program.find("web-0");
    let rows = |program: &Program| program.topology().derived.scene.size.height;
    let before = rows(&program);
    program.press("Enter");
    assert_eq!(level(&program), Level::Vpc);
    assert_eq!(
        rows(&program),
        before + 2,
        "three instances one below the other"
    );
    let labels = program.labels();
    for name in ["web-0", "web-1", "web-2"] {
        assert!(labels.contains(&name), "{labels:?}");
    }
    program.press("z");
    assert_eq!(program.selected(), "web");
    assert!(!program.labels().contains(&"web-0"));
}

#[test]
fn the_name_of_a_service_opens_its_row() {
    let mut program = program((100, 30), &TOWN, Level::Vpc);
    program.select("web");
    program.press("Enter");
    for name in ["web-0", "web-11", "web-22"] {
        assert!(program.labels().contains(&name), "{name}");
    }
}

#[test]
fn a_far_end_leads_to_its_own_table() {
    let mut program = program((100, 30), &TOWN, Level::Vpc);
    let focus = program.topology().look.collapse.focus.clone();
    assert!(
        focus.unwrap().as_str().ends_with("vpc-0"),
        "the sick one comes first"
    );
    program.find("vpc-1");
    program.press("Enter");
    let focus = program.topology().look.collapse.focus.clone();
    assert_eq!(level(&program), Level::Vpc);
    assert!(focus.unwrap().as_str().ends_with("vpc-1"));
    program.press("[");
    let focus = program.topology().look.collapse.focus.clone();
    assert!(focus.unwrap().as_str().ends_with("vpc-0"));
}

#[test]
fn one_walks_from_resource_to_resource() {
    let mut program = program((140, 40), &TOWN, Level::Subnet);
    program.find("alb");
    program.press("+");
    let middle = |program: &Program| program.topology().look.collapse.focus.clone().unwrap();
    assert!(middle(&program).as_str().contains("loadbalancer"));
    program.find("api-tg");
    program.press("Enter");
    assert!(middle(&program).as_str().contains("targetgroup/api"));
    program.press("[");
    assert!(middle(&program).as_str().contains("loadbalancer"));
}

#[test]
fn what_is_selected_stays_selected_or_is_stood_for() {
    let mut program = program((100, 30), &TOWN, Level::Subnet);
    program.find("api-10");
    let shows = |program: &Program| {
        let topology = program.topology();
        let item = &topology.derived.diagram.items[topology.selected().unwrap()];
        let is_there = |key: &skymap::graph::NodeKey| key.as_str().contains("i-apib0-0");
        item.members.iter().any(is_there)
    };
    for keys in ["-", "-", "-", "+", "+", "+", "+", "-", "t", "t"] {
        program.press(keys);
        assert!(shows(&program), "after {keys}");
    }
}

/// At each level every node is counted exactly once, as far as the picture reaches.
#[test]
fn the_counts_add_up_at_every_level() {
    for town in [
        TOWN,
        Town {
            vpcs: 1,
            services: 6,
            instances: 1,
        },
        Town {
            vpcs: 12,
            services: 2,
            instances: 7,
        },
    ] {
        for level in &Level::ALL[..4] {
            let program = program((120, 40), &town, *level);
            let topology = program.topology();
            let collapse = &topology.look.collapse;
            let drawn = Diagram::of(&topology.derived.graph, collapse);
            let within = collapse.focus.as_ref();
            let graph = &topology.derived.graph;
            let nodes = graph.nodes.values().filter(|node| {
                let mut round = graph.ancestry(&node.key);
                let is_within = within.is_none_or(|vpc| round.any(|node| node.key == *vpc));
                !node.is_container() && is_within
            });
            let expected: BTreeSet<_> = nodes.map(|node| node.key.clone()).collect();
            let is_near = |key: &&skymap::graph::NodeKey| expected.contains(*key);
            let members = drawn.items.iter().flat_map(|item| &item.members);
            let counted: Vec<_> = members.filter(is_near).collect();
            let each: BTreeSet<_> = counted.iter().map(|key| (*key).clone()).collect();
            assert_eq!(each, expected, "{level:?} of {} VPCs", town.vpcs);
            assert_eq!(
                counted.len(),
                expected.len(),
                "{level:?} of {} VPCs",
                town.vpcs
            );
            let strips = drawn.items.iter().filter(|item| !item.body.is_empty());
            for item in strips.filter(|item| level.is_overview() || !item.body[0].label.is_empty())
            {
                let sum: usize = item.body.iter().map(|strip| strip.count).sum();
                assert_eq!(sum, item.members.len(), "{}", item.label);
            }
        }
    }
}

#[test]
fn the_first_look_follows_from_the_size_of_the_account() {
    let first = |town: &Town, size| {
        let mut program = Program::opened(size, 24);
        program.read(town.slices());
        let topology = program.topology();
        let count = topology.derived.diagram.items.len();
        assert!(count <= 120, "{count} items");
        level(&program)
    };
    let small = Town {
        vpcs: 1,
        services: 1,
        instances: 1,
    };
    assert_eq!(first(&small, 140), Level::Subnet);
    assert_eq!(first(&TOWN, 80), Level::Vpc);
    let large = Town {
        vpcs: 25,
        services: 6,
        instances: 8,
    };
    assert_eq!(first(&large, 80), Level::Account);
}

#[test]
fn a_picture_at_80_columns_needs_no_moving_sideways() {
    for level in [Level::Account, Level::Vpc] {
        let program = program((80, 24), &TOWN, level);
        let Size { width, .. } = program.topology().derived.scene.size;
        assert!(width <= 80, "{level:?}: {width}");
    }
}

#[test]
fn what_a_picture_is_about_may_go_away() {
    let mut program = program((100, 30), &TOWN, Level::Resource);
    let about = program.topology().look.collapse.focus.clone().unwrap();
    program.read(Town { vpcs: 0, ..TOWN }.slices());
    assert_eq!(level(&program), Level::Subnet, "{about:?} is gone");
}

/// The rows of a table keep their places when one comes or goes.
#[test]
fn a_table_stays_calm() {
    let mut program = program((120, 40), &TOWN, Level::Vpc);
    let places = |program: &Program| {
        let derived = &program.topology().derived;
        let items = derived.diagram.items.iter().zip(&derived.scene.boxes);
        let items = items.filter(|(item, _)| !item.is_open);
        items
            .map(|(item, placed)| (item.key.clone(), (placed.rect.x, placed.rect.y)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let before = places(&program);
    program.read(
        Town {
            services: 5,
            ..TOWN
        }
        .slices(),
    );
    let with_more = places(&program);
    program.read(TOWN.slices());
    let after = places(&program);
    assert!(with_more.len() > before.len());
    for (key, place) in &before {
        assert_eq!(
            with_more.get(key),
            Some(place),
            "{key:?} moved for a new service"
        );
        assert_eq!(after.get(key), Some(place), "{key:?} moved when it went");
    }
}

#[test]
fn a_click_on_what_is_round_the_picture_leads_out_to_it() {
    let mut program = program((100, 30), &TOWN, Level::Vpc);
    assert!(!program.labels().contains(&"eu-west-1"));
    program.click((3, 1));
    assert_eq!(level(&program), Level::Region);
    assert_eq!(program.selected(), "eu-west-1");
    program.press("[");
    assert_eq!(level(&program), Level::Vpc, "one key back");
}

/// What one resource needed is no measure for another.
#[test]
fn a_small_picture_after_a_large_one_is_small() {
    let size_of = |program: &Program| program.topology().derived.scene.size;
    let mut alone = program((140, 40), &TOWN, Level::Subnet);
    alone.find("nat-a");
    alone.press("+");
    let mut after = program((140, 40), &TOWN, Level::Subnet);
    after.find("alb");
    after.press("+ -");
    after.find("nat-a");
    after.press("+");
    assert_eq!(size_of(&after), size_of(&alone));
}

#[test]
fn a_group_beside_a_resource_opens_and_closes() {
    let mut program = program((140, 40), &TOWN, Level::Subnet);
    program.find("api-tg");
    program.press("+");
    program.find("api-0");
    assert_eq!(program.selected(), "api");
    program.press("Enter");
    assert!(
        program.labels().contains(&"api-21"),
        "{:?}",
        program.labels()
    );
    program.find("api-21");
    program.press("z");
    assert_eq!(program.selected(), "api");
    assert!(!program.labels().contains(&"api-21"));
}

/// The tree is of boxes inside boxes, whatever level the map behind it is at.
#[test]
fn in_the_tree_folds_are_folds_and_enter_stays() {
    for level in Level::ALL {
        let mut program = program((100, 30), &TOWN, level);
        program.press("t");
        program.find("private-a");
        let drawn = program.labels().len();
        program.press("z");
        let folded = program.labels().len();
        assert!(folded < drawn, "{level:?}: z folds a row");
        program.press("Enter");
        assert_eq!(program.labels().len(), drawn, "{level:?}: Enter opens it");
        program.find("vpc-1");
        program.press("Enter");
        let topology = program.topology();
        assert_eq!(topology.look.view, skymap::app::View::Tree, "{level:?}");
    }
}

/// A jump from a list may change the level: it is one key back from there too.
#[test]
fn a_problem_is_visited_and_left_with_one_key() {
    let mut program = program((100, 30), &TOWN, Level::Account);
    program.find("vpc-2");
    let before = program.topology().look.selection.clone();
    program.press("! Enter");
    assert_eq!(level(&program), Level::Subnet);
    program.press("[");
    assert_eq!(level(&program), Level::Account);
    assert_eq!(program.topology().look.selection, before);
}
