//! What holds for every drawing, over random trees with random wires.

use super::decode::{self, Joined};
use super::{description, lines, picture};
use crate::fuzz::checks::drawing::{check_boxes, check_lines};
use proptest::prelude::*;
use skymap::graph::{Diagram, Item, NodeKey, Role, Wire, WireKind};
use skymap::inventory::Health;
use skymap::layout::{Glyphs, Memory, arrange};
use unicode_width::UnicodeWidthStr;

const ROLES: [Role; 18] = [
    Role::Region,
    Role::Division,
    Role::Group,
    Role::Vpc,
    Role::Zone,
    Role::PublicSubnet,
    Role::PrivateSubnet,
    Role::IsolatedSubnet,
    Role::Gateway,
    Role::Peering,
    Role::Endpoint,
    Role::LoadBalancer,
    Role::TargetGroup,
    Role::Nat,
    Role::Instance,
    Role::Database,
    Role::Other,
    Role::External,
];

const LABELS: [&str; 4] = ["", "443/https", "80/http", "all"];

/// (role, parent as a share of what is before it, folded?, length of the label)
type Sprout = (usize, u16, bool, usize);

pub fn diagrams(items: usize, wires: usize) -> impl Strategy<Value = Diagram> {
    let sprouts = prop::collection::vec(
        (0..ROLES.len(), any::<u16>(), any::<bool>(), 1..20usize),
        1..items,
    );
    let ends = prop::collection::vec((any::<u16>(), any::<u16>(), 0..6usize), 0..wires);
    (sprouts, ends).prop_map(|(sprouts, ends)| grow(&sprouts, &ends))
}

fn grow(sprouts: &[Sprout], ends: &[(u16, u16, usize)]) -> Diagram {
    let mut diagram = Diagram::default();
    for (number, &(role, share, is_folded, length)) in sprouts.iter().enumerate() {
        let role = ROLES[role];
        let open: Vec<usize> = (0..number)
            .filter(|&id| diagram.items[id].is_open)
            .collect();
        let slot = usize::from(share) * (open.len() + 1) / 65_536;
        diagram.items.push(Item {
            presence: skymap::inventory::Presence::Here,
            key: NodeKey::new(format!("k{number}")),
            parent: open.get(slot).copied(),
            role,
            label: "abcdefghijklmnopqrst"[..length].to_owned(),
            is_open: description::is_container(role) && !is_folded,
            members: vec![NodeKey::new("m"); number % 13],
            health: if number % 3 == 0 {
                Health::Healthy
            } else {
                Health::Neutral
            },
            body: Vec::new(),
        });
    }
    let pick = |share: u16| usize::from(share) * sprouts.len() / 65_536;
    diagram.wires = ends
        .iter()
        .enumerate()
        .map(|(edge, &(from, to, kind))| Wire {
            label: LABELS[edge % LABELS.len()].into(),
            is_stub: edge % 11 == 7,
            ..Wire::new(
                (pick(from), pick(to)),
                WireKind::ALL[kind],
                vec![edge; 1 + edge % 3],
            )
        })
        .collect();
    diagram
}

pub fn wires(diagram: &Diagram) -> Joined {
    let drawn = diagram.wires.iter().filter(|wire| !wire.is_stub);
    let ends = drawn.map(|wire| (wire.from, wire.to));
    ends.filter(|(from, to)| from != to).collect()
}

fn check(diagram: &Diagram) {
    let scene = arrange(diagram, &mut Memory::default());
    check_boxes(diagram, &scene);
    check_lines(diagram, &scene);
    for (glyphs, is_ascii) in [(Glyphs::Unicode, false), (Glyphs::Ascii, true)] {
        let drawn = picture(diagram, &scene, glyphs);
        assert!(
            drawn
                .chars()
                .filter(|c| *c != '\n')
                .all(|c| c.to_string().width() == 1)
        );
        assert!(!is_ascii || drawn.is_ascii());
        let decoded = decode::joined(&lines(diagram, &scene, glyphs), &scene, is_ascii);
        assert_eq!(decoded, wires(diagram), "{drawn}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_small_drawing_is_sound_and_says_what_it_was_made_from(diagram in diagrams(14, 14)) {
        check(&diagram);
    }

    #[test]
    fn a_crowded_drawing_is_sound_and_says_what_it_was_made_from(diagram in diagrams(50, 90)) {
        check(&diagram);
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(diagram in diagrams(40, 60), seed in any::<u64>()) {
        let (shuffled, names) = shuffle(&diagram, seed);
        let one = arrange(&diagram, &mut Memory::default());
        let other = arrange(&shuffled, &mut Memory::default());
        prop_assert_eq!(
            picture(&diagram, &one, Glyphs::Unicode),
            picture(&shuffled, &other, Glyphs::Unicode)
        );
        for (id, name) in names.iter().enumerate() {
            prop_assert_eq!(one.boxes[id], other.boxes[*name]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    /// Large enough for slack, and for zones that mirror each other.
    #[test]
    fn a_large_drawing_is_sound_and_says_what_it_was_made_from(diagram in diagrams(170, 200)) {
        check(&diagram);
    }
}

/// The same diagram in another order, parents still before their children; and where
/// each item went.
pub fn shuffle(diagram: &Diagram, mut seed: u64) -> (Diagram, Vec<usize>) {
    let mut random = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut names: Vec<Option<usize>> = vec![None; diagram.items.len()];
    let mut items: Vec<Item> = Vec::new();
    while items.len() < diagram.items.len() {
        let ready: Vec<usize> = (0..names.len())
            .filter(|&id| names[id].is_none())
            .filter(|&id| {
                diagram.items[id]
                    .parent
                    .is_none_or(|up| names[up].is_some())
            })
            .collect();
        let id = ready[random(ready.len())];
        names[id] = Some(items.len());
        let parent = diagram.items[id].parent.and_then(|up| names[up]);
        items.push(Item {
            presence: skymap::inventory::Presence::Here,
            parent,
            ..diagram.items[id].clone()
        });
    }
    let names: Vec<usize> = names.into_iter().flatten().collect();
    let mut wires: Vec<Wire> = diagram
        .wires
        .iter()
        .map(|wire| Wire {
            from: names[wire.from],
            to: names[wire.to],
            ..wire.clone()
        })
        .collect();
    for last in (1..wires.len()).rev() {
        wires.swap(last, random(last + 1));
    }
    let shuffled = Diagram {
        items,
        wires,
        ..Diagram::default()
    };
    (shuffled, names)
}
