//! The main job from end to end, by the program itself: an account is connected, seen,
//! read and removed, and what is read is what clients that are not ours read.

#![expect(
    clippy::unwrap_used,
    reason = "a program that cannot be run is a failed test"
)]

mod by_keys;
mod demo;
pub mod reading;
pub mod sim;

use crate::pty::BINARY;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// A person's machine: directories of its own, and an AWS to ask.
pub struct Machine {
    directory: TempDir,
    environment: Vec<(String, String)>,
}

/// What a command printed, and its exit code.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub errors: String,
}

impl Machine {
    pub fn at(endpoint: &str) -> Self {
        Self::with(&[
            ("AWS_ENDPOINT_URL", endpoint),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
        ])
    }

    pub fn with(environment: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut all: Vec<(String, String)> = environment
            .iter()
            .chain(&[("AWS_EC2_METADATA_DISABLED", "true")])
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        for place in ["config", "data", "state"] {
            let name = format!("SKYMAP_{}_DIR", place.to_uppercase());
            let path = directory.path().join(place).display().to_string();
            all.push((name, path));
        }
        Self {
            directory,
            environment: all,
        }
    }

    pub fn environment(&self) -> Vec<(&str, &str)> {
        let all = self.environment.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        let output = Command::new(BINARY)
            .args(words)
            .env_clear()
            .env("HOME", self.directory.path())
            .envs(self.environment())
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must end with this code.
    pub fn expect(&self, code: i32, words: &[&str]) -> Ran {
        let ran = self.run(words);
        let Ran { out, errors, .. } = &ran;
        assert_eq!(ran.code, Some(code), "{words:?}: {out}{errors}");
        ran
    }
}

/// Every file under a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
