//! Any message, from a person, the terminal, the files or a scan. Answers name the
//! orders that were given, and now and then others.

mod scan;

use super::super::dice::{Dice, HOSTILE};
use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use skymap::account::store::{FileState, Loaded, Removed};
use skymap::account::{Account, ExternalId, Region, Services, TeamName};
use skymap::app::{Effect, Message, Model};
use skymap::provider::Check;
use skymap::text;
use uuid::Uuid;

const WORDS: &[&str] = &[
    "shop",
    "-prod",
    "eu-west-1",
    " us-east-1",
    "arn:aws:iam::111122223333:role/skymap",
    "{\"Role\": {\"Arn\": \"arn:aws:iam::111122223333:role/skymap\"}}",
    "type=instance",
    "NOT ",
    "(",
    "web",
    "quit",
    "regions",
    "0123456789",
];

const CODES: [KeyCode; 21] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::F(1),
    KeyCode::Null,
    KeyCode::Char(' '),
    KeyCode::Char('日'),
    KeyCode::Char('\u{301}'),
    KeyCode::Char('s'),
];

const KINDS: [MouseEventKind; 9] = [
    MouseEventKind::Down(MouseButton::Left),
    MouseEventKind::Down(MouseButton::Left),
    MouseEventKind::Down(MouseButton::Right),
    MouseEventKind::Up(MouseButton::Left),
    MouseEventKind::Drag(MouseButton::Left),
    MouseEventKind::Moved,
    MouseEventKind::ScrollDown,
    MouseEventKind::ScrollUp,
    MouseEventKind::ScrollLeft,
];

/// What the program's orders named, so that answers can name it.
#[derive(Default)]
pub struct Known {
    accounts: Vec<Uuid>,
    generations: Vec<u64>,
}

impl Known {
    pub fn learn(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::SaveAccount { account, .. } | Effect::RemoveAccount(account) => {
                    self.accounts.push(account.id);
                }
                Effect::AskCaller { generation, .. } => self.generations.push(*generation),
                Effect::Verify {
                    generation,
                    account,
                    ..
                } => {
                    self.accounts.push(account.id);
                    self.generations.push(*generation);
                }
                _ => {}
            }
        }
    }

    pub fn message(&self, dice: &mut Dice<'_>, model: &Model) -> Message {
        match dice.below(64) {
            0..=27 => Message::Key(key(dice)),
            28..=31 => Message::Key(KeyEvent::new(
                KeyCode::Char(char::from(b' ' + dice.byte() % 95)),
                KeyModifiers::CONTROL,
            )),
            32 | 33 => Message::Pasted(dice.text(WORDS)),
            34..=37 => Message::Mouse(mouse(dice)),
            38 | 39 => Message::Resized {
                width: dice.number() % 300,
                height: dice.number() % 100,
            },
            40 | 41 => Message::DeadlineReached,
            42 => Message::Continued,
            43 => Message::AccountsLoaded(loaded(dice)),
            44..=55 => {
                let (account, generation) = self.watched(dice, model);
                Message::ScanAdvanced {
                    generation: generation - u64::from(dice.one_in(32)).min(generation),
                    account,
                    event: scan::event(dice),
                }
            }
            56 => {
                let (account, generation) = self.watched(dice, model);
                Message::ScanEnded {
                    generation,
                    account,
                }
            }
            57 => Message::AccountSaved {
                id: self.account(dice),
                outcome: outcome(dice, |dice| vec![sentence(dice); dice.below(3)]),
            },
            58 => Message::AccountRemoved {
                id: self.account(dice),
                outcome: outcome(dice, |dice| Removed {
                    files: vec![sentence(dice).into(); dice.below(3)],
                    notes: vec![sentence(dice); dice.below(3)],
                }),
            },
            59 => Message::CallerKnown {
                generation: self.generation(dice),
                outcome: scan::caller(dice),
            },
            60 => Message::Checked {
                generation: self.generation(dice),
                check: Check {
                    subject: sentence(dice),
                    verdict: scan::verdict(dice),
                },
            },
            61 => Message::CheckEnded {
                generation: self.generation(dice),
            },
            62 => Message::Delivered(outcome(dice, sentence)),
            _ => Message::TaskCrashed(sentence(dice)),
        }
    }

    fn account(&self, dice: &mut Dice<'_>) -> Uuid {
        match self.accounts.last() {
            Some(id) if !dice.one_in(4) => *id,
            _ => Uuid::from_u128(dice.below(4) as u128),
        }
    }

    fn generation(&self, dice: &mut Dice<'_>) -> u64 {
        match self.generations.last() {
            Some(generation) if !dice.one_in(8) => *generation,
            _ => dice.below(4) as u64,
        }
    }

    /// One of the watched accounts, and the generation of its watch.
    fn watched(&self, dice: &mut Dice<'_>, model: &Model) -> (Uuid, u64) {
        let accounts = model.topology.iter();
        let watched: Vec<(Uuid, u64)> = accounts
            .flat_map(|topology| &topology.watch.accounts)
            .map(|(id, watched)| (*id, watched.generation))
            .collect();
        if watched.is_empty() || dice.one_in(16) {
            (self.account(dice), model.accounts.generations.watch)
        } else {
            dice.pick(&watched)
        }
    }
}

