//! The binary in a real pseudo-terminal: that no terminal and no signal holds it, and
//! what it leaves behind, whatever ends it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a session that cannot be driven is a failed test"
)]

mod ability;
mod end;
mod input;
mod job;
mod reader;
mod size;
