//! A survey beside what was there before: what is gone stands in it once more, as a
//! ghost, and what is new is marked.

use super::{Assessed, Assessment, Link, Ordinal, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind, Resource, ResourceId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whether a resource is there, compared with what is held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Presence {
    #[default]
    Here,
    /// It is there now, and was not.
    New,
    /// It was there, and is gone: nothing is known of it but that.
    Ghost,
}

/// What differs from what was there before.
#[derive(Debug, Clone, Default)]
pub struct Past {
    pub gone: Vec<Resource>,
    pub links: Vec<PastLink>,
    pub new: BTreeSet<ResourceId>,
}

/// What joined two resources, one of which is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastLink {
    pub from: ResourceId,
    pub to: ResourceId,
    pub kind: RelationshipKind,
}

/// No call says so any more.
const EVIDENCE: Evidence = Evidence {
    call: "blueprint",
    field: "joins",
};

impl Survey {
    /// Adds what is gone, behind everything else, so that no place of another changes, and
    /// marks what is new.
    #[must_use]
    pub fn beside(mut self, past: Past) -> Self {
        for id in &past.new {
            if let Some(known) = self.resources.get_mut(id) {
                known.presence = Presence::New;
            }
        }
        let gone: Vec<(ResourceId, Option<ResourceId>)> = past
            .gone
            .into_iter()
            .map(|resource| self.haunt(resource))
            .collect();
        for (id, parent) in gone {
            let parent = parent.and_then(|parent| self.ordinal(&parent));
            if let Some(ghost) = self.resources.get_mut(&id) {
                ghost.parent = parent;
            }
        }
        let links = past.links.into_iter();
        let links: Vec<Link> = links.filter_map(|link| self.past_link(&link)).collect();
        self.links.extend(links);
        self.sort_links();
        self
    }

    /// What somebody still refers to is there already, as something external.
    fn haunt(&mut self, resource: Resource) -> (ResourceId, Option<ResourceId>) {
        let (id, parent) = (resource.id.clone(), resource.parent.clone());
        let ghost = Assessed {
            resource: Arc::new(resource),
            assessment: Assessment::default(),
            parent: None,
            is_stale: false,
            presence: Presence::Ghost,
        };
        self.resources.insert(id.clone(), ghost);
        (id, parent)
    }

    fn past_link(&self, link: &PastLink) -> Option<Link> {
        let (from, to) = (self.ordinal(&link.from)?, self.ordinal(&link.to)?);
        let is_known = |(_, known): (usize, &Link)| known.to == to && known.kind == link.kind;
        let is_past = |ordinal: Ordinal| ordinal.index() + 1 >= self.departures.len();
        if !is_past(from) && self.links_from(from).any(is_known) {
            return None;
        }
        let is_target =
            link.kind == RelationshipKind::ForwardsTo && self.kind(from) == Kind::TargetGroup;
        Some(Link {
            from,
            to,
            kind: link.kind,
            label: None,
            evidence: EVIDENCE,
            seen: is_target.then(Box::default),
        })
    }
}
