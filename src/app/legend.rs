//! What the signs on the map mean, row by row. How they look is the view's matter.

use crate::graph::WireKind;
use crate::inventory::{Health, Presence};

/// A sign of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Health(Health),
    Wire(WireKind),
    /// Where two wires cross, and where one branches.
    Crossing,
    Branch,
    Label,
    Stub,
    Selection,
    Changed,
    Presence(Presence),
    Folded,
    Group,
    Strip,
    Stale,
    /// So much of the most, in five steps.
    Share(usize),
}

/// The legend: every sign with its meaning.
pub const LEGEND: &[(Sign, &str)] = &[
    (
        Sign::Health(Health::Healthy),
        "healthy: AWS says that it works",
    ),
    (
        Sign::Health(Health::Degraded),
        "degraded: impaired, or some of its targets are",
    ),
    (
        Sign::Health(Health::Unhealthy),
        "unhealthy: failed, or all of its targets are",
    ),
    (
        Sign::Health(Health::Pending),
        "pending: it is on its way to a state",
    ),
    (
        Sign::Health(Health::Stopped),
        "stopped: off, and meant to be",
    ),
    (
        Sign::Health(Health::Unknown),
        "unknown: it could not be read, or AWS does not say",
    ),
    (
        Sign::Wire(WireKind::Traffic),
        "traffic: forwards to its targets",
    ),
    (Sign::Wire(WireKind::Route), "route: of a subnet's table"),
    (
        Sign::Wire(WireKind::SecurityGroup),
        "permitted by a security group; not seen",
    ),
    (Sign::Wire(WireKind::Peering), "peering, transit gateway"),
    (
        Sign::Wire(WireKind::Replication),
        "replication: what is written is copied there",
    ),
    (
        Sign::Wire(WireKind::Event),
        "event: what happens starts something there",
    ),
    (
        Sign::Wire(WireKind::Reference),
        "reference: it names the other, or stands before it",
    ),
    (Sign::Crossing, "two wires cross: one is interrupted"),
    (Sign::Branch, "one wire branches"),
    (
        Sign::Label,
        "what goes along it, and how many lines are drawn as one",
    ),
    (
        Sign::Stub,
        "so many lines that are not drawn here: Tab follows them",
    ),
    (
        Sign::Selection,
        "the selection; the wires that touch it are heavy",
    ),
    (Sign::Changed, "changed within the last 10 seconds"),
    (
        Sign::Presence(Presence::Ghost),
        "in the blueprint that is open, and gone from the account",
    ),
    (
        Sign::Presence(Presence::New),
        "new: in the account, and not in the blueprint",
    ),
    (Sign::Folded, "folded: {map.open} opens it"),
    (
        Sign::Strip,
        "a mark for each inside; of more than ten one mark for several",
    ),
    (
        Sign::Group,
        "several identical ones, with how many: {map.open} opens them",
    ),
    (
        Sign::Stale,
        "older than it should be: {anywhere.coverage} says why",
    ),
    (
        Sign::Share(0),
        "costs a month ({map.lens} shows it): up to 2 % of the dearest box",
    ),
    (
        Sign::Share(1),
        "up to 10 %; of a container: of the whole total",
    ),
    (
        Sign::Share(2),
        "up to 25 %; ~ holds an estimate, ? is not known",
    ),
    (
        Sign::Share(3),
        "up to 50 %; + alone is paid by use, not counted",
    ),
    (Sign::Share(4), "more than half"),
];
