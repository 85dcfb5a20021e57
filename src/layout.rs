//! Diagram to scene: where every box stands and how every wire runs, in cells.
//! Containers are placed by template, wires are routed through channels and lanes,
//! so that overlaps and wires through boxes cannot occur. It must not know what AWS
//! is: a box has a label, a parent and a template role.
//!
//! ```text
//! diagram -> slots -> frame -> net -> align -> route -> rails -> columns -> channels -> scene -> canvas
//!            rows of  sizes    hubs   hubs     which    sides    of posts   lanes of    lines    cells
//!            boxes                    over     way      of grids            channels
//!                                     spokes
//! ```
//!
//! What is one step there has help: `filler`, `moves` and `zones` of slots; `ends` and `router` of
//! route; `strips`, `neighbours` and `uncross` of columns; `lanes` and `runs` of channels.
//! Inside, boxes, posts and channels are numbers; keys are for the memory alone.
//!
//! A diagram that is a table (a VPC's services by zones, one resource with what it is
//! joined to) needs less: `table` gives each net a track in the rows that it passes and a
//! lane between the columns where it changes rows.
//!
//! `step` tells the next slot of a box in a direction, for a hand that moves it.

mod align;
mod canvas;
mod caption;
mod card;
mod channels;
mod columns;
mod compose;
mod ends;
mod filler;
mod frame;
mod geometry;
mod glyphs;
mod lanes;
mod memory;
mod moves;
mod neighbours;
mod net;
mod plan;
mod rails;
mod route;
mod router;
mod runs;
mod scene;
mod segments;
mod slots;
mod step;
mod strips;
mod table;
mod template;
mod uncross;
mod zones;

pub use canvas::{Canvas, Cell, Ink};
pub use caption::beside_name;
pub use geometry::{Direction, Point, Rect, Size};
pub use glyphs::Glyphs;
pub use memory::Memory;
pub use moves::{Slot, Slots, Wishes, moves_after};
pub use scene::{Hit, PlacedBox, Scene};
pub use step::{Barred, moves_with, next_slot};
pub use table::row_of_key;

use crate::graph::Diagram;
use channels::Channels;
use columns::{APART, CLOSE};
use plan::Plan;
use route::Routes;

/// Places and routes a diagram. Deterministic: the same diagram and memory give the
/// same scene, whatever order they were built in. `memory` holds the slots, gaps and
/// lanes of earlier scenes; what did not change does not move.
pub fn arrange(diagram: &Diagram, memory: &mut Memory) -> Scene {
    arrange_within(diagram, memory, i32::MAX)
}

/// The same for a window of `width` columns: cards fill it, and a table's names are cut as
/// far as that makes it fit.
pub fn arrange_within(diagram: &Diagram, memory: &mut Memory, width: i32) -> Scene {
    arrange_as_wished(diagram, memory, &Wishes::of_width(width))
}

/// The same with boxes where somebody put them by hand: that is an input of the
/// assignment of slots, so that nothing overlaps.
pub fn arrange_as_wished(diagram: &Diagram, memory: &mut Memory, wishes: &Wishes) -> Scene {
    if let Some(table) = &diagram.table {
        return table::arrange((diagram, table), memory, wishes);
    }
    if memory.is_outgrown(diagram) {
        memory.begin_anew();
    }
    let mut plan = slots::build(diagram, memory, wishes);
    frame::lay_columns(&mut plan);
    let mut nets = net::bundle(diagram, &plan.ranks);
    align::align(&mut plan, &nets);
    frame::lay_columns(&mut plan);
    let mut routes = route::route(diagram, &mut plan, &mut nets, memory);
    rails::assign(&mut plan, &mut routes);
    let channels = run(&mut plan, &mut routes);
    frame::lay_rows(&mut plan);
    memory.record(diagram, &plan, (&nets, &routes));
    compose::scene(diagram, &plan, (&nets, &routes, &channels))
}

/// Columns and lanes. Where wires apart need more room than there was, closer ones may
/// fit, and nothing moves.
fn run(plan: &mut Plan, routes: &mut Routes) -> Channels {
    let mut channels = run_apart(plan, routes, APART);
    if plan.is_outgrown() {
        channels = run_apart(plan, routes, CLOSE);
        if plan.is_outgrown() {
            channels = run_apart(plan, routes, APART);
        }
    }
    channels::reserve(plan);
    channels
}

/// Wires at least so many columns apart, where there is room for it.
fn run_apart(plan: &mut Plan, routes: &mut Routes, pitch: i32) -> Channels {
    loop {
        frame::lay_columns(plan);
        columns::assign(plan, routes, pitch);
        match Channels::assign(plan, routes) {
            Ok(channels) => return channels,
            Err(narrow) => {
                for container in narrow {
                    plan.boxes[container].extra += 2;
                }
            }
        }
    }
}
