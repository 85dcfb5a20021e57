//! Everything that runs beside the loop: who owns it, how it ends, what it says. The
//! only file that spawns.

use super::panics;
use crate::account::store::Store;
use crate::account::{Account, ProfileName, Region};
use crate::app::{BlueprintAnswer, BlueprintOrder, Message, Study};
use crate::blueprint::BlueprintStore;
use crate::provider::{Cadence, Control, Probe, Provider, ScanTarget};
use crate::settings::Wishes;
use futures::StreamExt;
use futures::stream::{BoxStream, poll_fn};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

mod blueprints;
mod files;
#[cfg(test)]
mod tests;

pub(super) use files::StoreOrder;

/// The name of the threads that tasks run on; their panics end a task, not the map.
pub(super) const THREAD_NAME: &str = "task";
/// What may wait for the loop before tasks have to wait.
const INBOX: usize = 1024;
/// Orders that may wait for a task that is busy.
const ORDERS: usize = 64;

/// Makes the provider, where and when it is first needed: loading TLS roots is slow,
/// and the first frame comes before it.
pub type ProviderFactory = Box<dyn Fn() -> Arc<dyn Provider> + Send + Sync>;

/// The tasks that run, each with the one who owns it.
pub struct Tasks {
    running: JoinSet<()>,
    names: HashMap<Id, String>,
    sender: mpsc::Sender<Message>,
    inbox: mpsc::Receiver<Message>,
    store: Store,
    blueprints: BlueprintStore,
    /// The command line's, which count more than the settings file's.
    wishes: Wishes,
    orders: Option<mpsc::Sender<StoreOrder>>,
    provider: Arc<LazyProvider>,
    watches: BTreeMap<Uuid, Watch>,
    /// Dropped with the next check, and with it the one that runs.
    check: Option<DropGuard>,
    caller: Option<DropGuard>,
}

/// A running watch; dropping it ends the task and its calls.
struct Watch {
    /// Dropped before the orders: a watch whose orders end would say that it ended.
    _guard: DropGuard,
    controls: mpsc::Sender<Control>,
}

struct LazyProvider {
    made: OnceLock<Arc<dyn Provider>>,
    factory: ProviderFactory,
}

impl LazyProvider {
    fn get(&self) -> &Arc<dyn Provider> {
        self.made.get_or_init(&self.factory)
    }
}

impl Tasks {
    pub fn new(store: Store, factory: ProviderFactory) -> Self {
        let (sender, inbox) = mpsc::channel(INBOX);
        let made = OnceLock::new();
        Self {
            running: JoinSet::new(),
            names: HashMap::new(),
            sender,
            inbox,
            blueprints: BlueprintStore::in_data(&store.config_dir),
            store,
            wishes: Wishes::default(),
            orders: None,
            provider: Arc::new(LazyProvider { made, factory }),
            watches: BTreeMap::new(),
            check: None,
            caller: None,
        }
    }

    #[must_use]
    pub fn wishing(self, wishes: Wishes) -> Self {
        Self { wishes, ..self }
    }

    #[must_use]
    pub fn keeping(self, blueprints: BlueprintStore) -> Self {
        Self { blueprints, ..self }
    }

    /// Waits for messages, and for tasks that crashed.
    pub(super) async fn next(&mut self, batch: &mut Vec<Message>) {
        let most = INBOX / 4;
        tokio::select! {
            biased;
            _ = self.inbox.recv_many(batch, most) => {}
            Some(ended) = self.running.join_next_with_id() => {
                if let Some(crash) = ended_by_itself(&mut self.names, ended) {
                    batch.push(crash);
                }
            }
        }
    }

    /// Who we are. A newer question ends an older one.
    pub(super) fn ask_caller(&mut self, generation: u64, profile: Option<ProfileName>) {
        let (provider, sender) = (Arc::clone(&self.provider), self.sender.clone());
        let guard = self.spawn("asking who we are", async move {
            let outcome = provider.get().caller(profile).await;
            let known = Message::CallerKnown {
                generation,
                outcome,
            };
            deliver(&sender, known).await;
        });
        self.caller = Some(guard);
    }

