//! Grows the estate of an account from its description. It must not know the time.

mod balance;
mod compute;
mod documents;
mod network;
mod peer;
mod transit;

use super::description::{self, HappeningKind};
use super::documents::Store;
use super::estate::{Account, Region, Vpc};
use super::script::{Change, Trouble, TroubleKind};
use super::{geography, seed};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

pub(super) use documents::document;
pub(super) use peer::join;
pub(super) use transit::attach;

/// A mistake in a description.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    #[error("read the fleet's description: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("read the fleet's description: {thing} names {name:?}, which is not described")]
    Unknown { thing: &'static str, name: String },
    #[error("read the fleet's description: {thing} {text:?} cannot be understood")]
    Form { thing: &'static str, text: String },
}

pub(super) fn unknown(thing: &'static str, name: &str) -> DescriptionError {
    DescriptionError::Unknown {
        thing,
        name: name.to_owned(),
    }
}

fn form(thing: &'static str, text: &str) -> DescriptionError {
    DescriptionError::Form {
        thing,
        text: text.to_owned(),
    }
}

/// Hands out public addresses of the ranges that are set aside for documentation.
#[derive(Default)]
pub(super) struct PublicAddresses {
    given: u32,
}

impl PublicAddresses {
    pub(super) fn next(&mut self) -> Ipv4Addr {
        const RANGES: [[u8; 3]; 3] = [[203, 0, 113], [198, 51, 100], [192, 0, 2]];
        let range = RANGES[(self.given / 250) as usize % RANGES.len()];
        let host = (self.given % 250 + 2) as u8;
        self.given += 1;
        Ipv4Addr::new(range[0], range[1], range[2], host)
    }
}

/// One account with everything that stands in it, peerings aside.
pub(super) fn account(
    described: description::Account,
    addresses: &mut PublicAddresses,
) -> Result<Account, DescriptionError> {
    let mut regions: BTreeMap<String, Region> = BTreeMap::new();
    let period = described.period_seconds.unwrap_or(300);
    for name in geography::region_names() {
        if geography::opt_in_status(name, &described.opted_in) != "not-opted-in" {
            let region = Region {
                name: name.to_owned(),
                account: described.number.clone(),
                documents: Store::over(period as i64),
                ..Region::default()
            };
            regions.insert(name.to_owned(), region);
        }
    }
    for vpc in &described.vpc {
        let region = regions
            .get_mut(&vpc.region)
            .ok_or_else(|| unknown("a VPC", &vpc.region))?;
        Grower {
            region,
            vpc,
            addresses: &mut *addresses,
            interface_hosts: BTreeMap::new(),
            instance_hosts: BTreeMap::new(),
        }
        .grow()?;
    }
    for happening in &described.happening {
        schedule(&mut regions, happening, period)?;
    }
    Ok(Account {
        number: described.number,
        name: described.name,
        home_region: described.home_region,
        opted_in: described.opted_in,
        role: described.role,
        regions,
    })
}

/// Adds one VPC to a region.
struct Grower<'a> {
    region: &'a mut Region,
    vpc: &'a description::Vpc,
    addresses: &'a mut PublicAddresses,
    /// The next host number for AWS's own interfaces, by subnet.
    interface_hosts: BTreeMap<usize, u32>,
    /// The next host number for an instance, by subnet.
    instance_hosts: BTreeMap<usize, u32>,
}

