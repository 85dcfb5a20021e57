//! Builds a `Resource` from what a service answered: every text is cleaned here, every
//! relationship says where it was read. It must not know any SDK type.

use super::arns::Place;
use crate::inventory::{
    Evidence, Fact, Health, Kind, Measure, Reference, Relationship, RelationshipKind, Resource,
    ResourceId, Seal,
};
use crate::text;
use compact_str::{CompactString, ToCompactString};
use std::collections::BTreeSet;
use std::fmt::Display;

/// One row of an answer on its way to become a resource.
pub struct Entry {
    call: &'static str,
    resource: Resource,
    name: Option<CompactString>,
}

impl Entry {
    /// `call` is the operation that answered, as `ec2:DescribeVpcs`.
    pub fn new(place: &Place, kind: Kind, id: ResourceId, call: &'static str) -> Self {
        Self {
            call,
            name: None,
            resource: Resource::new(id, kind, (place.account, place.region.clone())),
        }
    }

    /// What follows was answered by another operation.
    pub fn told_by(mut self, call: &'static str) -> Self {
        self.call = call;
        self
    }

    /// The name that AWS knows it by; a `Name` tag comes first.
    pub fn named(mut self, name: Option<&str>) -> Self {
        self.name = name.map(clean).filter(|name| !name.is_empty());
        self
    }

    pub fn tags<'a>(
        mut self,
        tags: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>,
    ) -> Self {
        self.resource.tags = tags
            .into_iter()
            .filter_map(|(key, value)| Some((clean(key?), clean(value?))))
            .collect();
        self
    }

    pub fn zone(mut self, zone: Option<&str>) -> Self {
        self.resource.zone = zone.map(clean);
        self
    }

    /// AWS's own word and what it means.
    pub fn state(mut self, state: Option<&str>, health: Health) -> Self {
        self.resource.state = state.map(clean).unwrap_or_default();
        self.resource.health = health;
        self
    }

    pub fn reason(mut self, reason: Option<&str>) -> Self {
        self.resource.reason = reason.map(clean).filter(|text| !text.is_empty());
        self
    }

    /// A fact is left out where AWS left it out.
    pub fn fact(mut self, name: &'static str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            let value = clean(&value.to_compact_string());
            if !value.is_empty() {
                self.resource.facts.push(Fact { name, value });
            }
        }
        self
    }

    /// The same as a number, where something is counted by it.
    pub fn measure(mut self, measure: Measure, value: Option<impl TryInto<u64>>) -> Self {
        if let Some(value) = value.and_then(|value| value.try_into().ok()) {
            self.resource.measures.put(measure, value);
        }
        self
    }

    /// It stands in the first of these that is known, and is part of each.
    pub fn within<const N: usize>(
        mut self,
        places: [(Option<ResourceId>, &'static str); N],
    ) -> Self {
        for (id, field) in places {
            let Some(id) = id else { continue };
            if self.resource.parent.is_none() {
                self.resource.parent = Some(id.clone());
            }
            self = self.relates(RelationshipKind::IsContainedIn, Some(id), field);
        }
        self
    }

    /// Relates it to another by id, where AWS gave one.
    pub fn relates(
        self,
        kind: RelationshipKind,
        to: Option<ResourceId>,
        field: &'static str,
    ) -> Self {
        match to {
            Some(to) => self.labelled(kind, Reference::Id(to), None, field),
            None => self,
        }
    }

    /// Relates it to each of several.
    pub fn relates_to_all(
        mut self,
        kind: RelationshipKind,
        all: impl IntoIterator<Item = ResourceId>,
        field: &'static str,
    ) -> Self {
        for to in all {
            self = self.relates(kind, Some(to), field);
        }
        self
    }

    /// Relates it to thousands, each of which is there once.
    pub fn labelled_all(
        mut self,
        kind: RelationshipKind,
        all: BTreeSet<(Reference, String)>,
        field: &'static str,
    ) -> Self {
        let all = all.into_iter();
        let stated = all.map(|(to, label)| self.stated((kind, to), Some(label), field));
        let stated: Vec<Relationship> = stated.collect();
        self.resource.relationships.extend(stated);
        self
    }

    fn stated(
        &self,
        (kind, to): (RelationshipKind, Reference),
        label: Option<String>,
        field: &'static str,
    ) -> Relationship {
        Relationship {
            kind,
            to,
            label: label.map(|label| clean(&label)),
            evidence: Evidence {
                call: self.call,
                field,
            },
        }
    }

    pub fn labelled(
        mut self,
        kind: RelationshipKind,
        to: Reference,
        label: Option<String>,
        field: &'static str,
    ) -> Self {
        let relationship = self.stated((kind, to), label, field);
        if !self.resource.relationships.contains(&relationship) {
            self.resource.relationships.push(relationship);
        }
        self
    }

    /// What its environment names: only the match is ever known, never a value.
    pub fn environment<'a>(
        mut self,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
        field: &'static str,
    ) -> Self {
        for (name, value) in variables {
            for seal in Seal::all_of(value) {
                let label = Some(name.to_owned());
                self = self.labelled(
                    RelationshipKind::RefersTo,
                    Reference::Sealed(seal),
                    label,
                    field,
                );
            }
        }
        self
    }

    pub fn finish(mut self) -> Resource {
        let tag = self.resource.tags.get("Name").filter(|tag| !tag.is_empty());
        self.resource.name = tag
            .map(CompactString::from)
            .or(self.name)
            .unwrap_or_else(|| self.resource.id.short().into());
        // An account has tens of thousands of these.
        self.resource.relationships.shrink_to_fit();
        self.resource.facts.shrink_to_fit();
        self.resource
    }
}

fn clean(raw: &str) -> CompactString {
    text::clean(raw).into()
}

/// The health that a lifecycle word of AWS stands for: gateways, endpoints, peerings.
pub fn lifecycle(state: Option<&str>) -> Health {
    match state.unwrap_or_default().to_ascii_lowercase().as_str() {
        "available" | "active" | "attached" | "in-use" | "provisioned" => Health::Healthy,
        "pending" | "creating" | "modifying" | "deleting" | "provisioning" | "attaching"
        | "detaching" | "initiating-request" | "pending-acceptance" | "pendingacceptance"
        | "pending-waiting" | "pendingwaiting" | "initiating" | "initiatingrequest"
        | "rollingback" | "rejecting" => Health::Pending,
        "deleted" | "detached" | "expired" => Health::Stopped,
        "failed" | "failing" | "rejected" | "error" | "blackhole" | "partial" => Health::Unhealthy,
        _ => Health::Unknown,
    }
}
