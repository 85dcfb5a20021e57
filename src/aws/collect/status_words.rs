//! What the status words of databases, caches, streams and file systems stand for. Each
//! service has dozens, and most say by their form that something is under way.

use crate::aws::entry::lifecycle;
use crate::inventory::Health;

/// The health that a status word of a data service stands for.
pub(super) fn health_of(word: Option<&str>) -> Health {
    let word = word.unwrap_or_default().to_ascii_lowercase();
    match lifecycle(Some(&word)) {
        Health::Unknown => {}
        health => return health,
    }
    if is_broken(&word) {
        Health::Unhealthy
    } else if is_under_way(&word) {
        Health::Pending
    } else {
        match word.as_str() {
            "stopped" | "paused" | "archived" => Health::Stopped,
            // MSK replaces a broker; FSx serves, but may stop doing so.
            "healing" | "misconfigured" => Health::Degraded,
            _ => Health::Unknown,
        }
    }
}

fn is_broken(word: &str) -> bool {
    let starts = ["incompatible", "inaccessible"];
    let ends = ["failed", "failure", "error"];
    starts.iter().any(|start| word.starts_with(start))
        || ends.iter().any(|end| word.ends_with(end))
        || matches!(
            word,
            "storage-full"
                | "insufficient-capacity"
                | "misconfigured_unavailable"
                | "replication_not_authorized"
        )
}

fn is_under_way(word: &str) -> bool {
    let forms = ["ing", "optimization", "maintenance", "upgrade"];
    let mut parts = word.split([' ', '-', '_']);
    let is_healing = word == "healing";
    (!is_healing && parts.any(|part| forms.iter().any(|form| part.ends_with(form))))
        || matches!(
            word,
            "delete-precheck"
                | "final-snapshot"
                | "update-iam-db-auth"
                | "available, prep-for-resize"
                | "available, resize-cleanup"
        )
}

#[cfg(test)]
mod tests {
    use super::health_of;
    use crate::inventory::Health;

    #[test]
    fn a_word_has_its_health() {
        for (health, words) in [
            (Health::Healthy, &["available", "ACTIVE", "AVAILABLE"][..]),
            (
                Health::Pending,
                &[
                    "creating",
                    "backing-up",
                    "rebooting cluster nodes",
                    "resetting-master-credentials",
                    "storage-optimization",
                    "maintenance",
                    "MAINTENANCE",
                    "REBOOTING_BROKER",
                    "update-iam-db-auth",
                    "available, prep-for-resize",
                ],
            ),
            (
                Health::Unhealthy,
                &[
                    "failed",
                    "storage-full",
                    "incompatible-network",
                    "inaccessible-encryption-credentials",
                    "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
                    "restore-error",
                    "create-failed",
                    "hardware-failure",
                    "MISCONFIGURED_UNAVAILABLE",
                ],
            ),
            (Health::Degraded, &["HEALING", "MISCONFIGURED"]),
            (Health::Stopped, &["stopped", "paused", "ARCHIVED"]),
            (Health::Unknown, &["", "a word of tomorrow"]),
        ] {
            for word in words {
                assert_eq!(health_of(Some(word)), health, "{word}");
            }
        }
        assert_eq!(health_of(None), Health::Unknown);
    }
}
