//! A relay on a loopback port that passes every byte on as it is and keeps a copy: what
//! really went over the wire, and what came back.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct Connection {
    sent: Vec<u8>,
    received: Vec<u8>,
}

pub struct Recorder {
    pub address: SocketAddr,
    connections: Arc<Mutex<Vec<Arc<Mutex<Connection>>>>>,
}

impl Recorder {
    /// Lets everything through to the server at that address.
    pub fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::<Mutex<Vec<_>>>::default();
        let server = server.to_owned();
        let recorder = Self {
            address,
            connections: Arc::clone(&connections),
        };
        thread::spawn(move || {
            for client in listener.incoming() {
                let connection = Arc::<Mutex<Connection>>::default();
                connections.lock().unwrap().push(Arc::clone(&connection));
                relay(client.unwrap(), &server, &connection);
            }
        });
        recorder
    }

    /// The form of every request, in no order.
    pub fn requests(&self) -> Vec<BTreeMap<String, String>> {
        let connections = self.connections.lock().unwrap();
        let all = connections.iter().flat_map(|connection| {
            let connection = connection.lock().unwrap();
            forms(&connection.sent)
        });
        all.collect()
    }

    /// The answers, as far as they are text.
    pub fn answers(&self) -> Vec<String> {
        let connections = self.connections.lock().unwrap();
        let all = connections.iter().map(|connection| {
            let connection = connection.lock().unwrap();
            String::from_utf8_lossy(&connection.received).into_owned()
        });
        all.collect()
    }
}

fn relay(client: TcpStream, server: &str, connection: &Arc<Mutex<Connection>>) {
    let server = TcpStream::connect(server).unwrap();
    let ways = [
        (client.try_clone(), server.try_clone(), true),
        (Ok(server), Ok(client), false),
    ];
    for (from, to, is_request) in ways {
        let (from, to) = (from.unwrap(), to.unwrap());
        let connection = Arc::clone(connection);
        thread::spawn(move || {
            let copied = copy(from, &to, |bytes| {
                let mut connection = connection.lock().unwrap();
                let kept = if is_request {
                    &mut connection.sent
                } else {
                    &mut connection.received
                };
                kept.extend_from_slice(bytes);
            });
            // Whoever goes away takes the other side along.
            copied.and_then(|()| to.shutdown(Shutdown::Write)).ok();
        });
    }
}

fn copy(mut from: TcpStream, mut to: &TcpStream, mut keep: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = [0; 8192];
    loop {
        let length = from.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        keep(&buffer[..length]);
        to.write_all(&buffer[..length])?;
    }
}

/// The bodies of requests that follow each other on one connection.
fn forms(mut bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    const END: &[u8] = b"\r\n\r\n";
    let mut forms = Vec::new();
    while let Some(at) = bytes.windows(END.len()).position(|window| window == END) {
        let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .map_or(0, |length| length.trim().parse().unwrap());
        let body = &bytes[at + END.len()..][..length];
        let mut form: BTreeMap<String, String> = match body {
            [b'{' | 0xa0..=0xff, ..] => BTreeMap::new(),
            body => form_urlencoded::parse(body).into_owned().collect(),
        };
        let head = String::from_utf8_lossy(&bytes[..at]);
        form.entry("Action".to_owned())
            .or_insert_with(|| asked(&head));
        forms.push(form);
        bytes = &bytes[at + END.len() + length..];
    }
    forms
}

/// What a request asks for that says so outside its body: `ListTables` in a header, in
/// the path of a CBOR call, else `GET /path`.
fn asked(head: &str) -> String {
    let target = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("x-amz-target").then_some(value)
    });
    let first = head.lines().next().unwrap_or_default();
    let first = first.trim_end_matches(" HTTP/1.1");
    let named = target.and_then(|target| target.rsplit('.').next());
    let named = named.or_else(|| Some(first.rsplit_once("/operation/")?.1));
    named.unwrap_or(first).trim().to_owned()
}
