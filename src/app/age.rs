//! Ages in coarse steps, so that an idle screen is rewritten seldom.

use std::time::{Duration, Instant};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// How long ago, in words that change seldom: `30 s`, `4 min`, `2 h`.
pub fn coarse(age: Duration) -> String {
    match age.as_secs() {
        seconds if seconds < MINUTE => format!("{} s", seconds / 10 * 10),
        seconds if seconds < HOUR => format!("{} min", seconds / MINUTE),
        seconds if seconds < 48 * HOUR => format!("{} h", seconds / HOUR),
        seconds => format!("{} d", seconds / (24 * HOUR)),
    }
}

/// When those words change next.
pub(super) fn next_step(since: Instant, now: Instant) -> Instant {
    let seconds = now.saturating_duration_since(since).as_secs();
    let step = match seconds {
        seconds if seconds < MINUTE => 10,
        seconds if seconds < HOUR => MINUTE,
        seconds if seconds < 48 * HOUR => HOUR,
        _ => 24 * HOUR,
    };
    since + Duration::from_secs((seconds / step + 1) * step)
}

#[cfg(test)]
mod tests {
    use super::{coarse, next_step};
    use std::time::{Duration, Instant};

    #[test]
    fn words_change_exactly_at_the_next_step() {
        let since = Instant::now();
        for seconds in [0, 9, 10, 59, 60, 61, 3599, 3600, 7300, 200_000] {
            let now = since + Duration::from_secs(seconds);
            let step = next_step(since, now);
            let just_before = now + (step - now).mul_f64(0.999);
            assert!(step > now);
            assert_eq!(
                coarse(now - since),
                coarse(just_before - since),
                "{seconds}"
            );
            assert_ne!(coarse(now - since), coarse(step - since), "{seconds}");
        }
    }
}
