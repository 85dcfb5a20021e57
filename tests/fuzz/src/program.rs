//! The program takes any sequence of messages: nothing panics, every screen can be
//! drawn, the selection and the window stay on the map, nothing keeps it awake, and
//! enough Esc always lead home.

mod messages;

use super::dice::Dice;
use super::{answers, screen, store};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use messages::Known;
use skymap::account::store::Loaded;
use skymap::account::{Account, Service};
use skymap::app::{
    AccountsModal, Appearance, Clock, ColourDepth, Effect, Message, Model, Overlay, Panes, Phase,
    Screen, Study, ThemeName, Topology, derive, update,
};
use skymap::layout::Glyphs;
use skymap::provider::ScanEvent;
use std::time::{Duration, Instant};

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let mut program = Program::new(&mut dice);
    if dice.one_in(2) {
        let (account, events) = answers::demo();
        program.read(account, events);
    }
    while !dice.is_spent() {
        program.go_on(&mut dice);
        let message = program.known.message(&mut dice, &program.model);
        program.say(message);
    }
    program.check_way_home();
}

/// A model, its clock, and what is known of the orders that it gave.
pub struct Program {
    pub model: Model,
    now: Instant,
    known: Known,
    /// What is being understood.
    study: Option<Study>,
}

impl Program {
    pub fn new(dice: &mut Dice<'_>) -> Self {
        let now = Instant::now();
        let screen = Screen {
            width: 100,
            height: 30,
            glyphs: dice.pick(&[Glyphs::Unicode, Glyphs::Ascii]),
            appearance: Appearance::of(
                dice.pick(&[None, Some(ThemeName::Light)]),
                dice.pick(&[ColourDepth::None, ColourDepth::TrueColour]),
                None,
            ),
            is_mouse_on: true,
            is_demo: dice.one_in(4),
            clock: Clock {
                started: now,
                wall: jiff::Timestamp::UNIX_EPOCH,
            },
        };
        let mut program = Self {
            model: Model::new(screen),
            now,
            known: Known::default(),
            study: None,
        };
        let ec2 = ["ec2:DescribeInstances", "ec2:DescribeVpcs"];
        program.model.accounts.actions = [(Service::Ec2, ec2.to_vec())].into();
        program
    }

    /// Opens an account, and everything of it is read at once.
    fn read(&mut self, account: &Account, events: &[ScanEvent]) {
        self.say(Message::AccountsLoaded(Loaded {
            accounts: vec![account.clone()],
            ..Loaded::default()
        }));
        for event in events {
            let message = Message::ScanAdvanced {
                generation: self.model.accounts.generations.watch,
                account: account.id,
                event: event.clone(),
            };
            let effects = update(&mut self.model, message, self.now);
            self.known.learn(&effects);
        }
        self.say(Message::Continued);
    }

    /// Some time passes.
    fn go_on(&mut self, dice: &mut Dice<'_>) {
        let seconds = dice.pick(&[0, 0, 0, 0, 1, 9, 61, 4000]);
        self.now += Duration::from_secs(seconds);
    }

    pub fn say(&mut self, message: Message) {
        let is_deadline = matches!(message, Message::DeadlineReached);
        if let (true, Some(deadline)) = (is_deadline, self.model.next_deadline()) {
            self.now = self.now.max(deadline);
        }
        self.conclude();
        let effects = update(&mut self.model, message, self.now);
        self.study = derive(&mut self.model, self.now).or(self.study.take());
        self.known.learn(&effects);
        // What would end the loop is the runtime's affair.
        self.model.phase = Phase::Running;
        if is_deadline {
            let next = self.model.next_deadline();
            assert!(next.is_none_or(|next| next > self.now), "it never sleeps");
        }
        self.check(&effects);
    }

    /// What was asked is understood one message later, as beside a loop that goes on.
    fn conclude(&mut self) {
        let Some(study) = self.study.take() else {
            return;
        };
        let understood = Message::Understood {
            generation: study.generation,
            understanding: Some(Box::new(study.conclude())),
        };
        update(&mut self.model, understood, self.now);
    }

    fn check(&self, effects: &[Effect]) {
        screen::draw(&self.model, self.now);
        let panes: Vec<_> = self.model.overlays.iter().map(Overlay::pane).collect();
        for (index, pane) in panes.iter().enumerate() {
            assert!(!panes[..index].contains(pane), "{pane:?} is open twice");
        }
        if let Some(topology) = &self.model.topology {
            self.check_look(topology);
        }
        for effect in effects {
            match effect {
                Effect::Copy { what, .. } => screen::check_text(what),
                Effect::SaveAccount { account, .. } => store::check_form(account),
                _ => {}
            }
        }
    }

    fn check_look(&self, topology: &Topology) {
        let is_empty = topology.derived.diagram.items.is_empty();
        let selection = &topology.look.selection;
        assert!(
            is_empty || selection.is_none() || topology.selected().is_some(),
            "{selection:?} is selected, and not on the map"
        );
        let (window, size) = (Panes::of(&self.model).window(), topology.derived.scene.size);
        let camera = topology.look.camera;
        let most = |scene: i32, window: i32| (scene - window).max(0);
        // A banner that goes makes the window a row higher.
        assert!(
            (0..=most(size.width, window.width)).contains(&camera.x)
                && (0..=most(size.height, window.height) + 1).contains(&camera.y),
            "{camera:?} of {size:?} in {window:?}"
        );
    }

    /// Each Esc does one step; then `q` leaves, as Ctrl-C does from anywhere.
    fn check_way_home(mut self) {
        let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        update(&mut self.model, Message::Key(interrupt), self.now);
        assert_eq!(self.model.phase, Phase::Quitting);
        self.model.phase = Phase::Running;
        for _ in 0..steps(&self.model) {
            self.say(Message::Key(KeyEvent::from(KeyCode::Esc)));
        }
        assert!(self.model.overlays.is_empty(), "{:?}", self.model.overlays);
        let topology = self.model.topology.as_ref();
        assert!(topology.is_none_or(|topology| topology.look.filter.is_empty()));
        update(
            &mut self.model,
            Message::Key(KeyCode::Char('q').into()),
            self.now,
        );
        assert_eq!(self.model.phase, Phase::Quitting);
    }
}

/// Two Esc for each overlay, and one for the filter on the map. The accounts modal
/// takes two for what is typed in its list, and three for a page: a suggestion, the
/// question whether to discard, its yes.
fn steps(model: &Model) -> usize {
    let in_modal = |modal: &AccountsModal| 2 + 3 * modal.pages.len();
    let overlays = model.overlays.iter().map(|overlay| match overlay {
        Overlay::Accounts(modal) => 1 + in_modal(modal),
        // A candidate that is tried, a list's filter.
        _ => 2,
    });
    overlays.sum::<usize>() + 1
}

/// What a scan of the account says is shown: as a map, as a tree, in details.
pub fn show(account: &Account, events: &[ScanEvent]) {
    let mut program = Program::new(&mut Dice::new(&[]));
    program.read(account, events);
    for key in ['t', 'G', 'd'] {
        program.say(Message::Key(KeyCode::Char(key).into()));
    }
}
