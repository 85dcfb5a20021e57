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

/// Which thread a defect is rehearsed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rehearsal {
    Map,
    Task,
}

/// A defect that quotes what was read, on demand of `SKYMAP_REHEARSE=map` or `task`: what
/// is left of one is tested. Not in a released program.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "it is the defect")]
pub(super) fn rehearse(rehearsal: Rehearsal, read: &str) {
    let wanted = match rehearsal {
        Rehearsal::Map => "map",
        Rehearsal::Task => "task",
    };
    if std::env::var("SKYMAP_REHEARSE").is_ok_and(|asked| asked == wanted) {
        let secret = std::env::var("AWS_SECRET_ACCESS_KEY").unwrap_or_default();
        panic!("rehearsed over {read:?} with {secret}");
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn rehearse(_: Rehearsal, _: &str) {}

/// Where it happened. The message is left out: it may quote what was read.
fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(
        || String::from("an unknown place"),
        |location| format!("{}:{}", location.file(), location.line()),
    )
}
