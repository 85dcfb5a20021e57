//! What a map shows of a blueprint: what is gone, and what is new.

use super::{Content, Diff};
use crate::inventory::{Past, PastLink, Resource, ResourceId};
use std::collections::BTreeSet;

/// What of a blueprint differs from what was read: a resource is gone only once what
/// would hold it was read whole.
pub fn past(before: &Content, diff: &Diff) -> Past {
    let gone = diff.removed.iter().map(|(id, known)| {
        let place = (known.account, known.region.clone());
        let mut resource = Resource::new(id.clone(), known.kind, place);
        resource.parent.clone_from(&known.parent);
        resource
    });
    let gone: Vec<Resource> = gone.collect();
    let ids: BTreeSet<&ResourceId> = gone.iter().map(|ghost| &ghost.id).collect();
    let is_gone = |id: &ResourceId| ids.contains(id);
    let links = before
        .joins
        .iter()
        .filter(|join| is_gone(&join.from) || is_gone(&join.to));
    let links = links.map(|join| PastLink {
        from: join.from.clone(),
        to: join.to.clone(),
        kind: join.kind,
    });
    let links = links.collect();
    Past {
        links,
        gone,
        new: diff.added.keys().cloned().collect(),
    }
}
