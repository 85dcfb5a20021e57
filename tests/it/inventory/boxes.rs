//! What is drawn of accounts of any shape: nothing is lost, nothing is counted twice,
//! and the order of the input does not show.

use super::case::{diagram_text, leak};
use super::fleet::{Member, id, inventory};
use proptest::prelude::*;
use skymap::graph::{Collapse, Diagram, Filter, Graph, Level, NodeKey, Role};
use skymap::inventory::Survey;
use skymap::layout::{Memory, arrange};
use std::collections::{BTreeMap, BTreeSet};

fn members() -> impl Strategy<Value = Vec<Member>> {
    let one = (0..3_usize, 0..4_usize, 0..3_usize, 0..5_u8);
    proptest::collection::vec(one, 1..60).prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        numbered
            .map(|(number, (vpc, subnet, service, dice))| Member {
                number,
                vpc,
                subnet,
                service,
                is_sick: dice == 0,
            })
            .collect()
    })
}

fn graph(members: &[Member]) -> Graph {
    Graph::of(&Survey::of(&inventory(members)))
}

/// Folds and expands what the dice say.
fn collapse(graph: &Graph, dice: &[u8]) -> Collapse {
    let mut collapse = Collapse::default();
    let dice = dice.iter().cycle();
    let plain = Diagram::of(graph, &collapse);
    for (item, dice) in plain.items.iter().zip(dice) {
        let is_folded = item.is_open && dice % 4 == 0;
        let is_expanded = !item.is_open && item.members.len() > 1 && dice % 2 == 0;
        if is_folded {
            collapse.folded.insert(item.key.clone());
        } else if is_expanded {
            collapse.expanded.insert(item.key.clone());
        }
    }
    collapse
}

/// The resources that are no containers, each with the box that stands for it.
fn owners(graph: &Graph, diagram: &Diagram) -> BTreeMap<NodeKey, usize> {
    let mut owners = BTreeMap::new();
    for (index, item) in diagram.items.iter().enumerate() {
        for key in &item.members {
            if !graph.nodes[key].is_container() {
                assert!(
                    owners.insert(key.clone(), index).is_none(),
                    "{key:?} is drawn twice"
                );
            }
        }
    }
    owners
}

fn check(graph: &Graph, collapse: &Collapse) -> Diagram {
    let diagram = Diagram::of(graph, collapse);
    let leaves = graph.nodes.values().filter(|node| !node.is_container());
    let owners = owners(graph, &diagram);
    assert_eq!(owners.len(), leaves.count(), "a resource is lost");
    let keys: BTreeSet<_> = diagram.items.iter().map(|item| &item.key).collect();
    assert_eq!(keys.len(), diagram.items.len(), "two boxes have one key");
    for (index, item) in diagram.items.iter().enumerate() {
        if let Some(parent) = item.parent {
            assert!(parent < index && diagram.items[parent].is_open);
        }
        let worst = item.members.iter().map(|key| graph.nodes[key].health).max();
        assert_eq!(Some(item.health), worst, "{}", item.label);
    }
    check_wires(graph, (collapse, &diagram), &owners);
    diagram
}

