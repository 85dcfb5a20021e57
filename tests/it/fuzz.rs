//! The checks of the fuzz targets over random bytes, for a few seconds. `tests/fuzz`
//! runs the same checks for as long as one likes.

#![cfg(test)]

#[path = "../fuzz/src/lib.rs"]
pub mod checks;

use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..most)
}

/// A number given here would win over `PROPTEST_CASES`, so that is asked first.
fn cases(usual: u32) -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES")
            .ok()
            .and_then(|cases| cases.parse().ok())
            .unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn arns(bytes in bytes(40)) {
        checks::arns::check(&bytes);
    }

    #[test]
    fn accounts_files(bytes in bytes(90)) {
        checks::store::check(&bytes);
    }

    #[test]
    fn input(bytes in bytes(80)) {
        checks::input::check(&bytes);
    }

    #[test]
    fn filters(bytes in bytes(200)) {
        checks::filters::check(&bytes);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn layouts(bytes in bytes(400)) {
        checks::layouts::check(&bytes);
    }

    #[test]
    fn program(bytes in bytes(600)) {
        checks::program::check(&bytes);
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn answers(bytes in bytes(60)) {
        checks::answers::check(&bytes);
    }
}

type Check = fn(&[u8]);

/// Bytes that once broke something, and the fuzzer's first seeds.
#[test]
fn what_was_found_stays_mended() {
    let targets: [(&str, Check); 7] = [
        ("answers", checks::answers::check),
        ("arns", checks::arns::check),
        ("filters", checks::filters::check),
        ("input", checks::input::check),
        ("layouts", checks::layouts::check),
        ("program", checks::program::check),
        ("store", checks::store::check),
    ];
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/cases");
    for directory in fs::read_dir(cases).unwrap() {
        let directory = directory.unwrap();
        let name = directory.file_name();
        let (_, check) = targets.iter().find(|(target, _)| name == *target).unwrap();
        for case in fs::read_dir(directory.path()).unwrap() {
            let case = case.unwrap().path();
            println!("{}", case.display());
            check(&fs::read(case).unwrap());
        }
    }
}
