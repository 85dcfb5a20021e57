//! What the map is grouped by: any grouping draws the same things, each once and without
//! overlaps; presets leave kinds out and tell their lines; the picker and its commands.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test rests on is there, or the test fails"
)]

mod estate;
mod picker;

use crate::fuzz::checks::dice::Dice;
use crate::fuzz::checks::drawing::{check_boxes, check_lines};
use crate::fuzz::checks::resources;
use crate::zoom::town::Town;
use proptest::prelude::*;
use skymap::graph::{Collapse, Diagram, Graph, Grouping, Level, NodeKey, Preset, Role};
use skymap::inventory::{Health, Survey};
use skymap::layout::{Memory, arrange};
use skymap::text::append;
use std::collections::{BTreeMap, BTreeSet};

const GROUPINGS: [&str; 14] = [
    "region,vpc,zone,subnet",
    "region,vpc,zone",
    "region,vpc,subnet",
    "region,vpc",
    "region",
    "none",
    "vpc,zone",
    "region,zone",
    "region,vpc,security-group",
    "region,vpc,zone,subnet,security-group",
    "region,vpc,network-acl,zone,subnet",
    "region,vpc,tag:Environment,zone",
    "tag:Environment,region,vpc",
    "security-group,network-acl,tag:Environment",
];

const TOWN: Town = Town {
    vpcs: 2,
    services: 4,
    instances: 2,
};

fn grouped(survey: &Survey, grouping: &str) -> Graph {
    let grouping: Grouping = grouping.parse().expect(grouping);
    Graph::grouped(survey, &grouping)
}

fn leaves(graph: &Graph) -> BTreeMap<&NodeKey, Health> {
    let nodes = graph.nodes.values();
    // What is only referred to is there because of a line, and a subnet's are its own.
    let leaves = nodes.filter(|node| !node.is_container() && node.role != Role::External);
    leaves.map(|node| (&node.key, node.health)).collect()
}

/// Everything that is no container is a member of one item, and nothing overlaps.
fn check_drawing(graph: &Graph, collapse: &Collapse) {
    let diagram = Diagram::of(graph, collapse);
    let mut drawn: BTreeMap<&NodeKey, usize> = BTreeMap::new();
    for member in diagram.items.iter().flat_map(|item| &item.members) {
        *drawn.entry(member).or_default() += 1;
    }
    if collapse.level != Level::Vpc {
        for key in leaves(graph).into_keys() {
            let kind = graph.nodes[key].kind;
            let is_hidden = kind.is_some_and(|kind| collapse.hidden_kinds.contains(&kind));
            let count = drawn.get(key).copied().unwrap_or(0);
            assert_eq!(count, usize::from(!is_hidden), "{key:?}");
        }
    }
    let keys: BTreeSet<&NodeKey> = diagram.items.iter().map(|item| &item.key).collect();
    assert_eq!(keys.len(), diagram.items.len(), "a key stands twice");
    let scene = arrange(&diagram, &mut Memory::default());
    check_boxes(&diagram, &scene);
    // In a table lines pass the frames of its columns.
    if diagram.table.is_none() {
        check_lines(&diagram, &scene);
    }
}

/// Every level of zoom, and boxes as open as they are at first and altogether.
fn check_looks(graph: &Graph, preset: &Preset) {
    let look = |level: Level, focus: Option<NodeKey>| Collapse {
        level,
        focus,
        hidden_kinds: preset.hide.clone(),
        ..Collapse::default()
    };
    let folded = Collapse::default_for(graph, 12);
    let mut looks = vec![
        look(Level::Account, None),
        look(Level::Region, None),
        look(Level::Subnet, None),
        Collapse {
            folded: folded.folded,
            ..look(Level::Subnet, None)
        },
        Collapse {
            hidden_wires: BTreeSet::new(),
            ..look(Level::Subnet, None)
        },
    ];
    let vpcs = graph.nodes.values().filter(|node| node.role == Role::Vpc);
    looks.extend(vpcs.map(|vpc| look(Level::Vpc, Some(vpc.key.clone()))));
    for look in looks {
        check_drawing(graph, &look);
    }
}

#[test]
fn every_grouping_draws_the_same_things() {
    let survey = estate::survey(&TOWN);
    let usual = Graph::of(&survey);
    for grouping in GROUPINGS {
        let graph = grouped(&survey, grouping);
        assert_eq!(leaves(&graph), leaves(&usual), "{grouping}");
        check_looks(&graph, &Preset::default());
    }
    for (name, _) in Preset::BUILTIN {
        let preset = Preset::builtin(name).expect(name);
        let graph = Graph::grouped(&survey, &preset.group);
        assert_eq!(leaves(&graph), leaves(&usual), "{name}");
        check_looks(&graph, &preset);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn so_it_does_whatever_was_read(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let survey = Survey::of(&resources::inventory(&mut Dice::new(&bytes)));
        let usual = Graph::of(&survey);
        let grouping = GROUPINGS[usize::from(bytes.first().copied().unwrap_or(0)) % GROUPINGS.len()];
        let graph = grouped(&survey, grouping);
        prop_assert_eq!(leaves(&graph).into_keys().collect::<Vec<_>>(), leaves(&usual).into_keys().collect::<Vec<_>>());
        check_looks(&graph, &Preset::default());
    }
}

/// The tree of containers with how many are in each.
fn tree(graph: &Graph) -> String {
    fn add(graph: &Graph, parent: Option<&NodeKey>, depth: usize, tree: &mut String) {
        let mut beside: BTreeMap<String, usize> = BTreeMap::new();
        for node in graph.children_of(parent) {
            if node.is_container() {
                let label = &node.label;
                append(tree, format_args!("{}{label}\n", "  ".repeat(depth)));
                add(graph, Some(&node.key), depth + 1, tree);
            } else {
                let name = node.service.as_ref().unwrap_or(&node.label);
                *beside.entry(name.to_string()).or_default() += 1;
            }
        }
        if !beside.is_empty() {
            let named = beside.into_iter();
            let named: Vec<String> = named
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            append(
                tree,
                format_args!("{}: {}\n", "  ".repeat(depth), named.join(", ")),
            );
        }
    }
    let mut whole = String::new();
    add(graph, None, 0, &mut whole);
    whole
}

#[test]
fn containers_are_what_things_have_in_common() {
    let town = Town {
        vpcs: 1,
        services: 4,
        instances: 1,
    };
    let survey = estate::survey(&town);
    let trees = [
        "region,vpc",
        "region,vpc,security-group",
        "region,vpc,network-acl",
        "region,vpc,tag:Environment",
        "tag:Environment,region,vpc,zone",
        "zone,tag:Environment",
    ]
    .map(|grouping| format!("{grouping}\n\n{}", tree(&grouped(&survey, grouping))));
    insta::assert_snapshot!("containers", trees.join("\n"));
}
