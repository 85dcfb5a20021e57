//! How a resource is, from all that is said of it. What is not known is `Unknown`,
//! never healthy.

use super::{Assessment, Link, Observed, Ordinal, Survey};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use crate::text::natural;
use compact_str::{CompactString, ToCompactString, format_compact};
use std::collections::BTreeSet;

/// The worst of what the resource says of itself, what status calls say of it and how
/// it does as a target.
pub(super) fn assessment(survey: &Survey, ordinal: Ordinal, said: &[Observed]) -> Assessment {
    let resource = &survey[ordinal].resource;
    let own = match resource.kind {
        Kind::Instance => instance(resource, said),
        Kind::TargetGroup => target_group(survey, ordinal),
        Kind::LoadBalancer => load_balancer(survey, ordinal),
        _ => worst(itself(resource), statuses(said)),
    };
    let as_target = as_target(survey, ordinal);
    let as_watched = as_watched(survey, ordinal);
    let mut assessment = worst(worst(own, as_target), as_watched);
    if assessment.health.is_problem() && assessment.reason.is_none() {
        assessment.reason = Some(assessment.state.clone());
    }
    assessment
}

fn itself(resource: &Resource) -> Assessment {
    Assessment {
        health: resource.health,
        state: resource.state.clone(),
        reason: resource.reason.clone(),
    }
}

/// A running instance is as well as its status checks say; one that does not run has
/// none, and only what is scheduled for it counts.
fn instance(resource: &Resource, said: &[Observed]) -> Assessment {
    let own = itself(resource);
    let checks = statuses(said);
    if resource.state != "running" {
        return worst(own, checks.filter(|checks| checks.health.is_problem()));
    }
    let running = |health, reason: Option<&str>| Assessment {
        health,
        state: resource.state.clone(),
        reason: reason.map(CompactString::from),
    };
    let by_checks = match checks {
        None => running(Health::Unknown, Some("no status check of it is known")),
        Some(checks) if matches!(checks.health, Health::Healthy | Health::Neutral) => {
            running(Health::Healthy, None)
        }
        Some(checks) => checks,
    };
    worst(by_checks, Some(own).filter(|own| own.health.is_problem()))
}

/// The worst of what status calls say.
fn statuses(said: &[Observed]) -> Option<Assessment> {
    said.iter()
        .map(|observed| {
            let observation = observed.observation;
            let reason = observation.reason.clone().or_else(|| {
                let check = observation.label.as_ref()?;
                Some(format_compact!("{check}: {}", observation.state))
            });
            Assessment {
                health: observation.health,
                state: observation.state.clone(),
                reason: reason.filter(|_| observation.health != Health::Healthy),
            }
        })
        .max()
}

/// What target groups see of it. An instance may be unused in one group and serve in
/// another: only a failed health check counts against it. Of an external target
/// nothing else is known, so everything counts.
fn as_target(survey: &Survey, ordinal: Ordinal) -> Option<Assessment> {
    let is_external = survey.kind(ordinal) == Kind::External;
    let seen = survey
        .links_to(ordinal)
        .filter_map(|(_, link)| link.seen.as_deref())
        .filter(|seen| seen.health.is_problem() || is_external)
        .max()?;
    let reason = seen.reason.as_ref().map_or_else(
        || format_compact!("target {}", seen.state),
        |reason| format_compact!("target {}: {reason}", seen.state),
    );
    Some(Assessment {
        reason: Some(reason).filter(|_| seen.health != Health::Healthy),
        ..seen.clone()
    })
}

/// What an alarm says of what it watches. An alarm that watches alarms says nothing of
/// them: they are as they are; and of what is not known it speaks for itself.
fn as_watched(survey: &Survey, ordinal: Ordinal) -> Option<Assessment> {
    if matches!(survey.kind(ordinal), Kind::Alarm | Kind::External) {
        return None;
    }
    let alarms = survey
        .links_to(ordinal)
        .filter(|(_, link)| link.kind == RelationshipKind::Watches)
        .map(|(_, link)| &survey[link.from].resource)
        .filter(|alarm| alarm.health.is_problem());
    let alarm = alarms.min_by(|one, other| natural(&one.name, &other.name))?;
    let reason = alarm.reason.as_ref().unwrap_or(&alarm.state);
    Some(Assessment {
        health: alarm.health,
        state: alarm.state.clone(),
        reason: Some(format_compact!("alarm {}: {reason}", alarm.name)),
    })
}