    /// Checks an account. A newer check ends an older one.
    pub(super) fn verify(&mut self, generation: u64, account: Box<Account>, probe: Probe) {
        let (provider, sender) = (Arc::clone(&self.provider), self.sender.clone());
        let guard = self.spawn("the check of an account", async move {
            let mut checks = provider.get().verify(&account, probe);
            while let Some(check) = checks.next().await {
                deliver(&sender, Message::Checked { generation, check }).await;
            }
            deliver(&sender, Message::CheckEnded { generation }).await;
        });
        self.check = Some(guard);
    }

    pub(super) fn cancel_check(&mut self) {
        self.check = None;
    }

    pub(super) fn watch(&mut self, generation: u64, account: Box<Account>, regions: Vec<Region>) {
        let id = account.id;
        self.watches.remove(&id);
        let (controls, received) = mpsc::channel(ORDERS);
        let (provider, sender) = (Arc::clone(&self.provider), self.sender.clone());
        let guard = self.spawn("the watch of an account", async move {
            let mut events = provider.get().scan(ScanTarget {
                account: *account,
                regions,
                cadence: Cadence::WATCH,
                controls: stream(received),
            });
            while let Some(event) = events.next().await {
                let advanced = Message::ScanAdvanced {
                    generation,
                    account: id,
                    event,
                };
                deliver(&sender, advanced).await;
            }
            let ended = Message::ScanEnded {
                generation,
                account: id,
            };
            deliver(&sender, ended).await;
        });
        let watch = Watch {
            _guard: guard,
            controls,
        };
        self.watches.insert(id, watch);
    }

    /// Understands what was read, on a thread that may take its time.
    pub(super) fn study(&mut self, study: Study) {
        let sender = self.sender.clone();
        let generation = study.generation;
        let conclusion = tokio::task::spawn_blocking(move || study.conclude());
        self.spawn_to_the_end("the study of what was read", async move {
            let understanding = conclusion.await.ok().map(Box::new);
            if understanding.is_none() {
                let sentence = "what was read could not be understood because of a defect of skymap's own; the map is older than it";
                deliver(&sender, Message::TaskCrashed(sentence.to_owned())).await;
            }
            let understood = Message::Understood {
                generation,
                understanding,
            };
            deliver(&sender, understood).await;
        });
    }

    pub(super) fn unwatch(&mut self, account: Uuid) {
        self.watches.remove(&account);
    }

    /// To every running watch. One that has sixty orders unread is told nothing more:
    /// it hangs, and would do the same thing again and again later.
    pub(super) fn control(&self, control: &Control) {
        for (account, watch) in &self.watches {
            if watch.controls.try_send(control.clone()).is_err() {
                tracing::debug!(%account, "a watch takes no orders");
            }
        }
    }

    /// Ends what reads the account, and what is remembered of it.
    pub(super) fn forget(&mut self, account: Uuid) {
        self.watches.remove(&account);
        // A provider that was never made remembers nothing.
        if let Some(provider) = self.provider.made.get() {
            provider.forget(account);
        }
    }

    /// Reads and writes of the accounts, one after the other in the order given.
    pub(super) fn order(&mut self, order: StoreOrder) {
        let order = match &self.orders {
            Some(orders) => match orders.try_send(order) {
                Ok(()) => return,
                Err(mpsc::error::TrySendError::Full(order)) => {
                    return self.refuse(order);
                }
                // The task crashed, which was reported; this is another order.
                Err(mpsc::error::TrySendError::Closed(order)) => order,
            },
            None => order,
        };
        let (orders, received) = mpsc::channel(ORDERS);
        let (store, sender) = ((self.store.clone(), self.wishes), self.sender.clone());
        self.spawn_to_the_end("the accounts files", files::serve(store, received, sender));
        if orders.try_send(order).is_ok() {
            self.orders = Some(orders);
        }
    }

