//! Moving a box by hand: it is taken in hand, goes from slot to slot, and is kept, put
//! back, or left to the map again. What was put somewhere is kept by key, whatever is
//! read afterwards. Where slots are and who makes way is the layout's matter.

mod placed;

pub(super) use placed::forget_all;

use super::keymap::Action;
use super::topology::{Look, Topology, View};
use super::{Effect, Model, Panes};
use crate::graph::{Diagram, Level, NodeKey};
use crate::layout::{self, Barred, Direction, Memory, Point, Scene, Size, Slot, Slots, Wishes};
use std::time::Instant;

/// A box in hand. Every step begins at what was there when it was taken, so that what
/// made way for it on the way goes back.
#[derive(Debug)]
pub struct Moving {
    /// As the footer calls it.
    pub name: String,
    /// How many it stands for.
    pub count: usize,
    item: NodeKey,
    /// Of what moves with it: itself, or its row of a table.
    key: NodeKey,
    step: Option<Slot>,
    memory: Memory,
    moves: Slots,
    camera: Point,
}

const DIRECTIONS: [Direction; 4] = [
    Direction::Up,
    Direction::Down,
    Direction::Left,
    Direction::Right,
];

/// Takes the selected box in hand, or says why it cannot be moved.
pub(super) fn start(topology: &mut Topology) -> Result<(), &'static str> {
    if topology.look.view == View::Tree {
        return Err("the tree has no places to move to; t shows the map");
    }
    if topology.look.collapse.level == Level::Resource {
        return Err("what is round one resource stands as it is joined; - shows what can move");
    }
    let item = topology.selected().ok_or("nothing is selected")?;
    let diagram = &topology.derived.diagram;
    let key = layout::moves_with(diagram, item).map_err(said)?;
    let mut tried = DIRECTIONS.map(|direction| topology.next_slot(item, direction).err());
    if let Some(Some(barred)) = tried.iter().all(Option::is_some).then(|| tried[0].take()) {
        return Err(said(barred));
    }
    let drawn = &diagram.items[item];
    let is_row = diagram.table.is_some();
    let (name, count) = if is_row {
        (format!("the row of {}", drawn.label), 1)
    } else if drawn.role.is_container() {
        (drawn.label.clone(), 1)
    } else {
        (drawn.label.clone(), drawn.members.len())
    };
    let item = drawn.key.clone();
    let look = &mut topology.look;
    (look.is_settled, look.are_folds_settled) = (true, true);
    look.wire = None;
    look.moving = Some(Moving {
        name,
        count,
        item,
        key,
        step: None,
        memory: look.memory_in_force().clone(),
        moves: look.moves.clone(),
        camera: look.camera,
    });
    Ok(())
}

/// What keys do while a box is in hand.
pub(super) fn perform(model: &mut Model, action: Action, now: Instant) -> Vec<Effect> {
    let window = Panes::of(model).window();
    let Some(topology) = &mut model.topology else {
        return Vec::new();
    };
    let sentence = match action {
        Action::Move(direction) => match topology.nudge(direction, window) {
            Ok(()) => None,
            Err(barred) => Some(said(barred).to_owned()),
        },
        Action::Enter => topology.keep_move(),
        Action::Escape => topology.put_back(window),
        Action::ForgetMove => topology.forget_move(window),
        _ => topology.how_to_move(),
    };
    if let Some(sentence) = sentence {
        model.notify(sentence, now);
    }
    Vec::new()
}

/// Whether a box is in hand.
pub(super) fn is_under_way(model: &Model) -> bool {
    let topology = model.topology.as_ref();
    topology.is_some_and(|topology| topology.look.moving.is_some())
}

/// What is in hand stays where it is: something else is done now.
pub(super) fn keep(model: &mut Model) {
    if let Some(topology) = &mut model.topology {
        topology.look.moving = None;
    }
}

fn said(barred: Barred) -> &'static str {
    match barred {
        Barred::Alone => "nothing is beside it: there is no other place in what holds it",
        Barred::AtTheEnd => "it goes no further that way",
        Barred::ZonesAreColumns => "zones stand side by side; left and right move them",
        Barred::SubnetsAreLevel => {
            "subnets of a kind are level in all zones; it moves among its own kind"
        }
        Barred::ColumnsAreFixed => "columns are zones here; up and down move the row",
        Barred::HasNoRow => "it frames the table; its rows can be moved, or itself at zoom 4",
    }
}

