//! The program. Everything is in the library, where tests reach it.

use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// Every refresh takes and frees tens of megabytes on several threads; the system's own
/// allocator keeps more of them the longer the program runs.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    skymap::cli::main()
}
