//! What must hold of `input`, for as long as one likes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| skymap_fuzz::input::check(bytes));
