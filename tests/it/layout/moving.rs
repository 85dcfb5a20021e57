//! Boxes that are moved by hand: an input of the layout like any other. Nothing overlaps,
//! what was put somewhere stays there, and what is beside it makes way and no more.

use super::change::{self, Change, Dice};
use super::{description, invariants, topology};
use crate::fuzz::checks::drawing::{check_boxes, check_lines};
use proptest::prelude::*;
use skymap::graph::{Diagram, NodeKey};
use skymap::layout::{
    self, Barred, Direction, Memory, Scene, Slot, Slots, Wishes, arrange, arrange_as_wished,
};
use std::collections::BTreeMap;

const DIRECTIONS: [Direction; 4] = [
    Direction::Up,
    Direction::Down,
    Direction::Left,
    Direction::Right,
];

/// A picture that somebody moves boxes in.
struct Desk {
    diagram: Diagram,
    memory: Memory,
    moves: Slots,
    scene: Scene,
}

impl Desk {
    fn new(diagram: Diagram) -> Self {
        let mut memory = Memory::default();
        Self {
            scene: arrange(&diagram, &mut memory),
            diagram,
            memory,
            moves: Slots::new(),
        }
    }

    fn draw(&mut self, step: Option<(&NodeKey, Slot)>) {
        let wishes = Wishes {
            width: i32::MAX,
            moves: &self.moves,
            step,
        };
        self.scene = arrange_as_wished(&self.diagram, &mut self.memory, &wishes);
    }

    fn step(&mut self, item: usize, direction: Direction) -> Result<(), Barred> {
        let drawn = (&self.diagram, &self.scene, &self.memory);
        let (key, slot) = layout::next_slot(drawn, item, direction)?;
        let before = self.memory.clone();
        self.draw(Some((&key, slot)));
        self.moves = layout::moves_after((&self.moves, &key), (&before, &self.memory));
        Ok(())
    }

    fn item(&self, key: &str) -> usize {
        let mut items = self.diagram.items.iter();
        items.position(|item| item.key.as_str() == key).unwrap()
    }

    fn check(&self) {
        check_boxes(&self.diagram, &self.scene);
        check_lines(&self.diagram, &self.scene);
    }

    /// What was chosen is what is drawn.
    fn check_kept(&self) {
        let slots = self.memory.slots();
        for item in &self.diagram.items {
            if let Some(chosen) = self.moves.get(&item.key) {
                assert_eq!(slots.get(&item.key), Some(chosen), "{:?}", item.key);
            }
        }
    }

    /// Of each container the boxes as they stand in rows, from the slots.
    fn rows(&self) -> BTreeMap<Option<usize>, Vec<Vec<NodeKey>>> {
        let slots = self.memory.slots();
        let mut sorted: Vec<_> = self.diagram.items.iter().collect();
        sorted.sort_by_key(|item| slots[&item.key]);
        let mut rows: BTreeMap<Option<usize>, Rows> = BTreeMap::new();
        for item in sorted {
            let slot = slots[&item.key];
            let of = rows.entry(item.parent).or_default();
            let row = of.entry((slot.class, slot.row)).or_default();
            row.push(item.key.clone());
        }
        let plain = |(container, rows): (_, Rows)| (container, rows.into_values().collect());
        rows.into_iter().map(plain).collect()
    }
}

/// By class and row.
type Rows = BTreeMap<(u8, i16), Vec<NodeKey>>;

fn shop() -> Diagram {
    let drawing = include_str!("drawings/shop.txt");
    description::parse(drawing.split_once("---\n").unwrap().0)
}

/// (item as a share, direction), and what happens in between: nothing, or a change.
type Deed = (u16, usize, Option<bool>);

fn deeds(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    let deed = (any::<u16>(), 0..4usize, prop::option::of(any::<bool>()));
    prop::collection::vec(deed, 1..most)
}

