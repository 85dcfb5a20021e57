//! What boto3 makes and lists, by `estate.py`.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use crate::python;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// An account at an endpoint, as boto3 enters it.
pub struct Entrance<'a> {
    pub endpoint: &'a str,
    pub region: &'a str,
    pub role: &'a str,
    /// The keys and the external ID, where they are asked for.
    pub environment: &'a [(&'a str, &'a str)],
}

impl Entrance<'_> {
    pub fn list(&self) -> Value {
        serde_json::from_str(&self.run("list", &[])).unwrap()
    }

    /// Runs a verb of the script, and gives what it printed.
    pub fn run(&self, verb: &str, more: &[&str]) -> String {
        self.run_script("estate.py", verb, more)
    }

    /// The same of another script.
    pub fn run_script(&self, script: &str, verb: &str, more: &[&str]) -> String {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
        let script = tests.join(script);
        let output = Command::new(python::programs().join("python"))
            .arg(script)
            .args([verb, self.endpoint, self.region, self.role])
            .args(more)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .envs(self.environment.iter().copied())
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        String::from_utf8(output.stdout).unwrap()
    }
}
