//! A defect of ours must leave neither a raw terminal nor a cooked one under a map
//! that goes on. The report names the place, never the data.

use super::{tasks, terminal};
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};

static HAS_BROKEN_THE_MAP: AtomicBool = AtomicBool::new(false);

/// Replaces the process's panic hook.
pub(super) fn install() {
    panic::set_hook(Box::new(|panic| {
        let place = place(panic);
        tracing::error!(place, "panic");
        // A task's panic ends the task; the map goes on and says so.
        if std::thread::current().name() != Some(tasks::THREAD_NAME) {
            HAS_BROKEN_THE_MAP.store(true, Ordering::SeqCst);
            terminal::restore();
            terminal::report(&format!(
                "skymap stopped: a defect of its own at {place}\nNothing was changed in AWS. Please report it with this line."
            ));
        }
    }));
}

/// Whether a thread died that the map cannot do without.
pub(super) fn has_broken_the_map() -> bool {
    HAS_BROKEN_THE_MAP.load(Ordering::SeqCst)
}

/// Where it happened. The message is left out: it may quote what was read.
fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(
        || String::from("an unknown place"),
        |location| format!("{}:{}", location.file(), location.line()),
    )
}
