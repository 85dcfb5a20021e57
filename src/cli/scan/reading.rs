//! What one scan has read, and what it could not.

use crate::account::{Account, AccountId, Region, Service};
use crate::app::Receipt;
use crate::export::Coverage;
use crate::inventory::{Inventory, SliceId};
use crate::provider::{Catalogued, Explanation, ScanEvent};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// One scan, event by event.
#[derive(Debug, Default)]
pub(in crate::cli) struct Reading {
    pub(in crate::cli) inventory: Inventory,
    coverage: BTreeMap<SliceId, Coverage>,
    failures: BTreeMap<SliceId, Explanation>,
    running: BTreeSet<SliceId>,
    refused: Option<Explanation>,
    has_session: bool,
    has_read: bool,
    pub(in crate::cli) receipt: Receipt,
    number: Option<AccountId>,
    services: BTreeMap<&'static str, Service>,
}

impl Reading {
    /// Of an account; what is switched off for it is told as such.
    pub(in crate::cli) fn of(
        account: &Account,
        regions: &[Region],
        catalogue: &[Catalogued],
    ) -> Self {
        let mut reading = Self {
            number: account.number(),
            services: catalogue
                .iter()
                .map(|one| (one.name, one.service))
                .collect(),
            ..Self::default()
        };
        if let Some(number) = account.number() {
            reading.inventory.name_account(number, &account.name);
        }
        let watched = match regions {
            [] => account.watched_regions(),
            regions => regions.to_vec(),
        };
        let off = catalogue
            .iter()
            .filter(|one| !account.services.reads(one.service));
        for (one, number) in off.zip(std::iter::repeat(account.number()).flatten()) {
            let global = [Region::global()];
            for region in if one.is_global { &global[..] } else { &watched } {
                let id = SliceId {
                    account: number,
                    region: region.clone(),
                    collector: one.name,
                };
                let coverage = reading.covered(&id, Coverage::OFF);
                reading.coverage.insert(id, coverage);
            }
        }
        reading
    }

    pub(in crate::cli) fn take(&mut self, event: ScanEvent, now: Instant) {
        match event {
            ScanEvent::SessionReady { .. } => {
                self.refused = None;
                self.has_session = true;
            }
            ScanEvent::Started(id) => {
                self.running.insert(id);
            }
            ScanEvent::SessionFailed(error) => self.refused = Some(error),
            ScanEvent::Planned(slices) => {
                for (id, _) in slices {
                    let coverage = Coverage {
                        error: Some(String::from("the scan ended before it was read")),
                        ..self.covered(&id, Coverage::NOT_READ)
                    };
                    // A plan that is told again, at another pace, takes nothing back.
                    self.coverage.entry(id).or_insert(coverage);
                }
            }
            ScanEvent::Collected {
                id,
                slice,
                calls,
                issues,
            } => {
                self.has_read = true;
                self.running.remove(&id);
                let result = if issues.is_empty() {
                    Coverage::OK
                } else {
                    Coverage::INCOMPLETE
                };
                let coverage = Coverage {
                    count: slice.len(),
                    calls,
                    error: (!issues.is_empty()).then(|| issues.join("; ")),
                    ..self.covered(&id, result)
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
                    ..self.covered(&id, error.kind.word())
                };
                self.coverage.insert(id.clone(), coverage);
                self.inventory.mark_stale(&id, error.to_string(), now);
                self.running.remove(&id);
                self.failures.insert(id, error);
            }
            ScanEvent::Called(call) => {
                if let Some(number) = self.number {
                    self.receipt.add(number, call);
                }
            }
            ScanEvent::RegionsKnown(_) | ScanEvent::Finished => {}
        }
    }

    /// Why there is no session, when there was none to read anything with.
    pub(in crate::cli) fn refusal(&self) -> Option<&Explanation> {
        self.refused.as_ref().filter(|_| !self.has_read)
    }

    /// A document of nothing but failures would look like an empty account.
    pub(in crate::cli) fn is_anything_read(&self) -> bool {
        self.has_read
            || self
                .coverage
                .values()
                .all(|one| one.result == Coverage::OFF)
    }

    pub(in crate::cli) fn failures(&self) -> Vec<&Explanation> {
        self.failures.values().collect()
    }

