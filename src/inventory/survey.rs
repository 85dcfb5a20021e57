//! The inventory put together: every resource once, with all that is said of its
//! health, and every reference resolved. Derived; rebuilt when the inventory changes.

mod assess;
mod balancers;
mod gather;
mod names;
mod neighbours;
mod past;
mod permits;
mod protects;
mod resolve;
mod routes;
mod sealed;
mod transit;

use super::{Evidence, Health, Inventory, Kind, RelationshipKind, Resource, ResourceId};
use crate::account::AccountId;
use crate::text::natural;
use compact_str::CompactString;
use gather::{Gathered, Observed, stated_links};
use indexmap::IndexMap;
pub use past::{Past, PastLink, Presence};
use resolve::Resolver;
use std::collections::{BTreeMap, HashMap};
use std::ops;
use std::sync::Arc;

/// Found by a hash, since ARNs differ late; kept in the order of their ids, so that no
/// order on the screen depends on the hash.
pub type ById<V> = IndexMap<ResourceId, V, foldhash::fast::RandomState>;

/// A consistent picture of the inventory at one revision.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    pub revision: u64,
    /// What people call the accounts.
    pub account_names: BTreeMap<AccountId, CompactString>,
    /// Every resource by id; external ones behind all others.
    pub resources: ById<Assessed>,
    /// How many of them are not external.
    known: usize,
    /// Every relationship, both ends of which are in `resources`; sorted, without duplicates.
    pub links: Vec<Link>,
    /// For each resource, and behind the last: where its links begin in `links`.
    departures: Vec<u32>,
    /// Indexes of `links` in the order of their far ends.
    arrivals: Vec<u32>,
    /// For each resource, and behind the last: where the links to it begin in `arrivals`.
    arrival_starts: Vec<u32>,
}

/// The place of a resource in one survey; another survey gives it another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ordinal(u32);

/// A resource and its effective health.
#[derive(Debug, Clone)]
pub struct Assessed {
    pub resource: Arc<Resource>,
    pub assessment: Assessment,
    /// The resource that it stands in.
    pub parent: Option<Ordinal>,
    /// Whether its slice, or one that observes it, is older than it should be.
    pub is_stale: bool,
    pub presence: Presence,
}

/// The worst of what a resource says of itself and what is observed of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    pub health: Health,
    /// AWS's own word behind that health.
    pub state: CompactString,
    /// A sentence that stands for itself; always there for a problem.
    pub reason: Option<CompactString>,
}

/// A resolved relationship.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub from: Ordinal,
    pub to: Ordinal,
    pub kind: RelationshipKind,
    pub label: Option<CompactString>,
    pub evidence: Evidence,
    /// For a target: its health as seen through this target group, with its state and reason.
    pub seen: Option<Box<Assessment>>,
}

