//! The inventory put together: every resource once, with all that is said of its
//! health, and every reference resolved. Derived; rebuilt when the inventory changes.

mod assess;
mod balancers;
mod resolve;
mod routes;

use super::{
    Content, Evidence, Health, Inventory, Kind, Observation, RelationshipKind, Resource,
    ResourceId, SliceId,
};
use crate::text::natural;
use resolve::{Resolver, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A consistent picture of the inventory at one revision.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    pub revision: u64,
    /// Every resource, external ones among them.
    pub resources: BTreeMap<ResourceId, Assessed>,
    /// Every relationship, both ends of which are in `resources`; sorted, without duplicates.
    pub links: Vec<Link>,
    /// Indexes of `links` in the order of their far ends.
    arrivals: Vec<usize>,
}

/// A resource and its effective health.
#[derive(Debug, Clone)]
pub struct Assessed {
    pub resource: Arc<Resource>,
    pub assessment: Assessment,
    /// Whether its slice, or one that observes it, is older than it should be.
    pub is_stale: bool,
}

/// The worst of what a resource says of itself and what is observed of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    pub health: Health,
    /// AWS's own word behind that health.
    pub state: String,
    /// A sentence that stands for itself; always there for a problem.
    pub reason: Option<String>,
}

/// A resolved relationship.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub from: ResourceId,
    pub to: ResourceId,
    pub kind: RelationshipKind,
    pub label: Option<String>,
    pub evidence: Evidence,
    /// For a target: its health as seen through this target group, with its state and reason.
    pub seen: Option<Assessment>,
}

impl Survey {
    pub fn of(inventory: &Inventory) -> Self {
        let gathered = Gathered::of(inventory);
        let mut resolver = Resolver::new(&gathered.resources);
        let links = stated_links(&gathered, &mut resolver);
        let statuses = gathered.statuses(&resolver);
        let externals = resolver.into_externals();
        let mut survey = Self {
            revision: inventory.revision(),
            resources: gathered.resources,
            ..Self::default()
        };
        survey.resources.extend(externals);
        survey.connect(links);
        survey.mark_stale_targets(&gathered.observations);
        survey.assess(&statuses);
        survey
    }

    pub fn get(&self, id: &ResourceId) -> Option<&Assessed> {
        self.resources.get(id)
    }

