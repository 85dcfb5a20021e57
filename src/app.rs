//! The program as a value: what is known, what is on screen, and how a message
//! changes it. No I/O, no clock, no tokio: time is an argument, effects are data.

pub mod accounts;
mod age;
mod appearance;
mod banner;
mod blueprints;
mod command;
mod copying;
mod costs;
mod coverage;
mod derive;
mod details;
mod dispatch;
mod effect;
mod exporting;
mod facets;
mod filter;
mod fold;
mod help;
mod in_force;
mod in_view;
mod journal;
mod jump;
mod keymap;
mod legend;
mod lists;
mod message;
mod mouse;
mod moving;
mod navigation;
mod on_map;
mod opening;
mod overlay;
mod panes;
mod presets;
mod problems;
mod prompt;
mod receipt;
mod regions;
mod rows;
mod scanning;
mod search;
mod study;
mod topology;
mod watch;
mod why;
mod wires;
mod zoom;

pub use crate::palette::{ColourDepth, Ground, ThemeName};
pub use accounts::{Accounts, AccountsModal, Generations, Session};
pub use age::coarse;
pub use appearance::Appearance;
pub use banner::Banner;
pub use blueprints::{
    BlueprintAction, BlueprintAnswer, BlueprintOrder, BlueprintsView, DiffRow, DiffSign,
    OpenBlueprint, Purpose,
};
pub use command::{
    Argument, COMMANDS, Candidate, Command, CommandHistory, CommandLine, Completion, Count, Run,
    Words,
};
pub use copying::{CopyItem, Shown, copies_of};
pub use costs::{
    Asked, BudgetAction, BudgetRow, BudgetView, Choice, Costs, Entry, Lens, Order, Page,
};
pub use coverage::{
    CoverageCell, CoverageColumn, CoverageGrid, CoverageKey, CoverageRow, CoverageSpot,
    CoverageState, CoverageView,
};
pub use details::{DetailRow, Way};
pub use dispatch::contexts;
pub use effect::Effect;
pub use facets::{FacetRow, Facets, facet_rows};
pub use filter::{FilterPrompt, Query};
pub use help::{HelpRow, Hint, help, hints};
pub use in_force::{Capable, checked};
pub use journal::{Change, Event, Journal, time_at, time_of_day};
pub use jump::JumpLabels;
pub use keymap::{Action, BINDINGS, Binding, Context, Keymap, bindings, key_name, rebind};
pub use legend::{LEGEND, Sign};
pub use lists::{coverage_grid, position};
pub use message::Message;
pub use mouse::{Grip, Spot};
pub use moving::Moving;
pub use navigation::{Fork, History};
pub use opening::{open_account, open_accounts};
pub use overlay::{Cursor, Overlay, Pane};
pub use panes::{Panes, too_small};
pub use presets::{PresetPicker, PresetRow, TagKey};
pub use problems::{Problem, said};
pub use receipt::{CallName, Receipt, Tally};
pub use regions::{Picked, RegionRow};
pub use rows::shown;
pub use search::Found;
pub use study::{Study, Understanding};
pub use topology::{Basis, Derived, Look, Topology, View};
pub use watch::{Coverage, Failure, Pace, Read, SessionState, Watch, Watched};
pub use why::{Reason, Why};
pub use wires::WireKey;
pub use zoom::{Place, describe_middle};

use crate::budget::Assumptions;
use crate::export::budget::{Span, Terms};
use crate::prices::Currency;
use crate::settings::Settings;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a notice stays.
const NOTICE_FOR: Duration = Duration::from_secs(8);

/// Everything the program knows. Each field is a feature's own.
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
    /// What `config.toml` says; as by default until it was read.
    pub settings: Settings,
    pub phase: Phase,
    /// What was typed after the colon.
    pub history: CommandHistory,
    /// What costs rest on besides what was read: prices, what was typed while no
    /// blueprint is open, and what if.
    pub assumptions: Assumptions,
}