/// Every edge between two boxes is in exactly one wire.
fn check_wires(
    graph: &Graph,
    (collapse, diagram): (&Collapse, &Diagram),
    owners: &BTreeMap<NodeKey, usize>,
) {
    let mut expected = BTreeSet::new();
    for (index, edge) in graph.edges.iter().enumerate() {
        let ends = [edge.from, edge.to].map(|node| owners.get(&graph.nodes[node].key));
        if let [Some(from), Some(to)] = ends
            && from != to
            && !collapse.hidden_wires.contains(&edge.kind)
        {
            expected.insert((index, *from, *to));
        }
    }
    let drawn = diagram.wires.iter().flat_map(|wire| {
        let edges = wire.edges.iter();
        edges.map(move |edge| (*edge, wire.from, wire.to))
    });
    let drawn: Vec<_> = drawn.collect();
    assert_eq!(drawn.len(), expected.len());
    assert_eq!(drawn.into_iter().collect::<BTreeSet<_>>(), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_counted_twice(
        members in members(),
        dice in proptest::collection::vec(any::<u8>(), 1..20),
    ) {
        let graph = graph(&members);
        check(&graph, &Collapse::default());
        check(&graph, &collapse(&graph, &dice));
    }

    #[test]
    fn the_order_of_the_input_does_not_show(
        (members, shuffled) in members().prop_flat_map(|members| {
            (Just(members.clone()), Just(members).prop_shuffle())
        }),
    ) {
        let (one, other) = (graph(&members), graph(&shuffled));
        prop_assert_eq!(&one.edges, &other.edges);
        let collapse = Collapse::default_for(&one, 20);
        prop_assert_eq!(&collapse, &Collapse::default_for(&other, 20));
        prop_assert_eq!(Diagram::of(&one, &collapse), Diagram::of(&other, &collapse));
        let instance = one.nodes.values().rev().find(|node| node.role == Role::Instance);
        let about = [
            (Level::Account, None),
            (Level::Region, None),
            (Level::Vpc, Collapse::main_vpc(&one)),
            (Level::Resource, instance.map(|node| node.key.clone())),
        ];
        for (level, focus) in about {
            let collapse = Collapse { level, focus, ..Collapse::default() };
            let (one, other) = (Diagram::of(&one, &collapse), Diagram::of(&other, &collapse));
            prop_assert_eq!(&one, &other);
            let scenes = [one, other].map(|diagram| arrange(&diagram, &mut Memory::default()));
            prop_assert!(scenes[0] == scenes[1]);
        }
    }

    #[test]
    fn a_filter_keeps_the_containers_and_only_what_matches(members in members()) {
        let survey = Survey::of(&inventory(&members));
        let graph = Graph::of(&survey);
        let matching = Filter::parse("type=instance health=unhealthy").unwrap().matching(&survey, &graph);
        let collapse = Collapse { matching: Some(matching.clone()), ..Collapse::default() };
        let diagram = Diagram::of(&graph, &collapse);
        let drawn: BTreeSet<_> = owners(&graph, &diagram).into_keys().collect();
        prop_assert_eq!(drawn, matching);
        for item in &diagram.items {
            let is_needed = !item.is_open || diagram.items.iter().any(|child| {
                child.parent.is_some_and(|parent| diagram.items[parent].key == item.key)
            });
            prop_assert!(is_needed, "{} is empty", item.label);
        }
    }

    #[test]
    fn every_resource_is_seen_in_some_box(
        members in members(),
        dice in proptest::collection::vec(any::<u8>(), 1..20),
    ) {
        let graph = graph(&members);
        let diagram = Diagram::of(&graph, &collapse(&graph, &dice));
        for key in graph.nodes.keys() {
            prop_assert!(diagram.item_of(&graph, key).is_some(), "{:?}", key);
        }
    }
}

fn service(sick: usize, sound: usize) -> Vec<Member> {
    let numbered = 0..sick + sound;
    numbered
        .map(|number| Member {
            number,
            vpc: 0,
            subnet: 0,
            service: 0,
            is_sick: number < sick,
        })
        .collect()
}

#[test]
fn identical_instances_are_one_box_whatever_their_health() {
    for (sick, sound, expected) in [
        (0, 2, "service-0 x2"),
        (0, 3, "service-0 x3"),
        (1, 13, "service-0 x14"),
        (2, 1, "service-0 x3"),
        (1, 1, "service-0 x2"),
        (0, 1, "service-0-0"),
        (1, 0, "service-0-0"),
        (5, 10, "service-0 x15"),
    ] {
        let graph = graph(&service(sick, sound));
        let diagram = check(&graph, &Collapse::default());
        let text = diagram_text(&diagram);
        let boxes = text
            .lines()
            .skip_while(|line| !line.contains("subnet-0-0"))
            .skip(1);
        let boxes = boxes.take_while(|line| line.starts_with("        "));
        let labels = boxes.map(|line| line.trim().rsplit_once(' ').unwrap().0);
        assert_eq!(labels.collect::<Vec<_>>().join(", "), expected);
        let instance = NodeKey::new(leak(id("instance/i-0").as_str()));
        let key = graph.nodes[&instance]
            .group_key()
            .expect("it may be one of a group");
        let group = diagram.items.iter().find(|item| item.key == key);
        assert_eq!(group.is_some(), sick + sound >= 2);
        let is_sick = group.is_none_or(|group| group.health.is_problem() == (sick > 0));
        assert!(is_sick, "the group answers for its members");
    }
}

#[test]
fn an_account_of_any_size_is_a_page() {
    let members = (0..10_000).map(|number| Member {
        number,
        vpc: number % 25,
        subnet: number / 25 % 9,
        service: number / 225 % 12,
        is_sick: number % 331 == 0,
    });
    let graph = graph(&members.collect::<Vec<_>>());
    let collapse = Collapse::default_for(&graph, 150);
    let diagram = check(&graph, &collapse);
    assert!(
        (100..=150).contains(&diagram.items.len()),
        "{}",
        diagram.items.len()
    );
    let instances = diagram.items.iter().flat_map(|item| &item.members);
    let instances = instances.filter(|key| key.as_str().contains(":instance/"));
    assert_eq!(instances.count(), 10_000);

    let small = graph_of_one();
    assert!(Collapse::default_for(&small, 150).folded.is_empty());
}

fn graph_of_one() -> Graph {
    graph(&service(0, 5))
}
