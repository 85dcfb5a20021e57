//! `--filter`: what of a scan is printed.

use super::super::{Outcome, warn};
use crate::graph::{Filter, NodeKey, SavedFilters};
use crate::inventory::Survey;
use std::collections::BTreeSet;

/// What matches all of them; `None` where there is none.
pub(super) fn matching(asked: &[Asked], survey: &Survey) -> Option<BTreeSet<NodeKey>> {
    let all = asked.iter().map(|asked| asked.matching(survey));
    all.reduce(|one, other| &one & &other)
}

/// A filter of the command line, which may name those that `config.toml` keeps.
#[derive(Debug)]
pub(super) struct Asked {
    text: String,
    filter: Filter,
}

impl Asked {
    /// What is wrong with it is told at once: nothing was read yet.
    pub fn of(text: &str, saved: &SavedFilters) -> Result<Self, Outcome> {
        let filter = Filter::parse_with(text, saved).map_err(|error| {
            warn(&format!("skymap: --filter: {}", error.picture(text)));
            Outcome::Usage
        })?;
        Ok(Self {
            text: text.to_owned(),
            filter,
        })
    }

    /// What matches, with a box of its own or without.
    fn matching(&self, survey: &Survey) -> BTreeSet<NodeKey> {
        if let Some(doubt) = self.filter.doubt(survey) {
            warn(&format!("skymap: --filter: {}", doubt.picture(&self.text)));
        }
        let matching = survey
            .iter()
            .filter(|(ordinal, _)| self.filter.matches(survey, *ordinal))
            .map(|(_, known)| NodeKey::from(&known.resource.id));
        let matching: BTreeSet<NodeKey> = matching.collect();
        if matching.is_empty() {
            let text = crate::text::clean(&self.text);
            warn(&format!("skymap: nothing matches --filter '{text}'"));
        }
        matching
    }
}
