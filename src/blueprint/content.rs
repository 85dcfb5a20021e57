//! What there was: resources by ARN, what holds them, what joins them, and where was read.

use crate::account::{AccountId, Region};
use crate::inventory::{
    Content as SliceContent, Inventory, Kind, Presence, RelationshipKind, ResourceId, SliceId,
    Survey,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// For each account and region that was watched the names of the collectors that read
/// everything there: what was not read is not gone, and what was not read then is not new.
pub type Reads = BTreeMap<AccountId, BTreeMap<Region, BTreeSet<String>>>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    pub reads: Reads,
    pub resources: BTreeMap<ResourceId, Known>,
    pub joins: BTreeSet<Join>,
}

/// What is kept of a resource beside its ARN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    pub kind: Kind,
    /// Where it stood: its subnet, else its VPC.
    pub parent: Option<ResourceId>,
    /// The account that it was read in.
    pub account: AccountId,
    pub region: Region,
    /// Who read it, there or above all regions.
    pub collector: String,
}

/// What joined two resources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Join {
    pub from: ResourceId,
    pub to: ResourceId,
    pub kind: RelationshipKind,
}

impl Content {
    /// Of what was read. `complete` are the slices that were read whole, `watched` the
    /// accounts and regions that were looked at.
    pub fn of(
        (survey, inventory): (&Survey, &Inventory),
        complete: &BTreeSet<SliceId>,
        watched: impl IntoIterator<Item = (AccountId, Region)>,
    ) -> Self {
        let mut reads = Reads::new();
        for (account, region) in watched {
            reads.entry(account).or_default().entry(region).or_default();
        }
        for slice in complete {
            let regions = reads.entry(slice.account).or_default();
            let collectors = regions.entry(slice.region.clone()).or_default();
            collectors.insert(slice.collector.to_owned());
        }
        let resources = resources(survey, inventory);
        let is_there = |ordinal| survey[ordinal].presence != Presence::Ghost;
        let links = survey.links.iter();
        let links = links.filter(|link| is_there(link.from) && is_there(link.to));
        let joins = links.map(|link| Join {
            from: survey.id(link.from).clone(),
            to: survey.id(link.to).clone(),
            kind: link.kind,
        });
        let may_be_kept = |id: &ResourceId| is_arn(id) && !is_zone(id);
        Self {
            reads,
            joins: joins
                .filter(|join| may_be_kept(&join.from) && may_be_kept(&join.to))
                .collect(),
            resources,
        }
    }

    /// Whether what the collector reads there was read whole.
    pub(super) fn has_read(&self, known: &Known) -> bool {
        let regions = self.reads.get(&known.account);
        let read_in = |region: &Region| {
            let collectors = regions.and_then(|regions| regions.get(region));
            collectors.is_some_and(|collectors| collectors.contains(&known.collector))
        };
        read_in(&known.region) || read_in(&Region::global())
    }

    /// Whether everything that `other` had read in the region of a resource, and above all
    /// regions, was read: any of it may say what joins the resource.
    pub(super) fn has_read_all_of(&self, other: &Self, known: &Known) -> bool {
        let collectors = |content: &Self, region: &Region| {
            let regions = content.reads.get(&known.account);
            let collectors = regions.and_then(|regions| regions.get(region));
            collectors.cloned().unwrap_or_default()
        };
        [&known.region, &Region::global()]
            .iter()
            .all(|region| collectors(self, region).is_superset(&collectors(other, region)))
    }
}

/// The first slice that knows it is the one whose answer says that it is there.
fn resources(survey: &Survey, inventory: &Inventory) -> BTreeMap<ResourceId, Known> {
    let mut slices: HashMap<&ResourceId, &SliceId> = HashMap::new();
    for (slice, kept) in inventory.slices() {
        if let SliceContent::Resources(resources) = &kept.slice {
            for id in resources.keys() {
                slices.entry(id).or_insert(slice);
            }
        }
    }
    let known = survey.known().filter_map(|known| {
        let resource = &known.resource;
        let slice = slices.get(&resource.id)?;
        let parent = resource.parent.clone().filter(is_arn);
        let kept = Known {
            kind: resource.kind,
            parent,
            account: slice.account,
            region: resource.region.clone(),
            collector: slice.collector.to_owned(),
        };
        (is_arn(&resource.id) && !is_zone(&resource.id)).then(|| (resource.id.clone(), kept))
    });
    known.collect()
}

/// The ids that are ours alone hold names and addresses.
pub(super) fn is_arn(id: &ResourceId) -> bool {
    id.as_str().starts_with("arn:")
}

/// A zone's ARN is made of its name, and no call answers with it.
fn is_zone(id: &ResourceId) -> bool {
    id.as_str().contains(":availability-zone/")
}
