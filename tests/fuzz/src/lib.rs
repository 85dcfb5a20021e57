//! What must hold whatever comes in. Each module has a `check` that takes any bytes: a
//! fuzzer chooses them by coverage for as long as one likes, the test suite at random
//! for a few seconds. It must not know who chose.

pub mod answers;
pub mod arns;
pub mod dice;
pub mod drawing;
pub mod filters;
pub mod input;
pub mod layouts;
pub mod program;
pub mod resources;
pub mod screen;
pub mod store;
