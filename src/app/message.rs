//! What comes in from outside: facts, in the past tense or as nouns.

use super::{BlueprintAnswer, Capable, Spot, Understanding};
use crate::account::store::{Loaded, Removed};
use crate::provider::{Caller, Check, Explanation, ScanEvent};
use crate::settings;
use crossterm::event::{KeyEvent, MouseEvent};
use uuid::Uuid;

#[derive(Debug)]
pub enum Message {
    Key(KeyEvent),
    Mouse(MouseEvent),
    /// The left button was pressed on what is no part of the map.
    Clicked(Spot),
    Pasted(String),
    Resized {
        width: u16,
        height: u16,
    },
    /// The time that `Model::next_deadline` asked for has come.
    DeadlineReached,
    /// The process was continued after a stop (`fg`).
    Continued,
    /// SIGTERM, SIGHUP or SIGINT, or the terminal is gone.
    Terminated,
    /// What the settings file says, and what the terminal is capable of under its wishes
    /// and the command line's.
    SettingsLoaded {
        loaded: Box<settings::Loaded>,
        capable: Capable,
    },
    /// A change was written to the settings file, which is now so; or why not.
    SettingKept {
        what: String,
        outcome: Result<Box<settings::Loaded>, String>,
    },
    AccountsLoaded(Loaded),
    /// An account was written, with what the person should know of it, or why not.
    /// `Err` leaves the form as it is.
    AccountSaved {
        id: Uuid,
        outcome: Result<Vec<String>, String>,
    },
    /// The files that were changed, or why nothing was.
    AccountRemoved {
        id: Uuid,
        outcome: Result<Removed, String>,
    },
    CallerKnown {
        generation: u64,
        outcome: Result<Caller, Explanation>,
    },
    Checked {
        generation: u64,
        check: Check,
    },
    /// The check has said everything.
    CheckEnded {
        generation: u64,
    },
    ScanAdvanced {
        generation: u64,
        account: Uuid,
        event: ScanEvent,
    },
    /// What was read was understood; `None` when that failed.
    Understood {
        generation: u64,
        understanding: Option<Box<Understanding>>,
    },
    /// The watch's stream ended by itself.
    ScanEnded {
        generation: u64,
        account: Uuid,
    },
    /// What came of an order to the blueprints' files.
    Blueprint(BlueprintAnswer),
    /// A text was sent to the terminal's clipboard, with what a multiplexer needs to pass it
    /// on; or why it was not.
    Copied {
        what: String,
        text: String,
        outcome: Result<Option<&'static str>, String>,
    },
    /// A text was written, or why not: a sentence.
    Delivered(Result<String, String>),
    /// A task panicked; the sentence names it.
    TaskCrashed(String),
}
