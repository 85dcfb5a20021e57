//! What is not healthy, the worst first, with what lies before and behind it.

use super::{Change, Topology};
use crate::account::{AccountId, Region};
use crate::inventory::{Assessed, Health, Kind, RelationshipKind, Resource, ResourceId};
use std::collections::BTreeMap;
use std::time::Instant;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub id: ResourceId,
    pub name: String,
    pub account: AccountId,
    pub region: Region,
    pub kind: Kind,
    pub health: Health,
    /// AWS's word, and its reason where it gives one.
    pub reason: String,
    /// `None`: it was so at the first reading.
    pub since: Option<Instant>,
    /// Names of what sends traffic to it, and of what it sends traffic to.
    pub upstream: Vec<String>,
    pub downstream: Vec<String>,
}

/// A state and its reason as one sentence that says nothing twice.
pub fn said(state: &str, reason: Option<&str>) -> String {
    match reason {
        None => state.to_owned(),
        Some(reason) if state.is_empty() || reason.contains(state) => reason.to_owned(),
        Some(reason) => format!("{state}: {reason}"),
    }
}

impl Topology {
    /// Whether something came to be a problem that was none, since an event's number.
    pub(super) fn is_worse_since(&self, number: u64) -> bool {
        let survey = &self.derived.survey;
        let events = self.journal.events.iter().rev();
        let mut news = events.take_while(|event| event.number >= number);
        news.any(|event| match &event.change {
            Change::Health { from, to, .. } => to.is_problem() && !from.is_problem(),
            Change::Added => {
                let known = survey.resources.get(&event.id);
                known.is_some_and(|known| known.assessment.health.is_problem())
            }
            Change::Removed | Change::State { .. } => false,
        })
    }

    pub fn problems(&self) -> Vec<Problem> {
        let survey = &self.derived.survey;
        let unwell = survey
            .resources
            .values()
            .filter(|assessed| assessed.assessment.health.is_problem());
        let mut problems: Vec<Problem> = unwell.map(|assessed| self.problem(assessed)).collect();
        let mut index: BTreeMap<ResourceId, usize> = BTreeMap::new();
        problems.sort_by(|one, other| {
            (other.health, &one.name, &one.id).cmp(&(one.health, &other.name, &other.id))
        });
        for (position, problem) in problems.iter().enumerate() {
            index.insert(problem.id.clone(), position);
        }
        for link in &survey.links {
            if link.kind != RelationshipKind::ForwardsTo {
                continue;
            }
            if let Some(&position) = index.get(survey.id(link.to)) {
                add_neighbour(
                    &mut problems[position].upstream,
                    &survey[link.from].resource,
                );
            }
            if let Some(&position) = index.get(survey.id(link.from)) {
                add_neighbour(
                    &mut problems[position].downstream,
                    &survey[link.to].resource,
                );
            }
        }
        problems
    }

    fn problem(&self, assessed: &Assessed) -> Problem {
        let (resource, assessment) = (&assessed.resource, &assessed.assessment);
        let reason = said(&assessment.state, assessment.reason.as_deref());
        Problem {
            id: resource.id.clone(),
            name: resource.name.to_string(),
            account: resource.account,
            region: resource.region.clone(),
            kind: resource.kind,
            health: assessment.health,
            reason,
            since: self.journal.since(&resource.id),
            upstream: Vec::new(),
            downstream: Vec::new(),
        }
    }

    /// The name of a resource, or the last part of its id.
    pub fn name_of(&self, id: &ResourceId) -> String {
        let found = self.derived.survey.resources.get(id);
        found.map_or_else(
            || id.short().to_owned(),
            |found| found.resource.name.to_string(),
        )
    }
}

/// Listeners and their rules only say how two others are joined.
fn add_neighbour(neighbours: &mut Vec<String>, resource: &Resource) {
    let is_joint = matches!(resource.kind, Kind::Listener | Kind::ListenerRule);
    if !is_joint && !neighbours.iter().any(|name| *name == resource.name) {
        neighbours.push(resource.name.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn nothing_is_said_twice() {
        for (state, reason, expected) in [
            ("running", None, "running"),
            ("", Some("no target is known"), "no target is known"),
            (
                "active",
                Some("2 of 3 targets healthy"),
                "active: 2 of 3 targets healthy",
            ),
            (
                "5 of 6 in service",
                Some("5 of 6 in service"),
                "5 of 6 in service",
            ),
            (
                "unhealthy",
                Some("target unhealthy: timed out (Target.Timeout)"),
                "target unhealthy: timed out (Target.Timeout)",
            ),
        ] {
            assert_eq!(said(state, reason), expected);
        }
    }
}
