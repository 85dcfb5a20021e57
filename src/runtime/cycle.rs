//! The loop: wait, update, carry out, derive, draw. It sleeps while nothing happens,
//! and no terminal, task or message can hold it up.

use super::clipboard::{self, Multiplexer};
use super::input::Decoder;
use super::outside::{Arrival, Outside};
use super::panics;
use super::surface::{Surface, Vanished};
use super::tasks::{StoreOrder, Tasks};
use crate::app::{self, Effect, Message, Model, Phase};
use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use std::time::{Duration, Instant};

/// For how long events of a scan gather, so that a burst costs one layout and one draw.
const FRAME: Duration = Duration::from_millis(16);
/// How long a stop may take to take hold. Where no shell can continue us, the system
/// ignores it, and we go on after this.
const STOP: Duration = Duration::from_millis(100);

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The model is quitting.
    Left,
    /// A signal, or the terminal is gone.
    Terminated,
}

/// The loop's state.
pub struct Cycle<S> {
    model: Model,
    surface: S,
    tasks: Tasks,
    outside: Outside,
    decoder: Decoder,
    /// When the next frame is due, if one is.
    due: Option<Instant>,
    /// The deadline that the model was told of last; one that it keeps is no news.
    announced: Option<Instant>,
    ending: Option<Ending>,
}

impl<S: Surface> Cycle<S> {
    pub fn new(model: Model, surface: S, tasks: Tasks, outside: Outside) -> Self {
        Self {
            model,
            surface,
            tasks,
            outside,
            decoder: Decoder::default(),
            due: Some(Instant::now()),
            announced: None,
            ending: None,
        }
    }

    /// Runs until the program is left. The terminal is given back at the end.
    pub async fn run(&mut self) -> Ending {
        // The first frame comes before anything that could keep it waiting.
        self.draw_if_due();
        self.carry_out(app::start());
        let ending = loop {
            match (self.ending, self.model.phase) {
                (Some(ending), _) => break ending,
                (None, Phase::Quitting) => break Ending::Left,
                (None, Phase::Suspending) => self.suspend().await,
                (None, Phase::Running) => self.turn().await,
            }
            self.draw_if_due();
        };
        self.surface.leave().await;
        ending
    }

    /// Ends the tasks; those that write may finish first. Answers with a sentence when
    /// something was not kept.
    pub async fn finish(mut self, within: Duration) -> Option<String> {
        self.tasks.finish(within).await
    }

    /// Waits for the next thing that happens, and lets the model know.
    async fn turn(&mut self) {
        let mut batch = Vec::new();
        let wake = self.wake_at();
        tokio::select! {
            biased;
            arrival = self.outside.next() => self.arrive(arrival),
            outcome = self.surface.freed() => self.note(outcome),
            () = self.tasks.next(&mut batch) => self.receive(batch),
            () = sleep_until(wake) => {}
        }
        let now = Instant::now();
        let late = self.decoder.give_up_waiting(now);
        self.press(late);
        self.announce_deadline(now);
    }

    /// The earliest of what is waited for without being told.
    fn wake_at(&self) -> Option<Instant> {
        let frame = self.due.filter(|_| self.surface.is_ready());
        let deadline = self
            .model
            .next_deadline()
            .filter(|deadline| self.announced != Some(*deadline));
        [frame, deadline, self.decoder.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    fn arrive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Bytes(bytes) => {
                let events = self.decoder.feed(&bytes, Instant::now());
                self.press(events);
            }
            Arrival::Resized { width, height } => {
                let outcome = self.surface.resized();
                self.note(outcome);
                self.update(Message::Resized { width, height });
                // Dragging a window's edge is a burst as well.
                self.draw_within(FRAME);
            }
            Arrival::Continued => self.take_up_again(),
            Arrival::Terminated | Arrival::Vanished => self.terminate(),
        }
    }

    /// A key is drawn at once.
    fn press(&mut self, events: Vec<Event>) {
        for (number, event) in events.into_iter().enumerate() {
            // Keys that came together act each on what the one before it has made.
            if number > 0 && app::is_behind(&self.model) {
                self.derive(Instant::now());
            }
            let message = match event {
                Event::Key(key) => Message::Key(key),
                Event::Mouse(mouse) => self.pointed(mouse),
                Event::Paste(text) => Message::Pasted(text),
                Event::Resize(..) | Event::FocusGained | Event::FocusLost => continue,
            };
            self.update(message);
            self.draw_within(Duration::ZERO);
            if self.model.phase != Phase::Running {
                break;
            }
        }
    }

    /// What is under the pointer, where the view has put something there.
    fn pointed(&self, mouse: MouseEvent) -> Message {
        let at = Position::new(mouse.column, mouse.row);
        let is_click = mouse.kind == MouseEventKind::Down(MouseButton::Left);
        let spot = is_click.then(|| crate::ui::spot(&self.model, at, Instant::now()));
        spot.flatten()
            .map_or(Message::Mouse(mouse), Message::Clicked)
    }