/// Whether an alarm's trouble is told by what it watches.
pub(super) fn is_told_elsewhere(survey: &Survey, ordinal: Ordinal) -> bool {
    let is_alarm = survey.kind(ordinal) == Kind::Alarm;
    is_alarm
        && survey.links_from(ordinal).any(|(_, link)| {
            link.kind == RelationshipKind::Watches && survey.kind(link.to) != Kind::External
        })
}

fn target_group(survey: &Survey, ordinal: Ordinal) -> Assessment {
    let group = &survey[ordinal].resource;
    let tally = Tally::of(targets(survey, ordinal));
    let health = match tally.health_of_group() {
        _ if group.health.is_problem() => group.health,
        health => health,
    };
    Assessment {
        health,
        state: group.state.clone(),
        reason: group.reason.clone().or_else(|| tally.reason(health)),
    }
}

/// An active balancer is as well as its targets; in any other state its own word counts.
fn load_balancer(survey: &Survey, ordinal: Ordinal) -> Assessment {
    let balancer = &survey[ordinal].resource;
    let own = itself(balancer);
    if !balancer.state.is_empty() && !balancer.state.starts_with("active") {
        return own;
    }
    let groups: BTreeSet<Ordinal> = survey
        .links_from(ordinal)
        .filter(|(_, link)| link.kind == RelationshipKind::ForwardsTo)
        .map(|(_, link)| link.to)
        .filter(|to| survey.kind(*to) == Kind::TargetGroup)
        .collect();
    // Instances stand behind a classic one without a group.
    let holders = groups.iter().copied().chain([ordinal]);
    let tally = Tally::of(holders.flat_map(|holder| targets(survey, holder)));
    let by_targets = tally.health_of_balancer();
    let is_classic = balancer.fact("type") == Some("classic");
    let reason = if groups.is_empty() && !is_classic {
        Some("no target group".to_compact_string())
    } else {
        tally.reason(by_targets)
    };
    let by_targets = Assessment {
        health: by_targets,
        state: balancer.state.clone(),
        reason,
    };
    worst(by_targets, Some(own).filter(|own| own.health.is_problem()))
}

fn targets(survey: &Survey, group: Ordinal) -> impl Iterator<Item = &Link> {
    survey
        .links_from(group)
        .map(|(_, link)| link)
        .filter(|link| link.seen.is_some())
}

/// Targets counted by how they are.
#[derive(Default)]
struct Tally {
    healthy: usize,
    problem: usize,
    pending: usize,
    unknown: usize,
    /// Draining or unused.
    out: usize,
}

impl Tally {
    fn of<'a>(targets: impl Iterator<Item = &'a Link>) -> Self {
        let mut tally = Self::default();
        for health in targets.filter_map(|link| link.seen.as_ref().map(|seen| seen.health)) {
            *match health {
                Health::Healthy => &mut tally.healthy,
                Health::Degraded | Health::Unhealthy => &mut tally.problem,
                Health::Pending => &mut tally.pending,
                Health::Unknown | Health::Neutral => &mut tally.unknown,
                Health::Stopped => &mut tally.out,
            } += 1;
        }
        tally
    }

    fn total(&self) -> usize {
        self.healthy + self.problem + self.pending + self.unknown + self.out
    }

    fn health_of_group(&self) -> Health {
        match self {
            Self {
                problem: 0,
                healthy: 1..,
                ..
            } => Health::Healthy,
            Self { healthy: 1.., .. } => Health::Degraded,
            Self { problem: 1.., .. } => Health::Unhealthy,
            Self { pending: 1.., .. } => Health::Pending,
            Self { unknown: 1.., .. } => Health::Unknown,
            Self { out: 1.., .. } => Health::Stopped,
            _ => Health::Unknown,
        }
    }

    /// As for a group, but a balancer whose targets are all out of service serves nothing.
    fn health_of_balancer(&self) -> Health {
        match self.health_of_group() {
            Health::Stopped => Health::Unhealthy,
            health => health,
        }
    }

    fn reason(&self, health: Health) -> Option<CompactString> {
        let total = self.total();
        match health {
            Health::Unknown if total == 0 => Some("no target is known".to_compact_string()),
            Health::Healthy | Health::Neutral => None,
            _ => Some(format_compact!(
                "{} of {total} targets healthy",
                self.healthy
            )),
        }
    }
}

/// The worse of the two; the first where they are as bad.
fn worst(first: Assessment, second: Option<Assessment>) -> Assessment {
    match second {
        Some(second) if second.health > first.health => second,
        _ => first,
    }
}
