//! The terminal, tokio, tasks and their end. The only place that spawns, and the only
//! one with a clock. It must not know which services exist, nor any rule of topology.

mod clipboard;
mod cycle;
mod hardening;
mod input;
mod outside;
mod panics;
mod surface;
mod tasks;
mod terminal;
mod tty;
mod writer;

pub use cycle::{Cycle, Ending};
pub use hardening::forbid_core_dumps;
pub use input::Decoder;
pub use outside::{Arrival, Outside};
pub use surface::{Surface, Vanished};
pub use tasks::{ProviderFactory, Tasks};
pub use terminal::{Capabilities, Refusal};

use crate::account::Service;
use crate::account::store::Store;
use crate::app::Model;
use crate::blueprint::BlueprintStore;
use crate::prices::Prices;
use crate::provider::Catalogued;
use crate::settings::Wishes;
use std::collections::BTreeMap;
use std::io;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use uuid::Uuid;

/// How long an account that is still being written may hold up the end.
const LAST_WRITES: Duration = Duration::from_secs(2);

/// What the map is run with.
pub struct Setup {
    pub capabilities: Capabilities,
    /// What the command line asks for: it counts more than the settings file.
    pub wishes: Wishes,
    pub store: Store,
    pub blueprints: BlueprintStore,
    pub provider: ProviderFactory,
    /// The accounts to open at once.
    pub opened: Vec<Uuid>,
    /// What reading each service calls, for the policies that are shown.
    pub actions: BTreeMap<Service, Vec<&'static str>>,
    /// Every collector that there is.
    pub catalogue: Vec<Catalogued>,
    /// Read when something is first priced.
    pub prices: Prices,
    pub is_demo: bool,
}

/// Why the map ended in another way than by a key or a signal.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("prepare the terminal: {0}")]
    Terminal(#[source] io::Error),
    #[error("start the runtime: {0}")]
    Start(#[source] io::Error),
    /// The report was printed by the panic hook.
    #[error("skymap ended because of a defect of its own")]
    Panicked,
    /// An account was not written, and the map that would have said so is gone.
    #[error("{0}")]
    Unsaved(String),
}

/// Shows the map until it is left. The terminal is as it was before, however this ends.
pub fn run(setup: Setup) -> Result<(), RuntimeError> {
    terminal::require_tty()?;
    panics::install();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(tasks::THREAD_NAME)
        .enable_all()
        .build()
        .map_err(RuntimeError::Start)?;
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(show(setup))));
    terminal::restore();
    // A task that hangs in a blocking call (a name server, a network file system) is
    // left to the end of the process.
    runtime.shutdown_background();
    match outcome {
        Ok(outcome) if !panics::has_broken_the_map() => outcome,
        _ => Err(RuntimeError::Panicked),
    }
}

async fn show(setup: Setup) -> Result<(), RuntimeError> {
    let outside = Outside::of_terminal().map_err(RuntimeError::Start)?;
    let (width, height) = terminal::size();
    let surface = tty::Tty::enter(width, height).map_err(RuntimeError::Terminal)?;
    let screen = setup.capabilities.screen(width, height, setup.is_demo);
    let tasks = Tasks::new(setup.store, setup.provider)
        .wishing(setup.wishes)
        .keeping(setup.blueprints);
    let mut model = Model::new(screen);
    model.accounts.actions = setup.actions;
    model.accounts.catalogue = setup.catalogue;
    model.assumptions.prices = setup.prices;
    model.accounts.asked_for = setup.opened;
    let mut cycle = Cycle::new(model, surface, tasks, outside);
    let ending = cycle.run().await;
    tracing::debug!(?ending, "the map was left");
    match cycle.finish(LAST_WRITES).await {
        Some(sentence) => Err(RuntimeError::Unsaved(sentence)),
        None => Ok(()),
    }
}
