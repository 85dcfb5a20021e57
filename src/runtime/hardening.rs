//! What keeps credentials in memory from reaching the disk or another process.

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core dumps, and no debugger of the same user. Refused in some sandboxes, where
/// nothing more can be done.
pub fn forbid_core_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::debug!(%error, "core dumps could not be forbidden");
    }
    #[cfg(target_os = "linux")]
    {
        let behaviour = rustix::process::DumpableBehavior::NotDumpable;
        if let Err(error) = rustix::process::set_dumpable_behavior(behaviour) {
            tracing::debug!(%error, "the process could not be made undumpable");
        }
    }
}
