//! What a price is for: an hour, a GB a month, a million requests.

use std::fmt;

/// What one pays a price for. It has AWS's name: `Hrs`, `GB-Mo`, `1M requests`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(&'static str);

/// What of a unit is time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Second,
    Hour,
    Month,
    /// Paid for each use: a GB, a request.
    Use,
}

/// Every unit that a price has.
const UNITS: &[&str] = &[
    "1M I/O",
    "1M PUT units",
    "1M RRU",
    "1M WRU",
    "1M events",
    "1M messages",
    "1M minutes",
    "1M queries",
    "1M rWRU",
    "1M requests",
    "100k events",
    "100k notifications",
    "100k requests",
    "10k requests",
    "1k requests",
    "1k transitions",
    "ACL-Mo",
    "ACU-Hrs",
    "DPU-Hrs",
    "GB",
    "GB-Hrs",
    "GB-Mo",
    "GB-s",
    "Hrs",
    "IOPS-Mo",
    "LCU-Hrs",
    "MiBps-Mo",
    "RCU-Hrs",
    "RPU-Hrs",
    "TB",
    "WCU-Hrs",
    "alarm-Mo",
    "dashboard-Mo",
    "key-Mo",
    "metric-Mo",
    "rule-Mo",
    "run",
    "secret-Mo",
    "vCPU-Hrs",
    "zone-Mo",
];

impl Unit {
    /// An hour of one of it.
    pub const HOUR: Self = Self("Hrs");

    pub fn parse(text: &str) -> Option<Self> {
        UNITS.iter().find(|unit| **unit == text).copied().map(Self)
    }

    /// AWS's name of it: `GB-Mo`.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// How many single things the price is for: 1,000,000 for `1M requests`. A quantity
    /// counts single things: see [`Price::cost`](super::Price::cost).
    pub fn batch(self) -> u64 {
        const BATCHES: [(&str, u64); 4] = [
            ("1M ", 1_000_000),
            ("100k ", 100_000),
            ("10k ", 10_000),
            ("1k ", 1_000),
        ];
        let batch = BATCHES.iter().find(|(name, _)| self.0.starts_with(name));
        batch.map_or(1, |(_, batch)| *batch)
    }

    pub fn period(self) -> Period {
        match self.0.rsplit_once('-') {
            None if self.0 == "Hrs" => Period::Hour,
            Some((_, "Hrs")) => Period::Hour,
            Some((_, "Mo")) => Period::Month,
            Some((_, "s")) => Period::Second,
            _ => Period::Use,
        }
    }

    /// As people read it after a price: `0.0816 an hour`, `0.045 per GB`.
    pub fn phrase(self) -> String {
        let (what, period) = match self.0.rsplit_once('-') {
            Some((what, "Hrs")) => (what, " an hour"),
            Some((what, "Mo")) => (what, " a month"),
            Some((what, "s")) => (what, " a second"),
            _ if self.0 == "Hrs" => return "an hour".to_owned(),
            _ => (self.0, ""),
        };
        let what = match what {
            "MiBps" => "MiB/s",
            what => what,
        };
        format!("per {what}{period}")
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Unit};

    #[test]
    fn a_unit_says_what_it_counts() {
        for (name, batch, period, phrase) in [
            ("Hrs", 1, Period::Hour, "an hour"),
            ("LCU-Hrs", 1, Period::Hour, "per LCU an hour"),
            ("GB-Mo", 1, Period::Month, "per GB a month"),
            ("MiBps-Mo", 1, Period::Month, "per MiB/s a month"),
            ("GB-s", 1, Period::Second, "per GB a second"),
            ("GB", 1, Period::Use, "per GB"),
            ("1M requests", 1_000_000, Period::Use, "per 1M requests"),
            ("10k requests", 10_000, Period::Use, "per 10k requests"),
        ] {
            let unit = Unit::parse(name).expect("a unit");
            assert_eq!(
                (unit.batch(), unit.period(), unit.phrase().as_str()),
                (batch, period, phrase)
            );
        }
        assert_eq!(Unit::parse("fortnight"), None);
    }
}
