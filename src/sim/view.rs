//! One region of one account at one instant: which instances there are, and how they
//! and their targets are. It must not know how answers are written.

use super::estate::{Group, Interface, Region, Slot, Subnet, TargetGroup};
use super::script::{Script, TroubleKind};
use super::seed;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// Seconds from the order to replace an instance until the next one is launched.
const LAUNCHED: i64 = 3;
/// … until that one runs and is registered as a target.
const RUNNING: i64 = 12;
/// … until its target is healthy.
const IN_SERVICE: i64 = 30;
/// … until its status checks have passed.
const CHECKED: i64 = 42;
/// Seconds from the order until the old instance shuts down, its target drained;
const DRAINED: i64 = 10;
/// … until it is terminated;
const TERMINATED: i64 = 20;
/// … until it is no longer listed.
const FORGOTTEN: i64 = 80;

#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub region: &'a Region,
    pub epoch: Timestamp,
    /// Seconds since the fleet's time began.
    pub now: i64,
}

/// An instance as it is now.
#[derive(Clone)]
pub(super) struct Instance<'a> {
    pub slot: &'a Slot,
    pub group: &'a Group,
    pub subnet: &'a Subnet,
    /// Of the slot in the region's list.
    pub place: usize,
    pub id: Cow<'a, str>,
    pub state: InstanceState,
    generation: u64,
    /// When its predecessor was told to go; `None` for the first of its slot.
    born: Option<i64>,
    retired: Option<i64>,
    now: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InstanceState {
    Pending,
    Running,
    ShuttingDown,
    Terminated,
    Stopped,
}

impl InstanceState {
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Pending => 0,
            Self::Running => 16,
            Self::ShuttingDown => 32,
            Self::Terminated => 48,
            Self::Stopped => 80,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::ShuttingDown => "shutting-down",
            Self::Terminated => "terminated",
            Self::Stopped => "stopped",
        }
    }
}

/// What a load balancer says of a target.
pub(super) struct TargetHealth {
    pub state: &'static str,
    pub reason: Option<String>,
    pub description: Option<String>,
}

/// What the checks of an instance say.
pub(super) enum Checks {
    Passed,
    Initializing,
    Impaired { since: i64 },
    NotApplicable,
}

impl<'a> View<'a> {
    pub(super) fn time(&self, seconds: i64) -> String {
        stamp(self.epoch, seconds)
    }

    /// Every instance that AWS would list, in the order of their places.
    pub(super) fn instances(&self) -> Vec<Instance<'a>> {
        (0..self.region.slots.len())
            .flat_map(|place| self.in_slot(place))
            .collect()
    }

    /// The instance that serves in a slot, preceded by the one that it replaces while
    /// that is still listed.
    pub(super) fn in_slot(&self, place: usize) -> impl Iterator<Item = Instance<'a>> + use<'a> {
        let region = self.region;
        let slot = &region.slots[place];
        let current = slot.script.generation(self.now);
        let now = self.now;
        (current.saturating_sub(1)..=current)
            .filter_map(move |generation| instance(region, place, (generation, now)))
    }

    /// The targets of a group that are addresses of network interfaces.
    pub(super) fn address_targets(
        &self,
        group: &'a TargetGroup,
    ) -> impl Iterator<Item = (&'a Interface, TargetHealth)> + use<'a> {
        let now = self.now;
        let all = self.region.interfaces.iter();
        all.filter(|interface| group.interfaces.contains(&interface.id))
            .map(move |interface| {
                let health = unhealthy(&interface.script, now).unwrap_or_else(healthy);
                (interface, health)
            })
    }

    /// The targets of a group, each with its health.
    pub(super) fn targets(
        &self,
        group: &TargetGroup,
    ) -> impl Iterator<Item = (Instance<'a>, TargetHealth)> {
        let has_balancer = !group.load_balancers.is_empty();
        let slots = group.group.map(|at| &self.region.groups[at].slots);
        slots
            .into_iter()
            .flatten()
            .flat_map(|place| self.in_slot(*place))
            .filter_map(move |instance| {
                let health = instance.target_health(has_balancer)?;
                Some((instance, health))
            })
    }
}

