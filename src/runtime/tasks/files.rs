//! The tasks that read and write files: the accounts, the settings, and texts that are kept on
//! request. Each piece of work runs where it may block.

use crate::account::Account;
use crate::account::store::Store;
use crate::app::{Capable, Message};
use crate::runtime::terminal::Capabilities;
use crate::settings::{self, Change, Wishes};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Something to be done with the accounts files.
#[derive(Debug)]
pub(in crate::runtime) enum StoreOrder {
    LoadSettings,
    KeepSetting(Change),
    Load,
    Save {
        account: Box<Account>,
        as_read: Option<Box<Account>>,
    },
    Remove(Box<Account>),
}

impl StoreOrder {
    fn carry_out(self, store: &Store, wishes: Wishes) -> Message {
        match self {
            Self::LoadSettings => {
                let loaded = Box::new(settings::load(&store.config_dir));
                let wishes = wishes.or(loaded.settings.wishes);
                let capable = Capabilities::of(|name| std::env::var(name).ok(), wishes);
                Message::SettingsLoaded {
                    loaded,
                    capable: Capable {
                        appearance: capable.appearance,
                        glyphs: capable.glyphs,
                    },
                }
            }
            Self::KeepSetting(change) => Message::SettingKept {
                what: change.to_string(),
                outcome: settings::keep(&store.config_dir, &change)
                    .map(Box::new)
                    .map_err(|error| error.to_string()),
            },
            Self::Load => Message::AccountsLoaded(store.load()),
            Self::Save { account, as_read } => Message::AccountSaved {
                id: account.id,
                outcome: store
                    .save(&account, as_read.as_deref())
                    .map(|saved| saved.notes)
                    .map_err(|error| error.to_string()),
            },
            Self::Remove(account) => Message::AccountRemoved {
                id: account.id,
                outcome: store.remove(&account).map_err(|error| error.to_string()),
            },
        }
    }

    /// The answer when too many orders wait already.
    pub(super) fn refused(self) -> Message {
        let sentence = String::from("the accounts files do not answer; try again later");
        match self {
            Self::LoadSettings | Self::Load => Message::Delivered(Err(sentence)),
            Self::KeepSetting(change) => Message::SettingKept {
                what: change.to_string(),
                outcome: Err(sentence),
            },
            Self::Save { account, .. } => Message::AccountSaved {
                id: account.id,
                outcome: Err(sentence),
            },
            Self::Remove(account) => Message::AccountRemoved {
                id: account.id,
                outcome: Err(sentence),
            },
        }
    }
}

/// Carries out orders until nobody can give one any more.
pub(super) async fn serve(
    (store, wishes): (Store, Wishes),
    mut orders: mpsc::Receiver<StoreOrder>,
    sender: mpsc::Sender<Message>,
) {
    while let Some(order) = orders.recv().await {
        let store = store.clone();
        let message = blocking(move || order.carry_out(&store, wishes)).await;
        super::deliver(&sender, message).await;
    }
}

/// Writes a text to a new file and says so.
pub(super) async fn write(path: PathBuf, text: String, sender: mpsc::Sender<Message>) {
    let outcome = blocking(move || {
        create(&path, &text)
            .map(|()| format!("wrote {}", path.display()))
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    format!(
                        "write {}: the file exists and was left as it is",
                        path.display()
                    )
                }
                _ => format!("write {}: {error}", path.display()),
            })
    })
    .await;
    super::deliver(&sender, Message::Delivered(outcome)).await;
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())
}

/// Runs work that may block; its panic is this task's.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is ending; nobody waits for the answer.
            Err(_) => std::future::pending().await,
        },
    }
}
