#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| skymap_fuzz::answers::check(bytes));