impl Look {
    /// Lays a diagram out as the picture in force, with boxes where a hand put them.
    pub(super) fn arrange(&mut self, diagram: &Diagram, width: i32) -> Scene {
        if let Some(mut moving) = self.moving.take() {
            let scene = self.arrange_in_hand((diagram, width), &mut moving);
            self.moving = Some(moving);
            return scene;
        }
        let moves = std::mem::take(&mut self.moves);
        let wishes = Wishes {
            width,
            moves: &moves,
            step: None,
        };
        let scene = layout::arrange_as_wished(diagram, self.memory_in_force(), &wishes);
        self.moves = moves;
        scene
    }

    fn arrange_in_hand(&mut self, (diagram, width): (&Diagram, i32), moving: &mut Moving) -> Scene {
        let Moving { key, moves, .. } = &*moving;
        let wishes = Wishes {
            width,
            moves,
            step: moving.step.map(|slot| (key, slot)),
        };
        let mut memory = moving.memory.clone();
        let scene = layout::arrange_as_wished(diagram, &mut memory, &wishes);
        self.moves = match moving.step {
            Some(_) => layout::moves_after((moves, key), (&moving.memory, &memory)),
            None => moves.clone(),
        };
        if moving.step.is_none() {
            // What was read meanwhile is where it is put back to.
            moving.memory = memory.clone();
        }
        *self.memory_in_force() = memory;
        scene
    }

    /// The window has another width: what was remembered fits it no more.
    pub(super) fn forget_sizes(&mut self) {
        *self.memory_in_force() = Memory::default();
        if let Some(moving) = &mut self.moving {
            moving.memory = Memory::default();
        }
    }

    fn forget_slot(&mut self, key: &NodeKey) {
        for memory in self.memories.values_mut() {
            memory.forget(key);
        }
    }
}

impl Topology {
    fn next_slot(&self, item: usize, direction: Direction) -> Result<(NodeKey, Slot), Barred> {
        let derived = &self.derived;
        let memory = self.look.memory_drawn().ok_or(Barred::Alone)?;
        layout::next_slot((&derived.diagram, &derived.scene, memory), item, direction)
    }

    /// One step; the picture follows at once.
    fn nudge(&mut self, direction: Direction, window: Size) -> Result<(), Barred> {
        let item = self.selected().ok_or(Barred::Alone)?;
        let (key, slot) = self.next_slot(item, direction)?;
        let Some(moving) = &mut self.look.moving else {
            return Ok(());
        };
        let before = moving.step.replace(slot);
        let here = self.slot_of(&key);
        self.rebuild(window);
        if self.slot_of(&key) == here {
            if let Some(moving) = &mut self.look.moving {
                moving.step = before;
            }
            self.rebuild(window);
            return Err(Barred::AtTheEnd);
        }
        Ok(())
    }

    fn slot_of(&self, key: &NodeKey) -> Option<Slot> {
        let memory = self.look.memory_drawn()?;
        memory.slots_where(|known| known == key).get(key).copied()
    }

    fn keep_move(&mut self) -> Option<String> {
        let moving = self.look.moving.take()?;
        moving.step?;
        let name = moving.name;
        Some(format!(
            "{name} keeps this place; :moves lists what was placed by hand"
        ))
    }

    fn put_back(&mut self, window: Size) -> Option<String> {
        let moving = self.look.moving.take()?;
        moving.step?;
        *self.look.memory_in_force() = moving.memory;
        self.look.moves = moving.moves;
        self.rebuild(window);
        self.look.camera = moving.camera;
        self.clamp(window);
        Some(format!("{} is where it was", moving.name))
    }

    fn forget_move(&mut self, window: Size) -> Option<String> {
        let Moving { name, key, .. } = self.look.moving.as_ref()?;
        let (name, key) = (name.clone(), key.clone());
        self.put_back(window);
        if self.look.moves.remove(&key).is_none() {
            return Some(format!("{name} stands where the map puts it"));
        }
        self.look.forget_slot(&key);
        self.rebuild(window);
        self.reveal(window);
        Some(format!("{name} stands where the map puts it again"))
    }

    fn how_to_move(&self) -> Option<String> {
        let name = &self.look.moving.as_ref()?.name;
        Some(format!(
            "{name} is in hand: Enter keeps it here, Esc puts it back"
        ))
    }

    /// What was in hand is not drawn any more: its name.
    pub(super) fn let_go_of_gone(&mut self) -> Option<String> {
        let gone = |moving: &mut Moving| !self.derived.places.contains_key(&moving.item);
        let moving = self.look.moving.take_if(gone)?;
        Some(moving.name)
    }

    /// What holds the box in hand: it stays where it is on the screen, and the box moves.
    pub(super) fn held_by(&self) -> Option<usize> {
        let moving = self.look.moving.as_ref()?;
        self.derived.diagram.items[self.item(&moving.item)?].parent
    }
}