/// The terminal as the model needs it, and what else surrounds the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    pub width: u16,
    pub height: u16,
    pub glyphs: crate::layout::Glyphs,
    pub appearance: Appearance,
    pub is_mouse_on: bool,
    pub is_demo: bool,
    pub clock: Clock,
}

/// The time of day that belongs to an instant; from it every other follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub started: Instant,
    pub wall: jiff::Timestamp,
}

/// A sentence at the foot of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub sentence: String,
    pub is_error: bool,
    pub until: Instant,
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
            settings: Settings::default(),
            phase: Phase::Running,
            history: CommandHistory::default(),
            assumptions: Assumptions::default(),
        }
    }

    /// The keys that are in force.
    pub fn keymap(&self) -> Keymap<'_> {
        Keymap::of(&self.settings.keys)
    }

    /// When the model wants a [`Message::DeadlineReached`], if nothing else comes before.
    /// `None` while nothing on screen can change by itself: then the program sleeps.
    pub fn next_deadline(&self) -> Option<Instant> {
        let notice = self.notice.as_ref().map(|notice| notice.until);
        let topology = self.topology.as_ref();
        let fading = topology.and_then(|topology| topology.journal.next_fading());
        let step = topology.and_then(|topology| topology.derived.next_step);
        let sleep = topology.and_then(|topology| topology.watch.sleeps_at());
        [notice, fading, step, sleep].into_iter().flatten().min()
    }

    /// Says something at the foot of the screen for a while. `{anywhere.accounts}` in it
    /// becomes the key that is in force.
    pub fn notify(&mut self, sentence: impl Into<String>, now: Instant) {
        let sentence = self.keymap().spell(&sentence.into());
        self.notice = Some(Notice {
            sentence,
            is_error: false,
            until: now + NOTICE_FOR,
        });
    }

    /// How amounts are shown.
    pub fn terms(&self, span: Span) -> Terms {
        let currency = self.settings.currency.clone();
        Terms {
            span,
            currency: currency.unwrap_or_else(Currency::usd),
        }
    }

    /// Says what went wrong.
    pub fn notify_error(&mut self, sentence: impl Into<String>, now: Instant) {
        self.notify(sentence, now);
        if let Some(notice) = &mut self.notice {
            notice.is_error = true;
        }
    }
}

/// What the program asks of the runtime at its start.
pub fn start() -> Vec<Effect> {
    vec![Effect::LoadSettings, Effect::LoadAccounts]
}

/// Changes the model by one message. The root only routes.
pub fn update(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    match message {
        Message::Key(key) => dispatch::pressed(model, key, now),
        Message::Mouse(mouse) => mouse::moved(model, mouse, now),
        Message::Clicked(spot) => mouse::clicked(model, spot, now),
        Message::Pasted(text) => prompt::pasted(model, &text, now),
        Message::Resized { width, height } => {
            (model.screen.width, model.screen.height) = (width, height);
            panes::resized(model)
        }
        Message::DeadlineReached => deadline_reached(model, now),
        Message::Continued => {
            model.phase = Phase::Running;
            Vec::new()
        }
        Message::Terminated => {
            model.phase = Phase::Quitting;
            Vec::new()
        }
        Message::SettingsLoaded { loaded, capable } => {
            in_force::loaded(model, *loaded, capable, now)
        }
        Message::SettingKept { what, outcome } => in_force::kept(model, (&what, outcome), now),
        Message::Blueprint(answer) => blueprints::answered(model, answer, now),
        Message::AccountsLoaded(loaded) => opening::accounts_loaded(model, loaded, now),
        Message::ScanAdvanced {
            generation,
            account,
            event,
        } => {
            if is_current(model, account, generation) {
                scanning::advanced(model, account, event, now);
            }
            Vec::new()
        }
        Message::ScanEnded {
            generation,
            account,
        } => {
            if is_current(model, account, generation) {
                scanning::ended(model, account, now);
            }
            Vec::new()
        }
        Message::Understood {
            generation,
            understanding,
        } => {
            let topology = model.topology.as_mut();
            let topology = topology.filter(|topology| topology.generation == generation);
            let is_worse = topology.is_some_and(|topology| {
                let before = topology.journal.next();
                topology.understood(understanding.map(|known| *known), now);
                topology.is_worse_since(before)
            });
            let rings = is_worse && model.settings.is_bell_on;
            rings.then_some(Effect::Bell).into_iter().collect()
        }
        Message::Copied {
            what,
            text,
            outcome,
        } => copying::copied(model, CopyItem { what, text }, outcome, now),
        Message::Delivered(Ok(sentence)) => {
            model.notify(sentence, now);
            Vec::new()
        }
        Message::Delivered(Err(sentence)) | Message::TaskCrashed(sentence) => {
            model.notify_error(sentence, now);
            Vec::new()
        }
        Message::AccountSaved { .. }
        | Message::AccountRemoved { .. }
        | Message::CallerKnown { .. }
        | Message::Checked { .. }
        | Message::CheckEnded { .. } => answered(model, message, now),
    }
}

