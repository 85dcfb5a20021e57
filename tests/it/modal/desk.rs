//! A desk to work at: the program with a screen, without a terminal and AWS.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use skymap::account::store::Loaded;
use skymap::account::{Account, Service};
use skymap::app::{
    Appearance, Clock, ColourDepth, Effect, Message, Model, Overlay, Screen, derive, update,
};
use skymap::layout::Glyphs;
use skymap::provider::{Check, Verdict};
use skymap::ui;
use std::time::Instant;

pub(super) struct Desk {
    pub(super) model: Model,
    /// Every order since the list was first shown.
    pub(super) effects: Vec<Effect>,
    pub(super) now: Instant,
}

impl Desk {
    pub(super) fn new(width: u16, height: u16, loaded: Loaded) -> Self {
        let now = Instant::now();
        let screen = Screen {
            width,
            height,
            glyphs: Glyphs::Unicode,
            appearance: Appearance::of(None, ColourDepth::Sixteen, None),
            is_mouse_on: true,
            is_demo: false,
            clock: Clock {
                started: now,
                wall: jiff::Timestamp::UNIX_EPOCH,
            },
        };
        let mut desk = Self {
            model: Model::new(screen),
            effects: Vec::new(),
            now,
        };
        desk.model.accounts.actions = [
            (
                Service::Ec2,
                vec!["ec2:DescribeInstances", "ec2:DescribeVpcs"],
            ),
            (
                Service::LoadBalancing,
                vec!["elasticloadbalancing:DescribeLoadBalancers"],
            ),
        ]
        .into();
        desk.say(Message::AccountsLoaded(loaded));
        if desk.model.overlays.is_empty() {
            desk.press("a");
        }
        desk.effects.clear();
        desk
    }

    pub(super) fn say(&mut self, message: Message) -> &mut Self {
        self.effects
            .extend(update(&mut self.model, message, self.now));
        derive(&mut self.model, self.now);
        self
    }

    /// Keys by their names, with spaces between them.
    pub(super) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.say(Message::Key(key_of(key)));
        }
        self
    }

    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            let key = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
            self.say(Message::Key(key));
        }
        self
    }

    pub(super) fn paste(&mut self, text: &str) -> &mut Self {
        self.say(Message::Pasted(text.to_owned()))
    }

    /// A click on the first place where the screen shows a text.
    pub(super) fn click(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let (row, column) = screen
            .lines()
            .enumerate()
            .find_map(|(row, line)| {
                let byte = line.find(text)?;
                Some((row, unicode_width::UnicodeWidthStr::width(&line[..byte])))
            })
            .unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"));
        self.mouse(
            MouseEventKind::Down(MouseButton::Left),
            column as u16,
            row as u16,
        )
    }

    pub(super) fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.say(Message::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }))
    }

    pub(super) fn draw(&self) -> Terminal<TestBackend> {
        let screen = &self.model.screen;
        let backend = TestBackend::new(screen.width, screen.height);
        let mut terminal = Terminal::new(backend).unwrap();
        terminal
            .draw(|frame| ui::draw(frame, &self.model, self.now))
            .unwrap();
        terminal
    }

    pub(super) fn screen(&self) -> String {
        let terminal = self.draw();
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    pub(super) fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    #[track_caller]
    pub(super) fn expect(&self, texts: &[&str]) {
        let screen = self.screen();
        for text in texts {
            assert!(screen.contains(text), "no {text:?} on\n{screen}");
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.model.overlays.last(), Some(Overlay::Accounts(_)))
    }

    pub(super) fn saved(&self) -> Option<Account> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SaveAccount { account, .. } => Some((**account).clone()),
            _ => None,
        })
    }

    pub(super) fn generation(&self) -> u64 {
        self.effects
            .iter()
            .rev()
            .find_map(|effect| match effect {
                Effect::Verify { generation, .. } => Some(*generation),
                _ => None,
            })
            .expect("a check was started")
    }

    pub(super) fn check(&mut self, subject: &str, verdict: Verdict) -> &mut Self {
        let generation = self.generation();
        let check = Check {
            subject: subject.to_owned(),
            verdict,
        };
        self.say(Message::Checked { generation, check })
    }
}

fn key_of(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.split_once('-') {
        Some(("Ctrl", rest)) => (KeyModifiers::CONTROL, rest),
        Some(("Shift", "Tab")) => (KeyModifiers::SHIFT, "BackTab"),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgDn" => KeyCode::PageDown,
        "PgUp" => KeyCode::PageUp,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        one => KeyCode::Char(one.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}
