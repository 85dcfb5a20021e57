//! What must hold of `answers`, for as long as one likes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| skymap_fuzz::answers::check(bytes));
