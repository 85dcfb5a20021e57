//! What one scan has read, and what it could not.

use crate::inventory::{Inventory, SliceId};
use crate::provider::{Explanation, ScanEvent};
use std::time::Instant;

/// One scan, event by event.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) inventory: Inventory,
    /// Sentences, in the order in which the reads failed.
    pub(super) unread: Vec<String>,
    refused: Option<Explanation>,
    slices: usize,
}

impl Reading {
    pub(super) fn take(&mut self, event: ScanEvent, now: Instant) {
        match event {
            ScanEvent::SessionFailed(error) => self.refused = Some(error),
            ScanEvent::Collected {
                id, slice, issues, ..
            } => {
                self.slices += 1;
                let sentences = issues.into_iter().map(|issue| unread(&id, &issue));
                self.unread.extend(sentences);
                self.inventory.replace(id, slice, now);
            }
            ScanEvent::Failed { id, error, .. } => {
                let sentence = error.to_string();
                self.unread.push(unread(&id, &sentence));
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

    /// Why there is nothing to print, when there is nothing.
    pub(super) fn nothing_was_read(&self) -> Option<&Explanation> {
        self.refused.as_ref().filter(|_| self.slices == 0)
    }
}

fn unread(id: &SliceId, sentence: &str) -> String {
    format!("{} in {}: {sentence}", id.collector, id.region)
}
