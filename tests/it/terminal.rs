//! The binary in a real pseudo-terminal: that no terminal and no signal holds it, and
//! what it leaves behind, whatever ends it.

mod ability;
mod end;
mod input;
mod job;
mod reader;
mod size;