fn unhealthy(script: &Script, now: i64) -> Option<TargetHealth> {
    let mut troubles = script.troubles(now);
    troubles.find_map(|(trouble, _)| match &trouble.kind {
        TroubleKind::TargetUnhealthy { reason } => Some(TargetHealth {
            state: "unhealthy",
            reason: Some(reason.clone()),
            description: Some(reason_text(reason).to_owned()),
        }),
        _ => None,
    })
}

fn healthy() -> TargetHealth {
    TargetHealth {
        state: "healthy",
        reason: None,
        description: None,
    }
}

fn instance(region: &Region, place: usize, (generation, now): (u64, i64)) -> Option<Instance<'_>> {
    let slot = &region.slots[place];
    let group = &region.groups[slot.group];
    let born = slot.script.birth(generation);
    let retired = slot.script.retirement(generation).filter(|at| *at <= now);
    let state = match (retired.map(|at| now - at), born.map(|at| now - at)) {
        (Some(FORGOTTEN..), _) | (_, Some(..LAUNCHED)) => return None,
        (Some(TERMINATED..), _) => InstanceState::Terminated,
        (Some(DRAINED..), _) => InstanceState::ShuttingDown,
        (_, Some(..RUNNING)) => InstanceState::Pending,
        _ if group.stopped => InstanceState::Stopped,
        _ => InstanceState::Running,
    };
    let id = match generation {
        0 => Cow::Borrowed(slot.first.id.as_str()),
        _ => Cow::Owned(seed::id("i", &format!("{}/{generation}", slot.first.id))),
    };
    Some(Instance {
        slot,
        group,
        subnet: &region.subnets[slot.subnet],
        place,
        id,
        state,
        generation,
        born,
        retired,
        now,
    })
}

impl<'a> Instance<'a> {
    /// Grows along the list, also while instances come and go: pages continue after it.
    pub(super) fn ordinal(&self) -> u64 {
        ((self.place as u64) << 24) | (self.generation & 0xff_ffff)
    }

    /// Terminated instances have lost their addresses, interfaces and volumes.
    pub(super) fn is_attached(&self) -> bool {
        self.state != InstanceState::Terminated
    }

    pub(super) fn launched(&self) -> i64 {
        match self.born {
            Some(at) => at + LAUNCHED,
            None => -self.slot.first.age_seconds,
        }
    }

    pub(super) fn retired(&self) -> Option<i64> {
        self.retired
    }

    pub(super) fn private_ip(&self) -> Ipv4Addr {
        let side = (self.generation % 2) as u32;
        self.subnet.host(self.slot.host + side)
    }