impl Grower<'_> {
    fn grow(&mut self) -> Result<(), DescriptionError> {
        let id = seed::id("vpc", &self.key(""));
        self.region.vpcs.push(Vpc {
            id,
            cidr: self.vpc.cidr.clone(),
            dhcp_options: seed::id(
                "dopt",
                &format!("{}/{}", self.region.account, self.region.name),
            ),
            tags: self.tags(&self.vpc.name),
        });
        self.subnets()?;
        self.security_groups()?;
        self.gateways();
        self.endpoints()?;
        self.groups()?;
        self.target_groups()?;
        self.load_balancers()?;
        self.interfaces()
    }

    /// What ids are hashed from: unique in the fleet.
    fn key(&self, rest: &str) -> String {
        let (account, region) = (&self.region.account, &self.region.name);
        format!("{account}/{region}/{}/{rest}", self.vpc.name)
    }

    fn tags(&self, name: &str) -> description::Tags {
        let mut tags = self.vpc.tags.clone();
        tags.insert("Name".to_owned(), name.to_owned());
        tags
    }

    fn this_vpc(&self) -> usize {
        self.region.vpcs.len() - 1
    }

    /// This VPC's subnets of one tier, in the order of the zones.
    fn tier(&self, name: &str) -> Result<Vec<usize>, DescriptionError> {
        let vpc = self.this_vpc();
        let subnets = self.region.subnets.iter().enumerate();
        let found: Vec<usize> = subnets
            .filter(|(_, subnet)| subnet.vpc == vpc && subnet.tier == name)
            .map(|(position, _)| position)
            .collect();
        if found.is_empty() {
            return Err(unknown("a tier's user", name));
        }
        Ok(found)
    }

    fn named_security_groups(&self, names: &[String]) -> Result<Vec<usize>, DescriptionError> {
        let vpc = self.this_vpc();
        let position = |name: &String| {
            let mut groups = self.region.security_groups.iter();
            let prefixed = format!("{}-{name}", self.vpc.name);
            groups
                .position(|group| group.vpc == vpc && group.name == prefixed)
                .ok_or_else(|| unknown("a list of security groups", name))
        };
        names.iter().map(position).collect()
    }

    fn interface_host(&mut self, subnet: usize) -> Ipv4Addr {
        // The first four addresses of a subnet belong to AWS.
        let next = self.interface_hosts.entry(subnet).or_insert(5);
        *next += 1;
        self.region.subnets[subnet].host(*next)
    }
}

/// A target by its address fails its health checks.
fn trouble_interface(
    region: &mut Region,
    happening: &description::Happening,
    period: u64,
) -> Option<()> {
    let HappeningKind::TargetUnhealthy { seconds, reason } = &happening.kind else {
        return None;
    };
    let id = seed::id("eni", &format!("{}/{}", region.account, happening.group));
    let mut interfaces = region.interfaces.iter_mut();
    let interface = interfaces.find(|interface| interface.id == id)?;
    interface.script.period = period as i64;
    interface.script.troubles.push(Trouble {
        at: happening.at as i64,
        seconds: *seconds as i64,
        kind: TroubleKind::TargetUnhealthy {
            reason: reason.clone(),
        },
    });
    Some(())
}

/// Writes a happening into the scripts of the slots that it touches.
fn schedule(
    regions: &mut BTreeMap<String, Region>,
    happening: &description::Happening,
    period: u64,
) -> Result<(), DescriptionError> {
    let absent = || unknown("a happening", &happening.group);
    let name = happening.group.split('/').next().unwrap_or_default();
    let region = regions.get_mut(name).ok_or_else(absent)?;
    let at = happening.at as i64;
    let mut groups = region.groups.iter();
    let Some(group) = groups.find(|group| group.key == happening.group) else {
        return trouble_interface(region, happening, period).ok_or_else(absent);
    };
    let members = group.slots.clone();
    let member = || members.get(happening.member).copied().ok_or_else(absent);
    let trouble = match &happening.kind {
        HappeningKind::Replace => {
            let changes = &mut region.slots[member()?].script.changes;
            changes.push(Change { at, deploys: false });
            None
        }
        HappeningKind::Deploy { every } => {
            for (turn, slot) in members.iter().enumerate() {
                let at = at + turn as i64 * *every as i64;
                let changes = &mut region.slots[*slot].script.changes;
                changes.push(Change { at, deploys: true });
            }
            None
        }
        HappeningKind::TargetUnhealthy { seconds, reason } => {
            let reason = reason.clone();
            Some((*seconds, TroubleKind::TargetUnhealthy { reason }))
        }
        HappeningKind::StatusImpaired { seconds } => Some((*seconds, TroubleKind::StatusImpaired)),
        HappeningKind::ScheduledEvent {
            seconds,
            code,
            text,
        } => {
            let (code, text) = (code.clone(), text.clone());
            Some((*seconds, TroubleKind::ScheduledEvent { code, text }))
        }
    };
    if let Some((seconds, kind)) = trouble {
        let seconds = seconds as i64;
        let troubles = &mut region.slots[member()?].script.troubles;
        troubles.push(Trouble { at, seconds, kind });
    }
    for slot in members {
        let script = &mut region.slots[slot].script;
        script.period = period as i64;
        script.changes.sort_by_key(|change| change.at);
    }
    Ok(())
}
