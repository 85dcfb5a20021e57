//! `--filter`: what of a scan is printed.

use super::super::{Directories, Outcome, warn};
use crate::graph::{Filter, NodeKey};
use crate::inventory::Survey;
use crate::settings;
use std::collections::BTreeSet;

/// A filter of the command line, which may name those that `config.toml` keeps.
#[derive(Debug)]
pub(super) struct Asked {
    text: String,
    filter: Filter,
}

impl Asked {
    /// What is wrong with it is told at once: nothing was read yet.
    pub fn of(text: &str, directories: &Directories) -> Result<Self, Outcome> {
        let saved = settings::load(&directories.config).settings.filters;
        let filter = Filter::parse_with(text, &saved).map_err(|error| {
            warn(&format!("skymap: --filter: {}", error.picture(text)));
            Outcome::Usage
        })?;
        Ok(Self {
            text: text.to_owned(),
            filter,
        })
    }

    /// What matches, with a box of its own or without.
    pub fn matching(&self, survey: &Survey) -> BTreeSet<NodeKey> {
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
