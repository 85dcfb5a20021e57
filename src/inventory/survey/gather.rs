//! The slices laid side by side, and the links that they state. What follows from
//! these links is for others to derive.

use super::names::owner;
use super::resolve::{Resolver, Scope};
use super::{Assessed, Assessment, ById, Link, Ordinal, Presence};
use crate::inventory::{
    Content, Fact, Inventory, Observation, RelationshipKind, Resource, ResourceId, SliceId,
};
use compact_str::format_compact;
use foldhash::fast::RandomState;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// The fact that names the accounts, where there are several.
const READ_IN: &str = "read in";

/// One observation and where it was read.
#[derive(Clone, Copy)]
pub(super) struct Observed<'a> {
    pub slice: &'a SliceId,
    pub observation: &'a Observation,
    pub is_stale: bool,
}

/// The slices laid side by side.
pub(super) struct Gathered<'a> {
    pub resources: ById<Assessed>,
    /// Further answers on a resource that two slices know (a peering seen from both ends).
    repeated: Vec<Arc<Resource>>,
    pub observations: Vec<Observed<'a>>,
}

impl<'a> Gathered<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        let lengths = inventory.slices().map(|(_, kept)| match &kept.slice {
            Content::Resources(resources) => resources.len(),
            Content::NeverRead | Content::Observations(_) => 0,
        });
        let mut gathered = Self {
            resources: ById::with_capacity_and_hasher(lengths.sum(), RandomState::default()),
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
        gathered.resources.sort_keys();
        gathered
    }

    /// A fresh answer wins over a stale one, the owner's over that of somebody whom it is
    /// shared with, the one that says more over the other, the earlier slice over the later.
    fn add(&mut self, resource: Arc<Resource>, is_stale: bool) {
        let assessed = Assessed {
            resource,
            assessment: Assessment::default(),
            parent: None,
            is_stale,
            presence: Presence::default(),
        };
        let id = assessed.resource.id.clone();
        match self.resources.get_mut(&id) {
            None => {
                self.resources.insert(id, assessed);
            }
            Some(known) => {
                let rank = |one: &Assessed| {
                    let said = Reverse(one.resource.facts.len());
                    (one.is_stale, !is_owners(&one.resource), said)
                };
                let mut other = assessed;
                if rank(&other) < rank(known) {
                    std::mem::swap(known, &mut other);
                }
                if known.resource.account != other.resource.account {
                    complete(&mut known.resource, &other.resource);
                } else if supplement(&mut known.resource, &other.resource) {
                    known.is_stale |= other.is_stale;
                }
                self.repeated.push(other.resource);
            }
        }
    }

    /// What status calls say, by resource. Without a resource that it speaks of, a
    /// status says nothing.
    pub(super) fn statuses(&self, resolver: &Resolver) -> HashMap<Ordinal, Vec<Observed<'a>>> {
        let mut statuses: HashMap<_, Vec<_>> = HashMap::new();
        for observed in &self.observations {
            if observed.observation.through.is_none()
                && let Some(id) = resolver.find(&observed.observation.of, observed.scope(None))
            {
                statuses.entry(id).or_default().push(*observed);
            }
        }
        statuses
    }
}

fn is_owners(resource: &Resource) -> bool {
    owner(&resource.id).is_some_and(|owner| owner.parse() == Ok(resource.account))
}

/// Two accounts know it: what only the other one calls it is not lost, and both are
/// named. Each account sees its own tags alone.
fn complete(known: &mut Arc<Resource>, other: &Resource) {
    let known = Arc::make_mut(known);
    let is_nameless = |resource: &Resource| resource.name == resource.id.short();
    if is_nameless(known) && !is_nameless(other) {
        known.name.clone_from(&other.name);
    }
    if known.tags.is_empty() {
        known.tags.clone_from(&other.tags);
    }
    let also = other.account.grouped();
    match known.facts.iter_mut().find(|fact| fact.name == READ_IN) {
        Some(read_in) => read_in.value = format_compact!("{}, {also}", read_in.value),
        None => known.facts.push(Fact {
            name: READ_IN,
            value: format_compact!("{}, {also}", known.account.grouped()),
        }),
    }
}

