//! What keeps a scan from AWS altogether: names, certificates, proxies, silence, and
//! nobody to be. What is said names the thing and the way out.

use crate::main_job::{Machine, Ran};
use crate::pty::{BINARY, Session};
use crate::python;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    (
        "AWS_SECRET_ACCESS_KEY",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
];
const ROLE: &str = "arn:aws:iam::111122223333:role/skymap";

/// A name, an environment, and what is said in it.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

/// A port that answers every connection in one way, for as long as the test runs.
fn port(answer: fn(TcpStream)) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || answer(stream));
        }
    });
    port
}

fn forbid(mut stream: TcpStream) {
    read_head(&mut stream);
    let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    stream.write_all(answer.as_bytes()).ok();
}

fn html(mut stream: TcpStream) {
    read_head(&mut stream);
    let answer = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: 18\r\nConnection: close\r\n\r\n<html>oops</html>\n";
    stream.write_all(answer.as_bytes()).ok();
}

fn hang_up(mut stream: TcpStream) {
    read_head(&mut stream);
}

fn say_nothing(mut stream: TcpStream) {
    std::io::copy(&mut stream, &mut std::io::sink()).ok();
}

fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
}

/// A server whose certificate nobody knows.
struct Stranger {
    child: Child,
    port: String,
}

impl Stranger {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/faults/stranger.py");
        let mut child = Command::new(python::programs().join("python"))
            .arg(script)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut port).unwrap();
        Self {
            child,
            port: port.trim().to_owned(),
        }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn what_stands_before_aws_is_named_with_the_way_out() {
    let stranger = Stranger::start();
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    let proxy = format!("http://ada:secret-word@127.0.0.1:{}", port(forbid));
    let (broken, cut) = (at(port(html)), at(port(hang_up)));
    let strange = format!("https://localhost:{}", stranger.port);
    let by_proxy = "the proxy does not lead to the endpoint of sts in us-east-1 (HTTPS_PROXY=http://127.0.0.1:";
    let cases: [Case<'_>; 8] = [
        (
            "nobody listens",
            &[("AWS_ENDPOINT_URL", "http://127.0.0.1:1")],
            &[
                "could not reach its endpoint: the connection was refused",
                "nothing listens at http://127.0.0.1:1 (AWS_ENDPOINT_URL)",
            ],
        ),
        (
            "a name that nobody knows",
            &[("AWS_ENDPOINT_URL", "https://sts.skymap.invalid")],
            &[
                "could not reach its endpoint: its name is not known",
                "the resolver does not know https://sts.skymap.invalid",
            ],
        ),
        (
            "an authority that nobody knows",
            &[("AWS_ENDPOINT_URL", &strange)],
            &[
                "its certificate is not trusted (UnknownIssuer)",
                "is not known here",
                "export AWS_CA_BUNDLE=",
            ],
        ),
        (
            "a proxy that refuses",
            &[("HTTPS_PROXY", &proxy)],
            &[
                "could not reach its endpoint: the proxy refused to connect to it",
                by_proxy,
                "NO_PROXY",
            ],
        ),
        (
            "a proxy that is not there",
            &[("HTTPS_PROXY", "http://127.0.0.1:1")],
            &[
                "could not reach its endpoint: the connection was refused",
                "the proxy does not lead to",
            ],
        ),
        (
            "HTML with status 500",
            &[("AWS_ENDPOINT_URL", &broken)],
            &[
                "sts:AssumeRole in us-east-1 failed with HTTP status 500: the answer is none of AWS's",
                "answered in its place",
            ],
        ),
        (
            "a connection that is cut",
            &[("AWS_ENDPOINT_URL", &cut)],
            &["could not reach its endpoint: the connection was "],
        ),
        (
            "no credentials at all",
            &[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")],
            &[
                "sts:AssumeRole has no credentials",
                "nobody is signed in on this machine",
                "aws sso login",
            ],
        ),
    ];
    std::thread::scope(|scope| {
        for (name, environment, says) in cases {
            scope.spawn(move || {
                let machine = Machine::with(&[&KEYS[..], environment].concat());
                let Ran { errors, .. } = add(&machine);
                // No region at all: what is read is said.
                assert!(
                    errors.contains("no region is typed, so us-east-1 will be read"),
                    "{errors}"
                );
                let ran = machine.expect(1, &["scan", "shop"]);
                assert_eq!(ran.out, "", "{name}");
                for text in says {
                    assert!(
                        ran.errors.contains(text),
                        "{name}: {text:?} is not in {}",
                        ran.errors
                    );
                }
                assert!(
                    !ran.errors.contains("secret-word"),
                    "{name}: {}",
                    ran.errors
                );
            });
        }
    });
}

#[test]
fn a_scan_that_waits_says_for_what() {
    let silent = format!("http://127.0.0.1:{}", port(say_nothing));
    let unreachable =
        Machine::with(&[&KEYS[..], &[("AWS_ENDPOINT_URL", "http://127.0.0.1:1")]].concat());
    add(&unreachable);
    let environment = [
        unreachable.environment(),
        vec![("AWS_ENDPOINT_URL", silent.as_str())],
    ]
    .concat();
    let mut session = Session::start_sized((24, 100), BINARY, &["scan", "shop"], &environment);
    session.see(&["2 s: waiting for a session of arn:aws:iam::111122223333:role/skymap"]);
    session.see(&["3 s: waiting for a session"]);
    session.see_no("2 s: waiting");
    session.press(b"\x03");
    assert_ne!(session.end(), 0);
}

/// It is saved although its check fails.
fn add(machine: &Machine) -> Ran {
    machine.expect(
        3,
        &["accounts", "add", "--name", "shop", "--role-arn", ROLE],
    )
}
