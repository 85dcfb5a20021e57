//! Which resource a reference means. What nothing known answers to becomes an external
//! resource, so that no line is ever lost.

use super::{Assessed, Assessment};
use crate::account::{AccountId, Region};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Where a reference was found. Private addresses mean something only inside their VPC.
pub(super) struct Scope {
    pub account: AccountId,
    pub region: Region,
    pub vpc: Option<ResourceId>,
}

/// The names by which known resources are referred to.
pub(super) struct Resolver<'a> {
    resources: &'a BTreeMap<ResourceId, Assessed>,
    by_dns_name: BTreeMap<String, &'a ResourceId>,
    by_address: BTreeMap<IpAddr, Vec<&'a ResourceId>>,
    externals: BTreeMap<ResourceId, Assessed>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(resources: &'a BTreeMap<ResourceId, Assessed>) -> Self {
        let mut resolver = Self {
            resources,
            by_dns_name: BTreeMap::new(),
            by_address: BTreeMap::new(),
            externals: BTreeMap::new(),
        };
        for (id, assessed) in resources {
            let resource = &assessed.resource;
            let names = resource.fact("dns name").unwrap_or_default();
            for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
                resolver.by_dns_name.insert(plain_dns_name(name), id);
            }
            // An Elastic IP address and a subnet speak of addresses that others answer to.
            let answers = matches!(
                resource.kind,
                Kind::Instance | Kind::NetworkInterface | Kind::NatGateway
            );
            for address in resource.private_addresses().filter(|_| answers) {
                let behind = resolver.behind(resource).unwrap_or(id);
                let holders = resolver.by_address.entry(address).or_default();
                if !holders.contains(&behind) {
                    holders.push(behind);
                }
            }
        }
        resolver
    }

    pub(super) fn into_externals(self) -> BTreeMap<ResourceId, Assessed> {
        self.externals
    }

    /// The resource that a reference means, if it is known.
    pub(super) fn find(&self, reference: &Reference, scope: &Scope) -> Option<ResourceId> {
        let found = match reference {
            Reference::Id(id) => self.resources.contains_key(id).then_some(id),
            Reference::DnsName(name) => self.by_dns_name.get(&plain_dns_name(name)).copied(),
            Reference::Address(address) => self.holder(*address, scope),
        };
        found.cloned()
    }

    /// The resource that a reference means: a known one, or an external one made for it.
    pub(super) fn resolve(&mut self, reference: &Reference, scope: &Scope) -> ResourceId {
        if let Some(id) = self.find(reference, scope) {
            return id;
        }
        match reference {
            Reference::Id(id) => self.external(id.clone(), id.short(), scope),
            Reference::DnsName(name) => {
                let name = plain_dns_name(name);
                self.external(ResourceId::new(format!("dns/{name}")), &name, scope)
            }
            Reference::Address(address) => {
                let place = match &scope.vpc {
                    Some(vpc) => vpc.to_string(),
                    None => format!("{}/{}", scope.account, scope.region),
                };
                let id = ResourceId::new(format!("address/{place}/{address}"));
                self.external(id, &address.to_string(), scope)
            }
        }
    }

    pub(super) fn resolve_id(&mut self, id: &ResourceId, scope: &Scope) {
        if !self.resources.contains_key(id) {
            self.external(id.clone(), id.short(), scope);
        }
    }

    pub(super) fn scope_of(&self, resource: &Resource) -> Scope {
        Scope {
            account: resource.account,
            region: resource.region.clone(),
            vpc: self.vpc_of(&resource.id),
        }
    }

    pub(super) fn vpc_of(&self, id: &ResourceId) -> Option<ResourceId> {
        let mut id = id;
        // Subnet and VPC at most; the bound keeps a circle from going on for ever.
        for _ in 0..8 {
            let resource = &self.resources.get(id)?.resource;
            if resource.kind == Kind::Vpc {
                return Some(id.clone());
            }
            id = resource.parent.as_ref()?;
        }
        None
    }

    /// What a network interface is attached to, where that is known.
    fn behind(&self, resource: &'a Resource) -> Option<&'a ResourceId> {
        if resource.kind != Kind::NetworkInterface {
            return None;
        }
        resource
            .relationships
            .iter()
            .filter(|relationship| relationship.kind == RelationshipKind::IsAttachedTo)
            .find_map(|relationship| match &relationship.to {
                Reference::Id(id) => self.resources.contains_key(id).then_some(id),
                Reference::DnsName(_) | Reference::Address(_) => None,
            })
    }

    /// The resource with this address in the scope's VPC. Where the VPC is not known,
    /// only an address that one resource alone has is taken for it.
    fn holder(&self, address: IpAddr, scope: &Scope) -> Option<&'a ResourceId> {
        let holders = self.by_address.get(&address)?;
        match (&scope.vpc, holders.as_slice()) {
            (Some(vpc), holders) => holders
                .iter()
                .copied()
                .find(|holder| self.vpc_of(holder).as_ref() == Some(vpc)),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    fn external(&mut self, id: ResourceId, name: &str, scope: &Scope) -> ResourceId {
        self.externals
            .entry(id.clone())
            .or_insert_with(|| Assessed {
                resource: Arc::new(external(id.clone(), name, scope)),
                assessment: Assessment::default(),
                is_stale: false,
            });
        id
    }
}

fn external(id: ResourceId, name: &str, scope: &Scope) -> Resource {
    let mut fields = id.as_str().splitn(6, ':').skip(3);
    let region = fields.next().filter(|region| !region.is_empty());
    let account = fields.next().and_then(|number| number.parse().ok());
    let is_arn = id.as_str().starts_with("arn:");
    let account = account.filter(|_| is_arn).unwrap_or(scope.account);
    let region = region
        .filter(|_| is_arn)
        .map_or_else(|| scope.region.clone(), Region::new);
    Resource {
        name: name.to_owned(),
        ..Resource::new(id, Kind::External, (account, region))
    }
}

/// Names compare without case, without the root's dot and without the prefix that
/// Route 53 puts before a balancer's name.
fn plain_dns_name(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    match name.strip_prefix("dualstack.") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}
