//! An AWS inside the test on a loopback port, and the program that is pointed at it.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use crate::pty::{BINARY, Session};
use skymap::sim::{AccountRecord, BASE_IDENTITY, Fleet, Listener, Sim, SystemClock, listen};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The sim, its port, and the directories of a person who has its accounts connected.
pub struct Served {
    pub sim: Sim,
    pub directory: TempDir,
    environment: Vec<(String, String)>,
    /// Before the runtime, which it runs on.
    listener: Listener,
    _runtime: Runtime,
}

/// What a command printed, and its exit code.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub errors: String,
}

impl Served {
    pub fn demo() -> Self {
        Self::of(Sim::new(Fleet::demo(None).unwrap(), SystemClock))
    }

    pub fn of(sim: Sim) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(listen(&sim, "127.0.0.1:0".parse().unwrap()));
        let listener = listener.unwrap();
        let directory = tempfile::tempdir().unwrap();
        let place = |name: &str| directory.path().join(name).display().to_string();
        let environment = [
            ("AWS_ENDPOINT_URL", format!("http://{}", listener.address())),
            ("AWS_ACCESS_KEY_ID", BASE_IDENTITY.access_key_id.to_owned()),
            (
                "AWS_SECRET_ACCESS_KEY",
                BASE_IDENTITY.secret_access_key.to_owned(),
            ),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("SKYMAP_CONFIG_DIR", place("config")),
            ("SKYMAP_DATA_DIR", place("data")),
            ("SKYMAP_STATE_DIR", place("state")),
        ];
        let served = Self {
            environment: environment
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            directory,
            sim,
            listener,
            _runtime: runtime,
        };
        served.connect(&served.sim.fleet().accounts());
        served
    }

    fn connect(&self, accounts: &[AccountRecord]) {
        let records = accounts.iter().enumerate().map(|(number, account)| {
            format!(
                "[[account]]\nid = \"00000000-0000-4000-8000-{number:012}\"\nname = \"{}\"\n\
                 role_arn = \"{}\"\nexternal_id = \"{}\"\nhome_region = \"{}\"\n",
                account.name, account.role_arn, account.external_id, account.home_region
            )
        });
        self.write_config("accounts.toml", &records.collect::<String>());
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.listener.address()
    }

    pub fn write_config(&self, name: &str, text: &str) {
        let directory = self.directory.path().join("config");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join(name), text).unwrap();
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        Path::join(self.directory.path(), name)
    }

    /// The environment, in which what is given comes last.
    pub fn environment<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let ours = self.environment.iter();
        let ours = ours.map(|(name, value)| (name.as_str(), value.as_str()));
        ours.chain(more.iter().copied()).collect()
    }

    /// The map with its first account opened.
    pub fn watched(&self, size: (u16, u16), more: &[(&str, &str)]) -> Session {
        let mut session = Session::start_sized(size, BINARY, &[], &self.environment(more));
        session.wait_until("the map has the terminal", Session::is_in_our_modes);
        // The only account is opened without being asked for.
        if self.sim.fleet().accounts().len() > 1 {
            session.see(&[" of "]);
            session.press(b"\r");
        }
        session
    }

    pub fn run(&self, words: &[&str], more: &[(&str, &str)]) -> Ran {
        let output = Command::new(BINARY)
            .args(words)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.directory.path())
            .env("LANG", "C.UTF-8")
            .envs(self.environment(more))
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