    /// What a resource says of others, with the index of each link.
    pub fn links_from<'a>(
        &'a self,
        id: &ResourceId,
    ) -> impl Iterator<Item = (usize, &'a Link)> + use<'a> {
        let start = self.links.partition_point(|link| link.from < *id);
        let end = self.links.partition_point(|link| link.from <= *id);
        (start..end).map(|index| (index, &self.links[index]))
    }

    /// What others say of a resource, with the index of each link.
    pub fn links_to<'a>(
        &'a self,
        id: &ResourceId,
    ) -> impl Iterator<Item = (usize, &'a Link)> + use<'a> {
        let to = |index: &usize| &self.links[*index].to;
        let start = self.arrivals.partition_point(|index| to(index) < id);
        let end = self.arrivals.partition_point(|index| to(index) <= id);
        self.arrivals[start..end]
            .iter()
            .map(|&index| (index, &self.links[index]))
    }

    /// The resource and everything that it stands in, from the inside out.
    pub fn ancestry(&self, id: &ResourceId) -> impl Iterator<Item = &Resource> {
        let first = self.get(id).map(|assessed| &*assessed.resource);
        // Parents come from outside: a bound keeps a circle from going on for ever.
        std::iter::successors(first, |resource| {
            let parent = resource.parent.as_ref()?;
            self.get(parent).map(|assessed| &*assessed.resource)
        })
        .take(8)
    }

    /// The VPC that a resource stands in, itself included.
    pub fn vpc_of(&self, id: &ResourceId) -> Option<&Resource> {
        self.ancestry(id)
            .find(|resource| resource.kind == Kind::Vpc)
    }

    /// How many resources there are of each health, those without one left out.
    pub fn counts(&self) -> BTreeMap<Health, usize> {
        let mut counts = BTreeMap::new();
        for assessed in self.resources.values() {
            let health = assessed.assessment.health;
            if health != Health::Neutral {
                *counts.entry(health).or_default() += 1;
            }
        }
        counts
    }

    /// Everything that is degraded or unhealthy: the worst first, then by kind and name.
    pub fn problems(&self) -> Vec<&Assessed> {
        let mut problems: Vec<_> = self
            .resources
            .values()
            .filter(|assessed| assessed.assessment.health.is_problem())
            .collect();
        problems.sort_by(|a, b| {
            let by_health = b.assessment.health.cmp(&a.assessment.health);
            by_health
                .then_with(|| a.resource.kind.cmp(&b.resource.kind))
                .then_with(|| natural(&a.resource.name, &b.resource.name))
        });
        problems
    }

    pub fn is_stale(&self, id: &ResourceId) -> bool {
        self.get(id).is_some_and(|assessed| assessed.is_stale)
    }

    /// Puts the links in order, first those that AWS states, then those that follow.
    fn connect(&mut self, links: Vec<Link>) {
        self.links = links;
        self.sort_links();
        let mut derived = routes::of_subnets(self);
        derived.extend(balancers::to_target_groups(self));
        derived.extend(balancers::from_gateways(self));
        if !derived.is_empty() {
            self.links.append(&mut derived);
            self.sort_links();
        }
    }

    fn sort_links(&mut self) {
        self.links.sort();
        self.links.dedup();
        self.arrivals = (0..self.links.len()).collect();
        self.arrivals
            .sort_by(|&a, &b| (&self.links[a].to, a).cmp(&(&self.links[b].to, b)));
    }

    /// A target whose group was not read anew is as stale as what is said of it.
    fn mark_stale_targets(&mut self, observed: &[Observed]) {
        let stale_groups: Vec<_> = observed
            .iter()
            .filter(|observed| observed.is_stale)
            .filter_map(|observed| observed.observation.through.clone())
            .collect();
        for group in stale_groups {
            let targets: Vec<_> = self
                .links_from(&group)
                .filter(|(_, link)| link.seen.is_some())
                .map(|(_, link)| link.to.clone())
                .collect();
            for id in targets.iter().chain([&group]) {
                if let Some(assessed) = self.resources.get_mut(id) {
                    assessed.is_stale = true;
                }
            }
        }
    }

    fn assess(&mut self, statuses: &BTreeMap<ResourceId, Vec<Observed>>) {
        let assessments: Vec<_> = self
            .resources
            .iter()
            .map(|(id, assessed)| {
                let said = statuses.get(id).map_or(&[][..], Vec::as_slice);
                assess::assessment(self, &assessed.resource, said)
            })
            .collect();
        for ((id, assessed), assessment) in self.resources.iter_mut().zip(assessments) {
            assessed.assessment = assessment;
            let said = statuses.get(id).map_or(&[][..], Vec::as_slice);
            assessed.is_stale |= said.iter().any(|observed| observed.is_stale);
        }
    }
}

/// One observation and where it was read.
#[derive(Clone, Copy)]
struct Observed<'a> {
    slice: &'a SliceId,
    observation: &'a Observation,
    is_stale: bool,
}

/// The slices laid side by side.
struct Gathered<'a> {
    resources: BTreeMap<ResourceId, Assessed>,
    /// Further answers on a resource that two slices know (a peering seen from both ends).
    repeated: Vec<Arc<Resource>>,
    observations: Vec<Observed<'a>>,
}

impl<'a> Gathered<'a> {
    fn of(inventory: &'a Inventory) -> Self {
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
    fn statuses(&self, resolver: &Resolver) -> BTreeMap<ResourceId, Vec<Observed<'a>>> {
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
fn stated_links(gathered: &Gathered, resolver: &mut Resolver) -> Vec<Link> {
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

impl PartialOrd for Assessment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Assessment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.health, &self.state, &self.reason).cmp(&(other.health, &other.state, &other.reason))
    }
}