impl Ordinal {
    fn new(index: usize) -> Self {
        // More than four thousand million resources are not held in memory.
        Self(index as u32)
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ops::Index<Ordinal> for Survey {
    type Output = Assessed;

    fn index(&self, ordinal: Ordinal) -> &Assessed {
        &self.resources[ordinal.index()]
    }
}

impl Survey {
    pub fn of(inventory: &Inventory) -> Self {
        let mut gathered = Gathered::of(inventory);
        let mut resolver = Resolver::new(&gathered.resources);
        let (links, parents) = stated_links(&gathered, &mut resolver);
        let statuses = gathered.statuses(&resolver);
        let externals = resolver.into_externals();
        for (assessed, parent) in gathered.resources.values_mut().zip(parents) {
            assessed.parent = parent;
        }
        let mut survey = Self {
            revision: inventory.revision(),
            account_names: inventory.account_names().clone(),
            resources: gathered.resources,
            ..Self::default()
        };
        survey.connect(externals, links);
        survey.mark_stale_targets(&gathered.observations);
        survey.assess(&statuses);
        survey
    }

    pub fn get(&self, id: &ResourceId) -> Option<&Assessed> {
        self.resources.get(id)
    }

    /// Where a resource stands in this survey.
    pub fn ordinal(&self, id: &ResourceId) -> Option<Ordinal> {
        self.resources.get_index_of(id).map(Ordinal::new)
    }

    /// Every resource with its place.
    pub fn iter(&self) -> impl Iterator<Item = (Ordinal, &Assessed)> {
        let resources = self.resources.values().enumerate();
        resources.map(|(index, assessed)| (Ordinal::new(index), assessed))
    }

    /// Every resource that is not external, in the order of their ids.
    pub fn known(&self) -> impl Iterator<Item = &Assessed> {
        self.resources.values().take(self.known)
    }

    pub fn kind(&self, ordinal: Ordinal) -> Kind {
        self[ordinal].resource.kind
    }

    pub fn id(&self, ordinal: Ordinal) -> &ResourceId {
        &self[ordinal].resource.id
    }

    /// What a resource says of others, with the index of each link.
    pub fn links_from(&self, ordinal: Ordinal) -> impl Iterator<Item = (usize, &Link)> {
        range(&self.departures, ordinal).map(|index| (index, &self.links[index]))
    }

    /// What others say of a resource, with the index of each link.
    pub fn links_to(&self, ordinal: Ordinal) -> impl Iterator<Item = (usize, &Link)> {
        range(&self.arrival_starts, ordinal).map(|arrival| {
            let index = self.arrivals[arrival] as usize;
            (index, &self.links[index])
        })
    }

    /// The resource and everything that it stands in, from the inside out.
    pub fn ancestry(&self, ordinal: Ordinal) -> impl Iterator<Item = Ordinal> {
        // Parents come from outside: a bound keeps a circle from going on for ever.
        std::iter::successors(Some(ordinal), |ordinal| self[*ordinal].parent).take(8)
    }

    /// The VPC that a resource stands in, itself included.
    pub fn vpc_of(&self, ordinal: Ordinal) -> Option<Ordinal> {
        self.ancestry(ordinal)
            .find(|ordinal| self.kind(*ordinal) == Kind::Vpc)
    }

    /// How many resources there are of each health, those without one left out, and alarms
    /// whose trouble is that of what they watch.
    pub fn counts(&self) -> BTreeMap<Health, usize> {
        let mut counts = BTreeMap::new();
        for (ordinal, assessed) in self.iter() {
            let health = assessed.assessment.health;
            let is_twice = health.is_problem() && assess::is_told_elsewhere(self, ordinal);
            if health != Health::Neutral && !is_twice {
                *counts.entry(health).or_default() += 1;
            }
        }
        counts
    }

    /// Everything that is degraded or unhealthy: the worst first, then by kind and name.
    pub fn problems(&self) -> Vec<&Assessed> {
        let mut problems: Vec<_> = self
            .iter()
            .filter(|(_, assessed)| assessed.assessment.health.is_problem())
            .filter(|(ordinal, _)| !assess::is_told_elsewhere(self, *ordinal))
            .map(|(_, assessed)| assessed)
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
    fn connect(&mut self, externals: ById<Assessed>, links: Vec<Link>) {
        self.links = links;
        self.append(externals);
        self.sort_links();
        let mut derived = routes::of_subnets(self);
        derived.extend(balancers::to_target_groups(self));
        derived.extend(balancers::from_gateways(self));
        derived.extend(transit::from_gateways(self));
        derived.extend(permits::from_elsewhere(self));
        derived.extend(protects::from_web_acls(self));
        if !derived.is_empty() {
            self.links.append(&mut derived);
            self.sort_links();
        }
    }

    /// Puts the external resources behind the others, in the order of their ids, and not
    /// in that in which something spoke of them.
    fn append(&mut self, externals: ById<Assessed>) {
        let known = self.resources.len();
        self.known = known;
        let mut sorted: Vec<_> = externals.into_iter().enumerate().collect();
        sorted.sort_by(|(_, (one, _)), (_, (other, _))| one.cmp(other));
        let mut places = vec![Ordinal::new(known); sorted.len()];
        for (place, (index, _)) in sorted.iter().enumerate() {
            places[*index] = Ordinal::new(known + place);
        }
        let moved = |ordinal: &mut Ordinal| {
            if let Some(index) = ordinal.index().checked_sub(known) {
                *ordinal = places[index];
            }
        };
        for link in &mut self.links {
            moved(&mut link.to);
            moved(&mut link.from);
        }
        for parent in self
            .resources
            .values_mut()
            .filter_map(|known| known.parent.as_mut())
        {
            moved(parent);
        }
        let sorted = sorted.into_iter().map(|(_, external)| external);
        self.resources.extend(sorted);
    }

    fn sort_links(&mut self) {
        self.links.sort();
        self.links.dedup();
        let count = self.resources.len();
        self.departures = starts(count, self.links.iter().map(|link| link.from));
        self.arrival_starts = starts(count, self.links.iter().map(|link| link.to));
        let mut next = self.arrival_starts.clone();
        self.arrivals = vec![0; self.links.len()];
        for (index, link) in self.links.iter().enumerate() {
            let place = &mut next[link.to.index()];
            self.arrivals[*place as usize] = index as u32;
            *place += 1;
        }
    }

    /// A target whose group was not read anew is as stale as what is said of it.
    fn mark_stale_targets(&mut self, observed: &[Observed]) {
        let stale_groups: Vec<_> = observed
            .iter()
            .filter(|observed| observed.is_stale)
            .filter_map(|observed| self.ordinal(observed.observation.through.as_ref()?))
            .collect();
        for group in stale_groups {
            let targets: Vec<_> = self
                .links_from(group)
                .filter(|(_, link)| link.seen.is_some())
                .map(|(_, link)| link.to)
                .collect();
            for ordinal in targets.into_iter().chain([group]) {
                self.resources[ordinal.index()].is_stale = true;
            }
        }
    }

    fn assess(&mut self, statuses: &HashMap<Ordinal, Vec<Observed>>) {
        let said = |ordinal: &Ordinal| statuses.get(ordinal).map_or(&[][..], Vec::as_slice);
        let assessments: Vec<_> = self
            .iter()
            .map(|(ordinal, _)| assess::assessment(self, ordinal, said(&ordinal)))
            .collect();
        for (index, assessment) in assessments.into_iter().enumerate() {
            let assessed = &mut self.resources[index];
            assessed.assessment = assessment;
            let said = said(&Ordinal::new(index));
            assessed.is_stale |= said.iter().any(|observed| observed.is_stale);
        }
    }
}

/// Where the entries of each of so many resources begin, when entries are sorted by
/// resource; and where the last one's end.
fn starts(count: usize, entries: impl Iterator<Item = Ordinal>) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    for ordinal in entries {
        starts[ordinal.index() + 1] += 1;
    }
    for index in 0..count {
        starts[index + 1] += starts[index];
    }
    starts
}

fn range(starts: &[u32], ordinal: Ordinal) -> ops::Range<usize> {
    let index = ordinal.index();
    starts[index] as usize..starts[index + 1] as usize
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
