//! Which VPCs reach each other: by a peering, or through a transit gateway. A private
//! address of one may be meant in the other.

use super::names::Names;
use super::{Assessed, ById, Ordinal};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource};
use std::collections::{BTreeSet, HashMap};

/// Groups of VPCs that something joins, found by each of them.
#[derive(Default)]
pub(super) struct Neighbours {
    joined: Vec<BTreeSet<Ordinal>>,
    by_vpc: HashMap<Ordinal, Vec<usize>>,
}

impl Neighbours {
    pub(super) fn of(resources: &ById<Assessed>, names: &Names) -> Self {
        let mut by_gateway: HashMap<Ordinal, BTreeSet<Ordinal>> = HashMap::new();
        let mut neighbours = Self::default();
        for assessed in resources.values() {
            let resource = &assessed.resource;
            let vpcs = named(resource, RelationshipKind::PeersWith, names);
            let vpcs = vpcs.filter(|end| resources[end.index()].resource.kind == Kind::Vpc);
            match resource.kind {
                Kind::PeeringConnection => neighbours.add(vpcs.collect()),
                Kind::TransitGatewayAttachment => {
                    let mut gateways = named(resource, RelationshipKind::IsAttachedTo, names);
                    if let Some(gateway) = gateways.next() {
                        by_gateway.entry(gateway).or_default().extend(vpcs);
                    }
                }
                _ => {}
            }
        }
        for vpcs in by_gateway.into_values() {
            neighbours.add(vpcs);
        }
        neighbours
    }

    fn add(&mut self, vpcs: BTreeSet<Ordinal>) {
        for vpc in &vpcs {
            self.by_vpc.entry(*vpc).or_default().push(self.joined.len());
        }
        self.joined.push(vpcs);
    }

    pub(super) fn are(&self, one: Ordinal, other: Ordinal) -> bool {
        let groups = self.by_vpc.get(&one).into_iter().flatten();
        groups
            .into_iter()
            .any(|&group| self.joined[group].contains(&other))
    }
}

fn named<'a>(
    resource: &'a Resource,
    kind: RelationshipKind,
    names: &'a Names,
) -> impl Iterator<Item = Ordinal> + 'a {
    let stated = resource.relationships.iter();
    stated
        .filter(move |stated| stated.kind == kind)
        .filter_map(|stated| match &stated.to {
            Reference::Id(id) => names.find(id),
            Reference::DnsName(_)
            | Reference::Address(_)
            | Reference::Sealed(_)
            | Reference::IfKnown(_) => None,
        })
}
