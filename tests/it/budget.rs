//! What a month costs: the lines of every kind of resource, sums that agree, and what is
//! idle.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test rests on is there, or the test fails"
)]

pub mod estate;
mod forms;
mod lines;
mod measured;
mod measuring;
mod screen;
mod sums;
