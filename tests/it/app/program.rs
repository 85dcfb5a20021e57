//! The program without a terminal: messages in, effects and screens out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a fixture that cannot be made fails its test"
)]

use super::shop;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use skymap::account::store::Loaded;
use skymap::app::{self, Appearance, Clock, Effect, Message, Model, Screen, Topology};
use skymap::inventory::{Slice, SliceId};
use skymap::layout::Glyphs;
use skymap::provider::{Call, ErrorKind, Explanation, ScanEvent};
use std::time::{Duration, Instant};

/// A model and a clock that only moves when it is told to.
pub struct Program {
    pub model: Model,
    pub now: Instant,
}

impl Program {
    pub fn new(width: u16, height: u16) -> Self {
        let now = Instant::now();
        let clock = Clock {
            started: now,
            wall: "2026-01-02T03:04:05Z".parse().unwrap(),
        };
        Self {
            model: Model::new(Screen {
                width,
                height,
                glyphs: Glyphs::Unicode,
                appearance: Appearance::default(),
                is_mouse_on: true,
                is_demo: false,
                clock,
            }),
            now,
        }
    }

    /// With the shop's account open and nothing read yet.
    pub fn opened(width: u16, height: u16) -> Self {
        let mut program = Self::new(width, height);
        program.load(&["shop-prod"]);
        program
    }

    /// With everything of the shop read.
    pub fn with_shop(width: u16, height: u16) -> Self {
        let mut program = Self::opened(width, height);
        program.read_shop();
        program
    }

    /// What is wrong with the command that was run; its line stays to be mended.
    pub fn problem(&self) -> &str {
        match self.model.overlays.last() {
            Some(app::Overlay::Command(line)) => line.problem.as_deref().unwrap_or_default(),
            _ => "",
        }
    }

    pub fn load(&mut self, names: &[&str]) -> Vec<Effect> {
        let accounts = names.iter().map(|name| shop::account(name)).collect();
        let loaded = Loaded {
            accounts,
            ..Loaded::default()
        };
        self.send(Message::AccountsLoaded(loaded))
    }

    pub fn read_shop(&mut self) {
        self.read_shop_in([0, 1, 2, 3, 4]);
    }

    /// The same, with the slices in another order.
    pub fn read_shop_in(&mut self, order: [usize; 5]) {
        self.scan(ScanEvent::SessionReady {
            account: shop::ACCOUNT.parse().unwrap(),
            seconds_left: 3600,
        });
        let due = Some(Duration::from_mins(1));
        let slices = [
            "network",
            "balancers",
            "instances",
            "instance-status",
            "target-health",
        ];
        let planned = slices.map(|collector| (shop::slice_id(collector), due));
        self.scan(ScanEvent::Planned(planned.to_vec()));
        for index in order {
            let slice = match slices[index] {
                "network" => shop::network(),
                "balancers" => shop::balancers(),
                "instances" => shop::instances(),
                "instance-status" => shop::instance_status(),
                _ => shop::target_health(None),
            };
            self.collect(slices[index], slice);
        }
        self.scan(ScanEvent::Called(Call {
            service: "ec2",
            operation: "DescribeInstances".into(),
            region: shop::region(),
            took: Duration::from_millis(42),
            error: None,
        }));
        self.scan(ScanEvent::Finished);
    }

