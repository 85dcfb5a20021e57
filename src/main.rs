//! The program. Everything is in the library, where tests reach it.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Every refresh takes and frees tens of megabytes on several threads; the system's own
/// allocator kept most of them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    skymap::cli::main()
}