    pub(super) fn interface(&self) -> Cow<'a, str> {
        self.later("eni", &self.slot.first.interface)
    }

    pub(super) fn root_volume(&self) -> Cow<'a, str> {
        self.later("vol", &self.slot.first.root_volume)
    }

    pub(super) fn data_volume(&self) -> Option<Cow<'a, str>> {
        let first = self.slot.first.data_volume.as_deref()?;
        Some(self.later("vol", first))
    }

    fn later(&self, prefix: &str, first: &'a str) -> Cow<'a, str> {
        match self.generation {
            0 => Cow::Borrowed(first),
            generation => Cow::Owned(seed::id(prefix, &format!("{first}/{generation}"))),
        }
    }

    /// Instances of an Auto Scaling group share its name, others are numbered.
    pub(super) fn name(&self) -> String {
        let siblings = self.group.slots.len();
        if self.group.scaling.is_some() || siblings == 1 {
            self.group.name.clone()
        } else {
            format!("{}-{}", self.group.name, self.slot.member + 1)
        }
    }

    pub(super) fn tags(&self) -> Vec<(&'a str, Cow<'a, str>)> {
        let mut tags: Vec<(&str, Cow<str>)> = vec![("Name", self.name().into())];
        let group = self.group;
        tags.extend(
            group
                .tags
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str().into())),
        );
        tags.push(("service", group.service.as_str().into()));
        if let Some(version) = group.version {
            let version = version + self.slot.script.deployments(self.generation);
            tags.push(("version", format!("v{version}").into()));
        }
        if group.scaling.is_some() {
            tags.push(("aws:autoscaling:groupName", group.name.as_str().into()));
        }
        tags.sort();
        tags
    }

    /// Both status checks, which AWS makes of running instances only.
    pub(super) fn checks(&self) -> Checks {
        if self.state != InstanceState::Running {
            return Checks::NotApplicable;
        }
        if self.born.is_some_and(|at| self.now - at < CHECKED) {
            return Checks::Initializing;
        }
        let mut troubles = self.slot.script.troubles(self.now);
        let found = troubles.find(|(trouble, _)| trouble.kind == TroubleKind::StatusImpaired);
        match found {
            // The last third of the trouble is the recovery.
            Some((trouble, since)) if self.now - since >= trouble.seconds * 2 / 3 => {
                Checks::Initializing
            }
            Some((_, since)) => Checks::Impaired { since },
            None => Checks::Passed,
        }
    }

    /// A maintenance that AWS has announced: its code, its text, and when it was announced.
    pub(super) fn scheduled_event(&self) -> Option<(&'a str, &'a str, i64)> {
        let slot = self.slot;
        slot.script
            .troubles(self.now)
            .find_map(|(trouble, since)| match &trouble.kind {
                TroubleKind::ScheduledEvent { code, text } => {
                    Some((code.as_str(), text.as_str(), since))
                }
                _ => None,
            })
    }

    /// `None` where it is not registered as a target.
    fn target_health(&self, has_balancer: bool) -> Option<TargetHealth> {
        let health = |state, reason: &str, description: &str| TargetHealth {
            state,
            reason: Some(reason.to_owned()),
            description: Some(description.to_owned()),
        };
        match self.state {
            InstanceState::Pending | InstanceState::ShuttingDown | InstanceState::Terminated => {
                return None;
            }
            InstanceState::Stopped => {
                let text = "Target is in the stopped state";
                return Some(health("unused", "Target.InvalidState", text));
            }
            InstanceState::Running => {}
        }
        if self.retired.is_some() {
            let text = "Target deregistration is in progress";
            return Some(health("draining", "Target.DeregistrationInProgress", text));
        }
        if !has_balancer {
            let text = "Target group is not configured to receive traffic from the load balancer";
            return Some(health("unused", "Target.NotInUse", text));
        }
        if self.born.is_some_and(|at| self.now - at < IN_SERVICE) {
            let text = "Target registration is in progress";
            return Some(health("initial", "Elb.RegistrationInProgress", text));
        }
        Some(unhealthy(&self.slot.script, self.now).unwrap_or_else(healthy))
    }

    /// Auto Scaling's word for where it is in its life.
    pub(super) fn lifecycle(&self) -> Option<&'static str> {
        match self.state {
            InstanceState::Terminated | InstanceState::Stopped => None,
            InstanceState::Pending => Some("Pending"),
            InstanceState::ShuttingDown => Some("Terminating"),
            InstanceState::Running if self.retired.is_some() => Some("Terminating"),
            InstanceState::Running => Some("InService"),
        }
    }
}

fn reason_text(reason: &str) -> &'static str {
    match reason {
        "Target.Timeout" => "Request timed out",
        "Target.ResponseCodeMismatch" => "Health checks failed with these codes: [503]",
        _ => "Health checks failed",
    }
}

/// A time as the query protocols write it.
pub(super) fn stamp(epoch: Timestamp, seconds: i64) -> String {
    let time = epoch
        .saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(epoch);
    time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}