    /// Reads whatever is given, all at once.
    pub fn read(&mut self, slices: Vec<(&'static str, Slice)>) {
        self.scan(ScanEvent::SessionReady {
            account: shop::ACCOUNT.parse().unwrap(),
            seconds_left: 3600,
        });
        let due = Some(Duration::from_mins(1));
        let planned = slices
            .iter()
            .map(|(collector, _)| (shop::slice_id(collector), due));
        self.scan(ScanEvent::Planned(planned.collect()));
        for (collector, slice) in slices {
            self.collect(collector, slice);
        }
        self.scan(ScanEvent::Finished);
    }

    pub fn send(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = app::update(&mut self.model, message, self.now);
        effects.extend(self.derive());
        effects
    }

    /// Derives, and carries out at once what that asks for.
    pub fn derive(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(study) = app::derive(&mut self.model, self.now) {
            let understood = Message::Understood {
                generation: study.generation,
                understanding: Some(Box::new(study.conclude())),
            };
            effects.extend(app::update(&mut self.model, understood, self.now));
        }
        effects
    }

    /// What the running watch says.
    pub fn scan(&mut self, event: ScanEvent) -> Vec<Effect> {
        let generation = self.model.accounts.generations.watch;
        self.scan_of(generation, event)
    }

    pub fn scan_of(&mut self, generation: u64, event: ScanEvent) -> Vec<Effect> {
        let account = shop::account("shop-prod").id;
        self.send(Message::ScanAdvanced {
            generation,
            account,
            event,
        })
    }

    pub fn collect(&mut self, collector: &'static str, slice: Slice) {
        self.scan(ScanEvent::Collected {
            id: shop::slice_id(collector),
            slice,
            calls: 1,
            issues: Vec::new(),
        });
    }

    pub fn fail(&mut self, collector: &'static str, kind: ErrorKind) {
        let id: SliceId = shop::slice_id(collector);
        self.scan(ScanEvent::Failed {
            error: explanation(kind, &format!("reading {collector} failed")),
            id,
            calls: 1,
            is_remembered: true,
        });
    }

    /// Presses keys, as the table of bindings writes them, parted by blanks.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        keys.split(' ')
            .flat_map(|name| self.send(Message::Key(key(name))))
            .collect()
    }

    /// Types a text, letter by letter.
    pub fn type_in(&mut self, text: &str) {
        for letter in text.chars() {
            let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
            self.send(Message::Key(key));
        }
    }

    pub fn wait(&mut self, seconds: u64) -> Vec<Effect> {
        self.now += Duration::from_secs(seconds);
        self.send(Message::DeadlineReached)
    }

    pub fn topology(&self) -> &Topology {
        self.model.topology.as_ref().expect("an account is open")
    }

    /// The label of the selected box.
    pub fn selected(&self) -> &str {
        let topology = self.topology();
        topology
            .selected()
            .map_or("", |item| &topology.derived.diagram.items[item].label)
    }

    pub fn labels(&self) -> Vec<&str> {
        let items = self.topology().derived.diagram.items.iter();
        items.map(|item| item.label.as_str()).collect()
    }

    /// Selects the box that shows the node of that name.
    pub fn find(&mut self, name: &str) {
        let topology = self.model.topology.as_mut().unwrap();
        let nodes = topology.derived.graph.nodes.values();
        let key = nodes.filter(|node| node.label == name).find_map(|node| {
            let item = topology.standing_for(&node.key)?;
            Some(topology.derived.diagram.items[item].key.clone())
        });
        topology.look.selection = Some(key.expect("a box that shows it"));
    }

    /// Selects the box of that label.
    pub fn select(&mut self, label: &str) {
        let items = &self.topology().derived.diagram.items;
        let item = items
            .iter()
            .find(|item| item.label == label)
            .expect("a box of that label");
        let key = item.key.clone();
        self.model.topology.as_mut().unwrap().look.selection = Some(key);
    }
}

pub fn explanation(kind: ErrorKind, summary: &str) -> Explanation {
    Explanation {
        kind,
        summary: summary.to_owned(),
        causes: Vec::new(),
        request_id: None,
    }
}

/// The event of a key by its name in the table.
pub fn key(name: &str) -> KeyEvent {
    let (mut modifiers, mut rest) = (KeyModifiers::NONE, name);
    for (prefix, modifier) in [
        ("Ctrl-", KeyModifiers::CONTROL),
        ("Alt-", KeyModifiers::ALT),
        ("Shift-", KeyModifiers::SHIFT),
    ] {
        if let Some(stripped) = rest.strip_prefix(prefix) {
            modifiers |= modifier;
            rest = stripped;
        }
    }
    let code = match rest {
        "Space" => KeyCode::Char(' '),
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        letter => KeyCode::Char(letter.chars().next().expect("a key has a name")),
    };
    KeyEvent::new(code, modifiers)
}
