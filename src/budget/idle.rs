//! Money for nothing: what costs and, as far as can be read, serves nobody.

use super::{Amount, Budget};
use crate::inventory::{Kind, Ordinal, RelationshipKind, ResourceId, Survey};

/// Something idle, with why it is thought so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    pub id: ResourceId,
    pub reason: &'static str,
    pub amount: Amount,
}

impl Budget {
    /// The most expensive first.
    pub fn idle(&self, survey: &Survey) -> Vec<Idle> {
        let found = survey.iter().filter_map(|(ordinal, assessed)| {
            let id = &assessed.resource.id;
            let cost = self.cost(id)?;
            Some(Idle {
                id: id.clone(),
                reason: reason(survey, ordinal)?,
                amount: cost.amount(),
            })
        });
        let mut idle: Vec<Idle> = found.collect();
        idle.sort_by(|one, other| {
            let by_amount = other.amount.known.cmp(&one.amount.known);
            by_amount.then_with(|| one.id.cmp(&other.id))
        });
        idle
    }
}

fn reason(survey: &Survey, ordinal: Ordinal) -> Option<&'static str> {
    let resource = &survey[ordinal].resource;
    let is_read = !survey[ordinal].is_stale;
    match resource.kind {
        Kind::Volume => match attached_to(survey, ordinal) {
            None if resource.state == "available" => Some("attached to nothing"),
            Some(instance) if survey[instance].resource.state == "stopped" => {
                Some("of a stopped instance")
            }
            _ => None,
        },
        Kind::ElasticIp => match attached_to(survey, ordinal) {
            None => Some("attached to nothing"),
            Some(other) if survey[other].resource.state == "stopped" => {
                Some("of a stopped instance")
            }
            Some(_) => None,
        },
        Kind::LoadBalancer => (is_read && !has_targets(survey, ordinal)).then_some("no targets"),
        Kind::NatGateway => {
            let mut routes = survey.links_to(ordinal);
            let is_used = routes.any(|(_, link)| link.kind == RelationshipKind::RoutesTo);
            (!is_used).then_some("no route leads to it")
        }
        _ => None,
    }
}

fn attached_to(survey: &Survey, ordinal: Ordinal) -> Option<Ordinal> {
    let mut links = survey.links_from(ordinal);
    let attached = links.find(|(_, link)| link.kind == RelationshipKind::IsAttachedTo);
    attached.map(|(_, link)| link.to)
}

/// Directly, or through a target group; a rule that answers by itself needs none.
fn has_targets(survey: &Survey, balancer: Ordinal) -> bool {
    let forwards = |from: Ordinal| {
        let links = survey.links_from(from);
        links.filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo)
    };
    forwards(balancer).any(|(_, link)| match survey.kind(link.to) {
        Kind::TargetGroup => forwards(link.to).next().is_some(),
        _ => true,
    })
}
