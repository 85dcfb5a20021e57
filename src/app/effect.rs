//! Orders to the runtime, as data.

use super::BlueprintOrder;
use crate::account::{Account, ProfileName, Region};
use crate::provider::{Control, Probe};
use crate::settings::Change;
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Answered by `SettingsLoaded`.
    LoadSettings,
    /// Into `config.toml`. Answered by `SettingKept`.
    KeepSetting(Change),
    LoadAccounts,
    SaveAccount {
        account: Box<Account>,
        /// As the person saw it when they began to edit: what somebody else has changed
        /// since, in other fields, stays.
        as_read: Option<Box<Account>>,
    },
    /// As the person saw it: what somebody else has changed since is told.
    RemoveAccount(Box<Account>),
    /// Answered by `CallerKnown`.
    AskCaller {
        generation: u64,
        profile: Option<ProfileName>,
    },
    /// Answered by `Checked` lines and `CheckEnded`. A newer one ends an older one.
    Verify {
        generation: u64,
        account: Box<Account>,
        probe: Probe,
    },
    CancelVerify,
    /// Starts to watch; a watch of the same account is ended first.
    Watch {
        generation: u64,
        account: Box<Account>,
        regions: Vec<Region>,
    },
    Unwatch(Uuid),
    /// To every running watch.
    Control(Control),
    /// Drops the session and all that was read through it.
    Forget(Uuid),
    /// To the terminal's clipboard by OSC 52; `what` is named in the notice.
    Copy {
        what: String,
        text: String,
    },
    /// To a file in the current directory that must not exist yet.
    WriteFile {
        path: PathBuf,
        text: String,
    },
    /// To the blueprints' files; answered by `Message::Blueprint`.
    Blueprint(BlueprintOrder),
    SetMouse(bool),
    /// The terminal's own bell.
    Bell,
}
