//! The names by which other accounts may speak of a resource. Where AWS names something
//! by its bare id, as a route names a peering, the ARN that is made of it says the account
//! that was asked, which is not always the owner.

use super::{Assessed, ById, Ordinal};
use crate::inventory::{Kind, ResourceId};
use std::collections::HashMap;

/// Resources that can be shared or joined across accounts, by the part of their ARN
/// behind the account: `transit-gateway/tgw-1`. These ids are never given twice.
pub(super) struct Names<'a> {
    resources: &'a ById<Assessed>,
    /// `None` where two known resources have it all the same: then it names neither.
    shared: HashMap<&'a str, Option<Ordinal>>,
    /// Auto Scaling groups by all of their ARN but the id in it, which only Auto Scaling
    /// itself tells.
    groups: HashMap<String, Ordinal>,
}

impl<'a> Names<'a> {
    pub(super) fn of(resources: &'a ById<Assessed>) -> Self {
        let mut shared = HashMap::new();
        let mut groups = HashMap::new();
        for (index, assessed) in resources.values().enumerate() {
            if can_be_shared(assessed.resource.kind)
                && let Some(name) = bare(&assessed.resource.id)
            {
                shared
                    .entry(name)
                    .and_modify(|holder| *holder = None)
                    .or_insert(Some(Ordinal::new(index)));
            }
            if assessed.resource.kind == Kind::AutoScalingGroup
                && let Some(name) = without_id(&assessed.resource.id)
            {
                groups.insert(name, Ordinal::new(index));
            }
        }
        Self {
            resources,
            shared,
            groups,
        }
    }

    /// The resource of exactly this id, else the one that another account calls so.
    pub(super) fn find(&self, id: &ResourceId) -> Option<Ordinal> {
        let exact = self.resources.get_index_of(id).map(Ordinal::new);
        exact
            .or_else(|| self.shared.get(bare(id)?).copied().flatten())
            .or_else(|| self.groups.get(&without_id(id)?).copied())
    }
}

fn can_be_shared(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Vpc
            | Kind::Subnet
            | Kind::SecurityGroup
            | Kind::PeeringConnection
            | Kind::TransitGateway
    )
}

/// `…:autoScalingGroup:` and `autoScalingGroupName/web`, between which the id stands.
fn without_id(group: &ResourceId) -> Option<String> {
    let (before, rest) = group.as_str().split_once(":autoScalingGroup:")?;
    let (_, name) = rest.split_once(":autoScalingGroupName/")?;
    Some(format!("{before}:{name}"))
}

/// What stands behind the account in an ARN of EC2.
fn bare(id: &ResourceId) -> Option<&str> {
    let mut parts = id.as_str().splitn(6, ':').skip(2);
    parts.next().filter(|service| *service == "ec2")?;
    parts.nth(2)
}

/// The account that an ARN names.
pub(super) fn owner(id: &ResourceId) -> Option<&str> {
    id.as_str().split(':').nth(4)
}
