//! The time that the fleet lives in. It must not know what happens in it.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the sim takes its time from.
pub trait Clock: Send + Sync + 'static {
    /// What the time is in the fleet: states, launch times and the end of sessions follow it.
    fn now(&self) -> Timestamp;

    /// What a request's signature is judged by. It is the machine's own time, so that a
    /// fleet whose time is moved by a test still accepts its clients' signatures.
    fn wall(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A time that stands still until it is moved. Copies share it.
#[derive(Debug, Clone)]
pub struct ManualClock {
    start: Timestamp,
    elapsed_milliseconds: Arc<AtomicI64>,
    skew_seconds: Arc<AtomicI64>,
}

impl ManualClock {
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start,
            elapsed_milliseconds: Arc::default(),
            skew_seconds: Arc::default(),
        }
    }

    /// Moves the fleet's time to this long after the start.
    pub fn set_elapsed(&self, elapsed: std::time::Duration) {
        let milliseconds = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        self.elapsed_milliseconds
            .store(milliseconds, Ordering::SeqCst);
    }

    /// Makes the sim judge signatures by a clock that is this much ahead.
    pub fn set_skew(&self, seconds: i64) {
        self.skew_seconds.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        let elapsed = self.elapsed_milliseconds.load(Ordering::SeqCst);
        self.start
            .saturating_add(SignedDuration::from_millis(elapsed))
            .unwrap_or(self.start)
    }

    fn wall(&self) -> Timestamp {
        let skew = self.skew_seconds.load(Ordering::SeqCst);
        let now = Timestamp::now();
        now.saturating_add(SignedDuration::from_secs(skew))
            .unwrap_or(now)
    }
}
