//! AWS when it is at its worst: what the person sees, that the rest of the map stands,
//! how often AWS is asked meanwhile, and that everything is fresh again soon after.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

mod connection;
mod microburst;
mod rows;
mod scanning;
mod sessions;
mod slices;
mod watch;
