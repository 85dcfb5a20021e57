//! Which resource a reference means. What nothing known answers to becomes an external
//! resource, so that no line is ever lost.

use super::names::Names;
use super::neighbours::Neighbours;
use super::sealed::Sealed;
use super::{Assessed, Assessment, ById, Ordinal, Presence};
use crate::account::{AccountId, Region};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Where a reference was found. Private addresses mean something only inside their VPC.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub account: AccountId,
    pub region: &'a Region,
    pub vpc: Option<Ordinal>,
    /// What it is called there: the variable that names a resource.
    pub label: Option<&'a str>,
}

/// The names by which known resources are referred to.
pub(super) struct Resolver<'a> {
    resources: &'a ById<Assessed>,
    names: Names<'a>,
    neighbours: Neighbours,
    /// The VPC that each known resource stands in, itself included.
    vpcs: Vec<Option<Ordinal>>,
    by_dns_name: HashMap<String, Ordinal>,
    by_address: HashMap<IpAddr, Vec<Ordinal>>,
    /// The task behind each interface that one names.
    tasks: HashMap<&'a ResourceId, Ordinal>,
    by_public_address: HashMap<IpAddr, Ordinal>,
    /// Made when the first sealed value is met: most accounts have none.
    sealed: OnceCell<Sealed>,
    /// Their places follow those of the known ones.
    externals: ById<Assessed>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(resources: &'a ById<Assessed>) -> Self {
        let names = Names::of(resources);
        let ordinals = (0..resources.len()).map(Ordinal::new);
        let vpcs = ordinals.map(|ordinal| vpc_of((resources, &names), ordinal));
        let mut resolver = Self {
            resources,
            vpcs: vpcs.collect(),
            neighbours: Neighbours::of(resources, &names),
            names,
            by_dns_name: HashMap::new(),
            by_address: HashMap::new(),
            tasks: tasks(resources),
            by_public_address: HashMap::new(),
            sealed: OnceCell::new(),
            externals: ById::default(),
        };
        for (index, assessed) in resources.values().enumerate() {
            resolver.add_names(Ordinal::new(index), &assessed.resource);
        }
        resolver
    }

    fn add_names(&mut self, ordinal: Ordinal, resource: &Resource) {
        let names = resource.fact("dns name").unwrap_or_default();
        for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
            self.by_dns_name.insert(plain_dns_name(name), ordinal);
        }
        // An Elastic IP address and a subnet speak of addresses that others answer to.
        let answers = matches!(
            resource.kind,
            Kind::Instance | Kind::NetworkInterface | Kind::NatGateway | Kind::EcsTask
        );
        if !answers {
            return;
        }
        let behind = self.behind(resource).unwrap_or(ordinal);
        for address in resource.public_addresses() {
            self.by_public_address.insert(address, behind);
        }
        for address in resource.private_addresses() {
            let holders = self.by_address.entry(address).or_default();
            if !holders.contains(&behind) {
                holders.push(behind);
            }
        }
    }

    pub(super) fn into_externals(self) -> ById<Assessed> {
        self.externals
    }

    pub(super) fn known(&self, id: &ResourceId) -> Option<Ordinal> {
        self.names.find(id)
    }

    /// The resource that a reference means, if it is known.
    pub(super) fn find(&self, reference: &Reference, scope: Scope) -> Option<Ordinal> {
        match reference {
            Reference::Id(id) => self.known(id),
            Reference::DnsName(name) => self.by_dns_name.get(&plain_dns_name(name)).copied(),
            Reference::Address(address) => {
                let public = || self.by_public_address.get(address).copied();
                self.holder(*address, scope).or_else(public)
            }
            Reference::Sealed(seal) => self
                .sealed
                .get_or_init(|| Sealed::of(self.resources))
                .find(*seal, scope),
            Reference::IfKnown(to) => self.find(to, scope),
        }
    }

    /// The resource that a reference means: a known one, or an external one made for it,
    /// but for what may mean nothing at all.
    pub(super) fn resolve(&mut self, reference: &Reference, scope: Scope) -> Option<Ordinal> {
        if let Some(known) = self.find(reference, scope) {
            return Some(known);
        }
        Some(match reference {
            Reference::Id(id) => self.external(id.clone(), id.short(), scope),
            Reference::DnsName(name) => {
                let name = plain_dns_name(name);
                self.external(ResourceId::new(format!("dns/{name}")), &name, scope)
            }
            Reference::Address(address) => {
                let vpc = scope
                    .vpc
                    .and_then(|vpc| self.resources.get_index(vpc.index()));
                let place = match vpc {
                    Some((vpc, _)) => vpc.to_string(),
                    None => format!("{}/{}", scope.account, scope.region),
                };
                let id = ResourceId::new(format!("address/{place}/{address}"));
                self.external(id, &address.to_string(), scope)
            }
            Reference::Sealed(_) | Reference::IfKnown(_) => return None,
        })
    }

    pub(super) fn resolve_id(&mut self, id: &ResourceId, scope: Scope) -> Ordinal {
        match self.known(id) {
            Some(known) => known,
            None => self.external(id.clone(), id.short(), scope),
        }
    }

    /// The VPC that a known resource stands in, itself included.
    pub(super) fn vpc_of(&self, ordinal: Ordinal) -> Option<Ordinal> {
        self.vpcs.get(ordinal.index()).copied().flatten()
    }

    /// What a network interface is attached to, where that is known. A task names its
    /// interface; the interface does not name the task.
    fn behind(&self, resource: &Resource) -> Option<Ordinal> {
        if resource.kind != Kind::NetworkInterface {
            return None;
        }
        if let Some(task) = self.tasks.get(&resource.id) {
            return Some(*task);
        }
        resource
            .relationships
            .iter()
            .filter(|relationship| relationship.kind == RelationshipKind::IsAttachedTo)
            .find_map(|relationship| match &relationship.to {
                Reference::Id(id) => self.known(id),
                Reference::DnsName(_)
                | Reference::Address(_)
                | Reference::Sealed(_)
                | Reference::IfKnown(_) => None,
            })
    }

    /// The resource with this address in the scope's VPC, else in one that it reaches.
    /// Where the VPC is not known, or several that it reaches have the address, only one
    /// that a single resource has is taken for it.
    fn holder(&self, address: IpAddr, scope: Scope) -> Option<Ordinal> {
        let holders = self.by_address.get(&address)?;
        let Some(vpc) = scope.vpc else {
            return only(holders.iter().copied());
        };
        let in_vpc = |is_there: &dyn Fn(Ordinal) -> bool| {
            let is_there = |holder: &Ordinal| self.vpc_of(*holder).is_some_and(is_there);
            holders
                .iter()
                .copied()
                .filter(is_there)
                .collect::<Vec<Ordinal>>()
        };
        let own = in_vpc(&|other| other == vpc).into_iter().next();
        own.or_else(|| only(in_vpc(&|other| self.neighbours.are(vpc, other)).into_iter()))
    }

    fn external(&mut self, id: ResourceId, name: &str, scope: Scope) -> Ordinal {
        let entry = self.externals.entry(id);
        let place = Ordinal::new(self.resources.len() + entry.index());
        let id = entry.key().clone();
        entry.or_insert_with(|| Assessed {
            resource: Arc::new(external(id, name, scope)),
            assessment: Assessment::default(),
            parent: None,
            is_stale: false,
            presence: Presence::default(),
        });
        place
    }
}