    /// Reads and writes of the blueprints' files.
    pub(super) fn blueprint(&mut self, order: BlueprintOrder) {
        let (store, sender) = (self.blueprints.clone(), self.sender.clone());
        let done = blueprints::carry_out(store, order);
        self.spawn_to_the_end("the blueprints' files", async move {
            deliver(&sender, Message::Blueprint(done.await)).await;
        });
    }

    /// To a file that must not exist yet.
    pub(super) fn write_file(&mut self, path: PathBuf, text: String) {
        let sender = self.sender.clone();
        self.spawn_to_the_end("writing a file", async move {
            panics::rehearse(panics::Rehearsal::Task, &text);
            files::write(path, text, sender).await;
        });
    }

    /// Ends every task; those that write may finish first. Answers with a sentence when
    /// an account was not kept.
    pub(super) async fn finish(&mut self, within: Duration) -> Option<String> {
        self.watches.clear();
        self.check = None;
        self.caller = None;
        self.orders = None;
        let mut unsaved = None;
        let all = async {
            while !self.running.is_empty() {
                let mut batch = Vec::new();
                self.next(&mut batch).await;
                unsaved = unsaved.take().or(batch.into_iter().find_map(failure));
            }
        };
        let is_finished = tokio::time::timeout(within, all).await.is_ok();
        while let Ok(message) = self.inbox.try_recv() {
            unsaved = unsaved.or(failure(message));
        }
        match unsaved {
            None if !is_finished => Some(String::from(
                "the accounts files are still being written, which takes too long to wait for",
            )),
            unsaved => unsaved,
        }
    }

    fn refuse(&mut self, order: StoreOrder) {
        let sender = self.sender.clone();
        self.spawn_to_the_end("the accounts files", async move {
            deliver(&sender, order.refused()).await;
        });
    }

    /// A task that ends when its guard is dropped.
    fn spawn(&mut self, name: &str, task: impl Future<Output = ()> + Send + 'static) -> DropGuard {
        let token = CancellationToken::new();
        let guard = token.clone().drop_guard();
        self.spawn_to_the_end(name, async move {
            // A task that was ended says no more, not even that its orders ended.
            tokio::select! {
                biased;
                () = token.cancelled() => {}
                () = task => {}
            }
        });
        guard
    }

    fn spawn_to_the_end(&mut self, name: &str, task: impl Future<Output = ()> + Send + 'static) {
        let handle = self.running.spawn(task);
        self.names.insert(handle.id(), name.to_owned());
    }
}

/// A thread for what blocks for ever: the terminal's two directions.
pub(super) fn thread(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
}

/// A task that has the loop's ear; the loop that is gone needs no message.
async fn deliver(sender: &mpsc::Sender<Message>, message: Message) {
    if sender.send(message).await.is_err() {
        tracing::debug!("a message came after the end");
    }
}

fn stream(mut controls: mpsc::Receiver<Control>) -> BoxStream<'static, Control> {
    poll_fn(move |context| controls.poll_recv(context)).boxed()
}

fn ended_by_itself(
    names: &mut HashMap<Id, String>,
    ended: Result<(Id, ()), JoinError>,
) -> Option<Message> {
    match ended {
        Ok((id, ())) => {
            names.remove(&id);
            None
        }
        Err(error) => {
            let name = names.remove(&error.id())?;
            error.is_panic().then(|| {
                Message::TaskCrashed(format!("{name} ended because of a defect of skymap's own"))
            })
        }
    }
}

/// Whether a message says that something was not kept.
fn failure(message: Message) -> Option<String> {
    match message {
        Message::AccountSaved {
            outcome: Err(sentence),
            ..
        }
        | Message::AccountRemoved {
            outcome: Err(sentence),
            ..
        }
        | Message::SettingKept {
            outcome: Err(sentence),
            ..
        }
        | Message::Blueprint(BlueprintAnswer::Saved(_, Err(sentence)))
        | Message::TaskCrashed(sentence) => Some(sentence),
        _ => None,
    }
}
