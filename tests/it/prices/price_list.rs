//! A Price List API on a loopback port that answers from a script, and the program that is
//! pointed at it.

use crate::pty::BINARY;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// A status and a body.
pub type Answer = (u16, Value);

/// Serves as long as it lives; what the script has not is an empty list.
pub struct PriceList {
    pub directory: TempDir,
    asked: Arc<Mutex<Vec<Value>>>,
    script: Arc<Mutex<VecDeque<Answer>>>,
    port: u16,
}

/// What a command printed, and its exit code.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub errors: String,
}

impl PriceList {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let list = Self {
            directory: tempfile::tempdir().unwrap(),
            asked: Arc::default(),
            script: Arc::default(),
            port: listener.local_addr().unwrap().port(),
        };
        let (asked, script) = (Arc::clone(&list.asked), Arc::clone(&list.script));
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(&stream.unwrap(), &asked, &script);
            }
        });
        list
    }

    pub fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.lock().unwrap().extend(answers);
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<Value> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        let place = |name: &str| self.directory.path().join(name);
        let output = Command::new(BINARY)
            .args(words)
            .env_clear()
            .env(
                "AWS_ENDPOINT_URL",
                format!("http://127.0.0.1:{}", self.port),
            )
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("HOME", self.directory.path())
            .env("SKYMAP_CONFIG_DIR", place("config"))
            .env("SKYMAP_DATA_DIR", place("data"))
            .env("SKYMAP_STATE_DIR", place("state"))
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// One request for each connection.
fn serve(
    stream: &TcpStream,
    asked: &Mutex<Vec<Value>>,
    script: &Mutex<VecDeque<Answer>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    asked
        .lock()
        .unwrap()
        .push(serde_json::from_slice(&body).ok()?);
    let scripted = script.lock().unwrap().pop_front();
    let (status, answer) = scripted.unwrap_or_else(|| page(&[], None));
    let answer = answer.to_string();
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} Answer\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
        answer.len()
    )
    .ok()
}

/// A page of documents, which are texts in the answer.
pub fn page(documents: &[Value], token: Option<&str>) -> Answer {
    let documents: Vec<String> = documents.iter().map(Value::to_string).collect();
    let mut page = json!({"FormatVersion": "aws_v1", "PriceList": documents});
    if let Some(token) = token {
        page["NextToken"] = token.into();
    }
    (200, page)
}

pub fn error(status: u16, code: &str, message: &str) -> Answer {
    (status, json!({"__type": code, "Message": message}))
}

/// An instance type's document, as AWS answers it: several terms, of which the last one is
/// in force.
pub fn instance(class: &str, system: &str, usd: &str) -> Value {
    let term = |day: &str, usd: &str| {
        json!({
            "offerTermCode": "JRTCKXETXF",
            "effectiveDate": format!("{day}T00:00:00Z"),
            "priceDimensions": {"A.JRTCKXETXF.6YS6EN2CT7": {
                "unit": "Hrs", "beginRange": "0", "endRange": "Inf", "appliesTo": [],
                "pricePerUnit": {"USD": usd},
            }},
        })
    };
    json!({
        "product": {
            "productFamily": "Compute Instance",
            "sku": "A",
            "attributes": {
                "regionCode": "eu-west-1", "instanceType": class, "operatingSystem": system,
                "tenancy": "Shared", "preInstalledSw": "NA", "capacitystatus": "Used",
                "licenseModel": "No License required", "marketoption": "OnDemand",
            },
        },
        "serviceCode": "AmazonEC2",
        "terms": {
            "OnDemand": {"A.1": term("2026-10-01", usd), "A.2": term("2026-01-01", "99.0000000000")},
            "Reserved": {"A.3": {"priceDimensions": {}}},
        },
        "publicationDate": "2026-10-02T00:00:00Z",
    })
}
