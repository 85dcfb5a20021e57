//! What the system says of a process that runs.

#![expect(
    clippy::unwrap_used,
    reason = "a process that cannot be looked at is a failed test"
)]

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A process by its number.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    pub fn file(self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.0))
    }

    /// The time that it has run on processors; `None` when it is gone.
    pub fn processor_time(self) -> Option<Duration> {
        let ticks: u64 = self.fields()?[11..13]
            .iter()
            .map(|field| field.parse::<u64>().unwrap())
            .sum();
        // Linux tells it in hundredths of a second on every architecture.
        Some(Duration::from_millis(ticks * 10))
    }

    /// Kibibytes of memory that it holds.
    pub fn resident(self) -> u64 {
        let status = fs::read_to_string(self.file("status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.unwrap().trim().trim_end_matches(" kB");
        number.parse().unwrap()
    }

    /// Whether it is stopped (`T`).
    pub fn is_stopped(self) -> bool {
        self.fields().is_some_and(|fields| fields[0] == "T")
    }

    /// The processes whose parent it is.
    pub fn children(self) -> Vec<Self> {
        let numbers = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let name = entry.unwrap().file_name();
            name.to_str()?.parse().ok().map(Self)
        });
        let parent = self.0.to_string();
        numbers
            .filter(|other| other.fields().is_some_and(|fields| fields[1] == parent))
            .collect()
    }

    /// What stands behind the name in `/proc/PID/stat`; one that ended and waits for its
    /// parent is gone.
    fn fields(self) -> Option<Vec<String>> {
        let stat = fs::read_to_string(self.file("stat")).ok()?;
        let (_, behind) = stat.rsplit_once(") ")?;
        let fields: Vec<String> = behind.split(' ').map(str::to_owned).collect();
        (fields[0] != "Z").then_some(fields)
    }
}
