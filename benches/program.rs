//! What the whole program costs where it runs: a process in a terminal, an AWS on a port
//! whose time stands still until it is moved. Prints one line for each figure.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures, and without its ground it has none"
)]
#![allow(dead_code, reason = "tests use more of what they share with benches")]

#[path = "../tests/it/process.rs"]
mod process;
#[path = "../tests/it/pty.rs"]
mod pty;
#[path = "../tests/it/served.rs"]
mod served;

use process::Process;
use pty::{BINARY, Session};
use served::Served;
use skymap::sim::{Fleet, ManualClock, Sim};
use std::time::{Duration, Instant};

const LARGE: (u16, u16) = (60, 200);
const MANY: usize = 10_000;
/// Status is read every ten seconds.
const TWO_READINGS: Duration = Duration::from_secs(21);
const PAUSE: &[u8] = b"p";
const PAN_DOWN: &[u8] = b"\x1b[1;2B";
const REFRESH: &[u8] = b"\x12";
const NEARER: &[u8] = b"+";
const FARTHER: &[u8] = b"-";

fn main() {
    // `cargo test --benches` only wants to know whether it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    first_frame();
    demo();
    at_rest();
    many();
}

fn first_frame() {
    let served = served(None);
    let times = (0..20).map(|_| {
        let start = Instant::now();
        let mut session = Session::start_sized(LARGE, BINARY, &[], &served.environment(&[]));
        session.see(&["skymap"]);
        let took = start.elapsed();
        session.press(b"\x03");
        session.end();
        took
    });
    told(
        "first frame after exec",
        &milliseconds(times.collect()),
        "< 30 ms",
    );
}

fn demo() {
    let mut session = Session::start_sized(LARGE, BINARY, &["demo"], &[]);
    session.see(&["shop-web"]);
    session.settle();
    told("memory, demo", &resident(&session), "< 20 MB");
}

/// Nothing changes in this account unless its time is moved.
fn at_rest() {
    let clock = ManualClock::starting_at("2026-01-02T03:04:05Z".parse().unwrap());
    let served = Served::of(Sim::new(Fleet::demo(None).unwrap(), clock.clone()));
    let mut session = served.watched(LARGE, &[]);
    session.see(&["shop-web"]);
    session.settle();

    let process = Process(session.pid());
    let (before, drawn) = (process.processor_time().unwrap(), session.bytes.len());
    wait(&mut session, TWO_READINGS);
    let used = process.processor_time().unwrap().saturating_sub(before);
    let drawn = session.bytes.len() - drawn;
    told(
        "bytes while nothing changes, two readings",
        &drawn.to_string(),
        "0",
    );
    let used = format!("{} ms", used.as_millis());
    told("processor time of these two readings", &used, "");

    session.press(PAUSE);
    session.settle();
    let (before, drawn) = (process.processor_time().unwrap(), session.bytes.len());
    wait(&mut session, TWO_READINGS);
    let used = process.processor_time().unwrap().saturating_sub(before);
    let drawn = session.bytes.len() - drawn;
    told(
        "processor time at rest",
        &format!("{} ms", used.as_millis()),
        "0",
    );
    told("bytes at rest: how old the map is", &drawn.to_string(), "");
    session.press(PAUSE);
    session.settle();

    let mut changes = Vec::new();
    for step in 1..=8 {
        clock.set_elapsed(Duration::from_secs(step * 5));
        let start = session.bytes.len();
        wait(&mut session, TWO_READINGS / 2);
        changes.push(session.bytes.len() - start);
    }
    changes.retain(|bytes| *bytes > 0);
    changes.sort_unstable();
    let fewest = changes.first().copied().unwrap_or_default();
    let median = changes.get(changes.len() / 2).copied().unwrap_or_default();
    let most = changes.last().copied().unwrap_or_default();
    let seen = format!("at most {most} (fewest {fewest}, median {median})");
    told("bytes of a reading that changes a status", &seen, "≤ 200");
}

fn many() {
    let served = served(Some(MANY));
    let mut session = served.watched(LARGE, &[]);
    session.see(&["shop", "of 5"]);
    session.settle();
    session.press(FARTHER);
    told("memory, 10,000 instances", &resident(&session), "< 80 MB");
    for level in 1..=5 {
        session.see(&[&format!("zoom {level} of 5")]);
        session.settle();
        let start = session.bytes.len();
        session.press(PAN_DOWN);
        session.settle();
        let bytes = (session.bytes.len() - start).to_string();
        told(&format!("bytes of half a page, zoom {level}"), &bytes, "");
        told(
            &format!("key to first byte under a refresh, zoom {level}"),
            &milliseconds(keys(&mut session)),
            "≤ 16 ms",
        );
        session.press(NEARER);
    }
    told("memory after that", &resident(&session), "< 80 MB");
}

/// Forth and back again while everything is being read.
fn keys(session: &mut Session) -> Vec<Duration> {
    let mut times = Vec::new();
    session.press(REFRESH);
    for number in 0..60 {
        let key: &[u8] = if number % 2 == 0 { b"g" } else { b"G" };
        let start = Instant::now();
        session.press(key);
        if session.take(Duration::from_secs(5)) {
            times.push(start.elapsed());
        }
        while session.take(Duration::from_millis(30)) {}
    }
    times
}

/// Takes what is drawn for so long.
fn wait(session: &mut Session, time: Duration) {
    let end = Instant::now() + time;
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        session.take(left);
    }
}

fn served(instances: Option<usize>) -> Served {
    let clock = ManualClock::starting_at("2026-01-02T03:04:05Z".parse().unwrap());
    Served::of(Sim::new(Fleet::demo(instances).unwrap(), clock))
}

fn resident(session: &Session) -> String {
    let kibibytes = Process(session.pid()).resident();
    format!("{:.1} MB", kibibytes as f64 * 1024.0 / 1e6)
}

fn milliseconds(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let middle = times[times.len() / 2];
    let last = times[times.len() - 1];
    let (middle, last) = (middle.as_secs_f64() * 1e3, last.as_secs_f64() * 1e3);
    format!("{middle:.1} ms (at most {last:.1})")
}

fn told(what: &str, figure: &str, goal: &str) {
    println!("{what:<52} {figure:<28} {goal}");
}
