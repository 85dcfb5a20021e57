//! The selection stays what it is, and where it is on the screen, whatever becomes of
//! the map round it.

use crate::app::program::Program;
use crate::app::shop;
use proptest::prelude::*;
use skymap::graph::NodeKey;
use skymap::inventory::Slice;
use skymap::layout::{Point, Rect};

/// What happens to the map without a wish to move.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// So many servers are read in each zone.
    Servers(u8, u8),
    Sick(u8),
    Filter(u8),
    Compact,
    Wires,
    Tree,
    Resize(u16, u16),
    /// Somebody walks.
    Walk(&'static str),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => (0..9u8, 0..9u8).prop_map(|(a, b)| Event::Servers(a, b)),
        2 => (0..9u8).prop_map(Event::Sick),
        2 => (0..4u8).prop_map(Event::Filter),
        1 => Just(Event::Compact),
        1 => Just(Event::Wires),
        1 => Just(Event::Tree),
        1 => (40..60u16, 10..20u16).prop_map(|(width, height)| Event::Resize(width, height)),
        4 => proptest::sample::select(vec!["h", "j", "k", "l", "u", "J", "K", "G", "Tab", "z"])
            .prop_map(Event::Walk),
    ];
    proptest::collection::vec(event, 1..24)
}

/// What is typed to search goes to what it finds; only keeping it must move nothing.
fn prepare(program: &mut Program, event: Event) {
    if let Event::Filter(which) = event {
        program.press("/ Ctrl-u");
        program.type_in(["", "app", "web", "health=healthy"][usize::from(which)]);
    }
}

fn happen(program: &mut Program, event: Event) {
    match event {
        Event::Servers(in_a, in_b) => {
            let of = |zone: &'static str, count: u8| {
                (1..=count).map(move |number| shop::instance(&format!("app-{zone}-{number}"), zone))
            };
            program.collect("instances", Slice::of(of("a", in_a).chain(of("b", in_b))));
        }
        Event::Sick(number) => {
            let name = format!("web-{}", number / 2);
            let sick = (number % 2 == 0).then_some((name.as_str(), "Target.Timeout"));
            program.collect("target-health", shop::target_health(sick));
        }
        Event::Filter(_) => drop(program.press("Enter")),
        Event::Compact => drop(program.press("Ctrl-l")),
        Event::Wires => drop(program.press("e")),
        Event::Tree => drop(program.press("t")),
        Event::Resize(width, height) => {
            program.send(skymap::app::Message::Resized { width, height });
        }
        Event::Walk(key) => drop(program.press(key)),
    }
}

/// Where the selected box stands, if all of it is in the window.
fn in_sight(program: &Program) -> Option<Rect> {
    let topology = program.topology();
    let rect = topology.derived.scene.boxes.get(topology.selected()?)?.rect;
    let window = skymap::app::Panes::of(&program.model).window();
    let Point { x, y } = topology.look.camera;
    let (width, height) = (window.width, window.height);
    let sight = Rect {
        x,
        y,
        width,
        height,
    };
    let is_inside = rect.x >= sight.x && rect.right() <= sight.right();
    let is_inside = is_inside && rect.y >= sight.y && rect.bottom() <= sight.bottom();
    is_inside.then_some(rect)
}

/// The window that keeps the box where it was on the screen, as far as the map goes.
fn held(program: &Program, (before, camera): (Rect, Point)) -> Option<Point> {
    let topology = program.topology();
    let now = topology.derived.scene.boxes.get(topology.selected()?)?.rect;
    let window = skymap::app::Panes::of(&program.model).window();
    let size = topology.derived.scene.size;
    let clamp = |at: i32, size: i32, window: i32| at.clamp(0, (size - window).max(0));
    Some(Point {
        x: clamp(camera.x + now.x - before.x, size.width, window.width),
        y: clamp(camera.y + now.y - before.y, size.height, window.height),
    })
}

fn is_shown(program: &Program, key: &NodeKey) -> bool {
    program.topology().item(key).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_selection_outlives_whatever_happens(events in events()) {
        // The map is larger than the window.
        let mut program = Program::with_shop(40, 12);
        program.press("Enter");
        program.select("web-alb");
        program.press("j k");
        for event in events {
            prepare(&mut program, event);
            let before = program.topology().look.selection.clone();
            let stood = in_sight(&program);
            let camera = program.topology().look.camera;
            let had_lost = program.topology().look.lost.is_some();
            happen(&mut program, event);
            let topology = program.topology();
            if let Event::Walk(_) = event {
                continue;
            }
            let Some(before) = before else { continue };
            if !is_shown(&program, &before) {
                let stand_in = topology.look.selection.as_ref();
                prop_assert!(
                    topology.derived.diagram.items.is_empty()
                        || stand_in.is_some_and(|key| is_shown(&program, key)),
                    "after {event:?} nothing that is shown is selected"
                );
                continue;
            }
            let returned = topology.look.selection.as_ref();
            // What was selected before a filter hid it comes back with the filter's end.
            prop_assert!(had_lost || returned == Some(&before), "after {event:?}: {before:?} became {returned:?}");
            // A new size may bring the selection into sight.
            let stays = !matches!(event, Event::Resize(..) | Event::Tree);
            if let Some(rect) = stood.filter(|_| stays && returned == Some(&before)) {
                let held = held(&program, (rect, camera));
                prop_assert_eq!(Some(topology.look.camera), held, "after {:?}", event);
            }
        }
    }
}