/// By the interfaces that tasks are attached to.
fn tasks(resources: &ById<Assessed>) -> HashMap<&ResourceId, Ordinal> {
    let known = resources.values().enumerate();
    let tasks = known.filter(|(_, known)| known.resource.kind == Kind::EcsTask);
    let attached = tasks.flat_map(|(index, known)| {
        let stated = known.resource.relationships.iter();
        let attached = stated.filter(|stated| stated.kind == RelationshipKind::IsAttachedTo);
        attached.filter_map(move |stated| match &stated.to {
            Reference::Id(id) => Some((id, Ordinal::new(index))),
            _ => None,
        })
    });
    attached.collect()
}

fn only(mut holders: impl Iterator<Item = Ordinal>) -> Option<Ordinal> {
    let first = holders.next();
    first.filter(|_| holders.next().is_none())
}

fn vpc_of((resources, names): (&ById<Assessed>, &Names), ordinal: Ordinal) -> Option<Ordinal> {
    let mut index = ordinal.index();
    // Subnet and VPC at most; the bound keeps a circle from going on for ever.
    for _ in 0..8 {
        let resource = &resources[index].resource;
        if resource.kind == Kind::Vpc {
            return Some(Ordinal::new(index));
        }
        index = names.find(resource.parent.as_ref()?)?.index();
    }
    None
}

fn external(id: ResourceId, name: &str, scope: Scope) -> Resource {
    let mut fields = id.as_str().splitn(6, ':').skip(3);
    let region = fields.next().filter(|region| !region.is_empty());
    let account = fields.next().and_then(|number| number.parse().ok());
    let is_arn = id.as_str().starts_with("arn:");
    let account = account.filter(|_| is_arn).unwrap_or(scope.account);
    let region = region
        .filter(|_| is_arn)
        .map_or_else(|| scope.region.clone(), Region::new);
    Resource {
        name: name.into(),
        ..Resource::new(id, Kind::External, (account, region))
    }
}

/// Names compare without case, without the root's dot and without the prefix that
/// Route 53 puts before a balancer's name.
pub(super) fn plain_dns_name(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    match name.strip_prefix("dualstack.") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}