/// Whether an account's watch is the one that a message speaks of.
fn is_current(model: &Model, account: Uuid, generation: u64) -> bool {
    let topology = model.topology.as_ref();
    let watched = topology.and_then(|topology| topology.watch.accounts.get(&account));
    watched.is_some_and(|watched| watched.generation == generation)
}

/// What became of an order of the accounts modal. A removed account is watched no more.
fn answered(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    let mut effects = match &message {
        Message::AccountRemoved { id, outcome: Ok(_) } => opening::close_account(model, *id),
        _ => Vec::new(),
    };
    effects.extend(accounts::answered(model, message, now));
    effects
}

fn deadline_reached(model: &mut Model, now: Instant) -> Vec<Effect> {
    if model
        .notice
        .as_ref()
        .is_some_and(|notice| notice.until <= now)
    {
        model.notice = None;
    }
    match &mut model.topology {
        Some(topology) => topology.watch.fall_asleep(now),
        None => Vec::new(),
    }
}

/// Whether the map is not yet what the last keys have made of it.
pub fn is_behind(model: &Model) -> bool {
    model.topology.as_ref().is_some_and(Topology::is_changed)
}

/// Rebuilds what follows from the ground state; does nothing when nothing changed.
/// Runs once per batch of messages, before the view. What would take longer than a frame
/// is answered, to be carried out elsewhere; its conclusion is `Message::Understood`.
pub fn derive(model: &mut Model, now: Instant) -> Option<Study> {
    let window = Panes::of(model).window();
    let has_ages = model
        .overlays
        .iter()
        .any(|overlay| matches!(overlay, Overlay::Coverage(_)));
    let sessions = sessions_step(model, now);
    let topology = model.topology.as_mut()?;
    topology.derive((window, has_ages), now);
    let mut overlays = model.overlays.iter();
    if overlays.any(|overlay| matches!(overlay, Overlay::Facets { .. })) {
        topology.count_facets(&model.settings.filters);
    }
    let step = &mut topology.derived.next_step;
    *step = step.iter().copied().chain(sessions).min();
    let study = topology.study(&model.assumptions);
    if let Some(name) = topology.let_go_of_gone() {
        model.notify(format!("{name} is not drawn any more"), now);
    }
    study
}

/// Tells the scans what is on the screen, where that is something else than before. Asked
/// once per frame, after [`derive()`]: a key must not cost a walk over the map.
pub fn in_view(model: &mut Model) -> Option<Effect> {
    let window = Panes::of(model).window();
    let topology = model.topology.as_mut()?;
    topology.tell_what_is_in_view(window)
}

/// When the minutes left of a session change on the screen: the accounts modal shows them.
fn sessions_step(model: &Model, now: Instant) -> Option<Instant> {
    let mut overlays = model.overlays.iter();
    overlays.find(|overlay| matches!(overlay, Overlay::Accounts(_)))?;
    let ends = model
        .accounts
        .sessions
        .values()
        .filter_map(|session| match session {
            Session::Open { until } if *until > now => Some(*until),
            _ => None,
        });
    let steps = ends.map(|until| {
        let into_minute = (until - now).as_secs() % 60;
        now + Duration::from_secs(into_minute + 1)
    });
    steps.min()
}