    fn receive(&mut self, batch: Vec<Message>) {
        for message in batch {
            let is_burst = matches!(
                message,
                Message::ScanAdvanced { .. } | Message::Checked { .. } | Message::Understood { .. }
            );
            self.update(message);
            self.draw_within(if is_burst { FRAME } else { Duration::ZERO });
        }
    }

    fn announce_deadline(&mut self, now: Instant) {
        let deadline = self.model.next_deadline();
        if deadline.is_some_and(|deadline| deadline <= now) && deadline != self.announced {
            self.announced = deadline;
            self.update(Message::DeadlineReached);
            self.draw_within(Duration::ZERO);
        }
    }

    fn update(&mut self, message: Message) {
        let effects = app::update(&mut self.model, message, Instant::now());
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.carry_out_one(effect);
        }
    }

    fn carry_out_one(&mut self, effect: Effect) {
        match effect {
            Effect::LoadSettings => self.tasks.order(StoreOrder::LoadSettings),
            Effect::KeepSetting(change) => self.tasks.order(StoreOrder::KeepSetting(change)),
            Effect::LoadAccounts => self.tasks.order(StoreOrder::Load),
            Effect::SaveAccount { account, as_read } => {
                self.tasks.order(StoreOrder::Save { account, as_read });
            }
            Effect::RemoveAccount(account) => self.tasks.order(StoreOrder::Remove(account)),
            Effect::AskCaller {
                generation,
                profile,
            } => self.tasks.ask_caller(generation, profile),
            Effect::Verify {
                generation,
                account,
                probe,
            } => self.tasks.verify(generation, account, probe),
            Effect::CancelVerify => self.tasks.cancel_check(),
            Effect::Watch {
                generation,
                account,
                regions,
            } => self.tasks.watch(generation, account, regions),
            Effect::Unwatch(account) => self.tasks.unwatch(account),
            Effect::Control(control) => self.tasks.control(&control),
            Effect::Forget(account) => self.tasks.forget(account),
            Effect::Copy { what, text } => self.copy(what, text),
            Effect::Blueprint(order) => self.tasks.blueprint(order),
            Effect::WriteFile { path, text } => self.tasks.write_file(path, text),
            Effect::SetMouse(is_on) => {
                let outcome = self.surface.set_mouse(is_on);
                self.note(outcome);
            }
            Effect::Bell => {
                let outcome = self.surface.send(b"\x07");
                self.note(outcome.map(drop));
            }
        }
    }

    fn copy(&mut self, what: String, text: String) {
        panics::rehearse(panics::Rehearsal::Map, &text);
        let multiplexer = Multiplexer::of_environment();
        let term = std::env::var("TERM").ok();
        let outcome = clipboard::check(term.as_deref())
            .and_then(|()| clipboard::sequence(&text, multiplexer))
            .and_then(|bytes| {
                let outcome = self.surface.send(&bytes);
                self.note(outcome.map(drop));
                match outcome {
                    Ok(true) => Ok(multiplexer.condition()),
                    _ => Err(String::from("the terminal takes nothing at the moment")),
                }
            });
        self.update(Message::Copied {
            what,
            text,
            outcome,
        });
    }

    fn draw_within(&mut self, delay: Duration) {
        let at = Instant::now() + delay;
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// While the terminal still takes the last frame, the next one waits: its difference
    /// is taken against what the terminal really shows.
    fn draw_if_due(&mut self) {
        let now = Instant::now();
        if self.due.is_none_or(|due| due > now) || !self.surface.is_ready() {
            return;
        }
        self.due = None;
        self.derive(now);
        if let Some(effect) = app::in_view(&mut self.model) {
            self.carry_out_one(effect);
        }
        let model = &self.model;
        let size = (model.screen.width, model.screen.height);
        let outcome = self
            .surface
            .draw(size, |frame| crate::ui::draw(frame, model, now));
        self.note(outcome);
    }

    fn derive(&mut self, now: Instant) {
        if let Some(study) = app::derive(&mut self.model, now) {
            self.tasks.study(study);
        }
    }

    /// Ctrl-Z: the terminal is given back, the job stopped, and all taken up again.
    async fn suspend(&mut self) {
        self.surface.leave().await;
        self.surface.stop();
        let continued = tokio::time::timeout(STOP, self.outside.continued());
        if continued.await.is_err() {
            tracing::debug!("the job was not stopped");
        }
        self.model.phase = Phase::Running;
        self.take_up_again();
    }

    fn take_up_again(&mut self) {
        let outcome = self.surface.enter();
        self.note(outcome);
        let (width, height) = self.surface.size();
        self.update(Message::Resized { width, height });
        self.update(Message::Continued);
        self.draw_within(Duration::ZERO);
    }

    fn terminate(&mut self) {
        self.update(Message::Terminated);
        self.ending = Some(Ending::Terminated);
    }

    fn note(&mut self, outcome: Result<(), Vanished>) {
        if outcome.is_err() && self.ending.is_none() {
            self.ending = Some(Ending::Terminated);
        }
    }
}

async fn sleep_until(wake: Option<Instant>) {
    match wake {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
