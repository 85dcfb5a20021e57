//! The emulator as a child process, and the estate in it.

use crate::estate::Entrance;
use crate::python;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Where its estates are.
pub const REGION: &str = "eu-west-1";
pub const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];

/// A server on a port of its own, for as long as the value lives.
pub struct Moto {
    server: Child,
    pub endpoint: String,
}

impl Moto {
    pub fn start() -> Self {
        let port = free_port();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/moto/server.py");
        let mut server = Command::new(python::programs().join("python"))
            .arg(script)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("moto starts");
        let mut log = BufReader::new(server.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("Running on") {
            line.clear();
            let read = log.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "moto ended before it was ready");
        }
        // It would stop at a full pipe.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self {
            server,
            endpoint: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Makes the estate in both accounts.
    pub fn make_estates(&self) {
        let [first, second] = ACCOUNTS.map(role);
        self.entrance(&first).run("make", &[&second]);
    }

    /// What boto3 lists in an account.
    pub fn list(&self, number: &str) -> Value {
        self.entrance(&role(number)).list()
    }

    pub fn stop(&self, number: &str, instance: &str) {
        self.entrance(&role(number)).run("stop", &[instance]);
    }

    pub fn entrance<'a>(&'a self, role: &'a str) -> Entrance<'a> {
        Entrance {
            endpoint: &self.endpoint,
            region: REGION,
            role,
            environment: &[],
        }
    }
}

/// The role that leads into an account; the emulator asks nobody who may.
pub fn role(number: &str) -> String {
    format!("arn:aws:iam::{number}:role/skymap")
}

/// Free again when it is returned: the server takes it next.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}
