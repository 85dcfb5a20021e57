//! What one scan has read, and what it could not.

use crate::export::Coverage;
use crate::inventory::{Inventory, SliceId};
use crate::provider::{Explanation, ScanEvent};
use std::collections::BTreeMap;
use std::time::Instant;

/// One scan, event by event.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) inventory: Inventory,
    coverage: BTreeMap<SliceId, Coverage>,
    refused: Option<Explanation>,
    has_read: bool,
}

impl Reading {
    pub(super) fn take(&mut self, event: ScanEvent, now: Instant) {
        match event {
            ScanEvent::SessionReady { .. } => self.refused = None,
            ScanEvent::SessionFailed(error) => self.refused = Some(error),
            ScanEvent::Planned(slices) => {
                for (id, _) in slices {
                    let coverage = Coverage {
                        error: Some(String::from("the scan ended before it was read")),
                        ..covered(&id, "not-read")
                    };
                    self.coverage.insert(id, coverage);
                }
            }
            ScanEvent::Collected {
                id,
                slice,
                calls,
                issues,
            } => {
                self.has_read = true;
                let result = if issues.is_empty() {
                    Coverage::OK
                } else {
                    "incomplete"
                };
                let coverage = Coverage {
                    count: slice.len(),
                    calls,
                    error: (!issues.is_empty()).then(|| issues.join("; ")),
                    ..covered(&id, result)
                };
                self.coverage.insert(id.clone(), coverage);
                self.inventory.replace(id, slice, now);
            }
            ScanEvent::Failed {
                id, error, calls, ..
            } => {
                let coverage = Coverage {
                    calls,
                    error: Some(error.to_string()),
                    ..covered(&id, error.kind.word())
                };
                self.coverage.insert(id.clone(), coverage);
                self.inventory.mark_stale(&id, error.to_string(), now);
            }
            ScanEvent::RegionsKnown(_)
            | ScanEvent::Started(_)
            | ScanEvent::Called(_)
            | ScanEvent::Finished => {}
        }
    }

    /// Why there is nothing to print, when there is nothing.
    pub(super) fn nothing_was_read(&self) -> Option<&Explanation> {
        self.refused.as_ref().filter(|_| !self.has_read)
    }

    /// What came of each read, in the order of regions and collectors.
    pub(super) fn coverage(&self) -> Vec<Coverage> {
        self.coverage.values().cloned().collect()
    }
}

fn covered(id: &SliceId, result: &str) -> Coverage {
    Coverage {
        account: id.account.to_string(),
        region: id.region.to_string(),
        collector: id.collector.to_owned(),
        result: result.to_owned(),
        count: 0,
        calls: 0,
        error: None,
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::account::Region;
    use crate::inventory::{Slice, SliceId};
    use crate::provider::{ErrorKind, Explanation, ScanEvent};
    use std::time::Instant;

    fn id(collector: &'static str) -> SliceId {
        SliceId {
            account: "111122223333".parse().unwrap(),
            region: Region::new("eu-west-1"),
            collector,
        }
    }

    fn refusal() -> Explanation {
        Explanation {
            kind: ErrorKind::Throttled,
            summary: String::from("slow down"),
            causes: Vec::new(),
            request_id: None,
        }
    }

    fn collected(collector: &'static str, issues: &[&str]) -> ScanEvent {
        ScanEvent::Collected {
            id: id(collector),
            slice: Slice::of([]),
            calls: 2,
            issues: issues.iter().map(|issue| (*issue).to_owned()).collect(),
        }
    }

    #[test]
    fn every_planned_read_is_accounted_for() {
        let mut reading = Reading::default();
        let plan = ["instances", "subnets", "volumes", "vpcs"];
        for event in [
            ScanEvent::Planned(plan.map(|name| (id(name), None)).to_vec()),
            collected("vpcs", &[]),
            collected("subnets", &["page 2 is cut"]),
            ScanEvent::Failed {
                id: id("instances"),
                error: refusal(),
                calls: 5,
                is_remembered: false,
            },
            ScanEvent::Finished,
        ] {
            reading.take(event, Instant::now());
        }
        let seen: Vec<String> = reading
            .coverage()
            .iter()
            .map(|one| {
                let error = one.error.as_deref().unwrap_or("-");
                format!("{} {} {} {error}", one.collector, one.result, one.calls)
            })
            .collect();
        assert_eq!(
            seen,
            [
                "instances throttled 5 slow down",
                "subnets incomplete 2 page 2 is cut",
                "volumes not-read 0 the scan ended before it was read",
                "vpcs ok 2 -",
            ]
        );
        assert_eq!(reading.nothing_was_read(), None);
    }

    #[test]
    fn a_session_that_never_came_is_a_failure_and_one_that_was_lost_is_not() {
        let mut reading = Reading::default();
        reading.take(ScanEvent::SessionFailed(refusal()), Instant::now());
        assert_eq!(reading.nothing_was_read(), Some(&refusal()));
        reading.take(collected("vpcs", &[]), Instant::now());
        assert_eq!(reading.nothing_was_read(), None);
    }
}