fn carry_out(desk: &mut Desk, deeds: &[Deed], has_refreshes: bool) {
    let mut dice = Dice::new(5);
    for (number, &(share, direction, change)) in deeds.iter().enumerate() {
        let item = usize::from(share) * desk.diagram.items.len() / 65_536;
        let before = desk.rows();
        if desk.step(item, DIRECTIONS[direction]).is_ok() {
            let after = desk.rows();
            let touched = desk.diagram.items[item].parent;
            for (container, rows) in &before {
                assert!(*container == touched || after[container] == *rows);
            }
        }
        desk.check();
        desk.check_kept();
        let moves = desk.moves.clone();
        if let (true, Some(is_added)) = (has_refreshes, change) {
            let change = if is_added {
                Change::Add
            } else {
                Change::Remove
            };
            change::apply(&mut desk.diagram, change, (number, &mut dice));
        }
        desk.draw(None);
        desk.check();
        assert_eq!(desk.moves, moves);
        if !has_refreshes {
            // Read again and laid out anew, it is where it was put.
            desk.check_kept();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_moved_the_drawing_is_sound(
        diagram in invariants::diagrams(40, 50),
        deeds in deeds(10),
    ) {
        carry_out(&mut Desk::new(diagram), &deeds, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn an_estate_is_sound_while_it_is_moved_and_refreshed(
        count in 40..160usize,
        is_collapsed in any::<bool>(),
        deeds in deeds(10),
    ) {
        let diagram = topology::account(count, 1 + count / 80, is_collapsed);
        carry_out(&mut Desk::new(diagram), &deeds, true);
    }
}

/// Slots out, slots in: the same scene, with what was moved by hand.
#[test]
fn slots_kept_elsewhere_give_the_same_scene() {
    for diagram in [
        shop(),
        topology::account(200, 2, true),
        topology::account(200, 2, false),
    ] {
        let mut memory = Memory::default();
        let scene = arrange(&diagram, &mut memory);
        let mut again = Memory::of_slots(memory.slots());
        assert_eq!(arrange(&diagram, &mut again), scene);
        assert_eq!(again.slots(), memory.slots());
    }
    let mut desk = Desk::new(shop());
    let web = desk.item("web-a");
    let moved = DIRECTIONS.iter().any(|to| desk.step(web, *to).is_ok());
    assert!(moved);
    let kept = desk.memory.slots();
    let mut again = Memory::of_slots(kept.clone());
    let wishes = Wishes {
        width: i32::MAX,
        moves: &desk.moves,
        step: None,
    };
    arrange_as_wished(&desk.diagram, &mut again, &wishes);
    assert_eq!(again.slots(), kept);
}

/// There and back, and everything is as it was: nobody else has been pushed for good.
#[test]
fn there_and_back_is_nothing() {
    for diagram in [shop(), topology::account(120, 1, true)] {
        let desk = Desk::new(diagram);
        let rows = desk.rows();
        for item in 0..desk.diagram.items.len() {
            let [_, _, left, right] = DIRECTIONS;
            let mut desk = Desk::new(desk.diagram.clone());
            if desk.step(item, right).is_ok() {
                assert_ne!(desk.rows(), rows);
                assert_eq!(desk.step(item, left), Ok(()));
                assert_eq!(desk.rows(), rows);
            }
        }
    }
}

/// Forgotten sizes and slots do not undo what a hand did, and forgetting does.
#[test]
fn a_map_that_is_laid_out_anew_keeps_what_was_put_by_hand() {
    let mut desk = Desk::new(topology::account(120, 1, true));
    let before = desk.rows();
    let mut moved = 0;
    for item in 0..desk.diagram.items.len() {
        moved += usize::from(desk.step(item, Direction::Right).is_ok());
    }
    assert!(moved > 4, "{moved}");
    desk.memory = Memory::default();
    desk.draw(None);
    desk.check();
    // A row that has become shorter ends earlier.
    let slots = desk.memory.slots();
    for (key, chosen) in &desk.moves {
        let Slot { class, row, column } = slots[key];
        assert_eq!((class, row), (chosen.class, chosen.row), "{key:?}");
        assert!(column <= chosen.column, "{key:?}");
    }
    for key in std::mem::take(&mut desk.moves).into_keys() {
        desk.memory.forget(&key);
    }
    desk.draw(None);
    desk.check();
    assert_eq!(desk.rows(), before);
}
