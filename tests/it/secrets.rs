//! Secrets are in memory and on the wire to AWS, and nowhere else: whatever is done,
//! asked, refused, broken off or looked into.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails where its ground is missing"
)]

mod core;
mod debug;
mod defect;
mod helpers;
mod journey;
mod modes;
mod tap;

use std::fs;
use std::path::Path;

/// Of the operators' user in the sim.
const BASE_SECRET: &str = skymap::sim::BASE_IDENTITY.secret_access_key;

/// The secrets that a text holds.
fn found_in(text: &[u8], secrets: &[String]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let is_there = |secret: &&String| {
        assert!(secret.len() > 6, "{secret:?} would be found everywhere");
        text.contains(secret.as_str())
    };
    secrets.iter().filter(is_there).cloned().collect()
}

/// The files below a directory that hold one of them.
fn found_below(directory: &Path, secrets: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(found_below(&path, secrets));
        } else if !found_in(&fs::read(&path).expect("a file"), secrets).is_empty() {
            found.push(path.display().to_string());
        }
    }
    found
}
