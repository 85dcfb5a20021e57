//! What must hold of `store`, for as long as one likes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| skymap_fuzz::store::check(bytes));
