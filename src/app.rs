//! The program as a value: what is known, what is on screen, and how a message
//! changes it. No I/O, no clock, no tokio: time is an argument, effects are data.

pub mod accounts;
mod effect;
mod keymap;
mod message;
mod overlay;
mod topology;

pub use accounts::{Accounts, AccountsModal, Session};
pub use effect::Effect;
pub use keymap::{Action, BINDINGS, Binding, Context};
pub use message::Message;
pub use overlay::Overlay;
pub use topology::{Derived, Look, Topology, View, Watch};

use crate::account::Account;
use std::time::Instant;

/// Everything the program knows. At most seven fields; each is a feature's own.
#[derive(Debug)]
pub struct Model {
    pub accounts: Accounts,
    /// What is watched; `None` until an account is opened.
    pub topology: Option<Topology>,
    /// What lies over the map, the topmost last. Focus follows from it.
    pub overlays: Vec<Overlay>,
    /// A sentence for the person, until a deadline or the next key.
    pub notice: Option<Notice>,
    pub screen: Screen,
    /// The generation of the running watch and check; messages of an older one are dropped.
    pub generations: Generations,
    pub phase: Phase,
}

/// The terminal as the model needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    pub width: u16,
    pub height: u16,
    pub glyphs: crate::layout::Glyphs,
    /// Colours may be used (`NO_COLOR` and `TERM` decide).
    pub has_colour: bool,
    pub is_mouse_on: bool,
    pub is_demo: bool,
}

/// A sentence at the foot of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub sentence: String,
    pub is_error: bool,
    pub until: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Generations {
    pub watch: u64,
    pub check: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    #[default]
    Running,
    /// Ctrl-Z was pressed; the runtime stops the process and sets the phase back.
    Suspending,
    Quitting,
}

impl Model {
    pub fn new(screen: Screen) -> Self {
        Self {
            accounts: Accounts::default(),
            topology: None,
            overlays: Vec::new(),
            notice: None,
            screen,
            generations: Generations::default(),
            phase: Phase::Running,
        }
    }

    /// When the model wants a [`Message::DeadlineReached`], if nothing else comes before.
    /// `None` while nothing on screen can change by itself: then the program sleeps.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.notice.as_ref().map(|notice| notice.until)
    }
}

/// What the program asks of the runtime at its start.
pub fn start() -> Vec<Effect> {
    vec![Effect::LoadAccounts]
}

/// Changes the model by one message. The root only routes.
pub fn update(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    accounts::update(model, message, now)
}

/// Opens an account on the map.
pub fn open_account(model: &mut Model, account: &Account, now: Instant) -> Vec<Effect> {
    let _ = now;
    model.generations.watch += 1;
    vec![Effect::Watch {
        generation: model.generations.watch,
        account: Box::new(account.clone()),
        regions: account.watched_regions(),
    }]
}

/// Rebuilds what follows from the ground state; does nothing when nothing changed.
/// Runs once per batch of messages, before the view.
pub fn derive(model: &mut Model, now: Instant) {
    let _ = (model, now);
}
