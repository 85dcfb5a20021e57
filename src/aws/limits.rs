//! How fast an account may be asked: its rate limits are shared with its production
//! automation. It must not know what is asked.

use crate::account::Region;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// A rate per API action, account and region, and a number of calls in flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub burst: u32,
    pub per_second: f64,
    pub in_flight: usize,
}

impl Default for Rate {
    /// A quarter of what EC2 commonly grants an action (a bucket of 100, refilled with 20/s).
    fn default() -> Self {
        Self {
            burst: 25,
            per_second: 5.0,
            in_flight: 8,
        }
    }
}

/// One account's limits, for all its scans.
#[derive(Debug)]
pub struct Limits {
    rate: Rate,
    regions: Mutex<BTreeMap<Region, Regional>>,
}

#[derive(Debug)]
struct Regional {
    in_flight: Arc<Semaphore>,
    buckets: BTreeMap<String, Bucket>,
}

impl Limits {
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            regions: Mutex::default(),
        }
    }

    /// Waits until `action` may be called in `region`; the call ends with the permit.
    pub async fn admit(&self, region: &Region, action: &str) -> Option<OwnedSemaphorePermit> {
        let (in_flight, wait) = self.reserve(region, action);
        tokio::time::sleep(wait).await;
        in_flight.acquire_owned().await.ok()
    }

    fn reserve(&self, region: &Region, action: &str) -> (Arc<Semaphore>, Duration) {
        let mut regions = self.regions.lock().unwrap_or_else(PoisonError::into_inner);
        let regional = regions.entry(region.clone()).or_insert_with(|| Regional {
            in_flight: Arc::new(Semaphore::new(self.rate.in_flight)),
            buckets: BTreeMap::new(),
        });
        let now = Instant::now();
        let bucket = regional
            .buckets
            .entry(action.to_owned())
            .or_insert_with(|| Bucket::full(self.rate, now));
        (Arc::clone(&regional.in_flight), bucket.take(self.rate, now))
    }
}

/// A token bucket; it goes below zero by those who wait.
#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Self {
            tokens: f64::from(rate.burst),
            filled_at: now,
        }
    }

    /// Takes a token and says how long it takes until it is there.
    fn take(&mut self, rate: Rate, now: Instant) -> Duration {
        let gained = (now - self.filled_at).as_secs_f64() * rate.per_second;
        self.tokens = (self.tokens + gained).min(f64::from(rate.burst)) - 1.0;
        self.filled_at = now;
        Duration::from_secs_f64((-self.tokens).max(0.0) / rate.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Rate};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn a_burst_is_free_and_the_rest_waits_for_the_refill() {
        let rate = Rate {
            burst: 3,
            per_second: 2.0,
            in_flight: 8,
        };
        let start = Instant::now();
        let mut bucket = Bucket::full(rate, start);
        for (asked_at_ms, expected_wait_ms) in [
            (0, 0),
            (0, 0),
            (0, 0),
            (0, 500),
            (0, 1000),
            (500, 1000),
            (10_000, 0),
        ] {
            let now = start + Duration::from_millis(asked_at_ms);
            let wait = bucket.take(rate, now);
            assert_eq!(
                wait,
                Duration::from_millis(expected_wait_ms),
                "at {asked_at_ms} ms"
            );
        }
    }
}