fn key(dice: &mut Dice<'_>) -> KeyEvent {
    let code = match dice.below(3) {
        0 => dice.pick(&CODES),
        _ => KeyCode::Char(char::from(b' ' + dice.byte() % 95)),
    };
    let modifiers = match dice.below(16) {
        0 => KeyModifiers::CONTROL,
        1 => KeyModifiers::ALT,
        2 => KeyModifiers::SHIFT,
        _ => KeyModifiers::NONE,
    };
    let mut key = KeyEvent::new(code, modifiers);
    if dice.one_in(64) {
        key.kind = KeyEventKind::Release;
    }
    key
}

fn mouse(dice: &mut Dice<'_>) -> MouseEvent {
    MouseEvent {
        kind: dice.pick(&KINDS),
        column: dice.number() % 310,
        row: dice.number() % 110,
        modifiers: KeyModifiers::NONE,
    }
}

/// What the world outside says was cleaned where it entered.
fn sentence(dice: &mut Dice<'_>) -> String {
    text::clean(&dice.text(WORDS))
}

fn outcome<T>(dice: &mut Dice<'_>, well: impl Fn(&mut Dice<'_>) -> T) -> Result<T, String> {
    if dice.one_in(3) {
        Err(sentence(dice))
    } else {
        Ok(well(dice))
    }
}

fn loaded(dice: &mut Dice<'_>) -> Loaded {
    let accounts: Vec<Account> = (0..dice.below(4)).map(|id| account(dice, id)).collect();
    let files = (0..dice.below(4)).map(|number| FileState {
        team: (number > 0).then(|| TeamName(format!("team-{number}{}", sentence(dice)))),
        // A path is what it is.
        path: format!("/srv/{number}{}.toml", dice.pick(HOSTILE)).into(),
        read_only: dice.one_in(4).then(|| sentence(dice)),
        holds: accounts
            .iter()
            .filter(|_| dice.one_in(2))
            .map(|account| account.id)
            .collect(),
    });
    Loaded {
        files: files.collect(),
        issues: (0..dice.below(3)).map(|_| sentence(dice)).collect(),
        left_out: dice.below(3),
        accounts,
    }
}

fn account(dice: &mut Dice<'_>, id: usize) -> Account {
    let number = dice.pick(&["111122223333", "111122223333", "444455556666"]);
    let role = format!(
        "arn:aws:iam::{number}:role/{}",
        dice.pick(&["skymap", "a/b"])
    );
    let home_region = Region::new(dice.pick(&["eu-west-1", "us-east-1"]));
    Account {
        id: Uuid::from_u128(id as u128),
        name: format!("account {id}{}", sentence(dice)),
        role: role.parse().ok().filter(|_| !dice.one_in(4)),
        external_id: ExternalId::parse("0123456789").ok(),
        regions: vec![home_region.clone(); dice.below(2)],
        home_region,
        services: Services::default(),
        profile: None,
        colour: dice.one_in(2).then(|| sentence(dice)),
        teams: Vec::new(),
    }
}