    /// What has not answered yet.
    pub(in crate::cli) fn waits_for(&self, role: &str) -> String {
        if !self.has_session {
            return format!("waiting for a session of {role}");
        }
        if self
            .coverage
            .values()
            .all(|one| one.result == Coverage::OFF)
        {
            return String::from("waiting for the list of regions");
        }
        let named = |id: &SliceId| format!("{} in {}", id.collector, id.region);
        let first: Vec<String> = self.running.iter().take(2).map(named).collect();
        let more = match self.running.len().saturating_sub(first.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let left = self
            .coverage
            .values()
            .filter(|one| one.result == Coverage::NOT_READ);
        let off = self
            .coverage
            .values()
            .filter(|one| one.result == Coverage::OFF);
        let (left, all) = (left.count(), self.coverage.len() - off.count());
        let done = format!("{} of {all} reads done", all - left);
        if first.is_empty() {
            return done;
        }
        format!("{done}, waiting for {}{more}", first.join(", "))
    }

    /// The slices that were read whole.
    pub(in crate::cli) fn complete(&self) -> impl Iterator<Item = SliceId> {
        let whole = self.coverage.iter();
        whole
            .filter(|(_, one)| one.result == Coverage::OK)
            .map(|(id, _)| id.clone())
    }

    /// What is lacking of the slices that matter, and why.
    pub(in crate::cli) fn gaps(&self, matters: impl Fn(&SliceId) -> bool) -> Vec<String> {
        let concerned = self.coverage.iter().filter(|(id, _)| matters(id));
        let concerned: Vec<Coverage> = concerned.map(|(_, one)| one.clone()).collect();
        super::gaps(&concerned)
    }

    fn covered(&self, id: &SliceId, result: &str) -> Coverage {
        let service = self.services.get(id.collector);
        Coverage {
            account: id.account.to_string(),
            region: id.region.to_string(),
            collector: id.collector.to_owned(),
            service: service.map(|service| service.name().to_owned()),
            result: result.to_owned(),
            count: 0,
            calls: 0,
            error: None,
        }
    }

    /// What came of each read, in the order of regions and collectors.
    pub(in crate::cli) fn coverage(&self) -> Vec<Coverage> {
        self.coverage.values().cloned().collect()
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
            ScanEvent::Planned(plan.map(|name| (id(name), None)).to_vec()),
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
        assert_eq!(reading.refusal(), None);
        assert!(reading.is_anything_read());
        assert_eq!(reading.failures(), [&refusal()]);
    }

    #[test]
    fn what_is_waited_for_is_named() {
        let mut reading = Reading::default();
        let mut told = vec![reading.waits_for("a role")];
        let plan = ["instances", "subnets", "volumes", "vpcs"];
        let planned = plan.map(|name| (id(name), None)).to_vec();
        let ready = ScanEvent::SessionReady {
            account: "111122223333".parse().unwrap(),
            seconds_left: 3600,
        };
        for event in [ready, ScanEvent::Planned(planned)] {
            reading.take(event, Instant::now());
            told.push(reading.waits_for("a role"));
        }
        for name in plan {
            reading.take(ScanEvent::Started(id(name)), Instant::now());
        }
        reading.take(collected("vpcs", &[]), Instant::now());
        told.push(reading.waits_for("a role"));
        assert_eq!(
            told,
            [
                "waiting for a session of a role",
                "waiting for the list of regions",
                "0 of 4 reads done",
                "1 of 4 reads done, waiting for instances in eu-west-1, subnets in eu-west-1 and 1 more",
            ]
        );
    }

    #[test]
    fn a_scan_in_which_every_read_failed_is_no_empty_account() {
        let mut reading = Reading::default();
        let failed = ScanEvent::Failed {
            id: id("vpcs"),
            error: refusal(),
            calls: 1,
            is_remembered: false,
        };
        reading.take(failed, Instant::now());
        assert!(!reading.is_anything_read());
    }

    #[test]
    fn a_session_that_never_came_is_a_failure_and_one_that_was_lost_is_not() {
        let mut reading = Reading::default();
        reading.take(ScanEvent::SessionFailed(refusal()), Instant::now());
        assert_eq!(reading.refusal(), Some(&refusal()));
        reading.take(collected("vpcs", &[]), Instant::now());
        assert_eq!(reading.refusal(), None);
    }
}
