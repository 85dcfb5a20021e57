//! Microburst, a fault proxy that is not ours, before an emulator that is not ours.

use crate::moto::server::free_port;
use crate::python;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The proxy on a port of its own, for as long as the value lives.
pub struct Microburst {
    server: Child,
    address: String,
}

impl Microburst {
    pub fn before(upstream: &str) -> Self {
        let port = free_port();
        let mut server = Command::new(python::programs().join("microburst"))
            .args(["--upstream", upstream, "--port", &port.to_string()])
            .env("PYTHONUNBUFFERED", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("listening on") {
            line.clear();
            let read = said.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "the proxy ended before it was ready");
        }
        // It would stop at a full pipe.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self {
            server,
            address: format!("127.0.0.1:{port}"),
        }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on these rules are in force, and nothing has fired.
    pub fn set_rules(&self, rules: &Value) {
        self.ask("DELETE", "fired", "");
        self.ask("POST", "rules", &rules.to_string());
    }

    /// How many faults have fired, by operation.
    pub fn fired(&self) -> Vec<String> {
        let fired = self.ask("GET", "fired?limit=1000", "");
        let fired: Value = serde_json::from_str(&fired).unwrap();
        let fired = fired.as_array().unwrap().iter();
        fired
            .map(|one| one["operation"].as_str().unwrap().to_owned())
            .collect()
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, body.len());
        write!(
            stream,
            "{method} /_microburst/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 20"), "{head}");
        body.to_owned()
    }
}

impl Drop for Microburst {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}
