//! The slices laid side by side, and the links that they state. What follows from
//! these links is for others to derive.

use super::resolve::{Resolver, Scope};
use super::{Assessed, Assessment, Link};
use crate::inventory::{
    Content, Inventory, Observation, RelationshipKind, Resource, ResourceId, SliceId,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One observation and where it was read.
#[derive(Clone, Copy)]
pub(super) struct Observed<'a> {
    pub slice: &'a SliceId,
    pub observation: &'a Observation,
    pub is_stale: bool,
}

/// The slices laid side by side.
pub(super) struct Gathered<'a> {
    pub resources: BTreeMap<ResourceId, Assessed>,
    /// Further answers on a resource that two slices know (a peering seen from both ends).
    repeated: Vec<Arc<Resource>>,
    pub observations: Vec<Observed<'a>>,
}

impl<'a> Gathered<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        let mut gathered = Self {
            resources: BTreeMap::new(),
            repeated: Vec::new(),
            observations: Vec::new(),
        };
        for (slice, kept) in inventory.slices() {
            let is_stale = kept.stale.is_some();
            match &kept.slice {
                Content::NeverRead => {}
                Content::Resources(resources) => {
                    for resource in resources.values() {
                        gathered.add(Arc::clone(resource), is_stale);
                    }
                }
                Content::Observations(observations) => {
                    gathered
                        .observations
                        .extend(observations.iter().map(|observation| Observed {
                            slice,
                            observation,
                            is_stale,
                        }));
                }
            }
        }
        gathered
    }

    /// A fresh answer wins over a stale one, the earlier slice over the later.
    fn add(&mut self, resource: Arc<Resource>, is_stale: bool) {
        let assessed = Assessed {
            resource,
            assessment: Assessment::default(),
            is_stale,
        };
        let id = assessed.resource.id.clone();
        match self.resources.get_mut(&id) {
            None => {
                self.resources.insert(id, assessed);
            }
            Some(known) if known.is_stale && !is_stale => {
                let old = std::mem::replace(known, assessed);
                self.repeated.push(old.resource);
            }
            Some(_) => self.repeated.push(assessed.resource),
        }
    }

    /// What status calls say, by resource. Without a resource that it speaks of, a
    /// status says nothing.
    pub(super) fn statuses(&self, resolver: &Resolver) -> BTreeMap<ResourceId, Vec<Observed<'a>>> {
        let mut statuses: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for observed in &self.observations {
            if observed.observation.through.is_none()
                && let Some(id) = resolver.find(&observed.observation.of, &observed.scope(None))
            {
                statuses.entry(id).or_default().push(*observed);
            }
        }
        statuses
    }
}

impl Observed<'_> {
    fn scope(&self, vpc: Option<ResourceId>) -> Scope {
        Scope {
            account: self.slice.account,
            region: self.slice.region.clone(),
            vpc,
        }
    }
}

/// The links that resources and target observations state, and the parents that are
/// named but not known.
pub(super) fn stated_links(gathered: &Gathered, resolver: &mut Resolver) -> Vec<Link> {
    let mut links = Vec::new();
    let known = gathered.resources.values().map(|known| &known.resource);
    for resource in known.chain(&gathered.repeated) {
        let scope = resolver.scope_of(resource);
        if let Some(parent) = &resource.parent {
            resolver.resolve_id(parent, &scope);
        }
        for relationship in &resource.relationships {
            let to = resolver.resolve(&relationship.to, &scope);
            if to != resource.id {
                links.push(Link {
                    from: resource.id.clone(),
                    to,
                    kind: relationship.kind,
                    label: relationship.label.clone(),
                    evidence: relationship.evidence.clone(),
                    seen: None,
                });
            }
        }
    }
    for observed in &gathered.observations {
        links.extend(target_link(observed, resolver));
    }
    links
}

fn target_link(observed: &Observed, resolver: &mut Resolver) -> Option<Link> {
    let observation = observed.observation;
    let group = observation.through.as_ref()?;
    let scope = observed.scope(resolver.vpc_of(group));
    resolver.resolve_id(group, &scope);
    let to = resolver.resolve(&observation.of, &scope);
    Some(Link {
        from: group.clone(),
        to,
        kind: RelationshipKind::ForwardsTo,
        label: observation.label.clone(),
        evidence: observation.evidence.clone(),
        seen: Some(Assessment {
            health: observation.health,
            state: observation.state.clone(),
            reason: observation.reason.clone(),
        }),
    })
}
