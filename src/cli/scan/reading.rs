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
    /// Sentences, in the order in which the reads failed.
    pub(super) unread: Vec<String>,
    coverage: BTreeMap<SliceId, Coverage>,
    refused: Option<Explanation>,
}

impl Reading {
    pub(super) fn take(&mut self, event: ScanEvent, now: Instant) {
        match event {
            ScanEvent::SessionFailed(error) => self.refused = Some(error),
            ScanEvent::Collected {
                id,
                slice,
                calls,
                issues,
            } => {
                self.unread
                    .extend(issues.iter().map(|issue| unread(&id, issue)));
                let (result, error) = match issues.first() {
                    None => (Coverage::OK, None),
                    Some(issue) => ("bad-answer", Some(issue.clone())),
                };
                let row = Coverage {
                    count: slice.len(),
                    calls,
                    ..row(&id, result, error)
                };
                self.coverage.insert(id.clone(), row);
                self.inventory.replace(id, slice, now);
            }
            ScanEvent::Failed {
                id, error, calls, ..
            } => {
                let sentence = error.to_string();
                self.unread.push(unread(&id, &sentence));
                let row = Coverage {
                    calls,
                    ..row(&id, error.kind.word(), Some(sentence.clone()))
                };
                self.coverage.insert(id.clone(), row);
                self.inventory.mark_stale(&id, sentence, now);
            }
            ScanEvent::SessionReady { .. } => self.refused = None,
            ScanEvent::RegionsKnown(_)
            | ScanEvent::Planned(_)
            | ScanEvent::Started(_)
            | ScanEvent::Called(_)
            | ScanEvent::Finished => {}
        }
    }

    /// A row for each slice that was tried.
    pub(super) fn coverage(&self) -> Vec<Coverage> {
        self.coverage.values().cloned().collect()
    }

    /// Why there is nothing to print, when there is nothing.
    pub(super) fn nothing_was_read(&self) -> Option<&Explanation> {
        self.refused
            .as_ref()
            .filter(|_| !self.coverage.values().any(Coverage::is_complete))
    }
}

fn row(id: &SliceId, result: &str, error: Option<String>) -> Coverage {
    Coverage {
        account: id.account.to_string(),
        region: id.region.to_string(),
        collector: id.collector.to_owned(),
        result: result.to_owned(),
        count: 0,
        calls: 0,
        error,
    }
}

fn unread(id: &SliceId, sentence: &str) -> String {
    format!("{} in {}: {sentence}", id.collector, id.region)
}