/// Two slices of one account know it: some services tell of a resource in several calls,
/// which are not made equally often. What only the other one says is added; whether that
/// is anything.
fn supplement(known: &mut Arc<Resource>, other: &Resource) -> bool {
    let is_stateless = known.state.is_empty() && !other.state.is_empty();
    let lacks = |fact: &&Fact| known.fact(fact.name).is_none();
    let missing: Vec<Fact> = other.facts.iter().filter(lacks).cloned().collect();
    let is_untagged = known.tags.is_empty() && !other.tags.is_empty();
    if !is_stateless && missing.is_empty() && !is_untagged {
        return false;
    }
    let known = Arc::make_mut(known);
    known.measures.fill_from(&other.measures);
    if is_stateless {
        known.health = other.health;
        known.state.clone_from(&other.state);
        known.reason.clone_from(&other.reason);
    }
    if is_untagged {
        known.tags.clone_from(&other.tags);
    }
    known.facts.extend(missing);
    true
}

impl<'a> Observed<'a> {
    fn scope(&self, vpc: Option<Ordinal>) -> Scope<'a> {
        Scope {
            account: self.slice.account,
            region: &self.slice.region,
            vpc,
            label: None,
        }
    }
}

/// The links that resources and target observations state, and what each known
/// resource stands in.
pub(super) fn stated_links(
    gathered: &Gathered,
    resolver: &mut Resolver,
) -> (Vec<Link>, Vec<Option<Ordinal>>) {
    let known = gathered.resources.values().map(|known| &known.resource);
    let stated = known.clone().map(|resource| resource.relationships.len());
    let mut links = Vec::with_capacity(stated.sum::<usize>() + gathered.observations.len());
    let parents = known
        .enumerate()
        .map(|(index, resource)| add_stated(&mut links, resolver, (Ordinal::new(index), resource)));
    let parents = parents.collect();
    for resource in &gathered.repeated {
        if let Some(index) = gathered.resources.get_index_of(&resource.id) {
            add_stated(&mut links, resolver, (Ordinal::new(index), resource));
        }
    }
    for observed in &gathered.observations {
        links.extend(target_link(observed, resolver));
    }
    (links, parents)
}

/// Adds what a resource says of others; answers with what it stands in.
fn add_stated(
    links: &mut Vec<Link>,
    resolver: &mut Resolver,
    (from, resource): (Ordinal, &Resource),
) -> Option<Ordinal> {
    let scope = Scope {
        account: resource.account,
        region: &resource.region,
        vpc: resolver.vpc_of(from),
        label: None,
    };
    for relationship in &resource.relationships {
        let label = relationship.label.as_deref();
        let Some(to) = resolver.resolve(&relationship.to, Scope { label, ..scope }) else {
            continue;
        };
        if to != from {
            links.push(Link {
                from,
                to,
                kind: relationship.kind,
                label: relationship.label.clone(),
                evidence: relationship.evidence.clone(),
                seen: None,
            });
        }
    }
    let parent = resource.parent.as_ref()?;
    Some(resolver.resolve_id(parent, scope))
}

fn target_link(observed: &Observed, resolver: &mut Resolver) -> Option<Link> {
    let observation = observed.observation;
    let group: &ResourceId = observation.through.as_ref()?;
    let vpc = resolver
        .known(group)
        .and_then(|group| resolver.vpc_of(group));
    let scope = observed.scope(vpc);
    let from = resolver.resolve_id(group, scope);
    let to = resolver.resolve(&observation.of, scope)?;
    Some(Link {
        from,
        to,
        kind: RelationshipKind::ForwardsTo,
        label: observation.label.clone(),
        evidence: observation.evidence.clone(),
        seen: Some(Box::new(Assessment {
            health: observation.health,
            state: observation.state.clone(),
            reason: observation.reason.clone(),
        })),
    })
}
